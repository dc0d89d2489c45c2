//! Calls: the name of what is called, read backwards from its last word. The arguments are in `args`.

use std::ops::Range;

use super::args::{Arg, arguments, split};
use super::callee::{callee, declared_or_made, expression_before, is_annotation};
use super::forms::{STATEMENTS, statement};
use super::source::{LONGEST, Source};
use super::tokens::{Kind, Token, Tokens};

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
        let receiver = if receiver.is_empty() && name.starts_with("*.") {
            expression_before(source, word.start)
        } else {
            receiver
        };
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
        let mut args = args.map_or_else(Vec::new, |range| split(source, range));
        let mut span = span;
        if prefix == "new " && source.language.name == "csharp" {
            // What the braces behind the arguments set.
            let rest = source.rest(span.end, LONGEST);
            let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let open = span.end + spaces;
            if let Some(close) = source.partner(open).filter(|_| rest.get(spaces) == Some(&b'{')) {
                args.extend(split(source, open + 1..close));
                span.end = close + 1;
            }
        }
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
