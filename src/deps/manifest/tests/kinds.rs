use crate::deps::manifest::{FileKind, kind, locks_of};
use crate::text::RepoPath;

#[test]
fn names_that_declare_and_names_that_do_not() {
    for (path, expected) in [
        ("requirements.txt", Some(FileKind::Requirements)),
        ("requirements-dev.txt", Some(FileKind::Requirements)),
        ("dev-requirements.in", Some(FileKind::Requirements)),
        ("requirements/base.txt", Some(FileKind::Requirements)),
        ("constraints.txt", Some(FileKind::Requirements)),
        ("notes.txt", None),
        ("a/b/package.json", Some(FileKind::PackageJson)),
        ("gems.locked", Some(FileKind::GemfileLock)),
        ("src/App.fsproj", Some(FileKind::DotnetProject)),
        ("Directory.Build.props", Some(FileKind::DotnetProject)),
        ("pylock.dev.toml", Some(FileKind::PythonLock)),
        ("gradle/libs.versions.toml", Some(FileKind::VersionCatalog)),
        ("settings.gradle.kts", Some(FileKind::GradleBuild)),
        (".github/workflows/ci.yaml", Some(FileKind::Workflow)),
        ("app/action.yml", Some(FileKind::Workflow)),
        ("docker/Dockerfile.prod", Some(FileKind::Commands)),
        ("app.dockerfile", Some(FileKind::Commands)),
        (".gitlab-ci.yml", Some(FileKind::Commands)),
        ("environment-dev.yaml", Some(FileKind::CondaEnvironment)),
        ("k8s/deployment.yaml", None),
        ("go.sum", None),
        ("src/main.rs", None),
        ("tsconfig.json", None),
    ] {
        assert_eq!(kind(&RepoPath::from(path)), expected, "{path}");
    }
    assert_eq!(kind(&RepoPath::new(b"\xff/\xfe.txt".to_vec())), None);
}

#[test]
fn a_lock_beside_the_manifest_comes_before_that_of_the_workspace() {
    let shown = |kind, path: &str| -> Vec<String> {
        locks_of(kind, &RepoPath::from(path)).iter().map(|path| path.lossless().into_owned()).collect()
    };
    assert_eq!(
        shown(FileKind::CargoToml, "crates/a/Cargo.toml"),
        ["crates/a/Cargo.lock", "crates/Cargo.lock", "Cargo.lock"]
    );
    assert_eq!(shown(FileKind::Requirements, "req/base.in"), ["req/base.txt"]);
    assert!(shown(FileKind::Requirements, "requirements.txt").is_empty());
    assert_eq!(shown(FileKind::PackageJson, "package.json")[0], "package-lock.json");
}
