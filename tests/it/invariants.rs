//! What must hold for every bundle, rubric and unit (design §12).

use sansang::check::Pack;
use sansang::exact::{Interval, Rational};
use sansang::kind::Applies;
use sansang::report::json;
use sansang::rubric::Rubric;
use sansang::score::{Decisions, Measured, Scorecard};

use crate::support::{pack, scored, sealed};

fn ict170(pack: &Pack) -> Rubric {
    let (name, text) = &pack.rubrics["ict170/rubric.toml"];
    Rubric::parse(name, text, &pack.shapes()).unwrap()
}

fn number(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

/// The score of a district whose only rows are these.
fn card(sql: &str) -> Scorecard {
    let pack = pack();
    let folder = tempfile::tempdir().unwrap();
    let path = sealed(folder.path(), &pack, "district", "u", sql);
    scored(&path, &pack, &ict170(&pack), &Decisions::default(), &[]).unwrap()
}

fn criterion<'a>(card: &'a Scorecard, code: &str) -> &'a sansang::score::CriterionScore {
    card.criteria
        .iter()
        .find(|criterion| criterion.code == code)
        .unwrap()
}

/// Ends within the criterion, groups and total add up, no figure leaves the total.
fn adds_up(card: &Scorecard) {
    let total: Rational = card.criteria.iter().map(|criterion| &criterion.max).sum();
    assert_eq!(total, card.total.max);
    for criterion in &card.criteria {
        let Some(Interval { low, high }) = &criterion.measured else {
            continue;
        };
        assert!(
            criterion.min <= *low && low <= high && *high <= criterion.max,
            "{}: {low} – {high}",
            criterion.code
        );
    }
    for group in &card.groups {
        let below: Rational = card
            .criteria
            .iter()
            .filter(|c| belongs(card, &c.group, &group.code))
            .map(|c| &c.max)
            .sum();
        assert_eq!(below, group.max, "{}", group.code);
        assert!(
            group.figures.measured.low <= group.figures.measured.high
                && group.figures.measured.high <= group.max
        );
    }
    let top: Interval = card
        .groups
        .iter()
        .filter(|group| group.parent.is_none())
        .fold(Interval::zero(), |sum, group| sum + &group.figures.measured);
    assert_eq!(top, card.total.figures.measured);
}

fn belongs(card: &Scorecard, own: &str, group: &str) -> bool {
    own == group
        || card
            .groups
            .iter()
            .find(|g| g.code == own)
            .and_then(|g| g.parent.as_deref())
            .is_some_and(|parent| belongs(card, parent, group))
}

#[test]
fn without_any_input_nothing_is_proved_and_everything_is_attainable() {
    let card = card("");
    adds_up(&card);
    assert_eq!(
        card.total.figures.measured,
        Interval::new(Rational::zero(), number("170"))
    );
    assert_eq!(card.total.figures.evidenced, Rational::zero());
    assert_eq!(card.total.figures.declared, Rational::zero());
    assert_eq!(card.total.figures.undeclared, 54);
    for criterion in &card.criteria {
        assert_eq!(criterion.state, Measured::Unknown, "{}", criterion.code);
        assert!(
            criterion
                .because
                .iter()
                .any(|reason| reason.code == "table_none"),
            "{}",
            criterion.code
        );
    }
}

#[test]
fn a_complete_table_without_rows_is_no_zero_and_no_hundred_by_accident() {
    let card = card(
        "insert into coverage (unit_id, table_name, part, state) values ('u', 'staff', '', 'complete'), ('u', 'devices', '', 'complete'),
           ('u', 'feedback', '', 'complete'), ('u', 'incidents', '', 'complete'), ('u', 'injections', '', 'complete'),
           ('u', 'sites', '', 'complete');",
    );
    adds_up(&card);
    // 0 of 0 officials have a computer: an input conflict under `forbid`, the whole range until somebody decides.
    let computers = criterion(&card, "A1.1");
    assert_eq!(
        (computers.applies, computers.state),
        (Applies::No, Measured::Unknown)
    );
    assert_eq!(
        computers.measured,
        Some(Interval::new(Rational::zero(), number("2")))
    );
    assert!(
        computers
            .because
            .iter()
            .any(|reason| reason.code == "conflict_not_applicable")
    );
    // No question was asked: the criterion leaves its scope and gives nothing.
    let feedback = criterion(&card, "B2.7");
    assert_eq!(
        (feedback.state, &feedback.measured),
        (Measured::NotApplicable, &None)
    );
    // No incident is full points, and no site of a complete list is a no.
    assert_eq!(
        criterion(&card, "B4.5").measured,
        Some(Interval::point(number("3")))
    );
    assert_eq!(criterion(&card, "A1.2").measured, Some(Interval::zero()));
    // The scope B is shared by what applies: 120 over 116.
    let scope = card.groups.iter().find(|group| group.code == "B").unwrap();
    assert!(scope.rescaled);
    assert_eq!(scope.applicable_max.high, number("116"));
    assert_eq!(scope.figures.measured.high, number("120"));
}

#[test]
fn a_unit_of_another_kind_is_not_scored_by_a_rubric_that_is_not_made_for_it() {
    let pack = pack();
    let folder = tempfile::tempdir().unwrap();
    let path = sealed(folder.path(), &pack, "commune", "u", "");
    let problem = scored(&path, &pack, &ict170(&pack), &Decisions::default(), &[]).unwrap_err();
    assert_eq!(problem.code(), "score.unit_kind");
}

#[test]
fn two_scores_of_a_bundle_are_the_same_bytes() {
    let pack = pack();
    let folder = tempfile::tempdir().unwrap();
    let path = sealed(folder.path(), &pack, "district", "u", "");
    let rubric = ict170(&pack);
    let one = json::scorecard(&scored(&path, &pack, &rubric, &Decisions::default(), &[]).unwrap());
    let two = json::scorecard(&scored(&path, &pack, &rubric, &Decisions::default(), &[]).unwrap());
    assert_eq!(one, two);
    let value: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(value["total"]["max"], "170.00");
    assert!(floats(&value).is_empty(), "{:?}", floats(&value));
}

/// Numbers of a document that are no whole ones.
fn floats(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Number(n) if !(n.is_i64() || n.is_u64()) => vec![n.to_string()],
        serde_json::Value::Array(items) => items.iter().flat_map(floats).collect(),
        serde_json::Value::Object(map) => map.values().flat_map(floats).collect(),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => Vec::new(),
    }
}
