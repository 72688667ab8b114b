//! The vectors of `bounds.md` §11 about rounding and printing, and those of `scoring.md` §8 (S…).

use super::super::vectors::{answer, interval, lines, number};
use super::super::{
    Band, Policy, RankMode, Ranking, RubricRounding, ScopeEntry, after_policy, scope,
};
use super::*;
use crate::exact::{Mode, Rational, Rounding};
use crate::words::Bilingual;

/// Rounding and printing: `id | where, mode, digits | input | printed low | printed high`.
const ROUNDED: &str = "
N01 | criterion half_up 2 | 43126/7281 | 5.92 | 5.92
N03 | criterion down 2 | 7541/92 | 81.96 | 81.96
N05 | none half_up 2 | [118.996, 120.001] | 118.99 | 120.01
N06 | criterion half_up 2 | [5.9212, 5.9234] | 5.92 | 5.92
N08 | criterion half_up 2 | [-0.005, 0.005] | 0.00 | 0.01
S01 | criterion half_up 2 | 44.40625 | 44.41 | 44.41
S02 | none down 2 | 7541/92 | 81.96 | 81.96
S03 | none half_up 2 | 7853/92 | 85.36 | 85.36
S04 | none half_up 2 | 11230/138 | 81.38 | 81.38
S05 | none half_up 2 | 13328/170 | 78.40 | 78.40
S14 | none half_up 2 | [9400/170, 14600/170] | 55.29 | 85.89
S14 | none half_up 2 | 14600/170 | 85.88 | 85.88
S14 | none half_up 2 | 9400/170 | 55.29 | 55.29
S14 | none half_up 2 | 12100/170 | 71.18 | 71.18
";

/// A rubric of nothing but its rounding and bands.
fn rubric(at: RoundAt, mode: Mode, digits: u32) -> Rubric {
    let band = |code: &str, from: Option<&str>| Band {
        code: code.to_owned(),
        title: Bilingual::default(),
        from: from.map(number),
        provenance: Bilingual::default(),
    };
    Rubric {
        id: "r".into(),
        edition: "1".into(),
        sha256: String::new(),
        title: Bilingual::default(),
        notice: None,
        max: number("170"),
        digits,
        unit_kinds: vec!["district".into()],
        rounding: RubricRounding {
            at,
            how: Rounding { digits, mode },
        },
        ranking: Ranking {
            mode: RankMode::Standard,
            digits,
            rounding: mode,
        },
        sheet: Vec::new(),
        bands: vec![
            band("good", Some("136")),
            band("fair", Some("119")),
            band("average", Some("85")),
            band("below", None),
        ],
        groups: Vec::new(),
        criteria: Vec::new(),
    }
}

#[test]
fn every_rounding_vector() {
    let table = lines::<5>(ROUNDED);
    assert_eq!(table.len(), 14, "a vector got lost");
    for [id, rule, input, low, high] in table {
        let words: Vec<&str> = rule.split(' ').collect();
        let at = match words[0] {
            "criterion" => RoundAt::Criterion,
            "none" => RoundAt::None,
            other => panic!("{other}"),
        };
        let mode = match words[1] {
            "half_up" => Mode::HalfUp,
            "down" => Mode::Down,
            other => panic!("{other}"),
        };
        let rubric = rubric(at, mode, words[2].parse().unwrap());
        let rounded = rubric.round_criterion(&interval(input));
        assert_eq!(
            rubric.shown(&rounded),
            (low.to_owned(), high.to_owned()),
            "{id}"
        );
        if id == "N06" {
            assert!(rounded.is_point(), "settled after rounding");
        }
    }
}

#[test]
fn n07_a_criterion_is_rounded_first_and_its_scope_once_more() {
    let rubric = rubric(RoundAt::Criterion, Mode::HalfUp, 2);
    let policy = Policy::Redistribute { scope: "A".into() };
    let lines = ["yes 2/3", "no"].map(|points| {
        let (max, min) = (number("2"), Rational::zero());
        let mut settled = after_policy(&answer(points), &max, &min, &policy);
        settled.interval = settled
            .interval
            .map(|points| rubric.round_criterion(&points));
        ScopeEntry { max, min, settled }
    });
    let scope = rubric.round_group(&scope(&lines).interval, true);
    assert_eq!(rubric.shown(&scope), ("1.34".to_owned(), "1.34".to_owned()));
}

#[test]
fn only_the_place_that_the_rubric_names_is_rounded() {
    let third = Interval::point(number("1/3"));
    let rounded = Interval::point(number("0.33"));
    let at = |at| {
        let rubric = rubric(at, Mode::HalfUp, 2);
        [
            rubric.round_criterion(&third),
            rubric.round_group(&third, false),
            rubric.round_group(&third, true),
            rubric.round_total(&third),
        ]
        .map(|points| points == rounded)
    };
    assert_eq!(at(RoundAt::Criterion), [true, false, true, false]);
    assert_eq!(at(RoundAt::Group), [false, true, true, false]);
    assert_eq!(at(RoundAt::Total), [false, false, false, true]);
    assert_eq!(at(RoundAt::None), [false, false, false, false]);
}

#[test]
fn a_total_is_in_the_band_whose_closed_lower_end_it_reaches() {
    let rubric = rubric(RoundAt::Criterion, Mode::HalfUp, 2);
    let band = |total: &str| rubric.band(&number(total)).unwrap();
    assert_eq!([band("135.99"), band("136.00")], ["fair", "good"]);
    assert_eq!([band("118.99"), band("119.00")], ["average", "fair"]);
    assert_eq!([band("0"), band("-1")], ["below", "below"]);
    assert_eq!(band("133.28"), "fair");
}

#[test]
fn points_of_a_decision_have_the_digits_that_are_kept() {
    let kept = |at, digits, points: &str| {
        let rubric = rubric(at, Mode::HalfUp, digits);
        let points = number(points);
        (rubric.keeps(&points), rubric.pinned(&points))
    };
    assert_eq!(kept(RoundAt::Criterion, 2, "1.23"), (true, "1.23".into()));
    assert_eq!(kept(RoundAt::Criterion, 2, "1.235"), (false, "1.24".into()));
    assert!(!kept(RoundAt::Criterion, 1, "1.23").0);
    // Where it rounds later, every digit counts until then.
    assert_eq!(kept(RoundAt::Total, 2, "1.235"), (true, "1.24".into()));
}
