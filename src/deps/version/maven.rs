//! Order of Maven's versions, after "Version Order Specification" of Maven's POM reference: tokens with the sign that
//! stands before each, trailing nulls trimmed, qualifiers in their own order. Flat, so that no depth has to be bounded.

use std::cmp::Ordering;

#[derive(Clone, Debug)]
pub(super) struct Version(Vec<Token>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    /// After a hyphen, or where digits meet letters; otherwise after a dot.
    hyphen: bool,
    value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Qualifier(Qualifier),
    Number(u64),
}

/// In the order of the reference; `Release` is the null of qualifiers: empty, `final`, `ga`, `release`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Qualifier {
    Alpha,
    Beta,
    Milestone,
    Candidate,
    Snapshot,
    Release,
    ServicePack,
    Other(Box<str>),
}

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let proper = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        // Names that are resolved when they are asked for: Maven's and Gradle's.
        let moves = matches!(text.as_str(), "latest" | "release") || text.starts_with("latest.");
        if moves || !text.chars().all(proper) {
            return None;
        }
        let mut tokens = Vec::new();
        let (mut hyphen, mut rest) = (false, text.as_str());
        loop {
            let digits = rest.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
            let ends = |c: char| matches!(c, '.' | '-') || c.is_ascii_digit() != digits;
            let end = rest.find(ends).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            let before_digit = after.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
            let value = match run {
                "" => Value::Number(0),
                run if digits => Value::Number(run.parse().ok()?),
                run => Value::Qualifier(qualifier(run, before_digit)),
            };
            tokens.push(Token { hyphen, value });
            let Some(separator) = after.chars().next() else { break };
            let separates = matches!(separator, '.' | '-');
            hyphen = separator != '.';
            rest = if separates { &after[1..] } else { after };
        }
        Some(Self(trim(tokens)))
    }

    /// The first alpha of these numbers, which stands below what anybody publishes of them.
    pub(super) fn floor(numbers: &[u64]) -> Self {
        let mut tokens: Vec<Token> =
            numbers.iter().map(|&number| Token { hyphen: false, value: Value::Number(number) }).collect();
        tokens.push(Token { hyphen: true, value: Value::Qualifier(Qualifier::Alpha) });
        Self(trim(tokens))
    }

    pub(super) fn major(&self) -> u64 {
        if let Some(Token { value: Value::Number(number), .. }) = self.0.first() { *number } else { 0 }
    }

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        let length = self.0.len().max(other.0.len());
        let mut pairs = (0..length).map(|place| match (self.0.get(place), other.0.get(place)) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(a), None) => a.cmp(&a.null()),
            (None, Some(b)) => b.null().cmp(b),
            (None, None) => Ordering::Equal,
        });
        pairs.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

impl Token {
    fn is_null(&self) -> bool {
        matches!(self.value, Value::Number(0) | Value::Qualifier(Qualifier::Release))
    }

    /// What a shorter version is padded with beside this one.
    fn null(&self) -> Self {
        let value = match (&self.value, self.hyphen) {
            (Value::Number(_), false) => Value::Number(0),
            _ => Value::Qualifier(Qualifier::Release),
        };
        Self { hyphen: self.hyphen, value }
    }

    /// `.word` and `-word` stand below `-number`, which stands below `.number`.
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.value, &other.value) {
            (Value::Qualifier(a), Value::Qualifier(b)) => a.cmp(b),
            (Value::Qualifier(_), Value::Number(_)) => Ordering::Less,
            (Value::Number(_), Value::Qualifier(_)) => Ordering::Greater,
            (Value::Number(a), Value::Number(b)) => other.hyphen.cmp(&self.hyphen).then(a.cmp(b)),
        }
    }
}

fn qualifier(word: &str, before_digit: bool) -> Qualifier {
    match word {
        "alpha" => Qualifier::Alpha,
        "beta" => Qualifier::Beta,
        "milestone" => Qualifier::Milestone,
        "a" if before_digit => Qualifier::Alpha,
        "b" if before_digit => Qualifier::Beta,
        "m" if before_digit => Qualifier::Milestone,
        "rc" | "cr" => Qualifier::Candidate,
        "snapshot" => Qualifier::Snapshot,
        "final" | "ga" | "release" => Qualifier::Release,
        "sp" => Qualifier::ServicePack,
        other => Qualifier::Other(other.into()),
    }
}

/// Nulls at the end say nothing, nor do those before a hyphen or a qualifier.
fn trim(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if token.hyphen || matches!(token.value, Value::Qualifier(_)) {
            while kept.len() > 1 && kept.last().is_some_and(Token::is_null) {
                kept.pop();
            }
        }
        kept.push(token);
    }
    while kept.len() > 1 && kept.last().is_some_and(Token::is_null) {
        kept.pop();
    }
    kept
}
