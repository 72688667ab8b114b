//! One criterion in all its figures: measured, claimed, decided.

use std::collections::BTreeSet;

use super::claim::{Claim, claim};
use super::measured::Measurement;
use super::notes::Notes;
use super::scoring::Scorer;
use super::stated::Yardstick;
use super::totals::{Line, left, settled};
use super::verdicts::{Adjudged, adjudge};
use super::{CriterionScore, IndicatorScore, Measured, Standing};
use crate::check::Legal;
use crate::exact::{Interval, Rational};
use crate::indicator::Answer;
use crate::kind::Applies;
use crate::rubric::{Criterion, Formula, Policy, Settled};
use crate::words::Problem;

/// A criterion scored.
#[derive(Debug)]
pub(super) struct Scored {
    pub score: CriterionScore,
    /// What it adds to its groups and the whole.
    pub line: Line,
    /// Whether it lets the unit be ranked.
    pub ranked: Applies,
}

impl Scorer<'_, '_> {
    /// Scores one criterion.
    ///
    /// Errors: those of its queries; a decision that the rubric does not allow.
    pub(super) fn criterion(&mut self, criterion: &Criterion) -> Result<Scored, Problem> {
        let rubric = self.basis.rubric;
        let mut measurement = self.measure(criterion)?;
        let measured = measurement.settled.interval.as_ref();
        measurement.settled.interval = measured.map(|interval| rubric.round_criterion(interval));
        let mut notes = Notes {
            because: std::mem::take(&mut measurement.because),
            ..Notes::default()
        };
        self.note_sources(&measurement, &mut notes)?;
        let indicator = criterion.indicator.as_ref();
        let yardstick = Yardstick {
            criterion,
            shape: indicator.and_then(|indicator| self.shapes.get(&indicator.id)),
            rubric,
            round: &self.basis.subject.round,
        };
        let measured = measurement.settled.interval.as_ref();
        let claim = claim(&self.world, yardstick, measured, &mut notes);
        let (decisions, subject) = (self.basis.decisions, self.basis.subject);
        let adjudged = decisions
            .last(&criterion.code, subject)
            .map(|decision| adjudge(decision, subject, yardstick, claim.points.as_ref()))
            .transpose()?;
        if let Some(adjudged) = &adjudged {
            notes.because.extend(adjudged.because.iter().cloned());
        }
        let state = self.state(criterion, &measurement, adjudged.is_some());
        notes.on_policy(criterion, &measurement, state, rubric);
        let ranked = if adjudged.is_some() && criterion.policy == Policy::Unranked {
            Applies::Yes
        } else {
            measurement.settled.ranked
        };
        let official = official(&measurement.settled, adjudged.as_ref());
        let line = line(&measurement.settled, &official, &claim, adjudged.as_ref());
        let standing = standing(&claim, adjudged.as_ref());
        let (flags, because) = notes.sorted();
        let score = CriterionScore {
            code: criterion.code.clone(),
            title: criterion.title.clone(),
            group: criterion.group.clone(),
            max: criterion.max.clone(),
            min: criterion.min.clone(),
            applies: measurement.points.applies,
            state,
            standing,
            flags,
            measured: measurement.settled.interval.clone(),
            evidenced: claim.evidenced,
            declared: claim.points,
            adjudicated: adjudged.and_then(|adjudged| adjudged.points),
            official: official.interval,
            indicator: self.first_indicator(&measurement),
            because,
            evidence: claim.files,
            legal: self.legal(&measurement),
            formula: criterion.formula.code(),
        };
        Ok(Scored {
            score,
            line,
            ranked,
        })
    }

    fn first_indicator(&self, measurement: &Measurement) -> Option<IndicatorScore> {
        let first = measurement.asked.first()?;
        let Answer {
            bounds,
            cross_check,
            ..
        } = &first.answer;
        let (_, indicator) = self.basis.pack.indicator(&first.indicator)?;
        Some(IndicatorScore {
            id: first.indicator.clone(),
            kind: indicator.kind,
            levels: indicator.levels.clone(),
            bounds: bounds.clone(),
            cross_check: cross_check.clone(),
        })
    }

    /// What the checks that were asked rest on, each once.
    fn legal(&self, measurement: &Measurement) -> Vec<Legal> {
        let mut legal: Vec<Legal> = Vec::new();
        for question in &measurement.asked {
            let found = self.basis.pack.indicator(&question.indicator);
            let check = found.map(|(check, _)| check);
            for entry in check.into_iter().flat_map(|check| &check.legal) {
                if !legal.contains(entry) {
                    legal.push(entry.clone());
                }
            }
        }
        legal
    }

    /// How well it is known (`bounds.md` §10).
    fn state(&self, criterion: &Criterion, measurement: &Measurement, decided: bool) -> Measured {
        if matches!(criterion.formula, Formula::Manual) && !decided {
            return Measured::Unscored;
        }
        let applies = measurement.points.applies;
        if applies == Applies::No && criterion.policy != Policy::Forbid {
            return Measured::NotApplicable;
        }
        let Some(interval) = &measurement.settled.interval else {
            return Measured::NotApplicable;
        };
        let open = matches!(
            criterion.policy,
            Policy::Redistribute { .. } | Policy::Unranked
        ) && applies == Applies::Maybe;
        if interval.is_point() && !open {
            return Measured::Settled;
        }
        let asked = measurement.asked.iter().chain(&measurement.below.asked);
        let answers = asked.map(|question| &question.answer);
        let tables: BTreeSet<&str> = answers
            .flat_map(|answer| &answer.tables)
            .map(|facts| facts.table.as_str())
            .collect();
        if tables.iter().any(|table| self.world.is_our_fault(table)) {
            return Measured::ToolError;
        }
        let whole = Interval::new(criterion.min.clone(), criterion.max.clone());
        if *interval == self.basis.rubric.round_criterion(&whole) {
            Measured::Unknown
        } else {
            Measured::Partial
        }
    }
}

fn standing(claim: &Claim, adjudged: Option<&Adjudged>) -> Standing {
    match adjudged {
        Some(adjudged) => adjudged.standing,
        None if claim.evidenced.is_some() => Standing::Evidenced,
        None if claim.made => Standing::Claimed,
        None => Standing::None,
    }
}

fn official(measured: &Settled, adjudged: Option<&Adjudged>) -> Settled {
    match adjudged {
        Some(Adjudged {
            points: Some(points),
            ..
        }) => settled(points.clone(), Applies::Yes),
        Some(Adjudged { leaves: true, .. }) => left(),
        Some(_) | None => measured.clone(),
    }
}

fn line(
    measured: &Settled,
    official: &Settled,
    claim: &Claim,
    adjudged: Option<&Adjudged>,
) -> Line {
    let low = match &measured.interval {
        Some(interval) => settled(interval.low.clone(), measured.in_scope),
        None => left(),
    };
    let declared = match &claim.points {
        Some(points) => settled(points.clone(), Applies::Yes),
        None if claim.not_applicable || measured.interval.is_none() => left(),
        None => settled(Rational::zero(), measured.in_scope),
    };
    Line {
        measured: measured.clone(),
        official: official.clone(),
        evidenced: claim
            .evidenced
            .clone()
            .map_or(low, |points| settled(points, Applies::Yes)),
        declared,
        is_declared: claim.points.is_some() || claim.not_applicable,
        is_adjudicated: adjudged.is_some_and(|a| a.points.is_some() || a.leaves),
    }
}
