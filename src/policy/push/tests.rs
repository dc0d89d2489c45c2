use proptest::prelude::*;

use super::*;
use crate::policy::judge::tests::{RULE, TODAY, finding, override_of, policy};
use crate::policy::{Judged, Status, Verdict};

fn id(number: usize) -> ContentId {
    ContentId::from_hex(format!("{number:040x}").as_bytes()).unwrap()
}

/// A commit by `author@example.com`, committed by `committer@example.com`.
fn commit(number: usize, parents: &[usize], message: &str) -> PushedCommit {
    let parents = parents.iter().map(|&parent| id(parent)).collect();
    PushedCommit::new(id(number), parents, b"author@example.com", b"Committer@Example.com", message.as_bytes())
}

fn found_in(number: usize, path: &str) -> Finding {
    Finding { commit: Some(id(number).to_string()), ..finding(path) }
}

fn reviewed(path: &str) -> String {
    format!("s\n\n{}Reviewed-by: Rae <rae@example.com>\n", override_of(path))
}

fn judge(findings: Vec<Finding>, commits: &[PushedCommit]) -> Judgement {
    judge_push(findings, &Policy::default(), commits, TODAY)
}

fn remark(judgement: &Judgement) -> &str {
    judgement.findings[0].remark.as_deref().unwrap_or_default()
}

#[test]
fn a_reviewed_override_of_the_same_commit_passes() {
    let judgement = judge(vec![found_in(1, "a")], &[commit(1, &[0], &reviewed("a"))]);
    assert_eq!(judgement.verdict, Verdict::Allowed);
    let exception = judgement.findings[0].exception.as_ref().unwrap();
    assert_eq!(exception.source, "commit 00000000");
    assert_eq!(exception.reviewers, ["Rae <rae@example.com>"]);
    assert_eq!(judgement.problems, []);
}

#[test]
fn an_override_nobody_reviewed_blocks_and_says_so() {
    let judgement = judge(vec![found_in(1, "a")], &[commit(1, &[0], &override_of("a"))]);
    assert_eq!(judgement.verdict, Verdict::Blocked);
    assert_eq!(
        remark(&judgement),
        "the override is not reviewed: commit 00000000 has no line `Reviewed-by: Name <mail>`"
    );
    assert_eq!(judgement.findings[0].exception.as_ref().unwrap().reason, "revoked in May");
}

#[test]
fn nobody_reviews_a_commit_they_have_a_part_in() {
    for (mail, expected) in [
        ("author@example.com", "`author@example.com` is the author of commit 00000000"),
        ("COMMITTER@example.com", "`committer@example.com` is the committer of commit 00000000"),
        ("co@example.com", "`co@example.com` is a co-author of commit 00000000"),
        ("sign@example.com", "`sign@example.com` is a signer-off of commit 00000000"),
    ] {
        let message = format!(
            "s\n\n{}Co-authored-by: C <CO@example.com>\nSigned-off-by: S <sign@Example.com>\nReviewed-by: X <{mail}>\n",
            override_of("a")
        );
        let judgement = judge(vec![found_in(1, "a")], &[commit(1, &[0], &message)]);
        assert_eq!(judgement.verdict, Verdict::Blocked);
        assert_eq!(remark(&judgement), format!("the review does not count: {expected}"));
        assert_eq!(judgement.findings[0].exception.as_ref().unwrap().reviewers, [format!("X <{mail}>")]);
    }
}

#[test]
fn the_author_of_the_secret_cannot_review_the_override_of_somebody_else() {
    let own = PushedCommit::new(id(1), vec![], b"rae@example.com", b"rae@example.com", b"s\n");
    let judgement = judge(vec![found_in(1, "a")], &[own, commit(2, &[1], &reviewed("a"))]);
    assert_eq!(remark(&judgement), "the review does not count: `rae@example.com` is the author of commit 00000000");
}

#[test]
fn one_reviewer_who_counts_is_enough() {
    let message = format!("{}Reviewed-by: A <author@example.com>\n", reviewed("a"));
    let judgement = judge(vec![found_in(1, "a")], &[commit(1, &[], &message)]);
    assert_eq!(judgement.verdict, Verdict::Allowed);
    assert_eq!(judgement.findings[0].exception.as_ref().unwrap().reviewers, ["Rae <rae@example.com>"]);
}

#[test]
fn a_list_of_reviewers_keeps_others_out() {
    let range = [commit(1, &[], &reviewed("a"))];
    let with = |mail: &str| policy(&format!("[review]\nreviewers = [\"{mail}\"]\n"));
    let judgement = judge_push(vec![found_in(1, "a")], &with("Rae@Example.com"), &range, TODAY);
    assert_eq!(judgement.verdict, Verdict::Allowed);
    let judgement = judge_push(vec![found_in(1, "a")], &with("other@example.com"), &range, TODAY);
    assert_eq!(
        remark(&judgement),
        "the review does not count: `rae@example.com` is not among the `reviewers` of the policy"
    );
}

#[test]
fn where_review_is_off_the_override_alone_counts() {
    let off = policy("[review]\nmode = \"off\"\n");
    let range = [commit(1, &[], &override_of("a"))];
    assert_eq!(judge_push(vec![found_in(1, "a")], &off, &range, TODAY).verdict, Verdict::Allowed);
}

#[test]
fn a_lost_override_is_mended_by_an_empty_commit_that_follows() {
    let range = [commit(1, &[0], "s\n"), commit(2, &[1], "more\n"), commit(3, &[2], &reviewed("a"))];
    assert_eq!(judge(vec![found_in(1, "a")], &range).verdict, Verdict::Allowed);
}

#[test]
fn an_override_before_the_finding_or_beside_it_does_not_count() {
    let before = [commit(1, &[0], &reviewed("a")), commit(2, &[1], "s\n")];
    assert_eq!(judge(vec![found_in(2, "a")], &before).verdict, Verdict::Blocked);
    let beside = [commit(1, &[0], "s\n"), commit(2, &[0], &reviewed("a"))];
    assert_eq!(judge(vec![found_in(1, "a")], &beside).verdict, Verdict::Blocked);
    let merged = [commit(1, &[0], "s\n"), commit(2, &[0], "s\n"), commit(3, &[2, 1], &reviewed("a"))];
    assert_eq!(judge(vec![found_in(1, "a")], &merged).verdict, Verdict::Allowed);
}

#[test]
fn the_same_finding_is_judged_in_each_commit_that_adds_it() {
    let range = [commit(1, &[0], &reviewed("a")), commit(2, &[1], "s\n")];
    let judgement = judge(vec![found_in(1, "a"), found_in(2, "a")], &range);
    let statuses: Vec<Status> = judgement.findings.iter().map(|judged| judged.status).collect();
    assert_eq!(statuses, [Status::Overridden, Status::Blocking]);
}

#[test]
fn of_several_overrides_the_reviewed_one_counts() {
    let range =
        [commit(1, &[0], &override_of("a")), commit(2, &[1], &reviewed("a")), commit(3, &[2], &override_of("a"))];
    assert_eq!(judge(vec![found_in(1, "a")], &range).verdict, Verdict::Allowed);
}

#[test]
fn a_tagged_blob_belongs_to_no_commit_and_is_covered_by_any() {
    let range = [commit(1, &[0], &reviewed("a"))];
    assert_eq!(judge(vec![finding("a")], &range).verdict, Verdict::Allowed);
    assert_eq!(judge(vec![finding("a")], &[]).verdict, Verdict::Blocked);
}

#[test]
fn an_override_that_squash_moved_and_indented_counts() {
    let message =
        format!("Squashed:\n\n    * {}\n    Reviewed-by: Rae <rae@example.com>\n\nmore\n", override_of("a").trim());
    assert_eq!(judge(vec![found_in(1, "a")], &[commit(1, &[], &message)]).verdict, Verdict::Allowed);
}

#[test]
fn a_stored_message_never_blocks_by_itself() {
    let unused = [commit(1, &[], &reviewed("a"))];
    let judgement = judge(vec![], &unused);
    assert_eq!((judgement.verdict, judgement.problems), (Verdict::Clean, vec![]));
    let malformed = [commit(1, &[], "s\n\nHunkguard-Override: 0123 x-rule revoked in May\n")];
    let judgement = judge(vec![], &malformed);
    assert_eq!(judgement.verdict, Verdict::Clean);
    assert_eq!(
        (judgement.problems[0].blocks, judgement.problems[0].commit.as_ref()),
        (false, Some(&id(1).to_string()))
    );
    let wrong = [commit(1, &[], &reviewed("a").replace(RULE, "weak-hash"))];
    let judgement = judge(vec![found_in(1, "a")], &wrong);
    assert_eq!(judgement.verdict, Verdict::Blocked);
    assert!(judgement.problems[0].message.contains("does not name the rule"));
}

#[test]
fn each_of_two_thousand_overrides_covers_its_own_finding() {
    let paths: Vec<String> = (0..2000).map(|number| format!("f{number}")).collect();
    let commits: Vec<PushedCommit> =
        paths.iter().enumerate().map(|(at, path)| commit(at + 1, &[at], &reviewed(path))).collect();
    let findings: Vec<Finding> = paths.iter().enumerate().map(|(at, path)| found_in(at + 1, path)).collect();
    let judgement = judge(findings, &commits);
    assert_eq!(judgement.verdict, Verdict::Allowed);
}

/// A random history: each commit has up to two parents before it, and may hold an override, reviewed or not.
fn histories() -> impl Strategy<Value = Vec<(Vec<usize>, usize)>> {
    prop::collection::vec((prop::collection::vec(0..8usize, 0..3), 0..7usize), 1..8)
}

fn build(history: &[(Vec<usize>, usize)]) -> Vec<PushedCommit> {
    let each = history.iter().enumerate().map(|(at, (parents, message))| {
        let parents: Vec<usize> = parents.iter().filter(|&&parent| parent < at).map(|parent| parent + 1).collect();
        let message = match message {
            0 | 1 => override_of(["a", "b"][*message]),
            2 | 3 => reviewed(["a", "b"][message - 2]),
            _ => "s\n".to_owned(),
        };
        commit(at + 1, &parents, &message)
    });
    each.collect()
}

proptest! {
    #[test]
    fn the_order_of_commits_and_findings_changes_nothing(
        (history, order) in histories().prop_flat_map(|history| {
            let order = Just((0..history.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(history), order)
        }),
    ) {
        let commits = build(&history);
        let findings: Vec<Finding> =
            (0..commits.len()).flat_map(|at| [found_in(at + 1, "a"), found_in(at + 1, "b")]).collect();
        let shuffled: Vec<PushedCommit> = order.iter().map(|&at| commits[at].clone()).collect();
        let reversed: Vec<Finding> = findings.iter().rev().cloned().collect();
        let plain = judge(findings, &commits);
        let other = judge(reversed, &shuffled);
        prop_assert_eq!(plain.verdict, other.verdict);
        let turned: Vec<Judged> = other.findings.into_iter().rev().collect();
        prop_assert_eq!(plain.findings, turned);
    }
}
