//! `Update` against a bucket that behaves, and against one that does not.

use std::fs;
use std::time::Duration;

use hunkguard::advisories::{AdvisoriesError, FetchError, Home, Network, Outcome, Place, Update, Updated};
use hunkguard::deps::Ecosystem;
use hunkguard::deps::index::Index;
use tempfile::TempDir;

use super::server::{Fault, Server};
use super::{archive, record};

const DAY: i64 = 86_400;
const START: i64 = 1_800_000_000;
const ZIP: &str = "PyPI/all.zip";

/// A bucket with records on Python packages, and an empty cache.
struct Story {
    server: Server,
    folder: TempDir,
    records: Vec<(String, String, String)>,
}

impl Story {
    fn new() -> Self {
        let story = Self { server: Server::start(), folder: tempfile::tempdir().unwrap(), records: Vec::new() };
        story.publish("PYSEC-2026-1", "2026-01-01T00:00:00Z", "acme")
    }

    /// A record is published: the archive and the list of changes follow.
    fn publish(mut self, id: &str, modified: &str, name: &str) -> Self {
        self.records.retain(|(known, _, _)| known != id);
        self.records.push((id.to_owned(), modified.to_owned(), record(id, modified, name, "2.0")));
        self.records.sort_by(|a, b| b.1.cmp(&a.1));
        let names: Vec<String> = self.records.iter().map(|(id, _, _)| format!("{id}.json")).collect();
        let entries: Vec<(&str, &str)> =
            names.iter().zip(&self.records).map(|(name, (_, _, json))| (name.as_str(), json.as_str())).collect();
        self.server.put(ZIP, archive(&entries));
        let list: String = self.records.iter().map(|(id, modified, _)| format!("{modified},{id}\n")).collect();
        self.server.put("PyPI/modified_id.csv", list);
        for (name, json) in entries {
            self.server.put(&format!("PyPI/{name}"), json);
        }
        self.server.put("ecosystems.txt", "Debian\nPyPI\n");
        self
    }

    fn place(&self) -> Place {
        Home::at(self.folder.path()).place().unwrap()
    }

    fn update(&self, now: i64) -> Result<Updated, AdvisoriesError> {
        self.update_of(&[], now)
    }

    fn update_of(&self, ecosystems: &[Ecosystem], now: i64) -> Result<Updated, AdvisoriesError> {
        let network = Network {
            patience: Duration::from_millis(500),
            pause: Duration::ZERO,
            proxy_from_env: false,
            ..Network::to(&self.server.address)
        };
        Update { network: &network, ecosystems, place: &self.place(), now }.run(&|_| ())
    }

    fn index(&self) -> Vec<u8> {
        fs::read(self.place().index).unwrap()
    }

    fn knows(&self, name: &str) -> bool {
        !Index::open(&self.place().index).unwrap().look_up(Ecosystem::PyPi, name).unwrap().is_empty()
    }
}

/// The only outcome.
fn outcome(updated: Updated) -> Outcome {
    let [(Ecosystem::PyPi, outcome)] = <[_; 1]>::try_from(updated.outcomes).unwrap() else { panic!() };
    outcome
}

/// Why the only ecosystem failed.
fn failure(updated: Updated) -> FetchError {
    match outcome(updated) {
        Outcome::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_is_fetched_once_and_then_nothing() {
    let story = Story::new();
    assert!(matches!(outcome(story.update(START).unwrap()), Outcome::Archive(_)));
    assert!(story.knows("acme"));
    story.server.requests();

    let updated = story.update(START + DAY).unwrap();
    assert_eq!(updated.summary.as_of, START + DAY, "nothing has changed: that is known of today");
    assert_eq!(updated.summary.built, START);
    assert!(matches!(outcome(updated), Outcome::Unchanged));
    assert_eq!(story.server.requests(), ["GET ecosystems.txt", "HEAD PyPI/all.zip"]);
    assert!(story.knows("acme"));
}

#[test]
fn of_a_change_only_the_changed_records_are_fetched() {
    let story = Story::new();
    story.update(START).unwrap();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    story.server.requests();
    assert!(matches!(outcome(story.update(START + DAY).unwrap()), Outcome::Changes(1)));
    assert!(story.server.requests().contains(&"GET PyPI/PYSEC-2026-2.json".to_owned()));
    assert!(story.knows("acme") && story.knows("newer"));

    // A change of a record that came by itself before.
    let story = story.publish("PYSEC-2026-2", "2026-03-01T00:00:00Z", "renamed");
    assert!(matches!(outcome(story.update(START + 2 * DAY).unwrap()), Outcome::Changes(1)));
    assert!(story.knows("renamed") && !story.knows("newer"));
    assert!(!story.server.requests().contains(&"GET PyPI/all.zip".to_owned()));
}

#[test]
fn a_list_of_changes_that_is_cut_off_is_not_taken_for_all_of_them() {
    let story = Story::new();
    story.update(START).unwrap();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    let story = story.publish("PYSEC-2026-3", "2026-03-01T00:00:00Z", "newest");
    story.server.put("PyPI/modified_id.csv", "2026-03-01T00:00:00Z,PYSEC-2026-3\n");
    assert!(matches!(outcome(story.update(START + DAY).unwrap()), Outcome::Archive(_)));
    assert!(story.knows("newer") && story.knows("newest"));
}

#[test]
fn a_server_that_answers_no_question_about_versions_is_asked_for_changes() {
    let story = Story::new();
    story.update(START).unwrap();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    story.server.refuse_head();
    assert!(matches!(outcome(story.update(START + DAY).unwrap()), Outcome::Changes(1)));
    assert!(story.knows("newer"));
    assert!(matches!(outcome(story.update(START + 2 * DAY).unwrap()), Outcome::Unchanged));
}

#[test]
fn after_a_month_the_whole_archive_is_fetched_again() {
    let story = Story::new();
    story.update(START).unwrap();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    assert!(matches!(outcome(story.update(START + 31 * DAY).unwrap()), Outcome::Archive(_)));
    assert!(story.knows("newer"));
}

#[test]
fn what_is_cut_off_goes_on_where_it_ended() {
    let story = Story::new();
    story.server.fault(ZIP, Fault::CutAfter(100), 2);
    assert!(matches!(outcome(story.update(START).unwrap()), Outcome::Archive(_)));
    let requests = story.server.requests();
    assert_eq!(requests[1..], ["GET PyPI/all.zip", "GET PyPI/all.zip bytes=100-", "GET PyPI/all.zip bytes=200-"]);
    assert!(story.knows("acme"));
}

#[test]
fn what_is_cut_off_for_good_leaves_the_index_as_it_was() {
    let story = Story::new();
    story.update(START).unwrap();
    let before = story.index();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    story.server.fault("PyPI/modified_id.csv", Fault::Status(404), 1);
    story.server.fault(ZIP, Fault::CutAfter(0), 3);
    let error = failure(story.update(START + DAY).unwrap());
    assert!(matches!(error, FetchError::CutOff { got: 0, .. }), "{error}");
    assert_eq!(story.index(), before);
    story.update(START + 2 * DAY).unwrap();
    assert!(story.knows("newer"));
}

#[test]
fn a_beginning_of_another_version_is_thrown_away() {
    let story = Story::new();
    story.server.fault(ZIP, Fault::CutAfter(100), 1);
    // The rest of the answers are refused, so that the beginning stays.
    let failed = {
        let story = &story;
        let network = Network {
            patience: Duration::from_millis(500),
            pause: Duration::ZERO,
            proxy_from_env: false,
            ..Network::to(&story.server.address)
        };
        let step = |_| story.server.fault(ZIP, Fault::Status(503), 3);
        Update { network: &network, ecosystems: &[], place: &story.place(), now: START }.run(&step)
    };
    assert!(matches!(failed, Err(AdvisoriesError::Fetch(FetchError::Status { status: 503, .. }))), "{failed:?}");
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    story.server.requests();
    story.update(START).unwrap();
    assert_eq!(story.server.requests()[1..], ["GET PyPI/all.zip bytes=100-"], "answered with the whole new archive");
    assert!(story.knows("acme") && story.knows("newer"));
}

#[test]
fn a_wrong_checksum_changes_nothing() {
    let story = Story::new();
    story.update(START).unwrap();
    let before = story.index();
    let story = story.publish("PYSEC-2026-2", "2025-01-01T00:00:00Z", "older");
    story.server.fault(ZIP, Fault::WrongChecksum, 9);
    let error = failure(story.update(START + DAY).unwrap());
    assert!(matches!(error, FetchError::Checksum(_)), "{error}");
    assert_eq!(story.index(), before);
    assert!(!story.knows("older"));
}

#[test]
fn a_missing_archive_does_not_keep_others_from_being_renewed() {
    let story = Story::new();
    let updated = story.update_of(&[Ecosystem::GitHubActions, Ecosystem::PyPi], START).unwrap();
    let [(_, missing), (_, there)] = &updated.outcomes[..] else { panic!() };
    let Outcome::Failed(FetchError::Status { url, status: 404 }) = missing else { panic!("{missing:?}") };
    assert!(url.ends_with("/GitHub%20Actions/all.zip"), "{url}");
    assert!(matches!(there, Outcome::Archive(_)));
    assert!(story.knows("acme"));
}

#[test]
fn without_anything_fetched_ever_the_failure_is_told() {
    let story = Story::new();
    story.server.fault(ZIP, Fault::Status(403), 9);
    let error = story.update(START).unwrap_err();
    assert!(error.to_string().ends_with("answers with HTTP status 403"), "{error}");
    assert!(!story.place().index.exists());
}

#[test]
fn a_bucket_that_stops_answering_is_given_up() {
    let story = Story::new();
    story.update(START).unwrap();
    let before = story.index();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    story.server.fault("PyPI/modified_id.csv", Fault::Stall, 1);
    let error = failure(story.update(START + DAY).unwrap());
    assert!(matches!(error, FetchError::Timeout(_)), "{error}");
    assert_eq!(story.index(), before);
}

#[test]
fn a_server_that_fails_now_and_then_is_asked_again() {
    let story = Story::new();
    story.server.fault(ZIP, Fault::Status(500), 2);
    assert!(matches!(outcome(story.update(START).unwrap()), Outcome::Archive(_)));
}

#[test]
fn a_login_page_is_no_archive() {
    let story = Story::new();
    story.update(START).unwrap();
    let before = story.index();
    story.server.put(ZIP, "<html>who are you?</html>");
    let error = failure(story.update(START + DAY).unwrap());
    assert!(matches!(error, FetchError::Unusable(_)), "{error}");
    assert_eq!(story.index(), before);
    assert!(story.knows("acme"));
}

#[test]
fn of_two_at_the_same_time_one_works() {
    let story = Story::new();
    fs::create_dir_all(story.place().mirror).unwrap();
    let other = fs::File::create(story.place().mirror.join("lock")).unwrap();
    other.lock().unwrap();
    assert!(matches!(story.update(START), Err(AdvisoriesError::Busy)));
    other.unlock().unwrap();
    story.update(START).unwrap();
}

#[test]
fn a_damaged_index_is_made_again_of_what_was_fetched() {
    let story = Story::new();
    story.update(START).unwrap();
    fs::write(story.place().index, "damaged").unwrap();
    story.server.requests();
    assert!(matches!(outcome(story.update(START + DAY).unwrap()), Outcome::Unchanged));
    assert!(story.knows("acme"));
    assert!(!story.server.requests().contains(&"GET PyPI/all.zip".to_owned()));
}

#[test]
fn a_damaged_archive_is_told_and_fetched_again_the_next_time() {
    let story = Story::new();
    story.update(START).unwrap();
    let before = story.index();
    let archive = story.place().mirror.join(ZIP);
    let whole = fs::read(&archive).unwrap();
    fs::write(&archive, &whole[..whole.len() / 2]).unwrap();
    let story = story.publish("PYSEC-2026-2", "2026-02-01T00:00:00Z", "newer");
    assert!(matches!(story.update(START + DAY), Err(AdvisoriesError::Archive { .. })));
    assert_eq!(story.index(), before);
    story.update(START + DAY).unwrap();
    assert!(story.knows("acme") && story.knows("newer"));
}

#[test]
fn an_address_without_scheme_is_refused() {
    let story = Story::new();
    let network = Network::to("bucket.example");
    let error = Update { network: &network, ecosystems: &[], place: &story.place(), now: START }.run(&|_| ());
    assert!(matches!(error, Err(AdvisoriesError::Fetch(FetchError::Address(_)))));
}
