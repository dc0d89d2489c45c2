//! The names that a file gives to what it imports.

use std::collections::HashMap;

use super::source::Source;
use crate::pattern::near_keywords;

/// How far from one of its words an import is looked for, in bytes.
const WINDOW: usize = 8192;

/// Local names and what they stand for.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    names: HashMap<String, String>,
}

impl Aliases {
    pub(super) fn new(source: &Source) -> Self {
        let mut aliases = Self::default();
        let calls = &source.language.calls;
        let mut words: Vec<usize> =
            calls.import_words.iter().flat_map(|word| memchr::memmem::find_iter(source.text, word)).collect();
        words.sort_unstable();
        for pattern in calls.imports {
            near_keywords(pattern, source.text, &words, WINDOW, |found| {
                let start = found.range().start;
                let text = |group: &str| std::str::from_utf8(&source.text[found.group(group)?]).ok();
                let indent = source.text[start..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if let Some(module) = text("module").filter(|_| source.map.at(start + indent).scope.is_code()) {
                    aliases.add(source, module, text("alias"), text("member"), text("names"));
                }
            });
        }
        aliases
    }

    fn add(&mut self, source: &Source, module: &str, alias: Option<&str>, member: Option<&str>, names: Option<&str>) {
        let module = self.resolve(&module_name(source, module));
        if let Some(alias) = alias {
            let full = member.map_or_else(|| module.clone(), |member| format!("{module}.{member}"));
            self.insert(alias, full);
        }
        for item in names.unwrap_or_default().split([',', '\n']) {
            if let Some((path, name)) =
                item.trim().rsplit_once("::").filter(|(_, name)| !name.contains([' ', '{', '}', '*']))
            {
                self.insert(name, format!("{module}.{}.{name}", path.replace("::", ".")));
                continue;
            }
            let mut words = item.split(|c: char| c.is_whitespace() || c == ':').filter(|word| !word.is_empty());
            let Some(name) = words.next().filter(|name| name.bytes().all(|b| source.language.is_word(b))) else {
                continue;
            };
            let local = words.rfind(|word| !matches!(*word, "as" | "=>")).unwrap_or(name);
            self.insert(local, format!("{module}.{name}"));
        }
    }

    fn insert(&mut self, local: &str, full: String) {
        if local != full {
            self.names.insert(local.to_owned(), full);
        }
    }

    /// A dotted name with its first part replaced by what it stands for.
    pub(super) fn resolve(&self, name: &str) -> String {
        let end = name.find(['.', '(', '[']).unwrap_or(name.len());
        let (first, rest) = name.split_at(end);
        self.names.get(first).map_or_else(|| name.to_owned(), |full| format!("{full}{rest}"))
    }

    /// Every local name with what it stands for.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|(local, full)| (local.as_str(), full.as_str()))
    }
}

/// How rules call a module: without a prefix that says nothing, and by the last part of its path where the language does so.
pub(super) fn module_name(source: &Source, module: &str) -> String {
    let calls = &source.language.calls;
    let bare = calls.module_prefixes.iter().find_map(|prefix| module.strip_prefix(prefix)).unwrap_or(module);
    let last = if calls.module_by_last { bare.rsplit(['/', '\\']).next().unwrap_or(bare) } else { bare };
    last.replace("::", ".")
}
