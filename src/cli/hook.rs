//! What git calls. Who decides when: the message does not exist yet at pre-commit, so where commit-msg is installed the
//! decision is left to it.

use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::args::{Format, HookArgs, HookName};
use super::exit::Exit;
use super::output::{Output, progress};
use super::ui::{Stream, complain};
use super::{Stop, written};
use crate::app::{EditedMessage, Failure, Means, Run, judge_push, judge_staged};
use crate::git::{self, Backend, Known, Location, Parents, message};
use crate::install;
use crate::policy::{Status, Verdict};
use crate::report::template_lines;

/// The message of a blocked commit is kept under this name in the git directory.
const KEPT_MESSAGE: &str = "HUNKGUARD_EDITMSG";

/// What was staged when pre-commit found what blocks, and left the decision to the message, stands under this name in the git
/// directory. It tells prepare-commit-msg that commit-msg will follow: with `--no-verify` neither is called but that one.
const LEFT_OPEN: &str = "HUNKGUARD_STAGED";

/// Runs a hook.
pub fn run(hook: &HookArgs, output: &Output) -> Result<Exit, Stop> {
    let backend = git::open(&Location::Environment)?;
    let call = Call { backend: &*backend, output, from_config: hook.from_config };
    match hook.name {
        HookName::PreCommit => call.before_message(false),
        HookName::PreMergeCommit => call.before_message(true),
        HookName::PrepareCommitMsg => call.prepare_message(&message_file(&hook.args)?),
        HookName::CommitMsg => call.decide(&message_file(&hook.args)?),
        HookName::PrePush => call.push(&hook.args),
        HookName::PreReceive => call.receive(),
    }
}

/// The first argument of the hooks that get a message.
fn message_file(args: &[OsString]) -> Result<PathBuf, Failure> {
    let file = args.first().map(PathBuf::from);
    file.ok_or_else(|| {
        Failure::new("git names no message file", "hooks are called by git: `hunkguard doctor` checks them")
    })
}

/// One call of a hook.
struct Call<'c> {
    backend: &'c dyn Backend,
    output: &'c Output,
    from_config: bool,
}

impl Call<'_> {
    fn staged(&self, automatic_merge: bool, message: Option<EditedMessage>) -> Result<Run, Stop> {
        let parents = Parents::of_commit_in_progress(self.backend, automatic_merge)?;
        Ok(judge_staged(self.backend, &parents, message, Means::of_hooks(&progress()))?)
    }

    /// Whether git will call us again when the message is there, so that the decision can be left to that call.
    fn commit_msg_is_ours(&self) -> bool {
        (self.from_config && git::commit_msg_is_configured(self.backend))
            || install::caller(&self.backend.hooks_dir(), "commit-msg").is_some()
    }

    /// pre-commit and pre-merge-commit.
    fn before_message(&self, automatic_merge: bool) -> Result<Exit, Stop> {
        self.close()?;
        let decided_later = self.commit_msg_is_ours();
        if decided_later && !editor_opens() {
            return Ok(Exit::Passed);
        }
        let run = self.staged(automatic_merge, None)?;
        if run.judgement.verdict != Verdict::Blocked {
            return Ok(Exit::Passed);
        }
        if decided_later {
            let count = run.judgement.with_status(Status::Blocking).count();
            let findings = if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
            self.leave_open()?;
            complain(&format!("hunkguard: {findings}; the message editor shows them, and how to let one pass"));
            return Ok(Exit::Passed);
        }
        let advice =
            vec!["`hunkguard install` adds the commit-msg hook, without which no override can count".to_owned()];
        self.block(&run, advice)
    }

    /// Puts the report into the message that an editor is about to show.
    fn prepare_message(&self, file: &Path) -> Result<Exit, Stop> {
        if self.left_open()?.is_none() {
            return Ok(Exit::Passed);
        }
        // During these, git calls no commit-msg that would take the report out again.
        let replaying = ["REVERT_HEAD", "CHERRY_PICK_HEAD", "rebase-merge", "rebase-apply"];
        let git_dir = self.backend.git_dir();
        if !editor_opens() || !self.commit_msg_is_ours() || replaying.iter().any(|name| git_dir.join(name).exists()) {
            return Ok(Exit::Passed);
        }
        self.close()?;
        let run = self.staged(false, None)?;
        if run.judgement.verdict == Verdict::Blocked {
            // Another pre-commit hook may have staged something since.
            self.leave_open()?;
            let text = fs::read(file).map_err(|error| unreadable(file, &error))?;
            let comment = self.comment(&text);
            let block = template_lines(&run.judgement);
            replace(file, &message::insert_template(&text, &comment, &block))?;
        }
        Ok(Exit::Passed)
    }

    /// commit-msg: every blocking finding is covered by an override, or the commit is blocked.
    fn decide(&self, file: &Path) -> Result<Exit, Stop> {
        let edited = fs::read(file).map_err(|error| unreadable(file, &error))?;
        let comment = self.comment(&edited);
        let text = message::remove_template(&edited, &comment);
        if text != edited {
            replace(file, &text)?;
        }
        let run = self.staged(false, Some(EditedMessage { text: &text, comment: &comment }))?;
        let passes = run.judgement.verdict != Verdict::Blocked;
        let then = self.left_open()?;
        self.close()?;
        if passes && !self.has_changed(then)? {
            return self.pass(&run);
        }
        let kept = self.backend.git_dir().join(KEPT_MESSAGE);
        replace(&kept, &message::above_scissors(&text, &comment))?;
        let kept = format!("your message is kept: `git commit -e -F {}`", as_typed(&kept).display());
        if passes {
            let message =
                "what is staged has changed while the message was open: git would commit what was staged before";
            return Err(Failure { message: message.to_owned(), hints: vec!["commit again".to_owned(), kept] }.into());
        }
        let advice = vec![
            "mend it, stage it, and commit again".to_owned(),
            kept,
            "if it must stay: end the message with the override line, and a reason; to push it, somebody else must \
             have reviewed it"
                .to_owned(),
        ];
        self.block(&run, advice)
    }

    /// Whether something else is staged than before the editor opened. Git has fixed by then what it commits, so the index does
    /// not tell any more. Where nothing was found then, whatever was staged since is judged with the next commit.
    fn has_changed(&self, then: Option<Vec<u8>>) -> Result<bool, Stop> {
        Ok(match then.filter(|_| editor_opens()) {
            Some(then) => then != git::staged_state(self.backend)?.as_bytes(),
            None => false,
        })
    }

    fn leave_open(&self) -> Result<(), Failure> {
        replace(&self.backend.git_dir().join(LEFT_OPEN), git::staged_state(self.backend)?.as_bytes())
    }

    /// What was staged when the decision was left to the message; `None` where it was not.
    fn left_open(&self) -> Result<Option<Vec<u8>>, Failure> {
        match fs::read(self.backend.git_dir().join(LEFT_OPEN)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => Ok(Some(read?)),
        }
    }

    fn close(&self) -> Result<(), Failure> {
        match fs::remove_file(self.backend.git_dir().join(LEFT_OPEN)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn push(&self, args: &[OsString]) -> Result<Exit, Stop> {
        let text = |index: usize| args.get(index).map(|arg| arg.to_string_lossy().into_owned()).unwrap_or_default();
        let (name, url) = (text(0), text(1));
        let updates = git::parse_pre_push(&standard_input()?)?;
        if updates.is_empty() {
            // Either all is there already, or a hook that ran before this one has taken the list.
            complain("hunkguard: git named no reference to push, so nothing was read");
            return Ok(Exit::Passed);
        }
        let known = Known::Remote { name: &name, url: &url };
        let run = judge_push(self.backend, &updates, known, Means::of_hooks(&progress()))?;
        if run.judgement.verdict != Verdict::Blocked {
            return self.pass(&run);
        }
        let advice = vec![
            "nothing was pushed; a secret in any commit of the push counts, even if a later one removes it".to_owned(),
            "mend the commits (`git rebase -i`), or let a finding pass: `hunkguard override FINGERPRINT --reason TEXT \
             --reviewed-by 'Name <mail>' --commit`"
                .to_owned(),
        ];
        self.block(&run, advice)
    }

    fn receive(&self) -> Result<Exit, Stop> {
        let updates = git::parse_pre_receive(&standard_input()?)?;
        if updates.is_empty() {
            let hint = "a hook that ran before this one may have taken it: hand the same list to both";
            return Err(Failure::new("git's list of references is missing on standard input", hint).into());
        }
        let run = judge_push(self.backend, &updates, Known::AllReferences, Means::of_hooks(&progress()))?;
        if run.judgement.verdict != Verdict::Blocked {
            return Ok(Exit::Passed);
        }
        let advice =
            vec!["nothing was accepted; mend the commits, or let a finding pass with a reviewed override".to_owned()];
        self.block(&run, advice)
    }

    fn pass(&self, run: &Run) -> Result<Exit, Stop> {
        written(self.output.report(run, Vec::new(), Format::Human, Stream::Stderr), Exit::Passed)
    }

    fn block(&self, run: &Run, advice: Vec<String>) -> Result<Exit, Stop> {
        written(self.output.report(run, advice, Format::Human, Stream::Stderr), Exit::Blocked)
    }

    /// What begins a comment line of the message.
    fn comment(&self, text: &[u8]) -> Vec<u8> {
        let value = |key| self.backend.config(key);
        message::comment_string(value("core.commentString").as_deref(), value("core.commentChar").as_deref(), text)
    }
}

/// git sets `GIT_EDITOR=:` for its hooks when no editor will open.
fn editor_opens() -> bool {
    std::env::var_os("GIT_EDITOR").is_none_or(|editor| editor != ":")
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::new(
            "git's list of references is missing on standard input",
            "push with git; it calls this",
        ));
    }
    let mut input = Vec::new();
    stdin.read_to_end(&mut input)?;
    Ok(input)
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read the message `{}`: {error}", file.display()), "check who may read it")
}

/// Writes a file beside the old one and then puts it in its place: with a full disk the old message is still there.
fn replace(file: &Path, text: &[u8]) -> Result<(), Failure> {
    let beside = file.with_extension("hunkguard-new");
    let done = fs::write(&beside, text).and_then(|()| fs::rename(&beside, file));
    done.map_err(|error| {
        // What could not be written is of no use; the message itself was not touched.
        let _ = fs::remove_file(&beside);
        Failure::new(
            format!("cannot write `{}`: {error}", file.display()),
            "free some space, or check who may write there; the message itself is unchanged",
        )
    })
}

/// The path as the user would type it: relative, where it lies below the folder in which hooks run. The user may stand in
/// one below that, which git names in `GIT_PREFIX`.
fn as_typed(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let below = std::env::current_dir().ok().and_then(|dir| path.strip_prefix(dir).ok().map(Path::to_owned));
    let prefix = std::env::var_os("GIT_PREFIX").unwrap_or_default();
    let up: PathBuf = Path::new(&prefix).components().map(|_| "..").collect();
    below.map_or(path, |below| up.join(below))
}
