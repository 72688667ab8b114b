//! What an evaluator's last word on a criterion makes of it.

use super::stated::{Claimed, Yardstick};
use super::unfit::Unfit;
use super::{Because, Decision, DecisionKind, Standing, Subject};
use crate::exact::Rational;
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
    /// The reasons to show.
    pub because: Vec<Because>,
}

/// Applies a decision. `declared` are the points of today's claim: what an accepted claim earns was written down when it
/// was accepted, and does not follow the claim.
///
/// Errors: one that the rubric does not allow (not applicable under `forbid`), or whose value does not fit the criterion.
pub(super) fn adjudge(
    decision: &Decision,
    subject: &Subject,
    yardstick: Yardstick<'_>,
    declared: Option<&Rational>,
) -> Result<Adjudged, Problem> {
    let (criterion, rubric) = (yardstick.criterion, yardstick.rubric);
    let refuse = |unfit: Unfit| unfit.of(decision, criterion, rubric);
    let mut because = vec![
        Because::new("decision")
            .text("kind", decision.kind.code())
            .text("author", &decision.author)
            .text("reason", &decision.reason),
    ];
    if decision.bundle != subject.bundle_sha256 {
        let digest: String = decision.bundle.chars().take(12).collect();
        because.push(Because::new("decision_other_bundle").text("bundle", digest));
    }
    let claimed = match decision.kind {
        DecisionKind::AcceptClaim => {
            because.extend(changed(decision, yardstick, declared));
            yardstick.of_ruling(decision)
        }
        DecisionKind::OverridePoints => yardstick.of_ruling(decision),
        DecisionKind::RejectClaim => {
            return Ok(Adjudged {
                points: None,
                leaves: false,
                standing: Standing::Contested,
                because,
            });
        }
        DecisionKind::SetFact => match decision.fact() {
            Some(fact) => yardstick.of_fact(&fact),
            None => Claimed::Unusable(Unfit::NoFact),
        },
        DecisionKind::NotApplicable => match yardstick.of_nothing() {
            Claimed::Unusable(_) => {
                return Err(Problem::new("decision.applies")
                    .with("criterion", &criterion.code)
                    .with("seq", decision.seq));
            }
            claimed @ (Claimed::Points(_) | Claimed::NotApplicable) => claimed,
        },
    };
    let standing = if decision.kind == DecisionKind::AcceptClaim {
        Standing::Verified
    } else {
        Standing::Overridden
    };
    let (points, leaves) = match claimed {
        Claimed::Points(points) => (Some(points), false),
        Claimed::NotApplicable => (None, true),
        Claimed::Unusable(unfit) => return Err(refuse(unfit)),
    };
    Ok(Adjudged {
        points,
        leaves,
        standing,
        because,
    })
}

impl Yardstick<'_> {
    /// Points that a decision sets: within the criterion's, with no more digits than the rubric keeps.
    fn of_ruling(self, decision: &Decision) -> Claimed {
        match decision.points() {
            None => Claimed::Unusable(Unfit::Points),
            Some(points) if !self.rubric.keeps(&points) => Claimed::Unusable(Unfit::Digits),
            Some(points) => self.of_points(&points),
        }
    }
}

/// That the claim is no longer what was accepted, where it is not.
fn changed(
    decision: &Decision,
    yardstick: Yardstick<'_>,
    declared: Option<&Rational>,
) -> Option<Because> {
    let rubric = yardstick.rubric;
    let accepted = rubric.pinned(&decision.points()?);
    let Some(declared) = declared else {
        return Some(Because::new("claim_withdrawn").text("accepted", accepted));
    };
    let today = rubric.pinned(declared);
    (today != accepted).then(|| {
        let reason = Because::new("claim_changed").text("accepted", accepted);
        reason.text("declared", rubric.shown_number(declared))
    })
}
