//! The shape of a value: is it a constant, a string built of values, or something else?

mod calls;
mod folded;
mod names;

use std::cell::Cell;
use std::ops::Range;

use super::flow;
use super::origins::Origins;
use super::source::{Source, TOKEN};
use super::tokens::{Kind, Token, Tokens};
use super::value::{TEXT, Value};
use crate::lexer::Scope;
use crate::rules::Shape;

pub(super) use calls::with_text;
pub(super) use folded::folded;

/// How many assignments and brackets deep a value is followed.
const DEEPEST: u8 = 6;
/// Methods without arguments that hand on what they are called on.
pub(super) const PASSING: [&str; 37] = [
    "toString",
    "ToString",
    "String",
    "to_s",
    "trim",
    "Trim",
    "strip",
    "to_str",
    "to_string",
    "as_str",
    "lower",
    "upper",
    "toLowerCase",
    "toUpperCase",
    "encode",
    "getBytes",
    "to_owned",
    "into",
    "clone",
    "as_bytes",
    "unwrap",
    "c_str",
    "data",
    "str",
    "string",
    "toStdString",
    "toUtf8",
    "toLatin1",
    "toLocal8Bit",
    "constData",
    "Bytes",
    "intern",
    "stripIndent",
    "html_safe",
    "freeze",
    "rstrip",
    "UTF8String",
];
/// What text is collected in.
const BUILDERS: [&str; 4] = ["new.StringBuilder", "new.StringBuffer", "StringBuilder", "StringBuffer"];
/// How many tokens one question may cost in all.
const FUEL: u32 = 2000;

/// Whether the expression in a range has a shape other than absent. The result of a call in `safe` counts as constant.
pub(super) fn has(source: &Source, range: &Range<usize>, shape: Shape, safe: &[&str]) -> bool {
    // A file that took too much already: nothing more is known of its values.
    if source.effort() == 0 && !matches!(shape, Shape::Present | Shape::Absent) {
        return false;
    }
    let reader = Reader { source, safe, fuel: Cell::new(FUEL) };
    match shape {
        Shape::Present => true,
        Shape::Absent => false,
        Shape::Literal => reader.value(range, DEEPEST).is_literal(),
        Shape::NonLiteral => !reader.value(range, DEEPEST).is_literal(),
        Shape::Built => reader.value(range, DEEPEST) == Value::Built,
        Shape::Request => Origins::new(source, safe, false).reach(range),
        Shape::Input => Origins::new(source, safe, true).reach(range),
    }
}

struct Reader<'s, 't> {
    source: &'s Source<'t>,
    safe: &'s [&'s str],
    fuel: Cell<u32>,
}

impl Reader<'_, '_> {
    fn tokens(&self, range: &Range<usize>) -> Option<Vec<Token>> {
        let fuel = self.fuel.get();
        let all = Tokens::new(self.source, range.clone()).filter(|token| !token.is(b'\n') && !token.is(b'\\'));
        let tokens: Vec<Token> = all.take(fuel as usize).collect();
        self.fuel.set(fuel.saturating_sub(u32::try_from(tokens.len()).unwrap_or(u32::MAX)).saturating_sub(1));
        self.source.spend(tokens.len() * TOKEN);
        (self.fuel.get() > 0).then_some(tokens)
    }

    fn str(&self, token: &Token) -> &str {
        self.source.str(token.span.clone())
    }

    fn value(&self, range: &Range<usize>, deep: u8) -> Value {
        if deep == 0 {
            return Value::Other;
        }
        self.tokens(range).map_or(Value::Other, |tokens| self.choice(&tokens, deep - 1))
    }

    /// A choice between values: `a ? b : c`, `b if a else c`, `a || b`. The condition does not count.
    fn choice(&self, tokens: &[Token], deep: u8) -> Value {
        let mut found: Option<Value> = None;
        let (mut start, mut question, mut condition) = (0, false, false);
        let mut at = 0;
        let mut close = |from: usize, to: usize, counts: bool| {
            if counts {
                let value = self.joined(&tokens[from..to], deep);
                found = Some(found.map_or(value, |before| before.either(value)));
            }
        };
        while let Some(token) = tokens.get(at) {
            let twice =
                tokens.get(at + 1).is_some_and(|next| next.kind == token.kind && next.span.start == token.span.end);
            let member = tokens.get(at + 1).is_some_and(|next| next.is(b'.') || next.is(b'-'));
            let word = if token.kind == Kind::Word { self.str(token) } else { "" };
            let width = match token.kind {
                Kind::Op(b'?' | b'|') if twice => {
                    close(start, at, !condition);
                    condition = false;
                    2
                }
                Kind::Op(b'&') if twice => 2,
                Kind::Op(b'?') if !member => {
                    question = true;
                    1
                }
                Kind::Op(b':') if question => {
                    close(start, at, true);
                    1
                }
                _ => match word {
                    "or" | "else" => {
                        close(start, at, !condition);
                        condition = false;
                        1
                    }
                    "if" => {
                        close(start, at, true);
                        condition = true;
                        1
                    }
                    "and" => 1,
                    "for" if at > 0 => {
                        close(start, at, true);
                        condition = true;
                        start = tokens.len();
                        break;
                    }
                    _ => 0,
                },
            };
            start = if width > 0 { at + width } else { start };
            at += width.max(1);
        }
        close(start.min(tokens.len()), tokens.len(), !condition);
        found.unwrap_or(Value::Other)
    }

    /// Operands with joining operators between them.
    fn joined(&self, tokens: &[Token], deep: u8) -> Value {
        let joins = self.source.language.values.joins.as_bytes();
        let mut found: Option<Value> = None;
        // Where a dot is a member operator, two of them join.
        let dots = self.source.language.calls.members.contains(&".");
        let twice = |token: &Token| {
            let text = self.source.text;
            text.get(token.span.end) == Some(&b'.')
                || token.span.start.checked_sub(1).is_some_and(|at| text[at] == b'.')
        };
        let joins = |token: &Token| match token.kind {
            Kind::Op(b'.') if dots => joins.contains(&b'.') && twice(token),
            Kind::Op(op) => joins.contains(&op),
            _ => false,
        };
        // `"a %d" % b` takes nothing but numbers.
        if let [text @ Token { kind: Kind::Text, .. }, percent, ..] = tokens
            && percent.is(b'%')
            && joins(percent)
            && self.takes_numbers(&text.span)
        {
            return TEXT;
        }
        for operand in tokens.split(joins) {
            let value = if operand.is_empty() { continue } else { self.operand(operand, deep) };
            found = Some(found.map_or(value, |before| before.join(value)));
        }
        found.unwrap_or(Value::Other)
    }

    fn operand(&self, tokens: &[Token], deep: u8) -> Value {
        let skipped = tokens.iter().take_while(|token| match token.kind {
            Kind::Op(op) => b"&*!-~@".contains(&op),
            Kind::Word => matches!(self.str(token), "await" | "return"),
            _ => false,
        });
        let tokens = &tokens[skipped.count()..];
        if let [.., word @ Token { kind: Kind::Word, .. }, group @ Token { kind: Kind::Group(b'{'), .. }] = tokens
            && self.str(word) == "switch"
        {
            return self.arms(group, deep);
        }
        if let [word @ Token { kind: Kind::Word, .. }, .., group @ Token { kind: Kind::Group(b'{'), .. }] = tokens
            && matches!(self.str(word), "when" | "match" | "switch")
        {
            return self.arms(group, deep);
        }
        let repeated = tokens.iter().position(|token| token.is(b'*'));
        if let [cast, value, ..] = tokens
            && value.kind != Kind::Op(b'.')
            && self.source.is_cast(&cast.span)
        {
            return Value::Literal { text: false };
        }
        match (tokens, repeated) {
            ([], _) => Value::Other,
            _ if self.ends_harmless(tokens) => Value::Literal { text: false },
            (_, Some(at)) if at > 0 => {
                // A literal repeated holds nothing new.
                let value = self.operand(&tokens[..at], deep);
                if value.is_literal() { value } else { Value::Other }
            }
            ([Token { kind: Kind::Text, .. }, ..], _) => self.text(tokens, deep),
            ([Token { kind: Kind::Number, .. }, rest @ ..], _) => {
                let number = rest.iter().all(|token| matches!(token.kind, Kind::Number | Kind::Op(_)));
                if number { Value::Literal { text: false } } else { Value::Other }
            }
            // `[]byte("a")`
            (
                [list @ Token { kind: Kind::Group(b'['), .. }, kind, group @ Token { kind: Kind::Group(b'('), .. }],
                _,
            ) if list.span.len() == 2 && kind.kind == Kind::Word => self.value(&group.inside(self.source), deep),
            // `("a" + b).trim()`
            ([group @ Token { kind: Kind::Group(b'('), .. }, dot, method, args], _)
                if dot.is(b'.') && args.span.len() <= 2 && PASSING.contains(&self.str(method)) =>
            {
                self.value(&group.inside(self.source), deep)
            }
            ([group @ Token { kind: Kind::Group(b'('), .. }], _) => {
                let tuple = Tokens::new(self.source, group.inside(self.source)).any(|token| token.is(b','));
                if tuple { self.list(group, deep) } else { self.value(&group.inside(self.source), deep) }
            }
            ([group @ Token { kind: Kind::Group(_), .. }], _) => self.list(group, deep),
            ([Token { kind: Kind::Word, .. }, ..], _) => self.named(tokens, deep),
            // A symbol.
            ([colon, Token { kind: Kind::Word, .. }], _) if colon.is(b':') => TEXT,
            _ => Value::Other,
        }
    }

    /// What the arms of a choice by patterns yield: `pattern => value`.
    fn arms(&self, group: &Token, deep: u8) -> Value {
        let tokens: Vec<Token> = Tokens::new(self.source, group.inside(self.source)).take(FUEL as usize).collect();
        let arms = tokens.split(|token| token.is(b',') || token.is(b'\n')).filter_map(|arm| {
            let arrow = arm.windows(2).position(|pair| (pair[0].is(b'=') || pair[0].is(b'-')) && pair[1].is(b'>'))?;
            Some(self.joined(arm.get(arrow + 2..)?, deep))
        });
        arms.reduce(Value::either).unwrap_or(Value::Other)
    }

    /// Whether the last method of a chain is one whose result is harmless: `params[:id].to_i`, `list.length`.
    fn ends_harmless(&self, tokens: &[Token]) -> bool {
        let chain = match tokens {
            [chain @ .., group] if group.kind == Kind::Group(b'(') => chain,
            chain => chain,
        };
        let [_, .., member, method] = chain else { return false };
        let called = matches!(member.kind, Kind::Op(b'.' | b'>')) && method.kind == Kind::Word;
        called && self.is_harmless(&format!("*.{}", self.str(method)))
    }

    /// String literals, and methods called on them.
    fn text(&self, tokens: &[Token], deep: u8) -> Value {
        let literals = tokens.iter().take_while(|token| token.kind == Kind::Text).count();
        let value = tokens[..literals].iter().fold(TEXT, |before, token| before.either(self.literal(token, deep)));
        let [dot, method @ Token { kind: Kind::Word, .. }, rest @ ..] = &tokens[literals..] else {
            return if literals == tokens.len() { value } else { Value::Other };
        };
        let args = match rest {
            [] => TEXT,
            [group @ Token { kind: Kind::Group(b'('), .. }, ..] => self.all(group, deep),
            _ => Value::Other,
        };
        match (value, dot.is(b'.')) {
            (Value::Built, _) => Value::Built,
            (_, true) if args.is_literal() => value,
            (_, true) if self.is_format(&format!("*.{}", self.str(method))) => Value::Built,
            _ => Value::Other,
        }
    }

    /// One string literal: constant if all the code inside it is.
    fn literal(&self, token: &Token, deep: u8) -> Value {
        let source = self.source;
        let depth = source.map.at(token.span.start).depth;
        let body = flow::heredoc(source, &token.span);
        let pieces = source.map.within(body.unwrap_or_else(|| token.span.clone()));
        let mut inside = pieces.filter(|(_, segment)| {
            matches!(segment.scope, Scope::Interpolation | Scope::Hole) && segment.depth == depth + 1
        });
        let constant = inside.all(|(piece, segment)| {
            if segment.scope == Scope::Hole {
                return false;
            }
            let plain = |token: &Token| !(token.is(b':') || token.is(b'!'));
            let tokens = self.tokens(&piece).unwrap_or_default();
            let question = tokens.iter().any(|token| token.is(b'?'));
            // Behind a colon stands a format.
            let tokens: Vec<Token> = tokens.into_iter().take_while(|token| question || plain(token)).collect();
            deep > 0 && self.choice(&tokens, deep - 1).is_literal()
        });
        if constant { TEXT } else { Value::Built }
    }

    /// A name, possibly called.
    fn named(&self, tokens: &[Token], deep: u8) -> Value {
        let member = |token: &Token| matches!(token.kind, Kind::Op(b'.' | b'-' | b'>' | b':' | b'?' | b'\\'));
        let length = tokens.iter().take_while(|token| token.kind == Kind::Word || member(token)).count();
        let (path, rest) = tokens.split_at(length);
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return Value::Other };
        let range = first.span.start..last.span.end;
        let name = self.source.str(range.clone());
        let word = self.str(last);
        let rest = match rest {
            [mark, group, ..] if mark.is(b'!') && group.kind == Kind::Group(b'(') => &rest[1..],
            rest => rest,
        };
        match rest {
            [] if self.source.language.values.constants.contains(&name) => Value::Literal { text: false },
            [] if is_constant_name(word) && !flow::names_request(self.source, &range) => TEXT,
            [] => self.variable(&range, deep),
            [group @ Token { kind: Kind::Group(b'('), .. }, rest @ ..] => {
                let words: Vec<&Token> = path.iter().filter(|token| token.kind == Kind::Word).collect();
                let dotted = words.iter().map(|token| self.str(token)).collect::<Vec<_>>().join(".");
                let receiver = words.len().checked_sub(2).map(|index| first.span.start..words[index].span.end);
                let value = self.called(&dotted, word, receiver, group, deep);
                if rest.is_empty() || value == Value::Built { value } else { Value::Other }
            }
            // A choice from a fixed list.
            [group @ Token { kind: Kind::Group(b'['), .. }] if group.span.start == range.end => {
                let chosen = self.named(path, deep);
                let reads = flow::names_request(self.source, &(range.start..range.end + 1));
                if chosen.is_literal() && !reads { Value::Literal { text: false } } else { Value::Other }
            }
            _ => Value::Other,
        }
    }
}

/// By convention a name in capitals is a constant.
fn is_constant_name(name: &str) -> bool {
    name.len() > 1
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
}
