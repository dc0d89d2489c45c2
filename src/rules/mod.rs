//! Rules: data in `config/rules`, compiled by `build.rs` into the binary, so that nothing is parsed at start-up: a rule is
//! decoded, and its regex built, when one of its keywords was first seen.

mod builtin;
mod callee;
mod checksum;
mod code_spec;
mod file_spec;
mod filter;
mod gram;
mod make;
mod name_key;
mod named;
mod names;
mod paths;
mod secret_spec;
mod set;
mod shape;
mod spec;
mod template;
mod user;
mod wording;

use std::sync::OnceLock;

use crate::finding::{Category, Confidence, Severity};
use crate::pattern::Pattern;

pub use callee::{Callee, last_word};
pub use checksum::{
    BASE32, BASE58, BECH32, CRC32_LENGTH, base58_checksum, bech32_checksum, crc16, crc32_base36, crc32_base62,
    sha256_base32,
};
pub use paths::Paths;
#[cfg(test)]
pub(crate) use secret_spec::VALIDATORS;
pub use set::{Candidate, RuleSet, UnknownRule};
pub use template::{BadTemplate, Example, expand};
pub use user::{BadRules, load as load_user_rules};

/// A rule, ready to use. It lives as long as the process.
#[derive(Debug)]
pub struct Rule {
    /// Stable name.
    pub id: &'static str,
    /// What it finds.
    pub title: &'static str,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Names of the languages it applies to; empty means every file.
    pub languages: &'static [&'static str],
    /// The paths it applies to.
    pub paths: Paths,
    /// Texts of which one must stand in the file, in lower case.
    pub keywords: &'static [&'static str],
    /// What is wrong.
    pub message: &'static str,
    /// What somebody can do with it.
    pub why: &'static str,
    /// What to write instead.
    pub fix: &'static str,
    /// CWE numbers.
    pub cwe: &'static [u16],
    /// Where to read more.
    pub references: &'static [&'static str],
    /// What is looked for.
    pub matcher: Matcher,
    /// Conditions on what surrounds the match.
    pub context: Context,
    /// Templates of texts that must be found.
    pub matches: &'static [&'static str],
    /// Templates of texts that must not be found.
    pub no_match: &'static [&'static str],
}

impl Rule {
    /// The category of its findings.
    pub fn category(&self) -> Category {
        match self.matcher {
            Matcher::Secret(_) => Category::Secret,
            Matcher::Code { .. } => Category::Code,
            Matcher::File(_) => Category::File,
            Matcher::Check(category) => category,
        }
    }
}

/// What a rule looks for.
#[derive(Debug)]
pub enum Matcher {
    /// A credential.
    Secret(SecretMatcher),
    /// Calls or texts in source code; any of them.
    Code {
        /// Calls.
        calls: &'static [CallMatcher],
        /// Texts in a scope.
        patterns: &'static [ScopedPattern],
        /// Settings of data files.
        settings: &'static [SettingMatcher],
    },
    /// A file that should not be in a repository.
    File(FileMatcher),
    /// Nothing by itself: the check of this category hands out its hits.
    Check(Category),
}

/// How a secret is found.
#[derive(Debug)]
pub struct SecretMatcher {
    /// The group named `secret` is the secret; without one, the whole match is. Validators look at the group named `body`,
    /// where there is one.
    pub pattern: Pattern,
    /// What finds the secret in place of the pattern.
    pub reader: Option<SecretReader>,
    /// How many bytes before and behind the keyword may belong to the match.
    pub window: usize,
    /// Validators that must all accept the secret; see `crate::secrets`.
    pub validate: &'static [&'static str],
    /// Whether it gives way to any rule that names a provider.
    pub generic: bool,
    /// What belongs to it and may stand near.
    pub with: &'static [Companion],
}

/// A function that finds a secret where a regex cannot; see `crate::secrets`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretReader {
    /// What is given to the name of a password.
    PasswordAssignment,
    /// What is given to the name of another secret.
    SecretAssignment,
}

/// The other part of a credential.
#[derive(Debug)]
pub struct Companion {
    /// What it is, in a few words.
    pub what: &'static str,
    /// The group named `secret`, or the whole match, belongs to the finding.
    pub pattern: Pattern,
    /// How many lines above or below it may stand.
    pub lines: usize,
}

/// How a sensitive file is found: by its name, and by what it holds.
#[derive(Debug)]
pub struct FileMatcher {
    /// Patterns of names, of which one must fit: see `name_key`.
    pub names: &'static [&'static str],
    /// Patterns of names that are harmless.
    pub except: &'static [&'static str],
    /// What it must hold. The value of a group named `secret` must not be a placeholder.
    pub holds: Option<Pattern>,
    /// How often.
    pub times: u16,
    /// What makes it harmless.
    pub unless: Option<Pattern>,
    /// Whether it gives way to a secret that is found in the file.
    pub yields: bool,
}

/// A call.
#[derive(Debug)]
pub struct CallMatcher {
    /// The names that it goes by.
    pub callee: &'static [Callee],
    /// Conditions that must all hold.
    pub when: &'static [ArgCondition],
    /// Conditions none of which may hold.
    pub unless: &'static [ArgCondition],
    /// Calls whose result counts as a constant here, such as a function that quotes; named like `callee`.
    pub safe: &'static [&'static str],
    /// What the receiver must look like.
    pub receiver: Option<Pattern>,
    /// What it must not look like.
    pub unless_receiver: Option<Pattern>,
}

/// A condition on an argument of a call.
#[derive(Debug)]
pub struct ArgCondition {
    /// Position, from 0.
    pub position: Option<u8>,
    /// Whether any argument will do.
    pub any: bool,
    /// Whether it is about what the call is made on.
    pub receiver: bool,
    /// Keyword, or key of an object literal; with dots, keys inside keys.
    pub name: Option<&'static str>,
    /// What shape it must have.
    pub shape: Shape,
    /// What its source text must match.
    pub text: Option<Pattern>,
}

/// The shape of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A constant: a literal, or several joined.
    Literal,
    /// Anything that is not a constant.
    NonLiteral,
    /// A string made of constants and values: joined, formatted or interpolated, here or in an assignment shortly before.
    Built,
    /// It holds data of a request, of the command line or of the keyboard.
    Request,
    /// It holds data of a request, or comes from a parameter of the function around it.
    Input,
    /// It is there.
    Present,
    /// It is not there.
    Absent,
}

/// A text in a scope.
#[derive(Debug)]
pub struct ScopedPattern {
    /// What to find.
    pub regex: Pattern,
    /// Where the match must begin.
    pub scope: PatternScope,
}

/// A setting of a data file.
#[derive(Debug)]
pub struct SettingMatcher {
    /// Paths: keys with dots between.
    pub path: &'static [&'static str],
    /// What the value must match.
    pub value: Option<Pattern>,
    /// Settings that must all stand beside it.
    pub when: &'static [Beside],
    /// Settings none of which may.
    pub unless: &'static [Beside],
}

/// A setting beside another one.
#[derive(Debug)]
pub struct Beside {
    /// Its path from the block on.
    pub path: &'static str,
    /// What its value must match.
    pub value: Option<Pattern>,
}

/// Where in a source file a text may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternScope {
    /// Outside comments and strings.
    Code,
    /// Inside a string.
    String,
    /// Inside a comment.
    Comment,
    /// Anywhere.
    Any,
}

/// Conditions on what surrounds a match.
#[derive(Debug)]
pub struct Context {
    /// Each must match somewhere in the file.
    pub requires: &'static [Pattern],
    /// One must match near the match; empty means no such condition.
    pub near: &'static [Pattern],
    /// None may match near the match.
    pub unless_near: &'static [Pattern],
    /// How many lines above and below are near.
    pub near_lines: u16,
    /// One must match in the function around a match of code; empty means no such condition.
    pub in_function: &'static [Pattern],
    /// None may match there.
    pub unless_in_function: &'static [Pattern],
    /// One must match in the function before the match of code; empty means no such condition.
    pub before: &'static [Pattern],
    /// None may match there.
    pub unless_before: &'static [Pattern],
    /// One must match in the function behind the match of code; empty means no such condition.
    pub behind: &'static [Pattern],
    /// None may match there.
    pub unless_behind: &'static [Pattern],
    /// Whether one of these six has a group that must be a name of the call.
    pub tied: bool,
    /// None may match anywhere in the code and strings of the file.
    pub unless_in_file: &'static [Pattern],
}

/// The built-in rule with this id.
pub fn builtin_rule(id: &str) -> Option<&'static Rule> {
    builtin::find(id).and_then(builtin::rule)
}

/// The built-in rules, in the order of their ids. Decodes them all: nothing that a hook does may ask for it.
pub fn builtin_rules() -> &'static [&'static Rule] {
    static ALL: OnceLock<Vec<&Rule>> = OnceLock::new();
    ALL.get_or_init(|| (0..builtin::COUNT).filter_map(builtin::rule).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns() -> impl Iterator<Item = (&'static str, &'static Pattern)> {
        builtin_rules().iter().flat_map(|rule| {
            let own: Vec<&Pattern> = match &rule.matcher {
                Matcher::Secret(secret) => {
                    std::iter::once(&secret.pattern).chain(secret.with.iter().map(|with| &with.pattern)).collect()
                }
                Matcher::Check(_) => Vec::new(),
                Matcher::File(file) => file.holds.iter().chain(&file.unless).collect(),
                Matcher::Code { calls, patterns, settings } => {
                    let conditions = calls.iter().flat_map(|call| call.when.iter().chain(call.unless));
                    let texts = conditions.filter_map(|condition: &ArgCondition| condition.text.as_ref());
                    let receivers = calls.iter().flat_map(|call| call.receiver.iter().chain(&call.unless_receiver));
                    let beside = settings.iter().flat_map(|setting| setting.when.iter().chain(setting.unless));
                    let values = settings.iter().filter_map(|setting| setting.value.as_ref());
                    let values = values.chain(beside.filter_map(|beside: &Beside| beside.value.as_ref()));
                    let patterns = patterns.iter().map(|pattern| &pattern.regex);
                    texts.chain(receivers).chain(values).chain(patterns).collect()
                }
            };
            let context = &rule.context;
            let near = context.requires.iter().chain(context.near).chain(context.unless_near);
            let near = near.chain(context.in_function).chain(context.unless_in_function).chain(context.unless_in_file);
            let near = near.chain(context.before).chain(context.unless_before);
            let near = near.chain(context.behind).chain(context.unless_behind);
            own.into_iter().chain(near).map(|pattern| (rule.id, pattern))
        })
    }

    #[test]
    fn every_builtin_path_is_a_glob() {
        for (rule, glob) in
            builtin_rules().iter().flat_map(|rule| rule.paths.globs().iter().map(move |glob| (rule.id, glob)))
        {
            assert!(globset::Glob::new(glob).is_ok(), "{rule}: {glob}");
        }
    }

    #[test]
    fn every_builtin_pattern_builds_within_the_size_limit() {
        for (rule, pattern) in patterns() {
            assert!(pattern.is_sound(), "{rule}: {pattern:?}");
        }
    }
}
