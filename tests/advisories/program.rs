//! The program, as it is called.

use std::path::Path;
use std::process::{Command, Output};

use super::server::{Fault, Server};
use super::{archive, record};

fn hunkguard(cache: &Path, args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hunkguard"));
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(proxy).env_remove(proxy.to_lowercase());
    }
    command.env("XDG_CACHE_HOME", cache).envs(variables.iter().copied());
    command.arg("advisories").args(args).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn bucket() -> Server {
    let server = Server::start();
    let json = record("PYSEC-2026-1", "2026-01-01T00:00:00Z", "acme", "1.0");
    server.put("PyPI/all.zip", archive(&[("PYSEC-2026-1.json", &json)]));
    server.put("ecosystems.txt", "PyPI\n");
    server
}

#[test]
fn status_tells_of_the_built_in_index_until_there_is_another() {
    let (cache, server) = (tempfile::tempdir().unwrap(), bucket());
    let status = stdout(&hunkguard(cache.path(), &["status"], &[]));
    assert!(status.contains("the built-in one") && status.contains("PyPA advisory database"), "{status}");

    let updated = hunkguard(cache.path(), &["update", "--url", &server.address], &[]);
    assert!(updated.status.success(), "{}", stderr(&updated));
    assert!(stdout(&updated).starts_with("PyPI: all records, 1 KiB\n"), "{}", stdout(&updated));
    let status = stdout(&hunkguard(cache.path(), &["status"], &[]));
    assert!(status.contains("advisories.index") && status.contains("0 days old"), "{status}");

    let updated = hunkguard(cache.path(), &["update", "--url", &server.address, "--ecosystem", "pypi"], &[]);
    assert!(stdout(&updated).starts_with("PyPI: nothing has changed\n"), "{}", stdout(&updated));
}

#[test]
fn a_failure_is_told_with_what_to_do() {
    let (cache, server) = (tempfile::tempdir().unwrap(), bucket());
    server.fault("PyPI/all.zip", Fault::Status(404), 1);
    let failed = hunkguard(cache.path(), &["update", "--url", &server.address], &[]);
    assert_eq!(failed.status.code(), Some(2));
    let told = stderr(&failed);
    assert!(told.contains("/PyPI/all.zip` answers with HTTP status 404") && told.contains("hint: "), "{told}");
}

#[test]
fn the_proxy_of_the_environment_is_used() {
    let (cache, proxy) = (tempfile::tempdir().unwrap(), bucket());
    let args = ["update", "--url", "http://bucket.invalid"];
    let updated = hunkguard(cache.path(), &args, &[("http_proxy", &proxy.address), ("HTTP_PROXY", &proxy.address)]);
    assert!(updated.status.success(), "{}", stderr(&updated));
    assert_eq!(proxy.requests(), ["GET ecosystems.txt", "GET PyPI/all.zip"]);
}

#[test]
fn import_writes_where_it_is_told_and_names_what_is_broken() {
    let (cache, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (from, index) = (folder.path().join("in.zip"), folder.path().join("index"));
    let json = record("PYSEC-2026-1", "2026-01-01T00:00:00Z", "acme", "1.0");
    std::fs::write(&from, archive(&[("good.json", &json), ("bad.json", "{")])).unwrap();
    let (from, index) = (from.to_str().unwrap(), index.to_str().unwrap());
    let imported = hunkguard(cache.path(), &["import", from, "--output", index], &[]);
    assert!(imported.status.success());
    assert!(stderr(&imported).contains("1 record left out"), "{}", stderr(&imported));
    assert!(stdout(&imported).starts_with("read 1 record:"), "{}", stdout(&imported));
    let status = hunkguard(cache.path(), &["status", "--index", index], &[]);
    assert!(stdout(&status).contains("PyPA"), "{}", stdout(&status));
    let status = hunkguard(cache.path(), &["status", "--index", from], &[]);
    assert_eq!(status.status.code(), Some(2));
    assert!(stderr(&status).contains("it is no advisory index"), "{}", stderr(&status));
}

#[test]
fn a_damaged_index_is_told_and_the_built_in_one_answers() {
    let cache = tempfile::tempdir().unwrap();
    std::fs::create_dir(cache.path().join("hunkguard")).unwrap();
    std::fs::write(cache.path().join("hunkguard").join("advisories.index"), "damaged").unwrap();
    let status = hunkguard(cache.path(), &["status"], &[]);
    assert!(status.status.success());
    assert!(stderr(&status).contains("cannot be used: it is no advisory index"), "{}", stderr(&status));
    assert!(stdout(&status).contains("the built-in one"), "{}", stdout(&status));
}
