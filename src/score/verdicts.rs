//! What an evaluator's last word on a criterion makes of it.

use super::stated::{Claimed, Yardstick};
use super::{Because, Decision, DecisionKind, Decisions, Standing};
use crate::exact::Rational;
use crate::unit::Stated;
use crate::words::Problem;

/// A decision as it counts.
#[derive(Debug, Clone)]
pub(super) struct Adjudged {
    /// Points that it sets.
    pub points: Option<Rational>,
    /// It takes the criterion out of its scope.
    pub leaves: bool,
    /// How far the claim has come.
    pub standing: Standing,
    /// The reason to show.
    pub because: Because,
}

/// The last decision on a criterion; earlier ones stay in the log and no longer count.
pub(super) fn last<'d>(decisions: &'d Decisions, code: &str) -> Option<&'d Decision> {
    decisions
        .list
        .iter()
        .rev()
        .find(|decision| decision.criterion == code)
}

/// Applies a decision.
///
/// Errors: one that the rubric does not allow (not applicable under `forbid`), or whose value does not fit the criterion.
pub(super) fn adjudge(
    decision: &Decision,
    yardstick: Yardstick<'_>,
    declared: Option<&Rational>,
) -> Result<Adjudged, Problem> {
    let refuse = |code| {
        Problem::new(code)
            .with("criterion", &yardstick.criterion.code)
            .with("seq", decision.seq)
    };
    let because = Because::new("decision")
        .text("kind", decision.kind.code())
        .text("author", &decision.author)
        .text("reason", &decision.reason);
    let (points, leaves, standing) = match decision.kind {
        DecisionKind::AcceptClaim => {
            let declared = declared.ok_or_else(|| refuse("decision.no_claim"))?;
            (Some(declared.clone()), false, Standing::Verified)
        }
        DecisionKind::RejectClaim => (None, false, Standing::Contested),
        DecisionKind::SetFact => {
            let fact = stated(&decision.new).ok_or_else(|| refuse("decision.fact"))?;
            set(yardstick.of_fact(&fact)).ok_or_else(|| refuse("decision.fact"))?
        }
        DecisionKind::NotApplicable => {
            set(yardstick.of_nothing()).ok_or_else(|| refuse("decision.applies"))?
        }
        DecisionKind::OverridePoints => {
            let points = decision
                .new
                .as_str()
                .and_then(Rational::parse)
                .ok_or_else(|| refuse("decision.points"))?;
            set(yardstick.of_points(&points)).ok_or_else(|| refuse("decision.points"))?
        }
    };
    Ok(Adjudged {
        points,
        leaves,
        standing,
        because,
    })
}

/// What an evaluator puts in the place of what was measured; nothing where it cannot be scored.
fn set(claimed: Claimed) -> Option<(Option<Rational>, bool, Standing)> {
    match claimed {
        Claimed::Points(points) => Some((Some(points), false, Standing::Overridden)),
        Claimed::NotApplicable => Some((None, true, Standing::Overridden)),
        Claimed::Unusable => None,
    }
}

/// The fact of `{"shape": …, "value": …}`.
fn stated(new: &serde_json::Value) -> Option<Stated> {
    Stated::from_json(new.get("shape")?.as_str()?, &new.get("value")?.to_string())
}
