//! One policy file, parsed and checked: what it says, and in which line.

use std::collections::BTreeMap;

use time::{Date, Month};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::config::{Allow, ReviewMode};
use super::globs;
pub use super::reader::{At, ConfigError};
use super::reader::{Reader, utf8};
use super::reason::check_reason;
use crate::deps::{Ignore, name_glob};
use crate::finding::{Fingerprint, Severity};
use crate::rules::UnknownRule;
use crate::text::printable_str;

/// The keys of each table; the first is the top of the file.
pub(super) const KEYS: [(&str, &[&str]); 8] = [
    ("", &["block", "review", "paths", "rules", "allow", "dependencies", "limits"]),
    ("review", &["mode", "reviewers"]),
    ("paths", &["exclude"]),
    ("rules", &["disable", "extra", "severity"]),
    ("allow", &["fingerprint", "reason", "expires"]),
    ("dependencies", &["internal", "ignore"]),
    ("ignore", &["id", "package", "reason", "expires"]),
    ("limits", &["file_bytes", "history_commits"]),
];

const SEVERITIES: [(&str, Severity); 4] =
    [("low", Severity::Low), ("medium", Severity::Medium), ("high", Severity::High), ("critical", Severity::Critical)];
const MODES: [(&str, ReviewMode); 2] = [("simple", ReviewMode::Simple), ("off", ReviewMode::Off)];

/// What one policy file says. What it does not say is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// The file, as it was named.
    pub name: String,
    pub(super) block: Option<At<Severity>>,
    pub(super) mode: Option<At<ReviewMode>>,
    pub(super) reviewers: Vec<At<String>>,
    pub(super) exclude: Vec<At<String>>,
    pub(super) disable: Vec<At<String>>,
    pub(super) extra: Vec<At<String>>,
    pub(super) severity: BTreeMap<String, At<Severity>>,
    pub(super) allow: Vec<At<Allow>>,
    pub(super) internal: Vec<At<String>>,
    pub(super) ignore: Vec<At<Ignore>>,
    pub(super) file_bytes: Option<At<u64>>,
    pub(super) history_commits: Option<At<u32>>,
}

impl Layer {
    /// Parses a policy file. `name` is how errors and origins call it.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line.
    pub fn parse(name: &str, text: &[u8]) -> Result<Self, Vec<ConfigError>> {
        let text = utf8(name, text).map_err(|error| vec![error])?;
        let mut reader = Reader::new(name, text);
        let document = reader.document();
        let mut layer = Self { name: name.to_owned(), ..Self::default() };
        // Behind an error of syntax the tree is a guess, and so would be what is said about it.
        if reader.errors.is_empty() {
            layer.read(&document, &mut reader);
        }
        if reader.errors.is_empty() {
            return Ok(layer);
        }
        reader.errors.sort_by_key(|error| error.line);
        Err(reader.errors)
    }

    /// The error that this file names a rule which does not exist.
    pub fn unknown_rule(&self, unknown: &UnknownRule) -> ConfigError {
        let disabled = self.disable.iter().find(|at| at.value == unknown.id).map(|at| at.line);
        let line = disabled.or_else(|| self.severity.get(&unknown.id).map(|at| at.line)).unwrap_or(1);
        ConfigError { file: self.name.clone(), line, message: unknown.to_string() }
    }

    fn read<'t>(&mut self, document: &DeTable<'t>, reader: &mut Reader<'t>) {
        for (key, value) in reader.known("", document, keys("")) {
            match key {
                "block" => self.block = reader.word("block", value, &SEVERITIES),
                "allow" => {
                    let entries = reader.array("allow", value);
                    self.allow = entries.iter().filter_map(|entry| allow(entry, reader)).collect();
                }
                table => {
                    let Some(found) = reader.table(table, value) else { continue };
                    for (key, value) in reader.known(table, found, keys(table)) {
                        self.entry(table, key, value, reader);
                    }
                }
            }
        }
    }

    fn entry<'t>(&mut self, table: &str, key: &str, value: &Spanned<DeValue<'t>>, reader: &mut Reader<'t>) {
        match (table, key) {
            ("review", "mode") => self.mode = reader.word(key, value, &MODES),
            ("review", _) => self.reviewers = reader.texts(key, value, mail),
            ("paths", _) => self.exclude = reader.texts(key, value, exclusion),
            ("rules", "disable") => self.disable = reader.texts(key, value, rule_id),
            ("rules", "extra") => self.extra = reader.texts(key, value, |glob| globs::compile(glob).map(drop)),
            ("rules", _) => self.severity = severities(value, reader),
            ("dependencies", "internal") => {
                self.internal = reader.texts(key, value, |glob| name_glob(glob).map(drop));
            }
            ("dependencies", _) => {
                let entries = reader.array("ignore", value);
                self.ignore = entries.iter().filter_map(|entry| ignore(entry, reader)).collect();
            }
            ("limits", "file_bytes") => self.file_bytes = reader.number(key, value),
            _ => self.history_commits = reader.number(key, value),
        }
    }
}

fn keys(table: &str) -> &'static [&'static str] {
    KEYS.iter().find(|(name, _)| *name == table).map_or(&[], |(_, keys)| keys)
}

fn severities<'t>(value: &Spanned<DeValue<'t>>, reader: &mut Reader<'t>) -> BTreeMap<String, At<Severity>> {
    let mut all = BTreeMap::new();
    for (rule, value) in reader.table("rules.severity", value).into_iter().flatten() {
        if let Err(problem) = rule_id(rule.get_ref()) {
            let name = printable_str(rule.get_ref()).into_owned();
            reader.error_at(rule.span().start, format!("`{name}` in `[rules.severity]`: {problem}"));
        } else if let Some(severity) = reader.word(rule.get_ref(), value, &SEVERITIES) {
            all.insert(rule.get_ref().to_string(), severity);
        }
    }
    all
}

fn allow<'t>(entry: &Spanned<DeValue<'t>>, reader: &mut Reader<'t>) -> Option<At<Allow>> {
    let table = reader.table("allow", entry)?;
    let problems = reader.errors.len();
    let (mut fingerprint, mut reason, mut expires) = (None, None, None);
    let (mut has_fingerprint, mut has_reason) = (false, false);
    for (key, value) in reader.known("[allow]", table, keys("allow")) {
        match key {
            "fingerprint" => {
                has_fingerprint = true;
                let parsed = reader.text(key, value).map(|text| text.value.parse::<Fingerprint>());
                match parsed {
                    Some(Ok(parsed)) => fingerprint = Some(parsed),
                    Some(Err(error)) => reader.error(value, format!("bad `fingerprint`: {error}")),
                    None => {}
                }
            }
            "reason" => {
                has_reason = true;
                reason = sound_reason(value, reader);
            }
            _ => expires = date(value, reader),
        }
    }
    for (key, there) in [("fingerprint", has_fingerprint), ("reason", has_reason)] {
        if !there {
            reader.error(entry, format!("an entry of `[[allow]]` needs a `{key}`"));
        }
    }
    let line = reader.line(entry.span().start);
    let sound = reader.errors.len() == problems;
    let (fingerprint, reason) = fingerprint.zip(reason).filter(|_| sound)?;
    Some(At { value: Allow { fingerprint, reason, expires }, line })
}

fn ignore<'t>(entry: &Spanned<DeValue<'t>>, reader: &mut Reader<'t>) -> Option<At<Ignore>> {
    let table = reader.table("ignore", entry)?;
    let problems = reader.errors.len();
    let (mut id, mut package, mut reason, mut expires) = (None, None, None, None);
    let (mut has_id, mut has_reason) = (false, false);
    for (key, value) in reader.known("[dependencies.ignore]", table, keys("ignore")) {
        match key {
            "id" => {
                has_id = true;
                id = reader.text(key, value).map(|text| text.value.trim().to_owned());
                if id.as_ref().is_some_and(String::is_empty) {
                    reader.error(value, "`id` is empty: it names an advisory, such as `CVE-2024-1234`".to_owned());
                }
            }
            "package" => package = reader.text(key, value).map(|text| text.value.to_owned()),
            "reason" => {
                has_reason = true;
                reason = sound_reason(value, reader);
            }
            _ => expires = date(value, reader),
        }
    }
    for (key, there) in [("id", has_id), ("reason", has_reason)] {
        if !there {
            reader.error(entry, format!("an entry of `[[dependencies.ignore]]` needs a `{key}`"));
        }
    }
    let line = reader.line(entry.span().start);
    let sound = reader.errors.len() == problems;
    let (id, reason) = id.zip(reason).filter(|_| sound)?;
    Some(At { value: Ignore { id, package, reason, expires }, line })
}

fn sound_reason<'t>(value: &Spanned<DeValue<'t>>, reader: &mut Reader<'t>) -> Option<String> {
    match check_reason(reader.text("reason", value)?.value) {
        Ok(text) => Some(text.to_owned()),
        Err(error) => {
            reader.error(value, format!("bad `reason`: {error}"));
            None
        }
    }
}

/// A date as TOML writes it, or the same in quotes.
fn date<'t>(value: &Spanned<DeValue<'t>>, reader: &mut Reader<'t>) -> Option<Date> {
    let written = match value.get_ref() {
        DeValue::Datetime(written) => Some(*written),
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    };
    let day =
        written.filter(|written| written.time.is_none() && written.offset.is_none()).and_then(|written| written.date);
    let date = day.and_then(|day| {
        let month = Month::try_from(day.month).ok()?;
        Date::from_calendar_date(i32::from(day.year), month, day.day).ok()
    });
    if date.is_none() {
        reader.error(value, "`expires` must be a day, such as 2030-12-31".to_owned());
    }
    date
}

fn mail(text: &str) -> Result<(), String> {
    let plain = !text.contains([' ', '<', '>', ',', ';']);
    match text.split_once('@') {
        Some((name, host)) if plain && !name.is_empty() && !host.is_empty() => Ok(()),
        _ => Err("it is not a mail address, such as `alice@example.com`".to_owned()),
    }
}

fn rule_id(text: &str) -> Result<(), String> {
    if super::is_rule_id(text) { Ok(()) } else { Err("it is not the id of a rule: those are in kebab case".to_owned()) }
}

fn exclusion(glob: &str) -> Result<(), String> {
    if globs::is_everything(&globs::compile(glob)?) {
        return Err("it names every file, and so would switch the gate off".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
