//! Attacks that once got through, and accidents that looked like one.

use std::os::unix::fs::PermissionsExt;

use crate::sandbox::{Backend, OWN_RULE, Ran, Sandbox, run, token};

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A bare repository `origin` without hooks of its own, with what `work` has.
fn with_origin(repo: &Sandbox) {
    repo.init("origin", &["--bare"]);
    repo.git(["remote", "add", "origin", repo.path_of("origin").to_str().unwrap()]).passes();
    repo.git(["push", "-q", "origin", "main"]).passes();
}

const STRICT: &str = "[review]\nreviewers = [\"lead@example.com\"]\n";
const WEAK: &str = "[review]\nmode = \"off\"\n[paths]\nexclude = [\"*.py\"]\n";

fn slip_in(repo: &Sandbox, path: &str) {
    repo.commit_unchecked(path, format!("key = \"{}\"\n", token()), "slipped in");
}

stories! {
    fn the_first_bytes_of_an_archive_hide_no_text(repo) {
        for (name, magic) in [("a", "BZh"), ("b", "PK\x03\x04"), ("c", "version https://git-lfs.github.com/spec/v1")] {
            repo.stage(name, format!("{magic}\nkey = \"{}\"\n", token()));
            repo.git(["commit", "-m", "x"]).is_blocked().says(&format!("{name}:2:8")).says("unscanned-opaque");
            repo.git(["rm", "-q", "-f", name]).passes();
        }
    }

    fn a_byte_order_mark_before_plain_text_hides_nothing(repo) {
        repo.stage("lie.txt", [b"\xff\xfe", format!("key = \"{}\"\n", token()).as_bytes()].concat());
        repo.git(["commit", "-m", "x"]).is_blocked().says("lie.txt:1:");
    }

    fn text_appended_in_another_encoding_is_read(repo) {
        // What `>>` of Windows PowerShell does to a file that was not UTF-16 before.
        let line = format!("key = \"{}\"\r\n", token());
        repo.stage("appended.txt", [b"plain text\n".to_vec(), utf16(&line)].concat());
        repo.git(["commit", "-m", "x"]).is_blocked().says("appended.txt:2:8");
        repo.git(["rm", "-q", "-f", "appended.txt"]).passes();
        repo.stage("other.txt", [utf16("\u{feff}first line\r\n"), line.into_bytes()].concat());
        repo.git(["commit", "-m", "x"]).is_blocked().says("other.txt:2:8");
    }

    fn a_fetch_refspec_that_names_ones_own_references_hides_nothing(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        repo.git(["tag", "v1"]).passes();
        let own = ["+refs/*:refs/*", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*", "refs/heads/main:refs/heads/main"];
        for spec in own {
            repo.git(["config", "remote.origin.fetch", spec]).passes();
            repo.git(["push", "origin", "main"]).is_blocked().says("app.py:1:8");
            repo.git(["push", "origin", "v1"]).is_blocked();
        }
    }

    fn a_refspec_hides_the_references_it_names_and_no_others(repo) {
        with_origin(repo);
        repo.git(["config", "remote.origin.fetch", "+refs/heads/main:refs/remotes/origin/main"]).passes();
        slip_in(repo, "app.py");
        repo.git(["update-ref", "refs/remotes/origin/main-but-another", "HEAD"]).passes();
        repo.git(["push", "origin", "main:topic"]).is_blocked();
        repo.git(["update-ref", "refs/remotes/origin/main", "HEAD"]).passes();
        repo.git(["push", "-q", "origin", "main:topic"]).passes();
    }

    fn a_header_line_further_down_makes_no_parent(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        let person = "A <a@example.com> 1700000000 +0000";
        let (tree, parent, evil) = (repo.id("HEAD^{tree}"), repo.id("HEAD~1"), repo.id("HEAD"));
        let commit = format!("tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\nparent {evil}\n\nx\n");
        repo.write(".git/commit", commit);
        let made = repo.git(["hash-object", "-t", "commit", "-w", "--literally", ".git/commit"]).passes().out;
        repo.git(["reset", "-q", "--hard", made.trim()]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("app.py:1:8");
    }

    fn a_list_of_references_that_somebody_took_is_no_silent_pass(repo) {
        repo.hunkguard(["hook", "pre-push", "origin", "url"]).passes().says("nothing was read");
        let ran = repo.hunkguard(["hook", "pre-receive"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.says("hint: ");
    }

    fn unstaging_while_the_editor_is_open_does_not_take_it_out_of_the_commit(repo) {
        repo.stage_token("app.py");
        let unstage = "git restore --staged app.py; echo subject > \"$1\"";
        let ran = repo.git_with_editor(unstage, ["commit"]);
        assert_ne!(ran.code, 0, "{}", ran.err);
        ran.says("changed while the message was open").says("HUNKGUARD_EDITMSG");
        // The next one is judged by itself again.
        repo.stage("other.py", "x = 1\n");
        repo.git_with_editor("echo subject > \"$1\"", ["commit", "-q"]).passes();
        assert_eq!(repo.git(["ls-files", "app.py"]).out, "");
    }

    fn refreshing_the_index_while_the_editor_is_open_changes_nothing(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.write("README", "hello\n");
        let script = format!("touch README; git status > /dev/null; git update-index --refresh; printf 'x\\n\\n{line}\\n' > \"$1\"");
        repo.git_with_editor(&script, ["commit", "-q"]).passes();
    }

    fn without_verification_no_report_is_left_in_the_message(repo) {
        repo.stage_token("app.py");
        let prepend = "printf 'subject\\n' | cat - \"$1\" > \"$1.n\"; mv \"$1.n\" \"$1\"";
        repo.git_with_editor(prepend, ["commit", "-q", "--no-verify", "--cleanup=verbatim"]).passes();
        assert!(!repo.message("HEAD").contains("hunkguard"), "{}", repo.message("HEAD"));
    }

    fn another_hook_may_stage_something_before_the_editor_opens(repo) {
        repo.hunkguard(["uninstall"]).passes();
        repo.hunkguard(["install", "--shims"]).passes();
        let hook = repo.root().join(".git/hooks/pre-commit");
        let ours = std::fs::read_to_string(&hook).unwrap();
        std::fs::rename(&hook, hook.with_file_name("ours")).unwrap();
        assert!(ours.starts_with("#!/bin/sh"));
        std::fs::write(&hook, "#!/bin/sh\n.git/hooks/ours && echo formatted >> app.py && git add app.py\n").unwrap();
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.git_with_editor(&format!("printf 'x\\n\\n{line}\\n' > \"$1\""), ["commit", "-q"]).passes();
        assert!(repo.git(["show", "HEAD:app.py"]).out.ends_with("formatted\nformatted\n"));
    }

    fn the_kept_message_is_named_as_the_user_would_type_it(repo) {
        repo.stage_token("deep/down/app.py");
        let mut command = repo.command(&repo.root().join("deep/down"), "git");
        command.args(["commit", "-m", "my subject"]);
        let ran = run(command, b"").is_blocked().says("`git commit -e -F ../../.git/HUNKGUARD_EDITMSG`");
        assert!(!ran.err.contains("`git commit -e -F .git"));
    }

    fn a_branch_that_begins_anew_brings_in_no_first_policy(repo) {
        repo.stage(".hunkguard.toml", STRICT);
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        with_origin(repo);
        repo.git(["remote", "set-head", "origin", "main"]).passes();
        repo.git(["checkout", "-q", "--orphan", "anew"]).passes();
        repo.commit_unchecked(".hunkguard.toml", WEAK, "weak");
        let merge = ["merge", "-q", "-s", "ours", "--allow-unrelated-histories", "--no-verify", "-m", "m", "main"];
        repo.git(merge).passes();
        repo.git(["push", "origin", "anew:main"]).is_blocked().says("policy-weakened");
        repo.git(["push", "origin", "anew~1:refs/heads/anew"]).is_blocked().says("policy-weakened");
    }

    fn an_old_policy_does_not_come_back_unseen(repo) {
        repo.commit_unchecked(".hunkguard.toml", WEAK, "weak");
        let weak = repo.id("HEAD");
        repo.stage(".hunkguard.toml", STRICT);
        repo.git(["commit", "-q", "-m", "strict"]).passes();
        with_origin(repo);
        repo.run_in(&repo.path_of("origin"), env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        repo.git(["checkout", "-q", "-b", "back", &weak]).passes();
        repo.git(["merge", "-q", "-s", "ours", "--no-verify", "-m", "m", "main"]).passes();
        repo.git(["push", "origin", "back:main"]).is_blocked().says("policy-weakened");
        repo.git(["push", "--no-verify", "origin", "back:main"]).is_blocked().says("policy-weakened");
        repo.git(["push", "--no-verify", "--force", "origin", &format!("{weak}:main")]).is_blocked();
        // Elsewhere an old policy decides nothing.
        repo.git(["push", "-q", "--no-verify", "origin", &format!("{weak}:refs/heads/old")]).passes();
    }

    fn a_merge_takes_over_a_policy_that_was_judged_before(repo) {
        repo.stage(".hunkguard.toml", STRICT);
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        repo.git(["checkout", "-q", "-b", "topic"]).passes();
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "topic"]).passes();
        repo.git(["checkout", "-q", "main"]).passes();
        with_origin(repo);
        repo.commit_unchecked(".hunkguard.toml", WEAK, "agreed on");
        repo.git(["push", "-q", "--no-verify", "origin", "main"]).passes();
        repo.git(["checkout", "-q", "topic"]).passes();
        repo.git(["merge", "-q", "--no-edit", "main"]).passes();
        repo.git(["push", "-q", "origin", "topic"]).passes();
        repo.git(["checkout", "-q", "--detach", "topic~1"]).passes();
        repo.git(["merge", "-q", "--no-commit", "main"]).passes();
        repo.stage(".hunkguard.toml", format!("block = \"critical\"\n{WEAK}"));
        repo.git(["commit", "-m", "m"]).is_blocked().says("policy-weakened");
    }

    fn a_policy_that_names_an_unknown_rule_is_not_let_in_and_locks_nobody_out(repo) {
        repo.stage(".hunkguard.toml", "[rules]\ndisable = [\"github-tokn\"]\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("did you mean `github-token`?");
        repo.git(["commit", "-q", "--no-verify", "-m", "got in"]).passes();
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("github-tokn");
        repo.stage(".hunkguard.toml", "[rules]\ndisable = []\n");
        repo.git(["commit", "-q", "-m", "mended"]).passes();
    }

    fn own_rules_that_cannot_be_read_lock_nobody_out(repo) {
        repo.stage("security/own.toml", OWN_RULE);
        repo.stage(".hunkguard.toml", "[rules]\nextra = [\"security/*.toml\"]\n");
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        repo.stage("security/more.toml", "[[rule]]\nid = \"x\"\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("security/more.toml").says("missing field");
        repo.git(["commit", "-q", "--no-verify", "-m", "got in"]).passes();
        repo.stage("a.txt", "acme_0a1b2c3d\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("acme-key").says("security/more.toml");
        repo.git(["rm", "-q", "-f", "security/more.toml", "a.txt"]).passes();
        repo.git(["commit", "-q", "-m", "mended"]).passes();
    }

    fn ones_own_rules_cannot_be_taken_away_unseen(repo) {
        repo.stage("security/own.toml", OWN_RULE);
        repo.stage(".hunkguard.toml", "[rules]\nextra = [\"security/*.toml\"]\n");
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        with_origin(repo);
        repo.git(["mv", "security/own.toml", "security/moved.toml"]).passes();
        repo.git(["commit", "-q", "-m", "moved"]).passes();
        repo.git(["rm", "-q", "security/moved.toml"]).passes();
        let line = repo.git(["commit", "-m", "x"]).is_blocked().says("`acme-key` is taken away").override_line();
        repo.git(["commit", "-q", "-m", "x", "-m", &line]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("is taken away").says("not reviewed");
    }

    fn a_secret_is_not_printed_wherever_it_stands(repo) {
        let (secret, part) = (token(), &token()[8..30]);
        let hushed = |what: &str, ran: Ran| {
            assert!(!ran.err.contains(part) && !ran.out.contains(part), "{what}\n{}\n{}", ran.out, ran.err);
            ran
        };
        // Two in a line, one in the name of the file, one behind invalid UTF-8.
        let content = [format!("a = \"{secret}\" b = \"{secret}\" \u{fe0f}").as_bytes(), b"\xff\xfe", secret.as_bytes()].concat();
        repo.stage(&format!("{secret}.py"), content);
        hushed("path", repo.git(["commit", "-m", "x"]).is_blocked());
        hushed("path in JSON", repo.hunkguard(["scan", "--staged", "--format", "json"]));
        let keep = format!("cp \"$1\" '{}'; exit 1", repo.path_of("seen").display());
        repo.git_with_editor(&keep, ["commit"]);
        let template = std::fs::read_to_string(repo.path_of("seen")).unwrap();
        let report = template.split("hunkguard-end").next().unwrap();
        assert!(report.contains("Hunkguard-Override") && !report.contains(part), "{template}");
        repo.git(["reset", "-q", "--hard"]).passes();
        for policy in [format!("block = \"{secret}\""), format!("{secret} = 1"), format!("[rules]\ndisable = [\"{secret}\"]")] {
            repo.stage(".hunkguard.toml", policy);
            hushed("policy", repo.git(["commit", "-m", "x"]).is_blocked());
            hushed("check", repo.hunkguard(["config", "check"]));
        }
        repo.stage(".hunkguard.toml", format!("[paths]\nexclude = [\"{secret}\"]\n"));
        hushed("first policy", repo.hunkguard(["scan", "--staged"]));
        repo.git(["commit", "-q", "--no-verify", "-m", "x"]).passes();
        hushed("show", repo.hunkguard(["config", "show"]).passes());
        let override_reason = ["override", "0123456789abcdef", "--rule", "github-token", "--reason", &secret];
        for typed in [&["explain", &secret][..], &["scan", &secret], &["scan", "--range", &secret], &[&secret], &override_reason] {
            assert_eq!(hushed("arguments", repo.hunkguard(typed.iter().copied())).code, 2, "{typed:?}");
        }
    }

    fn a_range_that_reaches_the_end_of_a_shallow_clone_is_read(repo) {
        repo.commit_unchecked("old.py", format!("k = '{}'\n", token()), "old");
        repo.commit_unchecked("newer.py", "x = 1\n", "newer");
        let url = format!("file://{}", repo.root().display());
        repo.git_in("", ["clone", "-q", "--depth=1", &url, "shallow"]).passes();
        let ran = repo.run_in(&repo.path_of("shallow"), env!("CARGO_BIN_EXE_hunkguard"), ["scan", "--range", "HEAD"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains("old.py:1:6"), "{}", ran.out);
    }

    fn calling_ones_own_commit_the_end_of_a_shallow_clone_hides_nothing(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        repo.write(".git/shallow", format!("{}\n", repo.id("HEAD")));
        repo.git(["push", "origin", "main:topic"]).is_blocked().says("app.py:1:8");
    }

    fn messages_and_names_are_read_too(repo) {
        with_origin(repo);
        let secret = token();
        repo.git(["commit", "--allow-empty", "-m", &format!("deploy with {secret}")]).is_blocked().says("commit message:1:13");
        repo.stage(&format!("keys/{secret}.txt"), "x\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("in the name of the file").does_not_say(&secret);
        let line = repo.git(["commit", "-m", "x"]).override_line();
        repo.git(["commit", "-q", "-m", "x", "-m", &line]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("not reviewed");
        repo.git(["reset", "-q", "--hard", "HEAD~1"]).passes();
        repo.git(["commit", "-q", "--no-verify", "--allow-empty", "-m", &secret]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("commit message:1:1 in commit");
        repo.git(["reset", "-q", "--hard", "HEAD~1"]).passes();
        repo.git(["tag", "-a", "-m", &format!("key {secret}"), "v1"]).passes();
        repo.git(["push", "origin", "v1"]).is_blocked().says("refs/tags/v1:1:5");
    }

    fn a_reason_may_not_hold_a_secret(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        let told = format!("{line}: it is {}", token());
        repo.git(["commit", "-m", "x", "-m", &told]).is_blocked().says("commit message:3:").does_not_say(&token());
    }
}

#[test]
fn a_file_that_is_given_through_a_link_is_read() {
    // A shell's `<(command)` is such a link, to a pipe.
    let repo = Sandbox::without_gate(Backend::Libgit2);
    repo.write("real.txt", format!("key = \"{}\"\n", token()));
    std::os::unix::fs::symlink("real.txt", repo.root().join("link")).unwrap();
    assert_eq!(repo.hunkguard(["scan", "link"]).code, 1);
    let piped = repo.hunkguard_with(["scan", "/dev/stdin"], format!("key = \"{}\"\n", token()).as_bytes());
    assert_eq!(piped.code, 1, "{}", piped.out);
}
