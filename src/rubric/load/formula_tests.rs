//! Formulas: which the loader reads, which it refuses and where it points; and that what is written is read again.

use std::collections::{BTreeMap, BTreeSet};

use super::super::tests::{SMALL, known, refusals};
use crate::rubric::{Direction, Formula, Rubric};

/// `indicator | formula | code | what is pointed at`, for a criterion of at most 6 and at least −2 points; no indicator
/// where the cell is empty. The criterion's own number of levels is good, fair, bad.
const REFUSED: &str = r#"
a/yes | "yes_on" | toml.unknown_value | "yes_on"
a/yes | { yes_on = {} } | toml.unknown_value | yes_on
a/yes | { yes_no = { x = "1" } } | rubric.one_formula | formula
a/yes | { yes_no = {}, manual = {} } | rubric.one_formula | formula
a/yes | {} | rubric.one_formula | formula
a/yes | 3 | toml.type | 3
a/ratio | "linear" | toml.missing_key | "linear"
a/ratio | { linear = { from = "0.9" } } | toml.missing_key | { from = "0.9" }
a/ratio | { linear = { frm = "0.9", to = "1" } } | toml.unknown_key | frm
a/ratio | { linear = { from = 0.9, to = "1" } } | toml.float | 0.9
a/ratio | { linear = { from = "0,9", to = "1" } } | rubric.number | "0,9"
a/ratio | { linear = { from = "0.9", to = "0.9" } } | rubric.linear | "0.9"
a/ratio | { linear = { from = "90", to = "1" } } | rubric.share | "90"
a/totals | { proportional = { target = "50" } } | rubric.share | "50"
a/ratio | { proportional = { target = "0" } } | rubric.not_positive | "0"
a/value | { proportional = { from = "-1" } } | rubric.negative | "-1"
a/ratio | { proportional = { from = "0.5", below = "3.01" } } | rubric.below | "3.01"
a/ratio | { proportional = { from = "0.5", below = "-3" } } | rubric.below | "-3"
a/ratio | { proportional = { below = "0.5" } } | rubric.below | "0.5"
a/ratio | { steps = { else = "0" } } | rubric.no_steps | steps
a/ratio | { steps = { at_least = [["0.8", "4"]] } } | toml.missing_key | { at_least = [["0.8", "4"]] }
a/ratio | { steps = { at_least = [["0.8", "4"]], at_most = [["0.1", "5"]], else = "0" } } | rubric.steps_mixed | steps
a/ratio | { steps = { at_least = [["0.8", "4", "1"]], else = "0" } } | rubric.step_pair | ["0.8", "4", "1"]
a/ratio | { steps = { at_least = [["0.8", "4"], ["0.9", "2"]], else = "0" } } | rubric.steps_order | ["0.9", "2"]
a/days | { steps = { at_most = [["3", "4"], ["1", "2"]], else = "0" } } | rubric.steps_order | ["1", "2"]
a/ratio | { steps = { at_least = [["0.8", "4"], ["0.8", "2"]], else = "0" } } | rubric.steps_order | ["0.8", "2"]
a/ratio | { steps = { at_least = [["0.9", "2"], ["0.8", "4"]], else = "0" } } | rubric.steps_monotone | ["0.8", "4"]
a/days | { steps = { at_most = [["1", "2"], ["3", "4"]], else = "0" } } | rubric.steps_monotone | ["3", "4"]
a/ratio | { steps = { at_least = [["0.9", "2"]], else = "3" } } | rubric.steps_monotone | "3"
a/ratio | { steps = { above = [["0.8", "2"]], at_least = [["0.8", "3"]], else = "0" } } | rubric.steps_monotone | ["0.8", "3"]
a/ratio | { steps = { at_least = [["0.9", "7"]], else = "0" } } | rubric.points | ["0.9", "7"]
a/ratio | { steps = { at_least = [["0.9", "4"]], else = "-3" } } | rubric.points | "-3"
a/ratio | { steps = { at_least = [["95", "4"]], else = "0" } } | rubric.share | ["95", "4"]
a/ratio | { steps = { atleast = [["0.9", "4"]], else = "0" } } | toml.unknown_key | atleast
a/count | { per_item = { each = "-1", cap = "2" } } | rubric.negative | "-1"
a/count | { per_item = { each = "1", cap = "6.5" } } | rubric.cap | "6.5"
a/count | { per_item = { each = "1", cap = "-1" } } | rubric.cap | "-1"
a/count | { per_item = { each = "1" } } | toml.missing_key | { each = "1" }
a/count | { penalty = { each = "-1", floor = "0" } } | rubric.negative | "-1"
a/count | { penalty = { each = "1", floor = "-3" } } | rubric.points | "-3"
a/count | { penalty = { each = "1", floor = "7" } } | rubric.points | "7"
a/count | { penalty = { floor = "0" } } | rubric.penalty | penalty
a/histogram | { penalty = { each = "1", rates = {}, floor = "0" } } | rubric.penalty | penalty
a/histogram | { penalty = { rates = { good = "0", fair = "1" }, floor = "0" } } | rubric.level_missing | rates
a/histogram | { penalty = { rates = { good = "0", fair = "-1", bad = "1" }, floor = "0" } } | rubric.negative | "-1"
a/histogram | { weighted = { good = "1", fair = "0.5", bad = "0", worse = "0" } } | rubric.unknown_level | "0"
a/histogram | { weighted = { good = "1.1", fair = "0.5", bad = "0" } } | rubric.weight | "1.1"
a/histogram | { weighted = { good = "1", fair = "0.5", bad = "-0.5" } } | rubric.weight | "-0.5"
a/histogram | { weighted = { good = "1", fair = "0.5" } } | rubric.level_missing | weighted
a/choice | { choice = { good = "6", fair = "1" } } | rubric.level_missing | choice
a/choice | { choice = { good = "6", fair = "1", bad = "2" } } | rubric.choice_order | "2"
a/choice | { choice = { good = "7", fair = "1", bad = "0" } } | rubric.points | "7"
a/change | { growth = { target = "0" } } | rubric.not_positive | "0"
a/value | { survey = { scale = "0" } } | rubric.not_positive | "0"
a/value | { survey = { min_n = 30, scale = "5" } } | rubric.survey | survey
a/value | { survey = { scale = "5", n = "a/count" } } | rubric.survey | survey
a/value | { survey = { min_n = 30, scale = "5", n = "a/days" } } | rubric.kind | "a/days"
a/value | { survey = { min_n = 30, scale = "5", n = "a/cuont" } } | rubric.unknown_indicator | "a/cuont"
a/ratio | { peer_normalised = { best_zero = "most" } } | toml.unknown_value | "most"
a/children | { children_mean = { of = { Q = "1" } } } | rubric.unknown_criterion | "1"
a/children | { children_mean = { of = { C = "1" } } } | rubric.children_circle | "1"
a/children | { children_mean = { of = { D = "0" } } } | rubric.not_positive | "0"
a/children | { children_mean = { of = {} } } | rubric.no_parts | of
a/ratio | "manual" | rubric.indicator_unread | "a/ratio"
 | "yes_no" | rubric.no_indicator | "yes_no"
 | { sum = [] } | rubric.no_parts | []
 | { sum = [{ indicator = "a/yes", formula = "yes_no", max = "7" }] } | rubric.part_max | "7"
 | { sum = [{ indicator = "a/yes", formula = "yes_no", max = "2", on_not_applicable = "unranked" }] } | rubric.part_policy | "unranked"
 | { sum = [{ indicator = "a/yes", formula = "yes_no", max = "2", on_not_applicable = { redistribute_in_group = "G" } }] } | rubric.part_policy | on_not_applicable
 | { sum = [{ indicator = "a/yes", formula = { best_of = [] }, max = "2" }] } | rubric.part_formula | formula
 | { sum = [{ indicator = "a/children", formula = { children_mean = { of = { D = "1" } } }, max = "2" }] } | rubric.part_formula | formula
 | { sum = [{ indicator = "a/yes", formula = "manual", max = "2" }] } | rubric.part_formula | "manual"
 | { sum = [{ indicator = "a/ratio", formula = "peer_normalised", max = "2" }] } | rubric.part_formula | "peer_normalised"
 | { sum = [{ indicator = "a/yes", formula = "yes_no" }] } | toml.missing_key | { indicator = "a/yes", formula = "yes_no" }
 | { sum = [{ indicator = "a/yes", formula = { proportional = {} }, max = "2" }] } | rubric.kind | formula
 | { sum = [{ indicator = "a/count", formula = { penalty = { each = "1", floor = "-1" } }, max = "2" }] } | rubric.points | "-1"
 | { best_of = [{ indicator = "a/yes", formula = "yes_no", max = "2", on_not_applicable = "zero" }] } | rubric.case_policy | "zero"
"#;

/// What is read, in the words in which [`Formula::written`] gives it again, and which way it goes.
const READ: &str = r#"
a/yes | "yes_no" | Rising
a/ratio | { proportional = { target = "1" } } | Rising
a/totals | { proportional = { from = "0.5", below = "3", target = "1" } } | Rising
a/value | { linear = { from = "0.9", to = "1/3" } } | Falling
a/days | { linear = { from = "0", to = "30" } } | Rising
a/ratio | { steps = { at_least = [["0.95", "5"], ["0.6", "-2"]], above = [["0.6", "4"]], else = "-2" } } | Rising
a/days | { steps = { at_most = [["1", "4"], ["30", "1"]], else = "0" } } | Falling
a/count | { per_item = { each = "0.5", cap = "2" } } | Rising
a/count | { penalty = { each = "1", floor = "-2" } } | Falling
a/histogram | { penalty = { rates = { good = "0", fair = "0.25", bad = "0.5" }, floor = "0" } } | Falling
a/histogram | { weighted = { good = "1", fair = "0.5", bad = "0" } } | Rising
a/choice | { choice = { good = "6", fair = "1", bad = "-1" } } | Rising
a/ratio | { peer_normalised = { best_zero = "max" } } | Rising
a/count | { peer_normalised = { best_zero = "zero" } } | Rising
a/children | { children_mean = { of = { D = "1.5" } } } | Rising
a/change | { growth = { target = "1.1" } } | Rising
a/value | { survey = { min_n = 30, scale = "5", n = { id = "a/count", with = { days = 3, name = "x" } } } } | Rising
a/value | { survey = { min_n = 0, scale = "1" } } | Rising
 | { sum = [{ indicator = "a/yes", formula = "yes_no", max = "2", on_not_applicable = "zero" }, { indicator = "a/count", formula = { per_item = { each = "1", cap = "4" } }, max = "4", on_not_applicable = "forbid" }] } | Neither
 | { best_of = [{ indicator = "a/yes", formula = "yes_no", max = "2" }, { indicator = "a/ratio", formula = { linear = { from = "0", to = "1" } }, max = "6" }] } | Neither
 | "manual" | Neither
"#;

/// A rubric of the criterion C, whose formula stands in line 25, and of D beside it.
fn rubric_of(indicator: &str, formula: &str) -> String {
    let head = SMALL.split("[[criterion]]").next().unwrap();
    let indicator = if indicator.is_empty() {
        String::new()
    } else {
        format!("indicator = \"{indicator}\"")
    };
    format!(
        "{head}[[criterion]]\ncode = \"C\"\ngroup = \"G\"\ntitle = {{ vi = \"a\", en = \"a\" }}\nmax = \"6\"\nmin = \"-2\"\n{indicator}\nformula = {formula}\n[[criterion]]\ncode = \"D\"\ngroup = \"H\"\ntitle = {{ vi = \"a\", en = \"a\" }}\nmax = \"4\"\nindicator = \"a/yes\"\nformula = \"yes_no\"\n"
    )
}

fn rows<const N: usize>(table: &str) -> Vec<[&str; N]> {
    table
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            cells.try_into().unwrap_or_else(|_| panic!("{line}"))
        })
        .collect()
}

#[test]
fn every_formula_that_cannot_be_meant_is_refused_at_its_place() {
    for [indicator, formula, code, at] in rows::<4>(REFUSED) {
        let text = rubric_of(indicator, formula);
        let line = text
            .lines()
            .position(|line| line.starts_with("formula"))
            .unwrap()
            + 1;
        let line = if at == "\"a/ratio\"" { line - 1 } else { line };
        assert_eq!(
            refusals(&text),
            [(code, Some(line), at.to_owned())],
            "{formula}"
        );
    }
}

#[test]
fn every_formula_is_read_and_written_again_as_it_was() {
    let mut seen = BTreeSet::new();
    for [indicator, formula, direction] in rows::<3>(READ) {
        let read = Rubric::parse("r.toml", &rubric_of(indicator, formula), &known())
            .unwrap_or_else(|problem| panic!("{formula}: {problem}"));
        let read = &read.criteria[0].formula;
        assert_eq!(read.written(), formula);
        assert_eq!(format!("{:?}", read.direction()), direction, "{formula}");
        seen.insert(read.code());
    }
    assert_eq!(seen.len(), 15, "a formula is never read: {seen:?}");
}

#[test]
fn a_word_alone_stands_for_its_defaults() {
    for (indicator, word, written) in [
        (
            "a/ratio",
            "proportional",
            "{ proportional = { target = \"1\" } }",
        ),
        ("a/change", "growth", "{ growth = { target = \"1\" } }"),
        (
            "a/ratio",
            "peer_normalised",
            "{ peer_normalised = { best_zero = \"zero\" } }",
        ),
    ] {
        let text = rubric_of(indicator, &format!("\"{word}\""));
        let rubric = Rubric::parse("r.toml", &text, &known()).unwrap();
        assert_eq!(rubric.criteria[0].formula.written(), written);
        assert_eq!(rubric.criteria[0].formula.direction(), Direction::Rising);
    }
}

/// The table of `bounds.md` §5: which kinds each formula reads. Every other pair is refused.
#[test]
fn a_formula_reads_the_kinds_of_its_table_and_no_other() {
    let formulas: BTreeMap<&str, (&str, &[&str])> = BTreeMap::from([
        ("\"yes_no\"", ("yes_no", &["a/yes"][..])),
        (
            "\"proportional\"",
            ("proportional", &["a/ratio", "a/totals", "a/value"]),
        ),
        (
            "{ linear = { from = \"0\", to = \"1\" } }",
            ("linear", &["a/ratio", "a/totals", "a/value", "a/days"]),
        ),
        (
            "{ steps = { at_least = [[\"1\", \"1\"]], else = \"0\" } }",
            (
                "steps",
                &["a/ratio", "a/totals", "a/count", "a/value", "a/days"],
            ),
        ),
        (
            "{ per_item = { each = \"1\", cap = \"1\" } }",
            ("per_item", &["a/count"]),
        ),
        (
            "{ penalty = { each = \"1\", floor = \"0\" } }",
            ("penalty", &["a/count"]),
        ),
        (
            "{ penalty = { rates = { good = \"0\", fair = \"0\", bad = \"1\" }, floor = \"0\" } }",
            ("penalty", &["a/histogram"]),
        ),
        (
            "{ weighted = { good = \"1\", fair = \"0\", bad = \"0\" } }",
            ("weighted", &["a/histogram"]),
        ),
        (
            "{ choice = { good = \"1\", fair = \"0\", bad = \"0\" } }",
            ("choice", &["a/choice"]),
        ),
        (
            "\"peer_normalised\"",
            (
                "peer_normalised",
                &["a/ratio", "a/totals", "a/count", "a/value"],
            ),
        ),
        (
            "{ children_mean = { of = { D = \"1\" } } }",
            ("children_mean", &["a/children"]),
        ),
        ("\"growth\"", ("growth", &["a/change"])),
        ("{ survey = { scale = \"1\" } }", ("survey", &["a/value"])),
    ]);
    for (formula, (word, reads)) in formulas {
        for id in known().keys().filter(|id| *id != "a/bare") {
            let found = refusals(&rubric_of(id, formula));
            if reads.contains(&id.as_str()) {
                assert_eq!(found, [], "{word} reads {id}");
            } else {
                let codes: Vec<&str> = found.iter().map(|(code, _, _)| *code).collect();
                assert_eq!(codes, ["rubric.kind"], "{word} of {id}");
            }
        }
    }
}

#[test]
fn criteria_that_rest_on_each_other_through_children_are_refused() {
    let text = rubric_of("a/children", "{ children_mean = { of = { D = \"1\" } } }");
    let text = text.replace(
        "indicator = \"a/yes\"\nformula = \"yes_no\"",
        "indicator = \"a/children\"\nformula = { children_mean = { of = { C = \"1\" } } }",
    );
    let codes: Vec<&str> = refusals(&text)
        .into_iter()
        .map(|(code, _, _)| code)
        .collect();
    assert_eq!(codes, ["rubric.children_circle", "rubric.children_circle"]);
}

#[test]
fn levels_stand_in_the_order_of_the_indicator() {
    let text = rubric_of(
        "a/choice",
        "{ choice = { bad = \"0\", good = \"6\", fair = \"1\" } }",
    );
    let rubric = Rubric::parse("r.toml", &text, &known()).unwrap();
    let Formula::Choice(options) = &rubric.criteria[0].formula else {
        panic!()
    };
    let order: Vec<&str> = options.iter().map(|(level, _)| level.as_str()).collect();
    assert_eq!(order, ["good", "fair", "bad"]);
}

/// A criterion that can only take points away.
const MALUS: &str = "[[criterion]]\ncode = \"E\"\ngroup = \"G\"\ntitle = { vi = \"a\", en = \"a\" }\nmax = \"0\"\nmin = \"-1\"\nindicator = \"a/count\"\nformula = { penalty = { each = \"1\", floor = \"-1\" } }\n";

#[test]
fn a_criterion_without_points_to_win_is_no_part_of_a_mean_or_of_a_sharing() {
    let of = |code: &str| format!("{{ children_mean = {{ of = {{ {code} = \"1\" }} }} }}");
    let codes = |text: &str| -> Vec<&str> {
        let found = refusals(text).into_iter();
        found.map(|(code, _, _)| code).collect()
    };
    let plain = format!("{}{MALUS}", rubric_of("a/children", &of("D")));
    assert_eq!(codes(&plain), [""; 0]);
    let mean = format!("{}{MALUS}", rubric_of("a/children", &of("E")));
    assert_eq!(codes(&mean), ["rubric.children_no_points"]);
    let shared = format!("{plain}on_not_applicable = {{ redistribute_in_group = \"G\" }}\n");
    assert_eq!(codes(&shared), ["rubric.scope_no_points"]);
}
