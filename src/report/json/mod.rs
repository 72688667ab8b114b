//! The shapes that other programs may rely on (design §11).
//!
//! **Canonical form**: the keys of every object in the order of their bytes, two blanks of indentation, one LF at the end,
//! so equal results are equal bytes. Characters that could steer a terminal are written as `\uXXXX`. No number is a float:
//! points are texts in plain decimals at the rubric's digits (a point by the rubric's mode, a range low down and high up),
//! ratios are exact fractions, counts whole numbers. `null` is «there is none», or «no upper limit» of a count.
//!
//! **Indicators** have `id`, `kind`, `applies`, `cross_check` (the same keys as below from the next source, where it
//! differs, else null) and, by kind:
//!
//! | kind | keys |
//! |---|---|
//! | `ratio`, `totals` | `num {low, high}`, `den {low, high}`: two ranges of their own, never to be divided; `ratio {low, high}` |
//! | `count` | `count {low, high}` |
//! | `yes_no` | `yes {low, high}` as booleans |
//! | `histogram` | `levels` best first, `counted` and `maybe`: lists of `{best, worst, n}`, `missing` |
//! | `choice` | `levels` best first, `level {low, high}`: the worst and the best that are possible |
//! | `value` | `value {low, high}` exact, null = no end |
//! | `days` | `days {low, high}`, null = never |
//! | `change` | `now {low, high}`, `before {low, high}` |
//! | `children` | `counted` and `maybe`: ids of bodies, `missing` |

mod card;
mod explanation;
mod gate;
mod indicator;
mod parts;
mod ranking;

use serde_json::Value;

use crate::gate::GateVerdict;
use crate::rank::Ranking;
use crate::score::{CheckResult, Explanation, Scorecard};
use crate::words::steers;

/// `sansang/scorecard/1`.
pub fn scorecard(card: &Scorecard) -> String {
    canonical(&card::value(card))
}

/// `sansang/ranking/1`.
pub fn ranking(ranking: &Ranking) -> String {
    canonical(&ranking::value(ranking))
}

/// `sansang/gate/1`.
pub fn gate(verdict: &GateVerdict) -> String {
    canonical(&gate::value(verdict))
}

/// `sansang/explanation/1`: one criterion, `criterion` as in the scorecard.
pub fn explanation(explanation: &Explanation) -> String {
    canonical(&explanation::value(explanation))
}

/// `sansang/check-result/1`: what a check says by itself.
pub fn check_result(result: &CheckResult) -> String {
    canonical(&explanation::check(result))
}

/// The canonical text of a value, for documents that are no report.
///
/// `serde_json` keeps the keys of an object sorted as long as its feature `preserve_order` is off, which a test watches.
pub fn canonical(value: &Value) -> String {
    let mut safe = String::new();
    for c in format!("{value:#}\n").chars() {
        // A line end here stands between values: one in a text is written as `\n` already.
        if c != '\n' && steers(c) {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            safe.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
