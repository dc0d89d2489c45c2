//! Dependencies: what a commit adds to manifests and lock files is judged, offline.

use std::fs;

use crate::sandbox::{Sandbox, token};

/// An index in the place where hooks look for it, made of records: ecosystem, package, id, aliases, first fixed version.
fn install_index(repo: &Sandbox, records: &[(&str, &str, &str, &str, Option<&str>)]) {
    let folder = repo.path_of("osv");
    fs::create_dir_all(&folder).unwrap();
    for (ecosystem, package, id, alias, fixed) in records {
        let end = fixed.map(|fixed| format!(r#", {{"fixed": "{fixed}"}}"#)).unwrap_or_default();
        let record = format!(
            r#"{{"id": "{id}", "modified": "2026-01-01T00:00:00Z", "aliases": ["{alias}"], "affected": [{{"package":
               {{"ecosystem": "{ecosystem}", "name": "{package}"}}, "ranges": [{{"type": "ECOSYSTEM", "events":
               [{{"introduced": "0"}}{end}]}}]}}]}}"#
        );
        fs::write(folder.join(format!("{id}.json")), record).unwrap();
    }
    repo.hunkguard(["advisories", "import", folder.to_str().unwrap()]).passes();
}

fn lock(name: &str, version: &str) -> String {
    format!(
        "version = 4\n\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \
         \"registry+https://github.com/rust-lang/crates.io-index\"\n"
    )
}

fn adopt(repo: &Sandbox, policy: &str) {
    repo.commit_unchecked(".hunkguard.toml", policy, "policy");
}

stories! {
    fn a_vulnerable_pin_is_blocked_with_the_edit_that_mends_it(repo) {
        repo.stage("requirements.txt", "flask==3.0.3\npyyaml==5.3\n");
        let ran = repo.git(["commit", "-m", "x"]).is_blocked();
        ran.says("requirements.txt:2:9").says("vulnerable-dependency").says("CVE-2020-14343")
            .says("Write `pyyaml==5.4` instead of `pyyaml==5.3`.");
        repo.stage("requirements.txt", "flask==3.0.3\npyyaml==6.0.1\n");
        repo.git(["commit", "-m", "x"]).passes().does_not_say("pyyaml");
    }

    fn an_old_pin_does_not_block_a_commit_that_leaves_it(repo) {
        repo.commit_unchecked("requirements.txt", "pyyaml==5.3\n", "old sins");
        repo.stage("requirements.txt", "# sorted\nflask==3.0.3\npyyaml==5.3\n");
        repo.git(["commit", "-m", "x"]).passes().does_not_say("pyyaml");
        // A change from one weak version to another is a choice.
        repo.stage("requirements.txt", "# sorted\nflask==3.0.3\npyyaml==5.2\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("`pyyaml` 5.2");
        repo.git(["mv", "-f", "requirements.txt", "requirements-dev.txt"]).passes();
        repo.stage("requirements-dev.txt", "# sorted\nflask==3.0.3\npyyaml==5.3\n");
        repo.git(["commit", "-m", "renamed"]).passes().does_not_say("pyyaml");
    }

    fn what_a_merge_takes_from_its_sides_is_not_new(repo) {
        repo.commit_unchecked("requirements.txt", "a\nb\nc\n", "base");
        repo.git(["checkout", "-q", "-b", "side"]).passes();
        repo.commit_unchecked("requirements.txt", "a\nb\nc\npyyaml==5.3\n", "side's pin");
        repo.git(["checkout", "-q", "main"]).passes();
        repo.commit_unchecked("requirements.txt", "jinja2==2.10\na\nb\nc\n", "main's pin");
        repo.git(["merge", "-q", "--no-commit", "side"]).passes();
        repo.git(["commit", "-q", "-m", "merge"]).passes().does_not_say("vulnerable");
        repo.git(["reset", "-q", "--hard", "HEAD^1"]).passes();
        repo.git(["merge", "-q", "--no-commit", "side"]).passes();
        repo.stage("requirements.txt", "jinja2==2.10\na\nb\nc\npyyaml==5.3\nrequests==2.19.0\n");
        repo.git(["commit", "-m", "merge"]).is_blocked().says("`requests` 2.19.0").does_not_say("jinja2");
    }

    fn a_range_warns_until_a_lock_resolves_it(repo) {
        repo.stage("Cargo.toml", "[dependencies]\ntokio = \"1.0\"\n");
        repo.git(["commit", "-m", "range"]).passes().says("vulnerable-range").says("instead of `tokio = \"1.0\"`");
        repo.stage("Cargo.toml", "[dependencies]\ntokio = \"1.1\"\n");
        repo.stage("Cargo.lock", lock("tokio", "1.44.2"));
        repo.git(["commit", "-m", "range and lock"]).passes().does_not_say("tokio");
        // The lock of the index counts, also for a member of the workspace; the one on the disk does not.
        repo.stage("member/Cargo.toml", "[dependencies]\ntokio = \"1.2\"\n");
        repo.write("Cargo.lock", lock("itoa", "1.0.0"));
        repo.git(["commit", "-m", "member"]).passes().does_not_say("tokio");
        repo.stage("Cargo.lock", lock("tokio", "1.8.0"));
        repo.git(["commit", "-m", "locked to a weak one"]).is_blocked().says("cargo update -p tokio --precise");
    }

    fn a_push_judges_each_commit_by_the_lock_that_it_holds(repo) {
        repo.init("origin", &["--bare"]);
        repo.git(["remote", "add", "origin", repo.path_of("origin").to_str().unwrap()]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
        repo.commit_unchecked("Cargo.lock", lock("tokio", "1.44.2"), "lock");
        repo.commit_unchecked("Cargo.toml", "[dependencies]\ntokio = \"1.0\"\n", "range");
        repo.git(["push", "-q", "origin", "main"]).passes().does_not_say("tokio");
        repo.commit_unchecked("requirements.txt", "pyyaml==5.3\n", "weak");
        let line = repo.git(["push", "-q", "origin", "main"]).is_blocked().says("`pyyaml` 5.3").override_line();
        let reviewed = format!("{line}\nReviewed-by: Reviewer <reviewer@example.com>");
        repo.git(["commit", "-q", "--allow-empty", "-m", "follow-up", "-m", &reviewed]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn an_override_is_for_one_version_and_survives_a_moved_line(repo) {
        repo.stage("requirements.txt", "pyyaml==5.3\n");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.stage("requirements.txt", "pyyaml==5.2\n");
        repo.git(["commit", "-m", "x", "-m", &line]).is_blocked();
        repo.stage("requirements.txt", "flask==3.0.3\n\npyyaml == 5.3\n");
        repo.git(["commit", "-m", "x", "-m", &line]).passes().says("Overridden");
    }

    fn malware_blocks_by_the_index_that_was_fetched(repo) {
        install_index(repo, &[("npm", "left-pat", "MAL-2026-1", "GHSA-0000-0000-0001", None)]);
        repo.stage("package.json", "{\n  \"dependencies\": {\n    \"left-pat\": \"^1.0.0\"\n  }\n}\n");
        let ran = repo.git(["commit", "-m", "x"]).is_blocked();
        ran.says("critical[malicious-dependency]").says("package.json:3:18").says("MAL-2026-1").says("Take it out");
        repo.stage("package.json", "{\n  \"dependencies\": {\n    \"z\": \"npm:left-pat@2.0.0\"\n  }\n}\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("`left-pat` 2.0.0 is malicious");
        repo.stage("package.json", "{\n  \"dependencies\": {\n    \"left-pat\": \"git+https://example.com/x.git\"\n  }\n}\n");
        repo.git(["commit", "-m", "x"]).passes();
    }

    fn the_policy_ignores_an_advisory_by_any_alias_until_its_day(repo) {
        install_index(repo, &[("PyPI", "acme-lib", "GHSA-0000-0000-0002", "CVE-2026-2", Some("2.0"))]);
        let entry = |until: &str| {
            format!(
                "[[dependencies.ignore]]\nid = \"CVE-2026-2\"\npackage = \"Acme_Lib\"\nreason = \"the call is never made\"\n\
                 expires = {until}\n"
            )
        };
        adopt(repo, &entry("2999-12-31"));
        repo.stage("requirements.txt", "acme-lib==1.0\n");
        repo.git(["commit", "-m", "x"]).passes().says("the call is never made").says("until 2999-12-31");
        adopt(repo, &entry("2020-01-31"));
        repo.stage("requirements.txt", "acme-lib==1.1\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("2020-01-31");
        repo.git(["reset", "-q", "--hard"]).passes();
        repo.stage(".hunkguard.toml", entry("2999-12-31"));
        repo.git(["commit", "-m", "x"]).is_blocked().says("policy-weakened").says("CVE-2026-2");
    }

    fn packages_of_ones_own_are_not_judged(repo) {
        install_index(repo, &[("npm", "@acme/http", "MAL-2026-3", "GHSA-0000-0000-0003", None)]);
        adopt(repo, "[dependencies]\ninternal = [\"@acme/*\", \"reqeusts\"]\n");
        repo.stage("package.json", "{\"dependencies\": {\"@acme/http\": \"1.0.0\"}}\n");
        repo.stage("requirements.txt", "reqeusts==1.0\n");
        repo.git(["commit", "-m", "x"]).passes().does_not_say("acme").does_not_say("reqeusts");
        repo.stage(".hunkguard.toml", "[dependencies]\ninternal = [\"*\"]\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("policy-broken").says("switch the check off");
    }

    fn a_wrong_name_is_told_once_when_it_comes_in(repo) {
        repo.stage("requirements.txt", "sklearn\n");
        repo.git(["commit", "-m", "x"]).passes().says("suspicious-package-name").says("scikit-learn");
        repo.stage("requirements.txt", "sklearn==0.0\nflask\n");
        repo.git(["commit", "-m", "x"]).passes().does_not_say("sklearn");
    }

    fn a_manifest_with_conflict_markers_blocks(repo) {
        repo.stage("package.json", "{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> side\n}\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("unreadable-manifest").says("resolve").says("package.json:2");
        repo.stage("package.json", "{\"dependencies\": {\"lodash\": \"4.17.4\"");
        repo.git(["commit", "-m", "x"]).is_blocked().says("unreadable-manifest").says("`lodash` 4.17.4");
        repo.git(["rm", "-q", "--cached", "package.json"]).passes();
        repo.stage("templates/package.json", "{\"dependencies\": {{ dependencies }}");
        repo.git(["commit", "-m", "x"]).passes().says("unreadable-manifest");
    }

    fn a_damaged_index_warns_in_one_line_and_the_built_in_one_judges(repo) {
        install_index(repo, &[("npm", "x", "GHSA-0000-0000-0004", "CVE-2026-4", None)]);
        let index = repo.path_of("home/.cache/hunkguard/advisories.index");
        let whole = fs::read(&index).unwrap();
        fs::write(&index, &whole[..whole.len() / 2]).unwrap();
        repo.stage("requirements.txt", "flask==3.0.3\n");
        repo.git(["commit", "-m", "x"]).passes().says("the built-in one is used instead");
        repo.stage("requirements.txt", "flask==3.0.3\npyyaml==5.3\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("`pyyaml` 5.3");
        repo.git(["reset", "-q", "--hard"]).passes();
        repo.stage("notes.txt", "pyyaml==5.3\n");
        // Nothing opens the index for a commit without a manifest.
        repo.git(["commit", "-m", "x"]).passes().does_not_say("index");
    }

    fn a_scan_reports_the_package_at_the_top_of_a_finding(repo) {
        install_index(repo, &[("PyPI", "acme-lib", "GHSA-0000-0000-0005", "CVE-2026-5", Some("2.0"))]);
        repo.write("sub/requirements.txt", "# pinned\nAcme_Lib==1.5\nsklearn\n");
        repo.write("sub/app/pyproject.toml", "[project]\ndependencies = [\"acme-lib>=1.0\"]\n");
        let index = repo.path_of("home/.cache/hunkguard/advisories.index");
        let scan = |args: &[&str]| {
            let ran = repo.hunkguard(["scan", "sub", "--format", "json"].into_iter().chain(args.iter().copied()));
            let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_default();
            (ran, report["findings"].as_array().cloned().unwrap_or_default())
        };
        let (ran, findings) = scan(&["--advisories", index.to_str().unwrap()]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let [range, pin, name] = findings.as_slice() else { panic!("{findings:#?}") };
        let pinned = serde_json::json!({"category": "dependency", "rule": "vulnerable-dependency", "line": 2, "package":
            "acme-lib", "version": "1.5", "ecosystem": "PyPI", "ids": ["CVE-2026-5", "GHSA-0000-0000-0005"], "fixed": "2.0"});
        for (key, value) in pinned.as_object().unwrap() {
            assert_eq!(&pin[key], value, "{key}");
        }
        assert_eq!(pin["references"][0], "https://github.com/advisories/GHSA-0000-0000-0005");
        assert_eq!((&range["rule"], &range["version"]), (&"vulnerable-range".into(), &">=1.0".into()));
        assert_eq!((&name["package"], &name["ids"], &name["fixed"]), (&"sklearn".into(), &serde_json::json!([]), &().into()));

        // With a lock in a folder above, nothing is said of the range.
        repo.write("sub/uv.lock", "[[package]]\nname = \"acme-lib\"\nversion = \"2.0\"\n");
        let (_, findings) = scan(&["--advisories", index.to_str().unwrap()]);
        assert!(findings.iter().all(|finding| finding["rule"] != "vulnerable-range"), "{findings:#?}");

        fs::write(&index, "no index").unwrap();
        for bad in [index.to_str().unwrap(), "no/such/index"] {
            let (ran, _) = scan(&["--advisories", bad]);
            assert_eq!(ran.code, 2, "{}", ran.err);
        }
        let stdin = ["scan", "--stdin", "--path", "requirements.txt", "--format", "json"];
        let ran = repo.hunkguard_with(stdin, b"pyyaml==5.3\n");
        assert!(ran.out.contains("\"package\":\"pyyaml\"") && ran.code == 1, "{}{}", ran.out, ran.err);
    }

    fn a_secret_beside_a_version_is_not_shown(repo) {
        repo.stage("requirements.txt", format!("pyyaml==5.3  # {}\n", token()));
        let ran = repo.git(["commit", "-m", "x"]).is_blocked().says("`pyyaml` 5.3");
        assert!(!ran.err.contains(&token()), "{}", ran.err);
    }

    fn the_doctor_names_the_index(repo) {
        let doctor = || repo.hunkguard(["doctor"]).out;
        assert!(doctor().contains("advisories from the built-in index, "), "{}", doctor());
        install_index(repo, &[("npm", "x", "GHSA-0000-0000-0006", "CVE-2026-6", None)]);
        assert!(doctor().contains("advisories.index, "), "{}", doctor());
    }
}
