//! The documented shapes: keys, order, numbers, and text that stays text.

use serde_json::Value;

use super::*;
use crate::exact::Count;
use crate::gate::{Gate, judge};
use crate::kind::{Applies, Bounds, ChildList, Kind, LevelCounts, LevelSpan, Measure};
use crate::rank::rank;
use crate::score::IndicatorScore;
use crate::score::sample::{self, number, of_total, range, small};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Every output there is.
fn outputs() -> Vec<String> {
    let gate_of = Gate::of_flags(Some("7.005"), Some("2"), &["A1=10"]).unwrap();
    vec![
        scorecard(&small()),
        ranking(&rank(&[small()]).unwrap()),
        gate(&judge(&small(), &gate_of).unwrap()),
        explanation(&sample::explanation()),
    ]
}

#[test]
fn a_small_scorecard() {
    insta::assert_snapshot!(scorecard(&small()));
}

#[test]
fn an_explanation() {
    insta::assert_snapshot!(explanation(&sample::explanation()));
}

#[test]
fn schemas_are_named_and_versioned() {
    let schemas: Vec<String> = outputs()
        .iter()
        .map(|text| parsed(text)["schema"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        schemas,
        [
            "sansang/scorecard/1",
            "sansang/ranking/1",
            "sansang/gate/1",
            "sansang/explanation/1"
        ]
    );
}

/// The keys of each object as they stand in the text, which `serde_json` alone would not tell.
fn assert_sorted(text: &str) {
    let mut open: Vec<Option<&str>> = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        if let Some((key, _)) = line.strip_prefix('"').and_then(|l| l.split_once("\": ")) {
            let last = open.last_mut().unwrap();
            assert!(last.is_none_or(|last| last < key), "{key} after {last:?}");
            *last = Some(key);
        }
        if line.starts_with(['}', ']']) {
            open.pop();
        }
        if line.ends_with(['{', '[']) {
            open.push(None);
        }
    }
    assert!(open.is_empty());
}

fn assert_whole_numbers(value: &Value) {
    match value {
        Value::Number(n) => assert!(n.is_u64(), "{n} is no whole number"),
        Value::Array(items) => items.iter().for_each(assert_whole_numbers),
        Value::Object(fields) => fields.values().for_each(assert_whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[test]
fn keys_are_sorted_one_line_end_ends_the_text_and_no_number_is_a_float() {
    for text in outputs() {
        assert_sorted(&text);
        assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
        assert_whole_numbers(&parsed(&text));
    }
}

#[test]
fn equal_results_are_equal_bytes() {
    assert_eq!(outputs(), outputs());
}

#[test]
fn points_follow_the_printing_rule() {
    let mut card = of_total("a", "118.996", "120.001");
    card.total.figures.declared = number("43126/7281");
    let total = &parsed(&scorecard(&card))["total"];
    assert_eq!(total["measured"]["low"], "118.99");
    assert_eq!(total["measured"]["high"], "120.01");
    assert_eq!(total["declared"], "5.92");
    card.rubric.digits = 0;
    let total = &parsed(&scorecard(&card))["total"];
    assert_eq!(total["measured"]["low"], "118");
    assert_eq!(total["max"], "170");
}

#[test]
fn none_is_null_and_not_nought() {
    let card = parsed(&scorecard(&small()));
    let feedback = &card["criteria"][2];
    for key in [
        "measured",
        "official",
        "evidenced",
        "declared",
        "adjudicated",
        "indicator",
    ] {
        assert!(feedback[key].is_null(), "{key}");
    }
    assert_eq!(feedback["state"], "not_applicable");
    let mut bandless = small();
    bandless.total.band = None;
    bandless.rubric.notice = None;
    let bandless = parsed(&scorecard(&bandless));
    assert!(bandless["total"]["band"].is_null() && bandless["rubric"]["notice"].is_null());
}

#[test]
fn made_up_data_is_said_at_the_top() {
    let mut card = small();
    assert_eq!(parsed(&scorecard(&card))["illustrative"], true);
    assert_eq!(
        parsed(&ranking(&rank(&[card.clone()]).unwrap()))["illustrative"],
        true
    );
    for criterion in &mut card.criteria {
        criterion.flags.clear();
    }
    assert_eq!(parsed(&scorecard(&card))["illustrative"], false);
    assert_eq!(
        parsed(&ranking(&rank(&[card]).unwrap()))["illustrative"],
        false
    );
}

fn levels() -> Vec<String> {
    vec!["good".into(), "fair".into(), "bad".into()]
}

/// An indicator of a kind, and the keys that its kind adds, as compact text.
fn kinds() -> Vec<(Kind, Measure, &'static str)> {
    let ratio = || Measure::Ratio {
        ratio: range("1/4", "1"),
        num: (1, Count::Finite(4)),
        den: (2, Count::Unbounded),
    };
    let ratio_text =
        r#""den":{"high":null,"low":2},"num":{"high":4,"low":1},"ratio":{"high":"1","low":"1/4"}"#;
    let span = |best, worst| LevelSpan { best, worst };
    vec![
        (Kind::Ratio, ratio(), ratio_text),
        (Kind::Totals, ratio(), ratio_text),
        (
            Kind::Count,
            Measure::Count {
                low: 1,
                high: Count::Unbounded,
            },
            r#""count":{"high":null,"low":1}"#,
        ),
        (
            Kind::YesNo,
            Measure::YesNo {
                low: false,
                high: true,
            },
            r#""yes":{"high":true,"low":false}"#,
        ),
        (
            Kind::Histogram,
            Measure::Histogram(LevelCounts {
                levels: levels(),
                counted: vec![(span(0, 0), 6)],
                maybe: vec![(span(0, 2), 1)],
                missing: Count::Unbounded,
            }),
            r#""counted":[{"best":"good","n":6,"worst":"good"}],"levels":["good","fair","bad"],"maybe":[{"best":"good","n":1,"worst":"bad"}],"missing":null"#,
        ),
        (
            Kind::Choice,
            Measure::Choice { low: 2, high: 0 },
            r#""level":{"high":"good","low":"bad"},"levels":["good","fair","bad"]"#,
        ),
        (
            Kind::Value,
            Measure::Value {
                low: Some(number("1/3")),
                high: None,
            },
            r#""value":{"high":null,"low":"1/3"}"#,
        ),
        (
            Kind::Days,
            Measure::Days {
                low: Count::Finite(3),
                high: Count::Unbounded,
            },
            r#""days":{"high":null,"low":3}"#,
        ),
        (
            Kind::Change,
            Measure::Change {
                now: (3, Count::Finite(6)),
                before: (0, Count::Unbounded),
            },
            r#""before":{"high":null,"low":0},"now":{"high":6,"low":3}"#,
        ),
        (
            Kind::Children,
            Measure::Children(ChildList {
                counted: vec!["xa-a".into()],
                maybe: vec!["xa-b".into()],
                missing: Count::Finite(2),
            }),
            r#""counted":["xa-a"],"maybe":["xa-b"],"missing":2"#,
        ),
    ]
}

#[test]
fn every_kind_has_its_documented_shape() {
    for (kind, measure, keys) in kinds() {
        let bounds = Bounds {
            applies: Applies::Maybe,
            measure,
        };
        let mut indicator = IndicatorScore {
            id: "office.x/y".into(),
            kind,
            levels: levels(),
            bounds: bounds.clone(),
            cross_check: None,
        };
        let expected = |cross: &str| {
            parsed(&format!(
                r#"{{"id":"office.x/y","kind":"{}","applies":"maybe","cross_check":{cross},{keys}}}"#,
                kind.code()
            ))
        };
        assert_eq!(indicator::value(&indicator), expected("null"));
        indicator.cross_check = Some(bounds);
        let cross = format!(r#"{{"applies":"maybe",{keys}}}"#);
        assert_eq!(indicator::value(&indicator), expected(&cross));
    }
}

#[test]
fn text_that_could_steer_a_terminal_is_escaped_and_still_the_same_text() {
    let hostile = "a\u{1b}[31m\u{9b}b\u{202e}c\u{7f}\nd\u{feff}";
    let mut card = small();
    card.unit.name.vi = hostile.into();
    let text = scorecard(&card);
    assert!(text.chars().all(|c| c == '\n' || !steers(c)));
    assert_eq!(parsed(&text)["unit"]["name"]["vi"], hostile);
}

#[test]
fn a_ranking_has_its_documented_keys() {
    let mut cards = vec![
        of_total("a", "9", "9"),
        of_total("a", "9", "9"),
        of_total("b", "3", "9.5"),
    ];
    cards.push(of_total("c", "1", "1"));
    cards[3].total.ranked = Applies::No;
    let ranking = parsed(&ranking(&rank(&cards).unwrap()));
    assert_eq!(ranking["of"], 3);
    assert_eq!(ranking["basis"], "official");
    assert_eq!(ranking["ties"]["mode"], "standard");
    let open = &ranking["units"][0];
    assert_eq!(open["unit"]["id"], "a");
    assert_eq!(open["figure"]["low"], "9.00");
    assert_eq!(
        (&open["rank"]["best"], &open["rank"]["worst"]),
        (&1.into(), &2.into())
    );
    assert_eq!(open["tied_with"], serde_json::json!(["a"]));
    assert_eq!(ranking["unranked"][0]["unit"]["id"], "c");
    assert_eq!(
        ranking["warnings"],
        serde_json::json!([{ "code": "unit_twice", "unit": "a", "times": 2 }])
    );
}

#[test]
fn a_gate_has_its_documented_keys() {
    let gate_of = Gate::of_flags(Some("7.005"), None, &["A1=10"]).unwrap();
    let verdict = parsed(&gate(&judge(&small(), &gate_of).unwrap()));
    assert_eq!(verdict["verdict"], "not_met");
    assert_eq!(
        verdict["rules"],
        serde_json::json!([
            { "rule": "min_points", "group": null, "limit": "7.005",
              "seen": { "low": "6.92", "high": "9.92" }, "verdict": "unknown", "why": "range_spans" },
            { "rule": "min_group_points", "group": "A1", "limit": "10.00",
              "seen": { "low": "6.92", "high": "9.92" }, "verdict": "not_met", "why": "high_falls_short" },
        ])
    );
}
