//! Compiles `config/rules` and `config/languages` into static tables. A bad rule stops the build and names its file and
//! line.

#[path = "build/blob.rs"]
mod blob;
#[path = "src/rules/code_spec.rs"]
mod code_spec;
#[path = "build/file_names.rs"]
mod file_names;
#[path = "src/rules/file_spec.rs"]
mod file_spec;
#[path = "build/filter.rs"]
mod filter;
#[path = "src/rules/gram.rs"]
mod gram;
#[path = "build/languages.rs"]
mod languages;
#[path = "src/rules/name_key.rs"]
mod name_key;
#[path = "src/rules/named.rs"]
mod named;
#[path = "build/names.rs"]
mod names;
#[path = "src/rules/secret_spec.rs"]
mod secret_spec;
#[path = "src/rules/spec.rs"]
mod spec;
#[path = "src/rules/wording.rs"]
mod wording;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spec::RuleSpec;

fn main() -> ExitCode {
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Box<dyn Error>> {
    let rules = ["code_spec", "file_spec", "gram", "named", "name_key", "secret_spec", "spec", "wording"]
        .map(|name| format!("src/rules/{name}.rs"));
    for input in ["build.rs", "build", "config"].into_iter().chain(rules.iter().map(String::as_str)) {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    names::write(Path::new("config/names"), &out.join("names"))?;
    let languages = languages::read(&toml_files(Path::new("config/languages"))?)?;
    fs::write(out.join("languages.rs"), languages::emit(&languages))?;
    let names: Vec<&str> = languages.iter().map(|language| language.name.as_str()).collect();
    let mut rules = read_rules(&names)?;
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    // As written: what is short in its file stays short in the binary.
    let (bytes, table) = blob::emit(&rules, &names)?;
    rules.iter_mut().try_for_each(RuleSpec::complete)?;
    fs::write(out.join("rules.bin"), bytes)?;
    fs::write(out.join("rules.rs"), table + &filter::emit(&rules, &names)? + &file_names::emit(&rules)?)?;
    Ok(())
}

/// Every TOML file below a folder, sorted, so that the tables do not depend on the file system.
fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(toml_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read_rules(languages: &[&str]) -> Result<Vec<RuleSpec>, Box<dyn Error>> {
    let (mut rules, mut problems) = (Vec::<RuleSpec>::new(), Vec::new());
    for file in toml_files(Path::new("config/rules"))? {
        let source = fs::read_to_string(&file)?;
        let place = |offset| format!("{}:{}", file.display(), spec::line_at(&source, offset));
        let parsed: spec::RuleFile = match toml::from_str(&source) {
            Ok(parsed) => parsed,
            Err(error) => {
                problems.push(format!("{}: {}", place(error.span().map_or(0, |span| span.start)), error.message()));
                continue;
            }
        };
        for rule in parsed.rule {
            let place = place(rule.span().start);
            let rule = rule.into_inner();
            problems.extend(spec::check(&rule, languages).iter().map(|problem| format!("{place}: {problem}")));
            if rules.iter().any(|known| known.id == rule.id) {
                problems.push(format!("{place}: there are two rules `{}`", rule.id));
            }
            rules.push(rule);
        }
    }
    if problems.is_empty() { Ok(rules) } else { Err(format!("bad rules\n{}", problems.join("\n")).into()) }
}
