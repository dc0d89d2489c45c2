//! Questions to a bucket of advisories over HTTP.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::http::{HeaderMap, Response};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy};

use super::error::FetchError;
use crate::advisories::error::shown;
use crate::base64::decode;

/// The bucket in which OSV publishes its database: <https://google.github.io/osv.dev/data/>.
pub const PUBLIC_BUCKET: &str = "https://osv-vulnerabilities.storage.googleapis.com";

/// How to reach a bucket.
#[derive(Clone, Debug)]
pub struct Network {
    /// The address of the bucket or of a mirror with the same layout.
    pub base: String,
    /// How long to wait for a connection, and for the next bytes.
    pub patience: Duration,
    /// How long to wait before asking again what failed.
    pub pause: Duration,
    /// Whether `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` count.
    pub proxy_from_env: bool,
    /// A file of PEM certificates that are trusted instead of Mozilla's: where a company looks into its TLS.
    pub certificates: Option<PathBuf>,
}

impl Network {
    /// A bucket at an address, with the patience that suits slow lines. Certificates are those that `SSL_CERT_FILE` names,
    /// as for programs that use OpenSSL.
    pub fn to(base: impl Into<String>) -> Self {
        let (patience, pause) = (Duration::from_secs(30), Duration::from_secs(1));
        let certificates = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
        Self { base: base.into(), patience, pause, proxy_from_env: true, certificates }
    }
}

/// Asks one bucket.
pub(super) struct Client {
    agent: Agent,
    base: String,
}

/// What a bucket answers.
pub(super) struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The version of what was asked for.
    pub version: Version,
    /// How many bytes come now.
    pub length: Option<u64>,
    /// Where they begin, where only a part was asked for and comes.
    pub from: u64,
    /// The bytes.
    pub body: Box<dyn Read>,
}

/// The first bytes of a file.
struct Beginning {
    bytes: Vec<u8>,
    /// How many there are altogether.
    length: Option<u64>,
}

/// What tells one version of a file from another.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Version {
    /// The entity tag, with its quotes.
    pub etag: Option<String>,
    /// The checksum of the whole file, as Google's buckets tell it in `x-goog-hash`.
    pub crc32c: Option<u32>,
}

impl Version {
    /// Whether the two are the same for certain.
    pub fn is(&self, other: &Self) -> bool {
        let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
        same(self.etag.as_deref(), other.etag.as_deref()) || (self.crc32c.is_some() && self.crc32c == other.crc32c)
    }

    /// The tag, if a part of a file may be asked for by it: RFC 9110, section 13.1.5.
    pub fn strong_tag(&self) -> Option<&str> {
        self.etag.as_deref().filter(|tag| tag.starts_with('"'))
    }
}

impl Client {
    pub fn new(network: &Network) -> Result<Self, FetchError> {
        let base = network.base.trim_end_matches('/').to_owned();
        if !["https://", "http://"].iter().any(|scheme| base.starts_with(scheme)) {
            return Err(FetchError::Address(base));
        }
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            // What begins encrypted is not redirected to what is not.
            .https_only(base.starts_with("https://"))
            .timeout_connect(Some(network.patience))
            .timeout_recv_response(Some(network.patience))
            .timeout_per_read(Some(network.patience))
            .user_agent(concat!("hunkguard/", env!("CARGO_PKG_VERSION")));
        if !network.proxy_from_env {
            config = config.proxy(None::<Proxy>);
        }
        if let Some(path) = &network.certificates {
            let roots = trusted(path)?;
            config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        }
        Ok(Self { agent: config.build().new_agent(), base })
    }

    /// The address of a file of the bucket.
    pub fn address(&self, path: &[&str]) -> String {
        let path = path.iter().map(|part| part.replace(' ', "%20")).collect::<Vec<_>>();
        format!("{}/{}", self.base, path.join("/"))
    }

    /// Asks for a file, and gives any answer with a status below 500.
    pub fn get(&self, path: &[&str], headers: &[(&str, &str)]) -> Result<Answer, FetchError> {
        let url = self.address(path);
        let request = headers.iter().fold(self.agent.get(&url), |request, (name, value)| request.header(*name, *value));
        answer(request.call().map_err(|error| FetchError::of(&url, error))?, &url)
    }

    /// Asks for the version of a file; an unknown one where the server does not answer such questions.
    pub fn version(&self, path: &[&str]) -> Result<Version, FetchError> {
        let url = self.address(path);
        let response = self.agent.head(&url).call().map_err(|error| FetchError::of(&url, error))?;
        match response.status().as_u16() {
            200 => Ok(answer(response, &url)?.version),
            405 | 501 => Ok(Version::default()),
            status => Err(FetchError::Status { url, status }),
        }
    }

    /// A small file as a whole; `None` where there is none.
    pub fn small(&self, path: &[&str], longest: u64) -> Result<Option<Vec<u8>>, FetchError> {
        let Some(Beginning { bytes, length }) = self.begin(path, longest + 1)? else { return Ok(None) };
        let (url, got) = (self.address(path), bytes.len() as u64);
        if got > longest {
            return Err(FetchError::TooLong(url));
        }
        match length {
            Some(wanted) if wanted != got => Err(FetchError::CutOff { url, got, wanted }),
            _ => Ok(Some(bytes)),
        }
    }

    /// The first bytes of a file, at most so many; `None` where there is none.
    pub fn beginning(&self, path: &[&str], most: u64) -> Result<Option<Vec<u8>>, FetchError> {
        Ok(self.begin(path, most)?.map(|beginning| beginning.bytes))
    }

    fn begin(&self, path: &[&str], most: u64) -> Result<Option<Beginning>, FetchError> {
        let answer = self.get(path, &[])?;
        let url = self.address(path);
        match answer.status {
            200 => {}
            404 => return Ok(None),
            status => return Err(FetchError::Status { url, status }),
        }
        let mut bytes = Vec::new();
        answer.body.take(most).read_to_end(&mut bytes).map_err(|error| FetchError::body(&url, &error))?;
        Ok(Some(Beginning { bytes, length: answer.length }))
    }
}

/// The certificates of a PEM file.
fn trusted(path: &Path) -> Result<RootCerts, FetchError> {
    let failed = |reason: String| FetchError::Certificates { path: shown(path), reason };
    let pem = fs::read(path).map_err(|error| failed(error.to_string()))?;
    let items = parse_pem(&pem).collect::<Result<Vec<_>, _>>().map_err(|error| failed(error.to_string()))?;
    let certificates = items.into_iter().filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<_> = certificates.collect();
    if certificates.is_empty() { Err(failed("it holds no certificate".to_owned())) } else { Ok(certificates.into()) }
}

fn answer(response: Response<Body>, url: &str) -> Result<Answer, FetchError> {
    let status = response.status().as_u16();
    if status >= 500 {
        return Err(FetchError::Status { url: url.to_owned(), status });
    }
    let headers = response.headers();
    let version = Version { etag: text(headers, "etag").map(str::to_owned), crc32c: crc32c(headers) };
    let length = text(headers, "content-length").and_then(|length| length.trim().parse().ok());
    let from = if status == 206 { range_start(headers).ok_or_else(|| FetchError::Range(url.to_owned()))? } else { 0 };
    Ok(Answer { status, version, length, from, body: Box::new(response.into_body().into_reader()) })
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// `x-goog-hash: crc32c=…` in base64, big-endian; there may be other hashes beside it, in the same header or another:
/// <https://cloud.google.com/storage/docs/xml-api/reference-headers#xgooghash>.
fn crc32c(headers: &HeaderMap) -> Option<u32> {
    let values = headers.get_all("x-goog-hash").into_iter().filter_map(|value| value.to_str().ok());
    let mut hashes = values.flat_map(|value| value.split(','));
    let hash = hashes.find_map(|hash| hash.trim().strip_prefix("crc32c="))?;
    Some(u32::from_be_bytes(decode(hash.as_bytes())?.try_into().ok()?))
}

/// The first number of `Content-Range: bytes 200-1000/67589`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    text(headers, "content-range")?.trim().strip_prefix("bytes")?.trim().split('-').next()?.parse().ok()
}

/// Whether waiting for bytes took too long.
pub(super) fn is_timeout(error: &io::Error) -> bool {
    let ureq = || error.get_ref()?.downcast_ref::<ureq::Error>();
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
        || matches!(ureq(), Some(ureq::Error::Timeout(_)))
}
