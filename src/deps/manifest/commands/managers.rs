//! The package managers that are known: which words install, and which options have a value.

/// A package manager of the command line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manager {
    Pip,
    Uv,
    Uvx,
    Pipx,
    Poetry,
    EasyInstall,
    Npm,
    Yarn,
    Pnpm,
    Bun,
    Npx,
    Gem,
    Bundle,
    Go,
    Cargo,
    Composer,
    Dotnet,
    Nuget,
    InstallPackage,
}

/// The package manager of that name.
pub fn manager(tool: &str) -> Option<Manager> {
    let tool = tool.strip_suffix(".exe").unwrap_or(tool);
    Some(match tool {
        "pip" | "pip2" | "pip3" => Manager::Pip,
        "uv" => Manager::Uv,
        "uvx" => Manager::Uvx,
        "pipx" => Manager::Pipx,
        "poetry" | "pipenv" | "pdm" | "rye" => Manager::Poetry,
        "easy_install" => Manager::EasyInstall,
        "npm" | "cnpm" => Manager::Npm,
        "yarn" => Manager::Yarn,
        "pnpm" => Manager::Pnpm,
        "bun" => Manager::Bun,
        "npx" | "bunx" | "pnpx" => Manager::Npx,
        "gem" => Manager::Gem,
        "bundle" | "bundler" => Manager::Bundle,
        "go" => Manager::Go,
        "cargo" => Manager::Cargo,
        "composer" | "composer.phar" => Manager::Composer,
        "dotnet" => Manager::Dotnet,
        "nuget" => Manager::Nuget,
        "Install-Package" => Manager::InstallPackage,
        _ if tool.strip_prefix("pip3.").is_some_and(|minor| minor.bytes().all(|b| b.is_ascii_digit())) => Manager::Pip,
        _ => return None,
    })
}

impl Manager {
    /// The words behind the verb that installs, and whether only the first names a package.
    pub fn arguments<'w, 'a>(self, words: &'w [&'a str]) -> Option<(&'w [&'a str], bool)> {
        let verbs: &[&[&str]] = match self {
            Self::Pip => &[&["install"], &["download"], &["wheel"]],
            Self::Uv => &[&["pip", "install"], &["add"], &["tool", "install"]],
            Self::Pipx => &[&["install"], &["run"]],
            Self::Poetry => &[&["add"], &["install"], &["self", "add"]],
            Self::Npm => &[&["install"], &["i"], &["add"], &["in"], &["exec"]],
            Self::Yarn => &[&["add"], &["global", "add"], &["dlx"]],
            Self::Pnpm => &[&["add"], &["install"], &["i"], &["dlx"]],
            Self::Bun => &[&["add"], &["install"], &["i"], &["x"]],
            Self::Gem => &[&["install"], &["i"]],
            Self::Bundle => &[&["add"]],
            Self::Go => &[&["install"], &["get"], &["run"]],
            Self::Cargo => &[&["install"], &["add"], &["binstall"]],
            Self::Composer => &[&["require"], &["req"], &["global", "require"], &["create-project"]],
            Self::Dotnet => &[&["package", "add"], &["tool", "install"], &["tool", "update"], &["add"]],
            Self::Nuget => &[&["install"]],
            Self::Npx | Self::Uvx | Self::EasyInstall | Self::InstallPackage => {
                return Some((words, matches!(self, Self::Npx | Self::Uvx)));
            }
        };
        // Options may stand before the verb.
        let start = words.iter().position(|word| !word.starts_with('-'))?;
        let words = &words[start..];
        let verb = verbs.iter().find(|verb| words.starts_with(verb))?;
        let arguments = &words[verb.len()..];
        if self == Self::Dotnet && *verb == ["add"] {
            let package = arguments.iter().position(|word| *word == "package")?;
            return Some((&arguments[package + 1..], true));
        }
        let first = matches!(verb[verb.len() - 1], "run" | "exec" | "dlx" | "x" | "create-project")
            || matches!(self, Self::Dotnet | Self::Nuget);
        Some((arguments, first))
    }

    /// Options whose value is a word of its own.
    pub fn takes_value(self, option: &str) -> bool {
        let own: &[&str] = match self {
            Self::Pip | Self::Uv | Self::Poetry | Self::Pipx | Self::EasyInstall | Self::Uvx => &[
                "-r",
                "--requirement",
                "-c",
                "--constraint",
                "-i",
                "--index-url",
                "--extra-index-url",
                "-f",
                "--find-links",
                "-t",
                "--target",
                "-e",
                "--editable",
                "--prefix",
                "--root",
                "--python",
                "-p",
                "--platform",
                "--python-version",
                "--group",
                "-G",
                "--source",
                "--default-index",
                "--index",
                "--with",
                "--from",
                "--cache-dir",
                "--proxy",
                "--trusted-host",
                "--timeout",
                "--retries",
                "-d",
                "--dest",
                "-w",
                "--wheel-dir",
                "--extra",
                "--optional",
                "--log",
            ],
            Self::Npm | Self::Yarn | Self::Pnpm | Self::Bun | Self::Npx => &[
                "--registry",
                "--prefix",
                "--cwd",
                "--filter",
                "-F",
                "--workspace",
                "-w",
                "--tag",
                "--cache",
                "--dir",
                "-C",
                "-p",
                "--package",
            ],
            Self::Gem | Self::Bundle => &[
                "-v",
                "--version",
                "--source",
                "-s",
                "-i",
                "--install-dir",
                "-n",
                "--bindir",
                "--group",
                "-g",
                "--git",
                "--path",
                "-P",
            ],
            Self::Go => &["-tags", "-ldflags", "-o", "-mod"],
            Self::Cargo => &[
                "--version",
                "--vers",
                "--git",
                "--path",
                "--registry",
                "--root",
                "--features",
                "-F",
                "--branch",
                "--tag",
                "--rev",
                "--target",
                "--bin",
                "-p",
                "--package",
                "--rename",
                "--profile",
                "-j",
                "--index",
                "--example",
            ],
            Self::Composer => &["--working-dir", "-d", "--repository"],
            Self::Dotnet | Self::Nuget | Self::InstallPackage => &[
                "--version",
                "-v",
                "-Version",
                "-version",
                "--source",
                "-s",
                "-Source",
                "--framework",
                "-f",
                "--tool-path",
                "--add-source",
                "--configfile",
                "--project",
                "-OutputDirectory",
                "-ProjectName",
                "--package-directory",
            ],
        };
        own.contains(&option)
    }
}
