//! Which language a file is in.

use super::{LANGUAGES, Language};
use crate::text::RepoPath;

/// Every language.
pub fn languages() -> impl Iterator<Item = &'static Language> {
    LANGUAGES.iter()
}

/// The language of a file, by its name, its extension or its first line. Of several extensions that fit, the longest counts:
/// `index.blade.php` is Blade.
pub fn detect(path: &RepoPath, text: &[u8]) -> Option<&'static Language> {
    let name = path.file_name().to_ascii_lowercase();
    by_name(&name).or_else(|| by_extension(&name)).or_else(|| by_interpreter(text))
}

fn by_name(name: &[u8]) -> Option<&'static Language> {
    let fits = |known: &&str| {
        let known = known.as_bytes();
        known.strip_suffix(b"*").map_or(known == name, |front| name.starts_with(front))
    };
    LANGUAGES.iter().find(|language| language.file_names.iter().any(fits))
}

fn by_extension(name: &[u8]) -> Option<&'static Language> {
    let known = LANGUAGES.iter().flat_map(|language| language.extensions.iter().map(move |known| (*known, language)));
    let fitting = known.filter(|(known, _)| {
        let front = name.strip_suffix(known.as_bytes());
        front.is_some_and(|front| front.last() == Some(&b'.'))
    });
    fitting.max_by_key(|(known, _)| known.len()).map(|(_, language)| language)
}

/// By a line such as `#!/usr/bin/env -S python3 -u`.
fn by_interpreter(text: &[u8]) -> Option<&'static Language> {
    let line = text.strip_prefix(b"#!")?.split(|&b| matches!(b, b'\n' | b'\r')).next()?;
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let program = |word: &'_ [u8]| word.rsplit(|&b| b == b'/').next().unwrap_or_default().to_ascii_lowercase();
    let mut first = program(words.next()?);
    if first == b"env" {
        first = program(words.find(|word| !word.starts_with(b"-") && !word.contains(&b'='))?);
    }
    let version = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'-');
    let length = first.iter().rposition(|b| !version(b)).map_or(0, |last| last + 1);
    let bare = &first[..length];
    LANGUAGES.iter().find(|language| language.interpreters.iter().any(|known| known.as_bytes() == bare))
}

/// The language that a word names where people name languages, as behind the fence of a block in Markdown.
pub fn named(word: &str) -> Option<&'static Language> {
    const OTHERS: [(&str, &str); 12] = [
        ("golang", "go"),
        ("c++", "cpp"),
        ("c#", "csharp"),
        ("f#", "fsharp"),
        ("objc", "objective-c"),
        ("docker", "dockerfile"),
        ("hcl", "terraform"),
        ("console", "shell"),
        ("shell-session", "shell"),
        ("jinja2", "jinja"),
        ("vbnet", "visual-basic"),
        ("pwsh", "powershell"),
    ];
    let word = word.to_ascii_lowercase();
    let word = OTHERS.iter().find(|(other, _)| *other == word).map_or(word.as_str(), |(_, name)| name);
    let by_name = LANGUAGES.iter().find(|language| language.name == word);
    by_name.or_else(|| {
        LANGUAGES.iter().find(|language| language.extensions.contains(&word) || language.interpreters.contains(&word))
    })
}
