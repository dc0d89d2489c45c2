//! The policy in force, for `hunkguard config show`.

use std::io::{self, Write};

use super::layout::columns;
use super::paint;
use crate::policy::Row;
use crate::text::printable_str;

/// Prints each value with its origin, in aligned columns.
///
/// # Errors
/// The stream cannot be written.
pub fn settings(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<[String; 3]> = rows
        .iter()
        .map(|row| [&row.key, &row.value, &row.origin].map(|text| printable_str(text).into_owned()))
        .collect();
    let widest = |column: usize| shown.iter().map(|row| columns(&row[column])).max().unwrap_or(0);
    let (keys, values) = (widest(0), widest(1));
    for [key, value, origin] in &shown {
        let pad = |text: &str, width: usize| " ".repeat(width - columns(text));
        let (key_pad, value_pad) = (pad(key, keys), pad(value, values));
        writeln!(out, "{}{key_pad}  {value}{value_pad}  {}", paint::strong(key), paint::faint(origin))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::policy::{Layer, effective};

    #[test]
    fn each_value_names_its_origin() {
        let layer = Layer::parse(".hunkguard.toml", b"block = \"low\"\n").unwrap();
        let mut out = Vec::new();
        samples::with_colour(false, || settings(&effective(&[layer]), &mut out)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().any(|line| line.starts_with("block ") && line.ends_with(".hunkguard.toml:1")), "{text}");
        assert!(text.lines().any(|line| line.starts_with("review.mode") && line.ends_with("built-in")), "{text}");
    }
}
