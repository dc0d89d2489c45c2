//! Kinds of slips, and down to which rank of a name each is worth a word. The ranks were measured: of each kind, how many
//! much-used names, kept out of the lists, it would have called slips of others.

use super::near::SEPARATORS;

/// What turned the name that was meant into the one that stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    Exchanged,
    Doubled,
    Undoubled,
    LookAlike,
    /// A neighbour on the keyboard, or another vowel.
    Neighbour,
    Other,
    Missing(Where),
    Additional(Where),
    /// A letter `s` at the end.
    Plural,
    Singular,
    /// A digit more or less: mostly another version.
    Digit,
    /// Another digit: nearly always another version.
    Version,
    Separator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Start,
    Middle,
    End,
}

/// Bytes that look alike in many typefaces.
const ALIKE: [&[u8]; 8] = [b"il1j", b"o0", b"mn", b"uv", b"vw", b"s5", b"e3", b"ck"];

const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// Fewest bytes that the word with the slip must have: shorter ones are too near to each other to tell.
const WORD: usize = 5;

/// Whether it is likely that somebody who wrote `name` meant `target`, which is one slip away and of this rank.
pub(super) fn is_likely(name: &[u8], target: &[u8], rank: u64) -> bool {
    let (slip, at) = slip(name, target);
    let word = word(name, at).min(word(target, at));
    // Four letters are enough where the target is in everybody's hands and the slip is hardly anybody's name.
    match slip {
        Slip::Exchanged | Slip::Doubled | Slip::Undoubled if word == 4 => return rank <= 4,
        Slip::Missing(Where::Middle) if word == 4 => return rank <= 1,
        _ => {}
    }
    let deepest = match slip {
        Slip::Exchanged | Slip::Doubled | Slip::Undoubled | Slip::LookAlike => 5,
        Slip::Separator => 4,
        Slip::Missing(Where::Middle) => 3,
        Slip::Missing(_) | Slip::Additional(Where::Middle | Where::End) | Slip::Neighbour | Slip::Singular => 2,
        Slip::Digit | Slip::Plural => 1,
        Slip::Other if word >= 8 => 1,
        Slip::Other | Slip::Additional(Where::Start) | Slip::Version => return false,
    };
    word >= WORD && rank <= deepest
}

/// The slip and the place of it, both counted in bytes.
fn slip(name: &[u8], target: &[u8]) -> (Slip, usize) {
    let at = name.iter().zip(target).take_while(|(a, b)| a == b).count();
    if name.len() == target.len() {
        let slip = match (name.get(at), target.get(at), name.get(at + 1) != target.get(at + 1)) {
            (Some(_), Some(_), true) => Slip::Exchanged,
            (Some(a), Some(b), false) => another(*a, *b, at),
            _ => Slip::Other,
        };
        return (slip, at);
    }
    let additional = name.len() > target.len();
    let longer = if additional { name } else { target };
    let byte = longer.get(at).copied().unwrap_or_default();
    let place = match at {
        0 => Where::Start,
        at if at + 1 == longer.len() => Where::End,
        _ => Where::Middle,
    };
    let slip = if SEPARATORS.contains(&byte) {
        Slip::Separator
    } else if byte.is_ascii_digit() {
        Slip::Digit
    } else if at > 0 && longer.get(at - 1) == Some(&byte) {
        if additional { Slip::Doubled } else { Slip::Undoubled }
    } else if place == Where::End && byte == b's' {
        if additional { Slip::Plural } else { Slip::Singular }
    } else if additional {
        Slip::Additional(place)
    } else {
        Slip::Missing(place)
    };
    (slip, at)
}

/// One byte in the place of another.
fn another(a: u8, b: u8, at: usize) -> Slip {
    let both = |set: &[u8]| set.contains(&a) && set.contains(&b);
    let digits = a.is_ascii_digit() || b.is_ascii_digit();
    let beside = ROWS.iter().any(|row| row.windows(2).any(both));
    if ALIKE.iter().any(|alike| both(alike)) && (digits || at > 0) {
        if digits { Slip::LookAlike } else { Slip::Neighbour }
    } else if digits {
        Slip::Version
    } else if at > 0 && (beside || both(b"aeiouy")) || both(b"mn") {
        Slip::Neighbour
    } else {
        Slip::Other
    }
}

/// Length of the word around a place.
fn word(name: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| SEPARATORS.contains(byte) || matches!(byte, b'/' | b'@' | b':');
    let at = at.min(name.len());
    let before = name[..at].iter().rev().take_while(|byte| !ends(byte)).count();
    before + name[at..].iter().take_while(|byte| !ends(byte)).count()
}
