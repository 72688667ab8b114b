//! Whole or not at all, in order, and gone where it was not committed.

use std::path::PathBuf;

use super::*;
use crate::audit::tests::pack;
use crate::bundle::Record;

fn draft(folder: &tempfile::TempDir) -> (Draft, PathBuf) {
    let part = folder.path().join("a.sansang.part");
    let draft = Draft::create(&part, &pack().catalogue, &std::collections::BTreeMap::new());
    (draft.unwrap(), part)
}

fn record(n: i64) -> impl FnOnce(&Connection) -> rusqlite::Result<i64> + Send + 'static {
    move |tables| {
        let id = Record::last(tables)? + 1;
        let record = Record {
            step: "http".to_owned(),
            subject: n.to_string(),
            ..Record::default()
        };
        record.write(tables, id)?;
        Ok(id)
    }
}

fn subjects(draft: &Draft) -> Vec<String> {
    let tables = draft.connection();
    let mut select = tables
        .prepare("select subject from observation order by id")
        .unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn what_was_handed_in_is_there_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::start(draft(&folder).0, "a");
    for n in 1..=100 {
        assert_eq!(writer.run(None, record(n)).await, Some(n));
    }
    let draft = writer.finish().await.unwrap();
    let expected: Vec<String> = (1..=100).map(|n: i64| n.to_string()).collect();
    assert_eq!(subjects(&draft), expected);
}

#[tokio::test]
async fn what_was_not_committed_is_as_if_it_had_never_been() {
    let folder = tempfile::tempdir().unwrap();
    let (draft, part) = draft(&folder);
    let writer = Writer::start(draft, "a");
    writer.run(None, record(1)).await.unwrap();
    // Longer than a transaction stays open.
    tokio::time::sleep(PERIOD * 3).await;
    writer.run(None, record(2)).await.unwrap();
    drop(writer);
    let reopened = || Draft::reopen(&part, &pack().catalogue, &std::collections::BTreeMap::new());
    for _ in 0..100 {
        // Until the thread has let go of the file.
        if let Ok(Some(draft)) = reopened()
            && subjects(&draft) == ["1"]
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", reopened().map(|draft| draft.map(|d| subjects(&d))));
}

#[tokio::test]
async fn memory_is_held_until_it_is_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::start(draft(&folder).0, "a");
    let memory = Arc::new(Semaphore::new(1));
    let held = Arc::clone(&memory).acquire_owned().await.unwrap();
    writer.run(Some(held), record(1)).await.unwrap();
    assert!(memory.try_acquire().is_err());
    let freed = tokio::time::timeout(Duration::from_secs(5), memory.acquire());
    assert!(freed.await.is_ok());
}

#[tokio::test]
async fn a_piece_of_work_that_fails_leaves_nothing_of_itself_and_ends_all() {
    let folder = tempfile::tempdir().unwrap();
    let (draft, part) = draft(&folder);
    let writer = Writer::start(draft, "a");
    writer.run(None, record(1)).await.unwrap();
    let half = |tables: &Connection| {
        record(2)(tables)?;
        tables.execute("insert into observation (id) values (1)", [])
    };
    assert_eq!(writer.run(None, half).await, None);
    assert_eq!(writer.run(None, record(3)).await, None);
    assert_eq!(writer.finish().await.unwrap_err().code(), "audit.write");
    let empty = std::collections::BTreeMap::new();
    let draft = Draft::reopen(&part, &pack().catalogue, &empty);
    assert_eq!(subjects(&draft.unwrap().unwrap()), ["1"]);
}
