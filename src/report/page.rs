//! The page that a report is written on: lines of a given width, with a column of labels.

use std::fmt::{Display, Write as _};

use colored::ColoredString;

use super::layout::{columns, cut_end, one_line, wrap, wrap_strict};
use super::paint;
use crate::text::printable_str;

/// What stands in front of every line that belongs to a headline.
const INDENT: &str = "  ";
/// Fewest and most columns of a page: lines that are longer are hard to read.
const WIDTHS: (usize, usize) = (40, 110);
/// How many lines the text of somebody else may take.
const LONGEST: usize = 4;

/// Lines of a report, in the making.
pub struct Page {
    out: String,
    width: usize,
    label: usize,
    gutter: usize,
}

impl Page {
    /// An empty page of so many columns. The longest label takes `label` columns with the space behind it; the gutter is
    /// wide enough for every line number up to `last_line`.
    pub fn new(width: usize, label: usize, last_line: u32) -> Self {
        let gutter = last_line.to_string().len().max(2);
        Self { out: String::new(), width: width.clamp(WIDTHS.0, WIDTHS.1), label, gutter }
    }

    /// All that was written, with a line break at the end.
    pub fn finish(self) -> String {
        self.out
    }

    /// Columns of a line.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Columns of an excerpt.
    pub fn excerpt_width(&self) -> usize {
        self.width - INDENT.len() - self.gutter - " │ ".chars().count()
    }

    /// One line as it is.
    pub fn line(&mut self, line: impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{line}");
    }

    /// One line below a headline.
    pub fn indented(&mut self, line: impl Display) {
        let start = self.out.len();
        self.line(format_args!("{INDENT}{line}"));
        // No white space at the end of a line: it would go along when the text is copied.
        self.out.truncate(start + self.out[start..].trim_end().len());
        self.out.push('\n');
    }

    /// `head: title`. A long title hangs below its beginning.
    pub fn headline(&mut self, head: &ColoredString, title: &str) {
        let from = columns(&head.input) + 2;
        for (nth, line) in wrap_strict(&self.shortened(title), self.width - from).iter().enumerate() {
            match nth {
                0 => self.line(format_args!("{head}{} {}", paint::strong(":"), paint::strong(line))),
                _ => self.line(format_args!("{}{}", " ".repeat(from), paint::strong(line))),
            }
        }
    }

    /// A line of source with its number, and the underline.
    pub fn source(&mut self, number: Option<u32>, line: impl Display) {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let gutter = format!("{number:>width$} │", width = self.gutter);
        self.indented(format_args!("{} {line}", paint::faint(&gutter)));
    }

    /// Text of ours or of a rule, behind a label.
    pub fn text(&mut self, label: &str, text: &str) {
        self.labelled(&paint::faint(label), &wrap(&one_line(text), self.text_width()));
    }

    /// Text of somebody else, behind a label: it cannot overflow, nor fill the screen.
    pub fn quoted(&mut self, label: &str, text: &str) {
        self.labelled(&paint::faint(label), &wrap_strict(&self.shortened(text), self.text_width()));
    }

    /// As [`Page::quoted`], for what the reader must not miss.
    pub fn warned(&mut self, label: &str, text: &str) {
        self.labelled(&paint::problem(label, false), &wrap_strict(&self.shortened(text), self.text_width()));
    }

    /// Lines that are not broken, behind a label: source, regexes, links.
    pub fn verbatim<'t>(&mut self, label: &str, lines: impl IntoIterator<Item = &'t str>) {
        let lines: Vec<String> = lines.into_iter().map(|line| printable_str(line).into_owned()).collect();
        self.labelled(&paint::faint(label), &lines);
    }

    fn shortened(&self, text: &str) -> String {
        cut_end(&one_line(text), LONGEST * self.text_width()).into_owned()
    }

    fn text_width(&self) -> usize {
        self.width - INDENT.len() - self.label
    }

    fn labelled(&mut self, label: &ColoredString, lines: &[String]) {
        let blank = " ".repeat(self.label);
        for (nth, line) in lines.iter().enumerate() {
            match nth {
                0 => self.indented(format_args!("{label}{}{line}", &blank[columns(&label.input).min(self.label)..])),
                _ => self.indented(format_args!("{blank}{line}")),
            }
        }
    }
}
