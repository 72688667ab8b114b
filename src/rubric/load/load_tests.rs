//! What the loader refuses, with its place; what it reads; and that both locales have a sentence for each refusal.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::*;
use crate::kind::{Kind, ParamValue, Shape};
use crate::rubric::Policy;
use crate::words::{Lang, Words};

/// A rubric of another country than Quảng Ninh: ten points, schools, dense ranks. `#` lines are replaced by tests.
pub(super) const SMALL: &str = r#"schema = "sansang/rubric/1"
id = "small"
edition = "1"
title = { vi = "Trường học nối mạng", en = "Schools on the net" }
max = "10"
digits = 2
unit_kinds = ["school"]
rounding = { at = "criterion", digits = 2, mode = "half_even" }
ranking = { mode = "dense", digits = 1, rounding = "down" }

[[band]]
code = "ready"
title = { vi = "Sẵn sàng", en = "Ready" }
from = "6"

[[band]]
code = "not_yet"
title = { vi = "Chưa", en = "Not yet" }

[[group]]
code = "G"
title = { vi = "Tất cả", en = "All" }
max = "10"

[[group]]
code = "H"
parent = "G"
title = { vi = "Lớp học", en = "Classes" }
max = "4"

[[criterion]]
code = "H.1"
group = "H"
title = { vi = "Phòng có mạng", en = "Rooms online" }
max = "4"
indicator = { id = "a/ratio", with = { days = 30, name = "x" } }
formula = { proportional = { from = "0.5", below = "1", target = "0.8" } }
on_not_applicable = { redistribute_in_group = "G" }

[[criterion]]
code = "G.1"
group = "G"
title = { vi = "Máy", en = "Machines" }
max = "6"
min = "-2"
indicator = "a/count"
formula = { penalty = { each = "1", floor = "-2" } }

[criterion.evidence]
at_least = 2
kind = ["pdf"]
dated = { from = 2020-01-01, to = "as_of" }
text = { vi = "Ảnh", en = "A picture" }
"#;

pub(super) fn known() -> BTreeMap<String, Shape> {
    let shape = |kind: Kind, levels: &[&str]| Shape {
        kind,
        levels: levels.iter().map(|level| (*level).to_owned()).collect(),
        params: BTreeMap::from([
            ("days".to_owned(), ParamValue::Int(15)),
            ("name".to_owned(), ParamValue::Text("all".to_owned())),
        ]),
    };
    let mut known = BTreeMap::new();
    for (id, kind) in [
        ("a/ratio", Kind::Ratio),
        ("a/totals", Kind::Totals),
        ("a/count", Kind::Count),
        ("a/yes", Kind::YesNo),
        ("a/value", Kind::Value),
        ("a/days", Kind::Days),
        ("a/change", Kind::Change),
        ("a/children", Kind::Children),
    ] {
        known.insert(id.to_owned(), shape(kind, &[]));
    }
    let levels = ["good", "fair", "bad"];
    known.insert("a/histogram".to_owned(), shape(Kind::Histogram, &levels));
    known.insert("a/choice".to_owned(), shape(Kind::Choice, &levels));
    let mut bare = shape(Kind::YesNo, &[]);
    bare.params.clear();
    known.insert("a/bare".to_owned(), bare);
    known
}

/// Code, line and the text pointed at of everything that is wrong.
pub(super) fn refusals(text: &str) -> Vec<(&'static str, Option<usize>, String)> {
    static WORDS: LazyLock<Words> = LazyLock::new(Words::built_in);
    let Err(problem) = Rubric::parse("r.toml", text, &known()) else {
        return Vec::new();
    };
    std::iter::once(&problem)
        .chain(problem.others())
        .map(|problem| {
            let place = problem.place().unwrap();
            assert_eq!(place.file, "r.toml");
            for lang in [Lang::Vi, Lang::En] {
                let sentence = problem.sentence(&WORDS, lang);
                assert!(
                    !sentence.contains("error.") && !sentence.contains("{name}"),
                    "{}: {sentence}",
                    problem.code()
                );
            }
            let (text, span) = place.source.clone().unwrap_or_default();
            let at = text.get(span).unwrap_or_default().to_owned();
            (problem.code(), place.line, at)
        })
        .collect()
}

/// Replaces one line of [`SMALL`] and expects refusals, each `code` at the line that holds the marker `#!`, or, where
/// there is none, at the replaced line.
pub(super) fn refused(line: &str, by: &str, codes: &[&str]) {
    assert_eq!(
        SMALL.matches(line).count(),
        1,
        "{line} is not one line of the rubric"
    );
    let text = SMALL.replace(line, by);
    let at = |marker: &str| text.lines().position(|l| l.contains(marker)).map(|n| n + 1);
    let expected = at("#!").or_else(|| at(by.lines().next().unwrap_or(by)));
    let found = refusals(&text);
    let got: Vec<&str> = found.iter().map(|(code, _, _)| *code).collect();
    assert_eq!(got, codes, "{by}: {found:?}");
    if !by.is_empty() {
        assert_eq!(found[0].1, expected, "{by}: {found:?}");
    }
}

#[test]
fn a_small_rubric_of_other_units_is_read_whole() {
    let rubric = Rubric::parse("r.toml", SMALL, &known()).unwrap();
    assert_eq!(rubric.sha256, sha256(SMALL.as_bytes()));
    assert_eq!((rubric.max.to_string(), rubric.digits), ("10".into(), 2));
    assert_eq!(rubric.unit_kinds, ["school"]);
    assert_eq!(rubric.ranking.mode, RankMode::Dense);
    assert_eq!(rubric.ranking.rounding, crate::exact::Mode::Down);
    assert_eq!(rubric.bands[0].from, Rational::parse("6"));
    assert_eq!(rubric.groups[1].parent.as_deref(), Some("G"));
    let [first, second] = &rubric.criteria[..] else {
        panic!("{:?}", rubric.criteria)
    };
    assert_eq!(first.policy, Policy::Redistribute { scope: "G".into() });
    assert_eq!(
        first.indicator.as_ref().unwrap().with,
        BTreeMap::from([
            ("days".to_owned(), ParamValue::Int(30)),
            ("name".to_owned(), ParamValue::Text("x".to_owned())),
        ])
    );
    assert_eq!(second.policy, Policy::Forbid);
    assert_eq!(second.min.to_string(), "-2");
    let evidence = second.evidence.as_ref().unwrap();
    let dated = evidence.dated.as_ref().unwrap();
    assert_eq!(dated.from.as_deref(), Some("2020-01-01"));
    assert_eq!((evidence.at_least, dated.to.as_deref()), (2, Some("as_of")));
}

#[test]
fn what_is_wrong_with_the_head_is_refused_at_its_line() {
    let schema = r#"schema = "sansang/rubric/1""#;
    refused(schema, r#"schema = "sansang/unit/1""#, &["rubric.schema"]);
    refused(
        schema,
        "schema = \"sansang/rubric/2\"\nshiny = 1",
        &["rubric.newer"],
    );
    refused(schema, "", &["toml.missing_key"]);
    refused(r#"id = "small""#, r#"id = " ""#, &["rubric.empty"]);
    refused(
        r#"unit_kinds = ["school"]"#,
        "unit_kinds = []",
        &["rubric.empty"],
    );
    refused("digits = 2\nunit", "digits = 7\nunit", &["rubric.digits"]);
    refused("digits = 2\nunit", "digits = -1\nunit", &["rubric.digits"]);
    refused("digits = 2\nunit", "digits = \"2\"\nunit", &["toml.type"]);
    let rounding = r#"rounding = { at = "criterion", digits = 2, mode = "half_even" }"#;
    let with = |from: &str, to: &str| rounding.replace(from, to);
    refused(
        rounding,
        &with("half_even", "half_way"),
        &["toml.unknown_value"],
    );
    refused(
        rounding,
        &with("\"criterion\"", "\"criterium\""),
        &["toml.unknown_value"],
    );
    refused(
        rounding,
        &with("digits = 2", "digits = 3"),
        &["rubric.digits_hidden"],
    );
    refused(
        rounding,
        &with("digits = 2", "digits = 2.0"),
        &["toml.float"],
    );
    refused(
        r#"mode = "dense", digits = 1, rounding"#,
        r#"mode = "dense", digits = 9, rounding"#,
        &["rubric.digits"],
    );
    refused(
        r#"rounding = "down""#,
        r#"basis = "declared""#,
        &["toml.unknown_value"],
    );
    refused("edition = \"1\"", "editoin = \"1\"", &["toml.unknown_key"]);
    refused("edition = \"1\"", "edition = \"1", &["toml.syntax"]);
}

#[test]
fn numbers_are_exact_texts() {
    let max = "max = \"4\"\nindicator";
    for (bad, code) in [
        ("4.5", "toml.float"),
        ("4", "rubric.quotes"),
        ("true", "toml.type"),
        ("\"4,5\"", "rubric.number"),
        ("\"90%\"", "rubric.number"),
        ("\"1e3\"", "rubric.number"),
        ("\"1/0\"", "rubric.number"),
        ("\"\"", "rubric.number"),
    ] {
        refused(max, &format!("max = {bad}\nindicator"), &[code]);
    }
}

#[test]
fn maxima_add_up_to_groups_and_total() {
    refused(
        "max = \"10\"\ndigits",
        "max = \"9\"\ndigits",
        &["rubric.total_sum"],
    );
}

#[test]
fn a_sum_that_is_short_is_refused_at_every_level() {
    let text = SMALL.replace("max = \"4\"\nindicator", "max = \"3.5\"\nindicator");
    let found = refusals(&text);
    assert_eq!(found, [("rubric.group_sum", Some(29), "\"4\"".to_owned())]);
    let text = text.replace("max = \"4\"\n", "max = \"3.5\"\n");
    assert_eq!(
        refusals(&text),
        [("rubric.group_sum", Some(23), "\"10\"".to_owned())]
    );
}

#[test]
fn names_are_known_and_used_once() {
    refused(
        "code = \"G.1\"",
        "code = \"H.1\" #!",
        &["rubric.code_twice"],
    );
    refused("code = \"G.1\"", "code = \"H\" #!", &["rubric.code_twice"]);
    refused("code = \"G.1\"", "code = \"Điểm 1\"", &["rubric.code"]);
    refused("group = \"H\"", "group = \"I\"", &["rubric.unknown_group"]);
    refused(
        "parent = \"G\"",
        "parent = \"K\"",
        &["rubric.unknown_group"],
    );
    refused("parent = \"G\"", "parent = \"H\"", &["rubric.group_circle"]);
    refused(
        "code = \"not_yet\"",
        "code = \"ready\" #!",
        &["rubric.code_twice"],
    );
}

#[test]
fn criteria_have_a_range_that_rounding_does_not_move() {
    refused("min = \"-2\"", "min = \"1\"", &["rubric.min_max"]);
    refused("min = \"-2\"", "min = \"7\"", &["rubric.min_max"]);
    refused("min = \"-2\"", "min = \"-2.005\"", &["rubric.off_grid"]);
    let empty = SMALL.split("[[criterion]]").next().unwrap();
    assert_eq!(refusals(empty)[0].0, "rubric.no_criteria");
}

#[test]
fn everything_wrong_is_found_in_one_go_from_the_top_down() {
    let text = SMALL
        .replace("max = \"10\"\ndigits", "max = \"11\"\ndigits")
        .replace("a/ratio", "a/ration")
        .replace("floor = \"-2\"", "floor = \"-3\"")
        .replace("at_least = 2", "at_least = 0");
    let found = refusals(&text);
    let got: Vec<&str> = found.iter().map(|(code, _, _)| *code).collect();
    assert_eq!(
        got,
        [
            "rubric.total_sum",
            "rubric.unknown_indicator",
            "rubric.points",
            "rubric.evidence_files"
        ]
    );
}

#[test]
fn both_locales_word_the_same_refusals() {
    let words = Words::built_in();
    let keys = |lang| -> Vec<String> {
        words
            .keys(lang)
            .filter(|key| key.starts_with("error.rubric."))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(keys(Lang::Vi), keys(Lang::En));
    let places = |lang, key: &str| {
        let mut places: Vec<String> = words
            .get(lang, key)
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
            .filter(|name| name.chars().all(|c| c.is_ascii_lowercase()))
            .collect();
        places.sort();
        places.dedup();
        places
    };
    for key in keys(Lang::Vi) {
        assert_eq!(places(Lang::Vi, &key), places(Lang::En, &key), "{key}");
    }
}
