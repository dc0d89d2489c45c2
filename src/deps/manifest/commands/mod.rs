//! Commands that install packages: in shell scripts, container files, pipelines, notebooks, and in the code of Markdown.

mod install;
mod managers;
mod split;
mod variables;

use super::found::Found;
use super::words::lines;
use variables::Variables;

/// Words without which no line installs anything.
const VERBS: [&str; 11] =
    ["install", " add ", " i ", "require", "npx ", "dlx ", " get ", "bunx ", "uvx ", " run ", "create-project"];

/// Reads every line that may install something.
pub fn commands(text: &str, found: &mut Found) {
    between(text, 0, text.len(), &Variables::of(text), found);
}

/// Reads the commands between two offsets.
fn between(text: &str, from: usize, to: usize, variables: &Variables<'_>, found: &mut Found) {
    let part = &text[from..to];
    let install = memchr::memmem::find(part.as_bytes(), b"nstall").is_some();
    if !install && !VERBS.iter().any(|verb| part.contains(verb)) {
        return;
    }
    let mut start = None;
    for (at, line) in lines(part) {
        let begin = *start.get_or_insert(at);
        if continues(line) {
            continue;
        }
        start = None;
        logical(text, from + begin, from + at + line.len(), variables, found);
    }
    if let Some(begin) = start {
        logical(text, from + begin, to, variables, found);
    }
}

/// A command goes on behind a backslash, in PowerShell behind a backtick, in cmd behind a caret.
fn continues(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('\\') || line.ends_with(" `") || line.ends_with(" ^")
}

fn logical(text: &str, from: usize, to: usize, variables: &Variables<'_>, found: &mut Found) {
    let line = &text[from..to];
    // A line may end behind the verb.
    if line.contains("nstall") || VERBS.iter().any(|verb| line.contains(verb.trim_end())) {
        for words in split::statements(line) {
            install::statement(text, &words, variables, found);
        }
    }
}

/// Reads the code of Markdown: fenced and indented blocks, and spans. A notebook is read as a whole.
pub fn markdown(text: &str, found: &mut Found) {
    if text.trim_start().starts_with('{') {
        commands(text, found);
        return;
    }
    let variables = Variables::of(text);
    let mut fence: Option<(&str, usize)> = None;
    let mut indented: Option<usize> = None;
    for (at, line) in lines(text) {
        let trimmed = line.trim_start_matches([' ', '\t', '>']);
        if let Some((mark, start)) = fence {
            if trimmed.starts_with(mark) && trimmed.trim_end().trim_start_matches(['`', '~']).is_empty() {
                between(text, start, at, &variables, found);
                fence = None;
            }
            continue;
        }
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        if let Some(mark) = mark.filter(|_| !trimmed[3..].contains('`')) {
            fence = Some((mark, at + line.len()));
            continue;
        }
        if line.starts_with("    ") || line.starts_with('\t') {
            indented.get_or_insert(at);
            continue;
        }
        if let Some(start) = indented.take() {
            between(text, start, at, &variables, found);
        }
        spans(text, at, line, &variables, found);
    }
    if let Some(start) = fence.map(|(_, start)| start).or(indented) {
        between(text, start, text.len(), &variables, found);
    }
}

/// Code in backticks within a line.
fn spans(text: &str, at: usize, line: &str, variables: &Variables<'_>, found: &mut Found) {
    let ticks: Vec<usize> = memchr::memchr_iter(b'`', line.as_bytes()).collect();
    for pair in ticks.chunks_exact(2) {
        between(text, at + pair[0] + 1, at + pair[1], variables, found);
    }
}
