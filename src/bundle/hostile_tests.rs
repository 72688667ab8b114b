//! Bundles that somebody made on purpose: schemas that could run, cells that could choke, rows and indexes that lie.

use super::super::sample::{open, patch, refused, sealed, small, tamper, untrusted};
use super::*;

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
    for n in 0..400 {
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
    assert!((1..300).contains(&accepted), "{accepted} accepted");
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
