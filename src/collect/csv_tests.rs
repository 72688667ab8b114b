//! Every trap of an export: what is read, what becomes NULL, what costs a row, and what is refused.

use std::cell::OnceCell;

use super::*;
use crate::collect::bodies::{Bodies, Body};
use crate::collect::packed::CellRef;
use crate::collect::references::References;
use crate::collect::rows::Unread;
use crate::collect::{binding, spreadsheet};
use crate::table::Catalogue;
use crate::unit::Profile;

#[path = "csv_cells_tests.rs"]
mod cells;

const UNIT: &str =
    "id = \"u\"\nname = { vi = \"Huyện Mẫu\", en = \"Sample\" }\nkind = \"district\"\n";

/// The catalogue of the pack.
pub(crate) fn catalogue() -> Catalogue {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("checks/tables");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.push((name, std::fs::read_to_string(path).unwrap()));
    }
    let texts = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    Catalogue::parse(texts).unwrap()
}

fn bodies() -> Bodies {
    let body = |id: &str, parent: &str, kind: &str, name: &str| Body {
        id: id.into(),
        parent: parent.into(),
        kind: kind.into(),
        names: vec![name.into()],
    };
    Bodies::of(
        "u",
        [
            body("u", "", "unit", "Huyện Mẫu"),
            body("xa-a", "u", "commune", "Xã A"),
            body("xa-b", "u", "commune", "Xã B"),
            body("vp", "u", "office", "Văn phòng"),
        ],
    )
}

pub(in crate::collect) struct Read {
    names: Vec<String>,
    /// Cells by column, a row each: `-` NULL, `''` none.
    shown: OnceCell<Vec<Vec<String>>>,
    pub out: ReadRows,
    /// The sheet.
    pub sheet: Option<String>,
}

/// Reads an export by a source of a table, with the staff `CB-1` named «Trần Mẫu».
fn read_by(table: &str, source: &str, bytes: &[u8]) -> Result<Read, Problem> {
    read_as(("csv", "a.csv"), table, source, bytes)
}

/// Reads a file of a kind by a source of a table.
pub(in crate::collect) fn read_as(
    (kind, path): (&str, &str),
    table: &str,
    source: &str,
    bytes: &[u8],
) -> Result<Read, Problem> {
    let text =
        format!("{UNIT}[[source.{table}]]\nkind = \"{kind}\"\npath = \"{path}\"\n{source}\n");
    let text = if source.contains("coverage") || source.contains("period") {
        text
    } else {
        format!("{text}coverage = \"complete\"\n")
    };
    let profile = Profile::parse("units/u.toml", &text, "u")?;
    let (catalogue, bodies) = (catalogue(), bodies());
    let binding = binding::bind(&profile, &profile.sources[0], &catalogue, &bodies)?;
    let mut references = References::default();
    references.note("staff", "CB-1", "CB-1", Some("Trần Mẫu"));
    references.note("staff", "CB-2", "CB-2", Some("Lê Mẫu"));
    references.note_body("staff", "CB-1", "xa-a");
    references.note("staff", "CB-3", "CB-3", Some("Lê Mẫu"));
    let context = Context {
        bodies: &bodies,
        references: &references,
    };
    let (sheet, out) = if kind == "csv" {
        (None, read(bytes, &binding, context)?)
    } else {
        let (sheet, out) = spreadsheet::read(bytes.to_vec(), &binding, context)?;
        (Some(sheet), out)
    };
    let names = binding
        .columns
        .iter()
        .map(|bound| bound.column.name.clone())
        .collect();
    let shown = OnceCell::new();
    Ok(Read {
        names,
        shown,
        out,
        sheet,
    })
}

impl Read {
    /// The cells of a column, a row each.
    pub(in crate::collect) fn column(&self, name: &str) -> Vec<&str> {
        let at = self.names.iter().position(|column| column == name).unwrap();
        let shown = |cell: CellRef<'_>| match cell {
            CellRef::Null => "-".into(),
            CellRef::Int(n) => n.to_string(),
            CellRef::Text("") => "''".into(),
            CellRef::Text(text) => text.to_owned(),
        };
        let rows = self.shown.get_or_init(|| {
            self.out
                .rows
                .iter()
                .map(|row| row.cells().map(shown).collect())
                .collect()
        });
        rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// `line column code` of what could not be read.
    pub(in crate::collect) fn unread(&self) -> Vec<String> {
        let line = |unread: &Unread| unread.row.map_or_else(|| "-".into(), |row| row.to_string());
        let told = |u: &Unread| format!("{} {} {}", line(u), u.column, u.code);
        self.out.unread.iter().map(told).collect()
    }

    pub(in crate::collect) fn lost(&self) -> u64 {
        self.out.lost.values().sum()
    }
}

fn staff(source: &str, text: &str) -> Read {
    read_by("staff", source, text.as_bytes()).unwrap()
}

fn refused(table: &str, source: &str, text: &str) -> Problem {
    read_by(table, source, text.as_bytes()).err().unwrap()
}

pub(in crate::collect) fn field<'a>(problem: &'a Problem, name: &str) -> &'a str {
    let found = problem.fields().iter().find(|(field, _)| *field == name);
    &found.unwrap_or_else(|| panic!("{problem} has no {name}")).1
}

#[test]
fn a_file_with_the_columns_own_names_needs_no_mapping() {
    let read = staff("", "id,ORG_ID, Active \nCB-1,vp,có\nCB-2,u,0\n");
    assert_eq!(read.column("id"), ["CB-1", "CB-2"]);
    assert_eq!(read.column("org_id"), ["vp", "u"]);
    assert_eq!(read.column("active"), ["1", "0"]);
    assert_eq!(read.column("duty"), ["-", "-"]);
    assert_eq!(read.column("unit_id"), ["u", "u"]);
    assert_eq!((read.unread().len(), read.lost()), (0, 0));
}

#[test]
fn the_delimiter_is_the_one_that_finds_most_headers() {
    let mapping = "columns = { id = \"Mã, số\", active = \"Đang làm\" }";
    for text in [
        "Mã, số;Đang làm;Ghi chú\nCB-1;1;a,b\n",
        "\"Mã, số\",Đang làm\nCB-1,1\n",
        "Mã, số\tĐang làm\nCB-1\t1\n",
        "sep=;\r\nMã, số;Đang làm\r\nCB-1;1\r\n",
        "\u{feff}Mã, số;Đang làm\nCB-1;1",
        "DANH SÁCH CÁN BỘ\n\nNăm 2020;;\nTT;mã,  SỐ;đang\u{a0}làm\n(1);(2);(3)\n1;CB-1;1\n",
    ] {
        let read = staff(mapping, text);
        assert_eq!(read.column("id"), ["CB-1"], "{text}");
        assert_eq!(read.column("active"), ["1"], "{text}");
    }
    let given = staff("delimiter = \"|\"", "id|active\na,b|1\n");
    assert_eq!(given.column("id"), ["a,b"]);
}

#[test]
fn a_header_that_is_missing_is_named_with_its_nearest() {
    let mapping = "columns = { id = \"Mã cán bộ\", active = \"Đang công tác\" }";
    let problem = refused("staff", mapping, "Mã cán bộ;Đang công tcá\nCB-1;1\n");
    assert_eq!(problem.code(), "csv.missing_header");
    assert_eq!(field(&problem, "name"), "Đang công tác");
    assert_eq!(field(&problem, "nearest"), "đang công tcá");
    assert_eq!(problem.place().unwrap().file, "a.csv");
    let problem = refused("staff", mapping, "Xưởng;Ca\n1;2\n");
    assert_eq!(
        (problem.code(), field(&problem, "found")),
        ("csv.no_header", "Xưởng;Ca")
    );
    assert_eq!(refused("staff", mapping, "\n \n").code(), "csv.empty");
    let twice = refused("staff", "", "id,active,Active\n1,1,1\n");
    assert_eq!(twice.code(), "csv.header_twice");
}

#[test]
fn a_column_that_is_never_null_must_come_from_somewhere() {
    let problem = refused("mailboxes", "", "id,staff_id\nm,CB-1\n");
    assert_eq!(
        (problem.code(), field(&problem, "column")),
        ("csv.required", "kind")
    );
    let read = read_by(
        "mailboxes",
        "constants = { kind = \"person\" }",
        b"id,staff_id\nm,CB-1\n",
    );
    assert_eq!(read.unwrap().column("kind"), ["person"]);
    // A number that joins follows from the number; without one, "there is none" must be said.
    let documents = "constants = { direction = \"outgoing\" }";
    let text = "id,number\n1,03 /QĐ-UBND\n2,\n";
    let read = read_by("documents", documents, text.as_bytes()).unwrap();
    assert_eq!(read.column("number_key"), ["3/qd-ubnd"]);
    assert_eq!(read.unread(), ["3 number_key cell_empty", "3  row_lost"]);
    let problem = refused("documents", documents, "id,summary\n1,x\n");
    assert_eq!(
        (problem.code(), field(&problem, "column")),
        ("csv.required_or_none", "number_key")
    );
    let none = format!("{documents}\nempty = {{ number_key = \"none\" }}");
    let read = read_by("documents", &none, b"id,summary\n1,x\n").unwrap();
    assert_eq!(read.column("number_key"), ["''"]);
}

#[test]
fn an_export_without_an_id_is_numbered_by_its_lines() {
    let read = read_by(
        "trainings",
        "constants = { kind = \"it_training\" }",
        b"staff_id,held_on\nCB-1,05/11/2020\n\nCB-2,2020-11-06\n",
    )
    .unwrap();
    assert_eq!(read.column("id"), ["2", "4"]);
    assert_eq!(read.column("held_on"), ["2020-11-05", "2020-11-06"]);
    let rows: Vec<_> = read.out.rows.iter().filter_map(|row| row.line).collect();
    assert_eq!(rows, [2, 4]);
}

#[test]
fn ragged_rows_lose_nothing_but_what_they_lack() {
    let read = staff(
        "empty = { duty = \"none\" }",
        "id,org_id,duty\nCB-1,vp\nCB-2,vp,leader,,\nCB-3,vp,leader,x\n;;;\n,,,\nCB-4\n",
    );
    assert_eq!(read.column("id"), ["CB-1", "CB-2", ";;;", "CB-4"]);
    // A cell that is not there is not an empty cell.
    assert_eq!(read.column("duty"), ["-", "leader", "-", "-"]);
    assert_eq!(
        read.unread(),
        [
            "2  row_short",
            "4  row_long",
            "4  row_lost",
            "5  row_short",
            "7  row_short"
        ]
    );
}

#[test]
fn a_quote_that_is_never_closed_costs_the_lines_it_swallows() {
    let read = staff(
        "",
        "id,org_id,active\nCB-1,vp,1\nCB-2,\"vp,1\nCB-3,vp,1\nCB-4,vp,1\n\n",
    );
    assert_eq!(read.column("id"), ["CB-1"]);
    assert_eq!(read.unread(), ["3  row_quote", "3  row_lost"]);
    assert_eq!(read.out.lost[&None], 3);
    // Two stray quotes take in the rows between them, even where the number of cells comes out right.
    let read = staff(
        "",
        "id,org_id,active\nCB-1,vp,\"1\nCB-2,vp,1\nCB-3,vp,1\"\nCB-4,vp,1\n",
    );
    assert_eq!((read.column("id"), read.lost()), (vec!["CB-4"], 3));
    // A cell may have lines of its own.
    let read = staff(
        "",
        "id,name,active\nCB-1,\"Trần\nMẫu\",1\nCB-2,\"a \"\"b\"\"\",0\n",
    );
    assert_eq!(read.column("name"), ["Trần Mẫu", "a \"b\""]);
    assert_eq!(read.out.rows.get(1).unwrap().line, Some(4));
}

#[test]
fn hostile_bytes_are_bounded_and_never_a_panic() {
    let huge = format!(
        "id,org_id,active\nCB-1,{},1\nCB-2,vp,{}\n",
        "x".repeat(10 << 20),
        "1".repeat(40_000)
    );
    let read = staff("", &huge);
    assert_eq!(
        (read.column("org_id"), read.column("active")),
        (vec!["-", "vp"], vec!["1", "-"])
    );
    assert_eq!(
        read.unread(),
        ["2 org_id cell_too_long", "3 active cell_too_long"]
    );
    assert!(
        read.out
            .unread
            .iter()
            .all(|unread| unread.detail.chars().count() <= 80)
    );
    let nul = staff("", "id,active\nCB\0-1,1\nCB-2,\0\n");
    assert_eq!(nul.column("id"), ["CB-2"]);
    for bytes in [
        &b""[..],
        b"\"",
        b"id\n\"",
        b"\xff\xfe",
        b"\xff\xfe\n",
        b"id\r\r\r\"a\"b\"c",
        b",\n,\n",
        b"\0\0",
    ] {
        let _outcome = read_by("staff", "", bytes).map(|read| read.lost());
    }
    let problem = read_by("staff", "", b"id\nH\xe0\n").err().unwrap();
    assert_eq!(
        (problem.code(), problem.place().unwrap().line),
        ("csv.not_utf8", Some(2))
    );
    let read = read_by(
        "staff",
        "encoding = \"windows-1258\"",
        b"id,name\n1,H\xe0\n",
    )
    .unwrap();
    assert_eq!(read.column("name"), ["Hà"]);
}

#[test]
fn two_hundred_thousand_rows_are_read_in_order() {
    let mut text = String::from("id,active\n");
    for n in 0..200_000 {
        text.push_str(&n.to_string());
        text.push_str(",1\n");
    }
    let read = staff("", &text);
    assert_eq!(
        (
            read.out.rows.len(),
            read.out.rows.get(199_999).unwrap().line
        ),
        (200_000, Some(200_001))
    );
}
