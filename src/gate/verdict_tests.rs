//! Every verdict of every rule, at and beside its edge.

use super::*;
use crate::score::sample::{of_total, small};

fn gate(min: Option<&str>, unknown: Option<&str>, groups: &[&str]) -> Gate {
    Gate::of_flags(min, unknown, groups).unwrap()
}

fn min_points(low: &str, high: &str) -> (Verdict, Why) {
    let verdict = judge(&of_total("a", low, high), &gate(Some("119"), None, &[])).unwrap();
    assert_eq!(verdict.rules.len(), 1);
    (verdict.verdict, verdict.rules[0].why)
}

#[test]
fn a_minimum_is_met_by_the_low_end_and_lost_by_the_high_end() {
    assert_eq!(min_points("119", "130"), (Verdict::Met, Why::LowReaches));
    assert_eq!(
        min_points("100", "119"),
        (Verdict::Unknown, Why::RangeSpans)
    );
    assert_eq!(
        min_points("100", "118.99"),
        (Verdict::NotMet, Why::HighFallsShort)
    );
    // What rounds to 119.00 in print has not reached it.
    assert_eq!(
        min_points("118.996", "118.999"),
        (Verdict::NotMet, Why::HighFallsShort)
    );
    assert_eq!(
        min_points("118.996", "120.001"),
        (Verdict::Unknown, Why::RangeSpans)
    );
}

#[test]
fn too_much_unknown_is_unknown_and_never_not_met() {
    let unknown = |low, high| {
        let verdict = judge(&of_total("a", low, high), &gate(None, Some("40"), &[])).unwrap();
        (verdict.verdict, verdict.rules[0].seen.clone())
    };
    let width = |n: i64| Interval::point(Rational::from(n));
    assert_eq!(unknown("80", "120"), (Verdict::Met, width(40)));
    assert_eq!(unknown("79", "120"), (Verdict::Unknown, width(41)));
    assert_eq!(unknown("0", "170"), (Verdict::Unknown, width(170)));
}

#[test]
fn groups_are_held_against_their_own_official_points() {
    let group = |points: &str| {
        let flag = format!("A1={points}");
        judge(&small(), &gate(None, None, &[&flag]))
            .unwrap()
            .verdict
    };
    assert_eq!(group("6.92"), Verdict::Met);
    assert_eq!(group("6.93"), Verdict::Unknown);
    assert_eq!(group("9.93"), Verdict::NotMet);
}

#[test]
fn not_met_beats_unknown_beats_met() {
    let verdict = |min, unknown, groups: &[&str]| {
        judge(&small(), &gate(min, unknown, groups))
            .unwrap()
            .verdict
    };
    assert_eq!(verdict(Some("6"), Some("3"), &["A=6"]), Verdict::Met);
    assert_eq!(verdict(Some("6"), Some("2.99"), &["A=6"]), Verdict::Unknown);
    assert_eq!(verdict(Some("10"), Some("2.99"), &["A=6"]), Verdict::NotMet);
    assert_eq!(verdict(Some("6"), Some("2.99"), &["A=10"]), Verdict::NotMet);
}

#[test]
fn the_official_interval_counts_and_not_the_measured_one() {
    let mut card = of_total("a", "61", "128");
    card.total.figures.official = Interval::point(Rational::from(120_i64));
    let verdict = judge(&card, &gate(Some("119"), Some("0"), &[])).unwrap();
    assert_eq!(verdict.verdict, Verdict::Met);
}

#[test]
fn a_gate_without_a_rule_is_an_error() {
    let problem = judge(&small(), &Gate::default()).unwrap_err();
    assert_eq!(problem.code(), "gate.no_rule");
}

#[test]
fn an_unknown_group_is_an_error_with_its_place_and_the_nearest_name() {
    let problem = judge(&small(), &gate(Some("1"), None, &["A1x=1"])).unwrap_err();
    assert_eq!(problem.code(), "gate.group");
    assert!(
        problem.fields().contains(&("nearest", "A1".into())),
        "{problem}"
    );
    let file = Gate::parse("gate.toml", "[min_group_points]\nZ = \"1\"\n").unwrap();
    let problem = judge(&small(), &file).unwrap_err();
    assert_eq!(problem.place().unwrap().line, Some(2));
}
