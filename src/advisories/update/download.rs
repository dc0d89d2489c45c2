//! An archive comes in whole, or goes on the next time where it was cut off.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::error::FetchError;
use super::http::{Answer, Client, Version};
use crate::advisories::archive;

/// How often in a row nothing may come before it is given up.
const MOST_FAILURES: u32 = 3;
/// How often it is tried at all, even if a little comes each time.
const MOST_ATTEMPTS: u32 = 50;
/// The longest archive, in bytes: that of npm has some hundred millions.
const LONGEST: u64 = 4 << 30;

/// A download that may have begun earlier.
pub(super) struct Download<'d> {
    pub client: &'d Client,
    /// Where the file lies in the bucket.
    pub from: &'d [&'d str],
    /// Where it comes to lie.
    pub to: &'d Path,
    /// How long to wait before trying again.
    pub pause: Duration,
    /// Is told how many bytes there are, of how many if that is known.
    pub progress: &'d dyn Fn(u64, Option<u64>),
}

impl Download<'_> {
    /// Fetches the archive, checks it, and puts it in its place.
    ///
    /// # Errors
    /// It cannot be fetched. What has come stays for the next time.
    pub fn run(&self) -> Result<Version, FetchError> {
        let (mut failures, mut had) = (0, self.part().length);
        for attempt in 1.. {
            let error = match self.attempt() {
                Ok(version) => return Ok(version),
                Err(error) => error,
            };
            let has = self.part().length;
            failures = if has > had { 0 } else { failures + 1 };
            had = has;
            if !error.may_pass() || failures >= MOST_FAILURES || attempt >= MOST_ATTEMPTS {
                return Err(error);
            }
            thread::sleep(self.pause);
        }
        Err(FetchError::Timeout(self.url()))
    }

    fn attempt(&self) -> Result<Version, FetchError> {
        let part = self.part();
        let range = format!("bytes={}-", part.length);
        let headers = match &part.tag {
            Some(tag) if part.length > 0 => vec![("Range", range.as_str()), ("If-Range", tag.as_str())],
            _ => Vec::new(),
        };
        let answer = self.client.get(self.from, &headers)?;
        let start = match answer.status {
            200 => 0,
            206 if answer.from == part.length => part.length,
            // What we have is not a beginning of what there is now.
            206 | 416 => {
                self.forget();
                return Err(FetchError::Range(self.url()));
            }
            status => return Err(FetchError::Status { url: self.url(), status }),
        };
        let version = answer.version.clone();
        let wanted = answer.length.map(|length| length.saturating_add(start));
        let got = self.receive(answer, start, wanted)?;
        if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
            return Err(FetchError::CutOff { url: self.url(), got, wanted });
        }
        self.check(&version)?;
        fs::rename(self.part_path(), self.to).map_err(|error| self.disk(&error))?;
        self.forget();
        Ok(version)
    }

    /// Writes what comes behind the `start` bytes that are there already; how many there are then.
    fn receive(&self, mut answer: Answer, start: u64, wanted: Option<u64>) -> Result<u64, FetchError> {
        let disk = |error: io::Error| self.disk(&error);
        // Of which version the beginning is stands there before the beginning does.
        if start == 0 {
            self.forget();
            if let Some(tag) = answer.version.strong_tag() {
                fs::write(self.tag_path(), tag).map_err(disk)?;
            }
        }
        let mut file = OpenOptions::new().create(true).append(true).open(self.part_path()).map_err(disk)?;
        let (mut done, mut buffer) = (start, vec![0; 1 << 16]);
        loop {
            let length = match answer.body.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    return Err(match wanted {
                        Some(wanted) if error.kind() == io::ErrorKind::UnexpectedEof => {
                            FetchError::CutOff { url: self.url(), got: done, wanted }
                        }
                        _ => FetchError::body(&self.url(), &error),
                    });
                }
            };
            file.write_all(&buffer[..length]).map_err(disk)?;
            done += length as u64;
            if done > LONGEST {
                self.forget();
                return Err(FetchError::TooLong(self.url()));
            }
            (self.progress)(done, wanted);
        }
        file.sync_all().map_err(disk)?;
        Ok(done)
    }

    /// It has the checksum that the bucket told, if it told one, and is an archive: what a login page of a network
    /// answers is none.
    fn check(&self, version: &Version) -> Result<(), FetchError> {
        let path = self.part_path();
        let checksum = checksum(&path).map_err(|error| self.disk(&error))?;
        let wrong = match version.crc32c {
            Some(told) if told != checksum => FetchError::Checksum(self.url()),
            _ => match archive::check(&path) {
                Ok(()) => return Ok(()),
                Err(error) => FetchError::Unusable(format!("`{}`: {error}", self.url())),
            },
        };
        self.forget();
        Err(wrong)
    }

    /// What has come so far.
    fn part(&self) -> Part {
        let tag = fs::read_to_string(self.tag_path()).ok();
        // Without knowing of which version it is, a beginning is worth nothing.
        let length = tag.as_ref().and_then(|_| Some(fs::metadata(self.part_path()).ok()?.len()));
        Part { length: length.unwrap_or_default(), tag }
    }

    /// Removes what has come so far. What is not there is forgotten already.
    fn forget(&self) {
        let _ = fs::remove_file(self.part_path());
        let _ = fs::remove_file(self.tag_path());
    }

    fn part_path(&self) -> PathBuf {
        self.to.with_extension("part")
    }

    fn tag_path(&self) -> PathBuf {
        self.to.with_extension("part-etag")
    }

    fn url(&self) -> String {
        self.client.address(self.from)
    }

    fn disk(&self, error: &io::Error) -> FetchError {
        FetchError::Unusable(format!("cannot keep `{}`: {error}", self.url()))
    }
}

struct Part {
    length: u64,
    tag: Option<String>,
}

/// The CRC-32C of a file.
fn checksum(path: &Path) -> io::Result<u32> {
    let (mut file, mut buffer, mut checksum) = (File::open(path)?, vec![0; 1 << 16], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(checksum),
            length => checksum = crc32c::crc32c_append(checksum, &buffer[..length]),
        }
    }
}
