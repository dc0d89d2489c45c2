use super::*;
use crate::rules::name_key::key;

#[test]
fn a_path_has_the_key_of_every_pattern_that_matches_it() {
    for (pattern, path) in [
        ("id_rsa", "home/.ssh/id_rsa"),
        ("*.pem", "a/b.c/server.pem"),
        ("*.tfstate.backup", "terraform.tfstate.backup"),
        (".env.*", ".env.production"),
        ("application-*.yml", "src/application-prod.yml"),
        (".aws/credentials", "home/.aws/credentials"),
        (".claude/projects/**", "x/.claude/projects/-home-x/1.jsonl"),
    ] {
        assert!(matches(pattern, path.as_bytes()), "{pattern} {path}");
        let wanted = key(pattern).unwrap();
        let mut found = false;
        keys(path.as_bytes(), |kind, text| found |= (kind, text) == (wanted.0, wanted.1.as_bytes()));
        assert!(found, "{pattern} {path}");
    }
}

#[test]
fn what_only_looks_alike_does_not_match() {
    for (pattern, path) in [
        ("id_rsa", "id_rsa.pub"),
        ("id_rsa", "id_rsa/readme"),
        ("*.pem", "pem"),
        (".env.*", ".environment"),
        ("a.*.a", "a.a"),
        (".aws/credentials", "aws/credentials"),
        (".aws/credentials", "credentials"),
        (".claude/projects/**", ".claude/commands/projects/x"),
        (".claude/projects/**", ".claude/projects"),
    ] {
        assert!(!matches(pattern, path.as_bytes()), "{pattern} {path}");
    }
}

#[test]
fn a_pattern_without_a_key_is_refused() {
    for bad in ["", "*", "a/", "Id_rsa", "*rsa", "core*", "*.a.*", "src/**", "**", "a*/b", ".a//b", "**/x"] {
        assert!(key(bad).is_err(), "{bad}");
    }
}
