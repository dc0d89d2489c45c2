//! Language tables as Rust source.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

/// One file of `config/languages`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageSpec {
    pub name: String,
    #[serde(default)]
    pub extensions: Vec<String>,
    #[serde(default)]
    pub file_names: Vec<String>,
    #[serde(default)]
    pub interpreters: Vec<String>,
}

/// Reads and checks the files.
pub fn read(files: &[PathBuf]) -> Result<Vec<LanguageSpec>, Box<dyn Error>> {
    let mut languages: Vec<LanguageSpec> = Vec::new();
    for file in files {
        let source = fs::read_to_string(file)?;
        languages.push(toml::from_str(&source).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    Ok(languages)
}

/// The table.
pub fn emit(languages: &[LanguageSpec]) -> String {
    let list = |items: &[String]| format!("&{items:?}");
    let all: String = languages
        .iter()
        .map(|l| {
            format!(
                "Language {{ name: {:?}, extensions: {}, file_names: {}, interpreters: {} }},\n",
                l.name,
                list(&l.extensions),
                list(&l.file_names),
                list(&l.interpreters)
            )
        })
        .collect();
    format!("static LANGUAGES: [Language; {}] = [\n{all}];\n", languages.len())
}
