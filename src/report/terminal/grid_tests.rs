//! Columns: alignment, cutting, wrapping, names that need several lines.

use super::*;

fn written(grid: &Grid, width: usize) -> String {
    let mut out = Vec::new();
    let style = Style {
        colour: false,
        width,
    };
    grid.write(&mut out, style).unwrap();
    String::from_utf8(out).unwrap()
}

fn cells(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::from(*text)).collect()
}

#[test]
fn numbers_stand_to_the_right_and_no_blank_ends_a_line() {
    let mut grid = Grid::new(&[Fit::Left, Fit::Right, Fit::Left]);
    grid.row(cells(&["Tỷ lệ", "5,92", ""]));
    grid.row(cells(&["a", "170,00", "x"]));
    assert_eq!(written(&grid, 80), "Tỷ lệ    5,92\na      170,00  x\n");
}

#[test]
fn one_column_is_cut_and_another_goes_on() {
    let mut grid = Grid::new(&[Fit::Cut, Fit::Left, Fit::Wrap]);
    grid.row(cells(&[
        "một hai ba bốn năm sáu bảy tám",
        "|",
        "mười một hai ba bốn năm sáu bảy tám",
    ]));
    assert_eq!(
        written(&grid, 40),
        "một hai ba bốn n…  |  mười một hai ba\n                      bốn năm sáu bảy\n                      tám\n"
    );
}

#[test]
fn long_names_of_columns_take_more_lines() {
    let mut grid = Grid::new(&[Fit::Right]).heads(&["Có tài liệu kiểm chứng"]);
    grid.row(cells(&["1"]));
    assert_eq!(
        written(&grid, 100),
        "Có tài liệu\n kiểm chứng\n───────────\n          1\n"
    );
}

#[test]
fn headings_cross_all_columns_and_an_empty_grid_is_nothing() {
    let mut grid = Grid::new(&[Fit::Left, Fit::Left]).heads(&["a", "b"]);
    assert_eq!(written(&grid, 80), "");
    grid.heading("Nhóm thứ nhất");
    grid.row(cells(&["1", "2"]));
    assert_eq!(written(&grid, 80), "a  b\n────\nNhóm thứ nhất\n1  2\n");
}
