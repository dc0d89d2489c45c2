//! `setup.cfg`, `tox.ini` and the literal lists of `setup.py`.

use super::requirement::requirement;
use crate::deps::Origin;
use crate::deps::manifest::found::Found;
use crate::deps::manifest::words::{blank_comments, lines, string_end};

/// Reads the requirement keys of `setup.cfg`, every key of its extras, and `deps` of `tox.ini`.
pub fn setup_cfg(text: &str, found: &mut Found) {
    let mut section = "";
    let mut reading = false;
    for (at, line) in lines(text) {
        let trimmed = line.trim();
        if trimmed.starts_with('[') && !line.starts_with([' ', '\t']) {
            section = trimmed.trim_matches(['[', ']']).trim();
            reading = false;
        } else if !line.starts_with([' ', '\t']) && !trimmed.is_empty() && !trimmed.starts_with(['#', ';']) {
            let Some((key, value)) = line.split_once('=').or(line.split_once(':')) else {
                reading = false;
                continue;
            };
            reading = holds_requirements(section, key.trim());
            if reading {
                entry(value, at + line.len() - value.len(), found);
            }
        } else if reading && !trimmed.starts_with(['#', ';']) {
            entry(line, at, found);
        }
    }
}

fn holds_requirements(section: &str, key: &str) -> bool {
    let lists = ["install_requires", "setup_requires", "tests_require", "requires"];
    match section {
        "options" | "metadata" => lists.contains(&key),
        "options.extras_require" => true,
        _ => section.starts_with("testenv") && key == "deps",
    }
}

/// One line of a list; tox puts a condition such as `py39:` before it.
fn entry(line: &str, at: usize, found: &mut Found) {
    let behind = line
        .split_once(": ")
        .filter(|(condition, _)| condition.bytes().all(|b| b.is_ascii_alphanumeric() || b" ,-_!".contains(&b)));
    let requirement_text = behind.map_or(line, |(_, rest)| rest);
    requirement(requirement_text, at + line.len() - requirement_text.len(), Origin::Registry, found);
}

const ARGUMENTS: [&str; 4] = ["install_requires", "extras_require", "tests_require", "setup_requires"];

/// Reads the strings of the lists and dictionaries that `setup` gets: written in place, or under a name in this file.
pub fn setup_py(text: &str, found: &mut Found) {
    let code = blank_comments(text, &["#"], None);
    let mut names: Vec<&str> = Vec::new();
    for argument in ARGUMENTS {
        let mut read_to = 0;
        for at in memchr::memmem::find_iter(code.as_bytes(), argument) {
            let rest = code[at + argument.len()..].trim_start_matches(['"', '\'']).trim_start();
            let Some(value) = rest.strip_prefix(['=', ':']) else { continue };
            let value = value.trim_start();
            let start = code.len() - value.len();
            if value.starts_with(['[', '(', '{']) {
                if start >= read_to {
                    read_to = literal(&code, start, found);
                }
            } else {
                let end = value.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(value.len());
                names.push(&value[..end]);
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    let mut read_to = 0;
    for (at, line) in lines(&code) {
        let Some((name, value)) = line.split_once('=').filter(|_| at >= read_to) else { continue };
        let value = value.trim_start();
        if names.binary_search(&name.trim().trim_end_matches('+').trim_end()).is_ok()
            && value.starts_with(['[', '(', '{'])
        {
            read_to = literal(&code, at + line.len() - value.len(), found);
        }
    }
}

/// The strings between a bracket and its partner, apart from the keys of dictionaries; returns where they end.
fn literal(code: &str, start: usize, found: &mut Found) -> usize {
    let bytes = code.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'[' | b'(' | b'{' => depth += 1,
            b']' | b')' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            b'"' | b'\'' => {
                let length = string_end(&bytes[at..], byte);
                let inner = at + 1..(at + length.max(2) - 1);
                let is_key = code[at + length..].trim_start().starts_with(':');
                if !is_key && let Some(inside) = code.get(inner.clone()) {
                    requirement(inside, inner.start, Origin::Registry, found);
                }
                at += length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    at
}
