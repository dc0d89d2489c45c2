//! Why something could not be fetched.

use std::io;

use super::http::is_timeout;

/// Why something could not be fetched. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none.
    #[error("`{0}` is no address: it begins with neither `https://` nor `http://`")]
    Address(String),
    /// The file of trusted certificates cannot be used.
    #[error("cannot use the certificates of `{path}`, which SSL_CERT_FILE names: {reason}")]
    Certificates {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nobody answers there.
    #[error("cannot reach `{url}`: {reason}")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// What the system says.
        reason: String,
    },
    /// Nothing came for too long.
    #[error("`{0}` does not answer in time")]
    Timeout(String),
    /// The bucket says no.
    #[error("`{url}` answers with HTTP status {status}")]
    Status {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// The connection ended too early.
    #[error("`{url}` was cut off after {got} of {wanted} bytes")]
    CutOff {
        /// What was asked for.
        url: String,
        /// What came.
        got: u64,
        /// What should have come.
        wanted: u64,
    },
    /// Something else came than what the bucket has.
    #[error("`{0}` does not have the checksum that the bucket tells")]
    Checksum(String),
    /// Another part came than what was asked for.
    #[error("`{0}` answers with another part than the one that was asked for")]
    Range(String),
    /// There is far more of it than there should be.
    #[error("`{0}` is longer than it may be")]
    TooLong(String),
    /// What came cannot be used or kept.
    #[error("{0}")]
    Unusable(String),
}

impl FetchError {
    /// Before an answer came.
    pub(super) fn of(url: &str, error: ureq::Error) -> Self {
        let url = url.to_owned();
        match error {
            ureq::Error::Timeout(_) => Self::Timeout(url),
            ureq::Error::BadUri(_) => Self::Address(url),
            ureq::Error::Io(error) if is_timeout(&error) => Self::Timeout(url),
            other => Self::Unreachable { url, reason: other.to_string() },
        }
    }

    /// While the answer came.
    pub(super) fn body(url: &str, error: &io::Error) -> Self {
        let url = url.to_owned();
        if is_timeout(error) { Self::Timeout(url) } else { Self::Unreachable { url, reason: error.to_string() } }
    }

    /// Whether it may go better the next time.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Address(_) | Self::Certificates { .. } | Self::TooLong(_) | Self::Unusable(_) => false,
            Self::Status { status, .. } => *status >= 500 || *status == 429,
            Self::Unreachable { .. } | Self::Timeout(_) | Self::CutOff { .. } | Self::Checksum(_) | Self::Range(_) => {
                true
            }
        }
    }
}
