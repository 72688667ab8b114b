//! The rubric in the pack loads against the checks of the pack, and says what its paper says.

use std::collections::BTreeSet;

use sansang::exact::Rational;
use sansang::rubric::{Formula, Policy, Rubric};

use crate::support::pack;

const FILE: &str = "ict170/rubric.toml";

fn number(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

/// The rubric, read from a text made of the pack's own.
fn read(change: impl Fn(&str) -> String) -> Result<Rubric, Vec<String>> {
    let pack = pack();
    let Some((name, text)) = pack.rubrics.get(FILE) else {
        panic!("the pack has no {FILE}")
    };
    Rubric::parse(name, &change(text), &pack.shapes()).map_err(|problem| {
        std::iter::once(&problem)
            .chain(problem.others())
            .map(ToString::to_string)
            .collect()
    })
}

fn ict170() -> Rubric {
    read(str::to_owned).unwrap_or_else(|problems| panic!("{}", problems.join("\n")))
}

#[test]
fn all_54_criteria_of_170_points_are_measured_by_checks_of_the_pack() {
    let rubric = ict170();
    assert_eq!(rubric.max, number("170"));
    assert_eq!(rubric.criteria.len(), 54);
    assert_eq!(rubric.groups.len(), 9);
    let sum: Rational = rubric.criteria.iter().map(|criterion| &criterion.max).sum();
    assert_eq!(sum, rubric.max);
    let asked: BTreeSet<&str> = rubric
        .criteria
        .iter()
        .filter_map(|criterion| Some(criterion.indicator.as_ref()?.id.as_str()))
        .collect();
    assert_eq!(asked.len(), 54, "two criteria ask the same");
    for criterion in &rubric.criteria {
        assert!(criterion.min.is_zero(), "{}", criterion.code);
        assert!(criterion.evidence.is_some(), "{}", criterion.code);
        assert!(
            !criterion.provenance.vi.is_empty() && !criterion.provenance.en.is_empty(),
            "{}",
            criterion.code
        );
        assert!(!criterion.measured_by.is_empty(), "{}", criterion.code);
        for text in [&criterion.title, &criterion.meaning] {
            assert!(
                !text.vi.is_empty() && !text.en.is_empty(),
                "{}",
                criterion.code
            );
        }
    }
    assert!(
        rubric.notice.is_some(),
        "it is a reconstruction and says so"
    );
}

#[test]
fn four_criteria_of_results_may_be_shared_out_and_no_other() {
    let shared: Vec<(String, Policy)> = ict170()
        .criteria
        .into_iter()
        .filter(|criterion| criterion.policy != Policy::Forbid)
        .map(|criterion| (criterion.code, criterion.policy))
        .collect();
    let scope = Policy::Redistribute { scope: "B".into() };
    let expected = ["B2.7", "B2.8", "B3.6", "B4.6"].map(|code| (code.to_owned(), scope.clone()));
    assert_eq!(shared, expected);
}

#[test]
fn the_borders_of_its_bands_are_closed_below() {
    let rubric = ict170();
    let band = |total: &str| rubric.band(&number(total)).unwrap().to_owned();
    assert_eq!([band("136"), band("135.99")], ["good", "fair"]);
    assert_eq!([band("119"), band("118.99")], ["fair", "average"]);
    assert_eq!([band("85"), band("84.99")], ["average", "below_average"]);
}

#[test]
fn formulas_are_shown_as_the_file_writes_them() {
    let rubric = ict170();
    let written = |code: &str| {
        let criterion = rubric.criteria.iter().find(|c| c.code == code).unwrap();
        criterion.formula.written()
    };
    assert_eq!(
        written("B3.4"),
        r#"{ linear = { from = "0.9", to = "1" } }"#
    );
    assert_eq!(written("B3.3"), r#"{ proportional = { target = "0.5" } }"#);
    assert_eq!(written("A1.2"), r#""yes_no""#);
    assert_eq!(
        written("B1.2"),
        r#"{ steps = { at_most = [["1", "4"], ["3", "3"], ["7", "2"], ["30", "1"]], else = "0" } }"#
    );
    let means = rubric
        .criteria
        .iter()
        .filter(|criterion| matches!(criterion.formula, Formula::ChildrenMean(_)));
    assert_eq!(means.count(), 2);
}

#[test]
fn a_rubric_whose_maxima_add_up_to_169_is_refused_with_file_line_and_both_sums() {
    let short = |text: &str| text.replacen("max   = \"2\"", "max   = \"1\"", 1);
    let problems = read(short).unwrap_err();
    let [problem] = &problems[..] else {
        panic!("{problems:?}")
    };
    let expected = r#"rubric.group_sum name="A1" max="18" sum="17" at checks/ict170/rubric.toml:"#;
    assert!(problem.starts_with(expected), "{problem}");
    let whole = |text: &str| text.replacen("max      = \"170\"", "max      = \"169\"", 1);
    let problems = read(whole).unwrap_err();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/checks/ict170/rubric.toml");
    let text = std::fs::read_to_string(own).unwrap();
    let line = text
        .lines()
        .position(|line| line.starts_with("max "))
        .unwrap()
        + 1;
    let expected =
        format!(r#"rubric.total_sum max="169" sum="170" at checks/ict170/rubric.toml:{line}:"#);
    assert!(problems[0].starts_with(&expected), "{problems:?}");
}
