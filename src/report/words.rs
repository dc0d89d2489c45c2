//! Numbers, times and names in words.

use std::fmt::Display;
use std::time::Duration;

/// A number with a comma between thousands.
pub fn number(count: impl Display + Copy) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 file`, `2 files`.
pub fn counted(count: impl Display + Copy, noun: &str) -> String {
    let count = number(count);
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A time as precise as a person wants it.
pub fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "less than 1 ms".to_owned(),
        ms @ 1..1000 => format!("{ms} ms"),
        ms @ 1000..60_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        ms => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1000),
    }
}

/// The first eight digits of a commit id.
pub fn short(commit: &str) -> String {
    commit.chars().take(8).filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_well() {
        assert_eq!([number(0), number(999), number(1000), number(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([counted(1, "file"), counted(2, "file")], ["1 file", "2 files"]);
        let times = [0, 4, 999, 1_250, 61_000].map(|ms| time(Duration::from_millis(ms)));
        assert_eq!(times, ["less than 1 ms", "4 ms", "999 ms", "1.2 s", "1 min 1 s"]);
    }
}
