//! The line of a finding, cut to the width around the match.

use crate::finding::Excerpt;
use crate::report::layout::{columns, cut_end, cut_start};

/// Cuts an excerpt to at most `width` columns; `…` marks each cut. The match comes first, then what stands around it on
/// both sides; of a match that is too long, its beginning.
pub fn fit(excerpt: &Excerpt, width: usize) -> Excerpt {
    let [before, marked, after] = [&excerpt.before, &excerpt.marked, &excerpt.after].map(|part| columns(part));
    if before + marked + after <= width {
        return excerpt.clone();
    }
    let context = before.min(width / 4);
    let room = width - context - usize::from(after > 0);
    if marked > room {
        return Excerpt {
            before: cut_start(&excerpt.before, context).into_owned(),
            marked: cut_end(&excerpt.marked, room).into_owned(),
            after: String::new(),
        };
    }
    let rest = width - marked;
    let room_before = if after < rest / 2 { rest - after } else { rest.div_ceil(2) }.min(before);
    Excerpt {
        before: cut_start(&excerpt.before, room_before).into_owned(),
        marked: excerpt.marked.clone(),
        after: cut_end(&excerpt.after, rest - room_before).into_owned(),
    }
}

/// The line below the excerpt: `^` under each column of the match.
pub fn underline(shown: &Excerpt) -> (String, String) {
    let before = columns(&shown.before);
    // Measured as a whole, because marks combine across the boundary.
    let through = columns(&format!("{}{}", shown.before, shown.marked));
    (" ".repeat(before), "^".repeat(through.saturating_sub(before).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(before: &str, marked: &str, after: &str) -> Excerpt {
        Excerpt { before: before.to_owned(), marked: marked.to_owned(), after: after.to_owned() }
    }

    #[test]
    fn a_line_that_fits_stays() {
        let line = excerpt("a = '", "****", "'");
        assert_eq!(fit(&line, 10), line);
    }

    #[test]
    fn the_match_stays_in_sight_whatever_is_long() {
        let long = "x".repeat(200);
        for (line, shown) in [
            (excerpt(&long, "****", "'"), excerpt("…xxxxxxxxxxxxxx", "****", "'")),
            (excerpt("a = '", "****", &long), excerpt("a = '", "****", "xxxxxxxxxx…")),
            (excerpt(&long, "****", &long), excerpt("…xxxxxxx", "****", "xxxxxxx…")),
            (excerpt("a = '", &"*".repeat(40), "'"), excerpt("a = '", "*************…", "")),
            (excerpt(&long, &"*".repeat(40), &long), excerpt("…xxxx", "*************…", "")),
        ] {
            let fitted = fit(&line, 20);
            assert_eq!(fitted, shown);
            assert!(columns(&fitted.text()) <= 20);
        }
    }

    #[test]
    fn the_underline_stands_under_wide_characters() {
        assert_eq!(underline(&excerpt("世界🦀 ", "鍵鍵", "")), (" ".repeat(7), "^^^^".to_owned()));
        assert_eq!(underline(&excerpt("e\u{301} ", "", "x")), ("  ".to_owned(), "^".to_owned()));
    }
}
