//! Files that lie, are cut off, or want all the memory there is.

use std::io::Write;

use super::super::Workbook;
use super::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Files that are bent.
const WHOLE: [&str; 3] = ["06a-openpyxl.xlsx", "staff-odfpy.ods", "06a-xlwt.xls"];

/// A ZIP of these parts.
pub(in crate::collect::spreadsheet) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An xlsx of one sheet with these rows.
pub(super) fn xlsx(rows: &str, after: &str) -> Vec<u8> {
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData>{after}</worksheet>"
            ),
        ),
    ])
}

fn text(name: &str, text: &str) -> String {
    format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn staff(bytes: &[u8]) -> Result<Read, Problem> {
    read_as(("spreadsheet", "a.xlsx"), "staff", "", bytes)
}

#[test]
fn a_cell_in_the_last_corner_costs_a_cell_and_not_a_sheet() {
    let header = format!(
        "<row r=\"1\">{}{}</row>",
        text("A1", "id"),
        text("B1", "active")
    );
    let row = format!(
        "<row r=\"2\">{}<c r=\"B2\" t=\"b\"><v>1</v></c></row>",
        text("A2", "CB-1")
    );
    let corner = format!("<row r=\"1048576\">{}</row>", text("XFD1048576", "x"));
    let file = xlsx(&format!("{header}{row}{corner}"), "");
    assert!(file.len() < 1_600);
    let read = staff(&file).unwrap();
    assert_eq!(
        (read.column("id"), read.column("active"), read.lost()),
        (vec!["CB-1"], vec!["1"], 0)
    );
    let below = xlsx(
        &format!("{header}<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>"),
        "",
    );
    assert_eq!(staff(&below).err().unwrap().code(), "workbook.broken");
    // One merged area over everything is looked up, not expanded.
    let merged = xlsx(
        &format!("{header}{row}"),
        "<mergeCells><mergeCell ref=\"A3:XFD1048576\"/></mergeCells>",
    );
    assert_eq!(staff(&merged).unwrap().column("id"), ["CB-1"]);
}

#[test]
fn what_is_broken_is_refused_and_nothing_panics() {
    let whole = bytes("06a-openpyxl.xlsx");
    for cut in [0, 1, 4, 30, 100, whole.len() / 2, whole.len() - 1] {
        let outcome = staff(&whole[..cut]);
        assert!(outcome.is_err(), "{cut}");
        assert!(outcome.err().unwrap().place().is_some());
    }
    // Single bytes that are not what they were.
    for name in WHOLE {
        let whole = bytes(name);
        for at in (0..whole.len()).step_by(11) {
            let mut bent = whole.clone();
            bent[at] ^= 0x55;
            let workbook = Workbook::open(&bent);
            let _outcome = workbook.and_then(|mut workbook| Ok(workbook.grid(0)?.len()));
        }
    }
    for rows in [
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>",
        "<row><c><is><t>id</t></is></c>",
        "<row r=\"x\"><c r=\"?\" t=\"inlineStr\"><is><t>&unknown;</t></is></c></row>",
    ] {
        assert_eq!(
            staff(&xlsx(rows, "")).err().unwrap().code(),
            "workbook.broken",
            "{rows}"
        );
    }
    let deep = "<x>".repeat(100_000);
    assert_eq!(
        staff(&xlsx(&deep, "")).err().unwrap().code(),
        "workbook.broken"
    );
    let long = format!("<row r=\"1\">{}</row>", text("A1", &"x".repeat(8 << 20)));
    assert_eq!(
        staff(&xlsx(&long, "")).err().unwrap().code(),
        "workbook.broken"
    );
}

#[test]
fn what_is_no_spreadsheet_is_called_what_it_is() {
    for (bytes, found) in [
        (&b""[..], "empty"),
        (b"<html><table><tr><td>id</td></tr></table>", "html"),
        (b"\xef\xbb\xbf<?xml version=\"1.0\"?><Workbook/>", "xml"),
        (b"id;active\nCB-1;1\n", "csv"),
        (b"\x01\x02\x03", "?"),
    ] {
        let problem = staff(bytes).err().unwrap();
        assert_eq!(
            (problem.code(), field(&problem, "found")),
            ("workbook.format", found)
        );
    }
    let problem = staff(&zipped(&[("a.txt", "x")])).err().unwrap();
    assert_eq!(
        (problem.code(), field(&problem, "found")),
        ("workbook.format", "zip")
    );
}

#[test]
fn cells_without_names_follow_each_other_and_long_texts_are_bounded() {
    let rows = format!(
        "<row><c t=\"inlineStr\"><is><t>id</t></is></c><c t=\"inlineStr\"><is><r><t>org</t></r><r><t>_id</t></r>\
         <rPh><t>no</t></rPh></is></c></row><row><c t=\"str\"><v>CB-1</v></c><c t=\"str\"><v>{}</v></c></row>\
         <row><c><v>2.5E1</v></c><c t=\"e\"><v>#N/A</v></c></row>",
        "đ".repeat(40_000)
    );
    let read = staff(&xlsx(&rows, "")).unwrap();
    assert_eq!(read.column("id"), ["CB-1", "25"]);
    assert_eq!(
        listed(&read),
        [
            "Sheet1!B2 org_id cell_too_long",
            "Sheet1!B3 org_id cell_error"
        ]
    );
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"T\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

fn row(repeated: u32, cells: &str) -> String {
    format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
}

fn cell(repeated: u32, text: &str) -> String {
    format!(
        "<table:table-cell table:number-columns-repeated=\"{repeated}\" office:value-type=\"string\">\
         <office:annotation><text:p>note</text:p></office:annotation><text:p>{text}</text:p></table:table-cell>"
    )
}

#[test]
fn what_an_ods_repeats_is_counted_and_not_believed() {
    let header = row(1, &format!("{}{}", cell(1, "id"), cell(1, "active")));
    let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
    let data = row(1, &format!("{}{}", cell(1, "CB-1"), cell(1, "có")));
    let read = staff(&ods(&format!(
        "{}{header}{data}{}",
        row(1_000_000, empty),
        row(48_000, empty)
    )))
    .unwrap();
    assert_eq!(
        (read.column("id"), read.column("active")),
        (vec!["CB-1"], vec!["1"])
    );
    assert_eq!(read.out.rows.get(0).unwrap().line, Some(1_000_002));
    // A million columns are cut to those that are looked at, a million rows are refused.
    let wide = row(1, &format!("{}{}", cell(1, "CB-1"), cell(1_000_000, "có")));
    assert_eq!(
        staff(&ods(&format!("{header}{wide}")))
            .unwrap()
            .column("active"),
        ["1"]
    );
    let tall = row(1_000_000, &cell(1_000_000, "x"));
    assert_eq!(
        staff(&ods(&format!("{header}{tall}")))
            .err()
            .unwrap()
            .code(),
        "workbook.repeats"
    );
    let both = row(60_000, &cell(1_000, "x"));
    assert_eq!(
        staff(&ods(&format!("{header}{both}")))
            .err()
            .unwrap()
            .code(),
        "workbook.too_many_cells"
    );
}

#[test]
fn two_hundred_thousand_rows_are_read_in_order() {
    use std::fmt::Write as _;
    let mut rows = format!("<row>{}{}</row>", text("A1", "id"), text("B1", "active"));
    for n in 0..200_000 {
        write!(rows, "<row><c><v>{n}</v></c><c t=\"b\"><v>1</v></c></row>").unwrap();
    }
    let read = staff(&xlsx(&rows, "")).unwrap();
    let last = read.out.rows.get(199_999).unwrap();
    assert_eq!((read.out.rows.len(), last.line), (200_000, Some(200_001)));
}

#[test]
fn what_is_signed_below_a_table_is_no_row_and_data_after_a_gap_is() {
    let line = |row: usize, cells: &[(&str, &str)]| {
        let cells: String = cells
            .iter()
            .map(|(c, t)| text(&format!("{c}{row}"), t))
            .collect();
        format!("<row r=\"{row}\">{cells}</row>")
    };
    let table = [
        line(1, &[("A", "STT"), ("B", "id"), ("C", "org_id"), ("D", "active")]),
        "<row r=\"2\"><c r=\"A2\"><v>-1</v></c><c r=\"B2\"><v>-2</v></c><c r=\"C2\"><v>-3</v></c><c r=\"D2\"><v>-4</v></c></row>".to_owned(),
        line(3, &[("A", "1"), ("B", "CB-1"), ("C", "vp"), ("D", "có")]),
        line(4, &[("A", "2")]),
        line(6, &[("A", "3"), ("B", "CB-2"), ("C", "vp")]),
    ]
    .concat();
    let signed = [
        line(8, &[("C", "Hải Hà, ngày 10 tháng 11 năm 2020")]),
        line(9, &[("B", "Người lập biểu"), ("D", "TM. UBND HUYỆN")]),
        line(13, &[("B", "Trần Văn Mẫu")]),
    ]
    .concat();
    let read = staff(&xlsx(&format!("{table}{signed}"), "")).unwrap();
    assert_eq!((read.column("id"), read.lost()), (vec!["CB-1", "CB-2"], 0));
    assert_eq!(listed(&read), ["  rows_below"]);
    assert_eq!(read.out.unread[0].detail, "8–13");
    // Without a word that signs, rows after a gap are data.
    let read = staff(&xlsx(&format!("{table}{}", line(9, &[("B", "CB-3")])), "")).unwrap();
    assert_eq!(read.column("id"), ["CB-1", "CB-2", "CB-3"]);
    assert!(read.out.unread.is_empty());
}

#[test]
fn the_total_of_all_offices_is_no_offices() {
    let header = "<row r=\"1\">".to_owned()
        + &text("A1", "org_id")
        + &text("B1", "received_total")
        + "</row>";
    let row = |n: usize, org: &str, amount: u32| {
        format!(
            "<row r=\"{n}\">{}<c r=\"B{n}\"><v>{amount}</v></c></row>",
            text(&format!("A{n}"), org)
        )
    };
    let rows = [
        header,
        row(2, "Xã A", 3),
        row(3, "Xã B", 4),
        row(4, "TỔNG CỘNG:", 7),
    ]
    .concat();
    let source = "covers = \"all\"\nconstants = { form = \"by_unit\", report_id = \"1\" }";
    let read = read_as(
        ("spreadsheet", "a.xlsx"),
        "dossier_report",
        source,
        &xlsx(&rows, ""),
    )
    .unwrap();
    assert_eq!(read.column("org_id"), ["xa-a", "xa-b", "''"]);
    assert_eq!(read.column("unit_id"), ["xa-a", "xa-b", "u"]);
    assert_eq!(read.column("row_kind"), ["part", "part", "total"]);
    assert_eq!((read.out.unread.len(), read.lost()), (0, 0));
}
