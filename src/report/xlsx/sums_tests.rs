//! A formula reads the right cells, and is left out where it would give another number.

use super::*;
use crate::report::outline::lines;
use crate::score::sample::{criterion, number, small};
use crate::score::{CriterionScore, GroupScore, Scorecard};

/// A holds A1 (x 4, y 4) and its own criterion z (2); B holds w (2).
fn card() -> Scorecard {
    let mut card = small();
    let group = |code: &str, parent: Option<&str>, max: &str| GroupScore {
        code: code.into(),
        parent: parent.map(str::to_owned),
        max: number(max),
        ..card.groups[0].clone()
    };
    card.groups = vec![
        group("A", None, "10"),
        group("A1", Some("A"), "8"),
        group("B", None, "2"),
    ];
    let of = |code: &str, group: &str, max: &str| CriterionScore {
        group: group.into(),
        max: number(max),
        ..criterion(code, "0", "0")
    };
    card.criteria = vec![
        of("z", "A", "2"),
        of("x", "A1", "4"),
        of("y", "A1", "4"),
        of("w", "B", "2"),
    ];
    card
}

/// Lines are A, z, A1, x, y, B, w from row 10.
fn numbers(letters: &str, cells: [&str; 7]) -> Numbers {
    let cells = cells.map(|text| (!text.is_empty()).then(|| number(text)));
    Numbers {
        letters: letters.into(),
        cells: cells.to_vec(),
    }
}

fn max() -> Numbers {
    numbers("D", ["10", "2", "8", "4", "4", "2", "2"])
}

fn with<T>(mode: Mode, tell: impl FnOnce(Sums<'_>) -> T) -> T {
    let card = card();
    let lines = lines(&card);
    tell(Sums {
        lines: &lines,
        first: 10,
        digits: 2,
        mode,
    })
}

#[test]
fn a_group_is_the_sum_of_its_own_criteria_and_groups_and_the_whole_that_of_the_top_groups() {
    let own = numbers(
        "H",
        ["5.50", "1.25", "4.25", "4.00", "0.25", "1.00", "1.00"],
    );
    with(Mode::HalfUp, |sums| {
        let plain = |above, ours: &str| sums.plain(above, &own, &number(ours));
        assert_eq!(plain(Some(0), "5.50").as_deref(), Some("=SUM(H11:H12)"));
        assert_eq!(plain(Some(2), "4.25").as_deref(), Some("=SUM(H13:H14)"));
        assert_eq!(plain(None, "6.50").as_deref(), Some("=SUM(H10,H15)"));
        assert_eq!(plain(None, "6.51"), None);
        assert_eq!(plain(Some(6), "0"), None, "a criterion has no lines");
    });
}

#[test]
fn a_scope_shares_its_points_over_what_applies() {
    // y does not apply: (1.25 + 4) · 10 ÷ 6 = 8.75.
    let own = numbers("H", ["8.75", "1.25", "4.00", "4.00", "", "", ""]);
    let formula = with(Mode::HalfUp, |sums| {
        sums.group(0, &own, &max(), &[&own], &number("8.75"))
    });
    assert_eq!(
        formula.as_deref(),
        Some(
            "=ROUND(SUM(H11,H13:H14)*D10/(SUMPRODUCT(ISNUMBER(H11)*D11)\
             +SUMPRODUCT(ISNUMBER(H13:H14)*D13:D14)),2)"
        )
    );
}

#[test]
fn what_applies_may_be_told_by_another_column() {
    // Nothing is claimed for z, which counts all the same: 3 · 10 ÷ 6 = 5.
    let own = numbers("H", ["5.00", "", "3.00", "3.00", "", "", ""]);
    let low = numbers("K", ["", "0.00", "", "1.00", "", "", ""]);
    let formula = with(Mode::HalfUp, |sums| {
        sums.group(0, &own, &max(), &[&own, &low], &number("5.00"))
    });
    assert!(formula.is_some_and(|formula| formula.contains("ISNUMBER(K11)")));
}

#[test]
fn no_formula_stands_where_none_gives_our_number() {
    let own = numbers("H", ["9.00", "1.25", "4.00", "4.00", "", "", ""]);
    let formula = with(Mode::HalfUp, |sums| {
        sums.group(0, &own, &max(), &[&own], &number("9.00"))
    });
    assert_eq!(formula, None);
    let nothing = numbers("H", ["0.00", "", "", "", "", "", ""]);
    let formula = with(Mode::HalfUp, |sums| {
        sums.group(0, &nothing, &max(), &[&nothing], &number("1.00"))
    });
    assert_eq!(formula, None, "nothing applies: no division by nought");
}

#[test]
fn the_rubrics_rounding_is_that_of_the_formula() {
    // (1 + 1) · 10 ÷ 6 = 3.333…
    let own = numbers("H", ["", "1.00", "1.00", "1.00", "", "", ""]);
    for (mode, ours, function) in [
        (Mode::HalfUp, "3.33", "=ROUND(SUM("),
        (Mode::Down, "3.33", "=ROUNDDOWN(ROUND(SUM("),
        (Mode::Ceil, "3.34", "=ROUNDUP(ROUND(SUM("),
    ] {
        let formula = with(mode, |sums| {
            sums.group(0, &own, &max(), &[&own], &number(ours))
        });
        assert!(formula.unwrap().starts_with(function), "{mode:?}");
    }
}
