//! Where the index of a person lies.

use std::env;
use std::path::{Path, PathBuf};

use super::error::AdvisoriesError;

/// The folder in which a person's programs keep what they can fetch again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(Option<PathBuf>);

/// The files below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The index that hooks use.
    pub index: PathBuf,
    /// What `advisories update` has fetched, in the layout of the OSV bucket.
    pub mirror: PathBuf,
}

impl Home {
    /// As the environment tells: `XDG_CACHE_HOME`, else `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows and
    /// `~/.cache` elsewhere.
    pub fn from_env() -> Self {
        let set = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let by_platform = || match env::consts::OS {
            "windows" => set("LOCALAPPDATA"),
            "macos" => env::home_dir().map(|home| home.join("Library").join("Caches")),
            _ => env::home_dir().map(|home| home.join(".cache")),
        };
        Self(set("XDG_CACHE_HOME").or_else(by_platform).filter(|home| home.is_absolute()))
    }

    /// A folder by name.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(Some(folder.into()))
    }

    /// The files below it.
    ///
    /// # Errors
    /// No such folder is known.
    pub fn place(&self) -> Result<Place, AdvisoriesError> {
        let own = self.0.as_ref().ok_or(AdvisoriesError::NoHome)?.join("hunkguard");
        Ok(Place { index: own.join("advisories.index"), mirror: own.join("osv") })
    }

    /// The index of this person, if there is one.
    pub fn installed(&self) -> Option<PathBuf> {
        self.place().ok().map(|place| place.index).filter(|index| Path::exists(index))
    }
}
