//! What a unit claims for a criterion, as it counts.
//!
//! A claim feeds the declared figure only; it never becomes measured.

use super::evidence::evidence;
use super::notes::Notes;
use super::stated::{Claimed, Yardstick};
use super::world::World;
use super::{Because, EvidenceRef, Flag};
use crate::exact::{Interval, Rational};
use crate::unit::{Declaration, Round};

/// A claim as it counts.
#[derive(Debug, Default)]
pub(super) struct Claim {
    /// Whether there is one.
    pub made: bool,
    /// Its points.
    pub points: Option<Rational>,
    /// The criterion does not apply by it, and the policy gives no points.
    pub not_applicable: bool,
    /// Its points within what was measured, where its files pass the evidence rule and its period is the round's.
    pub evidenced: Option<Rational>,
    /// The files that it names.
    pub files: Vec<EvidenceRef>,
}

/// The claim on a criterion whose measured points are here.
pub(super) fn claim(
    world: &World,
    yardstick: Yardstick<'_>,
    measured: Option<&Interval>,
    notes: &mut Notes,
) -> Claim {
    let Some(declaration) = world.declared.get(&yardstick.criterion.code) else {
        return Claim::default();
    };
    let mut claim = Claim {
        made: true,
        ..Claim::default()
    };
    match stated(declaration, yardstick, notes) {
        Some(Claimed::Points(points)) => claim.points = Some(points),
        Some(Claimed::NotApplicable) => claim.not_applicable = true,
        Some(Claimed::Unusable(_)) | None => notes.because.push(Because::new("claim_unusable")),
    }
    let fits = is_of_round(declaration, yardstick.round);
    if !fits {
        notes.flag(Flag::PeriodConflict);
    }
    let rule = yardstick.criterion.evidence.as_ref();
    let (files, passes, reasons) = evidence(declaration, rule, world, yardstick.round);
    notes.because.extend(reasons);
    claim.files = files;
    if let (Some(points), Some(measured)) = (&claim.points, measured) {
        let clamped = points.clone().clamped(&measured.low, &measured.high);
        if clamped != *points {
            let declared = yardstick.rubric.shown_number(points);
            let reason = Because::new("claim_beyond_measured");
            notes.because.push(reason.text("declared", declared));
        }
        if passes && fits {
            if clamped != *points {
                notes.because.push(Because::new("claim_clamped"));
            }
            claim.evidenced = Some(clamped);
        }
    }
    claim
}

/// The stated fact in points, else the stated points; where both are stated and differ, it is said.
fn stated(
    declaration: &Declaration,
    yardstick: Yardstick<'_>,
    notes: &mut Notes,
) -> Option<Claimed> {
    let by_fact = declaration.stated.as_ref();
    let by_fact = by_fact.map(|stated| yardstick.of_fact(stated));
    let by_points = declaration.points.as_ref();
    let by_points = by_points.map(|points| yardstick.of_points(points));
    if let (Some(Claimed::Points(computed)), Some(Claimed::Points(stated))) = (&by_fact, &by_points)
        && computed != stated
    {
        let shown = |points| yardstick.rubric.shown_number(points);
        let reason = Because::new("claim_points_differ").text("computed", shown(computed));
        notes.because.push(reason.text("stated", shown(stated)));
    }
    by_fact.or(by_points)
}

/// Whether the figure is of the round's period, up to the cut-off at least; one without a period is taken to be.
fn is_of_round(declaration: &Declaration, round: &Round) -> bool {
    declaration.period.is_none_or(|period| {
        round.period.contains(&period)
            && period.from == round.period.from
            && period.to >= round.data_cutoff
    })
}
