//! Sheets from the command line: what the demo writes can be read back, and rows are found again where they came from.

use std::path::Path;

use calamine::{DataType, Reader, Xlsx};
use serde_json::Value;

use crate::program::run;

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// All cells of a workbook's first sheet, row by row.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let bytes = std::fs::read(file).unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |data: &calamine::Data| {
        let number = data.get_float().map(|number| format!("{number:.2}"));
        number.or_else(|| data.get_string().map(str::to_owned))
    };
    sheet
        .rows()
        .map(|row| {
            row.iter()
                .map(|data| cell(data).unwrap_or_default())
                .collect()
        })
        .collect()
}

fn said(rows: &[Vec<String>], part: &str) -> bool {
    rows.iter().flatten().any(|cell| cell.contains(part))
}

#[test]
fn the_demos_sheets_say_what_its_scorecards_say_and_rows_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let demo = text(&folder.path().join("demo"));
    run(&["demo", &demo]).well();
    let reports = Path::new(&demo).join("reports/2020");
    for unit in ["hai-ha", "mau-a", "mau-b"] {
        let rows = cells(&reports.join(format!("{unit}.xlsx")));
        let total = rows.iter().find(|row| row[2] == "TỔNG CỘNG").unwrap();
        let card = run(&["score", "-C", &demo, unit, "--format", "json"]).json();
        let ours = [
            "/max",
            "/declared",
            "/evidenced",
            "/measured/low",
            "/measured/high",
        ];
        for (column, figure) in [3, 8, 9, 10, 11].into_iter().zip(ours) {
            let ours = card["total"].pointer(figure).and_then(Value::as_str);
            assert_eq!(Some(total[column].as_str()), ours, "{unit} {figure}");
        }
    }
    assert!(said(&cells(&reports.join("ranking.xlsx")), "1–2/3"));

    let list = ["report", "-C", &demo, "hai-ha", "--format", "rows"];
    run(&list).well();
    let file = reports.join("hai-ha.rows.xlsx");
    let rows = cells(&file);
    assert!(said(&rows, "LƯU HÀNH NỘI BỘ") && said(&rows, "Mã cán bộ"));
    assert!(!said(&rows, "đã khác so với lúc lập"));
    let changed = Path::new(&demo).join("exports/hai-ha/danh-sach-can-bo.csv");
    let mut bytes = std::fs::read(&changed).unwrap();
    bytes.extend(b"\r\n");
    std::fs::write(&changed, bytes).unwrap();
    run(&list).well();
    let rows = cells(&file);
    assert!(said(&rows, "danh-sach-can-bo.csv đã khác so với lúc lập"));
    assert!(!said(&rows, "Mã cán bộ"));
}

#[test]
fn rows_of_a_bundle_by_its_path_are_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let bundle = text(&folder.path().join("a.sansang"));
    let ran = run(&["report", &bundle, "--format", "rows", "--out", &text(&out)]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("mã đơn vị"), "{}", ran.err);
    assert!(!out.exists());
}
