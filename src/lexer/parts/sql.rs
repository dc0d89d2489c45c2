//! Whether a string holds SQL.

/// Statements, as the word they begin with and one that follows in all but the shortest.
const STATEMENTS: [(&str, &str); 14] = [
    ("select", "from"),
    ("insert", "into"),
    ("update", "set"),
    ("delete", "from"),
    ("replace", "into"),
    ("merge", "into"),
    ("create", ""),
    ("alter", ""),
    ("drop", ""),
    ("truncate", "table"),
    ("grant", " on "),
    ("exec", " "),
    ("call", "("),
    ("with", " as "),
];

/// How much of a string is looked at, in bytes.
const LONGEST: usize = 2048;

/// Whether the text of a string, quotes included or not, is a statement of SQL, or the start of one.
pub fn looks_like_sql(text: &[u8]) -> bool {
    let text = text.get(..LONGEST).unwrap_or(text).to_ascii_lowercase();
    let start = text.iter().position(u8::is_ascii_alphabetic).unwrap_or(text.len());
    // A prefix of the string, as in `f"SELECT …"`, stands directly before its quote.
    let quote = text[start..].iter().take(3).position(|b| matches!(b, b'"' | b'\''));
    let body = quote.map_or(&text[start..], |quote| text[start + quote..].trim_ascii_start());
    let body = &body[body.iter().position(u8::is_ascii_alphabetic).unwrap_or(body.len())..];
    STATEMENTS.iter().any(|(verb, follows)| {
        let Some(rest) = body.strip_prefix(verb.as_bytes()) else { return false };
        let word_ends = rest.first().is_some_and(u8::is_ascii_whitespace);
        let object = |rest: &[u8]| {
            const OBJECTS: [&[u8]; 12] = [
                b"table",
                b"database",
                b"user",
                b"role",
                b"view",
                b"index",
                b"schema",
                b"function",
                b"procedure",
                b"trigger",
                b"or ",
                b"unique",
            ];
            OBJECTS.iter().any(|object| rest.trim_ascii_start().starts_with(object))
        };
        word_ends
            && if follows.is_empty() { object(rest) } else { memchr::memmem::find(rest, follows.as_bytes()).is_some() }
    })
}

#[cfg(test)]
mod tests {
    use super::looks_like_sql;

    #[test]
    fn statements_are_told_from_sentences() {
        for sql in [
            "\"SELECT * FROM users WHERE id = \"",
            "f'''\n  select a\n  from b'''",
            "INSERT INTO t VALUES (",
            "UPDATE users SET x = ",
            "drop table x",
            "WITH x AS (SELECT 1)",
            "call refund(",
        ] {
            assert!(looks_like_sql(sql.as_bytes()), "{sql}");
        }
        for text in ["select a colour", "Update your browser", "create a file", "", "deleted from", "'with love'"] {
            assert!(!looks_like_sql(text.as_bytes()), "{text}");
        }
    }
}
