//! Calls: the name of what is called, read backwards from its last word. The arguments are in `args`.

use std::ops::Range;

use super::args::{Arg, arguments, split};
use super::forms::{STATEMENTS, statement};
use super::imports::module_name;
use super::source::{LONGEST, Source};
use super::tokens::{Kind, Token, Tokens};
use crate::lexer::Scope;

/// How far back the receivers of a call are read, in bytes; what stands before is `*`.
const LONGEST_CHAIN: usize = 512;
/// Code nested in more strings than this is not looked at: nobody writes it, and it would take quadratic time.
const DEEPEST: u32 = 32;
/// How many tokens of an argument are looked at to see that it is a function.
const FUNCTION_HEAD: usize = 32;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The dotted name with imports resolved. A receiver that is itself called ends with `()`, one that is indexed with
    /// `[]`, any other expression is `*`. A constructor has `new ` in front.
    pub(super) name: String,
    /// From the first byte of the name to behind the closing bracket; where a function with a body is passed, to the
    /// argument before it, and never longer than [`LONGEST`]. What that function does is not part of the call.
    pub(super) span: Range<usize>,
    /// The arguments in order.
    pub(super) args: Vec<Arg>,
    /// What stands before the last name and its operator; empty where nothing does.
    pub(super) receiver: Range<usize>,
}

impl Call {
    /// The call whose name ends with the given word, if it is one and somebody wants the name.
    pub(super) fn at(source: &Source, word: Range<usize>, wanted: impl Fn(&str) -> bool) -> Option<Self> {
        let segment = source.map.at(word.start);
        if !segment.scope.is_code() || segment.depth > DEEPEST || is_part(source, &word) {
            return None;
        }
        if STATEMENTS.contains(&source.str(word.clone())) {
            return statement(source, &word);
        }
        let (start, name) = callee(source, &word);
        let name = source.aliases().resolve(&name);
        if !wanted(&name) {
            return None;
        }
        let found = arguments(source, &word);
        let receiver = start..source.trim_back(word.start, start);
        let receiver = receiver.start
            ..receiver.start
                + source.text[receiver]
                    .iter()
                    .rposition(|byte| !b".:?>-!\\ \t\r\n".contains(byte))
                    .map_or(0, |last| last + 1);
        let annotation = is_annotation(source, start);
        let (span, args) = match found {
            Some(found) => found,
            None if annotation => (word.start..word.end, None),
            None => return None,
        };
        let is_struct = args.as_ref().is_some_and(|args| source.text[args.start - 1] == b'{');
        let (start, prefix) =
            if annotation { (start, "@") } else { declared_or_made(source, start, &span, is_struct)? };
        let name = format!("{prefix}{name}");
        if args.is_none() && !annotation && !name.contains('.') {
            return None;
        }
        let args = args.map_or_else(Vec::new, |range| split(source, range));
        let end = before_functions(source, &args).unwrap_or(span.end).min(start + LONGEST);
        Some(Self { name, span: start..end.max(word.end), args, receiver })
    }
}

/// The end of the last argument before the first that is a function with a body; `None` where there is no such.
fn before_functions(source: &Source, args: &[Arg]) -> Option<usize> {
    let function = args.iter().position(|arg| is_function(source, &arg.value))?;
    let before = function.checked_sub(1).and_then(|index| args.get(index));
    Some(before.map_or_else(|| args[function].value.start, |arg| arg.value.end))
}

fn is_function(source: &Source, value: &Range<usize>) -> bool {
    if source.text[value.clone()].last() != Some(&b'}') {
        return false;
    }
    let tokens: Vec<Token> = Tokens::new(source, value.clone()).take(FUNCTION_HEAD).collect();
    let arrow = tokens.windows(2).any(|pair| pair[0].is(b'=') && pair[1].is(b'>'));
    let word = |token: &Token| source.language.calls.declares.contains(&source.str(token.span.clone()));
    arrow || tokens.iter().any(|token| token.kind == Kind::Word && word(token))
}

/// Whether the word is only a part of a longer one.
fn is_part(source: &Source, word: &Range<usize>) -> bool {
    source.is_word(word.end) || word.start.checked_sub(1).is_some_and(|before| source.is_word(before))
}

/// The whole name that ends with `word`: where it begins, and the name before imports are resolved.
pub(super) fn callee(source: &Source, word: &Range<usize>) -> (usize, String) {
    let mut start = word.start;
    let mut parts = vec![source.str(word.clone()).to_owned()];
    let begin = loop {
        let floor = source.map.piece(start).0.start;
        let behind = source.trim_back(start, floor);
        let members = source.language.calls.members;
        let Some(member) = members.iter().find(|member| source.text[floor..behind].ends_with(member.as_bytes())) else {
            break start;
        };
        let end = source.trim_back(behind - member.len(), floor);
        let end = end - usize::from(end > floor && source.text[end - 1] == b'!');
        match receiver(source, end, floor) {
            Some((receiver_start, receiver)) if word.end - end <= LONGEST_CHAIN => {
                start = receiver_start;
                parts.push(receiver);
            }
            // A member operator may begin a name, as the backslash of a global one does.
            None if !follows_expression(source, end) => break behind - member.len(),
            _ => {
                parts.push("*".to_owned());
                break start;
            }
        }
    };
    parts.reverse();
    (begin, parts.join("."))
}

/// Whether an expression that is no name ends at `end`.
fn follows_expression(source: &Source, end: usize) -> bool {
    end.checked_sub(1).is_some_and(|last| {
        matches!(source.map.at(last).scope, Scope::String(_)) || matches!(source.text[last], b')' | b']' | b'}')
    })
}

/// The receiver that ends at `end`.
fn receiver(source: &Source, end: usize, floor: usize) -> Option<(usize, String)> {
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let (open, mark) = match source.text[last] {
        b')' => (source.partner(last)?, "()"),
        b']' => (source.partner(last)?, "[]"),
        _ => {
            let word = source.word_before(end, floor);
            return (!word.is_empty()).then(|| (word.start, source.str(word).to_owned()));
        }
    };
    if last - open > LONGEST_CHAIN {
        return None;
    }
    let floor = source.map.piece(open).0.start;
    let word = source.word_before(open, floor);
    if word.is_empty() {
        return None;
    }
    let name = source.str(word.clone());
    if mark == "()" && source.language.calls.loaders.contains(&name) {
        let mut inside = Tokens::new(source, open + 1..last);
        if let (Some(Token { kind: Kind::Text, span }), None) = (inside.next(), inside.next()) {
            return Some((word.start, module_name(source, source.str(span).trim_matches(['"', '\'', '`']))));
        }
    }
    Some((word.start, format!("{name}{mark}")))
}

/// Whether a name is that of an annotation or attribute: `@Name`, `@file:Name`, `#[name]`, C#'s `[Name]` and
/// `[assembly: Name]`.
fn is_annotation(source: &Source, start: usize) -> bool {
    let mut start = start;
    let colon = source.trim_back(start, start.saturating_sub(4));
    if colon.checked_sub(1).is_some_and(|colon| source.text[colon] == b':') {
        let target = source.word_before(colon - 1, (colon - 1).saturating_sub(16));
        start = if target.is_empty() { start } else { target.start };
    }
    if source.text[..start].last() == Some(&b'@') {
        return true;
    }
    let Some(open) = source.enclosing(start).next().filter(|&open| source.text[open] == b'[') else { return false };
    let (before, behind) = source.text[..start].split_at(open);
    let own = matches!(behind.trim_ascii_end().last(), Some(b'[' | b','));
    let floor = open.saturating_sub(LONGEST_CHAIN);
    let line = memchr::memrchr(b'\n', &before[floor..]).map_or(floor, |line_end| floor + line_end + 1);
    let begins_line = || before[line..].iter().all(|byte| matches!(byte, b' ' | b'\t' | b']' | b'['));
    own && (before.last() == Some(&b'#') || (source.language.name == "csharp" && begins_line()))
}

/// `None` if the name is declared here rather than called; else where the call begins, and `new ` for a constructor.
fn declared_or_made(
    source: &Source,
    start: usize,
    span: &Range<usize>,
    is_struct: bool,
) -> Option<(usize, &'static str)> {
    let end = span.end;
    let calls = &source.language.calls;
    let floor = source.map.piece(start).0.start;
    let behind = source.trim_back(start, floor);
    let word = source.word_before(behind, floor);
    let text = source.str(word.clone());
    if text == "new" {
        return Some((word.start, "new "));
    }
    if is_struct {
        // A literal of a struct, unless the struct is declared.
        let known = calls.declares.contains(&text) || matches!(text, "for" | "match" | "switch" | "if" | "range");
        return (!known).then_some((start, "new "));
    }
    let receiver = source.text[floor..behind].last() == Some(&b')');
    // `char *name(`, a declaration that returns a pointer.
    let pointer = calls.typed && source.language.is_one_of(&["c", "cpp", "objective-c"]) && {
        let line = memchr::memrchr(b'\n', &source.text[floor..start]).map_or(floor, |line_end| floor + line_end + 1);
        let (kind, stars) = source.text[line..start]
            .split_at(source.text[line..start].iter().take_while(|byte| !b"*&".contains(byte)).count());
        let word = |&byte: &u8| source.language.is_word(byte) || byte == b' ';
        let first = source.str(line..line + kind.len()).trim_ascii().split(' ').next().unwrap_or_default();
        !stars.is_empty()
            && stars.iter().all(|byte| b"*& ".contains(byte))
            && kind.trim_ascii_end().last().is_some_and(word)
            && kind.iter().all(word)
            && !source.language.syntax.operand_words.contains(&first)
    };
    let method = receiver
        && source.partner(behind - 1).is_some_and(|open| {
            let floor = source.map.piece(open).0.start;
            let before = source.word_before(source.trim_back(open, floor), floor);
            !before.is_empty() && calls.declares.contains(&source.str(before))
        });
    let same_line = !source.text[behind..start].contains(&b'\n');
    let typed = calls.typed && !word.is_empty() && same_line && !source.language.syntax.operand_words.contains(&text);
    let rest = source.rest(end, 40);
    let block = !calls.blocks && rest.trim_ascii_start().starts_with(b"{");
    let declared =
        pointer || method || typed || block || (!word.is_empty() && same_line && calls.declares.contains(&text));
    (!declared).then_some((start, ""))
}
