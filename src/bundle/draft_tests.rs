//! Sealing, what it leaves behind when it fails, and what the digest sees.

use super::super::sample::{draft, long_text, open, rows_of_meta, sealed, small, tamper, unit};
use super::*;
use crate::words::Class;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_sealed_bundle_is_one_file_and_says_what_was_written() {
    let (folder, draft) = draft();
    let to = folder.path().join("a.sansang");
    let digest = draft.seal(&to).unwrap();
    assert_eq!(names(folder.path()), ["a.sansang"]);

    let bundle = open(&to).unwrap();
    assert_eq!(bundle.digest(), digest);
    assert_eq!(bundle.meta(), &rows_of_meta());
    let subject = bundle.subject().unwrap();
    assert_eq!(subject.unit, unit());
    assert_eq!(subject.bundle_sha256, digest);
    let connection = bundle.into_connection();
    let n: i64 = connection
        .query_row(
            "select count(*) from people where org_id = 'phong-003'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(n, 11);
    let longest: String = connection
        .query_row("select max(page) from visits where n = 7", [], |r| r.get(0))
        .unwrap();
    assert_eq!(longest.len(), long_text().len());
    assert!(connection.execute("delete from people", []).is_err());
    assert!(connection.execute("create table x (a)", []).is_err());
}

#[test]
fn the_digest_is_of_the_content_not_of_the_file() {
    let (_folder, path) = sealed();
    let before = open(&path).unwrap().digest().to_owned();
    let bytes = std::fs::read(&path).unwrap();
    for change in [
        "vacuum",
        "pragma page_size = 512; vacuum",
        "pragma page_size = 65536; vacuum",
        "reindex",
        // Written in another order, over freed pages.
        "create temp table t as select * from people; delete from people; \
         insert into people select * from t order by mail desc",
    ] {
        tamper(&path, change);
        assert_ne!(std::fs::read(&path).unwrap(), bytes, "{change}");
        assert_eq!(open(&path).unwrap().digest(), before, "{change}");
    }
}

#[test]
fn the_same_content_has_the_same_digest_and_any_other_another() {
    let seal = |sql: &str| {
        let (folder, draft) = draft();
        draft.connection().execute_batch(sql).unwrap();
        draft.seal(&folder.path().join("a.sansang")).unwrap()
    };
    let mut digests = BTreeSet::from([seal("")]);
    assert_eq!(digests.first(), Some(&seal("")));
    for sql in [
        "update people set org_id = '' where org_id is null",
        "update people set org_id = null where id = 'CB-001'",
        "update people set active = 0 where id = 'CB-001'",
        "update people set id = 'CB-999' where id = 'CB-001'",
        "delete from people where id = 'CB-001'",
        "delete from people",
        "update people set mail = 'x' where id = 'CB-001'; update visits set n = 8 where n = 7",
        "update visits set n = 8 where n = 7",
        "update blob set bytes = x'00ff11'",
        "update meta set value = '0' where name = 'illustrative'",
        "insert into unread values (1, 1, 2, '', 'kind', 'x', '')",
        "insert into unread values (1, 1, null, '', 'kind', 'x', '')",
        "insert into attempt values (1, 1, '', '', '', '', '')",
    ] {
        assert!(digests.insert(seal(sql)), "{sql}");
    }
}

#[test]
fn nothing_is_ever_overwritten() {
    let (folder, first) = draft();
    let to = folder.path().join("a.sansang");
    first.seal(&to).unwrap();
    let bytes = std::fs::read(&to).unwrap();

    let part = folder.path().join("b.sansang.part");
    let second = Draft::create(&part, &small(), &rows_of_meta()).unwrap();
    let again = Draft::create(&part, &small(), &rows_of_meta()).unwrap_err();
    assert_eq!(again.code(), "bundle.exists");
    let problem = second.seal(&to).unwrap_err();
    assert_eq!(problem.code(), "bundle.exists");
    assert_eq!(problem.class(), Class::Input);
    assert_eq!(std::fs::read(&to).unwrap(), bytes);
    assert_eq!(names(folder.path()), ["a.sansang", "b.sansang.part"]);

    // The name was taken while we were sealing.
    assert_eq!(give_name(&part, &to).unwrap_err().code(), "bundle.exists");
    assert_eq!(std::fs::read(&to).unwrap(), bytes);
}

#[test]
fn a_failure_leaves_the_part_and_no_bundle() {
    for (sql, code) in [
        ("begin", "bundle.write"),
        ("create view v as select 1", "bundle.not_sealable"),
        (
            "create index more on people (active)",
            "bundle.not_sealable",
        ),
        ("drop table visits", "bundle.write"),
        ("insert into meta values ('digest', 'x')", "bundle.write"),
        (
            "pragma ignore_check_constraints = on; update people set active = 2",
            "bundle.not_sealable",
        ),
        (
            "delete from meta where name = 'format'",
            "bundle.not_sealable",
        ),
    ] {
        let (folder, draft) = draft();
        draft.connection().execute_batch(sql).unwrap();
        let problem = draft.seal(&folder.path().join("a.sansang")).unwrap_err();
        assert_eq!(problem.code(), code, "{sql}");
        assert_eq!(problem.class(), Class::Input, "{sql}");
        assert_eq!(
            names(folder.path()),
            ["20201231T080000Z.sansang.part"],
            "{sql}"
        );
    }
    let (folder, draft) = draft();
    let nowhere = folder.path().join("nowhere").join("a.sansang");
    assert_eq!(draft.seal(&nowhere).unwrap_err().code(), "bundle.write");
    assert_eq!(names(folder.path()), ["20201231T080000Z.sansang.part"]);
}

#[test]
fn a_cell_that_nobody_could_open_is_not_written() {
    let (_folder, draft) = draft();
    let huge = "x".repeat(LONGEST_CELL as usize);
    let written = draft.connection().execute(
        "insert into visits values ('u', ?1, '', 1, 1, null)",
        [huge],
    );
    assert!(written.is_err());
}

#[test]
fn rows_of_meta_that_no_reader_knows_are_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("a.sansang.part");
    for name in ["digest", "unit.colour"] {
        let mut rows = rows_of_meta();
        rows.insert(name.to_owned(), "x".to_owned());
        let problem = Draft::create(&part, &small(), &rows).unwrap_err();
        assert_eq!(problem.code(), "bundle.meta_name");
    }
    let nowhere = folder.path().join("nowhere").join("a.sansang.part");
    let problem = Draft::create(&nowhere, &small(), &rows_of_meta()).unwrap_err();
    assert_eq!(problem.code(), "bundle.write");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn names_of_files_are_never_options() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "a?mode=memory&x=.sansang",
        "b#c%41.sansang",
        "file:d.sansang",
        "kết quả + 2020 & 'x'.sansang",
    ] {
        let part = folder.path().join(format!("{name}.part"));
        let to = folder.path().join(name);
        let draft = Draft::create(&part, &small(), &rows_of_meta()).unwrap();
        draft.seal(&to).unwrap();
        assert!(open(&to).is_ok(), "{name}");
        assert!(names(folder.path()).contains(&name.to_owned()), "{name}");
    }
    assert_eq!(names(folder.path()).len(), 4);
}
