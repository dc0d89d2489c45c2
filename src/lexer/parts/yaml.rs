//! YAML: comments, quoted and block scalars, and the commands in build steps.

use std::collections::HashMap;
use std::ops::Range;

use super::Inner;
use super::blocks::lines;
use crate::lexer::scope::{Scope, ScopeMap};
use crate::lexer::syntax::Quote;

/// Keys whose value is a command or a list of commands, in the build systems that use them.
const COMMANDS: [&[u8]; 10] = [
    b"run",
    b"script",
    b"before_script",
    b"after_script",
    b"commands",
    b"bash",
    b"cmds",
    b"before_install",
    b"pwsh",
    b"powershell",
];
/// The most bytes of a quoted scalar.
const LONGEST: usize = 4096;

/// What each byte of a file is, and the commands in it.
pub(in crate::lexer) fn yaml(text: &[u8]) -> (ScopeMap, Vec<Inner>) {
    let mut reader = Reader {
        text,
        map: ScopeMap::empty(),
        commands: Vec::new(),
        steps: Vec::new(),
        shells: HashMap::new(),
        list: None,
        block: None,
        done: 0,
    };
    reader.map.push(0, Scope::Code, 0);
    for line in lines(text) {
        reader.line(&line);
    }
    reader.end_block(text.len());
    let Reader { map, commands, shells, .. } = reader;
    let inner = commands.into_iter().map(|command| {
        let shell = shells.get(&command.step).copied().filter(|_| command.language == "shell");
        Inner { language: shell.unwrap_or(command.language), range: command.range }
    });
    // A shell that is not known here may be anything.
    (map.finish(text.len()), inner.filter(|inner| !inner.language.is_empty()).collect())
}

struct Command {
    range: Range<usize>,
    language: &'static str,
    /// The offset of the list item that it stands in.
    step: usize,
}

/// A block scalar that is being read.
struct Block {
    /// The column of its key: it ends with a line that is indented no more.
    column: usize,
    start: usize,
    command: Option<(&'static str, usize)>,
}

struct Reader<'t> {
    text: &'t [u8],
    map: ScopeMap,
    commands: Vec<Command>,
    /// Columns and offsets of the dashes around.
    steps: Vec<(usize, usize)>,
    /// What runs the commands of a step, by its offset.
    shells: HashMap<usize, &'static str>,
    /// The column of a key that holds a list of commands, and their language.
    list: Option<(usize, &'static str)>,
    block: Option<Block>,
    /// What was read by a scalar that began in an earlier line.
    done: usize,
}

impl Reader<'_> {
    fn end_block(&mut self, at: usize) {
        if let Some(Block { start, command: Some((language, step)), .. }) = self.block.take() {
            self.commands.push(Command { range: start..at.max(start), language, step });
        }
    }

    fn line(&mut self, line: &Range<usize>) {
        if line.start < self.done {
            return;
        }
        let words = self.text[line.clone()].trim_ascii_start();
        if words.is_empty() {
            return;
        }
        let mut at = line.end - words.len();
        let column = at - line.start;
        if let Some(block) = &self.block {
            if column > block.column {
                return;
            }
            self.end_block(line.start);
            self.map.push(line.start, Scope::Code, 0);
        }
        let dash = words[0] == b'-' && words.get(1).is_none_or(u8::is_ascii_whitespace);
        self.steps.retain(|(step, _)| *step < column + usize::from(!dash && column == 0 && *step == 0));
        self.list = self.list.filter(|(list, _)| column > *list || (dash && column == *list));
        let mut in_item = None;
        while self.text[at..line.end].starts_with(b"-") && self.text.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
            self.steps.push((at - line.start, at));
            in_item = Some(at - line.start);
            let spaces = self.text[at + 1..line.end].iter().take_while(|b| b.is_ascii_whitespace()).count();
            at += 1 + spaces;
        }
        let step = self.steps.last().map_or(0, |(_, offset)| *offset);
        let listed = in_item.and(self.list).map(|(_, language)| language);
        let Some((key, value)) = self.key(at, line.end) else {
            return self.value(at, line.end, in_item.unwrap_or(column), listed, step);
        };
        let column = at - line.start;
        if listed.is_some() {
            // A colon in a command: `- echo "a: b"`.
            return self.value(at, line.end, in_item.unwrap_or(column), listed, step);
        }
        let name = self.text[key].trim_ascii().to_ascii_lowercase();
        let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(&name);
        let written = self.text[value..line.end].trim_ascii();
        let has = |word: &str| memchr::memmem::find(written, word.as_bytes()).is_some();
        if name == b"uses" && has("github-script") {
            self.shells.insert(step, "javascript");
        } else if name == b"shell" && !written.is_empty() && !has(" ") {
            let shell = if has("pwsh") || has("powershell") {
                "powershell"
            } else if has("python") {
                "python"
            } else if has("sh") {
                "shell"
            } else {
                ""
            };
            self.shells.insert(step, shell);
        }
        let command = match name {
            b"pwsh" | b"powershell" => Some("powershell"),
            b"shell" => has(" ").then_some("shell"),
            name if COMMANDS.contains(&name) => Some("shell"),
            _ => None,
        };
        let empty = written.is_empty() || written.starts_with(b"#");
        if empty {
            self.list = command.map(|language| (column, language));
        }
        self.value(value, line.end, column, command.filter(|_| !empty), step);
    }

    /// The key that stands at `at`, and where its value begins.
    fn key(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let line = &self.text[at..end];
        let quoted = line.first().copied().filter(|b| matches!(b, b'"' | b'\''));
        let from = quoted.map_or(Some(0), |quote| memchr::memchr(quote, &line[1..]).map(|length| length + 2))?;
        let colon = memchr::memchr_iter(b':', &line[from..])
            .map(|length| from + length)
            .find(|&colon| line.get(colon + 1).is_none_or(u8::is_ascii_whitespace))?;
        let plain = quoted.is_some() || !line[..colon].iter().any(|b| b"\"'#{}[]".contains(b));
        let spaces = line[colon + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        plain.then_some((at..at + colon, at + colon + 1 + spaces))
    }

    /// Reads the value that begins at `at`.
    fn value(&mut self, mut at: usize, end: usize, column: usize, command: Option<&'static str>, step: usize) {
        let start = at;
        let text = self.text;
        let mut whole: Option<Range<usize>> = None;
        let mut operand = true;
        while at < end {
            match text[at] {
                b'#' if at == start || text[at - 1].is_ascii_whitespace() => {
                    self.map.push(at, Scope::Comment, 0);
                    self.map.push(end, Scope::Code, 0);
                    break;
                }
                b'|' | b'>' if at == start && is_block_header(&text[at + 1..end]) => {
                    self.map.push((end + 1).min(text.len()), Scope::String(Quote::Text), 0);
                    let start = (end + 1).min(text.len());
                    self.block = Some(Block { column, start, command: command.map(|language| (language, step)) });
                    return;
                }
                quote @ (b'"' | b'\'') if operand => {
                    let close = self.quoted(at, quote).unwrap_or(end);
                    self.map.push(at, Scope::String(Quote::Text), 0);
                    self.map.push(close, Scope::Code, 0);
                    whole = (at == start).then_some(at + 1..(close - 1).max(at + 1));
                    at = close;
                    operand = false;
                    if at > end {
                        self.done = at;
                        break;
                    }
                    continue;
                }
                byte => operand = b"[{,:-!&".contains(&byte) || (byte.is_ascii_whitespace() && operand),
            }
            at += 1;
        }
        if let Some(language) = command {
            let range = whole.unwrap_or(start..at.clamp(start, end));
            self.commands.push(Command { range, language, step });
        }
    }

    /// Behind the closing quote of the scalar that opens at `at`.
    fn quoted(&self, at: usize, quote: u8) -> Option<usize> {
        let window = self.text[at + 1..].get(..LONGEST).unwrap_or(&self.text[at + 1..]);
        let mut inside = 0;
        loop {
            inside += memchr::memchr2(quote, b'\\', window.get(inside..)?)?;
            let doubled = quote == b'\'' && window.get(inside + 1) == Some(&quote);
            if window[inside] == quote && !doubled {
                return Some(at + 1 + inside + 1);
            }
            inside += 1 + usize::from(doubled || (quote == b'"' && window[inside] == b'\\'));
        }
    }
}

/// Whether nothing but marks stands behind the `|` or `>` of a block scalar.
fn is_block_header(rest: &[u8]) -> bool {
    let marks = rest.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-')).count();
    let behind = rest[marks..].trim_ascii();
    behind.is_empty() || behind.starts_with(b"#")
}
