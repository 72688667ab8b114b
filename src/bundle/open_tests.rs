//! Files that are no bundle, or not the one they say they are: each is refused by name, and nothing in it is run.

use super::super::sample::{
    open, patch, refused, rows_of_meta, sealed, small, tamper, untrusted, whole,
};
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
        ("pragma user_version = 2", "bundle.newer_format"),
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
fn a_schema_that_is_not_ours_is_refused_before_a_row_is_read() {
    for (sql, code, name) in [
        (
            "drop table visits; create view visits as select * from people",
            "bundle.schema_active",
            "visits",
        ),
        (
            "create trigger t after insert on people begin delete from visits; end",
            "bundle.schema_active",
            "t",
        ),
        (
            "create virtual table v using fts5(a)",
            "bundle.schema_active",
            "v",
        ),
        (
            "create table more (a text) strict",
            "bundle.schema_extra",
            "more",
        ),
        (
            "create index more on people (active)",
            "bundle.schema_extra",
            "more",
        ),
        ("analyze", "bundle.schema_extra", "sqlite_stat1"),
        ("drop table visits", "bundle.schema_missing", "visits"),
        (
            "drop index people_by_org_id",
            "bundle.schema_missing",
            "people_by_org_id",
        ),
        (
            "drop index people_by_org_id; create unique index people_by_org_id on people (id)",
            "bundle.schema_differs",
            "people_by_org_id",
        ),
        (
            "alter table visits add column more text",
            "bundle.schema_differs",
            "visits",
        ),
        (
            "alter table visits add column more text as (upper(page))",
            "bundle.schema_differs",
            "visits",
        ),
        (
            "alter table visits rename to views",
            "bundle.schema_extra",
            "views",
        ),
        (
            "create table x (a text check (length(hex(zeroblob(900000000))) > 0)) strict",
            "bundle.schema_extra",
            "x",
        ),
    ] {
        let (_folder, path) = sealed();
        tamper(&path, sql);
        for trust in [Trust::Verify, Trust::SkipDigest] {
            let problem = Bundle::open(&path, &small(), trust).unwrap_err();
            assert_eq!(untrusted(&problem), code, "{sql}");
            let named = problem.fields().iter().any(|(_, value)| value == name);
            assert!(named, "{sql}: {problem}");
        }
    }
}

#[test]
fn a_schema_written_by_hand_is_refused() {
    for sql in [
        // The text of a table that is ours, over pages that are another's.
        "update sqlite_schema set rootpage = (select rootpage from sqlite_schema where name = 'meta') \
         where name = 'visits'",
        "update sqlite_schema set rootpage = 1 where name = 'visits'",
        "update sqlite_schema set rootpage = 100000 where name = 'people_by_org_id'",
        "update sqlite_schema set sql = replace(sql, 'not null', '') where name = 'visits'",
        "update sqlite_schema set sql = sql || ' ' where name = 'visits'",
        "update sqlite_schema set sql = 'CREATE TABLE visits as select 1' where name = 'visits'",
        "update sqlite_schema set sql = null where name = 'people_by_org_id'",
        "update sqlite_schema set sql = x'00' where name = 'people_by_org_id'",
        "update sqlite_schema set sql = printf('%.*c', 5000000, 'x') where name = 'visits'",
        "update sqlite_schema set type = 'view' where name = 'visits'",
        "update sqlite_schema set type = x'00' where name = 'visits'",
        "update sqlite_schema set tbl_name = 'people' where name = 'visits_by_unit_id'",
        "delete from sqlite_schema where name = 'sqlite_autoindex_people_2'",
        "insert into sqlite_schema select * from sqlite_schema where name = 'visits'",
    ] {
        let (_folder, path) = sealed();
        tamper(
            &path,
            &format!("pragma writable_schema = on; {sql}; pragma writable_schema = off"),
        );
        let code = refused(&path);
        assert!(
            code == "bundle.damaged"
                || code == "bundle.huge_cell"
                || code.starts_with("bundle.schema_"),
            "{sql}: {code}"
        );
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
fn a_huge_cell_is_refused() {
    for sql in [
        "insert into visits values ('u', printf('%.*c', 6000000, 'x'), '', 1, 1, null)",
        "update meta set value = printf('%.*c', 6000000, 'x') where name = 'unit.id'",
        "insert into blob values ('x', '', zeroblob(6000000))",
        "update people set org_id = printf('%.*c', 6000000, 'x') where id = 'CB-001'",
    ] {
        let (_folder, path) = sealed();
        tamper(&path, sql);
        assert_eq!(refused(&path), "bundle.huge_cell", "{sql}");
    }
}

#[test]
fn rows_that_break_the_rules_of_their_table_are_refused_even_with_a_right_digest() {
    for (sql, code) in [
        // SQLite leaves CHECK out of a file that it may only read: this we see by ourselves.
        ("update people set active = 2", "bundle.cell"),
        ("update people set kind = 'king'", "bundle.cell"),
        ("update observation set illustrative = -1", "bundle.cell"),
    ] {
        let (_folder, path) = sealed();
        tamper(
            &path,
            &format!("pragma ignore_check_constraints = on; {sql}"),
        );
        resign(&path);
        assert_eq!(refused(&path), code, "{sql}");
    }
    // Types and NOT NULL, broken while the schema said other than it says now.
    for (ours, theirs, sql) in [
        ("n integer,", "n any,", "update visits set n = 'many'"),
        (
            "obs integer not null",
            "obs integer",
            "update visits set obs = null",
        ),
    ] {
        let (_folder, path) = sealed();
        let schema = |from: &str, to: &str| {
            tamper(
                &path,
                &format!(
                    "pragma writable_schema = on; \
                     update sqlite_schema set sql = replace(sql, '{from}', '{to}') where name = 'visits'"
                ),
            );
        };
        schema(ours, theirs);
        tamper(&path, sql);
        schema(theirs, ours);
        resign(&path);
        assert_eq!(refused(&path), "bundle.damaged", "{sql}");
    }
    let (_folder, path) = sealed();
    tamper(&path, "update people set active = 1 where id = 'CB-001'");
    resign(&path);
    assert!(open(&path).is_ok(), "a digest proves no honesty");
}

/// Puts in the digest of what the file now says.
fn resign(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let layout = Layout::of(&small()).unwrap().without_rules();
    let digest = digest(&connection, &layout).unwrap();
    connection
        .execute("update meta set value = ?1 where name = 'digest'", [digest])
        .unwrap();
}

/// Every place where a text stands in a file.
fn places(bytes: &[u8], text: &[u8]) -> Vec<usize> {
    bytes
        .windows(text.len())
        .enumerate()
        .filter_map(|(at, window)| (window == text).then_some(at))
        .collect()
}

#[test]
fn an_index_that_says_other_than_its_table_is_refused() {
    let (_folder, path) = sealed();
    let bytes = std::fs::read(&path).unwrap();
    let content = everything(open(&path).unwrap());
    let mut refusals = 0;
    // The mail address stands in the row and in the index of the unique set, and in space that is free again.
    for at in places(&bytes, b"cb042@example.vn") {
        patch(&path, |bytes| bytes[at + 4] = b'3');
        match open(&path) {
            Ok(bundle) => assert_eq!(everything(bundle), content),
            Err(problem) => {
                assert_eq!(untrusted(&problem), "bundle.damaged");
                refusals += 1;
            }
        }
        std::fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(refusals, 2);
}

/// Numbers that look random and are the same every time (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn flipped_bytes_are_refused_or_change_nothing_that_is_read() {
    let (_folder, path) = sealed();
    let bytes = std::fs::read(&path).unwrap();
    let content = everything(open(&path).unwrap());
    let mut numbers = Numbers(0x5353_6e67);
    let mut accepted = 0;
    for n in 0..600 {
        let mut flipped = bytes.clone();
        for _ in 0..=n % 4 {
            let at = numbers.below(bytes.len());
            flipped[at] ^= 1 << numbers.below(8);
        }
        std::fs::write(&path, &flipped).unwrap();
        match open(&path) {
            Err(problem) => {
                untrusted(&problem);
            }
            Ok(bundle) => {
                accepted += 1;
                assert_eq!(everything(bundle), content, "flip {n}");
            }
        }
    }
    assert!((1..500).contains(&accepted), "{accepted} accepted");
}

/// All rows by table, by index and by count, as queries would read them.
fn everything(bundle: Bundle) -> Vec<String> {
    let digest = bundle.digest().to_owned();
    let connection = bundle.into_connection();
    let mut all = vec![digest];
    for sql in [
        "select group_concat(quote(id) || quote(mail) || quote(org_id) || quote(kind) || quote(active) || row) from people",
        "select group_concat(id) from (select id from people indexed by people_by_org_id order by org_id, id)",
        "select group_concat(id) from (select id from people indexed by people_by_unit_id_kind order by unit_id, kind, id)",
        "select group_concat(id) from (select id from people indexed by sqlite_autoindex_people_2 order by mail)",
        "select group_concat(quote(page) || quote(n)) from visits",
        "select group_concat(page) from visits indexed by visits_by_unit_id",
        "select count(*) || (select count(*) from people) from visits",
    ] {
        all.push(connection.query_row(sql, [], |row| row.get(0)).unwrap());
    }
    all
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
