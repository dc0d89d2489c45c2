//! The reason of an exception: what an override and an entry of the allow list must both say.

use crate::text::needs_escape;

/// The fewest characters of a reason: enough to keep "test" and "ok" out.
pub const SHORTEST_REASON: usize = 10;

/// What stands for the reason in an override that is ready to be filled in.
pub const REASON_PLACEHOLDER: &str = "<reason>";

/// A text that is no reason.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadReason {
    /// There is none.
    #[error("the reason is missing")]
    Missing,
    /// The template was not filled in.
    #[error("the reason is still the placeholder `<reason>`")]
    Placeholder,
    /// Fewer than [`SHORTEST_REASON`] characters: how many.
    #[error("the reason has {0} characters and needs {SHORTEST_REASON}")]
    TooShort(usize),
    /// Signs without words.
    #[error("the reason has no words")]
    NoWords,
    /// A character that could hide what the reason says.
    #[error("the reason holds the invisible or control character U+{:04X}", u32::from(*.0))]
    Hidden(char),
}

/// Checks a reason and takes the spaces and tabs off its ends.
///
/// # Errors
/// It is missing, too short, a placeholder, or not one line of visible text.
pub fn check_reason(text: &str) -> Result<&str, BadReason> {
    let text = text.trim_matches(|c: char| c == '\t' || (c.is_whitespace() && !needs_escape(c)));
    if let Some(hidden) = text.chars().find(|&c| needs_escape(c)) {
        return Err(BadReason::Hidden(hidden));
    }
    if text.contains(REASON_PLACEHOLDER) {
        return Err(BadReason::Placeholder);
    }
    match text.chars().count() {
        0 => Err(BadReason::Missing),
        count @ 1..SHORTEST_REASON => Err(BadReason::TooShort(count)),
        _ if text.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_REASON / 2 => Err(BadReason::NoWords),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_of_visible_text_long_enough_to_say_something() {
        for (text, expected) in [
            ("  revoked in May ", Ok("revoked in May")),
            ("größer als", Ok("größer als")),
            ("", Err(BadReason::Missing)),
            (" \t", Err(BadReason::Missing)),
            ("it is ok!", Err(BadReason::TooShort(9))),
            ("\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}", Err(BadReason::Missing)),
            ("............", Err(BadReason::NoWords)),
            ("公開されたテスト用の値です", Ok("公開されたテスト用の値です")),
            ("<reason>", Err(BadReason::Placeholder)),
            ("<reason> revoked in May", Err(BadReason::Placeholder)),
            ("revoked\tin May", Err(BadReason::Hidden('\t'))),
            ("revoked \u{202e}yaM ni", Err(BadReason::Hidden('\u{202e}'))),
            ("revoked in\u{200b} May", Err(BadReason::Hidden('\u{200b}'))),
        ] {
            assert_eq!(check_reason(text), expected, "{text:?}");
        }
        assert_eq!(BadReason::Hidden('\u{202e}').to_string().split(' ').next_back(), Some("U+202E"));
    }
}
