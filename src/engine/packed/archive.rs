//! The members of zip, tar and gzip files, read with bounds.

use std::error::Error;
use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::change::opaque;
use crate::engine::unscanned::bytes;
use crate::text::RepoPath;

/// How much of an archive is read.
pub(super) struct Limits {
    /// How deep archives inside archives are read.
    pub depth: usize,
    /// The most members, of a file and of the archives in it together.
    pub members: usize,
    /// The most bytes that are unpacked, of all members together.
    pub bytes: u64,
    /// The most bytes of one member.
    pub member: u64,
}

/// What a hook has time for.
pub(super) const LIMITS: Limits = Limits { depth: 2, members: 1000, bytes: 64 << 20, member: 8 << 20 };

/// What unpacks to more than so many times its size, and to more than [`SMALL`], is a bomb: text packs ten times.
const RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;

/// A file in an archive.
pub(super) struct Member {
    /// Its name, behind those of the archives in the archive: `inner.zip!a.txt`.
    pub path: Vec<u8>,
    /// Its bytes, unpacked.
    pub blob: Vec<u8>,
}

/// Calls `found` with every member of a packed file that is called `name`. Returns what was not read and why, in words;
/// `None` if it is no archive that can be read.
pub(super) fn members(blob: &[u8], name: &[u8], limits: &Limits, found: &mut dyn FnMut(Member)) -> Option<Vec<String>> {
    let mut search = Search { limits, members: limits.members, bytes: limits.bytes, missed: Vec::new(), found };
    search.archive(blob, name, b"", 1).then_some(search.missed)
}

struct Search<'f> {
    limits: &'f Limits,
    /// How many may still be read.
    members: usize,
    /// How many may still be unpacked.
    bytes: u64,
    missed: Vec<String>,
    found: &'f mut dyn FnMut(Member),
}

/// Why no more of an archive is read.
struct Enough;

impl Search<'_> {
    /// Reads an archive. `prefix` stands before the names of its members. False if it is none.
    fn archive(&mut self, blob: &[u8], name: &[u8], prefix: &[u8], depth: usize) -> bool {
        let known = match blob {
            [b'P', b'K', 3, 4, ..] => self.zip(blob, prefix, depth),
            [0x1f, 0x8b, ..] => self.gzip(blob, name, prefix, depth),
            _ if is_tar(blob) => self.tar(Cursor::new(blob), prefix, depth),
            _ => return false,
        };
        // One that says why it ended has said so in `missed`.
        let (Ok(()) | Err(Enough)) = known;
        true
    }

    fn zip(&mut self, blob: &[u8], prefix: &[u8], depth: usize) -> Result<(), Enough> {
        let mut archive = ZipArchive::new(Cursor::new(blob)).map_err(|error| self.broken(prefix, &error))?;
        for index in 0..archive.len() {
            let (path, encrypted, directory) = match archive.by_index_raw(index) {
                Ok(member) => (member.name_raw().to_vec(), member.encrypted(), member.is_dir()),
                Err(error) => {
                    self.broken(prefix, &error);
                    continue;
                }
            };
            if directory {
                continue;
            }
            let path = [prefix, &path].concat();
            if encrypted {
                self.missed(&path, "is encrypted");
                continue;
            }
            let packed;
            let unpacked = match archive.by_index(index) {
                Ok(member) if member.size() > self.limits.member => {
                    self.missed(&path, &format!("has {}", bytes(member.size())));
                    continue;
                }
                Ok(member) => {
                    packed = member.compressed_size();
                    self.unpack(member, packed, &path)?
                }
                Err(ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_)) => {
                    self.missed(&path, "is packed in a way that is not known");
                    continue;
                }
                Err(error) => {
                    self.broken(&path, &error);
                    continue;
                }
            };
            self.member(path, unpacked, depth);
        }
        Ok(())
    }

    fn tar(&mut self, stream: impl Read, prefix: &[u8], depth: usize) -> Result<(), Enough> {
        let mut archive = tar::Archive::new(stream);
        let entries = archive.entries().map_err(|error| self.broken(prefix, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| self.broken(prefix, &error))?;
            let (kind, path) = (entry.header().entry_type(), [prefix, &entry.path_bytes()].concat());
            if !kind.is_file() {
                if kind.is_gnu_sparse() || kind.is_contiguous() {
                    self.missed(&path, "is a sparse file");
                }
                continue;
            }
            let size = entry.size();
            if size > self.limits.member {
                // Passing over it means unpacking it.
                self.spend(size, &path)?;
                self.missed(&path, &format!("has {}", bytes(size)));
                continue;
            }
            let unpacked = self.unpack(entry, size, &path)?;
            self.member(path, unpacked, depth);
        }
        Ok(())
    }

    fn gzip(&mut self, blob: &[u8], name: &[u8], prefix: &[u8], depth: usize) -> Result<(), Enough> {
        let mut stream = MultiGzDecoder::new(blob);
        let mut head = Vec::with_capacity(TAR_HEADER);
        if let Err(error) = stream.by_ref().take(TAR_HEADER as u64).read_to_end(&mut head) {
            return Err(self.broken(prefix, &error));
        }
        if is_tar(&head) {
            let ceiling =
                (blob.len() as u64).saturating_mul(RATIO).clamp(SMALL, self.limits.bytes.saturating_mul(2).max(SMALL));
            let mut stream = Cursor::new(head).chain(stream).take(ceiling);
            let read = self.tar(&mut stream, prefix, depth);
            if stream.limit() == 0 {
                self.reason(format!("it unpacks to more than {}", bytes(ceiling)));
            }
            return read;
        }
        let path = [prefix, inner_name(name)].concat();
        let unpacked = self.unpack(Cursor::new(head).chain(stream), blob.len() as u64, &path)?;
        self.member(path, unpacked, depth);
        Ok(())
    }

    /// Unpacks one member of so many packed bytes; `None` if it is not to be read.
    fn unpack(&mut self, stream: impl Read, packed: u64, path: &[u8]) -> Result<Option<Vec<u8>>, Enough> {
        self.members = self.members.checked_sub(1).ok_or_else(|| {
            self.reason(format!("more than {} members", self.limits.members));
            Enough
        })?;
        let most = packed.saturating_mul(RATIO).clamp(SMALL, self.limits.member.max(SMALL));
        let mut blob = Vec::new();
        let read = stream.take(most + 1).read_to_end(&mut blob);
        let length = blob.len() as u64;
        self.spend(length, path)?;
        match read {
            Err(error) => {
                self.broken(path, &error);
                // What was unpacked before the damage is searched.
            }
            Ok(_) if length > most && most < self.limits.member => {
                self.missed(path, &format!("unpacks to more than {RATIO} times its size: a bomb"));
                return Ok(None);
            }
            Ok(_) if length > most => self.missed(path, &format!("has more than {}", bytes(self.limits.member))),
            Ok(_) => {}
        }
        Ok(Some(blob))
    }

    fn spend(&mut self, length: u64, path: &[u8]) -> Result<(), Enough> {
        self.bytes = self.bytes.checked_sub(length).ok_or_else(|| {
            self.reason(format!("more than {} unpacked, from `{}` on", bytes(self.limits.bytes), RepoPath::new(path)));
            Enough
        })?;
        Ok(())
    }

    /// Hands out a member, or what is in it.
    fn member(&mut self, path: Vec<u8>, blob: Option<Vec<u8>>, depth: usize) {
        let Some(blob) = blob else { return };
        if let Some(format) = opaque(&blob) {
            let prefix = [&path, &b"!"[..]].concat();
            let name = path.rsplit(|byte| matches!(byte, b'/' | b'!')).next().unwrap_or_default();
            if depth == self.limits.depth {
                self.missed(&path, &format!("is an archive in an archive in it ({format})"));
            } else if !self.archive(&blob, name, &prefix, depth + 1) {
                self.missed(&path, &format!("is {format}"));
            }
        }
        (self.found)(Member { path, blob });
    }

    fn missed(&mut self, path: &[u8], why: &str) {
        self.reason(format!("`{}` {why}", RepoPath::new(path)));
    }

    /// An archive of many members would give the same reason for each.
    fn reason(&mut self, reason: String) {
        if self.missed.last() != Some(&reason) {
            self.missed.push(reason);
        }
    }

    /// The words of the error may quote what it read: they are left out.
    fn broken(&mut self, path: &[u8], error: &(dyn Error + 'static)) -> Enough {
        let inner = error.downcast_ref::<io::Error>().or_else(|| error.source()?.downcast_ref());
        let cut = inner.is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof);
        let how = if cut { "is cut short" } else { "is broken" };
        match path.strip_suffix(b"!").unwrap_or(path) {
            b"" => self.reason(format!("it {how}")),
            path => self.missed(path, how),
        }
        Enough
    }
}

const TAR_HEADER: usize = 512;

/// POSIX and GNU tar write `ustar` into the header of the first member.
fn is_tar(blob: &[u8]) -> bool {
    blob.len() >= TAR_HEADER && blob.get(257..262) == Some(b"ustar")
}

/// The name of what a gzip file holds.
fn inner_name(name: &[u8]) -> &[u8] {
    name.strip_suffix(b".gz").filter(|rest| !rest.is_empty()).unwrap_or(name)
}
