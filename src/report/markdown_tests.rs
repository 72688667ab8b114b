//! The summary says the scorecard's numbers, and nothing in it is markup but our own.

use super::*;
use crate::score::sample::{both, of_total, small};

fn told(card: &Scorecard) -> String {
    scorecard(card, &Words::built_in(), Lang::Vi)
}

#[test]
fn a_small_summary() {
    insta::assert_snapshot!(told(&small()));
}

#[test]
fn a_scorecard_without_criteria_has_its_figures() {
    let text = told(&of_total("a", "118.996", "120.001"));
    assert!(text.contains("| Chắc chắn | 118,99 |"));
    assert!(text.contains("| Tối đa có thể đạt | 120,01 |"));
    assert!(!text.contains("###"), "an empty list has no title");
}

#[test]
fn hostile_texts_are_no_markup() {
    let hostile = "# a | b `c` <img src=x onerror=y> [l](http://e.vn) www.e.vn @all ![p](q) **x** _y_ ~z~ #12 :tada:\n- d \\| \u{202e}";
    assert_eq!(
        text(hostile),
        "&#35; a \\| b \\`c\\` &lt;img src=x onerror=y&gt; \\[l\\](http&#58;//e.vn) www\\.e.vn &#64;all \
         !\\[p\\](q) \\*\\*x\\*\\* \\_y\\_ \\~z\\~ &#35;12 &#58;tada: - d \\\\\\| \\\\u{202e}"
    );
    assert_eq!(text("- a"), "\\- a");
    assert_eq!(code("a`b|c"), "`a'b'c`");
    let mut card = small();
    card.unit.name = both(hostile, "x");
    card.criteria[0].title = both(&"|".repeat(100_000), "x");
    let page = told(&card);
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    assert!(rows.iter().all(|row| [4, 5, 8].contains(&cells(row))));
    assert!(!page.contains("<img") && page.len() < 20_000);
}

#[test]
fn a_ranking_shows_ranges_over_the_number_of_units() {
    let mut other = small();
    other.unit.id = "mau-a".into();
    other.unit.name = both("A | B", "x");
    let cards = [small(), other];
    let ranks = crate::rank::rank(&cards).unwrap();
    let page = ranking(&ranks, &cards, &Words::built_in(), Lang::Vi);
    assert!(
        page.contains("| 1–2/2 | A \\| B (mau-a) | 6,92 – 9,92 | Yếu – Khá |"),
        "{page}"
    );
    assert!(page.contains("Đồng hạng khi") && page.ends_with('\n'));
}
