//! Every way of scanning reaches the same findings, and the whole history names the commit that began it.

use std::collections::BTreeSet;

use crate::sandbox::{Ran, other_token, token};

/// What was found, without what depends on where it was read from.
fn found(ran: &Ran) -> BTreeSet<String> {
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON document");
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|f| format!("{} {} {}:{}", f["rule"], f["fingerprint"], f["line"], f["column"])).collect()
}

/// Path and commit of each finding of a history.
fn places(ran: &Ran) -> Vec<(String, String)> {
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("one JSON document");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap();
    let mut places: Vec<_> = findings.iter().map(|f| (text(&f["path"]), text(&f["commit"]))).collect();
    places.sort();
    places
}

stories! {
    fn every_way_of_scanning_finds_the_same(repo) {
        let files = [
            (".env", format!("PORT=3000\nGITHUB={}\nDB_PASSWORD=Wq7rTz2pLx\n", token())),
            ("src/app.py", format!("import os\nkey = '{}'\nos.system('rm ' + name)\n", other_token())),
            ("release.jks", "x".to_owned()),
        ];
        for (path, text) in &files {
            repo.stage(path, text);
        }
        let json = ["--format", "json"];
        let staged = found(&repo.hunkguard(["scan", "--staged"].into_iter().chain(json)));
        assert!(staged.len() >= 4, "{staged:?}");
        assert_eq!(found(&repo.hunkguard(["scan", "."].into_iter().chain(json))), staged);
        let piped = files.iter().flat_map(|(path, text)| {
            found(&repo.hunkguard_with(["scan", "--stdin", "--path", path].into_iter().chain(json), text.as_bytes()))
        });
        assert_eq!(piped.collect::<BTreeSet<_>>(), staged);
        repo.git(["commit", "-q", "--no-verify", "-m", "all of it"]).passes();
        assert_eq!(found(&repo.hunkguard(["scan", "--range", "HEAD~1..HEAD"].into_iter().chain(json))), staged);
        assert_eq!(found(&repo.hunkguard(["scan", "--all"].into_iter().chain(json))), staged);
    }

    fn the_whole_history_names_the_first_commit_that_added_a_secret(repo) {
        repo.commit_unchecked("app.py", format!("key = '{}'\n", token()), "first");
        let first = repo.id("HEAD");
        repo.commit_unchecked("app.py", format!("x = 1\nkey = '{}'\n", token()), "changed");
        repo.git(["rm", "-q", "app.py"]).passes();
        repo.git(["commit", "-q", "-m", "removed"]).passes();
        repo.git(["checkout", "-q", "-b", "side", "HEAD~3"]).passes();
        repo.commit_unchecked("side.py", format!("key = '{}'\n", other_token()), "aside");
        let side = repo.id("HEAD");
        repo.git(["checkout", "-q", "main"]).passes();
        repo.commit_unchecked("copy.py", "x = 1\n", "clean");
        let ran = repo.hunkguard(["scan", "--all", "--format", "json"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert_eq!(places(&ran), [("app.py".to_owned(), first), ("side.py".to_owned(), side)]);
    }

    fn the_whole_history_has_messages_names_tags_and_loose_objects(repo) {
        let secret = token();
        repo.git(["commit", "-q", "--no-verify", "--allow-empty", "-m", &format!("deploy with {secret}")]).passes();
        let message = repo.id("HEAD");
        repo.commit_unchecked(&format!("{}.txt", other_token()), "x\n", "a name");
        repo.git(["tag", "-a", "-m", &format!("key {secret}"), "v1"]).passes();
        repo.write("loose.txt", format!("key = '{secret}'\n"));
        let id = repo.git(["hash-object", "-w", "loose.txt"]).passes().out;
        repo.git(["tag", "loose", id.trim()]).passes();
        repo.git(["branch", &format!("try-{}", other_token())]).passes();
        let ran = repo.hunkguard(["scan", "--all", "--format", "json"]);
        assert!(!ran.out.contains(&secret) && !ran.out.contains(&other_token()), "{}", ran.out);
        let places = places(&ran);
        let at = |path: &str| places.iter().find(|(found, _)| found.starts_with(path)).map(|(_, commit)| commit.as_str());
        assert_eq!(at("commit message"), Some(message.as_str()), "{places:?}");
        assert!(at("gho_").is_some() && at("refs/tags/v1").is_some() && at("refs/tags/loose").is_some(), "{places:?}");
        assert!(at("refs/heads/try-gho_").is_some(), "{places:?}");
    }

    fn a_content_that_gets_a_telling_name_is_read_again(repo) {
        repo.commit_unchecked("notes/history.txt", "ls -l\n", "harmless");
        repo.commit_unchecked("notes/.bash_history", "ls -l\n", "not so");
        let ran = repo.hunkguard(["scan", "--all", "--format", "json"]);
        assert_eq!(places(&ran), [("notes/.bash_history".to_owned(), repo.id("HEAD"))]);
    }

    fn a_history_without_commits_and_a_clean_one_pass(repo) {
        assert_eq!(repo.hunkguard(["scan", "--all"]).passes().code, 0);
        repo.init("empty", &[]);
        let ran = repo.run_in(&repo.path_of("empty"), env!("CARGO_BIN_EXE_hunkguard"), ["scan", "--all"]);
        ran.passes();
    }

    fn the_name_of_a_pushed_branch_is_read(repo) {
        repo.init("origin", &["--bare"]);
        let origin = repo.path_of("origin");
        repo.git(["remote", "add", "origin", origin.to_str().unwrap()]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
        let name = format!("HEAD:refs/heads/deploy-{}", token());
        let note = "in the name of the reference";
        repo.git(["push", "origin", &name]).is_blocked().says("refs/heads/deploy-ghp_***").says(note);
        // Without the hook of the sender, that of the receiver.
        repo.run_in(&origin, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        repo.git(["push", "--no-verify", "origin", &name]).is_blocked().says("remote: ").says(note);
        repo.git(["push", "-q", "origin", "HEAD:refs/heads/deploy"]).passes();
    }

    fn a_server_reads_messages_tags_and_names(repo) {
        repo.init("origin", &["--bare"]);
        let origin = repo.path_of("origin");
        repo.git(["remote", "add", "origin", origin.to_str().unwrap()]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
        repo.run_in(&origin, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        let secret = token();
        let push = |what: &str| repo.git(["push", "--no-verify", "origin", what]);
        repo.git(["tag", "-a", "-m", &format!("key {secret}"), "v1"]).passes();
        push("v1").is_blocked().says("refs/tags/v1:1:5").does_not_say(&secret);
        repo.git(["commit", "-q", "--no-verify", "--allow-empty", "-m", &secret]).passes();
        push("main").is_blocked().says("commit message:1:1").does_not_say(&secret);
        repo.git(["reset", "-q", "--hard", "HEAD~1"]).passes();
        repo.commit_unchecked(&format!("keys/{secret}.txt"), "x\n", "a name");
        push("main").is_blocked().says("in the name of the file").does_not_say(&format!("keys/{secret}"));
        repo.git(["reset", "-q", "--hard", "HEAD~1"]).passes();
        repo.git(["checkout", "-q", "-b", "side"]).passes();
        repo.commit_unchecked("side.txt", "x\n", "aside");
        repo.git(["checkout", "-q", "main"]).passes();
        repo.git(["merge", "-q", "--no-ff", "--no-verify", "-m", &format!("merged with {secret}"), "side"]).passes();
        push("main").is_blocked().says("commit message:1:13").does_not_say(&secret);
    }

    fn a_sensitive_file_blocks_once_and_its_override_stays_good(repo) {
        repo.stage("certs/release.p12", "one");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().says("key-store-file").override_line();
        repo.git(["commit", "-q", "-m", "x", "-m", &line]).passes();
        repo.stage("certs/release.p12", "two");
        repo.git(["commit", "-q", "-m", "a newer one"]).passes();
        repo.git(["mv", "certs/release.p12", "certs/moved.p12"]).passes();
        repo.git(["commit", "-q", "-m", "moved"]).passes();
        assert_eq!(repo.hunkguard(["scan", "certs"]).code, 1, "a scan of files reads them all");
    }
}
