//! How a rule file writes which files are sensitive.

use serde::{Deserialize, Serialize};

use super::name_key::key;

/// Files that should not be in a repository.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FileSpec {
    /// Names, in lower case; any of them. A `*` stands beside a dot, a hyphen or an underscore (`*.pem`, `.env.*`), folders may
    /// stand before it (`.aws/credentials`), and `.claude/projects/**` is everything below.
    pub names: Vec<String>,
    /// Names that are harmless.
    #[serde(default)]
    pub except: Vec<String>,
    /// A byte regex that must match in the file. Where it has a group named `secret`, the value of that must be none that
    /// stands for one. Without it the name alone tells.
    pub holds: Option<String>,
    /// How often it must match: once unless told.
    #[serde(default = "once")]
    pub times: u16,
    /// A byte regex that matches in a harmless file.
    pub unless: Option<String>,
    /// Whether a secret in the file that a rule knows says it better: then the file is no finding of its own.
    #[serde(default)]
    pub yields: bool,
}

fn once() -> u16 {
    1
}

impl FileSpec {
    /// Its regexes.
    pub fn regexes(&self) -> impl Iterator<Item = &String> {
        self.holds.iter().chain(&self.unless)
    }

    /// What is wrong with it, in words.
    pub fn problems(&self) -> Vec<String> {
        let mut found: Vec<String> = self.names.iter().chain(&self.except).filter_map(|name| key(name).err()).collect();
        if self.names.is_empty() {
            found.push("`[rule.file]` has no `names`".to_owned());
        }
        if self.times == 0 {
            found.push("`times` is at least 1".to_owned());
        }
        found
    }
}
