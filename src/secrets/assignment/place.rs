//! Places: what a file's name says of the words in it.

use crate::text::RepoPath;

/// What kind of file a name stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Source code: a bare word is a reference.
    Code,
    /// Settings, one to a line: a bare word is a literal.
    Settings,
    /// A script of a shell: a bare word is a literal and ends at white space.
    Shell,
    /// YAML: a bare word is a literal and may stand in `{}` and `[]`.
    Yaml,
    /// Strings only: JSON and its relatives, TOML, and markup.
    Quoted,
    /// Prose and unknown files.
    Prose,
}

/// What a file's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its kind.
    pub form: Form,
    /// Tests, examples, documents: secrets in them are often made up.
    pub doubtful: bool,
    /// Translations: what stands beside `password` is the word for it.
    pub translated: bool,
}

#[rustfmt::skip]
const CODE: &[&str] = &[
    "adb", "ads", "as", "asm", "asp", "aspx", "astro", "bas", "c", "cc", "cfc", "cfm", "cjs", "cl", "clj", "cljs",
    "cls", "coffee", "cpp", "cr", "cs", "cshtml", "cts", "cu", "cxx", "d", "dart", "dpr", "ejs", "el", "elm", "erb",
    "erl", "ex", "exs", "f90", "frm", "fs", "fsx", "go", "gradle", "groovy", "gsp", "gvy", "h", "haml", "hh", "hpp",
    "hrl", "hs", "hx", "hxx", "ino", "ipynb", "java", "jl", "js", "jsp", "jsx", "kt", "kts", "lisp", "lua", "m", "mjs",
    "ml", "mli", "mm", "mts", "nim", "nix", "pas", "php", "phtml", "pl", "pm", "proto", "pug", "py", "pyi", "pyx", "r",
    "rb", "rake", "rs", "sc", "scala", "scm", "scss", "sol", "sql", "svelte", "swift", "t", "tcl", "tf", "thrift", "ts",
    "tsx", "twig", "v", "vb", "vbs", "vue", "xsl", "zig", "bzl", "ps1", "psm1", "psd1", "css", "less", "graphql", "gql",
    "robot", "feature", "xq", "pp", "sas", "jinja", "j2", "hbs", "mustache", "tpl", "hcl",
];
#[rustfmt::skip]
const SETTINGS: &[&str] = &[
    "cfg", "cnf", "conf", "config", "credentials", "ini", "inf", "netrc", "pgpass", "prefs", "properties", "reg",
    "service", "url", "env", "dist", "default", "defaults", "rc", "settings", "secret", "secrets", "htpasswd", "ovpn",
    "nmconnection", "desktop",
];
const SHELL: &[&str] = &["bash", "bat", "cmd", "csh", "fish", "ksh", "sh", "zsh", "command", "mk", "make"];
const YAML: &[&str] = &["yaml", "yml", "sls", "eyaml", "raml"];
#[rustfmt::skip]
const QUOTED: &[&str] = &[
    "har", "htm", "html", "json", "json5", "jsonc", "jsonl", "ndjson", "plist", "pom", "svg", "toml", "tfstate",
    "tfvars", "wsdl", "xaml", "xhtml", "xml", "xsd", "csproj", "props", "targets", "webmanifest", "postman_collection",
    "template", "storyboard",
];
/// Translations, by extension.
const TRANSLATED: &[&str] = &["po", "pot", "strings", "resx", "xliff", "xlf", "arb", "ftl", "lang", "mo"];
/// What people name a folder or a part of a file name where translations are.
#[rustfmt::skip]
const TRANSLATED_PARTS: &[&str] = &[
    "i18n", "l10n", "lang", "langs", "language", "languages", "lc_messages", "locale", "locales", "localization",
    "messages", "nls", "translation", "translations", "strings",
];
/// The same for source code.
const TRANSLATED_CODE: &[&str] = &["i18n", "l10n", "lang", "locale", "locales", "nls", "translation", "translations"];
/// What people name a folder or a part of a file name where secrets are made up.
#[rustfmt::skip]
const DOUBTFUL_PARTS: &[&str] = &[
    "__fixtures__", "__mocks__", "__tests__", "demo", "demos", "doc", "docs", "documentation", "e2e", "example",
    "examples", "fixture", "fixtures", "mock", "mocks", "molecule", "playground", "sample", "samples", "snippets",
    "spec", "specs", "stub", "stubs", "test", "testdata", "tests", "testing", "tutorial", "tutorials", "unittest",
    "testcases", "testcase", "it",
];
const DOUBTFUL_ENDS: &[&str] =
    &["md", "markdown", "rst", "adoc", "asciidoc", "txt", "tex", "1", "mdx", "textile", "org"];

/// Files that programs write and whose values look random without being secret. Only rules that know a prefix look at them.
#[rustfmt::skip]
const GENERATED_NAMES: &[&str] = &[
    "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "cargo.lock", "go.sum", "go.work.sum",
    "poetry.lock", "pipfile.lock", "pdm.lock", "uv.lock", "composer.lock", "gemfile.lock", "podfile.lock",
    "pubspec.lock", "mix.lock", "flake.lock", "packages.lock.json", "deno.lock", "bun.lock", "package.resolved",
    "conan.lock", "gradle.lockfile", "buf.lock", "chart.lock", ".terraform.lock.hcl", "paket.lock",
    "project.assets.json", "module.bazel.lock",
];
#[rustfmt::skip]
const GENERATED_ENDS: &[&str] = &[
    ".min.js", ".min.css", ".min.mjs", ".map", ".bundle.js", ".chunk.js", ".lock", ".snap", ".svg", ".sum", ".ttf",
    ".woff", ".dic", ".pb.go", "_pb2.py", ".g.dart", ".designer.cs", ".tfplan", ".css", ".aff", ".sum.txt",
    ".ipynb_checkpoints",
];

/// Reads a path. `None` for what programs write.
pub(super) fn place(path: &RepoPath) -> Option<Place> {
    let tested = is_test_class(path.file_name());
    let path = path.as_bytes().to_ascii_lowercase();
    let path = String::from_utf8_lossy(&path);
    let name = path.rsplit('/').next().unwrap_or_default();
    if GENERATED_NAMES.contains(&name) || GENERATED_ENDS.iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let mut extensions = name.rsplit('.');
    let mut extension = extensions.next().filter(|_| name.contains('.')).unwrap_or_default();
    // `config.php.example` is PHP.
    let template = matches!(
        extension,
        "example" | "sample" | "dist" | "tpl" | "template" | "bak" | "old" | "orig" | "j2" | "erb" | "default"
    );
    if template && let Some(inner) = extensions.next().filter(|inner| *inner != name) {
        extension = inner;
    }
    let form = form(name, extension);
    let mut parts = path.split(['/', '.', '-', '_']);
    let has = |list: &[&str], part: &str| list.contains(&part);
    let made_up = matches!(name.rsplit('.').next(), Some("example" | "sample" | "dist"));
    let folder_or_word = |list: &[&str]| path.split('/').any(|part| has(list, part));
    let doubtful = made_up
        || has(DOUBTFUL_ENDS, extension)
        || matches!(name, "readme" | "changelog" | "news" | "metadata" | "pkg-info" | "install" | "contributing")
        || folder_or_word(DOUBTFUL_PARTS)
        || parts.any(|part| part != "it" && has(DOUBTFUL_PARTS, part))
        || tested;
    // `strings`, `messages` and `languages` are folders of ordinary code too.
    let translations = if form == Form::Code { TRANSLATED_CODE } else { TRANSLATED_PARTS };
    let translated = has(TRANSLATED, extension)
        || folder_or_word(translations)
        || name.split(['.', '-', '_']).any(|part| has(translations, part));
    Some(Place { form, doubtful, translated })
}

/// `UserServiceTest.java`, `TestLogin.kt`, `LoginIT.java`, `LoginTests.cs`.
fn is_test_class(name: &[u8]) -> bool {
    let stem = name.split(|&byte| byte == b'.').next().unwrap_or_default();
    let ends = [&b"Test"[..], b"Tests", b"TestCase", b"Spec", b"IT"].iter().any(|end| stem.ends_with(end));
    ends || stem.strip_prefix(b"Test").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_uppercase))
}

fn form(name: &str, extension: &str) -> Form {
    let is = |list: &[&str]| list.contains(&extension);
    if name.starts_with(".env") || is(SETTINGS) {
        return Form::Settings;
    }
    if is(YAML) {
        return Form::Yaml;
    }
    if is(SHELL)
        || name.contains("dockerfile")
        || matches!(name, "makefile" | "procfile" | "vagrantfile.local" | "envrc" | ".bashrc" | ".profile")
    {
        return Form::Shell;
    }
    if is(CODE)
        || matches!(
            name,
            "jenkinsfile" | "rakefile" | "gemfile" | "vagrantfile" | "sconstruct" | "wscript" | "build" | "workspace"
        )
    {
        return Form::Code;
    }
    if is(QUOTED) { Form::Quoted } else { Form::Prose }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Option<Place> {
        place(&RepoPath::from(path))
    }

    #[test]
    fn the_name_tells_whether_a_bare_word_is_a_literal() {
        for (path, form) in [
            ("src/main/App.java", Form::Code),
            ("config/.env.production", Form::Settings),
            ("prod.env", Form::Settings),
            ("app/config.php.dist", Form::Code),
            ("deploy.yml", Form::Yaml),
            ("Dockerfile.dev", Form::Shell),
            ("web.config.xml", Form::Quoted),
            ("notes", Form::Prose),
        ] {
            assert_eq!(read(path).map(|place| place.form), Some(form), "{path}");
        }
    }

    #[test]
    fn tests_documents_and_translations_are_told_apart_and_locks_left_out() {
        for path in [
            "tests/a.py",
            "src/LoginTest.java",
            "login_test.go",
            "README.md",
            "a.spec.ts",
            ".env.example",
            "docs/x.yml",
        ] {
            assert!(read(path).is_some_and(|place| place.doubtful), "{path}");
        }
        for path in ["src/contest/a.py", "src/latest.py", "git/a.py"] {
            assert!(read(path).is_some_and(|place| !place.doubtful), "{path}");
        }
        for path in ["app/locales/de.json", "messages_fr.properties", "i18n/x.yml", "Strings.resx"] {
            assert!(read(path).is_some_and(|place| place.translated), "{path}");
        }
        for path in ["package-lock.json", "a/yarn.lock", "x.min.js", "app.js.map", "go.sum"] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}
