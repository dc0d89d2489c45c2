//! The parts of the code check on small texts, and the whole of it on hostile ones.

mod calls;
mod cleaned;
mod forms;
mod hostile;
mod languages;
mod origins;
mod shapes;

use super::calls::Call;
use super::lookup;
use super::source::Source;
use crate::lexer::{Language, languages};

fn language(name: &str) -> &'static Language {
    languages().find(|language| language.name == name).unwrap()
}

fn source<'t>(name: &str, text: &'t str) -> Source<'t> {
    Source::new(language(name), text.as_bytes())
}

/// Every call of the text whose last word is `word`, in order.
fn calls(source: &Source, word: &str) -> Vec<Call> {
    let found = memchr::memmem::find_iter(source.text, word.as_bytes());
    found.filter_map(|at| lookup::call(source, &(at..at + word.len()), |_| true, false)).collect()
}
