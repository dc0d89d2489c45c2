//! Why advisories could not be read, fetched or stored.

use std::io;
use std::path::Path;

use super::read::BadRecords;
use super::update::FetchError;
use crate::deps::index::IndexError;
use crate::text::printable;

/// Why there is no new index. The old one is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AdvisoriesError {
    /// A file or folder could not be handled.
    #[error("cannot {action} `{path}`: {source}")]
    File {
        /// What was tried.
        action: &'static str,
        /// With what.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// An archive is damaged or cut short.
    #[error("`{path}` is no archive that can be read: {source}")]
    Archive {
        /// The archive.
        path: String,
        /// What is wrong.
        source: zip::result::ZipError,
    },
    /// An archive holds far more than its size promises.
    #[error("`{0}` unpacks to more than {limit} times its size", limit = super::archive::HIGHEST_RATIO)]
    Bomb(String),
    /// A file is neither an archive nor a record.
    #[error("`{0}` is neither a zip archive nor a JSON record")]
    Neither(String),
    /// There was no record at all, or none that could be read.
    #[error("no advisory on a package we judge was found in `{path}`{bad}")]
    Empty {
        /// What was read.
        path: String,
        /// What could not be read.
        bad: BadRecords,
    },
    /// A list of packages has a line that names none.
    #[error("`{path}:{line}`: no package: write the ecosystem and the name, such as `PyPI django`")]
    NoPackage {
        /// The list.
        path: String,
        /// The number of the line; the first is 1.
        line: usize,
    },
    /// The index could not be made, or is not what was written.
    #[error("cannot make the index: {0}")]
    Index(#[from] IndexError),
    /// Something could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Another process renews the index.
    #[error("another `hunkguard advisories update` is running")]
    Busy,
    /// The bucket has none of the ecosystems that we judge.
    #[error("there is no ecosystem to fetch: the bucket lists none that is judged here")]
    NothingThere,
    /// No folder for caches is known.
    #[error("there is no home directory to keep the index in")]
    NoHome,
}

impl AdvisoriesError {
    /// What to do about it; one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::File { .. } => "check the path, the permissions and the free space, then try again",
            Self::Archive { .. } => "download the archive again; the index in use is as it was",
            Self::Bomb(_) => "import archives from a source you trust; the index in use is as it was",
            Self::Neither(_) | Self::Empty { .. } => {
                "name an `all.zip` of the OSV bucket, a folder with such archives, or a folder of JSON records"
            }
            Self::Index(_) => "check the free space, then try again; the index in use is as it was",
            Self::Fetch(_) => {
                "try again: what has come already is kept; `--url` names a mirror, and the proxy is taken from the environment"
            }
            Self::Busy => "wait until it is done",
            Self::NothingThere => "check the address; it ends before the name of the ecosystem",
            Self::NoPackage { .. } => "mend the list; ecosystems are named as in OSV records",
            Self::NoHome => "set HOME or XDG_CACHE_HOME, or name a file with `--output`",
        }
        .to_owned()
    }

    pub(super) fn file(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::File { action, path: shown(path), source }
    }
}

/// A path for people.
pub(super) fn shown(path: &Path) -> String {
    printable(path.as_os_str().as_encoded_bytes()).into_owned()
}
