//! What was measured, in the shape of its kind.

use serde_json::{Map, Value, json};

use super::parts::{counts, fractions};
use crate::exact::Rational;
use crate::kind::{LevelSpan, Measure};
use crate::score::IndicatorScore;

pub(super) fn value(indicator: &IndicatorScore) -> Value {
    let levels = &indicator.levels;
    let cross_check = indicator.cross_check.as_ref().map(|bounds| {
        let mut shape = measure(&bounds.measure, levels);
        shape.insert("applies".into(), json!(bounds.applies.code()));
        Value::Object(shape)
    });
    let mut shape = measure(&indicator.bounds.measure, levels);
    shape.insert("id".into(), json!(indicator.id));
    shape.insert("kind".into(), json!(indicator.kind.code()));
    shape.insert("applies".into(), json!(indicator.bounds.applies.code()));
    shape.insert("cross_check".into(), json!(cross_check));
    Value::Object(shape)
}

/// The keys that a kind adds.
fn measure(measure: &Measure, levels: &[String]) -> Map<String, Value> {
    let keys: Vec<(&str, Value)> = match measure {
        Measure::Ratio { ratio, num, den } => vec![
            ("num", counts(num.0, num.1)),
            ("den", counts(den.0, den.1)),
            ("ratio", fractions(ratio)),
        ],
        Measure::Count { low, high } => vec![("count", counts(*low, *high))],
        Measure::YesNo { low, high } => vec![("yes", json!({ "low": low, "high": high }))],
        Measure::Histogram(rows) => vec![
            ("levels", json!(rows.levels)),
            ("counted", spans(&rows.counted, &rows.levels)),
            ("maybe", spans(&rows.maybe, &rows.levels)),
            ("missing", json!(rows.missing.finite())),
        ],
        Measure::Choice { low, high } => vec![
            ("levels", json!(levels)),
            (
                "level",
                json!({ "low": levels.get(*low), "high": levels.get(*high) }),
            ),
        ],
        Measure::Value { low, high } => vec![(
            "value",
            json!({ "low": fraction(low.as_ref()), "high": fraction(high.as_ref()) }),
        )],
        Measure::Days { low, high } => vec![(
            "days",
            json!({ "low": low.finite(), "high": high.finite() }),
        )],
        Measure::Change { now, before } => vec![
            ("now", counts(now.0, now.1)),
            ("before", counts(before.0, before.1)),
        ],
        Measure::Children(bodies) => vec![
            ("counted", json!(bodies.counted)),
            ("maybe", json!(bodies.maybe)),
            ("missing", json!(bodies.missing.finite())),
        ],
    };
    keys.into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn spans(rows: &[(LevelSpan, u64)], levels: &[String]) -> Value {
    let spans = rows.iter().map(|(span, n)| {
        json!({ "best": levels.get(span.best), "worst": levels.get(span.worst), "n": n })
    });
    Value::Array(spans.collect())
}

fn fraction(number: Option<&Rational>) -> Option<String> {
    number.map(Rational::to_string)
}
