//! `hunkguard scan`, `override`, `explain` and `rules`.

use crate::sandbox::{Sandbox, token};

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("one JSON document")
}

stories! {
    fn staged_changes_as_json(repo) {
        repo.stage_token("app.py");
        let ran = repo.hunkguard(["scan", "--staged", "--format", "json"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(!ran.out.contains(&token()));
        let report = json(&ran.out);
        assert_eq!(report["schema_version"], 1);
        assert_eq!(report["verdict"], "blocked");
        let finding = &report["findings"][0];
        assert_eq!(finding["rule"], "github-token");
        assert_eq!((&finding["path"], &finding["line"], &finding["column"]), (&"app.py".into(), &1.into(), &8.into()));
        assert_eq!((&finding["status"], &finding["cwe"][0]), (&"blocking".into(), &"CWE-798".into()));
        assert_eq!(report["scanned"]["files"], 1);
    }

    fn a_range_names_the_commit_of_each_finding(repo) {
        repo.commit_unchecked("one.py", "x = 1\n", "one");
        let from = repo.id("HEAD");
        repo.commit_unchecked("two.py", format!("k = '{}'\n", token()), "two");
        let culprit = repo.id("HEAD");
        repo.commit_unchecked("three.py", "x = 1\n", "three");
        let range = format!("{from}..HEAD");
        let ran = repo.hunkguard(["scan", "--range", &range, "--format", "json"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let report = json(&ran.out);
        assert_eq!(report["findings"].as_array().unwrap().len(), 1);
        assert_eq!(report["findings"][0]["commit"], culprit.as_str());
        assert_eq!(report["scanned"]["commits"], 2);
        assert_eq!(repo.hunkguard(["scan", "--range", "HEAD~1..HEAD"]).code, 0);
    }

    fn a_range_in_a_bare_repository(repo) {
        repo.commit_unchecked("two.py", format!("k = '{}'\n", token()), "two");
        repo.init("bare", &["--bare"]);
        repo.git(["push", "-q", "--no-verify", repo.path_of("bare").to_str().unwrap(), "main"]).passes();
        let bare = repo.path_of("bare");
        let ran = repo.run_in(&bare, env!("CARGO_BIN_EXE_hunkguard"), ["scan", "--range", "main~1..main"]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("two.py:1:6"), "{}{}", ran.out, ran.err);
        let ran = repo.run_in(&bare, env!("CARGO_BIN_EXE_hunkguard"), ["scan", "--staged"]);
        assert_eq!(ran.code, 2);
        ran.says("bare").says("--range");
    }

    fn a_folder_inside_a_repository(repo) {
        repo.write(".gitignore", "*.log\n");
        repo.write("src/a.py", format!("k = '{}'\n", token()));
        repo.write("src/b.log", format!("k = '{}'\n", token()));
        let ran = repo.hunkguard(["scan", "src", "--format", "json"]);
        let report = json(&ran.out);
        let paths: Vec<_> = report["findings"].as_array().unwrap().iter().map(|finding| &finding["path"]).collect();
        assert_eq!((ran.code, paths), (1, vec![&serde_json::Value::from("a.py")]));
        repo.git(["add", "-f", "src/b.log"]).passes();
        let report = json(&repo.hunkguard(["scan", "src", "--format", "json"]).out);
        assert_eq!(report["findings"].as_array().unwrap().len(), 2, "what git tracks is read: {report}");
    }

    fn override_prints_the_trailer_of_a_staged_finding(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        let fingerprint = line.split(' ').nth(1).unwrap();
        let ran = repo.hunkguard(["override", fingerprint, "--reason", "a value made for this test"]).passes();
        assert_eq!(ran.out.trim(), line);
        let ran = repo.hunkguard(["override", fingerprint, "--reason", "short"]);
        assert_eq!(ran.code, 2);
        ran.says("10");
        let ran = repo.hunkguard(["override", "0123456789abcdef", "--reason", "a value made for this test"]);
        assert_eq!(ran.code, 2);
        ran.says("no finding 0123456789abcdef").says("--rule");
    }

    fn override_commits_a_follow_up_that_the_push_accepts(repo) {
        repo.init("origin", &["--bare"]);
        repo.git(["remote", "add", "origin", repo.path_of("origin").to_str().unwrap()]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
        repo.commit_unchecked("app.py", format!("k = '{}'\n", token()), "slipped in");
        let line = repo.git(["push", "origin", "main"]).is_blocked().override_line();
        let fingerprint = line.split(' ').nth(1).unwrap();
        // What is staged stays staged, and out of the follow-up commit.
        repo.stage("later.py", "x = 1\n");
        let reviewer = "Reviewer <reviewer@example.com>";
        let reason = "a value made for this test";
        repo.hunkguard(["override", fingerprint, "--reason", reason, "--reviewed-by", reviewer, "--commit"]).passes();
        assert_eq!(repo.git(["diff", "--name-only", "HEAD~1", "HEAD"]).out, "");
        assert_eq!(repo.git(["diff", "--cached", "--name-only"]).out, "later.py\n");
        assert!(repo.message("HEAD").contains(&line));
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn a_finding_is_explained_by_its_fingerprint(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        let ran = repo.hunkguard(["explain", line.split(' ').nth(1).unwrap()]).passes();
        assert!(ran.out.contains("app.py:1:8") && ran.out.contains("CWE-798"), "{}", ran.out);
    }
}

#[test]
fn a_folder_outside_of_any_repository() {
    let repo = Sandbox::without_gate(crate::sandbox::Backend::Libgit2);
    let folder = repo.path_of("plain");
    std::fs::create_dir_all(folder.join("sub")).unwrap();
    std::fs::write(folder.join("sub/.env"), format!("KEY={}\n", token())).unwrap();
    let ran = repo.run_in(&repo.path_of(""), env!("CARGO_BIN_EXE_hunkguard"), ["scan", "plain", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(json(&ran.out)["findings"][0]["path"], "sub/.env");
}

#[test]
fn standard_input() {
    let repo = Sandbox::without_gate(crate::sandbox::Backend::Libgit2);
    let text = format!("x = 1\nkey = '{}'\n", token());
    let ran = repo.hunkguard_with(["scan", "--stdin", "--path", "a/b.py"], text.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("a/b.py:2:8"), "{}", ran.out);
}

#[test]
fn rules_are_listed_shown_and_tested() {
    let repo = Sandbox::without_gate(crate::sandbox::Backend::Libgit2);
    assert!(repo.hunkguard(["rules"]).passes().out.contains("github-token"));
    assert!(repo.hunkguard(["rules", "show", "github-token"]).passes().out.contains("{{"));
    assert!(repo.hunkguard(["explain", "github-token"]).passes().out.contains("CWE"));
    assert!(repo.hunkguard(["rules", "test"]).passes().out.contains(" 0 examples failed"));
    let ran = repo.hunkguard(["rules", "show", "github-tokn"]);
    assert_eq!(ran.code, 2);
    ran.says("did you mean `github-token`?");
}
