//! `[rule.secret]` as it is written in a file of rules.

use serde::{Deserialize, Serialize};

/// How a secret is found.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SecretSpec {
    /// A byte regex. The group named `secret` is the secret; without one, the whole match is. Validators look at the
    /// group named `body`, where there is one: the secret without its fixed prefix. In addresses, the groups `user` and
    /// `host` tell whose password it is, and where.
    #[serde(default)]
    pub pattern: String,
    /// Instead of a pattern: a name and a value.
    pub named: Option<NamedSpec>,
    /// Instead of both: the function that finds the secret where a regex cannot, one of [`READERS`]. It judges what it
    /// finds, so `validate` is left out too.
    pub reader: Option<String>,
    /// How many bytes before and behind the keyword may belong to the match.
    #[serde(default = "default_window")]
    pub window: u32,
    /// Names of validators that must all accept the secret.
    #[serde(default)]
    pub validate: Vec<String>,
    /// Whether it is a shape without a provider: it gives way to any rule that names one.
    #[serde(default)]
    pub generic: bool,
    /// What belongs to it and may stand near: one finding then, with a higher severity.
    #[serde(default)]
    pub with: Vec<CompanionSpec>,
}

/// The other part of a credential, such as the id of a key: alone it opens nothing.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CompanionSpec {
    /// What it is, in a few words: "The … stands 1 line above."
    pub what: String,
    /// A byte regex; the group named `secret`, or the whole match, is masked and belongs to the finding.
    pub pattern: String,
    /// How many lines above or below it may stand; 5 unless told.
    #[serde(default = "five")]
    pub lines: u16,
}

fn five() -> u16 {
    5
}

fn default_window() -> u32 {
    256
}

/// A value that is a credential because of the name it is given to: `src/rules/named.rs` makes a pattern of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NamedSpec {
    /// A regex for the name of the provider, without case: `acme|acme_?cloud`.
    pub provider: String,
    /// A byte regex for the value, exact in alphabet and length; or `uuid`.
    pub value: String,
    /// A regex for the word that must stand between the two, without case, where only some credentials of the provider are
    /// meant: `client_?secret`. Any word for a credential unless told.
    pub key: Option<String>,
    /// A regex for another text right before the value: `X-Acme-Auth:\s?`.
    pub lead: Option<String>,
}

/// The validators that [`SecretSpec::validate`] may name; behind `>=` stands a number. What they ask: `src/secrets/validate.rs`.
pub const VALIDATORS: &[&str] = &[
    "entropy>=",
    "random",
    "short",
    "password",
    "not-placeholder",
    "mixed",
    "secret-name",
    "key-name",
    "key-word",
    "authorization",
    "jwt",
    "pem",
    "pem-encrypted",
    "uri-password",
    "crc32-base62",
    "sha256-base32",
    "credential",
    "basic-credentials",
    "api-key",
    "query-credential",
    "der-key",
    "base64-pem",
    "jwk",
    "bech32",
    "base58check",
    "crc16-base32",
    "seed-phrase",
    "kubernetes-secret",
    "aws-account",
    "gitlab-routable",
];

/// The functions that [`SecretSpec::reader`] may name. What they read: `src/secrets/assignment`.
pub const READERS: [&str; 2] = ["password-assignment", "secret-assignment"];

impl SecretSpec {
    /// What is wrong with it, in words.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        match &self.reader {
            None if self.pattern.is_empty() => {
                found.push("`[rule.secret]` has neither `pattern` nor `named` nor `reader`".to_owned());
            }
            None => {}
            Some(name) => {
                if !READERS.contains(&name.as_str()) {
                    found.push(format!("unknown reader `{name}`; there are {}", READERS.join(", ")));
                }
                if !(self.pattern.is_empty() && self.validate.is_empty()) {
                    found.push("a secret with a `reader` has neither `pattern` nor `validate`".to_owned());
                }
            }
        }
        let unknown = |name: &&String| match name.split_once(">=") {
            Some((word, number)) => {
                number.parse::<f64>().is_err() || !VALIDATORS.contains(&format!("{word}>=").as_str())
            }
            None => !VALIDATORS.contains(&name.as_str()),
        };
        let unknown = self.validate.iter().filter(unknown);
        found.extend(unknown.map(|name| format!("unknown validator `{name}`; there are {}", VALIDATORS.join(", "))));
        found
    }

    /// Its regexes, with those of its companions.
    pub fn regexes(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.pattern).chain(self.with.iter().map(|companion| &companion.pattern))
    }
}
