//! Where a file gives values to names: enough of it to know whether a name holds a constant.

mod scan;

use std::collections::HashMap;
use std::ops::Range;

use super::source::{LONGEST, LONGEST_LINE, Source};
use super::tokens::{Kind, Token, Tokens};

/// A place where a name gets a value.
#[derive(Debug)]
pub(super) struct Definition {
    /// Byte offset of the name.
    pub(super) at: usize,
    /// Where the value begins; `None` for a parameter or a loop variable.
    pub(super) value: Option<usize>,
    /// Whether it is appended to what the name holds.
    pub(super) append: bool,
    /// Whether its type is one that holds no text.
    pub(super) number: bool,
}

/// All definitions of a file, found in one pass.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    definitions: HashMap<&'t [u8], Vec<Definition>>,
    /// Where functions begin, ascending.
    functions: Vec<usize>,
}

impl<'t> Names<'t> {
    pub(super) fn new(source: &Source<'t>) -> Self {
        let mut names = scan::scan(source);
        for definitions in names.definitions.values_mut() {
            definitions.sort_by_key(|definition| definition.at);
        }
        names.functions.sort_unstable();
        names
    }

    /// The definitions of a name, ascending.
    pub(super) fn of(&self, name: &[u8]) -> &[Definition] {
        self.definitions.get(name).map_or(&[], Vec::as_slice)
    }

    /// The definitions of a name that may have given it what it holds at `at`, the last first: back to one that nothing
    /// bypasses, in the same function, unless there is only one in the file.
    pub(super) fn reaching(&self, source: &Source, name: &[u8], at: usize) -> Vec<&Definition> {
        let all = self.of(name);
        let before = all.partition_point(|definition| definition.at < at);
        let function = self.function(at);
        // In a string of several lines nobody can tell.
        let column = if source.map.at(at).depth > 0 { usize::MAX } else { indent(source, at) };
        let mut found = Vec::new();
        for definition in all[..before].iter().rev().take(MOST_LOOKED_AT) {
            let own = definition.at >= function || definition.value.is_none();
            if !own && all.len() > 1 && indent(source, definition.at) > 0 {
                continue;
            }
            // What is given to a name is made of what it held before.
            if definition.value.is_some_and(|start| (start..value(source, start).end).contains(&at)) {
                continue;
            }
            found.push(definition);
            let last = !definition.append && !is_conditional(source, definition.at, column);
            if last || found.len() == MOST_REACHING {
                break;
            }
        }
        found
    }

    /// Where the function around `at` begins, as far as can be told; 0 outside one.
    pub(super) fn function(&self, at: usize) -> usize {
        let index = self.functions.partition_point(|&start| start < at);
        index.checked_sub(1).and_then(|index| self.functions.get(index)).copied().unwrap_or(0)
    }
}

/// How far a value reaches where too much was read already, in bytes.
const SHORT: usize = 160;
/// How many definitions of one name are looked at, back from its use.
const MOST_REACHING: usize = 16;
/// How many are looked at for those.
const MOST_LOOKED_AT: usize = 64;
/// Words whose statement ends with a block.
const HEADS: [&str; 7] = ["if ", "while ", "for ", "switch ", "match ", "guard ", "} else if "];
/// How far the line of `at` is indented, in bytes.
fn indent(source: &Source, at: usize) -> usize {
    source.line_before(at).iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Whether a definition is bypassed on some way to a place whose line is indented by `column`: it stands deeper, or a
/// condition stands in its line.
fn is_conditional(source: &Source, at: usize, column: usize) -> bool {
    let line = source.line_before(at).trim_ascii_start();
    let rest = source.rest(at, LONGEST_LINE);
    let rest = &rest[..memchr::memchr2(b'\n', b'{', rest).unwrap_or(rest.len())];
    let sign = memchr::memchr(b'=', rest).unwrap_or(0);
    // `||=`, `??=`, `?=`
    let defaults = sign > 0 && matches!(rest[sign - 1], b'|' | b'?');
    let guarded = line.starts_with(b"if")
        || line.starts_with(b"unless")
        || line.starts_with(b"} else")
        || line.starts_with(b"else");
    let trailing = matches!(source.language.name, "ruby" | "perl")
        && [&b" if "[..], b" unless "].iter().any(|word| memchr::memmem::find(rest, word).is_some());
    indent(source, at) > column || guarded || trailing || defaults
}

/// The bytes of the value that begins at `start`: to the end of the statement.
pub(super) fn value(source: &Source, start: usize) -> Range<usize> {
    if let Some(known) = source.values.borrow().get(&start) {
        return known.clone();
    }
    let found = read_value(source, start);
    // Nobody writes so much in one statement: a file of one line has a bound for all of them.
    source.spend(found.len());
    source.values.borrow_mut().insert(start, found.clone());
    found
}

fn read_value(source: &Source, start: usize) -> Range<usize> {
    let longest = if source.effort() == 0 { SHORT } else { LONGEST };
    let limit = (start + longest).min(source.text.len());
    let line = source.line_before(start).trim_ascii_start();
    let heads_block = HEADS.iter().any(|word| line.starts_with(word.as_bytes()));
    let mut last: Option<Token> = None;
    for token in Tokens::new(source, start..limit) {
        match token.kind {
            Kind::Op(b';' | b',') => break,
            Kind::Group(b'{') if heads_block && last.is_some() => break,
            Kind::Op(b'\n') => {
                // `name!!`, `name++`: an operator behind its operand.
                let before = last.as_ref().is_none_or(|last| {
                    let doubled =
                        last.span.end >= 2 && source.text[last.span.end - 2] == source.text[last.span.end - 1];
                    matches!(last.kind, Kind::Op(_)) && !(doubled && (last.is(b'!') || last.is(b'+') || last.is(b'-')))
                });
                let behind = source.text[token.span.end..limit].iter().find(|byte| !byte.is_ascii_whitespace());
                if !before && !behind.is_some_and(|byte| b"+.?:|&%".contains(byte)) {
                    break;
                }
            }
            _ => last = Some(token),
        }
    }
    let end = last.map_or(start, |last| last.span.end);
    start + source.text[start..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count()..end
}

/// A name with its receivers that ends at `end`.
pub(super) fn path(source: &Source, end: usize, floor: usize) -> Range<usize> {
    let mut start = source.word_before(end, floor).start;
    while start < end && end - start < 200 {
        let members = source.language.calls.members;
        let behind = &source.text[floor..start];
        let Some(member) = members.iter().find(|member| behind.ends_with(member.as_bytes())) else { break };
        let word = source.word_before(start - member.len(), floor);
        if word.is_empty() {
            break;
        }
        start = word.start;
    }
    start..end
}

/// A name with its members that begins at `start`.
pub(super) fn path_behind(source: &Source, start: usize) -> Range<usize> {
    let rest = source.rest(start, 200);
    let length = rest.iter().take_while(|&&byte| source.language.is_word(byte) || byte == b'.').count();
    start..start + length
}
