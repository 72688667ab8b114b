//! What an evaluator's last word on a criterion makes of it.

use super::claim::{Claimed, score_points, score_stated};
use super::{Because, Decision, DecisionKind, Decisions, Standing};
use crate::exact::{Interval, Rational};
use crate::kind::{Applies, Shape};
use crate::rubric::{Criterion, Points, after_policy};
use crate::unit::{Round, Stated};
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
    criterion: &Criterion,
    shape: Option<&Shape>,
    declared: Option<&Rational>,
    round: &Round,
    rounded: &dyn Fn(&Interval) -> Interval,
) -> Result<Adjudged, Problem> {
    let refuse = |code| {
        Problem::new(code)
            .with("criterion", &criterion.code)
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
            match score_stated(criterion, shape, &fact, round, rounded) {
                Claimed::Points(points) => (Some(points), false, Standing::Overridden),
                Claimed::NotApplicable => (None, true, Standing::Overridden),
                Claimed::Unusable => return Err(refuse("decision.fact")),
            }
        }
        DecisionKind::NotApplicable => {
            let nothing = Points {
                applies: Applies::No,
                interval: Interval::zero(),
            };
            match after_policy(&nothing, &criterion.max, &criterion.min, &criterion.policy).interval
            {
                None => (None, true, Standing::Overridden),
                Some(interval) if interval.is_point() => {
                    (Some(rounded(&interval).low), false, Standing::Overridden)
                }
                Some(_) => return Err(refuse("decision.applies")),
            }
        }
        DecisionKind::OverridePoints => {
            let points = decision
                .new
                .as_str()
                .and_then(Rational::parse)
                .ok_or_else(|| refuse("decision.points"))?;
            match score_points(criterion, &points) {
                Claimed::Points(points) => (Some(points), false, Standing::Overridden),
                Claimed::NotApplicable | Claimed::Unusable => {
                    return Err(refuse("decision.points"));
                }
            }
        }
    };
    Ok(Adjudged {
        points,
        leaves,
        standing,
        because,
    })
}

/// The fact of `{"shape": …, "value": …}`.
fn stated(new: &serde_json::Value) -> Option<Stated> {
    Stated::from_json(new.get("shape")?.as_str()?, &new.get("value")?.to_string())
}
