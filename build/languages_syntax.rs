//! Comments and strings of a language as Rust source, with the sets of bytes at which the lexer has to look.

use super::{HeredocSpec, InterpolationSpec, LanguageSpec, QuoteSpec, StringSpec, TagSpec, byte, list, texts};

const WORD: u8 = 1;
const STOP: u8 = 2;
const BRACKET: u8 = 4;
const LINE: u8 = 8;

pub(super) fn emit(l: &LanguageSpec) -> String {
    let comments = list(&l.block_comment, |c| {
        format!(
            "BlockComment {{ open: {:?}, close: {:?}, nested: {}, line_start: {} }}",
            c.open, c.close, c.nested, c.line_start
        )
    });
    let mut strings: Vec<(&str, &StringSpec)> =
        l.string.iter().flat_map(|string| string.open.iter().map(move |open| (open.as_str(), string))).collect();
    let prefix = |string: &StringSpec| string.prefixes.iter().map(String::len).max().unwrap_or(0);
    let bare = |string: &StringSpec| string.prefixes.iter().any(String::is_empty);
    strings.sort_by_key(|(open, string)| (usize::MAX - open.len(), bare(string), usize::MAX - prefix(string)));
    let islands = list(&l.island, |island| {
        format!(
            "Island {{ open: {}, close: {:?}, comment: {}, nests: {}, path: {} }}",
            texts(&island.open),
            island.close,
            island.comment,
            byte(island.nests),
            island.path
        )
    });
    let openers = l.island.iter().flat_map(|island| &island.open);
    format!(
        "Syntax {{ line_comments: {}, line_comments_at: CommentPlace::{:?}, block_comments: {comments}, strings: {}, \
         heredocs: {}, islands: {islands}, code_unless_opened: {}, classes: {:?}, island_bytes: {}, code_escape: {}, character_mark: {}, \
         line_operands: {}, elements: {}, operand_words: {} }}",
        texts(&l.line_comments),
        l.line_comments_at,
        list(&strings, |(open, spec)| string(open, spec)),
        list(&l.heredoc, heredoc),
        l.code_unless_opened,
        classes(l),
        set(openers.filter_map(|open| open.bytes().next())),
        byte(l.code_escape),
        byte(l.character_mark),
        l.line_operands,
        l.elements,
        texts(&l.operand_words)
    )
}

/// Words are letters, digits, `_`, whatever is not ASCII, and what the language adds.
fn classes(l: &LanguageSpec) -> Vec<u8> {
    let openers = l.string.iter().flat_map(|string| &string.open).chain(&l.line_comments);
    let openers = openers.chain(l.heredoc.iter().map(|h| &h.open)).chain(l.block_comment.iter().map(|c| &c.open));
    let openers = openers.chain(l.island.iter().map(|island| &island.close));
    let mut stops: Vec<u8> = openers.filter_map(|opener| opener.bytes().next()).collect();
    stops.extend(l.elements.then_some(b'<'));
    stops.extend(l.code_escape.and_then(|c| u8::try_from(c).ok()));
    let interpolations = l.string.iter().map(|s| &s.interpolation).chain(l.heredoc.iter().map(|h| &h.interpolation));
    let closers = interpolations.flat_map(|i| &i.brackets).filter_map(|(_, close)| close.bytes().next());
    let brackets: Vec<u8> = closers.chain(*b"()[]{}").collect();
    let of = |byte: u8| {
        let word = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        let bits = [
            (WORD, word || l.word_bytes.as_bytes().contains(&byte)),
            (STOP, stops.contains(&byte)),
            (BRACKET, brackets.contains(&byte)),
            (LINE, matches!(byte, b'\n' | b'\r')),
        ];
        bits.iter().filter(|(_, on)| *on).fold(0, |all, (bit, _)| all | bit)
    };
    (0..=u8::MAX).map(of).collect()
}

fn set(bytes: impl IntoIterator<Item = u8>) -> String {
    let mut bytes: Vec<u8> = bytes.into_iter().collect();
    bytes.sort_unstable();
    bytes.dedup();
    format!("ByteSet::of(&{bytes:?})")
}

/// The bytes inside a string that the lexer has to look at.
fn stops(close: &str, escape: Option<char>, multiline: bool, i: &InterpolationSpec, quote: QuoteSpec) -> String {
    let first = |text: &str| text.bytes().next();
    let brackets = i.brackets.iter().filter_map(|(open, _)| first(open));
    let mut bytes: Vec<u8> = brackets.chain(first(close)).collect();
    bytes.extend(escape.into_iter().chain(i.sigil).filter_map(|c| u8::try_from(c).ok()));
    if !multiline {
        bytes.extend(b"\r\n");
    }
    if quote == QuoteSpec::Regex {
        bytes.extend(b"[]");
    }
    set(bytes)
}

fn string(open: &str, s: &StringSpec) -> String {
    let close = s.close.as_deref().unwrap_or(open);
    // The longest that fits counts.
    let mut prefixes = s.prefixes.clone();
    prefixes.sort_by_key(|prefix| usize::MAX - prefix.len());
    let tag = s.tag.as_ref().map_or_else(|| "None".to_owned(), tag);
    // With a delimiter of the writer's choice, that one is added when it is known.
    let stops = stops(if s.delimited { "" } else { close }, s.escape, s.multiline, &s.interpolation, s.quote);
    format!(
        "StringKind {{ open: {open:?}, close: {close:?}, prefixes: {}, escape: {}, multiline: {}, doubled: {}, \
         interpolation: {}, operand_only: {}, delimited: {}, word: {}, pieces: {}, single: {}, \
         close_at_line_start: {}, same_line: {}, fence: {}, tag: {tag}, quote: Quote::{:?}, stops: {stops} }}",
        texts(&prefixes),
        byte(s.escape),
        s.multiline,
        s.doubled,
        interpolation(&s.interpolation),
        s.operand_only,
        s.delimited,
        s.word,
        s.pieces,
        s.single,
        s.close_at_line_start,
        s.same_line,
        byte(s.fence),
        s.quote
    )
}

fn tag(t: &TagSpec) -> String {
    format!(
        "Some(Tag {{ words: {}, bytes: {:?}, open_end: {:?}, close_end: {:?} }})",
        t.words, t.bytes, t.open_end, t.close_end
    )
}

fn interpolation(i: &InterpolationSpec) -> String {
    format!(
        "Interpolation {{ brackets: &{:?}, doubled: {}, sigil: {}, specials: {:?} }}",
        i.brackets,
        i.doubled,
        byte(i.sigil),
        i.specials
    )
}

fn heredoc(h: &HeredocSpec) -> String {
    format!(
        "Heredoc {{ open: {:?}, marks: {:?}, indented: {}, upper: {}, spaced: {}, quotes: {:?}, raw: {:?}, \
         escape: {}, interpolation: {}, stops: {} }}",
        h.open,
        h.marks,
        h.indented,
        h.upper,
        h.spaced,
        h.quotes,
        h.raw,
        byte(h.escape),
        interpolation(&h.interpolation),
        stops("", h.escape, false, &h.interpolation, QuoteSpec::Text)
    )
}
