//! Overrides and people in commit messages.
//!
//! The parser is ours because the two that exist are both wrong for a gate: libgit2 reads trailers below the scissors line,
//! and git's own can be reconfigured (separators, keys, even commands to run). It has two modes. At commit time it is
//! strict, because what it accepts must still be there after git's cleanup, whichever mode that has. On stored messages it
//! is tolerant, because squash, fixup and `merge --squash` indent trailers and move them out of the last paragraph.

mod person;

use crate::finding::Fingerprint;

use super::is_rule_id;
use super::reason::{BadReason, REASON_PLACEHOLDER, check_reason};
use super::verdict::Problem;
pub use person::Person;
pub(super) use person::normal_mail;

/// The key of an override. Case does not count when it is read.
pub const OVERRIDE_KEY: &str = "Hunkguard-Override";

/// How many slips of the pen still make a key look like [`OVERRIDE_KEY`].
const SLIPS: usize = 2;

const OVERRIDE_HINT: &str = "write `Hunkguard-Override: <16 hex digits> <rule-id> <reason>`, as the report prints it";

/// What a commit message says to hunkguard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The overrides that are well formed.
    pub overrides: Vec<Override>,
    /// Who claims to have reviewed.
    pub reviewers: Vec<Person>,
    /// Mail addresses of co-authors, normalised.
    pub co_authors: Vec<String>,
    /// Mail addresses of those who signed off, normalised.
    pub signers: Vec<String>,
    /// Malformed overrides, which block, and slips, which do not.
    pub problems: Vec<Problem>,
    /// `Reviewed-by` lines that do not count. They matter only where there is an override to review.
    pub bad_reviewers: Vec<Problem>,
}

/// An override that is well formed. Whether it covers anything is for the judge to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The finding it names.
    pub fingerprint: Fingerprint,
    /// The rule it names.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// 1-based line of the message.
    pub line: usize,
}

/// Parses a message that git has not cleaned up yet, as the commit-msg hook gets it. Whatever stands below the scissors line
/// and every line that begins with `comment` is passed over; a key counts at the beginning of a line only, and a value
/// ends with its line.
pub fn parse_edited(message: &[u8], comment: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    let above = lines(message).take_while(|(_, line)| !is_scissors(line, comment));
    let kept: Vec<(usize, &[u8])> = above.filter(|(_, line)| !is_comment(line, comment)).collect();
    let last_paragraph = last_paragraph(&kept);
    for &(number, line) in &kept {
        let before = parsed.overrides.len();
        if !parsed.line(number, line) && is_override(unwrapped(line)) {
            parsed.warn(number, "the override is indented, so it does not count", "begin it in the first column");
        }
        if parsed.overrides.len() > before && number < last_paragraph {
            parsed.warn(
                number,
                "the override is not in the last paragraph: tools that know trailers will not see it",
                "move it to the end of the message",
            );
        }
    }
    parsed
}

/// Parses a message as it is stored in a commit. Lines may be indented, quoted (`> `) or items of a list (`* `, `- `).
pub fn parse_stored(message: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    for (number, line) in lines(message) {
        parsed.line(number, unwrapped(line));
    }
    parsed
}

/// The override for a finding, with its reason.
///
/// # Errors
/// The text is no reason.
pub fn trailer(fingerprint: Fingerprint, rule: &str, reason: &str) -> Result<String, BadReason> {
    check_reason(reason).map(|reason| format!("{OVERRIDE_KEY}: {fingerprint} {rule} {reason}"))
}

/// The override for a finding, with a placeholder that has to be replaced before it counts.
pub fn trailer_template(fingerprint: Fingerprint, rule: &str) -> String {
    format!("{OVERRIDE_KEY}: {fingerprint} {rule} {REASON_PLACEHOLDER}")
}

/// The lines of a message without their ends, numbered from 1.
fn lines(message: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = message.split(|&b| b == b'\n').map(|line| {
        let end = line.iter().rposition(|&b| b != b'\r').map_or(0, |last| last + 1);
        &line[..end]
    });
    lines.enumerate().map(|(index, line)| (index + 1, line))
}

/// Whether a line, without its end, begins with the comment string. An empty one comments nothing out.
pub fn is_comment(line: &[u8], comment: &[u8]) -> bool {
    !comment.is_empty() && line.starts_with(comment)
}

/// Whether a line, without its end, is the one below which git cuts a message off (`git commit -v`,
/// `--cleanup=scissors`).
pub fn is_scissors(line: &[u8], comment: &[u8]) -> bool {
    line.strip_prefix(comment) == Some(b" ------------------------ >8 ------------------------")
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// The number of the first line of the last paragraph.
fn last_paragraph(lines: &[(usize, &[u8])]) -> usize {
    let end = lines.iter().rposition(|(_, line)| !is_blank(line)).unwrap_or(0);
    let blank = lines[..end].iter().rposition(|(_, line)| is_blank(line));
    lines.get(blank.map_or(0, |blank| blank + 1)).map_or(1, |(number, _)| *number)
}

/// The line without indentation, list bullets and quote marks.
fn unwrapped(mut line: &[u8]) -> &[u8] {
    loop {
        line = line.trim_ascii_start();
        line = match line {
            [b'*' | b'-' | b'>', rest @ ..] if rest.first().is_some_and(u8::is_ascii_whitespace) => rest,
            [b'>', rest @ ..] => rest,
            _ => return line,
        };
    }
}

/// The key and the value of a line such as `Key: value`.
fn key_and_value(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    Some((line[..colon].trim_ascii_end(), line[colon + 1..].trim_ascii()))
}

fn is_override(line: &[u8]) -> bool {
    key_and_value(line).is_some_and(|(key, _)| key.eq_ignore_ascii_case(OVERRIDE_KEY.as_bytes()))
}

/// Whether a line, without its end, is one that hunkguard reads: an override, or who wrote, signed or reviewed. Blanks
/// before it are passed over.
pub fn is_trailer(line: &[u8]) -> bool {
    let keys = [OVERRIDE_KEY, "Reviewed-by", "Co-authored-by", "Signed-off-by"];
    key_and_value(line.trim_ascii())
        .is_some_and(|(key, _)| keys.iter().any(|known| key.eq_ignore_ascii_case(known.as_bytes())))
}

impl Parsed {
    /// Takes a line and says whether its key is known.
    fn line(&mut self, number: usize, line: &[u8]) -> bool {
        let Some((key, value)) = key_and_value(line) else {
            self.slip(number, line);
            return false;
        };
        match key.to_ascii_lowercase().as_slice() {
            b"hunkguard-override" => match parse_override(value, number) {
                Ok(found) => self.overrides.push(found),
                Err(bad) => {
                    let message = format!("line {number} is a malformed override: {bad}");
                    let hint = bad.hint().to_owned();
                    self.problems.push(Problem { blocks: true, commit: None, message, hint });
                }
            },
            b"reviewed-by" => match Person::parse(value) {
                Ok(person) => self.reviewers.push(person),
                Err(bad) => {
                    let what = format!("the `Reviewed-by` does not count: {bad}");
                    self.bad_reviewers.push(warning(number, &what, "write `Reviewed-by: Name <mail>`"));
                }
            },
            b"co-authored-by" => self.co_authors.extend(person::mails(value)),
            b"signed-off-by" => self.signers.extend(person::mails(value)),
            _ => {
                self.slip(number, line);
                return false;
            }
        }
        true
    }

    fn warn(&mut self, number: usize, what: &str, hint: &str) {
        self.problems.push(warning(number, what, hint));
    }

    /// Warns about a line that looks like an override and is none. What it was meant to cover still blocks.
    fn slip(&mut self, number: usize, line: &[u8]) {
        let end = line.iter().take(OVERRIDE_KEY.len() + SLIPS + 1).position(|&b| b == b':');
        let key = end.and_then(|end| std::str::from_utf8(&line[..end]).ok()).map(str::to_ascii_lowercase);
        let near = key.is_some_and(|key| {
            key.starts_with(|c: char| c.is_ascii_alphabetic())
                && strsim::osa_distance(&key, "hunkguard-override") <= SLIPS
        });
        if near {
            let what = "the key is mistyped, so the line is no override; did you mean `Hunkguard-Override`?";
            self.warn(number, what, OVERRIDE_HINT);
        } else if lacks_colon(line) {
            self.warn(number, "a colon is missing, so the line is no override", OVERRIDE_HINT);
        }
    }
}

fn warning(number: usize, what: &str, hint: &str) -> Problem {
    Problem { blocks: false, commit: None, message: format!("line {number}: {what}"), hint: hint.to_owned() }
}

/// Whether a line is an override but for its colon. Prose that begins with the word is none: it names no fingerprint.
fn lacks_colon(line: &[u8]) -> bool {
    let Some((key, rest)) = line.split_at_checked(OVERRIDE_KEY.len()) else { return false };
    let first = rest.split(u8::is_ascii_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
    let fingerprint = std::str::from_utf8(first).is_ok_and(|word| word.parse::<Fingerprint>().is_ok());
    key.eq_ignore_ascii_case(OVERRIDE_KEY.as_bytes()) && fingerprint
}

/// What is wrong with an override. It quotes nothing: a mistake may have put a secret there.
#[derive(Debug, thiserror::Error)]
enum BadOverride {
    #[error("it is not UTF-8")]
    NotUtf8,
    #[error("it does not begin with a fingerprint of 16 hexadecimal digits")]
    Fingerprint,
    #[error("the rule id behind the fingerprint is missing")]
    Rule,
    #[error(transparent)]
    Reason(#[from] BadReason),
}

impl BadOverride {
    fn hint(&self) -> &'static str {
        match self {
            Self::NotUtf8 | Self::Fingerprint | Self::Rule => OVERRIDE_HINT,
            Self::Reason(BadReason::Hidden(_)) => "type the reason anew, in plain characters on one line",
            Self::Reason(_) => "say in ten characters or more why the finding may stay",
        }
    }
}

fn parse_override(value: &[u8], line: usize) -> Result<Override, BadOverride> {
    let value = std::str::from_utf8(value).map_err(|_| BadOverride::NotUtf8)?;
    let (fingerprint, rest) = word(value);
    let fingerprint = fingerprint.parse().map_err(|_| BadOverride::Fingerprint)?;
    let (rule, reason) = word(rest);
    if !is_rule_id(rule) {
        return Err(BadOverride::Rule);
    }
    let reason = check_reason(reason)?.to_owned();
    Ok(Override { fingerprint, rule: rule.to_owned(), reason, line })
}

/// The first word, and what is behind it. Only spaces and tabs part words: a no-break space is part of one.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches([' ', '\t']);
    text.split_once([' ', '\t']).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests;
