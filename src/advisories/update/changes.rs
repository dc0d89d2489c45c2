//! What has changed since: `modified_id.csv` of an ecosystem, newest first, one `time,id` a line.

use crate::deps::osv::microseconds;

/// With more changes than this, the whole archive is less trouble.
const MOST: usize = 500;
/// Bytes of the longest id that is taken for the name of a file.
const LONGEST_ID: usize = 200;

/// Ids of the records that changed after `since`, in microseconds since 1970, by the beginning of a list. `None` where there
/// are too many, where the beginning does not reach back so far, and where it is no such list: then the whole archive tells.
pub(super) fn after(since: i64, csv: &[u8]) -> Option<Vec<&str>> {
    let mut ids = Vec::new();
    for line in csv.split(|byte| *byte == b'\n') {
        let (time, id) = std::str::from_utf8(line).ok()?.trim_end().split_once(',')?;
        if microseconds(time)? <= since {
            return Some(ids);
        }
        if !is_file_name(id) || ids.len() == MOST {
            return None;
        }
        ids.push(id);
    }
    None
}

/// Whether an id can be the name of a file anywhere, and leads to no other folder.
fn is_file_name(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !id.is_empty() && id.len() <= LONGEST_ID && !id.starts_with('.') && id.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_newer_is_named() {
        let csv = b"2026-03-01T00:00:00.5Z,GHSA-c\n2026-02-01T00:00:00Z,PYSEC-2026-1\n2026-01-01T00:00:00Z,GHSA-a\n";
        let since = |time| after(microseconds(time).unwrap(), csv);
        assert_eq!(since("2026-02-01T00:00:00Z"), Some(vec!["GHSA-c"]));
        assert_eq!(since("2026-03-01T00:00:00Z"), Some(vec!["GHSA-c"]));
        assert_eq!(since("2026-04-01T00:00:00Z"), Some(vec![]));
        assert_eq!(since("2020-01-01T00:00:00Z"), None, "the list ends before it reaches what is here");
    }

    #[test]
    fn a_list_that_cannot_be_trusted_is_not_used() {
        for line in ["", "nonsense", "yesterday,GHSA-a", "2026-01-01T00:00:00Z,../../x", "2026-01-01T00:00:00Z,.x"] {
            let csv = format!("{line}\n");
            assert_eq!(after(0, csv.as_bytes()), None, "{line}");
        }
        let cut = b"2026-03-01T00:00:00Z,GHSA-c\n2026-02-01T00:0";
        assert_eq!(after(microseconds("2026-02-15T00:00:00Z").unwrap(), cut), None);
        let many = "2026-01-01T00:00:00Z,GHSA-a\n".repeat(501);
        assert_eq!(after(0, many.as_bytes()), None);
        assert_eq!(after(0, b"\xff"), None);
    }
}
