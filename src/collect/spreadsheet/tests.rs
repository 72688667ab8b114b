//! Every trap of a workbook: what is found, what becomes NULL, what is no row, and what is refused.
//!
//! The files of `tests/fixtures/sheets` were made by the programs that officers and exporters use; `make.py` there says
//! how. Hostile ones are made here.

use crate::collect::csv::tests::{Read, field, read_as};
use crate::words::Problem;

#[path = "hostile_tests.rs"]
pub(super) mod hostile;

const MAPPING_06A: &str = r#"
coverage = "complete"
constants = { form = "II.06a", report_id = "1" }
columns = { label = "Lĩnh vực, công việc giải quyết theo cấp", received_total = "Tiếp nhận › Tổng số", received_online = "Tiếp nhận > Trực tuyến", received_direct = "Trực tiếp, dịch vụ bưu chính", carried_over = "Từ kỳ trước", solved_total = "Đã giải quyết › Tổng số", solved_early = "Trước hạn", solved_on_time = "Đã giải quyết › Đúng hạn", solved_overdue = "Đã giải quyết › Quá hạn", pending_total = "Đang giải quyết › Tổng số", pending_in_time = "Trong hạn", pending_overdue = "Đang giải quyết › Quá hạn" }
"#;

/// A file of `tests/fixtures/sheets`.
fn bytes(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets");
    std::fs::read(folder.join(name)).unwrap()
}

fn sheet(table: &str, source: &str, name: &str) -> Read {
    read_as(("spreadsheet", name), table, source, &bytes(name)).unwrap()
}

fn refused(table: &str, source: &str, name: &str) -> Problem {
    read_as(("spreadsheet", name), table, source, &bytes(name))
        .err()
        .unwrap()
}

/// `cell column code` of what could not be read.
fn listed(read: &Read) -> Vec<String> {
    let told = |u: &crate::collect::Unread| format!("{} {} {}", u.cell, u.column, u.code);
    read.out.unread.iter().map(told).collect()
}

#[test]
fn form_06a_is_read_by_its_headings_whoever_made_it() {
    for name in [
        "06a-openpyxl.xlsx",
        "06a-xlwt.xls",
        "06a-libreoffice.ods",
        "06a-libreoffice.xls",
    ] {
        let read = sheet("dossier_report", MAPPING_06A, name);
        assert_eq!(
            read.column("label"),
            ["Đất đai", "Hộ tịch", "Tổng cộng"],
            "{name}"
        );
        assert_eq!(read.column("row_kind"), ["part", "part", "total"], "{name}");
        for (column, values) in [
            ("received_total", ["1200", "843", "2043"]),
            ("received_online", ["300", "43", "343"]),
            ("received_direct", ["800", "790", "1590"]),
            ("carried_over", ["100", "10", "110"]),
            ("solved_total", ["1100", "840", "1940"]),
            ("solved_early", ["200", "400", "600"]),
            ("solved_on_time", ["880", "440", "1320"]),
            ("solved_overdue", ["20", "0", "20"]),
            ("pending_total", ["100", "3", "103"]),
            ("pending_in_time", ["90", "3", "93"]),
            ("pending_overdue", ["10", "0", "10"]),
        ] {
            assert_eq!(read.column(column), values, "{name} {column}");
        }
        assert_eq!(read.lost(), 0);
        let sheet = read.sheet.clone().unwrap();
        let told = listed(&read);
        assert!(
            told.iter()
                .any(|told| told.ends_with("solved_on_time header_remark")),
            "{told:?}"
        );
        assert!(told.iter().all(|told| !told.contains("cell_")), "{told:?}");
        assert!(sheet.starts_with("II.06a"), "{sheet}");
        let below = told
            .iter()
            .filter(|told| told.ends_with("rows_below"))
            .count();
        assert_eq!(
            below,
            usize::from(!name.contains("xlwt")),
            "{name} {told:?}"
        );
        assert!(read.out.rows.iter().all(|row| row.line >= Some(8)));
    }
}

const MAPPING_07A: &str = r#"
coverage = "complete"
constants = { form = "07a", report_id = "1" }
columns = { label = "Đơn vị", received_total = "Số hồ sơ tiếp nhận › Tổng số", received_online = "Trực tuyến", carried_over = "Kỳ trước chuyển qua", solved_total = "Đã giải quyết › Tổng số", solved_overdue = "Quá hạn", pending_total = "Đang giải quyết" }
"#;

#[test]
fn numbers_as_text_and_headings_without_merged_areas() {
    let read = sheet("dossier_report", MAPPING_07A, "07a-xlsxwriter.xlsx");
    assert_eq!(read.column("label"), ["Xã A", "Xã B", "-"]);
    assert_eq!(read.column("row_kind"), ["part", "part", "total"]);
    assert_eq!(read.column("received_total"), ["21843", "-", "23077"]);
    assert_eq!(read.column("received_online"), ["1234", "12", "1246"]);
    assert_eq!(read.column("carried_over"), ["1000", "0", "1000"]);
    assert_eq!(read.column("pending_total"), ["28", "-", "29"]);
    let told = listed(&read);
    assert_eq!(
        told,
        [
            "'Biểu 07a-BTP'!D11 received_total cell_int",
            "'Biểu 07a-BTP'!G11 solved_total cell_int",
            "'Biểu 07a-BTP'!H11 solved_overdue cell_int",
            "'Biểu 07a-BTP'!I11 pending_total cell_int",
        ]
    );
    assert_eq!(read.out.rows.get(0).unwrap().line, Some(9));
}

#[test]
fn totals_are_left_out_or_alone_where_the_source_says_which_rows_it_means() {
    let parts = MAPPING_07A.replace("form =", "row_kind = \"part\", form =");
    let read = sheet("dossier_report", &parts, "07a-xlsxwriter.xlsx");
    assert_eq!(read.column("label"), ["Xã A", "Xã B"]);
    let total = MAPPING_07A.replace("form =", "row_kind = \"total\", form =");
    let read = sheet("dossier_report", &total, "07a-xlsxwriter.xlsx");
    assert_eq!(
        (read.column("received_total"), read.column("row_kind")),
        (vec!["23077"], vec!["total"])
    );
}

const DOCUMENTS: &str = r#"
columns = { id = "Mã", number = "Số ký hiệu", direction = "Loại", sent_at = "Ngày gửi", signed = "Ký số" }
values = { direction = { "Văn bản đi" = "outgoing" } }
empty = { number_key = "none" }
"#;

#[test]
fn days_and_times_in_every_form_and_epoch() {
    for name in [
        "van-ban-1900.xlsx",
        "van-ban-1904.xlsx",
        "van-ban-libreoffice.ods",
        "van-ban-libreoffice.xls",
    ] {
        let read = sheet("documents", DOCUMENTS, name);
        assert_eq!(read.sheet.as_deref(), Some("Văn bản"), "{name}");
        let told = listed(&read);
        assert_eq!(
            read.column("id"),
            ["vb-1", "vb-2", "vb-3", "vb-4", "vb-5"],
            "{name} {told:?}"
        );
        assert_eq!(read.column("signed"), ["1", "0", "1", "1", "1"], "{name}");
        let sent = read.column("sent_at");
        assert_eq!(
            sent,
            ["-", "2020-11-05T08:30:00", "2020-11-05T08:30:00", "-", "-"],
            "{name}"
        );
        assert_eq!(
            told,
            [
                "'Văn bản'!E4 sent_at cell_time_no_clock",
                "'Văn bản'!E7 sent_at cell_time",
                "'Văn bản'!E8 sent_at cell_time",
                "'Văn bản'!C9 number cell_became_date",
                "'Văn bản'!9:9 number_key cell_empty",
                "'Văn bản'!9:9  row_lost",
            ],
            "{name}"
        );
        let days = "columns = { id = \"Mã\", kind = \"Loại\", due_on = \"Ngày gửi\" }\n\
                    values = { kind = { \"Văn bản đi\" = \"plan_task\" } }";
        let read = sheet("tasks", days, name);
        let day = "2020-11-05";
        assert_eq!(read.column("due_on"), [day, day, day, day], "{name}");
    }
    let hidden = format!(
        "{}\nsheet = \"bản cũ\"",
        DOCUMENTS.replace(", signed = \"Ký số\"", "")
    );
    let read = sheet("documents", &hidden, "van-ban-1900.xlsx");
    assert_eq!(read.column("id"), ["cũ-1"]);
}

const AMOUNTS: &str = "constants = { form = \"by_unit\", report_id = \"1\" }";

#[test]
fn a_formula_counts_by_its_stored_result_and_an_error_is_none() {
    let read = sheet("dossier_report", AMOUNTS, "formulas-openpyxl.xlsx");
    assert_eq!(read.column("solved_total"), ["-", "5"]);
    assert_eq!(
        listed(&read),
        [
            "Biểu!C2 solved_total cell_uncomputed",
            "Biểu!B3 received_total cell_uncomputed",
            "Biểu!D3 pending_total cell_int"
        ]
    );
    for name in [
        "formulas-libreoffice.xlsx",
        "formulas-libreoffice.ods",
        "formulas-libreoffice.xls",
    ] {
        let read = sheet("dossier_report", AMOUNTS, name);
        assert_eq!(read.column("received_total"), ["10", "-"], "{name}");
        assert_eq!(read.column("solved_total"), ["9", "5"], "{name}");
        let errors = [
            "Biểu!B3 received_total cell_error",
            "Biểu!D3 pending_total cell_int",
        ];
        assert_eq!(listed(&read), errors, "{name}");
        assert_eq!(read.out.unread[0].detail, "#REF!", "{name}");
    }
}

#[test]
fn merged_cells_stand_for_their_rows_and_amounts_for_none() {
    let mapping = format!(
        "{AMOUNTS}\ncoverage = \"complete\"\ncolumns = {{ org_id = \"Đơn vị\", label = \"Lĩnh vực\", received_total = \"Tiếp nhận\", \
         solved_total = \"Đã giải quyết\" }}\ncovers = \"all\""
    );
    let read = sheet("dossier_report", &mapping, "merged-openpyxl.xlsx");
    assert_eq!(read.column("org_id"), ["xa-a", "xa-a", "xa-b", "vp"]);
    assert_eq!(read.column("received_total"), ["-", "-", "7", "3"]);
    assert_eq!(read.column("solved_total"), ["9", "4", "7", "3"]);
    assert_eq!(
        listed(&read),
        [
            "'Đơn vị'!D3 received_total cell_merged",
            "'Đơn vị'!D4 received_total cell_merged"
        ]
    );
    let lines: Vec<usize> = read.out.rows.iter().filter_map(|row| row.line).collect();
    assert_eq!(lines, [3, 4, 5, 7]);
}

#[test]
fn of_several_sheets_one_is_named_and_none_is_guessed() {
    let name = "two-sheets-openpyxl.xlsx";
    let problem = refused("staff", "", name);
    assert_eq!(
        (problem.code(), field(&problem, "sheets")),
        ("workbook.several", "Tháng 1, Tháng 2")
    );
    for (source, id) in [
        ("sheet = \"Tháng 2\"", "CB-2"),
        ("sheet = 1", "CB-1"),
        ("sheet = \"Ẩn\"", "CB-9"),
    ] {
        assert_eq!(sheet("staff", source, name).column("id"), [id], "{source}");
    }
    let problem = refused("staff", "sheet = \"Thang 2\"", name);
    assert_eq!(
        (problem.code(), field(&problem, "nearest")),
        ("workbook.unknown", "Tháng 2")
    );
    assert_eq!(
        refused("staff", "sheet = 3", name).code(),
        "workbook.unknown"
    );
    for (source, code) in [
        ("sheet = 0", "profile.sheet"),
        ("sheet = true", "profile.sheet"),
        ("delimiter = \";\"", "profile.only_csv"),
        ("encoding = \"utf-8\"", "profile.only_csv"),
    ] {
        assert_eq!(refused("staff", source, name).code(), code, "{source}");
    }
    let csv = read_as(("csv", "a.csv"), "staff", "sheet = 1", b"id\n1\n")
        .err()
        .unwrap();
    assert_eq!(csv.code(), "profile.only_spreadsheet");
}

#[test]
fn numbers_that_lost_their_digits_are_not_read_as_texts() {
    let mapping = "columns = { id = \"Mã\", serial = \"Số hiệu\", holder_id = \"Người giữ\", subject_kind = \"Loại\", \
                   chain_until = \"Còn hiệu lực đến\" }";
    let read = sheet("certificates", mapping, "numbers-xlsxwriter.xlsx");
    assert_eq!(read.column("id"), ["ct-1", "2"]);
    assert_eq!(read.column("serial"), ["0054030F", "-"]);
    assert_eq!(read.column("holder_id"), ["CB-1", "CB-1"]);
    assert_eq!(read.column("chain_until"), ["2020-12-31", "-"]);
    let told = listed(&read);
    assert_eq!(
        told,
        [
            "'Chứng thư'!B3 serial cell_digits",
            "'Chứng thư'!E3 chain_until cell_uncomputed"
        ]
    );
}

#[test]
fn a_header_that_does_not_fit_is_named_with_its_sheet_and_cell() {
    let name = "06a-openpyxl.xlsx";
    let mapping = MAPPING_06A.replace("Đã giải quyết › Quá hạn", "Đã giải quyết › Qúa hạn");
    let problem = refused("dossier_report", &mapping, name);
    assert_eq!(problem.code(), "csv.missing_header");
    assert_eq!(field(&problem, "name"), "Đã giải quyết › Qúa hạn");
    assert_eq!(
        field(&problem, "nearest"),
        "Đã giải quyết › Quá hạn ('II.06a'!J6)"
    );
    assert_eq!(
        problem.place().unwrap().file,
        "06a-openpyxl.xlsx#'II.06a'!J6"
    );
    let mapping = MAPPING_06A.replace("Đã giải quyết › Quá hạn", "Quá hạn");
    let problem = refused("dossier_report", &mapping, name);
    assert_eq!(problem.code(), "workbook.header_twice");
    assert!(field(&problem, "found").contains("M6"));
    let problem = refused("staff", "columns = { id = \"Mã\" }", name);
    assert_eq!(problem.code(), "workbook.no_header");
    assert!(field(&problem, "found").contains("TÌNH HÌNH"));
}

#[test]
fn an_ods_repeats_rows_and_cells_and_hides_sheets() {
    let read = sheet("staff", "", "staff-odfpy.ods");
    assert_eq!(read.sheet.as_deref(), Some("Cán bộ"));
    assert_eq!(read.column("id"), ["CB-1", "CB-2", "CB-3", "CB-3"]);
    assert_eq!(read.column("active"), ["1", "0", "1", "1"]);
    let lines: Vec<usize> = read.out.rows.iter().filter_map(|row| row.line).collect();
    assert_eq!(lines, [5, 6, 7, 8]);
}

#[test]
fn a_file_under_a_password_is_refused_as_one() {
    for name in [
        "password-msoffcrypto.xlsx",
        "password-libreoffice.ods",
        "password-libreoffice.xls",
    ] {
        let problem = refused("staff", "", name);
        assert_eq!(problem.code(), "workbook.password", "{name}");
        assert_eq!(problem.place().unwrap().file, name);
    }
}
