//! `named`: the short form of a rule for a credential that is recognised by the name beside it, because nothing in its own
//! shape says whose it is. One place knows how a name and a value stand together in code, configuration and documents.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::secret_spec::NamedSpec;

/// What a `named` stands for.
pub struct Named {
    /// The whole pattern; its group `secret` is the value.
    pub pattern: String,
    /// Texts of which one stands in every match.
    pub keywords: Vec<String>,
    /// The validators of a rule that names none.
    pub validate: Vec<String>,
    /// The validators of the name, which every such rule has.
    pub name_checks: &'static [&'static str],
    /// Examples that must be found.
    pub matches: Vec<String>,
    /// Examples that must not be found.
    pub no_match: Vec<String>,
}

/// Words that make a name one of a credential.
const KEY: &str = "key|token|secret|api|auth|passw(?:or)?d|pass|pwd|pat|credentials?|creds?";
/// Words that do so beside a value that cannot be mistaken for a checksum or an id: packages are called `acme-client` too.
const WEAK_KEY: &str = "client|sid|bearer";

/// Between the provider and such a word, lazily: the rest of an identifier, an address, a line of a dictionary; and the
/// start of the next line, and of one more that is indented, for `provider:` with `key:` below it.
const BETWEEN: &str = concat!(
    r#"[\w .:/?&"'`(){}\[\],=<>|@$\\\t-]{0,40}?"#,
    r#"(?:\r?\n[ \t]*[\w .:"'({\[\],=-]{0,32}?(?:\r?\n[ \t]+[\w .:"'({\[,=-]{0,32}?)?)?"#,
);

/// The rest of the identifier. The validator `key-name` reads what it says.
const REST: &str = r"[\w.-]{0,16}";

/// From the end of the identifier to the value: `: `, ` := `, `", "value": "`, ` => `, `</key><string>`, `: str = `, ` "`, and
/// the variable of Terraform with its `default`.
const ASSIGNED: &str = concat!(
    r#"["'`\])\\]{0,3}"#,
    r"(?:\s?\{(?:\s+(?:type|description|sensitive)\s*=[^\n]*){0,3})?",
    r#"(?:,?\s{1,20}\\?["']?(?:value|default)\\?["']?|</key>\s{0,20}<string)?"#,
    r"(?:[ \t]?:[ \t]?[\w&<>\[\]'?]{2,20}|[ \t](?:string|is))?",
    r#"(?:\s{0,12}(?:=>|->|<-|:-|\?\?|\|\||[:?+|]{0,2}={1,3}|[:,>(|])\s{0,8}|\s{1,4}(?:-\s["'])?)"#,
    r"(?:[\w:.]{1,20}\()?",
    r#"(?:["'`]?(?i:bearer|token|basic|apikey)[ \t])?"#,
    r#"(?:[bruf@]?\\?["'`]{1,3})?"#,
);

/// The provider alone, right before a literal: `Provider("…")`, `provider = "…"`.
const DIRECTLY: &str = r#"["'`\])]{0,2}[ \t]{0,4}(?:=>|:=|[=:(])[ \t]{0,4}["'`]"#;

/// A call of the provider: the one form in which even a checksum's length is a key's.
const CALLED: &str = r#"\(\s{0,8}["'`]"#;

/// What ends a value: the end of a sentence does, the rest of a longer word or of a base64 text does not.
const END: &str = r"(?:[^\w+/=.-]|\.(?:\s|$)|$)";
/// Behind a `lead`, which may be an address, a value may be one part of a path.
const END_IN_PATH: &str = r"(?:[^\w+=.-]|\.(?:\s|$)|$)";

/// A UUID, which rules write as `uuid`.
const UUID: &str = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/// Lengths of checksums in hexadecimal: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
const DIGESTS: [u32; 6] = [32, 40, 56, 64, 96, 128];

/// The kinds of templates by their characters, the largest first.
const ALPHABETS: [(&str, &[(u8, u8)]); 9] = [
    ("base64url", &[(b'a', b'z'), (b'A', b'Z'), (b'0', b'9'), (b'-', b'-'), (b'_', b'_')]),
    ("base64", &[(b'a', b'z'), (b'A', b'Z'), (b'0', b'9'), (b'+', b'+'), (b'/', b'/')]),
    ("base62", &[(b'a', b'z'), (b'A', b'Z'), (b'0', b'9')]),
    ("base36", &[(b'a', b'z'), (b'0', b'9')]),
    ("base32", &[(b'A', b'Z'), (b'2', b'7')]),
    ("lower", &[(b'a', b'z')]),
    ("hex", &[(b'a', b'f'), (b'0', b'9')]),
    ("HEX", &[(b'A', b'F'), (b'0', b'9')]),
    ("digits", &[(b'0', b'9')]),
];

/// Works a `named` out.
///
/// # Errors
/// What is wrong with its regexes, in words.
pub fn expand(spec: &NamedSpec) -> Result<Named, String> {
    let value_source = if spec.value == "uuid" { UUID } else { &spec.value };
    let (provider, value) = (parse("provider", &spec.provider)?, parse("value", value_source)?);
    let names = literals(&provider).ok_or("`provider` must begin with a text: it is what the file is searched for")?;
    let uuid = is_uuid(&value);
    // A checksum or an id beside a name is no secret unless the name says so.
    let distinct = !uuid && !is_digest(&value);
    let any_key = if distinct { format!("{KEY}|{WEAK_KEY}") } else { KEY.to_owned() };
    let key = spec.key.as_deref().unwrap_or(&any_key);
    let key_name = spec.key.as_deref().map(|key| parse("key", key)).transpose()?;
    let key_name = key_name.and_then(|key| literals(&key)?.into_iter().next()).unwrap_or_else(|| "api_key".to_owned());
    let sample = template(&value).ok_or("`value` is not made of characters, classes and repetitions")?;
    let provider = &spec.provider;
    let alone = match spec.key {
        Some(_) => None,
        None if distinct => Some(DIRECTLY),
        None => (!uuid).then_some(CALLED),
    };
    let reversed = match spec.key {
        None => format!("|(?i:key|token|secret)[_.-]?(?i:{provider})"),
        Some(_) => String::new(),
    };
    let alternatives = [
        spec.lead.clone(),
        Some(format!("(?:(?i:{provider}){BETWEEN}(?i:{key}){reversed}){REST}{ASSIGNED}")),
        alone.map(|before| format!("(?i:{provider}){before}")),
    ];
    let before = alternatives.into_iter().flatten().collect::<Vec<String>>().join("|");
    let end = if spec.lead.is_some() { END_IN_PATH } else { END };
    let length = value.properties().minimum_len().unwrap_or(0);
    let validate: &[&str] =
        if uuid { &["not-placeholder", "entropy>=3.0"] } else { &["not-placeholder", "random", "short"] };
    let strict = !distinct && spec.key.is_none() && spec.lead.is_none();
    let (matches, no_match) = examples(&names, &key_name, &sample, length);
    Ok(Named {
        pattern: format!("(?:{before})(?<secret>{value_source}){end}"),
        keywords: keywords(&names),
        validate: validate.iter().map(|&name| name.to_owned()).collect(),
        name_checks: if strict { &["key-name", "key-word"] } else { &["key-name"] },
        matches,
        no_match,
    })
}

fn parse(name: &str, source: &str) -> Result<Hir, String> {
    let parser = ParserBuilder::new().unicode(false).utf8(false).build().parse(source);
    parser.map_err(|error| format!("bad regex in `{name}`: {error}"))
}

/// Texts one of which begins every match, the plainest first; `None` if there is no such list.
fn literals(hir: &Hir) -> Option<Vec<String>> {
    let found = Extractor::new().limit_class(8).extract(hir);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_ascii_lowercase()).ok();
    let mut all: Vec<String> =
        found.literals()?.iter().map(|literal| text(literal.as_bytes())).collect::<Option<_>>()?;
    all.sort_by_key(|text| text.bytes().filter(|byte| !byte.is_ascii_alphanumeric()).count());
    (!all.is_empty() && all.iter().all(|text| !text.is_empty())).then_some(all)
}

/// Those that no other one stands in. One of three bytes stands for nothing longer: the filter wants no letter before it.
fn keywords(names: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let held = names.iter().any(|other| other.len() > 3 && other != name && name.contains(other.as_str()));
        if !held && !kept.contains(name) {
            kept.push(name.clone());
        }
    }
    kept
}

/// Whether a value may be mistaken for a checksum.
fn is_digest(value: &Hir) -> bool {
    match value.kind() {
        HirKind::Repetition(repeated) => {
            let lengths = repeated.min..=repeated.max.unwrap_or(u32::MAX);
            let is_hex =
                matches!(alphabet(&repeated.sub), Some("base64url" | "base64" | "base62" | "base36" | "hex" | "HEX"));
            is_hex && DIGESTS.iter().any(|length| lengths.contains(length))
        }
        HirKind::Capture(group) => is_digest(&group.sub),
        HirKind::Alternation(all) => all.iter().any(is_digest),
        _ => false,
    }
}

/// Whether a value is a UUID, or one of several alternatives is.
fn is_uuid(value: &Hir) -> bool {
    match value.kind() {
        HirKind::Concat(parts) => {
            let lengths = parts.iter().map(|part| part.properties().minimum_len());
            lengths.take(9).eq([8, 1, 4, 1, 4, 1, 4, 1, 12].map(Some))
        }
        HirKind::Capture(group) => is_uuid(&group.sub),
        HirKind::Alternation(all) => all.iter().any(is_uuid),
        _ => false,
    }
}

/// The largest alphabet of templates that a class holds.
fn alphabet(hir: &Hir) -> Option<&'static str> {
    let HirKind::Class(Class::Bytes(class)) = hir.kind() else { return None };
    let holds = |&(first, last): &(u8, u8)| class.iter().any(|range| range.start() <= first && last <= range.end());
    ALPHABETS.iter().find(|(_, ranges)| ranges.iter().all(holds)).map(|(name, _)| *name)
}

/// A template that makes a shortest value.
fn template(hir: &Hir) -> Option<String> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok()?,
        HirKind::Class(class) => match (alphabet(hir), class) {
            (Some(kind), _) => format!("{{{{{kind}:1}}}}"),
            (None, Class::Bytes(class)) => char::from(class.iter().next()?.start()).to_string(),
            (None, Class::Unicode(_)) => return None,
        },
        HirKind::Repetition(repeated) if repeated.min == 0 => String::new(),
        HirKind::Repetition(repeated) => match alphabet(&repeated.sub) {
            Some(kind) => format!("{{{{{kind}:{}}}}}", repeated.min),
            None => template(&repeated.sub)?.repeat(repeated.min as usize),
        },
        HirKind::Capture(group) => template(&group.sub)?,
        HirKind::Concat(parts) => parts.iter().map(template).collect::<Option<String>>()?,
        HirKind::Alternation(all) => template(all.first()?)?,
    })
}

/// The examples that every such rule must pass: the name and the value as people write them, and what looks alike.
fn examples(names: &[String], key: &str, sample: &str, length: usize) -> (Vec<String>, Vec<String>) {
    let plain = |text: &str, sign: &str| -> String {
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.collect::<Vec<&str>>().join(sign)
    };
    let name = names.first().map(|name| plain(name, "_")).unwrap_or_default();
    let snake = format!("{name}_{}", plain(key, "_"));
    let (upper, dashed) = (snake.to_ascii_uppercase(), plain(&snake, "-"));
    let camel: String = snake
        .split('_')
        .enumerate()
        .map(|(at, part)| if at == 0 { part.to_owned() } else { part[..1].to_ascii_uppercase() + &part[1..] })
        .collect();
    let matches = vec![
        format!("{upper}={sample}"),
        format!("{snake}: {sample}\n"),
        format!("{{\"{snake}\": \"{sample}\"}}"),
        format!("{{\"name\": \"{dashed}\", \"value\": \"{sample}\"}}"),
        format!("const {camel} = \"{sample}\";"),
        format!("<add key=\"{camel}\" value=\"{sample}\" />"),
    ];
    let no_match = vec![
        format!("{upper}=your-{dashed}"),
        format!("# {upper} is read from the environment"),
        format!("{snake} = os.environ[\"{upper}\"]"),
        format!("{upper}={{{{base62:{}}}}}", (length / 2).max(1)),
        format!("import {{ client }} from \"{name}/{sample}\""),
        format!("{camel}Hash: \"{sample}\""),
    ];
    (matches, no_match)
}

#[cfg(test)]
#[path = "named_tests.rs"]
mod tests;
