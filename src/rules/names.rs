//! Which patterns of names a path fits: see `name_key`.

use super::name_key::{Kind, SEPARATORS};

/// Every key that the pattern of a path can have. `path` is in lower case.
pub fn keys<'p>(path: &'p [u8], mut each: impl FnMut(Kind, &'p [u8])) {
    let mut parts = path.split(|&byte| byte == b'/').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() {
            if part.first() == Some(&b'.') {
                each(Kind::Folder, part);
            }
            continue;
        }
        each(Kind::Name, part);
        for (at, _) in part.iter().enumerate().filter(|(_, byte)| SEPARATORS.contains(byte)) {
            each(Kind::End, &part[at..]);
            each(Kind::Beginning, &part[..=at]);
        }
    }
}

/// Whether a path has the form of a pattern: it ends like it, or is below its folders. `path` is in lower case.
pub fn matches(pattern: &str, path: &[u8]) -> bool {
    let parts: Vec<&[u8]> = path.split(|&byte| byte == b'/').collect();
    let mut wanted: Vec<&[u8]> = pattern.as_bytes().split(|&byte| byte == b'/').collect();
    let (Some(last), Some((name, folders))) = (wanted.pop(), parts.split_last()) else { return false };
    if last == b"**" {
        return folders.windows(wanted.len().max(1)).any(|window| window == wanted);
    }
    let named = match last.iter().position(|&byte| byte == b'*') {
        None => *name == last,
        Some(star) => {
            let (beginning, end) = (&last[..star], &last[star + 1..]);
            name.len() >= beginning.len() + end.len() && name.starts_with(beginning) && name.ends_with(end)
        }
    };
    named && folders.ends_with(&wanted)
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
