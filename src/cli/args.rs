//! The command line as it is typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::ui::ColorChoice;
use crate::deps::Ecosystem;
use crate::finding::Fingerprint;

/// A git hook that reads what a commit adds, finds secrets and dangerous code in it, and blocks.
#[derive(Debug, Parser)]
#[command(name = "hunkguard", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// When to colour the output
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: ColorChoice,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Put the gate into the current repository, or into all of yours
    Install(InstallArgs),
    /// Take the gate out again, and put back what was there
    Uninstall(UninstallArgs),
    /// Show what git will run, and prove that it blocks
    Doctor,
    /// What git calls: not for typing
    #[command(hide = true)]
    Hook(HookArgs),
    /// Read files, staged changes or commits, and report
    Scan(ScanArgs),
    /// List, show and test rules
    Rules {
        /// What to do with the rules
        #[command(subcommand)]
        command: Option<RulesCommand>,
    },
    /// Explain a rule, or a finding by its fingerprint
    Explain {
        /// A rule id, or the 16 digits of a fingerprint
        what: String,
    },
    /// Make the trailer that lets one finding pass
    Override(OverrideArgs),
    /// Write a commented policy file
    Init {
        /// Write over a policy file that is there
        #[arg(long)]
        force: bool,
    },
    /// Make, renew or describe the index of known-bad packages
    Advisories {
        /// What to do with the index
        #[command(subcommand)]
        command: AdvisoriesCommand,
    },
    /// Show or check the policy
    Config {
        /// What to do with the policy
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

/// Arguments of `install`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct InstallArgs {
    /// The repository; the current folder unless told
    pub repository: Option<PathBuf>,
    /// For every repository of this user
    #[arg(long, conflicts_with = "repository")]
    pub global: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write into a hooks folder outside the repository, too
    #[arg(long)]
    pub force: bool,
    /// Guard what this repository receives, too; a bare repository is guarded in any case
    #[arg(long)]
    pub server: bool,
    /// Write scripts also where git can name hooks in its configuration
    #[arg(long)]
    pub shims: bool,
}

/// Arguments of `uninstall`.
#[derive(Debug, Args)]
pub struct UninstallArgs {
    /// The repository; the current folder unless told
    pub repository: Option<PathBuf>,
    /// What `install --global` made
    #[arg(long, conflicts_with = "repository")]
    pub global: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `hook`.
#[derive(Debug, Args)]
pub struct HookArgs {
    /// git's configuration names this call
    #[arg(long)]
    pub from_config: bool,
    /// The hook that git runs
    #[arg(value_enum)]
    pub name: HookName,
    /// What git hands to it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub args: Vec<std::ffi::OsString>,
}

/// The hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HookName {
    /// Before the message is written.
    PreCommit,
    /// Before the editor opens.
    PrepareCommitMsg,
    /// When the message is there: the decision.
    CommitMsg,
    /// Before a merge without conflict is committed.
    PreMergeCommit,
    /// Before objects leave this repository.
    PrePush,
    /// Before objects enter this repository.
    PreReceive,
}

/// Arguments of `scan`.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Files and folders; whole files count as added
    pub paths: Vec<PathBuf>,
    /// What the next commit would add
    #[arg(long, conflicts_with_all = ["paths", "range", "stdin"])]
    pub staged: bool,
    /// What the commits of a range add, such as `main..feature`
    #[arg(long, value_name = "A..B", conflicts_with_all = ["paths", "stdin"])]
    pub range: Option<String>,
    /// The whole history: what every branch and tag reaches
    #[arg(long, conflicts_with_all = ["paths", "staged", "range", "stdin"])]
    pub all: bool,
    /// Standard input, as the file that `--path` names
    #[arg(long, requires = "path", conflicts_with = "paths")]
    pub stdin: bool,
    /// The path that standard input stands for
    #[arg(long, requires = "stdin")]
    pub path: Option<String>,
    /// The advisory index to judge dependencies by, and no other
    #[arg(long, value_name = "INDEX")]
    pub advisories: Option<PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// Formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    Human,
    /// For a program: one JSON document.
    Json,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// All rules in force
    List,
    /// Everything about one rule
    Show {
        /// Its id
        id: String,
    },
    /// Run the examples of rule files, or of all rules in force
    Test {
        /// Rule files
        files: Vec<PathBuf>,
    },
}

/// Arguments of `override`.
#[derive(Debug, Args)]
pub struct OverrideArgs {
    /// The 16 digits that the report shows
    pub fingerprint: Fingerprint,
    /// Why it may pass: at least 10 characters
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The rule, where the finding is neither staged nor in a commit that was not pushed
    #[arg(long, value_name = "ID")]
    pub rule: Option<String>,
    /// Who reviewed it: `Name <mail>`; may be given more than once
    #[arg(long, value_name = "WHO")]
    pub reviewed_by: Vec<String>,
    /// Make an empty follow-up commit with the trailer instead of printing it
    #[arg(long)]
    pub commit: bool,
}

/// What to do with the policy.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// The values in force, and where each comes from
    Show,
    /// Check policy files
    Check {
        /// Policy files; the one of this repository unless told
        files: Vec<PathBuf>,
    },
}

/// What to do with the advisory index.
#[derive(Debug, Subcommand)]
pub enum AdvisoriesCommand {
    /// Make the index of OSV records that lie on the disk
    Import(ImportArgs),
    /// Fetch what is known today, and make the index of it
    Update(UpdateArgs),
    /// Say which index is in use, how old it is and what it holds
    Status {
        /// The index; the one that hooks use unless told
        #[arg(long)]
        index: Option<PathBuf>,
    },
}

/// Arguments of `advisories import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A zip archive, a folder of JSON records, or a copy of the OSV bucket
    pub from: PathBuf,
    /// Where to put the index; where hooks look for it unless told
    #[arg(long, value_name = "INDEX")]
    pub output: Option<PathBuf>,
    /// Keep nothing but what concerns the packages that a file lists
    #[arg(long, hide = true, value_name = "LIST")]
    pub only: Option<PathBuf>,
}

/// Arguments of `advisories update`.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// The address of a mirror with the layout of the OSV bucket
    #[arg(long, value_name = "BASE", default_value = crate::advisories::PUBLIC_BUCKET)]
    pub url: String,
    /// An ecosystem as OSV names it, such as `PyPI`; may be given more than once; all unless told
    #[arg(long, value_name = "NAME", value_parser = ecosystem)]
    pub ecosystem: Vec<Ecosystem>,
    /// The folder for the index and what was fetched; where hooks look for it unless told
    #[arg(long, value_name = "FOLDER")]
    pub cache: Option<PathBuf>,
}

fn ecosystem(name: &str) -> Result<Ecosystem, String> {
    let known = Ecosystem::ALL.map(Ecosystem::as_str).join(", ");
    Ecosystem::from_osv(name).ok_or_else(|| format!("it is none of {known}"))
}
