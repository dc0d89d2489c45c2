//! The shape of a rule file. Built-in rules are read by `build.rs`, user rules at run time, both through these types.
//!
//! `build.rs` writes built-in rules into the binary in postcard, field by field without names. So every field is written
//! (no `skip_serializing`), and none has a type that looks ahead (no `untagged`).

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::code_spec::{CallSpec, PatternSpec, SettingSpec};
use super::file_spec::FileSpec;
use super::secret_spec::SecretSpec;
use super::{named, wording};

/// One rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// The rules.
    pub rule: Vec<Spanned<RuleSpec>>,
}

/// One rule as written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Stable name, in kebab case, unique among all rules. The first field: the name of a built-in rule is read without
    /// the rest.
    pub id: String,
    /// What it finds, in a few words.
    #[serde(default)]
    pub title: String,
    /// `critical`, `high`, `medium` or `low`.
    pub severity: String,
    /// `high`, `medium` or `low`; `medium` for a secret that is `named`.
    #[serde(default)]
    pub confidence: String,
    /// Languages it applies to, by the names of `config/languages`; empty means every file.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Globs of paths it applies to; empty means every path.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Texts of which one must stand in a file before anything else is tried. Case does not count. A secret that is `named`
    /// needs none: the names of the provider are its keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Whose credential it is. With it, `title`, `message`, `why`, `fix`, `cwe` and `references` may be left out: they are
    /// made of this and of the next three.
    pub provider: Option<String>,
    /// What the provider calls it: `API key` unless told.
    pub kind: Option<String>,
    /// What it opens: "It opens … to whoever reads the repository."
    pub opens: Option<String>,
    /// The provider's page on which it is revoked, or which says how.
    pub revoke: Option<String>,
    /// What is wrong, in one sentence.
    #[serde(default)]
    pub message: String,
    /// What somebody can do with it.
    #[serde(default)]
    pub why: String,
    /// What to write instead.
    #[serde(default)]
    pub fix: String,
    /// CWE numbers.
    #[serde(default)]
    pub cwe: Vec<u16>,
    /// Where to read more.
    #[serde(default)]
    pub references: Vec<String>,
    /// For a rule of ours whose findings are made by code: the category, which says by which check. Such a rule has no
    /// keywords and no matcher.
    pub category: Option<String>,
    /// What must match for the rule to find a secret.
    pub secret: Option<SecretSpec>,
    /// Which files the rule finds. Such a rule has no keywords.
    pub file: Option<FileSpec>,
    /// Calls that the rule finds; any of them.
    #[serde(default)]
    pub call: Vec<CallSpec>,
    /// Texts that the rule finds; any of them.
    #[serde(default)]
    pub pattern: Vec<PatternSpec>,
    /// Settings that the rule finds; any of them.
    #[serde(default)]
    pub setting: Vec<SettingSpec>,
    /// Regexes of which each must match somewhere in the file, such as an import.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Regexes none of which may match within `near_lines` lines of the match.
    #[serde(default)]
    pub unless_near: Vec<String>,
    /// Regexes of which one must match within `near_lines` lines of the match; empty means no such condition.
    #[serde(default)]
    pub near: Vec<String>,
    /// How many lines above and below count as near; 3 unless told.
    #[serde(default = "three")]
    pub near_lines: u16,
    /// For code: regexes of which one must match in the function around the match, outside comments; outside a function, in
    /// the lines around it.
    #[serde(default)]
    pub in_function: Vec<String>,
    /// For code: regexes none of which may match there.
    #[serde(default)]
    pub unless_in_function: Vec<String>,
    /// For code: regexes of which one must match in the function before the match. In these four and the two above, a group
    /// named `arg0` to `arg3` must be a name in that argument of the call, one named `target` what the result is given to.
    #[serde(default)]
    pub before: Vec<String>,
    /// For code: regexes none of which may match there.
    #[serde(default)]
    pub unless_before: Vec<String>,
    /// For code: regexes of which one must match in the function behind the match.
    #[serde(default)]
    pub behind: Vec<String>,
    /// For code: regexes none of which may match there.
    #[serde(default)]
    pub unless_behind: Vec<String>,
    /// For code: regexes none of which may match anywhere in the file, outside comments.
    #[serde(default)]
    pub unless_in_file: Vec<String>,
    /// Texts that must be found, each a template.
    #[serde(default, rename = "match")]
    pub matches: Vec<String>,
    /// Texts that must not be found, each a template. A secret that is `named` brings both kinds itself.
    #[serde(default)]
    pub no_match: Vec<String>,
}

fn three() -> u16 {
    3
}

/// The categories that [`RuleSpec::category`] may name.
pub const CATEGORIES: [&str; 3] = ["dependency", "unicode", "unscanned"];
/// What is wrong with a rule as written, in words.
pub fn check(rule: &RuleSpec, languages: &[&str]) -> Vec<String> {
    let mut rule = rule.clone();
    match rule.complete() {
        Ok(()) => problems(&rule, languages),
        Err(problem) => vec![problem],
    }
}

fn problems(rule: &RuleSpec, languages: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |ok: bool, what: String| {
        if !ok {
            found.push(what);
        }
    };
    let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    check(rule.id.len() >= 3 && rule.id.bytes().all(kebab), format!("id `{}` is not in kebab case", rule.id));
    for (name, text) in [("title", &rule.title), ("message", &rule.message), ("why", &rule.why), ("fix", &rule.fix)] {
        check(!text.trim().is_empty() && !text.contains('\n'), format!("`{name}` must be one line of text"));
    }
    check(
        matches!(rule.severity.as_str(), "critical" | "high" | "medium" | "low"),
        format!("severity `{}` is none of critical, high, medium, low", rule.severity),
    );
    check(
        matches!(rule.confidence.as_str(), "high" | "medium" | "low"),
        format!("confidence `{}` is none of high, medium, low", rule.confidence),
    );
    for language in &rule.languages {
        check(languages.contains(&language.as_str()), format!("unknown language `{language}`"));
    }
    let by_check = rule.category.is_some();
    let by_name = rule.file.is_some();
    check(
        by_check || by_name || !rule.keywords.is_empty(),
        "`keywords` is empty: without one the rule would never be tried".to_owned(),
    );
    for keyword in &rule.keywords {
        let length = keyword.len();
        check((3..=64).contains(&length), format!("keyword `{keyword}` is not 3 to 64 bytes long"));
        check(keyword.is_ascii(), format!("keyword `{keyword}` is not ASCII"));
    }
    // What a check finds may depend on an index, and ours may hold no example.
    let enough = if by_check { rule.matches.len() != 1 } else { rule.matches.len() >= 2 };
    check(enough, "`match` needs at least two examples".to_owned());
    check(rule.no_match.len() >= 2, "`no_match` needs at least two examples".to_owned());
    if let Some(category) = &rule.category {
        check(CATEGORIES.contains(&category.as_str()), format!("`category` must be one of {}", CATEGORIES.join(", ")));
        check(rule.keywords.is_empty(), "a rule with a `category` has no keywords".to_owned());
    }
    if let Some(file) = &rule.file {
        check(rule.keywords.is_empty(), "a rule with `[rule.file]` has no keywords".to_owned());
        file.problems().into_iter().for_each(|problem| check(false, problem));
    }
    let is_code = !(rule.call.is_empty() && rule.pattern.is_empty() && rule.setting.is_empty());
    check(
        is_code || rule.surroundings().next().is_none(),
        "`in_function`, `before`, `behind`, their opposites and `unless_in_file` are for code rules".to_owned(),
    );
    let kinds = [by_check, by_name, rule.secret.is_some(), is_code];
    check(
        kinds.iter().filter(|&&kind| kind).count() == 1,
        "a rule has one of `[rule.secret]`, `[rule.file]`, and `[[rule.call]]` with `[[rule.pattern]]` and `[[rule.setting]]`"
            .to_owned(),
    );
    let parts = rule.secret.iter().flat_map(SecretSpec::problems);
    let parts = parts.chain(rule.call.iter().flat_map(CallSpec::problems));
    let parts = parts.chain(rule.pattern.iter().flat_map(PatternSpec::problems));
    found.extend(parts.chain(rule.setting.iter().flat_map(SettingSpec::problems)));
    for source in rule.regexes() {
        if let Err(error) = regex::bytes::RegexBuilder::new(source).unicode(false).build() {
            found.push(format!("bad regex: {error}"));
        }
    }
    found
}

impl RuleSpec {
    /// Works out what is written in short. A rule that is complete stays as it is.
    ///
    /// # Errors
    /// What is wrong with a `named`, in words.
    pub fn complete(&mut self) -> Result<(), String> {
        wording::complete(self);
        let Some(secret) = &mut self.secret else { return Ok(()) };
        let Some(named) = secret.named.take() else { return Ok(()) };
        let made = named::expand(&named)?;
        secret.pattern = made.pattern;
        if secret.validate.is_empty() {
            secret.validate = made.validate;
        }
        secret.validate.extend(made.name_checks.iter().map(|&name| name.to_owned()));
        if self.keywords.is_empty() {
            self.keywords = made.keywords;
        }
        // Keywords of its own may be narrower than the name, where that is a common word.
        let is_tried = |text: &String| {
            let text = text.to_ascii_lowercase();
            self.keywords.iter().any(|keyword| text.contains(&keyword.to_ascii_lowercase()))
        };
        if self.confidence.is_empty() {
            "medium".clone_into(&mut self.confidence);
        }
        self.matches.extend(made.matches.into_iter().filter(is_tried));
        self.no_match.extend(made.no_match);
        Ok(())
    }

    /// Every regex for the code around a match.
    fn surroundings(&self) -> impl Iterator<Item = &String> {
        let function = self.in_function.iter().chain(&self.unless_in_function);
        let before = self.before.iter().chain(&self.unless_before);
        function.chain(before).chain(&self.behind).chain(&self.unless_behind).chain(&self.unless_in_file)
    }

    /// Every regex of the rule.
    pub fn regexes(&self) -> impl Iterator<Item = &str> {
        let secret = self.secret.iter().flat_map(SecretSpec::regexes);
        let file = self.file.iter().flat_map(FileSpec::regexes);
        let patterns = self.pattern.iter().map(|pattern| &pattern.regex);
        let calls = self.call.iter().flat_map(CallSpec::regexes);
        let settings = self.setting.iter().flat_map(SettingSpec::regexes);
        secret
            .chain(file)
            .chain(patterns)
            .chain(calls)
            .chain(settings)
            .chain(self.surroundings())
            .chain(&self.requires)
            .chain(&self.unless_near)
            .chain(&self.near)
            .map(String::as_str)
    }
}

/// The 1-based line of a byte offset in a file.
pub fn line_at(source: &str, offset: usize) -> usize {
    source.as_bytes()[..offset.min(source.len())].iter().filter(|&&b| b == b'\n').count() + 1
}
