//! Files that are no bundle, or not the one they say they are: each is refused by name, and nothing in it is run.

use super::super::sample::{open, refused, rows_of_meta, sealed, small, tamper, untrusted, whole};
use super::super::{APPLICATION_ID, Draft};
use super::*;
use crate::words::Class;

fn input(path: &Path) -> &'static str {
    let problem = open(path).unwrap_err();
    assert_eq!(problem.class(), Class::Input, "{problem}");
    problem.code()
}

#[test]
fn what_is_no_file_is_the_users_mistake() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        input(&folder.path().join("none.sansang")),
        "bundle.not_found"
    );
    assert_eq!(input(folder.path()), "bundle.not_a_file");
}

#[test]
fn what_is_no_bundle_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sansang");
    std::fs::write(&path, "").unwrap();
    assert_eq!(refused(&path), "bundle.empty");
    for foreign in ["x", "PK\u{3}\u{4}", &"một tệp văn bản\n".repeat(1_000)] {
        std::fs::write(&path, foreign).unwrap();
        assert_eq!(refused(&path), "bundle.not_a_bundle");
    }
    std::fs::remove_file(&path).unwrap();
    tamper(&path, "create table meta (name text)");
    assert_eq!(refused(&path), "bundle.not_a_bundle");
}

#[test]
fn marks_of_another_program_or_version_are_named() {
    for (sql, code) in [
        ("pragma application_id = 0", "bundle.not_a_bundle"),
        ("pragma application_id = 1", "bundle.not_a_bundle"),
        ("pragma user_version = 0", "bundle.not_a_bundle"),
        ("pragma user_version = 1", "bundle.older_format"),
        ("pragma user_version = 3", "bundle.newer_format"),
        ("pragma user_version = -1", "bundle.newer_format"),
    ] {
        let (_folder, path) = sealed();
        tamper(&path, sql);
        assert_eq!(refused(&path), code, "{sql}");
    }
    let (_folder, path) = sealed();
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(&bytes[68..72], b"SSng");
    assert_eq!(APPLICATION_ID.to_be_bytes(), *b"SSng");
}

#[test]
fn an_unfinished_audit_is_no_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("a.sansang.part");
    let draft = Draft::create(&part, &small(), &rows_of_meta()).unwrap();
    let code = refused(&part);
    assert!(
        ["bundle.unsealed", "bundle.empty"].contains(&code),
        "{code}"
    );
    draft
        .connection()
        .execute_batch("pragma wal_checkpoint(truncate)")
        .unwrap();
    assert_eq!(refused(&part), "bundle.unsealed");
    drop(draft);
    assert_eq!(refused(&part), "bundle.unsealed");
}

#[test]
fn a_journal_beside_it_is_not_played_in() {
    for journal in ["-wal", "-journal"] {
        let (_folder, path) = sealed();
        let beside = format!("{}{journal}", path.display());
        std::fs::write(&beside, b"anything").unwrap();
        assert_eq!(refused(&path), "bundle.journal_beside");
        std::fs::remove_file(&beside).unwrap();
        assert!(open(&path).is_ok());
    }
    // A real one, with changes that are not in the file.
    let (_folder, path) = sealed();
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch("pragma journal_mode = wal; update people set active = 1")
        .unwrap();
    assert_eq!(refused(&path), "bundle.unsealed");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let (folder, path) = sealed();
    let bytes = std::fs::read(&path).unwrap();
    let cut = folder.path().join("cut.sansang");
    let ends = (0..200)
        .chain((200..bytes.len()).step_by(977))
        .chain(bytes.len() - 20..bytes.len());
    for end in ends {
        std::fs::write(&cut, &bytes[..end]).unwrap();
        let expected = if end == 0 {
            "bundle.empty"
        } else {
            "bundle.wrong_size"
        };
        assert_eq!(refused(&cut), expected, "cut at {end}");
    }
    let mut longer = bytes.clone();
    longer.extend_from_slice(&bytes[4096..8192]);
    std::fs::write(&cut, &longer).unwrap();
    assert_eq!(refused(&cut), "bundle.wrong_size");
}

#[test]
fn one_changed_cell_is_seen() {
    for sql in [
        "update people set org_id = 'phong-000' where id = 'CB-001'",
        "update people set active = null where id = 'CB-001'",
        "update visits set n = n + 1 where n = 255",
        "delete from visits where n = 7",
        "insert into people values ('hai-ha', 'X', 'x', null, null, null, 1, null)",
        "update meta set value = 'mau-a' where name = 'unit.id'",
        "update meta set value = '2021-01-01' where name = 'round.as_of'",
        "update meta set value = '30' where name = 'param.answer_days'",
        "update blob set bytes = x'00'",
        "update observation set file = 'x'",
    ] {
        let (_folder, path) = sealed();
        tamper(&path, sql);
        assert_eq!(refused(&path), "bundle.digest", "{sql}");
        assert!(Bundle::open(&path, &small(), Trust::SkipDigest).is_ok());
    }
}

#[test]
fn a_bundle_of_other_checks_says_which_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sansang");
    let part = folder.path().join("a.sansang.part");
    let draft = Draft::create(&part, &whole(), &rows_of_meta()).unwrap();
    draft.seal(&path).unwrap();
    assert!(Bundle::open(&path, &whole(), Trust::Verify).is_ok());
    assert_eq!(refused(&path), "bundle.schema_extra");

    let (_folder, path) = sealed();
    let problem = Bundle::open(&path, &whole(), Trust::Verify).unwrap_err();
    assert_eq!(untrusted(&problem), "bundle.schema_extra");
    assert!(problem.fields().contains(&("name", "people".to_owned())));
}

#[test]
fn every_refusal_is_worded_in_both_languages() {
    use crate::words::{Lang, Words};
    let words = Words::built_in();
    let (_folder, path) = sealed();
    tamper(&path, "create view v as select 1");
    let problem = open(&path).unwrap_err();
    for (lang, says) in [(Lang::Vi, "hồ sơ đánh giá có `v`"), (Lang::En, "named `v`")] {
        let sentence = problem.sentence(&words, lang);
        assert!(sentence.contains(says), "{sentence}");
    }
    // All codes of these files, taken from their text.
    let mut codes = 0;
    for source in [
        include_str!("mod.rs"),
        include_str!("header.rs"),
        include_str!("open.rs"),
        include_str!("meta.rs"),
        include_str!("layout.rs"),
        include_str!("draft.rs"),
    ] {
        for code in source.split("\"bundle.").skip(1) {
            let code = code.split('"').next().unwrap();
            for lang in [Lang::Vi, Lang::En] {
                let key = format!("error.bundle.{code}");
                assert_ne!(words.get(lang, &key), key);
            }
            codes += 1;
        }
    }
    assert!(codes > 25, "{codes}");
}

#[test]
fn a_look_at_whose_it_is_reads_meta_alone_and_takes_tables_of_another_version() {
    let (_folder, path) = sealed();
    let whole = open(&path).unwrap();
    let seen = Bundle::peek(&path, &small()).unwrap();
    assert_eq!(seen, whole.subject().unwrap());
    tamper(&path, "alter table people add column more text");
    assert_eq!(refused(&path), "bundle.schema_differs");
    assert_eq!(Bundle::peek(&path, &small()).unwrap(), seen);
    for (sql, code) in [
        (
            "alter table meta rename to m; create view meta as select name, value from m",
            "bundle.schema_active",
        ),
        (
            "alter table meta add column more text",
            "bundle.schema_differs",
        ),
        ("drop table meta", "bundle.schema_missing"),
    ] {
        let (_folder, path) = sealed();
        tamper(&path, sql);
        let problem = Bundle::peek(&path, &small()).unwrap_err();
        assert_eq!(untrusted(&problem), code, "{sql}");
    }
}
