//! Archives through the real scanner.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::archive::{LIMITS, Limits, members};
use super::{Searched, search};
use crate::change::{Change, opaque};
use crate::checks;
use crate::engine::{Scanner, Unread, UnreadReason};
use crate::finding::{Category, Finding};
use crate::rules::{RuleSet, expand};
use crate::text::RepoPath;

fn token() -> String {
    expand("ghp_{{base62:36}}").unwrap().text
}

fn settings() -> Vec<u8> {
    format!("# settings of the service\nname = 1\nkey = \"{}\"\n", token()).into_bytes()
}

fn zip(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn deflated(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip(members, CompressionMethod::Deflated)
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn scan(name: &str, blob: Vec<u8>) -> Searched {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let path = RepoPath::from(name);
    let unread = Unread {
        path: path.clone(),
        content: "1".to_owned(),
        reason: UnreadReason::Opaque(opaque(&blob).unwrap_or_default()),
    };
    search(&Scanner::new(&rules, &checks), &mut Change::whole(path, Vec::new()).packed(blob), unread)
}

fn notes(finding: &Finding) -> Vec<&str> {
    finding.notes.iter().map(AsRef::as_ref).collect()
}

/// The one finding in an archive that was read to its end.
#[track_caller]
fn only(name: &str, blob: Vec<u8>) -> Finding {
    let Searched { mut findings, whole } = scan(name, blob);
    assert_eq!((findings.len(), whole), (1, true), "{name}: {findings:?}");
    findings.swap_remove(0)
}

/// What the finding says that stands for what was not read.
#[track_caller]
fn missed(name: &str, blob: Vec<u8>) -> String {
    let Searched { findings, whole } = scan(name, blob);
    assert!(!whole, "{name}");
    let unread = findings.iter().find(|finding| finding.category == Category::Unscanned).expect("a finding says so");
    unread.message.to_string()
}

#[test]
fn a_token_in_an_archive_is_found_and_its_member_named() {
    let members: [(&str, &[u8]); 3] = [("a/readme.txt", b"hello"), ("a/b/settings.toml", &settings()), ("c", b"")];
    for (name, blob) in [
        ("lib.jar", deflated(&members)),
        ("stored.zip", zip(&members, CompressionMethod::Stored)),
        ("all.tar", tar(&members)),
        ("all.tgz", gzip(&tar(&members))),
    ] {
        let found = only(name, blob);
        assert_eq!((found.rule, found.path.as_bytes(), found.location.line), ("github-token", name.as_bytes(), 0));
        assert_eq!(notes(&found), [format!("Found in `{name}!a/b/settings.toml`, line 3.")]);
        assert!(!found.excerpt.text().contains(&token()[8..]));
    }
    assert_eq!(notes(&only("logs/app.log.gz", gzip(&settings()))), ["Found in `logs/app.log.gz!app.log`, line 3."]);
}

#[test]
fn an_archive_in_an_archive_is_read_and_no_deeper_one() {
    let inner = gzip(&tar(&[("settings.toml", &settings())]));
    let outer = deflated(&[("x/inner.tgz", &inner)]);
    assert_eq!(notes(&only("outer.zip", outer.clone())), ["Found in `outer.zip!x/inner.tgz!settings.toml`, line 3."]);
    let deeper = missed("deeper.zip", deflated(&[("outer.zip", &outer)]));
    assert!(deeper.contains("`outer.zip!x/inner.tgz` is an archive in an archive"), "{deeper}");
}

#[test]
fn a_member_is_known_by_its_own_name_and_its_code_is_not_judged() {
    let code = b"import os\nos.system(input())\n";
    assert!(scan("code.zip", deflated(&[("a.py", code)])).findings.is_empty());
    let notebook = format!("[\n \"key = 'ghp_' + '{}'\\n\"\n]\n", &token()[4..]);
    let found = only("work.zip", deflated(&[("deep/analysis.ipynb", notebook.as_bytes())]));
    assert_eq!(notes(&found), ["Found behind joined literals.", "Found in `work.zip!deep/analysis.ipynb`, line 2."]);
}

#[test]
fn a_secret_in_two_members_is_one_finding() {
    let found = only("a.zip", deflated(&[("one", &settings()), ("two", &settings())]));
    assert_eq!(notes(&found), ["Found in `a.zip!one`, line 3."]);
}

#[test]
fn bombs_are_findings() {
    let zeros = vec![0; 4 << 20];
    let bomb = missed("bomb.zip", deflated(&[("zeros", &zeros)]));
    assert_eq!(
        bomb,
        "Not everything in the zip archive was searched: `zeros` unpacks to more than 200 times its size: a bomb."
    );
    assert!(missed("bomb.gz", gzip(&zeros)).contains("a bomb"));
    let tarred = missed("bomb.tgz", gzip(&tar(&[("zeros", &vec![0; 70 << 20])])));
    assert!(tarred.contains("more than"), "{tarred}");
    let noise: Vec<u8> = (0..9u32 << 18).flat_map(|n| n.wrapping_mul(2_654_435_769).to_le_bytes()).collect();
    assert!(missed("large.zip", zip(&[("large", &noise)], CompressionMethod::Stored)).contains("`large` has 9.0 MiB"));
}

#[test]
fn all_members_together_are_bounded() {
    let noise: Vec<u8> = (0..5000u32).flat_map(|n| n.wrapping_mul(2_654_435_769).to_le_bytes()).collect();
    let all: Vec<(&str, &[u8])> = ["a", "b", "c", "d"].map(|name| (name, noise.as_slice())).to_vec();
    let limits = Limits { bytes: 3 * noise.len() as u64, ..LIMITS };
    for blob in [deflated(&all), tar(&all), gzip(&tar(&all))] {
        let mut read = Vec::new();
        let missed = members(&blob, b"all", &limits, &mut |member| read.extend(member.path));
        assert_eq!(
            (read, missed),
            (b"abc".to_vec(), Some(vec!["more than 58.5 KiB unpacked, from `d` on".to_owned()]))
        );
    }
}

#[test]
fn too_many_members_are_a_finding() {
    let names: Vec<String> = (0..1001).map(|n| n.to_string()).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert!(missed("many.zip", deflated(&members)).contains("more than 1000 members"));
}

#[test]
fn broken_and_encrypted_archives_are_findings() {
    let whole = deflated(&[("one", &settings()), ("two", b"more")]);
    assert!(missed("cut.zip", whole[..whole.len() / 2].to_vec()).contains("it is broken"));
    let random: Vec<u8> = (0..2000u32).flat_map(|n| n.wrapping_mul(2_654_435_769).to_le_bytes()).collect();
    let packed = gzip(&tar(&[("one", &settings()), ("two", &random)]));
    let cut = scan("cut.tgz", packed[..packed.len() - 600].to_vec());
    assert_eq!(cut.findings.len(), 2, "what stands before the damage is searched: {:?}", cut.findings);
    // The lowest bit of the flags, in both headers of the only member.
    let mut encrypted = deflated(&[("one", &settings())]);
    let directory = memchr::memmem::find(&encrypted, b"PK\x01\x02").unwrap();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    assert!(missed("locked.zip", encrypted).contains("`one` is encrypted"));
    assert!(missed("a.zip", deflated(&[("in.7z", b"7z\xbc\xaf\x27\x1c rest")])).contains("`in.7z` is 7z archive"));
}

#[test]
fn a_text_behind_the_first_bytes_of_a_format_is_read() {
    for magic in [&b"PK\x03\x04"[..], b"\x1f\x8b", b"BZh"] {
        let text = [magic, b"\n", &settings()].concat();
        let Searched { findings, whole } = scan("fake", text);
        assert!(!whole && findings.iter().any(|finding| finding.rule == "github-token" && finding.location.line == 4));
    }
    let behind = [deflated(&[("a", b"x")]), b"\n".to_vec(), settings()].concat();
    assert!(scan("behind.zip", behind).findings.iter().any(|finding| finding.rule == "github-token"));
}

#[test]
fn names_of_members_are_only_words() {
    let token = token();
    let name = "../../\u{1b}[2J/etc/passwd";
    let found = only("a.zip", deflated(&[(name, &settings())]));
    assert!(!notes(&found)[0].contains('\u{1b}') && notes(&found)[0].contains("../../"), "{found:?}");
    assert!(!notes(&found)[0].contains(&token));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(damage in proptest::collection::vec((0usize..2000, any::<u8>()), 0..8), form in 0usize..3) {
        let members: [(&str, &[u8]); 2] = [("one", &settings()), ("two.gz", &gzip(b"more"))];
        let mut blob = [deflated(&members), tar(&members), gzip(&tar(&members))][form].clone();
        for (at, byte) in damage {
            let at = at % blob.len();
            blob[at] = byte;
        }
        scan("a", blob);
    }
}
