//! Secrets found by the name they are given to and the value they have, in any carrier: assignments, arguments, entries of
//! dictionaries, settings, elements and attributes, options of commands.
//!
//! A keyword leads to a name ([`name`]), the name to the value behind it ([`carrier`]), and the value is judged by what it
//! looks like ([`likeness`]) and where it stands ([`place`]).

mod carrier;
mod forms;
mod lexicon;
mod likeness;
mod literal;
mod name;
mod place;
mod words;

use crate::change::Change;
use crate::engine::{Hit, Sink};
use crate::finding::Confidence;
use crate::lexer::Scope;
use crate::rules::{Candidate, Rule, SecretReader};
use crate::text::RepoPath;

pub(super) use likeness::is_password;
use name::{Kind, Name};
use place::Place;

/// Lines of source code from this length on are made by programs.
const LONGEST_LINE: usize = 1000;

/// Why a finding among tests and documents does not block.
const MADE_UP: &str = "It stands in a test, an example or a document: it may be made up.";

/// Finds what is given to names of passwords, or to names of other secrets.
pub(super) fn search(reader: SecretReader, change: &Change, candidate: &Candidate, sink: &mut Sink) {
    let Some(place) = place::place(change.path()) else { return };
    let text = change.text();
    // Behind the last name: one keyword may stand in another, and several in one name.
    let mut floor = 0;
    for &at in &candidate.at {
        if at < floor {
            continue;
        }
        let Some(name) = name::read(text, at) else { continue };
        floor = name.span.end;
        if (name.kind == Kind::Password) == (reader == SecretReader::PasswordAssignment)
            && let Some(mut hit) = hit(candidate.rule, change.path(), text, &name, place)
        {
            if hit.confidence == Some(Confidence::Medium) && is_quoted_text(change, name.span.start) {
                (hit.confidence, hit.note) = (Some(Confidence::Low), Some(MADE_UP.into()));
            }
            sink.push(hit);
        }
    }
}

fn hit(rule: &'static Rule, path: &RepoPath, text: &[u8], name: &Name, place: Place) -> Option<Hit> {
    let comment = place.form == place::Form::Code && is_comment(text, name.span.start);
    // What a comment says is prose.
    let here = if comment { Place { form: place::Form::Prose, ..place } } else { place };
    let found = carrier::value(text, name, here)?;
    let raw = &text[found.span.clone()];
    let value = literal::unescape(raw)?;
    if echoes(&value, &text[name.span.clone()]) {
        return None;
    }
    let kind = match name.kind {
        _ if found.login => Kind::Password,
        Kind::Login => return None,
        kind => kind,
    };
    let mut confidence = likeness::judge(kind, &value, found.bare)?;
    if found.weak && confidence != Confidence::Medium {
        return None;
    }
    if place.translated && (confidence != Confidence::Medium || !value.iter().any(u8::is_ascii_digit)) {
        return None;
    }
    if place.form == place::Form::Code && is_long(text, name.span.start) {
        return None;
    }
    if confidence == Confidence::Medium && is_in_path(&value, path) {
        confidence = Confidence::Low;
    }
    let doubtful = place.doubtful || name.made_up || comment || is_comment(text, name.span.start);
    if doubtful {
        confidence = Confidence::Low;
    }
    let note = match (doubtful, confidence) {
        (true, _) => Some(MADE_UP),
        (false, Confidence::Low) => Some("It may be a word or a name rather than a secret."),
        (false, _) => None,
    };
    let span = name.span.start.min(found.span.start)..found.span.end.max(name.span.end);
    let span = if memchr::memchr(b'\n', &text[span.clone()]).is_some() { found.span.clone() } else { span };
    Some(Hit {
        secret: Some(found.span),
        confidence: Some(confidence),
        note: note.map(Into::into),
        ..Hit::new(rule, span)
    })
}

/// Whether a value says its own name again: `password: "userPassword"`, `token = "the-token"`.
fn echoes(value: &[u8], name: &[u8]) -> bool {
    let plain = |text: &[u8]| -> Vec<u8> {
        text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let (value, name) = (plain(value), plain(name));
    !value.is_empty()
        && (memchr::memmem::find(&value, &name).is_some() && value.len() < name.len() + 8
            || memchr::memmem::find(&name, &value).is_some())
}

/// Whether a value of letters is a name that the path has too: `password: zabbix` in `roles/zabbix/`.
fn is_in_path(value: &[u8], path: &RepoPath) -> bool {
    let path = path.as_bytes().to_ascii_lowercase();
    value.iter().all(u8::is_ascii_alphabetic) && memchr::memmem::find(&path, &value.to_ascii_lowercase()).is_some()
}

/// Whether a place stands in a long line.
fn is_long(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(LONGEST_LINE)..at];
    let behind = &text[at..text.len().min(at + LONGEST_LINE)];
    let start = memchr::memrchr(b'\n', before).map_or(before.len(), |end| before.len() - end);
    let end = memchr::memchr(b'\n', behind).unwrap_or(behind.len());
    start + end >= LONGEST_LINE
}

/// Whether a place belongs to a comment or to a string of several lines: documentation, templates, data of tests.
fn is_quoted_text(change: &Change, at: usize) -> bool {
    change.scopes().is_some_and(|scopes| {
        let (span, segment) = scopes.piece(at);
        match segment.scope {
            Scope::Comment => true,
            Scope::String(_) => memchr::memchr(b'\n', &change.text()[span]).is_some(),
            _ => false,
        }
    })
}

/// Whether the line of a place begins as comments do.
fn is_comment(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(LONGEST_LINE)..at];
    let line = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default().trim_ascii_start();
    [&b"//"[..], b"#", b"* ", b"/*", b"<!--", b"-- ", b";"].iter().any(|mark| line.starts_with(mark))
        && !line.starts_with(b"#define")
        && !line.starts_with(b"# define")
}

#[cfg(test)]
mod tests;
