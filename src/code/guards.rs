//! Names that were checked before they are used: against a list of allowed values, a pattern as a whole, a kind of text.

use std::collections::HashMap;
use std::ops::Range;

use super::args::split;
use super::flow;
use super::names;
use super::source::Source;
use super::tokens::{Kind, Tokens};

/// How many bytes behind the check the name may be used.
const REACH: usize = 8 * 1024;
/// How many definitions between check and use are looked at.
const MOST_DEFINITIONS: usize = 64;

/// Methods of a list of allowed values; the first argument is checked.
const OF_LISTS: [&str; 13] = [
    "includes",
    "contains",
    "Contains",
    "has",
    "include",
    "include?",
    "containsKey",
    "ContainsKey",
    "indexOf",
    "member?",
    "hasOwnProperty",
    "key?",
    "ContainsValue",
];
/// Methods and functions of a pattern; whatever text they are given is checked.
const OF_PATTERNS: [&str; 12] = [
    "fullmatch",
    "match",
    "test",
    "matches",
    "IsMatch",
    "MatchString",
    "is_match",
    "match?",
    "preg_match",
    "matcher",
    "matchEntire",
    "regexMatches",
];
/// Methods of the text, and functions that it is given to, that say what it consists of.
const OF_KINDS: [&str; 19] = [
    "isdigit",
    "isnumeric",
    "isdecimal",
    "isalnum",
    "isalpha",
    "isidentifier",
    "is_numeric",
    "is_int",
    "ctype_digit",
    "ctype_alnum",
    "ctype_alpha",
    "ctype_xdigit",
    "isInteger",
    "isSafeInteger",
    "isNaN",
    "isUUID",
    "isAlphanumeric",
    "isInt",
    "isNumeric",
];
/// Functions whose argument with this index is checked against a list.
const FUNCTIONS: [(&str, usize); 6] = [
    ("in_array", 0),
    ("array_key_exists", 0),
    ("slices.Contains", 1),
    ("isinstance", 0),
    ("contains", 1),
    ("inArray", 0),
];

/// Parts of the names of functions that say whether a value may be used, as a condition or a statement of their own.
const OF_PROJECTS: [&str; 9] =
    ["valid", "is_safe", "issafe", "allowed", "permitted", "whitelist", "trusted", "islocal", "is_local"];

/// Where names were checked.
#[derive(Debug, Default)]
pub(super) struct Guards<'t> {
    names: HashMap<&'t [u8], Vec<usize>>,
    /// By functions of the project, of which only the name is known.
    by_name: HashMap<&'t [u8], Vec<usize>>,
}

impl<'t> Guards<'t> {
    pub(super) fn new(source: &Source<'t>) -> Self {
        let mut guards = Self::default();
        for (piece, segment) in source.map.within(0..source.text.len()) {
            if !segment.scope.is_code() {
                continue;
            }
            let mut at = piece.start;
            while at < piece.end {
                let length = source.text[at..piece.end].iter().take_while(|&&b| source.language.is_word(b)).count();
                if length > 1 {
                    guards.word(source, at..at + length, piece.start);
                }
                at += length.max(1);
            }
        }
        if source.language.is_one_of(&["perl", "ruby"]) {
            for at in memchr::memmem::find_iter(source.text, b"=~") {
                guards.held_against(source, at);
            }
        }
        for places in guards.names.values_mut().chain(guards.by_name.values_mut()) {
            places.sort_unstable();
        }
        guards
    }

    /// `name =~ /^…$/`.
    fn held_against(&mut self, source: &Source<'t>, at: usize) {
        let Some(regex) = Tokens::new(source, at + 2..at + 200).next().filter(|next| next.kind == Kind::Text) else {
            return;
        };
        let text = source.text[regex.span].trim_ascii_end();
        let end = text.iter().rposition(|byte| !b"/iumsxao}]".contains(byte)).map_or(0, |last| last + 1);
        let whole = text[..end].ends_with(b"$") || text[..end].ends_with(b"\\z") || text[..end].ends_with(b"\\Z");
        if whole && source.map.at(at).scope.is_code() {
            let floor = at.saturating_sub(REACH);
            let name = names::path(source, source.trim_back(at, floor), floor);
            self.add(source, &name, at);
        }
    }

    /// Whether `name` was checked before `at`, in the same function, and not given another value since. `by_name` counts
    /// what functions of the project check, of which nobody knows here what they ask.
    pub(super) fn holds(&self, source: &Source, name: &[u8], at: usize, by_name: bool) -> bool {
        let lists = [Some(&self.names), by_name.then_some(&self.by_name)];
        lists.into_iter().flatten().filter_map(|names| names.get(name)).any(|places| held(source, places, name, at))
    }

    fn add(&mut self, source: &Source<'t>, name: &Range<usize>, at: usize) {
        if !name.is_empty() {
            self.names.entry(&source.text[name.clone()]).or_default().push(at);
        }
    }

    fn word(&mut self, source: &Source<'t>, word: Range<usize>, floor: usize) {
        let text = source.str(word.clone());
        if text == "in" && source.language.name == "python" {
            return self.membership(source, &word, floor);
        }
        if text == "ok" && source.language.name == "go" {
            return self.looked_up(source, &word);
        }
        if source.text.get(word.end) == Some(&b'[') && is_fixed_name(text) {
            return self.chosen(source, &word);
        }
        let open = word.end + usize::from(matches!(source.text.get(word.end), Some(b'?' | b'!')));
        if source.text.get(open) != Some(&b'(') {
            return;
        }
        let list = OF_LISTS.contains(&text);
        let pattern = OF_PATTERNS.contains(&text);
        let kind = OF_KINDS.contains(&text);
        let function = FUNCTIONS.iter().find(|(name, _)| name.rsplit('.').next() == Some(text));
        let own = OF_PROJECTS.iter().any(|part| contains(text, part));
        if !(list || pattern || kind || own || function.is_some()) {
            return;
        }
        let Some(close) = source.partner(open).filter(|close| close - open < 400) else { return };
        let args: Vec<Range<usize>> = split(source, open + 1..close).into_iter().map(|arg| arg.value).collect();
        if own && decides(source, &word, close) {
            for arg in args.iter().filter(|arg| is_path(source, arg) && !arg.is_empty()) {
                self.by_name.entry(&source.text[arg.clone()]).or_default().push(word.start);
            }
        }
        let receiver = receiver(source, word.start, floor);
        if let Some((name, index)) = function {
            let dotted = name.split_once('.').map(|(front, _)| front);
            let fits = match (dotted, &receiver) {
                (Some(front), Some(receiver)) => source.str(receiver.clone()) == front,
                (None, None) => true,
                _ => false,
            };
            if let Some(arg) = args.get(*index).filter(|arg| fits && is_path(source, arg)) {
                self.add(source, arg, word.start);
            }
        }
        let listed = list && is_fixed_before(source, word.start, receiver.as_ref(), floor);
        if let Some(arg) = args.first().filter(|arg| listed && is_path(source, arg)) {
            self.add(source, arg, word.start);
        }
        if kind {
            let name =
                args.first().filter(|arg| is_path(source, arg)).or(receiver.as_ref().filter(|_| args.is_empty()));
            if let Some(name) = name.cloned() {
                self.add(source, &name, word.start);
            }
        }
        if pattern && is_whole(source, &word, receiver.as_ref(), &args) {
            let checked = args.iter().chain(&receiver).filter(|arg| is_path(source, arg));
            for name in checked {
                self.add(source, name, word.start);
            }
        }
    }

    /// `name in ALLOWED`, `name not in (…)`.
    fn membership(&mut self, source: &Source<'t>, word: &Range<usize>, floor: usize) {
        let mut end = source.trim_back(word.start, floor);
        let before = source.word_before(end, floor);
        if source.str(before.clone()) == "not" {
            end = source.trim_back(before.start, floor);
        }
        let name = names::path(source, end, floor);
        let bound = source.word_before(source.trim_back(name.start, floor), floor);
        if name.is_empty() || source.str(bound) == "for" {
            return;
        }
        let next = Tokens::new(source, word.end..word.end + 200).next();
        let fixed = next.is_some_and(|next| match next.kind {
            Kind::Group(_) => true,
            Kind::Word => is_fixed_name(source.str(names::path_behind(source, next.span.start))),
            _ => false,
        });
        if fixed {
            self.add(source, &name, word.start);
        }
    }

    /// `if !allowed[name]`.
    fn chosen(&mut self, source: &Source<'t>, word: &Range<usize>) {
        let Some(close) = source.partner(word.end).filter(|close| close - word.end < 400) else { return };
        let key = word.end + 1..close;
        if is_path(source, &key) && decides(source, word, close) {
            self.add(source, &key, word.start);
        }
    }

    /// `value, ok := allowed[name]`.
    fn looked_up(&mut self, source: &Source<'t>, word: &Range<usize>) {
        let line = source.rest(word.end, 200);
        let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
        let Some(open) = memchr::memchr(b'[', line).map(|length| word.end + length) else { return };
        let assigns = source.text[word.end..open].contains(&b'=');
        if let Some(close) = source.partner(open).filter(|_| assigns) {
            let key = open + 1..close;
            if is_path(source, &key) {
                self.add(source, &key, word.start);
            }
        }
    }
}

/// Whether the last of some places before `at` is in the same function, and `name` was not given another value since.
fn held(source: &Source, places: &[usize], name: &[u8], at: usize) -> bool {
    let before = places.partition_point(|&place| place < at);
    let Some(&last) = before.checked_sub(1).and_then(|index| places.get(index)) else { return false };
    let names = source.names();
    let definitions = names.of(name);
    let behind = definitions.partition_point(|definition| definition.at < last);
    let given = definitions[behind..].iter().take_while(|definition| definition.at < at);
    // What is put in its place where it is wrong does not count: `if bad(name) { name = "a" }`.
    let literal = |start: usize| {
        let value = names::value(source, start);
        source.text.get(value.start).is_some_and(|first| b"\"'".contains(first) || first.is_ascii_digit())
            && !source.text[value].iter().any(|byte| b"+.%$({".contains(byte))
    };
    let anew = |definition: &names::Definition| !definition.append && !definition.value.is_some_and(literal);
    let given = given.take(MOST_DEFINITIONS).any(anew);
    at - last <= REACH && !given && names.function(last) == names.function(at)
}

/// Whether a part stands in a name, in whatever case.
fn contains(name: &str, part: &str) -> bool {
    name.len() >= part.len()
        && name.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Whether what a call says is what a statement turns on: it is a condition, or a statement of its own.
fn decides(source: &Source, word: &Range<usize>, close: usize) -> bool {
    let before = source.line_before(word.start).trim_ascii_start();
    let condition = ["if", "elif", "else if", "} else if", "unless", "while", "guard", "assert", "return if", "when"]
        .iter()
        .any(|head| before.starts_with(head.as_bytes()));
    let behind = source.rest(close + 1, 8).trim_ascii_start();
    let ends = behind.is_empty() || matches!(behind[0], b';' | b'\n' | b'}' | b'?' | b')');
    let alone = before.iter().all(|&byte| source.language.is_word(byte) || b".>-:!( ".contains(&byte));
    condition || (alone && (ends || source.text.get(close + 1) == Some(&b'\n')) && !before.starts_with(b"return"))
}

/// The name before the operator that stands before `start`.
fn receiver(source: &Source, start: usize, floor: usize) -> Option<Range<usize>> {
    let members = source.language.calls.members;
    let member = members.iter().find(|member| source.text[floor..start].ends_with(member.as_bytes()))?;
    let name = names::path(source, start - member.len(), floor);
    Some(name)
}

/// Whether a range is a name, with or without members.
fn is_path(source: &Source, range: &Range<usize>) -> bool {
    let text = &source.text[range.clone()];
    let quoted = text.first().is_none_or(|byte| byte.is_ascii_digit() || b"\"'`/".contains(byte));
    !quoted && text.iter().all(|&byte| source.language.is_word(byte) || b".->:?".contains(&byte))
}

/// Whether a method is one of a list that is fixed: a literal, or a name that says so.
fn is_fixed_before(source: &Source, start: usize, receiver: Option<&Range<usize>>, floor: usize) -> bool {
    match receiver {
        Some(name) if !name.is_empty() => is_fixed_name(source.str(name.clone())) || holds_list(source, name),
        Some(name) => {
            let behind = source.trim_back(name.start.min(start), floor);
            behind.checked_sub(1).is_some_and(|last| matches!(source.text[last], b']' | b')'))
        }
        None => false,
    }
}

/// Whether a name was given a list or a set that is written out.
fn holds_list(source: &Source, name: &Range<usize>) -> bool {
    const LISTS: [&str; 11] = [
        "[",
        "{",
        "new Set(",
        "Set.of(",
        "List.of(",
        "Arrays.asList(",
        "setOf(",
        "listOf(",
        "array(",
        "new HashSet",
        "map[",
    ];
    let value = flow::origin(source, name).map(|value| source.str(value));
    value.is_some_and(|value| LISTS.iter().any(|list| value.starts_with(list)))
}

/// Whether a name says that it holds allowed values: in capitals, or in words.
fn is_fixed_name(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "allow", "valid", "safe", "permit", "white", "known", "choice", "option", "support", "legal", "accept",
        "columns", "fields", "trusted", "sortable",
    ];
    let last = name.rsplit(['.', '>', ':']).next().unwrap_or(name);
    let capitals = last.len() > 1 && !last.bytes().any(|byte| byte.is_ascii_lowercase());
    let lower = name.to_ascii_lowercase();
    capitals || WORDS.iter().any(|word| lower.contains(word))
}

/// Whether a pattern is held against a whole text: its end is anchored, the function does so, or nobody can see it here.
fn is_whole(source: &Source, word: &Range<usize>, receiver: Option<&Range<usize>>, args: &[Range<usize>]) -> bool {
    let name = source.str(word.clone());
    if matches!(name, "fullmatch" | "matches" | "matchEntire" | "matcher") {
        return true;
    }
    let regex_receiver = receiver.is_some_and(Range::is_empty).then(|| {
        let behind = source.trim_back(word.start, 0);
        source.text[behind.saturating_sub(200)..behind].to_vec()
    });
    let literals =
        args.iter().filter(|arg| matches!(source.text.get(arg.start), Some(b'"' | b'\'' | b'/' | b'r' | b'@' | b'`')));
    let written = literals.map(|arg| source.text[arg.clone()].to_vec()).chain(regex_receiver);
    let mut any = false;
    for text in written {
        any = true;
        let end = text.iter().rposition(|byte| !b"\"'`/.iumsg()".contains(byte)).map_or(0, |last| last + 1);
        if text[..end].ends_with(b"$") || text[..end].ends_with(b"\\z") || text[..end].ends_with(b"\\Z") {
            return true;
        }
    }
    !any && receiver.is_some()
}
