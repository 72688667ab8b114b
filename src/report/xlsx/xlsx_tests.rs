//! What a reader finds in the workbook: the scorecard's numbers, texts that stay texts, and the same bytes each time.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataType, Reader, Xlsx};

use super::*;
use crate::exact::{Mode, Rational};
use crate::report::outline::Figure;
use crate::rubric::SheetColumn;
use crate::score::sample::{self, both, criterion, number, of_total, range, small};
use crate::score::{CriterionScore, EvidenceRef, Figures, GroupScore, Measured};

/// The cells of a sheet, as numbers or texts; of a cell with a formula its stored result.
type Grid = BTreeMap<(usize, usize), String>;

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn grid(bytes: &[u8], sheet: usize) -> Grid {
    let mut book = opened(bytes);
    let name = book.sheet_names()[sheet].clone();
    let range = book.worksheet_range(&name).unwrap();
    let (top, left) = range.start().unwrap();
    let at = |(row, column)| (row + top as usize, column + left as usize);
    range
        .used_cells()
        .map(|(row, column, data)| {
            let number = data.get_float().map(|number| number.to_string());
            let text = number.or_else(|| data.get_string().map(str::to_owned));
            let text = text.unwrap_or_else(|| panic!("{data:?} at {row}, {column}"));
            (at((row, column)), text)
        })
        .collect()
}

fn formulas(bytes: &[u8], sheet: usize) -> Grid {
    let mut book = opened(bytes);
    let name = book.sheet_names()[sheet].clone();
    let range = book.worksheet_formula(&name).unwrap();
    let (top, left) = range.start().unwrap_or_default();
    let at = |(row, column)| (row + top as usize, column + left as usize);
    range
        .used_cells()
        .map(|(row, column, formula)| (at((row, column)), formula.clone()))
        .collect()
}

fn form(card: &Scorecard) -> Vec<u8> {
    let explained = [sample::explanation()];
    self_score(card, &explained, &Words::built_in(), Lang::Vi).unwrap()
}

/// The row whose title is this.
fn row_of(grid: &Grid, title: &str) -> usize {
    let found = grid.iter().find(|(_, text)| *text == title);
    found.unwrap_or_else(|| panic!("{title} is not there")).0.0
}

fn column_of(card: &Scorecard, column: SheetColumn) -> usize {
    let columns = &card.rubric.sheet;
    columns.iter().position(|own| *own == column).unwrap()
}

const POINTS: &[(SheetColumn, Figure)] = &[
    (SheetColumn::Max, Figure::Max),
    (SheetColumn::Declared, Figure::Declared),
    (SheetColumn::Evidenced, Figure::Evidenced),
    (SheetColumn::MeasuredLow, Figure::MeasuredLow),
    (SheetColumn::MeasuredHigh, Figure::MeasuredHigh),
    (SheetColumn::OfficialLow, Figure::OfficialLow),
    (SheetColumn::OfficialHigh, Figure::OfficialHigh),
];

fn decimal(text: &str) -> Rational {
    Rational::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
}

/// Every number of points in the form is that of the scorecard.
fn assert_points(card: &Scorecard) {
    let grid = grid(&form(card), 0);
    let points = Points::of(&card.rubric);
    let total = row_of(&grid, "TỔNG CỘNG");
    for (column, figure) in POINTS {
        let column = column_of(card, *column);
        let told = &grid[&(total, column)];
        assert_eq!(decimal(told), decimal(&figure.of_total(card)), "{figure:?}");
        for line in lines(card) {
            let row = row_of(&grid, &line.item.title().vi);
            let told = &grid[&(row, column)];
            match figure.of_item(points, line.item) {
                Some(ours) => assert_eq!(decimal(told), decimal(&ours), "{figure:?} {row}"),
                None => assert!(told == "–" || told == "Không tự chấm", "{told}"),
            }
        }
    }
}

/// A scorecard whose groups add up, with a criterion of every state and one that does not apply.
fn of_all_states() -> Scorecard {
    let mut card = small();
    let state = |code: &str, low: &str, high: &str, state| CriterionScore {
        state,
        title: both(&format!("Dòng {code}"), code),
        ..criterion(code, low, high)
    };
    let mut left = state("c5", "0", "0", Measured::NotApplicable);
    (left.measured, left.official) = (None, None);
    left.applies = crate::kind::Applies::No;
    let mut decided = state("c6", "0", "4", Measured::Unscored);
    decided.adjudicated = Some(number("3.25"));
    decided.official = Some(range("3.25", "3.25"));
    decided.formula = "survey";
    card.criteria = vec![
        state("c1", "1.9", "1.9", Measured::Settled),
        state("c2", "0.05", "3.1", Measured::Partial),
        state("c3", "0", "4", Measured::Unknown),
        state("c4", "0", "4", Measured::ToolError),
        left,
        decided,
    ];
    // 20 of 24 points apply: measured 1.95 … 17 and official 5.2 … 16.25, times 24/20.
    let scope = Figures {
        measured: range("2.34", "20.4"),
        evidenced: number("2.34"),
        declared: number("0"),
        undeclared: 6,
        official: range("6.24", "19.5"),
        adjudicated: 1,
    };
    card.groups = vec![GroupScore {
        code: "A1".into(),
        parent: None,
        max: number("24"),
        applicable_max: range("20", "20"),
        figures: scope.clone(),
        rescaled: true,
        ..card.groups[0].clone()
    }];
    card.total.max = number("24");
    card.total.figures = scope;
    card
}

#[test]
fn every_number_of_points_is_the_scorecards_in_every_state() {
    for card in [
        small(),
        of_all_states(),
        of_total("a", "118.996", "120.001"),
    ] {
        assert_points(&card);
    }
}

#[test]
fn sums_are_formulas_and_a_scope_shares_out_what_applies() {
    let card = of_all_states();
    let bytes = form(&card);
    let grid = grid(&bytes, 0);
    let formulas = formulas(&bytes, 0);
    let total = row_of(&grid, "TỔNG CỘNG");
    let group = row_of(&grid, "Nhóm A");
    for (column, figure) in POINTS {
        let at = column_of(&card, *column);
        assert!(formulas[&(total, at)].starts_with("SUM("), "{figure:?}");
        let formula = &formulas[&(group, at)];
        let expected = match figure {
            Figure::Max | Figure::Declared => "SUM(",
            Figure::Evidenced
            | Figure::MeasuredLow
            | Figure::MeasuredHigh
            | Figure::OfficialLow
            | Figure::OfficialHigh => "ROUND(SUM(",
        };
        assert!(formula.starts_with(expected), "{figure:?}: {formula}");
    }
    // The sheet of figures takes them from the form.
    let figures = self::formulas(&bytes, 1);
    assert_eq!(figures.len(), POINTS.len());
    assert!(
        figures
            .values()
            .all(|formula| formula.contains("Tự chấm điểm"))
    );
}

#[test]
fn a_sum_that_no_formula_gives_is_our_number_and_said_to_be() {
    let mut card = of_all_states();
    card.groups[0].figures.measured = range("2.30", "20.4");
    card.total.figures.measured = range("2.30", "20.4");
    assert_points(&card);
    let bytes = form(&card);
    let grid = grid(&bytes, 0);
    let at = column_of(&card, SheetColumn::MeasuredLow);
    assert!(!formulas(&bytes, 0).contains_key(&(row_of(&grid, "Nhóm A"), at)));
    assert!(grid.values().any(|text| text.starts_with("Ô nền xám")));
    let honest = self::grid(&form(&of_all_states()), 0);
    assert!(!honest.values().any(|text| text.starts_with("Ô nền xám")));
}

#[test]
fn equal_scorecards_are_equal_bytes() {
    let bytes = form(&small());
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(bytes == form(&small()), "the clock is in the workbook");
}

#[test]
fn hostile_texts_stay_texts_of_bounded_length() {
    let mut card = small();
    let hostile = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a\u{202e}b\0c\u{1b}[31m",
    ];
    let long = "x".repeat(100_000);
    card.unit.name = both(hostile[0], "x");
    card.rubric.title = both(&long, "x");
    card.groups[0].title = both(hostile[1], "x");
    card.groups[1].title = both(hostile[2], "x");
    card.criteria[0].title = both(hostile[3], "x");
    card.criteria[1].title = both(hostile[4], "x");
    card.criteria[2].title = both(hostile[5], "x");
    card.criteria[0].evidence = vec![EvidenceRef {
        sha256: None,
        what: format!("evidence/=cmd|{long}"),
        passes: false,
        fails: None,
    }];
    let bytes = form(&card);
    let grid = grid(&bytes, 0);
    for text in &hostile[1..5] {
        row_of(&grid, text);
    }
    row_of(&grid, "a\\u{202e}b\\u{0}c\\u{1b}[31m");
    for (at, formula) in formulas(&bytes, 0) {
        let ours = formula.starts_with("SUM(") || formula.starts_with("ROUND(");
        let share = formula.split('/').count() == 2 && formula.len() < 12;
        assert!(ours || share, "{formula} at {at:?}");
    }
    assert!(grid.values().all(|text| text.chars().count() < 3000));
}

#[test]
fn the_form_has_the_columns_of_its_rubric_in_their_order() {
    let mut card = small();
    card.rubric.sheet = vec![
        SheetColumn::Title,
        SheetColumn::Declared,
        SheetColumn::Max,
        SheetColumn::Result,
    ];
    let grid = grid(&form(&card), 0);
    let head = row_of(&grid, "Điểm tự chấm");
    let told: Vec<&str> = (0..5)
        .filter_map(|at| grid.get(&(head, at)).map(String::as_str))
        .collect();
    assert_eq!(
        told,
        [
            "Lĩnh vực / Tiêu chí / Tiêu chí thành phần",
            "Điểm tự chấm",
            "Điểm tối đa",
            "Kết quả (%)"
        ]
    );
    card.rubric.sheet = vec![SheetColumn::Title];
    assert!(row_of(&self::grid(&form(&card), 0), "TỔNG CỘNG") > head);
}

#[test]
fn a_line_tells_what_is_stated_and_what_was_measured_apart() {
    let card = small();
    let bytes = form(&card);
    let grid = grid(&bytes, 0);
    let cell = |title: &str, column| {
        let at = (row_of(&grid, title), column_of(&card, column));
        grid[&at].clone()
    };
    let stated = "Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn";
    assert_eq!(cell(stated, SheetColumn::Num), "21815");
    assert_eq!(cell(stated, SheetColumn::Den), "21843");
    let share = decimal(&cell(stated, SheetColumn::Result)).to_decimal(6, Mode::HalfUp);
    assert_eq!(share, "0.998718");
    assert_eq!(cell("Tiêu chí B2.2", SheetColumn::Num), "8 – 40");
    assert_eq!(
        cell("Tiêu chí B2.2", SheetColumn::Result),
        "25,00 – 100,00%"
    );
    assert_eq!(cell("Tiêu chí B2.7", SheetColumn::Result), "Không áp dụng");
    assert_eq!(cell("Tiêu chí B2.7", SheetColumn::MeasuredLow), "–");
    let illustrative = Words::built_in();
    let illustrative = illustrative.get(Lang::Vi, "report.illustrative");
    for sheet in [0, 1] {
        let grid = self::grid(&bytes, sheet);
        assert!(grid.values().any(|text| text == illustrative));
        assert!(
            grid.values()
                .any(|text| text.contains("Bộ tiêu chí để kiểm thử"))
        );
    }
}

#[test]
fn a_ranking_has_its_ranges_and_sums_that_count() {
    let mut first = small();
    first.bundle_sha256 = "1".repeat(64);
    first.groups.truncate(1);
    let mut second = first.clone();
    second.bundle_sha256 = "2".repeat(64);
    second.unit.id = "mau-a".into();
    second.unit.name = both("=Mẫu A", "A");
    second.total.figures.official = range("7.25", "7.25");
    let cards = [first, second];
    let ranking = crate::rank::rank(&cards).unwrap();
    let bytes = super::ranking(&ranking, &cards, &Words::built_in(), Lang::Vi).unwrap();
    let grid = grid(&bytes, 0);
    let formulas = formulas(&bytes, 0);
    let row = row_of(&grid, "Huyện hai-ha");
    assert_eq!(grid[&(row, 0)], "1–2/2");
    assert_eq!(grid[&(row, 4)], "6.92");
    assert_eq!(grid[&(row, 5)], "9.92");
    assert_eq!(formulas[&(row, 4)], format!("SUM(C{})", row + 1));
    let other = row_of(&grid, "=Mẫu A");
    assert!(
        !formulas.contains_key(&(other, 4)),
        "its groups do not add up"
    );
    assert_eq!(grid[&(other, 4)], "7.25");
    assert!(grid.values().any(|text| text.contains("Đồng hạng khi")));
}

#[test]
fn rows_that_fail_stand_under_the_headers_of_their_own_file() {
    let card = small();
    let explained = [sample::explanation()];
    let told = |export: Export| {
        let exports = BTreeMap::from([("exports/ho-so.csv".to_owned(), export)]);
        let words = Words::built_in();
        let bytes = failing_rows(&card, &explained, &exports, &words, Lang::Vi).unwrap();
        assert!(formulas(&bytes, 0).is_empty());
        grid(&bytes, 0)
    };
    let line = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    let read = told(Export::Read {
        headers: line(["Mã hồ sơ", "Người nộp"]),
        rows: BTreeMap::from([(12, line(["HS-0001", "=1+1"]))]),
    });
    assert_eq!(read[&(0, 0)], "LƯU HÀNH NỘI BỘ");
    let row = row_of(&read, "=1+1");
    assert_eq!(read[&(row, 0)], "Chưa đạt");
    assert_eq!(read[&(row, 1)], "HS-0001");
    assert_eq!(read[&(row, 2)], "12");
    assert_eq!(read[&(row - 1, 4)], "Người nộp");
    assert_eq!(read[&(row + 1, 0)], "Chưa rõ");
    assert!(!read.contains_key(&(row + 1, 3)), "line 13 was not found");
    for (export, sentence) in [
        (Export::Changed, "đã khác so với lúc lập"),
        (Export::Absent, "Không thấy tệp"),
        (Export::Unreadable, "hãy mở tệp ở đúng dòng"),
    ] {
        let grid = told(export);
        assert!(
            grid.values().any(|text| text.contains(sentence)),
            "{sentence}"
        );
        assert!(grid.values().any(|text| text == "HS-0001"));
        assert!(!grid.values().any(|text| text == "Người nộp"));
    }
}
