//! Ruby: `Gemfile`, `*.gemspec` and `Gemfile.lock`.

use std::ops::Range;

use super::found::Found;
use super::hosts;
use super::words::{blank_comments, is_version, lines, place, strings};
use crate::deps::{Ecosystem, Origin, Wanted};

const CALLS: [&str; 4] = ["gem", "add_dependency", "add_runtime_dependency", "add_development_dependency"];

/// Reads the calls that name a gem, with the sources they stand in.
pub fn gemfile(text: &str, found: &mut Found) {
    let code = blank_comments(text, &["#"], None);
    let mut default = Origin::Registry;
    let mut blocks: Vec<Option<Origin>> = Vec::new();
    let mut skip_to = 0;
    for (at, line) in lines(&code) {
        if at < skip_to {
            continue;
        }
        let trimmed = line.trim();
        let word_end = trimmed.find(|c: char| !c.is_alphanumeric() && !"_.".contains(c)).unwrap_or(trimmed.len());
        let word = &trimmed[..word_end];
        let opens = trimmed.ends_with(" do") || trimmed.contains(" do |");
        match word {
            "source" | "git" | "path" | "github" | "gist" if !trimmed[word_end..].trim_start().starts_with('=') => {
                let origin = source(word, trimmed);
                if opens {
                    blocks.push(Some(origin));
                } else if word == "source" {
                    default = origin;
                }
                continue;
            }
            "end" => {
                blocks.pop();
                continue;
            }
            _ => {}
        }
        let call = word.rsplit('.').next().unwrap_or(word);
        if CALLS.contains(&call) {
            let end = statement_end(&code, at, line);
            skip_to = end;
            let origin = blocks.iter().rev().flatten().next().copied().unwrap_or(default);
            let start = at + (line.len() - line.trim_start().len()) + word_end;
            gem(&code[start..end], start, origin, found);
        } else if opens || ["if", "unless", "case", "def", "class", "module", "begin"].contains(&word) {
            blocks.push(None);
        }
    }
}

fn source(word: &str, line: &str) -> Origin {
    match word {
        "path" => Origin::Path,
        "source" => match strings(line).first().map(|string| &line[string.clone()]) {
            Some(url) if url.contains("://") => hosts::origin(url),
            // `source :rubygems`, of old.
            _ => Origin::Registry,
        },
        _ => Origin::Vcs,
    }
}

/// A call goes on while its lines end in a comma.
fn statement_end(code: &str, at: usize, line: &str) -> usize {
    let mut end = at + line.len();
    let mut last = line;
    while last.trim_end().ends_with([',', '[', '(', '\\']) {
        let Some(next) = code.get(end + 1..) else { break };
        last = next.split('\n').next().unwrap_or_default();
        end += 1 + last.len();
    }
    end
}

/// The arguments of a call: a name, then requirements, then options.
fn gem(call: &str, at: usize, block: Origin, found: &mut Found) {
    let mut strings = strings(call).into_iter();
    let name = match percent_quoted(call) {
        Some(name) => name,
        None => match strings.next() {
            Some(name) => name,
            None => return,
        },
    };
    let options = options(call);
    let origin = if ["git", "github", "gist", "bitbucket", "gitlab"].iter().any(|option| has_option(options, option)) {
        Origin::Vcs
    } else if has_option(options, "path") {
        Origin::Path
    } else if has_option(options, "source") {
        let urls = self::strings(options).into_iter().map(|string| &options[string]);
        urls.filter(|text| text.contains("://")).map(hosts::origin).next().unwrap_or(block)
    } else {
        block
    };
    let requirements: Vec<Range<usize>> = strings
        .filter(|string| string.start < call.len() - options.len() && is_requirement(&call[string.clone()]))
        .collect();
    let text: Vec<&str> = requirements.iter().map(|part| call[part.clone()].trim()).collect();
    let (wanted, place) = match (text.as_slice(), requirements.first(), requirements.last()) {
        ([one], Some(range), _) => {
            let number = number(one);
            let part = place(call, number.unwrap_or(one));
            let part = if part.is_empty() { range.clone() } else { part };
            (wanted(one), part)
        }
        (several, Some(first), Some(last)) => (Wanted::Range(several.join(", ")), first.start..last.end),
        _ => (Wanted::Any, name.clone()),
    };
    found.add(Ecosystem::RubyGems, &call[name], wanted, origin, at + place.start..at + place.end);
}

/// `%q<name>`, as generated gemspecs write it.
fn percent_quoted(call: &str) -> Option<Range<usize>> {
    let start = call.find("%q<")? + 3;
    let end = start + call[start..].find('>')?;
    call[..start - 3].trim_matches(['(', ' ']).is_empty().then_some(start..end)
}

/// Where options begin: at `key:` or `:key =>`.
fn options(call: &str) -> &str {
    let keys = [
        "git:",
        "github:",
        "gist:",
        "bitbucket:",
        "gitlab:",
        "path:",
        "source:",
        "require:",
        "group:",
        "groups:",
        "platforms:",
        "platform:",
        "branch:",
        "tag:",
        "ref:",
        "=>",
    ];
    let first = keys.iter().filter_map(|key| call.find(key)).min();
    let first = first.map(|at| call[..at].rfind(',').unwrap_or(at));
    first.map_or(&call[call.len()..], |at| &call[at..])
}

fn has_option(options: &str, name: &str) -> bool {
    options.match_indices(name).any(|(at, _)| {
        let behind = &options[at + name.len()..];
        let before = options[..at].chars().next_back();
        let alone = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        alone && (behind.starts_with(':') || (before == Some(':') && behind.trim_start().starts_with("=>")))
    })
}

fn is_requirement(text: &str) -> bool {
    let number = text.trim().trim_start_matches(['=', '!', '<', '>', '~', ' ']);
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_alphanumeric() || b".-, <>=~!".contains(&b))
}

/// The version of a requirement that allows only one.
fn number(requirement: &str) -> Option<&str> {
    let requirement = requirement.trim();
    let number = requirement.strip_prefix('=').unwrap_or(requirement).trim();
    is_version(number).then_some(number)
}

/// What a requirement of `RubyGems` asks for: without an operator it is that version.
pub fn wanted(requirement: &str) -> Wanted {
    match number(requirement) {
        Some(number) => Wanted::Exact(number.to_owned()),
        None if matches!(requirement.trim(), ">= 0" | ">=0" | "") => Wanted::Any,
        None => Wanted::Range(requirement.trim().to_owned()),
    }
}

/// Reads `specs:`: four spaces are packages, six what those ask for.
pub fn lock(text: &str, found: &mut Found) {
    let mut origin = None;
    for (at, line) in lines(text) {
        if !line.starts_with(' ') {
            origin = match line.trim_end() {
                "GEM" => Some(Origin::Private),
                "GIT" | "PLUGIN SOURCE" => Some(Origin::Vcs),
                "PATH" => Some(Origin::Path),
                _ => None,
            };
            continue;
        }
        if let (Some(Origin::Private), Some(remote)) = (origin, line.strip_prefix("  remote:")) {
            // Of several sources, any may have served a gem.
            if matches!(hosts::origin(remote), Origin::Registry) {
                origin = Some(Origin::Registry);
            }
            continue;
        }
        let (Some(origin), Some(spec)) = (origin, line.strip_prefix("    ").filter(|spec| !spec.starts_with(' ')))
        else {
            continue;
        };
        let Some((name, version)) = spec.split_once(" (") else { continue };
        let version = version.split(')').next().unwrap_or_default();
        // `1.13.0-x86_64-linux`: the platform is no part of the version.
        let version = version.split('-').next().unwrap_or_default();
        let place = place(line, version);
        let wanted = Wanted::Locked(version.to_owned());
        found.add(Ecosystem::RubyGems, name, wanted, origin, at + place.start..at + place.end);
    }
}
