//! What the tables of `config/languages` say about a language. Each field stands for a key of the same name there.

use crate::pattern::Pattern;

/// Where comments and strings begin and end.
#[derive(Debug)]
pub struct Syntax {
    /// Openers of comments that end with the line.
    pub line_comments: &'static [&'static str],
    /// Where these count.
    pub line_comments_at: CommentPlace,
    /// Comments with an end of their own.
    pub block_comments: &'static [BlockComment],
    /// Strings, the longest opener first, those that need a prefix before those that do not.
    pub strings: &'static [StringKind],
    /// Strings that end at a line with a tag of the writer's choice.
    pub heredocs: &'static [Heredoc],
    /// Where code begins and ends in a file that is text otherwise.
    pub islands: &'static [Island],
    /// Whether a file without an island, and without a tag that is closed, is code.
    pub code_unless_opened: bool,
    /// What each byte may mean in code: see [`class`].
    pub classes: [u8; 256],
    /// The bytes with which an island may open.
    pub island_bytes: ByteSet,
    /// Takes the meaning from the next byte outside of strings, as the backslash of a shell does.
    pub code_escape: Option<u8>,
    /// Makes a constant of the character behind it, as in Ruby's `?"`.
    pub character_mark: Option<u8>,
    /// Whether a line end counts as an operator: an operand stands at the start of a line.
    pub line_operands: bool,
    /// Whether elements may stand where operands do, with text inside: JSX.
    pub elements: bool,
    /// Words behind which an operand stands, as in `return /x/`: a slash there opens a regex literal, and a name there
    /// is no declaration.
    pub operand_words: &'static [&'static str],
}

/// What a byte may mean in code, as bits of [`Syntax::classes`].
pub mod class {
    /// It may stand in a word.
    pub const WORD: u8 = 1;
    /// A comment, a string or an element may begin here, or an island end.
    pub const STOP: u8 = 2;
    /// A bracket.
    pub const BRACKET: u8 = 4;
    /// The end of a line.
    pub const LINE: u8 = 8;
}

/// A set of byte values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// The set of these bytes.
    pub const fn of(bytes: &[u8]) -> Self {
        let mut words = [0; 4];
        let mut rest = bytes;
        while let [first, behind @ ..] = rest {
            words[(*first >> 6) as usize] |= 1 << (*first & 63);
            rest = behind;
        }
        Self(words)
    }

    /// Whether a byte is in it.
    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
    }

    /// Adds a byte.
    pub fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
}

/// Where a comment that ends with its line may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentPlace {
    /// Everywhere.
    Anywhere,
    /// Where a word may begin: behind white space or punctuation that separates commands.
    Word,
    /// At the start of a line, behind white space.
    Line,
}

/// A comment such as `/* … */`.
#[derive(Debug)]
pub struct BlockComment {
    /// Its first bytes.
    pub open: &'static str,
    /// Its last bytes.
    pub close: &'static str,
    /// Whether each opener inside needs a closer of its own.
    pub nested: bool,
    /// Whether both must stand at the start of a line.
    pub line_start: bool,
}

/// What a string is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Text.
    Text,
    /// A regex literal.
    Regex,
    /// A command that the language runs, such as Ruby's backticks.
    Command,
}

/// A kind of string literal.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one field for each key of a language file")]
pub struct StringKind {
    /// Its first bytes, behind the prefix.
    pub open: &'static str,
    /// Its last bytes. With `delimited`, the byte behind `open` decides instead.
    pub close: &'static str,
    /// What may stand directly before `open`, words in lower case; an empty one means that nothing is needed, `*` any word.
    pub prefixes: &'static [&'static str],
    /// Takes its meaning from the next byte.
    pub escape: Option<u8>,
    /// Whether it goes on behind the end of its line.
    pub multiline: bool,
    /// Whether the closer written twice is part of the string.
    pub doubled: bool,
    /// Code inside.
    pub interpolation: Interpolation,
    /// Whether it may begin only where an operand may stand: elsewhere the opener is an operator.
    pub operand_only: bool,
    /// Whether any punctuation behind `open` delimits it, brackets pairwise: Ruby's `%q(…)`.
    pub delimited: bool,
    /// Whether `open` is a word, behind which white space may stand: Perl's `qw (…)`.
    pub word: bool,
    /// How many delimited pieces it has: two in `s/a/b/`.
    pub pieces: u8,
    /// Whether it holds exactly one character: elsewhere the opener means something else, as in Rust's `'a`.
    pub single: bool,
    /// Whether the closer counts only at the start of a line.
    pub close_at_line_start: bool,
    /// Whether it opens only if the closer stands in the same line.
    pub same_line: bool,
    /// A byte that may be repeated between prefix and `open`; the closer and escapes need it as often: `r##"…"##`.
    pub fence: Option<u8>,
    /// What the writer chooses behind `open`, and repeats behind `close`.
    pub tag: Option<Tag>,
    /// What it is for.
    pub quote: Quote,
    /// The bytes inside that need a look.
    pub stops: ByteSet,
}

/// A tag of the writer's choice, as in C++'s `R"tag(…)tag"`.
#[derive(Debug)]
pub struct Tag {
    /// Whether letters, digits and `_` may stand in it.
    pub words: bool,
    /// Other bytes that may.
    pub bytes: &'static str,
    /// What ends it behind the opener.
    pub open_end: &'static str,
    /// What ends it behind the closer.
    pub close_end: &'static str,
}

/// Code inside a string.
#[derive(Debug)]
pub struct Interpolation {
    /// Openers and closers. Word bytes at the end of an opener, as in PHP's `{$`, belong to the code.
    pub brackets: &'static [(&'static str, &'static str)],
    /// Whether an opener written twice is text, as in Python's `{{`.
    pub doubled: bool,
    /// A byte that makes the name behind it code.
    pub sigil: Option<u8>,
    /// Bytes that are a name by themselves behind the sigil, as in a shell's `$1` and `$@`.
    pub specials: &'static str,
}

/// A string that ends at a line with a tag.
#[derive(Debug)]
pub struct Heredoc {
    /// Its first bytes. The tag follows, bare or in quotes.
    pub open: &'static str,
    /// Marks that may stand between `open` and the tag; behind one, the closing tag may be indented.
    pub marks: &'static str,
    /// Whether the closing tag may be indented without a mark.
    pub indented: bool,
    /// Whether a bare tag must be in upper case where no mark precedes it: `<<` is an operator too.
    pub upper: bool,
    /// Whether white space may stand before the tag.
    pub spaced: bool,
    /// The quotes that may enclose the tag.
    pub quotes: &'static str,
    /// The quotes that switch interpolation off.
    pub raw: &'static str,
    /// Takes its meaning from the next byte.
    pub escape: Option<u8>,
    /// Code inside.
    pub interpolation: Interpolation,
    /// The bytes inside that need a look.
    pub stops: ByteSet,
}

/// Code in a file that is text otherwise, such as a PHP page.
#[derive(Debug)]
pub struct Island {
    /// Each begins code; the longest first. With `path`, a name follows directly.
    pub open: &'static [&'static str],
    /// Ends code, in line comments too.
    pub close: &'static str,
    /// Whether it is a comment.
    pub comment: bool,
    /// The counterpart of `close`, where brackets of the kind nest.
    pub nests: Option<u8>,
    /// Whether it is a name with members and arguments, without a closer: Razor's `@Model.Name`.
    pub path: bool,
}

/// How calls are written.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one field for each key of a language file")]
pub struct CallSyntax {
    /// Operators between a receiver and a member; the longest first.
    pub members: &'static [&'static str],
    /// Words that declare a function: what follows is no call, and its parameters are names without a known value.
    pub declares: &'static [&'static str],
    /// Words that bind the names behind them in the same line, such as `for`.
    pub binders: &'static [&'static str],
    /// Whether a declaration is a type and a name, so that a name behind another word is declared, not called.
    pub typed: bool,
    /// Words that take parentheses and a block but declare nothing, such as `if`.
    pub controls: &'static [&'static str],
    /// Names that may be called without parentheses; `*` means every name.
    pub bare: &'static [&'static str],
    /// Whether a block in braces may follow a call. Where it may not, a name with parameters and a brace is declared.
    pub blocks: bool,
    /// Whether a callee may be written with more of its qualified name in front.
    pub qualified: bool,
    /// Functions that yield the module which their only argument names, such as `require`.
    pub loaders: &'static [&'static str],
    /// What import statements look like, with the groups `module`, `alias`, `names` and `member`.
    pub imports: &'static [Pattern],
    /// Words of which one stands in every import: where there is none, nothing is looked for.
    pub import_words: &'static [&'static str],
    /// Prefixes of module names that say nothing, such as `node:`.
    pub module_prefixes: &'static [&'static str],
    /// Whether a module goes by the last element of its path.
    pub module_by_last: bool,
    /// Words behind which the name stands before its type, as in Go's `var query string = …`.
    pub names_first: &'static [&'static str],
    /// Whether `<-` assigns.
    pub arrow_assigns: bool,
    /// Whether names between pipes at the start of a block are its parameters.
    pub block_parameters: bool,
    /// What stands behind the parameters at the start of a block in braces; empty where there are none.
    pub closure: &'static str,
    /// Whether names with commas between them may be given values together.
    pub tuples: bool,
    /// Whether a parameter is written `label:(Type)name`.
    pub labels: bool,
}

/// How values are written.
#[derive(Debug)]
pub struct ValueSyntax {
    /// Words that are constants.
    pub constants: &'static [&'static str],
    /// Operators that join strings, one byte each.
    pub joins: &'static str,
    /// Calls that build a string of their arguments; `*.` at the front stands for any receiver.
    pub formats: &'static [&'static str],
    /// Calls whose result no caller can turn into code, such as a conversion to a number.
    pub harmless: &'static [&'static str],
    /// What stands for the parameters of a function that does not name them.
    pub parameters: &'static [&'static str],
    /// Types that hold no text.
    pub numbers: &'static [&'static str],
    /// Functions that give the names among their arguments a value; whether they append it.
    pub fills: &'static [(&'static str, bool)],
    /// How data of a request, of the command line or of the keyboard is reached; with a dot at the front, whatever stands
    /// before it.
    pub requests: &'static [&'static str],
    /// What looks like one of `requests` and is none.
    pub unlike_requests: &'static [&'static str],
    /// What marks a function as the handler of requests, before its parameters or on one.
    pub handlers: &'static [&'static str],
}
