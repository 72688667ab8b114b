//! A row is found again by its line; a changed or absent file says so and shows nothing.

use super::*;
use crate::unit::Profile;

const CSV: &str = "\u{feff}BIỂU 1\n\nMã;Họ tên\nCB-1;\"Trần\nVăn A\"\nCB-2;=HYPERLINK(1)\n";

fn profile(kind: &str) -> Profile {
    let text = format!(
        "schema = \"sansang/unit/1\"\nid = \"hai-ha\"\nname = {{ vi = \"Hải Hà\", en = \"Hai Ha\" }}\nkind = \"district\"\n\
         [[source.staff]]\nkind = \"{kind}\"\npath = \"exports/a.csv\"\ncoverage = \"complete\"\ncolumns = {{ id = \"Mã\" }}\n"
    );
    Profile::parse("units/hai-ha.toml", &text, "hai-ha").unwrap()
}

fn at(file: &str, row: u64, sha256: &str) -> RowSource {
    RowSource {
        table: "staff".into(),
        file: file.into(),
        row: Some(row),
        sha256: sha256.into(),
    }
}

#[test]
fn rows_are_found_by_their_lines_under_their_headers() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("exports")).unwrap();
    std::fs::write(root.path().join("exports/a.csv"), CSV).unwrap();
    let digest = sha256(CSV.as_bytes());
    let wanted = [
        at("exports/a.csv", 4, &digest),
        at("exports/a.csv", 6, &digest),
    ];
    let found = exports(root.path(), &profile("csv"), &wanted);
    let Export::Read { headers, rows } = &found["exports/a.csv"] else {
        panic!("{found:?}");
    };
    assert_eq!(headers, &["Mã", "Họ tên"]);
    assert_eq!(rows[&4], ["CB-1", "Trần\nVăn A"]);
    assert_eq!(rows[&6], ["CB-2", "=HYPERLINK(1)"]);
    assert_eq!(rows.len(), 2);
}

#[test]
fn what_is_not_the_file_that_was_read_is_not_looked_into() {
    let root = tempfile::tempdir().unwrap();
    let digest = sha256(CSV.as_bytes());
    let told = |wanted: &RowSource| {
        let mut found = exports(root.path(), &profile("csv"), [wanted]);
        found.remove(&wanted.file)
    };
    let wanted = at("exports/a.csv", 4, &digest);
    assert_eq!(told(&wanted), Some(Export::Absent));
    std::fs::create_dir(root.path().join("exports")).unwrap();
    std::fs::write(root.path().join("exports/a.csv"), "Mã\nCB-9\n").unwrap();
    assert_eq!(told(&wanted), Some(Export::Changed));
    // A name that a bundle gives and no source does is never opened.
    std::fs::write(root.path().join("secret.txt"), CSV).unwrap();
    assert_eq!(told(&at("secret.txt", 4, &digest)), Some(Export::Absent));
}

#[test]
fn rows_of_a_workbook_are_found_by_sheet_and_number_under_their_headings() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Bìa").unwrap();
    let sheet = book.add_worksheet().set_name("Số liệu #1").unwrap();
    sheet.write(0, 0, "BIỂU 1").unwrap();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(2, 1, 2, 2, "Cán bộ", &plain).unwrap();
    for (column, text) in [(0, "Mã"), (1, "Họ\ntên"), (2, "Số")] {
        sheet.write(3, column, text).unwrap();
    }
    sheet.write(4, 0, "CB-1").unwrap();
    sheet.write(4, 1, "Trần Văn A").unwrap();
    sheet.write(6, 0, "CB-2").unwrap();
    sheet.write(6, 2, 12).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("exports")).unwrap();
    std::fs::write(root.path().join("exports/a.csv"), &bytes).unwrap();
    let file = "exports/a.csv#Số liệu #1";
    let digest = sha256(&bytes);
    let found = exports(
        root.path(),
        &profile("spreadsheet"),
        &[at(file, 5, &digest), at(file, 7, &digest)],
    );
    let Export::Read { headers, rows } = &found[file] else {
        panic!("{found:?}");
    };
    assert_eq!(headers, &["Mã", "Họ tên", "Số"]);
    assert_eq!(rows[&5], ["CB-1", "Trần Văn A"]);
    assert_eq!(rows[&7], ["CB-2", "", "12"]);
    // A sheet that is not there, and a file that is no workbook, show nothing.
    for (file, digest) in [("exports/a.csv#Khác", &digest), ("exports/a.csv", &digest)] {
        let found = exports(root.path(), &profile("spreadsheet"), &[at(file, 5, digest)]);
        assert_eq!(found[file], Export::Unreadable, "{file}");
    }
    let found = exports(
        root.path(),
        &profile("spreadsheet"),
        &[at("exports/a.csvx", 5, &digest)],
    );
    assert_eq!(found["exports/a.csvx"], Export::Absent);
}
