//! What is written is read again, and what was left can be gone on with.

use super::*;
use crate::bundle::sample::{draft, open, rows_of_meta, small};
use crate::bundle::{Draft, Record};

fn record(subject: &str, detail: &str) -> Record {
    Record {
        step: "http".to_owned(),
        subject: subject.to_owned(),
        outcome: "observed".to_owned(),
        file: "https://u.example.vn/".to_owned(),
        sha256: sha256(b"<html>"),
        bytes: 6,
        observed_at: "2026-12-31T15:00:00".to_owned(),
        detail: detail.to_owned(),
        attempts: vec![Tried {
            started_at: "2026-12-31T15:00:00".to_owned(),
            address: "192.0.2.1:443".to_owned(),
            stage: "done".to_owned(),
            outcome: "observed".to_owned(),
            detail: "{}".to_owned(),
        }],
        ..Record::default()
    }
}

#[test]
fn records_and_bytes_survive_sealing() {
    let (folder, draft) = draft();
    let blob = Blob::pack("text/html", b"<html>").unwrap().unwrap();
    let tables = draft.connection();
    let next = Record::last(tables).unwrap() + 1;
    record("a", "").write(tables, next).unwrap();
    blob.write(tables).unwrap();
    blob.write(tables).unwrap();
    assert!(record("a", "").write(tables, next).is_err());
    let to = folder.path().join("a.sansang");
    draft.seal(&to).unwrap();
    let tables = open(&to).unwrap().into_connection();
    assert_eq!(Record::read(&tables, next).unwrap(), Some(record("a", "")));
    assert_eq!(Record::read(&tables, next + 1).unwrap(), None);
    let read = Blob::read(&tables, &blob.sha256).unwrap().unwrap();
    assert_eq!(read, blob);
    assert_eq!(read.unpack(6).unwrap(), b"<html>");
    assert_eq!(read.unpack(5), None);
    assert_eq!(Blob::read(&tables, "0").unwrap(), None);
}

#[test]
fn bytes_that_are_not_theirs_are_none() {
    let mut blob = Blob::pack("text/html", b"<html>").unwrap().unwrap();
    blob.sha256 = sha256(b"<other>");
    assert_eq!(blob.unpack(100), None);
    let bomb = Blob::pack("text/html", &vec![0; 8 << 20]).unwrap().unwrap();
    assert_eq!(bomb.unpack(1 << 20), None);
}

#[test]
fn only_records_that_count_are_found() {
    let (_folder, draft) = draft();
    let tables = draft.connection();
    let first = Record::last(tables).unwrap() + 1;
    record("a", "old").write(tables, first).unwrap();
    record("a", "new").write(tables, first + 1).unwrap();
    record("b", "old").write(tables, first + 2).unwrap();
    let index = Record::index(tables, |detail| detail == "new").unwrap();
    let of = |subject: &str| index.get(&("http".to_owned(), subject.to_owned()));
    assert_eq!((of("a"), of("b")), (Some(&(first + 1)), None));
}

#[test]
fn a_part_is_gone_on_with_where_its_meta_is_the_same() {
    let (folder, draft) = draft();
    let part = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
    let name = part.unwrap().file_name().into_string().unwrap();
    let part = folder
        .path()
        .join(name.split(".part").next().unwrap().to_owned() + ".part");
    record("a", "").write(draft.connection(), 901).unwrap();
    // A transaction that was not committed, as when the process is killed.
    draft.connection().execute_batch("begin").unwrap();
    record("b", "").write(draft.connection(), 902).unwrap();
    drop(draft);

    let mut other = rows_of_meta();
    other.insert("round.as_of".to_owned(), "2021-01-01".to_owned());
    let problem = Draft::reopen(&part, &small(), &other).unwrap_err();
    assert_eq!(problem.code(), "bundle.part_differs");
    assert!(problem.fields()[0].1.contains("round.as_of"), "{problem}");

    let mut same = rows_of_meta();
    same.insert("illustrative".to_owned(), "0".to_owned());
    let draft = Draft::reopen(&part, &small(), &same).unwrap().unwrap();
    assert!(Record::read(draft.connection(), 901).unwrap().is_some());
    assert!(Record::read(draft.connection(), 902).unwrap().is_none());
    let to = folder.path().join("resumed.sansang");
    draft.seal(&to).unwrap();
    open(&to).unwrap();
}

#[test]
fn a_part_whose_sealing_was_cut_off_is_gone_on_with() {
    let (folder, draft) = draft();
    draft
        .connection()
        .execute_batch(
            "insert into meta (name, value) values ('digest', 'x'); pragma application_id = 5; pragma user_version = 1; \
             pragma journal_mode = delete",
        )
        .unwrap();
    drop(draft);
    let part = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
    let part = part.unwrap().path();
    let draft = Draft::reopen(&part, &small(), &rows_of_meta())
        .unwrap()
        .unwrap();
    let to = folder.path().join("resumed.sansang");
    draft.seal(&to).unwrap();
    open(&to).unwrap();
}

#[test]
fn a_part_that_was_cut_off_before_its_first_row_holds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("a.sansang.part");
    drop(Draft::create(&part, &small(), &BTreeMap::new()).unwrap());
    let reopened = Draft::reopen(&part, &small(), &rows_of_meta()).unwrap();
    assert!(reopened.is_none());
}

#[test]
fn an_empty_part_holds_nothing_and_other_tables_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("a.sansang.part");
    std::fs::write(&part, "").unwrap();
    assert!(
        Draft::reopen(&part, &small(), &rows_of_meta())
            .unwrap()
            .is_none()
    );
    let tables = Connection::open(&part).unwrap();
    tables.execute_batch("create table x (a)").unwrap();
    drop(tables);
    let problem = Draft::reopen(&part, &small(), &rows_of_meta()).unwrap_err();
    assert_eq!(problem.code(), "bundle.schema_extra");
}
