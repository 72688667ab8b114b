//! The layout against what SQLite itself makes of it.

use rusqlite::Connection;

use super::super::sample::{small, whole};
use super::*;

/// `sqlite_schema` after our statements ran.
fn made(layout: &Layout) -> BTreeMap<String, (String, String, Option<String>)> {
    let connection = Connection::open_in_memory().unwrap();
    for statement in layout.statements() {
        connection.execute(statement, []).unwrap();
    }
    let mut statement = connection
        .prepare("select name, type, tbl_name, sql from sqlite_schema")
        .unwrap();
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_is_expected_is_what_sqlite_lists() {
    for catalogue in [whole(), small()] {
        let layout = Layout::of(&catalogue).unwrap();
        let expected: BTreeMap<_, _> = layout
            .objects()
            .into_iter()
            .map(|(name, object)| (name, (object.kind.to_owned(), object.table, object.sql)))
            .collect();
        assert_eq!(expected, made(&layout));
    }
    assert!(
        Layout::of(&small())
            .unwrap()
            .objects()
            .contains_key("sqlite_autoindex_people_2")
    );
}

#[test]
fn every_column_has_its_rule() {
    for catalogue in [whole(), small()] {
        let layout = Layout::of(&catalogue).unwrap();
        let connection = Connection::open_in_memory().unwrap();
        for statement in layout.statements() {
            connection.execute(statement, []).unwrap();
        }
        for table in layout.tables() {
            let statement = connection.prepare(&table.select).unwrap();
            let mut columns = statement.column_names();
            assert_eq!(table.rules.len(), columns.len(), "{}", table.name);
            let at = columns.position(|name| name == "illustrative");
            if let ("observation", Some(at)) = (table.name.as_str(), at) {
                assert_eq!(table.rules[at], Rule::Bool);
            }
        }
    }
}

#[test]
fn rules_are_those_of_the_statements() {
    let code = Rule::Code(vec!["civil".into()]);
    for (rule, allowed, refused) in [
        (
            Rule::Bool,
            vec![ValueRef::Null, ValueRef::Integer(0), ValueRef::Integer(1)],
            vec![
                ValueRef::Integer(2),
                ValueRef::Integer(-1),
                ValueRef::Text(b"1"),
                ValueRef::Blob(b""),
            ],
        ),
        (
            code,
            vec![
                ValueRef::Null,
                ValueRef::Text(b""),
                ValueRef::Text(b"civil"),
            ],
            vec![
                ValueRef::Text(b"king"),
                ValueRef::Text(b"civi"),
                ValueRef::Integer(0),
                ValueRef::Blob(b"civil"),
            ],
        ),
        (
            Rule::Any,
            vec![ValueRef::Null, ValueRef::Integer(7), ValueRef::Text(b"x")],
            vec![],
        ),
    ] {
        assert!(allowed.iter().all(|cell| rule.allows(*cell)), "{rule:?}");
        assert!(!refused.iter().any(|cell| rule.allows(*cell)), "{rule:?}");
    }
}

#[test]
fn bookkeeping_comes_first_then_the_catalogue_by_name() {
    let layout = Layout::of(&small()).unwrap();
    let names: Vec<&str> = layout.tables().iter().map(|t| t.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "meta",
            "observation",
            "attempt",
            "blob",
            "unread",
            "people",
            "visits"
        ]
    );
    assert_eq!(
        layout.tables()[6].select,
        "select * from visits order by page, day"
    );
}

#[test]
fn a_table_of_a_pack_cannot_take_a_bookkeeping_name() {
    let text = r#"
name = "blob"
grain = { vi = "x", en = "x" }
key = ["id"]
filled_by = ["csv"]
complete = { vi = "x", en = "x" }
column = [{ name = "id", type = "text", required = true, what = { vi = "x", en = "x" } }]
"#;
    let catalogue = Catalogue::parse([("tables/blob.toml", text)]).unwrap();
    let problem = Layout::of(&catalogue).unwrap_err();
    assert_eq!(problem.code(), "bundle.reserved_table");
    assert_eq!(problem.place().unwrap().file, "tables/blob.toml");
}
