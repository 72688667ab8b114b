//! What was measured, in words.

use crate::exact::{Count, Interval, Mode, Rational};
use crate::kind::{Applies, Bounds, LevelCounts, LevelSpan, Measure};
use crate::report::speech::Speech;

/// The bounds of an indicator as a phrase; `levels` name those of a choice.
pub(super) fn phrase(speech: Speech<'_>, bounds: &Bounds, levels: &[String]) -> String {
    let said = measure(speech, &bounds.measure, levels);
    match bounds.applies {
        Applies::Yes => said,
        Applies::Maybe => format!("{said}; {}", speech.get("mark.maybe")),
        Applies::No => speech.get("state.not_applicable").to_owned(),
    }
}

fn measure(speech: Speech<'_>, measure: &Measure, levels: &[String]) -> String {
    match measure {
        Measure::Ratio { ratio, num, den } => speech.say(
            "measure.ratio",
            &[
                ("num", speech.counts(num.0, num.1)),
                ("den", speech.counts(den.0, den.1)),
                ("ratio", speech.percent(ratio)),
            ],
        ),
        Measure::Count { low, high } => {
            speech.say("measure.count", &[("n", speech.counts(*low, *high))])
        }
        Measure::YesNo { low, high } => speech
            .get(match (low, high) {
                (true, true) => "measure.yes",
                (false, false) => "measure.no",
                (true, false) | (false, true) => "measure.yes_or_no",
            })
            .to_owned(),
        Measure::Histogram(rows) => histogram(speech, rows),
        Measure::Choice { low, high } => {
            let span = LevelSpan {
                best: *high,
                worst: *low,
            };
            speech.say("measure.choice", &[("level", level(speech, span, levels))])
        }
        Measure::Value { low, high } => value(speech, low.as_ref(), high.as_ref()),
        Measure::Days { low, high } => days(speech, *low, *high),
        Measure::Change { now, before } => speech.say(
            "measure.change",
            &[
                ("now", speech.counts(now.0, now.1)),
                ("before", speech.counts(before.0, before.1)),
            ],
        ),
        Measure::Children(bodies) => speech.say(
            if bodies.missing.is_zero() {
                "measure.children"
            } else {
                "measure.children_missing"
            },
            &[
                ("n", speech.whole(bodies.counted.len())),
                ("maybe", speech.whole(bodies.maybe.len())),
            ],
        ),
    }
}

/// «đúng hạn», or «chậm hạn … đúng hạn» where several levels are possible.
fn level(speech: Speech<'_>, span: LevelSpan, levels: &[String]) -> String {
    let name = |at: usize| {
        levels
            .get(at)
            .map_or_else(|| at.to_string(), |name| speech.level(name))
    };
    if span.best == span.worst {
        name(span.best)
    } else {
        format!("{} … {}", name(span.worst), name(span.best))
    }
}

fn histogram(speech: Speech<'_>, rows: &LevelCounts) -> String {
    let spans = |spans: &[(LevelSpan, u64)]| -> Vec<String> {
        let spans = spans.iter();
        spans
            .map(|(span, n)| format!("{} {}", level(speech, *span, &rows.levels), speech.whole(n)))
            .collect()
    };
    let mut parts = spans(&rows.counted);
    let maybe = spans(&rows.maybe);
    if !maybe.is_empty() {
        let rows = maybe.join(", ");
        parts.push(speech.say("measure.maybe_rows", &[("rows", rows)]));
    }
    if !rows.missing.is_zero() {
        parts.push(missing(speech, rows.missing));
    }
    if parts.is_empty() {
        parts.push(speech.get("measure.no_rows").to_owned());
    }
    parts.join(", ")
}

/// How many rows are missing, where some are.
pub(super) fn missing(speech: Speech<'_>, n: Count) -> String {
    match n {
        Count::Finite(n) => speech.say("measure.missing_rows", &[("n", speech.whole(n))]),
        Count::Unbounded => speech.get("measure.missing_rows_unknown").to_owned(),
    }
}

fn value(speech: Speech<'_>, low: Option<&Rational>, high: Option<&Rational>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => {
            let range = Interval {
                low: low.clone(),
                high: high.clone(),
            };
            if range.is_point() {
                decimals(speech, low, Mode::HalfUp)
            } else {
                format!(
                    "{} – {}",
                    decimals(speech, low, Mode::Floor),
                    decimals(speech, high, Mode::Ceil)
                )
            }
        }
        (Some(low), None) => speech.say(
            "number.at_least",
            &[("low", decimals(speech, low, Mode::Floor))],
        ),
        (None, Some(high)) => speech.say(
            "number.at_most",
            &[("high", decimals(speech, high, Mode::Ceil))],
        ),
        (None, None) => speech.get("number.unknown").to_owned(),
    }
}

/// With no more decimals than it needs, four at most.
fn decimals(speech: Speech<'_>, number: &Rational, mode: Mode) -> String {
    const MOST: u32 = 4;
    let digits = (0..MOST)
        .find(|digits| number.rounded(*digits, Mode::Down) == *number)
        .unwrap_or(MOST);
    speech.decimal(&number.to_decimal(digits, mode))
}

/// An unlimited number of days means that it never was.
fn days(speech: Speech<'_>, low: Count, high: Count) -> String {
    match (low, high) {
        (Count::Finite(low), Count::Finite(_)) => {
            speech.say("measure.days", &[("n", speech.counts(low, high))])
        }
        (Count::Finite(low), Count::Unbounded) => {
            speech.say("measure.days_or_never", &[("n", speech.whole(low))])
        }
        (Count::Unbounded, _) => speech.get("measure.never").to_owned(),
    }
}

#[cfg(test)]
#[path = "measure_tests.rs"]
mod tests;
