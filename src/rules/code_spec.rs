//! The shape of what a code rule looks for: calls, texts, settings.

use serde::{Deserialize, Serialize};

/// A call to find, or something that is read like one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CallSpec {
    /// Dotted names after import aliases are resolved. `*.` at the front stands for any receiver, `*` between dots for one
    /// part or more. Other forms:
    /// - `new X`: a constructor, or a literal `X{…}` of a struct;
    /// - `@X`: an annotation or attribute, `[X]` and `#[x]` too;
    /// - `x =`, `*.x =`: an assignment, whose value is argument 0; `a["x"]` goes by `a.x`;
    /// - `==`: a comparison, whose sides are arguments 0 and 1 in either order;
    /// - a backtick: a command between backticks, which is argument 0;
    /// - what opens code in a page, such as `<?=`: what it puts there is argument 0;
    /// - `return`, `throw`, `raise`: what is returned or thrown is argument 0.
    pub callee: Vec<String>,
    /// Conditions that must all hold.
    #[serde(default)]
    pub when: Vec<ArgSpec>,
    /// Conditions none of which may hold.
    #[serde(default)]
    pub unless: Vec<ArgSpec>,
    /// Calls whose result counts as a constant here, such as a function that quotes; named like `callee`.
    #[serde(default)]
    pub safe: Vec<String>,
    /// A regex that must match what stands before the last name, calls and their arguments included; or, where that is
    /// a name, the value it was given or the type it was declared with.
    pub receiver: Option<String>,
    /// A regex that must match neither of these.
    pub unless_receiver: Option<String>,
}

/// A condition on an argument.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ArgSpec {
    /// Position, from 0. With `name` too, either will do.
    pub arg: Option<u8>,
    /// Instead: any argument.
    #[serde(default)]
    pub any: bool,
    /// Instead: what the call is made on.
    #[serde(default)]
    pub receiver: bool,
    /// Keyword, or key of an object literal, of a struct literal, or of one given to a name shortly before. With dots, keys
    /// inside keys: `cookie.secure`.
    pub name: Option<String>,
    /// Its shape: one of [`SHAPES`]; `present` unless told.
    #[serde(default = "present")]
    pub is: String,
    /// A regex that must match its source text, the value that a name in its place was given, or the text that constants
    /// joined in its place make.
    pub text: Option<String>,
}

fn present() -> String {
    "present".to_owned()
}

/// A text to find in a chosen scope.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PatternSpec {
    /// A byte regex.
    pub regex: String,
    /// Where its match must begin: `code`, `string`, `comment` or `any`.
    #[serde(default = "code")]
    pub scope: String,
}

fn code() -> String {
    "code".to_owned()
}

/// A setting to find in YAML, JSON, TOML, HCL or an INI file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SettingSpec {
    /// Keys from the outside in, with dots between; the end of the whole path, or with `^` at the front all of it. `*` in
    /// a key stands for any text without dots, `**` for any keys, `[*]` for any entry of a list. The labels of a block
    /// are keys: `resource.aws_s3_bucket.*.acl`.
    pub path: Vec<String>,
    /// A regex for the value, without its quotes. Not for a list or a block.
    pub value: Option<String>,
    /// Other settings that must all stand beside it.
    #[serde(default)]
    pub when: Vec<BesideSpec>,
    /// Other settings none of which may stand beside it.
    #[serde(default)]
    pub unless: Vec<BesideSpec>,
}

/// A setting beside another one: in the block that holds it, or in itself if it is a block or a list.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BesideSpec {
    /// Its path from that block on; the whole of it.
    pub path: String,
    /// A regex for its value.
    pub value: Option<String>,
}

/// The shapes that [`ArgSpec::is`] may name.
pub const SHAPES: [&str; 7] = ["literal", "non-literal", "built", "request", "input", "present", "absent"];
/// The scopes that [`PatternSpec::scope`] may name.
pub const SCOPES: [&str; 4] = ["code", "string", "comment", "any"];

impl CallSpec {
    /// What is wrong with it, in words.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.callee.is_empty() {
            found.push("a call needs a `callee`".to_owned());
        }
        for arg in self.when.iter().chain(&self.unless) {
            if arg.arg.is_none() && arg.name.is_none() && !arg.any && !arg.receiver {
                found.push(
                    "a condition needs `arg` (position), `name` (keyword), `any = true` or `receiver = true`"
                        .to_owned(),
                );
            }
            if !SHAPES.contains(&arg.is.as_str()) {
                found.push(format!("`is` must be one of {}", SHAPES.join(", ")));
            }
        }
        found
    }

    /// Its regexes.
    pub fn regexes(&self) -> impl Iterator<Item = &String> {
        let texts = self.when.iter().chain(&self.unless).filter_map(|arg| arg.text.as_ref());
        texts.chain(&self.receiver).chain(&self.unless_receiver)
    }
}

impl PatternSpec {
    /// What is wrong with it, in words.
    pub fn problems(&self) -> Vec<String> {
        let known = SCOPES.contains(&self.scope.as_str());
        if known { Vec::new() } else { vec![format!("`scope` must be one of {}", SCOPES.join(", "))] }
    }
}

impl SettingSpec {
    /// What is wrong with it, in words.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.path.is_empty() {
            found.push("a setting needs a `path`".to_owned());
        }
        let beside = self.when.iter().chain(&self.unless).map(|beside| &beside.path);
        for path in self.path.iter().chain(beside) {
            let bare = path.strip_prefix('^').unwrap_or(path);
            if bare.is_empty() || bare.split('.').any(str::is_empty) {
                found.push(format!("`{path}` is no path: keys with dots between"));
            }
        }
        found
    }

    /// Its regexes.
    pub fn regexes(&self) -> impl Iterator<Item = &String> {
        let beside = self.when.iter().chain(&self.unless).filter_map(|beside| beside.value.as_ref());
        self.value.iter().chain(beside)
    }
}
