//! One line a group, a criterion, the whole; the JSON's numbers; nothing that a spreadsheet takes for a formula.

use super::*;
use crate::score::sample::{both, small};

fn rows(card: &Scorecard, lang: Lang) -> Vec<Vec<String>> {
    let bytes = scorecard(card, &Words::built_in(), lang).unwrap();
    let text = bytes.strip_prefix(MARK).expect("UTF-8 without its mark");
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text);
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn at(name: &str) -> usize {
    COLUMNS.iter().position(|column| *column == name).unwrap()
}

#[test]
fn a_line_each_with_the_jsons_numbers_and_a_comma_in_vietnamese() {
    let card = small();
    let rows = rows(&card, Lang::Vi);
    assert_eq!(rows.len(), 1 + card.groups.len() + card.criteria.len() + 1);
    assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
    assert_eq!(rows[0][at("max")], "Điểm tối đa");
    let told = |row: usize, name: &str| rows[row][at(name)].as_str();
    let total = rows.len() - 1;
    assert_eq!(told(total, "line"), "tổng");
    assert_eq!(told(total, "proved"), "6,92");
    assert_eq!(told(total, "attainable"), "9,92");
    assert_eq!(told(total, "declared"), "5,92");
    assert!(told(total, "because").starts_with("SỐ LIỆU MINH HỌA"));
    assert!(told(total, "because").contains("không ban hành"));
    assert_eq!(told(3, "code"), "B3.4");
    assert_eq!(told(3, "evidenced"), "", "none is empty, not 0");
    assert_eq!(told(3, "num_low"), "21815");
    assert_eq!(told(5, "proved"), "", "not applicable is empty, not 0");
    assert_eq!(self::rows(&card, Lang::En)[total][at("proved")], "6.92");
}

#[test]
fn hostile_texts_are_no_formulas() {
    let mut card = small();
    for (n, text) in [
        "=cmd|' /C calc'!A0",
        "+1",
        "-2",
        "@x",
        "\t=1",
        "a;\"b\"\nc\0",
    ]
    .iter()
    .enumerate()
    {
        card.criteria[0].title = both(text, text);
        let rows = rows(&card, Lang::Vi);
        let title = &rows[3][at("title")];
        assert!(!cell::looks_like_formula(title), "{title}");
        if n == 5 {
            assert_eq!(title, "a;\"b\" c\\u{0}");
        }
    }
    card.unit.name = both(&"=".repeat(100_000), "x");
    let rows = rows(&card, Lang::Vi);
    assert!(rows[1][at("unit")].starts_with("'=") && rows[1][at("unit")].len() < 2_100);
}

#[test]
fn a_ranking_has_a_line_a_unit_and_what_to_know_of_all_at_the_end() {
    let cards = [small()];
    let ranks = crate::rank::rank(&cards).unwrap();
    let bytes = ranking(&ranks, &cards, &Words::built_in(), Lang::Vi).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("1;1;1;hai-ha;Huyện hai-ha;170,00;6,92;9,92;Yếu – Khá;"));
    assert_eq!(lines[2].split('"').next().unwrap(), ";".repeat(9));
    assert!(text.contains("Đồng hạng khi") && text.contains("SỐ LIỆU MINH HỌA"));
}
