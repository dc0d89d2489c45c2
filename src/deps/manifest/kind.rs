//! Which files declare dependencies, by name alone: it is asked for every changed file.

use crate::text::RepoPath;

/// A kind of manifest or lock file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// `requirements*.txt`, `*.in`, `constraints*.txt`.
    Requirements,
    /// `pyproject.toml`.
    Pyproject,
    /// `setup.cfg`, `tox.ini`.
    SetupCfg,
    /// `setup.py`: literal lists.
    SetupPy,
    /// `Pipfile`.
    Pipfile,
    /// `Pipfile.lock`.
    PipfileLock,
    /// `poetry.lock`, `uv.lock`, `pdm.lock`, `pylock.toml`.
    PythonLock,
    /// `environment.yml` of conda: its `pip` section.
    CondaEnvironment,
    /// `pixi.toml`: its `PyPI` sections.
    Pixi,
    /// `package.json`.
    PackageJson,
    /// `package-lock.json`, `npm-shrinkwrap.json`.
    PackageLock,
    /// `yarn.lock`, both forms.
    YarnLock,
    /// `pnpm-lock.yaml`.
    PnpmLock,
    /// `pnpm-workspace.yaml`: catalogues and overrides.
    PnpmWorkspace,
    /// `bun.lock`.
    BunLock,
    /// `deno.json`, import maps.
    DenoJson,
    /// `deno.lock`.
    DenoLock,
    /// `Cargo.toml`.
    CargoToml,
    /// `Cargo.lock`.
    CargoLock,
    /// `go.mod`, `go.work`.
    GoMod,
    /// `pom.xml`, `*.pom`, `.mvn/extensions.xml`.
    Pom,
    /// `ivy.xml`.
    Ivy,
    /// Gradle, sbt and Bazel builds: coordinates in strings.
    GradleBuild,
    /// `gradle.lockfile`.
    GradleLock,
    /// `*.versions.toml`.
    VersionCatalog,
    /// `*.sbt`.
    Sbt,
    /// `project.clj`, `deps.edn`.
    Clojure,
    /// `Gemfile`, `gems.rb`, `*.gemspec`.
    Gemfile,
    /// `Gemfile.lock`, `gems.locked`.
    GemfileLock,
    /// `composer.json`.
    ComposerJson,
    /// `composer.lock`.
    ComposerLock,
    /// Project files of .NET, `Directory.Packages.props` and their kind.
    DotnetProject,
    /// `packages.config`.
    PackagesConfig,
    /// `packages.lock.json`.
    NugetLock,
    /// `*.nuspec`.
    Nuspec,
    /// `dotnet-tools.json`, `global.json`.
    DotnetTools,
    /// `paket.dependencies`, `paket.lock`.
    Paket,
    /// Workflows and actions of GitHub: `uses:`, and commands.
    Workflow,
    /// `.pre-commit-config.yaml`: additional dependencies.
    PreCommit,
    /// Shell scripts, container files, pipelines: commands that install.
    Commands,
    /// Markdown: commands in blocks and spans of code.
    Markdown,
}

/// The kind of a file; `None` for one that declares no dependency.
pub fn kind(path: &RepoPath) -> Option<FileKind> {
    let name = std::str::from_utf8(path.file_name()).ok()?;
    exact(name).or_else(|| by_pattern(path, name))
}

fn exact(name: &str) -> Option<FileKind> {
    Some(match name {
        "pyproject.toml" => FileKind::Pyproject,
        "setup.cfg" | "tox.ini" => FileKind::SetupCfg,
        "setup.py" => FileKind::SetupPy,
        "Pipfile" => FileKind::Pipfile,
        "Pipfile.lock" => FileKind::PipfileLock,
        "poetry.lock" | "uv.lock" | "pdm.lock" | "pylock.toml" => FileKind::PythonLock,
        "pixi.toml" => FileKind::Pixi,
        "package.json" | "package.json5" => FileKind::PackageJson,
        "package-lock.json" | "npm-shrinkwrap.json" => FileKind::PackageLock,
        "yarn.lock" => FileKind::YarnLock,
        "pnpm-lock.yaml" => FileKind::PnpmLock,
        "pnpm-workspace.yaml" => FileKind::PnpmWorkspace,
        "bun.lock" => FileKind::BunLock,
        "deno.json" | "deno.jsonc" | "import_map.json" => FileKind::DenoJson,
        "deno.lock" => FileKind::DenoLock,
        "Cargo.toml" => FileKind::CargoToml,
        "Cargo.lock" => FileKind::CargoLock,
        "go.mod" | "go.work" => FileKind::GoMod,
        "pom.xml" => FileKind::Pom,
        "ivy.xml" => FileKind::Ivy,
        "gradle.lockfile" | "buildscript-gradle.lockfile" => FileKind::GradleLock,
        "WORKSPACE" | "WORKSPACE.bazel" | "MODULE.bazel" => FileKind::GradleBuild,
        "project.clj" | "deps.edn" => FileKind::Clojure,
        "Gemfile" | "gems.rb" => FileKind::Gemfile,
        "Gemfile.lock" | "gems.locked" => FileKind::GemfileLock,
        "composer.json" => FileKind::ComposerJson,
        "composer.lock" => FileKind::ComposerLock,
        "packages.lock.json" => FileKind::NugetLock,
        "dotnet-tools.json" | "global.json" => FileKind::DotnetTools,
        "paket.dependencies" | "paket.lock" => FileKind::Paket,
        ".pre-commit-config.yaml" | ".pre-commit-config.yml" => FileKind::PreCommit,
        "action.yml" | "action.yaml" => FileKind::Workflow,
        "Makefile"
        | "makefile"
        | "GNUmakefile"
        | "justfile"
        | "Justfile"
        | ".justfile"
        | "Jenkinsfile"
        | "Procfile"
        | "Vagrantfile"
        | "Taskfile.yml"
        | "Taskfile.yaml"
        | "azure-pipelines.yml"
        | "azure-pipelines.yaml"
        | "bitbucket-pipelines.yml"
        | "appveyor.yml"
        | ".appveyor.yml"
        | ".travis.yml"
        | ".gitlab-ci.yml"
        | ".gitlab-ci.yaml"
        | ".drone.yml"
        | ".cirrus.yml"
        | ".woodpecker.yml"
        | "cloudbuild.yaml"
        | "cloudbuild.yml"
        | "buildspec.yml"
        | "buildspec.yaml"
        | ".readthedocs.yaml"
        | ".readthedocs.yml"
        | "docker-compose.yml"
        | "docker-compose.yaml"
        | "compose.yml"
        | "compose.yaml"
        | "devcontainer.json"
        | ".devcontainer.json"
        | "cloud-init.yaml"
        | "cloud-init.yml" => FileKind::Commands,
        _ => return None,
    })
}

fn by_pattern(path: &RepoPath, name: &str) -> Option<FileKind> {
    let lower = name.to_ascii_lowercase();
    let (stem, extension) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    let folder =
        |part: &str| path.as_bytes().split(|b| *b == b'/').rev().skip(1).any(|folder| folder == part.as_bytes());
    let requirements = || {
        stem.contains("requirement")
            || stem.contains("constraint")
            || folder("requirements")
            || folder("constraints")
            || stem == "reqs"
    };
    match extension {
        "txt" | "in" | "pip" if requirements() => Some(FileKind::Requirements),
        "csproj" | "fsproj" | "vbproj" | "props" | "targets" | "proj" | "sqlproj" | "shproj" => {
            Some(FileKind::DotnetProject)
        }
        "nuspec" => Some(FileKind::Nuspec),
        "config" if stem == "packages" || stem.starts_with("packages.") => Some(FileKind::PackagesConfig),
        "gemspec" => Some(FileKind::Gemfile),
        "pom" => Some(FileKind::Pom),
        "xml" if stem == "extensions" && folder(".mvn") => Some(FileKind::Pom),
        "gradle" => Some(FileKind::GradleBuild),
        "kts" if stem.ends_with(".gradle") => Some(FileKind::GradleBuild),
        "lockfile" if folder("dependency-locks") => Some(FileKind::GradleLock),
        "sbt" => Some(FileKind::Sbt),
        "scala" if folder("project") && stem.contains("dependenc") => Some(FileKind::Sbt),
        "toml" if stem.ends_with(".versions") => Some(FileKind::VersionCatalog),
        "toml" if stem.starts_with("pylock.") => Some(FileKind::PythonLock),
        "json" if stem.starts_with("packages.") && stem.strip_suffix(".lock").is_some() => Some(FileKind::NugetLock),
        "md" | "markdown" | "mdx" | "ipynb" => Some(FileKind::Markdown),
        "sh" | "bash" | "zsh" | "fish" | "ksh" | "ps1" | "psm1" | "bat" | "cmd" | "mk" | "just" | "dockerfile"
        | "containerfile" => Some(FileKind::Commands),
        "yml" | "yaml" => yaml(path, stem, folder),
        _ if lower.starts_with("dockerfile") || lower.starts_with("containerfile") => Some(FileKind::Commands),
        _ if lower.ends_with("gemfile") => Some(FileKind::Gemfile),
        _ => None,
    }
}

fn yaml(path: &RepoPath, stem: &str, folder: impl Fn(&str) -> bool) -> Option<FileKind> {
    let workflows = |part: &[u8]| memchr::memmem::find(path.as_bytes(), part).is_some();
    if workflows(b".github/workflows/") || workflows(b".gitea/workflows/") || workflows(b".forgejo/workflows/") {
        return Some(FileKind::Workflow);
    }
    if stem.contains("environment") || stem.starts_with("conda") || stem == "env" || folder("conda") {
        return Some(FileKind::CondaEnvironment);
    }
    let pipelines = [
        ".circleci",
        ".buildkite",
        ".gitlab",
        ".gitlab-ci",
        ".azure",
        ".azure-pipelines",
        "azure-pipelines",
        "pipelines",
        ".woodpecker",
        ".ci",
        "ci",
    ];
    (pipelines.iter().any(|name| folder(name)) || stem.contains("gitlab-ci") || stem.contains("pipeline"))
        .then_some(FileKind::Commands)
}

impl FileKind {
    /// Whether the file holds the versions that a package manager resolved.
    pub fn is_lock(self) -> bool {
        matches!(
            self,
            Self::PipfileLock
                | Self::PythonLock
                | Self::PackageLock
                | Self::YarnLock
                | Self::PnpmLock
                | Self::BunLock
                | Self::DenoLock
                | Self::CargoLock
                | Self::GradleLock
                | Self::GemfileLock
                | Self::ComposerLock
                | Self::NugetLock
        )
    }

    /// The names of the lock files that resolve a manifest of this kind, the likeliest first.
    fn lock_names(self) -> &'static [&'static str] {
        match self {
            Self::Pyproject | Self::SetupCfg | Self::SetupPy => {
                &["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock"]
            }
            Self::Pipfile => &["Pipfile.lock"],
            Self::Pixi => &["pixi.lock"],
            Self::PackageJson | Self::PnpmWorkspace => {
                &["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"]
            }
            Self::DenoJson => &["deno.lock"],
            Self::CargoToml => &["Cargo.lock"],
            Self::GradleBuild | Self::VersionCatalog => &["gradle.lockfile", "buildscript-gradle.lockfile"],
            Self::Gemfile => &["Gemfile.lock", "gems.locked"],
            Self::ComposerJson => &["composer.lock"],
            Self::DotnetProject => &["packages.lock.json"],
            _ => &[],
        }
    }
}

/// Where the lock file of a manifest may stand, the likeliest first: in its folder, then in each folder above, for
/// workspaces. Requirements are resolved by the `.txt` file beside an `.in` file.
pub fn locks_of(kind: FileKind, path: &RepoPath) -> Vec<RepoPath> {
    let bytes = path.as_bytes();
    if kind == FileKind::Requirements {
        let stem = bytes.strip_suffix(b".in");
        return stem.map(|stem| RepoPath::new([stem, b".txt"].concat())).into_iter().collect();
    }
    let mut locks = Vec::new();
    if kind.lock_names().is_empty() {
        return locks;
    }
    // Thirty folders are more than a workspace has; a path may be as long as it likes.
    let folders =
        memchr::memrchr_iter(b'/', bytes).map(|slash| &bytes[..=slash]).take(30).chain(std::iter::once(&[][..]));
    for folder in folders {
        locks.extend(kind.lock_names().iter().map(|name| RepoPath::new([folder, name.as_bytes()].concat())));
    }
    locks
}
