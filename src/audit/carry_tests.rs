//! What is taken over rests on what it rested on.

use super::*;
use crate::audit::tests::pack;
use crate::bundle::Draft;

fn record(step: &str, subject: &str, sha256: &str) -> Record {
    Record {
        step: step.to_owned(),
        subject: subject.to_owned(),
        outcome: "observed".to_owned(),
        sha256: sha256.to_owned(),
        detail: "{}".to_owned(),
        ..Record::default()
    }
}

#[test]
fn rows_point_at_their_records_and_records_at_their_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = pack().catalogue;
    let draft = |name: &str| {
        let part = folder.path().join(name);
        Draft::create(&part, &catalogue, &BTreeMap::new()).unwrap()
    };
    let (old, new) = (draft("old.sansang.part"), draft("new.sansang.part"));
    let blob = Blob::pack("text/html", b"<html>").unwrap().unwrap();
    let tables = old.connection();
    blob.write(tables).unwrap();
    record("csv", "staff", "").write(tables, 4).unwrap();
    record("http", "cong https://u/", &blob.sha256)
        .write(tables, 7)
        .unwrap();
    record("tls", "cong http://u/", "")
        .write(tables, 9)
        .unwrap();
    tables
        .execute_batch(
            "insert into endpoints (unit_id, id, portal_id, role, outcome, observed_at, obs) values ('u', 'e', 'cong', 'portal', 'observed', 't', 7);
             insert into coverage (unit_id, table_name, part, state) values ('u', 'endpoints', '', 'complete'), ('u', 'endpoints', 'a', 'partial'), ('u', 'staff', '', 'complete');",
        )
        .unwrap();
    let to = new.connection();
    record("csv", "staff", "").write(to, 1).unwrap();
    to.execute_batch(
        "insert into coverage (unit_id, table_name, part, state) values ('u', 'endpoints', '', 'none')",
    )
    .unwrap();
    let from = From {
        tables,
        digest: "ab12",
    };
    live(from, to, &catalogue, &["endpoints".to_owned()].into()).unwrap();
    let index = Record::index(to, |_| true).unwrap();
    // The records of the step, and the one that a row rests on; nothing of files.
    assert_eq!(index.len(), 3);
    let http = index[&("http".to_owned(), "cong https://u/".to_owned())];
    let obs: i64 = to
        .query_row("select obs from endpoints", [], |row| row.get(0))
        .unwrap();
    assert_eq!(obs, http);
    let taken = Record::read(to, http).unwrap().unwrap();
    assert_eq!(taken.detail, r#"{"carried_from":"ab12"}"#);
    assert!(Blob::read(to, &blob.sha256).unwrap().is_some());
    let said: String = to
        .query_row(
            "select group_concat(part || '=' || state) from (select * from coverage where table_name = 'endpoints' order by part)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(said, "=complete,a=partial");
}
