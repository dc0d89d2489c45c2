//! Git's raw diff format, `:<mode> <mode> <id> <id> <status>\0<path>\0`: `git-diff(1)`, "raw output format".

use crate::change::{ContentId, Delta, EntryKind, Version};
use crate::git::backend::GitError;
use crate::git::tree::push_delta;

fn malformed() -> GitError {
    GitError::Other("git prints a difference that cannot be read".to_owned())
}

/// Reads a whole output.
pub(super) fn parse(output: &[u8]) -> Result<Vec<Delta>, GitError> {
    let mut deltas = Vec::new();
    let Some(output) = output.strip_suffix(b"\0") else {
        return if output.is_empty() { Ok(deltas) } else { Err(malformed()) };
    };
    let mut fields = output.split(|&byte| byte == 0);
    while let Some(header) = fields.next() {
        record(&mut deltas, header, fields.next().ok_or_else(malformed)?)?;
    }
    Ok(deltas)
}

/// Adds the difference of one path. A conflict and a change of mode alone are none.
pub(super) fn record(deltas: &mut Vec<Delta>, header: &[u8], path: &[u8]) -> Result<(), GitError> {
    let mut fields = header.strip_prefix(b":").ok_or_else(malformed)?.split(|&byte| byte == b' ');
    let mut next = || fields.next().ok_or_else(malformed);
    let (old_mode, new_mode, old_id, new_id, status) = (next()?, next()?, next()?, next()?, next()?);
    if status != b"U" {
        push_delta(deltas, path.to_vec(), version(old_mode, old_id)?, version(new_mode, new_id)?);
    }
    Ok(())
}

/// One side; a mode of zero is none.
fn version(mode: &[u8], id: &[u8]) -> Result<Option<Version>, GitError> {
    let mode =
        std::str::from_utf8(mode).ok().and_then(|mode| u32::from_str_radix(mode, 8).ok()).ok_or_else(malformed)?;
    if mode == 0 {
        return Ok(None);
    }
    let kind = EntryKind::from_mode(mode).ok_or_else(malformed)?;
    let id = ContentId::from_hex(id).ok_or_else(malformed)?;
    Ok(Some(Version { id, kind }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: &str = "1111111111111111111111111111111111111111";
    const B: &str = "2222222222222222222222222222222222222222";
    const ZERO: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn paths_may_hold_anything_but_nul() {
        let output = format!(
            ":100644 100755 {A} {A} M\0tool\0:000000 100644 {ZERO} {B} A\0:100644 a\nb\0:100644 120000 {A} {A} T\0link\0\
             :100644 000000 {A} {ZERO} D\0gone\0:000000 000000 {ZERO} {ZERO} U\0conflict\0"
        );
        let deltas = parse(output.as_bytes()).unwrap();
        let shown: Vec<_> =
            deltas.iter().map(|d| (d.path.as_bytes(), d.old.len(), d.new.map(|new| new.kind))).collect();
        assert_eq!(
            shown,
            [
                (&b":100644 a\nb"[..], 0, Some(EntryKind::File)),
                (b"link", 1, Some(EntryKind::Symlink)),
                (b"gone", 1, None),
            ]
        );
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let whole = format!(":000000 100644 {ZERO} {B} A\0path\0");
        for kept in 1..whole.len() {
            assert!(parse(&whole.as_bytes()[..kept]).is_err(), "{kept}");
        }
        assert!(parse(b"").unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_are_deltas_or_an_error(data in "(:|[0-7]{6}| |[0-9a-f]{40}|[A-Z]|\0){0,30}") {
            let _ = parse(data.as_bytes());
        }
    }
}
