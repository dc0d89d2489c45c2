//! Language tables as Rust source. What the keys mean stands in `src/lexer/syntax.rs`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use toml::{Table, Value};

use crate::blob;

#[path = "languages_syntax.rs"]
mod syntax;

/// One file of `config/languages`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct LanguageSpec {
    pub name: String,
    pub extensions: Vec<String>,
    pub file_names: Vec<String>,
    pub interpreters: Vec<String>,
    also: Vec<String>,
    hosts: Vec<String>,
    reader: ReaderSpec,
    markup: Option<MarkupSpec>,
    line_comments: Vec<String>,
    line_comments_at: CommentPlaceSpec,
    block_comment: Vec<BlockCommentSpec>,
    string: Vec<StringSpec>,
    heredoc: Vec<HeredocSpec>,
    island: Vec<IslandSpec>,
    code_unless_opened: bool,
    word_bytes: String,
    code_escape: Option<char>,
    character_mark: Option<char>,
    line_operands: bool,
    elements: bool,
    operand_words: Vec<String>,
    calls: CallsSpec,
    values: ValuesSpec,
}

#[derive(Deserialize, Default, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum ReaderSpec {
    #[default]
    Table,
    Html,
    Yaml,
    Markdown,
    Notebook,
    Dockerfile,
    Makefile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct MarkupSpec {
    expressions: Vec<(String, String)>,
    code_attributes: Vec<String>,
    scripts: bool,
}

#[derive(Deserialize, Default, Debug, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum CommentPlaceSpec {
    #[default]
    Anywhere,
    Word,
    Line,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockCommentSpec {
    open: String,
    close: String,
    #[serde(default)]
    nested: bool,
    #[serde(default)]
    line_start: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "one field for each key of a language file")]
struct StringSpec {
    /// One entry of the table for each.
    open: Vec<String>,
    /// The same as `open` unless told.
    close: Option<String>,
    #[serde(default = "no_prefix")]
    prefixes: Vec<String>,
    escape: Option<char>,
    #[serde(default)]
    multiline: bool,
    #[serde(default)]
    doubled: bool,
    #[serde(default)]
    interpolation: InterpolationSpec,
    #[serde(default)]
    operand_only: bool,
    #[serde(default)]
    delimited: bool,
    #[serde(default)]
    word: bool,
    #[serde(default = "one_piece")]
    pieces: u8,
    #[serde(default)]
    single: bool,
    #[serde(default)]
    close_at_line_start: bool,
    #[serde(default)]
    same_line: bool,
    fence: Option<char>,
    tag: Option<TagSpec>,
    #[serde(default)]
    quote: QuoteSpec,
}

fn no_prefix() -> Vec<String> {
    vec![String::new()]
}

fn one_piece() -> u8 {
    1
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct TagSpec {
    words: bool,
    bytes: String,
    open_end: String,
    close_end: String,
}

#[derive(Deserialize, Default, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum QuoteSpec {
    #[default]
    Text,
    Regex,
    Command,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct InterpolationSpec {
    brackets: Vec<(String, String)>,
    doubled: bool,
    sigil: Option<char>,
    specials: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeredocSpec {
    open: String,
    #[serde(default)]
    marks: String,
    #[serde(default)]
    indented: bool,
    #[serde(default)]
    upper: bool,
    #[serde(default)]
    spaced: bool,
    quotes: String,
    #[serde(default)]
    raw: String,
    escape: Option<char>,
    #[serde(default)]
    interpolation: InterpolationSpec,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IslandSpec {
    open: Vec<String>,
    #[serde(default)]
    close: String,
    #[serde(default)]
    comment: bool,
    nests: Option<char>,
    #[serde(default)]
    path: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "one field for each key of a language file")]
struct CallsSpec {
    members: Vec<String>,
    declares: Vec<String>,
    binders: Vec<String>,
    typed: bool,
    controls: Vec<String>,
    bare: Vec<String>,
    blocks: bool,
    qualified: bool,
    loaders: Vec<String>,
    imports: Vec<String>,
    import_words: Vec<String>,
    module_prefixes: Vec<String>,
    module_by_last: bool,
    names_first: Vec<String>,
    arrow_assigns: bool,
    block_parameters: bool,
    closure: String,
    tuples: bool,
    labels: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ValuesSpec {
    constants: Vec<String>,
    joins: String,
    formats: Vec<String>,
    harmless: Vec<String>,
    parameters: Vec<String>,
    numbers: Vec<String>,
    fills: Vec<String>,
    appends: Vec<String>,
    requests: Vec<String>,
    unlike_requests: Vec<String>,
    handlers: Vec<String>,
}

/// Reads and checks the files. A language with a `base` takes every key from it that it does not set itself, also those
/// of `calls` and `values`.
pub fn read(files: &[PathBuf]) -> Result<Vec<LanguageSpec>, Box<dyn Error>> {
    let mut tables = Vec::new();
    for file in files {
        let table: Table = fs::read_to_string(file)?.parse().map_err(|e| format!("{}: {e}", file.display()))?;
        tables.push((file, table));
    }
    let mut languages: Vec<LanguageSpec> = Vec::new();
    for (file, table) in &tables {
        let bad = |problem: String| format!("{}: {problem}", file.display());
        let mut table = table.clone();
        if let Some(base) = table.remove("base") {
            let base = tables.iter().find(|(_, other)| other.get("name") == Some(&base));
            let (_, base) = base.ok_or_else(|| bad("there is no language of the name in `base`".to_owned()))?;
            for (key, value) in base.iter().filter(|(key, _)| !IDENTITY.contains(&key.as_str())) {
                let own = table.entry(key.clone()).or_insert_with(|| value.clone());
                if let (Value::Table(own), Value::Table(inherited)) = (own, value) {
                    for (key, value) in inherited {
                        own.entry(key.clone()).or_insert_with(|| value.clone());
                    }
                }
            }
        }
        let mut language: LanguageSpec = table.try_into().map_err(|error| bad(format!("{error}")))?;
        problem(&language).map_or(Ok(()), |problem| Err(bad(problem)))?;
        let by_length = |a: &String, b: &String| b.len().cmp(&a.len());
        language.calls.members.sort_by(by_length);
        for island in &mut language.island {
            island.open.sort_by(by_length);
        }
        languages.push(language);
    }
    if languages.len() > 63 {
        return Err("a rule tells its languages in 63 bits, and there are more tables than that".into());
    }
    for language in &languages {
        let named = language.also.iter().chain(&language.hosts).filter(|name| *name != "*");
        if let Some(name) = named.into_iter().find(|name| !languages.iter().any(|other| other.name == **name)) {
            return Err(format!("{}: there is no language `{name}`", language.name).into());
        }
    }
    Ok(languages)
}

/// The keys that a language never takes from its base.
const IDENTITY: [&str; 7] = ["name", "base", "extensions", "file_names", "interpreters", "also", "hosts"];

fn problem(language: &LanguageSpec) -> Option<String> {
    if language.name.is_empty() {
        return Some("`name` is missing".to_owned());
    }
    let mut openers = language.string.iter().flat_map(|string| &string.open).chain(&language.line_comments);
    if openers.any(String::is_empty) {
        return Some("an opener is empty".to_owned());
    }
    if language.calls.imports.is_empty() != language.calls.import_words.is_empty() {
        return Some("`imports` and `import_words` go together".to_owned());
    }
    let bad = language
        .calls
        .imports
        .iter()
        .find_map(|source| regex::bytes::RegexBuilder::new(source).unicode(false).build().err());
    bad.map(|error| format!("bad regex in `imports`: {error}"))
}

/// The table.
pub fn emit(languages: &[LanguageSpec]) -> String {
    let names: Vec<&str> = languages.iter().map(|language| language.name.as_str()).collect();
    let all: String = languages.iter().map(|language| one(language, &names) + ",\n").collect();
    format!(
        "#[allow(clippy::unreadable_literal, reason = \"generated\")]\nstatic LANGUAGES: [Language; {}] = [\n{all}];\n",
        languages.len()
    )
}

fn one(l: &LanguageSpec, names: &[&str]) -> String {
    let holds = |list: &[String], name: &str| list.iter().any(|other| other == name || other == "*");
    let holds = blob::bits(names, |name| name == l.name || holds(&l.also, name) || holds(&l.hosts, name));
    let markup = l.markup.as_ref().map_or_else(
        || "None".to_owned(),
        |markup| {
            format!(
                "Some(Markup {{ expressions: &{:?}, code_attributes: {}, scripts: {} }})",
                markup.expressions,
                texts(&markup.code_attributes),
                markup.scripts
            )
        },
    );
    format!(
        "Language {{ name: {:?}, extensions: {}, file_names: {}, interpreters: {}, also: {}, hosts: {}, \
         holds: {holds}, reader: Reader::{:?}, markup: {markup}, syntax: {}, calls: {}, values: {} }}",
        l.name,
        texts(&l.extensions),
        texts(&l.file_names),
        texts(&l.interpreters),
        texts(&l.also),
        texts(&l.hosts),
        l.reader,
        syntax::emit(l),
        calls(&l.calls),
        values(&l.values)
    )
}

fn texts(items: &[String]) -> String {
    format!("&{items:?}")
}

fn list<T>(items: &[T], each: impl Fn(&T) -> String) -> String {
    format!("&[{}]", items.iter().map(each).collect::<Vec<_>>().join(", "))
}

/// A list of patterns, as a static of its own: a pattern changes when its regex is built, and the compiler takes no unnamed
/// list of such things in a static.
fn patterns(sources: &[String]) -> String {
    if sources.is_empty() {
        return "&[]".to_owned();
    }
    let list = list(sources, |source| format!("Pattern::new({source:?})"));
    format!("{{ static LIST: [Pattern; {}] = {}; &LIST }}", sources.len(), &list[1..])
}

fn byte(c: Option<char>) -> String {
    c.map_or_else(|| "None".to_owned(), |c| format!("Some(b{c:?})"))
}

fn calls(c: &CallsSpec) -> String {
    format!(
        "CallSyntax {{ members: {}, declares: {}, binders: {}, typed: {}, controls: {}, bare: {}, blocks: {}, qualified: {}, loaders: {}, \
         imports: {}, import_words: {}, module_prefixes: {}, module_by_last: {}, names_first: {}, arrow_assigns: {}, block_parameters: {}, \
         closure: {:?}, tuples: {}, labels: {} }}",
        texts(&c.members),
        texts(&c.declares),
        texts(&c.binders),
        c.typed,
        texts(&c.controls),
        texts(&c.bare),
        c.blocks,
        c.qualified,
        texts(&c.loaders),
        patterns(&c.imports),
        texts(&c.import_words),
        texts(&c.module_prefixes),
        c.module_by_last,
        texts(&c.names_first),
        c.arrow_assigns,
        c.block_parameters,
        c.closure,
        c.tuples,
        c.labels
    )
}

fn values(v: &ValuesSpec) -> String {
    format!(
        "ValueSyntax {{ constants: {}, joins: {:?}, formats: {}, harmless: {}, parameters: {}, numbers: {}, fills: {}, requests: {}, unlike_requests: {}, \
         handlers: {} }}",
        texts(&v.constants),
        v.joins,
        texts(&v.formats),
        texts(&v.harmless),
        texts(&v.parameters),
        texts(&v.numbers),
        fills(v),
        texts(&v.requests),
        texts(&v.unlike_requests),
        texts(&v.handlers)
    )
}

fn fills(v: &ValuesSpec) -> String {
    let filled = v.fills.iter().map(|name| format!("({name:?}, false)"));
    let appended = v.appends.iter().map(|name| format!("({name:?}, true)"));
    format!("&[{}]", filled.chain(appended).collect::<Vec<_>>().join(", "))
}
