//! The index that a check asks, opened when it is first asked.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::deps::{Advisories, Advisory, Ecosystem, Warning};

/// Which index is asked.
#[derive(Debug)]
pub enum IndexChoice {
    /// The one in this program.
    BuiltIn,
    /// The one that this function finds, and the one in this program behind it.
    Installed(fn() -> Option<PathBuf>),
    /// One that is open already.
    Given(Box<Advisories>),
}

#[derive(Debug)]
pub(super) struct Source {
    choice: IndexChoice,
    opened: OnceLock<(Advisories, Option<Warning>)>,
    failure: OnceLock<String>,
}

impl Source {
    pub(super) const fn new(choice: IndexChoice) -> Self {
        Self { choice, opened: OnceLock::new(), failure: OnceLock::new() }
    }

    /// What is known of a package. Where nothing can be asked, the failure is noted.
    pub(super) fn look_up(&self, ecosystem: Ecosystem, name: &str) -> Vec<Advisory> {
        let advisories = match &self.choice {
            IndexChoice::Given(advisories) => advisories,
            IndexChoice::BuiltIn => &self.opened.get_or_init(|| Advisories::open(None)).0,
            IndexChoice::Installed(find) => &self.opened.get_or_init(|| Advisories::open(find().as_deref())).0,
        };
        if advisories.summary().is_none() {
            self.failure.get_or_init(|| "there is no advisory index".to_owned());
        }
        advisories.look_up(ecosystem, name).unwrap_or_else(|error| {
            self.failure.get_or_init(|| format!("the advisory index cannot be used: {error}"));
            Vec::new()
        })
    }

    pub(super) fn remarks(&self, now: i64) -> Vec<Warning> {
        // Whoever names an index knows how old it is.
        let Some((advisories, warning)) = self.opened.get() else { return Vec::new() };
        let told = warning.as_ref().or_else(|| advisories.damage()).cloned();
        told.or_else(|| advisories.staleness(now)).into_iter().collect()
    }

    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.get().map(String::as_str)
    }
}
