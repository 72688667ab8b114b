//! A bundle's tables, a rubric, declarations and decisions become a scorecard.

use std::collections::BTreeMap;

use super::measured::{Measurement, Measurer, Traced};
use super::totals::Adder;
use super::world::World;
use super::{
    Basis, ContextRef, DecisionsRef, GroupScore, Reading, RoundRef, RubricRef, Scorecard,
    TotalScore,
};
use crate::check::{Check, Indicator};
use crate::indicator::{Asker, Params};
use crate::kind::{Applies, Shape};
use crate::rubric::{Criterion, Direction, Rubric};
use crate::table::Sandbox;
use crate::words::Problem;

/// Scores a bundle whose tables the sandbox holds.
///
/// Errors: a query that is not allowed or fails, a decision that the rubric does not allow, a parameter that no check
/// has; decisions on a bundle that is not known to be the unit's (untrusted).
pub fn score(basis: Basis<'_>, sandbox: &Sandbox) -> Result<Scorecard, Problem> {
    Scorer::new(basis, sandbox)?.scorecard()
}

/// Scores one bundle.
#[derive(Debug)]
pub(super) struct Scorer<'a, 's> {
    pub(super) basis: Basis<'a>,
    pub(super) sandbox: &'s Sandbox,
    pub(super) world: World,
    /// Of all indicators, by id.
    pub(super) shapes: BTreeMap<String, Shape>,
    /// Tables whose rows are of another period, by name, as far as they were looked at.
    pub(super) conflicts: BTreeMap<String, bool>,
    /// Tables and bodies: whether the body's rows are made up, as far as they were looked at.
    pub(super) made_up: BTreeMap<(String, String), bool>,
    asker: Option<Asker<'s>>,
}

impl<'a, 's> Scorer<'a, 's> {
    pub(super) fn new(basis: Basis<'a>, sandbox: &'s Sandbox) -> Result<Self, Problem> {
        let subject = basis.subject;
        basis.agrees()?;
        Ok(Self {
            basis,
            sandbox,
            world: World::read(sandbox.connection(), &subject.unit.id)?,
            shapes: basis.pack.shapes(),
            asker: Some(Asker::new(sandbox, &subject.round)?),
            conflicts: BTreeMap::new(),
            made_up: BTreeMap::new(),
        })
    }

    pub(super) fn scorecard(&mut self) -> Result<Scorecard, Problem> {
        let basis = self.basis;
        let (subject, rubric) = (basis.subject, basis.rubric);
        let mut criteria = Vec::with_capacity(rubric.criteria.len());
        let mut lines = Vec::with_capacity(rubric.criteria.len());
        let mut ranked = Applies::Yes;
        for criterion in &rubric.criteria {
            let scored = self.criterion(criterion)?;
            ranked = ranked.max(scored.ranked);
            criteria.push(scored.score);
            lines.push(scored.line);
        }
        let adder = Adder {
            rubric,
            lines: &lines,
        };
        Ok(Scorecard {
            unit: subject.unit.clone(),
            round: RoundRef {
                id: subject.round.id.clone(),
                as_of: subject.round.as_of,
                period: subject.round.period,
            },
            rubric: rubric_ref(rubric),
            checks_sha256: basis.pack.sha256.clone(),
            bundle_sha256: subject.bundle_sha256.clone(),
            decisions: DecisionsRef {
                count: basis.decisions.list.len(),
                head: basis.decisions.head.clone(),
            },
            context: basis
                .context
                .iter()
                .map(|card| ContextRef {
                    unit: card.unit.id.clone(),
                    sha256: card.bundle_sha256.clone(),
                })
                .collect(),
            total: total(&adder, ranked),
            groups: groups(&adder),
            criteria,
        })
    }

    pub(super) fn measure(&mut self, criterion: &Criterion) -> Result<Measurement, Problem> {
        self.ask(criterion, None)
            .map(|(measurement, _)| measurement)
    }

    /// A criterion measured, with what was asked for it and the rows.
    pub(super) fn trace(
        &mut self,
        criterion: &Criterion,
    ) -> Result<(Measurement, Vec<Traced>), Problem> {
        self.ask(criterion, Some(Vec::new()))
    }

    /// One indicator of a check, asked by the check's own parameters, with its rows.
    pub(super) fn of_check(
        &mut self,
        check: &Check,
        indicator: &Indicator,
    ) -> Result<Traced, Problem> {
        let subject = self.basis.subject;
        let (body, none) = (&subject.unit.id, BTreeMap::new());
        let params = Params::of(&subject.round, body, check, &none, &subject.params);
        let Some(asker) = &mut self.asker else {
            return Err(Problem::new("score.no_indicator").with("name", &indicator.id));
        };
        let mut rows = Vec::new();
        let answer = asker.ask(indicator, body, &params, Some(&mut rows))?;
        Ok(Traced {
            indicator: indicator.id.clone(),
            body: body.clone(),
            reading: Reading::of(indicator.kind, Direction::Rising),
            params: params.shown(),
            answer,
            rows,
        })
    }

    fn ask(
        &mut self,
        criterion: &Criterion,
        trace: Option<Vec<Traced>>,
    ) -> Result<(Measurement, Vec<Traced>), Problem> {
        let basis = self.basis;
        let peers = |code: &str| basis.peers(code);
        let absent = basis.absent();
        let Some(asker) = self.asker.take() else {
            return Err(Problem::new("score.no_indicator").with("name", &criterion.code));
        };
        let mut measurer = Measurer {
            pack: basis.pack,
            rubric: basis.rubric,
            round: &basis.subject.round,
            set: &basis.subject.params,
            asker,
            peers: &peers,
            absent: &absent,
            trace,
        };
        let measured = measurer.measure(criterion, &basis.subject.unit.id);
        let traced = measurer.trace.take().unwrap_or_default();
        self.asker = Some(measurer.asker);
        Ok((measured?, traced))
    }
}

fn total(adder: &Adder<'_>, ranked: Applies) -> TotalScore {
    let rubric = adder.rubric;
    let figures = adder.figures(None).figures;
    let band = rubric
        .band(&figures.official.low)
        .zip(rubric.band(&figures.official.high));
    TotalScore {
        max: rubric.max.clone(),
        band: band.map(|(low, high)| (low.to_owned(), high.to_owned())),
        figures,
        ranked,
    }
}

fn groups(adder: &Adder<'_>) -> Vec<GroupScore> {
    let groups = adder.rubric.groups.iter();
    groups
        .map(|group| {
            let added = adder.figures(Some(&group.code));
            GroupScore {
                code: group.code.clone(),
                parent: group.parent.clone(),
                title: group.title.clone(),
                max: group.max.clone(),
                applicable_max: added.official_applicable,
                measured_applicable_max: added.measured_applicable,
                figures: added.figures,
                rescaled: added.rescaled,
            }
        })
        .collect()
}

fn rubric_ref(rubric: &Rubric) -> RubricRef {
    RubricRef {
        id: rubric.id.clone(),
        edition: rubric.edition.clone(),
        sha256: rubric.sha256.clone(),
        title: rubric.title.clone(),
        notice: rubric.notice.clone(),
        max: rubric.max.clone(),
        digits: rubric.digits,
        mode: rubric.rounding.how.mode,
        ranking: rubric.ranking,
        bands: rubric
            .bands
            .iter()
            .map(|band| (band.code.clone(), band.title.clone()))
            .collect(),
        sheet: rubric.sheet.clone(),
    }
}
