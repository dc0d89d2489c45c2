//! `hunkguard override`: the trailer that lets one finding pass, printed or committed.

use std::borrow::Cow;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::args::OverrideArgs;
use super::exit::Exit;
use super::output::progress;
use super::{Stop, written};
use crate::app::{Failure, Means, Run, conceal, judge_staged, judge_unpushed};
use crate::finding::Fingerprint;
use crate::git::{self, Location, Parents};
use crate::policy::{Person, trailer};

/// Prints the trailer, or makes the follow-up commit that carries it.
pub fn run(args: &OverrideArgs) -> Result<Exit, Stop> {
    let (rule, place) = if let Some(rule) = &args.rule {
        (rule.clone(), None)
    } else {
        let run = find(args.fingerprint)?;
        let judged = run.judgement.findings.into_iter().next();
        let finding = judged.map(|judged| judged.finding).ok_or_else(|| not_found(args.fingerprint))?;
        (finding.rule.to_owned(), Some(finding.path.to_string()))
    };
    if matches!(conceal(&args.reason), Cow::Owned(_)) {
        return Err(Failure::new(
            "the reason holds what looks like a secret",
            "say it without: a reason stays in history",
        )
        .into());
    }
    let line = trailer(args.fingerprint, &rule, &args.reason)
        .map_err(|error| Failure::new(error.to_string(), "say in one line why it may pass: the reviewer reads it"))?;
    let mut trailers = vec![line];
    for reviewer in &args.reviewed_by {
        let person = Person::parse(reviewer.as_bytes()).map_err(|reason| {
            Failure::new(format!("this is no reviewer: {reason}"), "write `--reviewed-by 'Name <mail@example.com>'`")
        })?;
        trailers.push(format!("Reviewed-by: {}", person.text));
    }
    if args.commit {
        let subject = match place {
            Some(place) => format!("Override {rule} in {place}"),
            None => format!("Override {rule} {}", args.fingerprint),
        };
        commit(&format!("{subject}\n\n{}\n", trailers.join("\n")))?;
        return Ok(Exit::Passed);
    }
    written(writeln!(io::stdout().lock(), "{}", trailers.join("\n")), Exit::Passed)
}

/// The run with only the finding of that name: among what is staged, then among the commits that no remote has.
pub fn find(fingerprint: Fingerprint) -> Result<Run, Failure> {
    let backend = git::open(&Location::Environment)?;
    let progress = progress();
    let named = |mut run: Run| {
        run.judgement.findings.retain(|judged| judged.finding.fingerprint == fingerprint);
        (!run.judgement.findings.is_empty()).then_some(run)
    };
    if backend.work_tree().is_some() {
        let parents = Parents::of_commit_in_progress(&*backend, false)?;
        if let Some(run) = named(judge_staged(&*backend, &parents, None, Means::of_hooks(&progress))?) {
            return Ok(run);
        }
    }
    named(judge_unpushed(&*backend, Means::of_hooks(&progress))?).ok_or_else(|| not_found(fingerprint))
}

fn not_found(fingerprint: Fingerprint) -> Failure {
    Failure::new(
        format!("there is no finding {fingerprint} in what is staged or was not pushed"),
        "copy it from the report; for a finding elsewhere, name its rule: `--rule ID`",
    )
}

/// Makes an empty commit on top of `HEAD`. Made with plumbing, because `git commit --allow-empty` would take along what is
/// staged.
fn commit(message: &str) -> Result<(), Failure> {
    let head = git_output(&["rev-parse", "--verify", "HEAD^{commit}"], "")?;
    let sign = git_output(&["config", "--bool", "commit.gpgSign"], "").is_ok_and(|value| value == "true");
    let mut args = vec!["commit-tree", "HEAD^{tree}", "-p", &head];
    if sign {
        args.push("-S");
    }
    let made = git_output(&args, message)?;
    let subject = message.lines().next().unwrap_or_default();
    git_output(&["update-ref", "-m", &format!("commit: {subject}"), "HEAD", &made, &head], "")?;
    super::ui::say(&format!("made the empty commit {}: {subject}", made.get(..8).unwrap_or(&made)));
    Ok(())
}

fn git_output(args: &[&str], input: &str) -> Result<String, Failure> {
    let failed = |reason: String| {
        Failure::new(format!("`git {}` failed: {reason}", args.join(" ")), "make the commit by hand, with the trailer")
    };
    let mut child = Command::new("git")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A git that fails early reads nothing; its own message says why.
        let _ = stdin.write_all(input.as_bytes());
    }
    let done = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
    if !done.status.success() {
        return Err(failed(String::from_utf8_lossy(&done.stderr).trim().to_owned()));
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}
