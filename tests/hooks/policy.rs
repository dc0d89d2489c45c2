//! The policy comes from the commit that a change builds on.

use crate::sandbox::{OWN_RULE, Sandbox, token};

fn adopt(repo: &Sandbox, policy: &str) {
    repo.stage(".hunkguard.toml", policy);
    repo.git(["commit", "-q", "--no-verify", "-m", "policy"]).passes();
}

stories! {
    fn a_commit_cannot_weaken_its_own_gate(repo) {
        adopt(repo, "block = \"high\"\n");
        repo.stage(".hunkguard.toml", "[paths]\nexclude = [\"app.py\"]\n");
        repo.stage_token("app.py");
        repo.git(["commit", "-m", "x"]).is_blocked().says("app.py:1:8").says("policy-weakened");
    }

    fn a_weaker_policy_needs_an_override_and_a_stricter_one_does_not(repo) {
        adopt(repo, "block = \"high\"\n");
        repo.stage(".hunkguard.toml", "block = \"medium\"\n");
        repo.git(["commit", "-q", "-m", "stricter"]).passes();
        repo.stage(".hunkguard.toml", "block = \"critical\"\n");
        let line = repo.git(["commit", "-m", "weaker"]).is_blocked().says("policy-weakened").override_line();
        repo.git(["commit", "-q", "-m", "weaker", "-m", &line]).passes();
    }

    fn the_first_policy_of_a_repository_warns(repo) {
        repo.stage(".hunkguard.toml", "[review]\nmode = \"off\"\n");
        repo.git(["commit", "-m", "policy"]).passes().says("policy-first");
    }

    fn deleting_a_strict_policy_is_weakening(repo) {
        adopt(repo, "block = \"low\"\n");
        repo.git(["rm", "-q", ".hunkguard.toml"]).passes();
        repo.git(["commit", "-m", "x"]).is_blocked().says("policy-weakened");
    }

    fn a_broken_policy_is_not_let_in(repo) {
        repo.stage(".hunkguard.toml", "[paths]\nexlude = [\"x\"]\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("did you mean `exclude`?");
    }

    fn a_broken_policy_that_got_in_blocks_with_a_hint(repo) {
        adopt(repo, "blok = 1\n");
        repo.stage("app.py", "x = 1\n");
        let ran = repo.git(["commit", "-m", "x"]);
        assert_eq!(ran.code, 1);
        ran.says(".hunkguard.toml:1").says("unknown key `blok`").says("policy-broken");
        // The commit that mends it must be possible.
        repo.stage(".hunkguard.toml", "block = \"high\"\n");
        repo.git(["commit", "-q", "-m", "mend the policy"]).passes();
    }

    fn excluded_files_are_counted_not_read(repo) {
        adopt(repo, "[paths]\nexclude = [\"vendor/**\"]\n");
        repo.stage_token("vendor/app.py");
        repo.git(["commit", "-m", "x"]).passes().says("1 file excluded");
    }

    fn a_rule_can_be_switched_off_and_changed(repo) {
        adopt(repo, "[rules]\ndisable = [\"github-token\"]\n");
        repo.stage_token("app.py");
        repo.git(["commit", "-q", "-m", "off"]).passes().does_not_say("github-token");
        adopt(repo, "[rules.severity]\ngithub-token = \"low\"\n");
        repo.stage_token("other.py");
        repo.git(["commit", "-q", "-m", "low"]).passes().says("github-token");
    }

    fn an_allowed_finding_passes_until_it_expires(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        let fingerprint = line.split(' ').nth(1).unwrap().to_owned();
        repo.git(["reset", "-q", "--hard"]).passes();
        let allow = |expires: &str| {
            format!("[[allow]]\nfingerprint = \"{fingerprint}\"\nreason = \"a value for tests\"\nexpires = {expires}\n")
        };
        adopt(repo, &allow("2020-01-31"));
        repo.stage_token("app.py");
        repo.git(["commit", "-m", "x"]).is_blocked().says("2020-01-31");
        repo.git(["reset", "-q", "--hard"]).passes();
        adopt(repo, &allow("2999-01-31"));
        repo.stage_token("app.py");
        repo.git(["commit", "-q", "-m", "x"]).passes();
    }

    fn a_rule_of_ones_own_is_read_from_the_base(repo) {
        repo.stage("security/acme.toml", OWN_RULE);
        repo.stage(".hunkguard.toml", "[rules]\nextra = [\"security/*.toml\"]\n");
        repo.git(["commit", "-q", "-m", "our own rule"]).passes();
        repo.stage("app.py", format!("k = 'acme_{}'\n", hunkguard::rules::expand("{{hex:8}}").unwrap().text));
        repo.git(["commit", "-m", "x"]).is_blocked().says("acme-key");
        repo.hunkguard(["rules", "test", "security/acme.toml"]).passes();
        repo.write(".hunkguard.toml", "[rules]\nextra = [\"security/*.toml\"]\ndisable = [\"acme-key\"]\n");
        repo.hunkguard(["config", "check"]).passes();
    }

    fn init_writes_a_policy_that_checks_and_shows(repo) {
        repo.hunkguard(["init"]).passes();
        assert_eq!(repo.hunkguard(["init"]).says("--force").code, 2);
        repo.hunkguard(["config", "check"]).passes();
        repo.write(".hunkguard.toml", "block = \"medium\"\n");
        let shown = repo.hunkguard(["config", "show"]).passes().out;
        assert!(shown.contains("block") && shown.contains("built-in"), "{shown}");
        repo.write(".hunkguard.toml", "blok = 1\n");
        let ran = repo.hunkguard(["config", "check"]);
        assert_eq!(ran.code, 2);
        ran.says("did you mean `block`?");
    }

    fn the_policy_of_a_push_is_the_remotes(repo) {
        repo.init("origin", &["--bare"]);
        repo.git(["remote", "add", "origin", repo.path_of("origin").to_str().unwrap()]).passes();
        adopt(repo, "block = \"high\"\n");
        repo.git(["push", "-q", "origin", "main"]).passes();
        adopt(repo, "[rules]\ndisable = [\"github-token\"]\n");
        repo.stage("app.py", format!("key = '{}'\n", token()));
        repo.git(["commit", "-q", "-m", "the local policy lets it in"]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("app.py:1:8").says("policy-weakened");
    }
}
