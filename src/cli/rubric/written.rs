//! Formulas and numbers as they stand in a rubric's file.

use serde_json::{Map, Value, json};

use crate::exact::{Mode, Rational};
use crate::kind::ParamValue;
use crate::rubric::{Formula, IndicatorRef, Part, StepEdge, Steps};

/// A number as people write it: in decimals where they have an end, else as a fraction.
pub(in crate::cli) fn decimal(number: &Rational) -> String {
    (0..=12)
        .map(|digits| number.to_decimal(digits, Mode::HalfUp))
        .find(|text| Rational::parse(text).as_ref() == Some(number))
        .unwrap_or_else(|| number.to_string())
}

/// A formula in the shape of the file: its word, and what it takes.
pub(super) fn formula(formula: &Formula) -> Value {
    let takes = match formula {
        Formula::YesNo | Formula::Manual => return json!(formula.code()),
        Formula::Proportional {
            from,
            below,
            target,
        } => json!({ "from": decimal(from), "below": decimal(below), "target": decimal(target) }),
        Formula::Linear { from, to } => json!({ "from": decimal(from), "to": decimal(to) }),
        Formula::Steps(steps) => table(steps),
        Formula::PerItem { each, cap } => json!({ "each": decimal(each), "cap": decimal(cap) }),
        Formula::Penalty { each, floor } => {
            json!({ "each": decimal(each), "floor": decimal(floor) })
        }
        Formula::PenaltyRates { rates, floor } => {
            json!({ "rates": levels(rates), "floor": decimal(floor) })
        }
        Formula::Weighted(options) | Formula::Choice(options) => levels(options),
        Formula::Sum(parts) | Formula::BestOf(parts) => {
            let parts: Vec<Value> = parts.iter().map(part).collect();
            return json!({ formula.code(): parts });
        }
        Formula::PeerNormalised { best_zero_is_max } => {
            json!({ "best_zero": if *best_zero_is_max { "max" } else { "zero" } })
        }
        Formula::ChildrenMean(weights) => json!({ "of": numbers(weights) }),
        Formula::Growth { target } => json!({ "target": decimal(target) }),
        Formula::Survey { min_n, scale, n } => json!({
            "min_n": min_n,
            "scale": decimal(scale),
            "n": n.as_ref().map(indicator),
        }),
    };
    json!({ formula.code(): takes })
}

fn table(steps: &Steps) -> Value {
    let mut table = Map::new();
    for (threshold, points) in &steps.steps {
        let edge = match threshold.edge {
            StepEdge::AtLeast => "at_least",
            StepEdge::Above => "above",
            StepEdge::AtMost => "at_most",
            StepEdge::Below => "below",
        };
        let step = json!([decimal(&threshold.at), decimal(points)]);
        match table.entry(edge).or_insert_with(|| json!([])) {
            Value::Array(steps) => steps.push(step),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => {}
        }
    }
    table.insert("else".to_owned(), json!(decimal(&steps.otherwise)));
    Value::Object(table)
}

fn numbers<'n>(numbers: impl IntoIterator<Item = (&'n String, &'n Rational)>) -> Value {
    let numbers: Map<String, Value> = numbers
        .into_iter()
        .map(|(name, number)| (name.clone(), json!(decimal(number))))
        .collect();
    Value::Object(numbers)
}

/// Levels with their numbers, best first.
fn levels(levels: &[(String, Rational)]) -> Value {
    numbers(levels.iter().map(|(name, number)| (name, number)))
}

fn part(part: &Part) -> Value {
    json!({
        "indicator": indicator(&part.indicator),
        "formula": formula(&part.formula),
        "max": decimal(&part.max),
        "on_not_applicable": part.policy.code(),
    })
}

/// An indicator and the parameters that are set for it.
pub(super) fn indicator(indicator: &IndicatorRef) -> Value {
    let with: Map<String, Value> = indicator
        .with
        .iter()
        .map(|(name, value)| {
            let value = match value {
                ParamValue::Int(n) => json!(n),
                ParamValue::Text(text) => json!(text),
            };
            (name.clone(), value)
        })
        .collect();
    json!({ "id": indicator.id, "with": with })
}

/// A formula in a line of text: as in the file, without what is so where nothing is written.
pub(super) fn in_words(formula: &Formula) -> String {
    let takes = match formula {
        Formula::Proportional {
            from,
            below,
            target,
        } => {
            let (zero, one) = (Rational::zero(), Rational::one());
            let said = [
                ("from", from, &zero),
                ("below", below, &zero),
                ("target", target, &one),
            ];
            let said: Vec<String> = said
                .into_iter()
                .filter(|(_, number, usual)| number != usual)
                .map(|(name, number, _)| format!("{name} = {}", decimal(number)))
                .collect();
            fields(&said)
        }
        Formula::Weighted(options) | Formula::Choice(options) => in_order(options),
        Formula::PenaltyRates { rates, floor } => fields(&[
            format!("rates = {}", in_order(rates)),
            format!("floor = {}", decimal(floor)),
        ]),
        Formula::YesNo
        | Formula::Linear { .. }
        | Formula::Steps(_)
        | Formula::PerItem { .. }
        | Formula::Penalty { .. }
        | Formula::Sum(_)
        | Formula::BestOf(_)
        | Formula::PeerNormalised { .. }
        | Formula::ChildrenMean(_)
        | Formula::Growth { .. }
        | Formula::Survey { .. }
        | Formula::Manual => match self::formula(formula).get(formula.code()) {
            Some(takes) => line(takes),
            None => String::new(),
        },
    };
    format!("{} {takes}", formula.code()).trim_end().to_owned()
}

fn in_order(levels: &[(String, Rational)]) -> String {
    let said: Vec<String> = levels
        .iter()
        .map(|(name, number)| format!("{name} = {}", decimal(number)))
        .collect();
    fields(&said)
}

fn fields(said: &[String]) -> String {
    if said.is_empty() {
        String::new()
    } else {
        format!("{{ {} }}", said.join(", "))
    }
}

fn line(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(n) => n.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let said: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name} = {}", line(value)))
                .collect();
            self::fields(&said)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn number(text: &str) -> Rational {
        Rational::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for text in ["0.9", "170", "-0.25", "1/3", "0"] {
            assert_eq!(decimal(&number(text)), text);
        }
        assert_eq!(decimal(&number("4/8")), "0.5");
    }

    #[test]
    fn a_formula_reads_as_in_the_file() {
        let linear = Formula::Linear {
            from: number("0.9"),
            to: number("1"),
        };
        assert_eq!(in_words(&linear), "linear { from = 0.9, to = 1 }");
        assert_eq!(in_words(&Formula::YesNo), "yes_no");
        let levels = [("on_time", "3"), ("late", "1"), ("none", "0")];
        let levels = levels.map(|(name, points)| (name.to_owned(), number(points)));
        let choice = Formula::Choice(levels.to_vec());
        assert_eq!(
            in_words(&choice),
            "choice { on_time = 3, late = 1, none = 0 }"
        );
        let proportional = |from| Formula::Proportional {
            from: number(from),
            below: number("0"),
            target: number("1"),
        };
        assert_eq!(in_words(&proportional("0")), "proportional");
        assert_eq!(
            in_words(&proportional("0.8")),
            "proportional { from = 0.8 }"
        );
        let sum = Formula::Sum(vec![Part {
            indicator: IndicatorRef {
                id: "a.b/c".to_owned(),
                with: BTreeMap::from([("days".to_owned(), ParamValue::Int(15))]),
            },
            formula: linear,
            max: number("2"),
            policy: crate::rubric::Policy::Zero,
        }]);
        assert_eq!(
            in_words(&sum),
            "sum [{ formula = { linear = { from = 0.9, to = 1 } }, indicator = { id = a.b/c, with = { days = 15 } }, max = 2, on_not_applicable = zero }]"
        );
    }
}
