//! A bundle's tables, a rubric, declarations and decisions become a scorecard.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Claimed, evidence, score_points, score_stated};
use super::measured::{Measurement, Measurer, Traced};
use super::totals::{Adder, Line, left, settled};
use super::verdicts::{Adjudged, adjudge, last};
use super::world::{World, period_conflict};
use super::{
    Because, ContextRef, CriterionScore, Decisions, DecisionsRef, EvidenceRef, Flag, GroupScore,
    IndicatorScore, Measured, RoundRef, RubricRef, Scorecard, Standing, Subject, TotalScore,
};
use crate::check::{Legal, Pack};
use crate::exact::{Interval, Rational};
use crate::indicator::Asker;
use crate::kind::{Applies, Shape};
use crate::rubric::{Criterion, Formula, PeerBounds, Policy, Rubric, Settled};
use crate::table::Sandbox;
use crate::words::Problem;

/// What a score is made of, beside the tables themselves.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// Whose tables, in which round.
    pub subject: &'a Subject,
    /// Tables, checks and calendar.
    pub pack: &'a Pack,
    /// Points.
    pub rubric: &'a Rubric,
    /// What an evaluator decided.
    pub decisions: &'a Decisions,
    /// Other units' scorecards.
    pub context: &'a [Scorecard],
}

/// Scores a bundle whose tables the sandbox holds.
///
/// Errors: a query that is not allowed or fails, a decision that the rubric does not allow, a parameter that no check has.
pub fn score(basis: Basis<'_>, sandbox: &Sandbox) -> Result<Scorecard, Problem> {
    Scorer::new(basis, sandbox)?.scorecard()
}

/// Scores one bundle.
pub(super) struct Scorer<'a, 's> {
    basis: Basis<'a>,
    sandbox: &'s Sandbox,
    world: World,
    shapes: BTreeMap<String, Shape>,
    asker: Option<Asker<'s>>,
    conflicts: BTreeMap<String, bool>,
    /// What was asked for the criterion whose code is here, with its rows.
    wanted: Option<(String, Vec<Traced>)>,
}

impl<'a, 's> Scorer<'a, 's> {
    pub(super) fn new(basis: Basis<'a>, sandbox: &'s Sandbox) -> Result<Self, Problem> {
        let subject = basis.subject;
        known_params(basis)?;
        same_exercise(basis)?;
        Ok(Self {
            basis,
            sandbox,
            world: World::read(sandbox.connection(), &subject.unit.id)?,
            shapes: basis.pack.shapes(),
            asker: Some(Asker::new(sandbox, &subject.round)?),
            conflicts: BTreeMap::new(),
            wanted: None,
        })
    }

    /// Keeps what is asked for one criterion, with its rows.
    pub(super) fn want(&mut self, code: &str) {
        self.wanted = Some((code.to_owned(), Vec::new()));
    }

    pub(super) fn traced(&mut self) -> Vec<Traced> {
        self.wanted
            .take()
            .map(|(_, traced)| traced)
            .unwrap_or_default()
    }

    pub(super) fn world(&self) -> &World {
        &self.world
    }

    pub(super) fn scorecard(&mut self) -> Result<Scorecard, Problem> {
        let (basis, rubric) = (self.basis, self.basis.rubric);
        let subject = basis.subject;
        let mut criteria = Vec::with_capacity(rubric.criteria.len());
        let mut lines = Vec::with_capacity(rubric.criteria.len());
        let mut ranked = Applies::Yes;
        for criterion in &rubric.criteria {
            let (score, line, own) = self.criterion(criterion)?;
            ranked = ranked.max(own);
            criteria.push(score);
            lines.push(line);
        }
        let adder = Adder {
            rubric,
            lines: &lines,
        };
        let groups = rubric
            .groups
            .iter()
            .map(|group| {
                let (figures, applicable_max, rescaled) = adder.figures(Some(&group.code));
                GroupScore {
                    code: group.code.clone(),
                    parent: group.parent.clone(),
                    title: group.title.clone(),
                    max: group.max.clone(),
                    applicable_max,
                    figures,
                    rescaled,
                }
            })
            .collect();
        let (figures, _, _) = adder.figures(None);
        let band = rubric
            .band(&figures.official.low)
            .zip(rubric.band(&figures.official.high));
        let band = band.map(|(low, high)| (low.to_owned(), high.to_owned()));
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
            total: TotalScore {
                max: rubric.max.clone(),
                figures,
                band,
                ranked,
            },
            groups,
            criteria,
        })
    }

    fn measure(&mut self, criterion: &Criterion) -> Result<Measurement, Problem> {
        let basis = self.basis;
        let peers = |code: &str| peers(basis.context, &basis.subject.unit.id, code);
        let wanted = self
            .wanted
            .as_ref()
            .is_some_and(|(code, _)| *code == criterion.code);
        let Some(asker) = self.asker.take() else {
            return Err(Problem::new("score.no_indicator"));
        };
        let mut measurer = Measurer {
            pack: basis.pack,
            rubric: basis.rubric,
            round: &basis.subject.round,
            set: &basis.subject.params,
            asker,
            peers: &peers,
            trace: wanted.then(Vec::new),
        };
        let measured = measurer.measure(criterion, &basis.subject.unit.id);
        let trace = measurer.trace.take();
        self.asker = Some(measurer.asker);
        if let (Some((_, kept)), Some(trace)) = (&mut self.wanted, trace) {
            *kept = trace;
        }
        measured
    }

    fn criterion(
        &mut self,
        criterion: &Criterion,
    ) -> Result<(CriterionScore, Line, Applies), Problem> {
        let rubric = self.basis.rubric;
        let rounded = |interval: &Interval| rubric.round_criterion(interval);
        let mut measurement = self.measure(criterion)?;
        measurement.settled.interval = measurement.settled.interval.as_ref().map(rounded);
        let mut because = std::mem::take(&mut measurement.because);
        let mut flags = self.flags(&measurement, &mut because)?;
        let claim = self.claim(criterion, &measurement, &mut because, &mut flags);
        let shape = criterion
            .indicator
            .as_ref()
            .and_then(|i| self.shapes.get(&i.id));
        let decision = last(self.basis.decisions, &criterion.code);
        let round = &self.basis.subject.round;
        let adjudged = decision
            .map(|decision| {
                adjudge(
                    decision,
                    criterion,
                    shape,
                    claim.points.as_ref(),
                    round,
                    &rounded,
                )
            })
            .transpose()?;
        if let Some(adjudged) = &adjudged {
            because.push(adjudged.because.clone());
        }
        let applies = measurement.points.applies;
        let state = self.state(criterion, &measurement, adjudged.is_some());
        policy_reasons(criterion, &measurement, state, rubric, &mut because);
        let standing = standing(&claim, adjudged.as_ref());
        let official = official(&measurement.settled, adjudged.as_ref());
        let ranked = match criterion.policy {
            Policy::Unranked if adjudged.is_some() => Applies::Yes,
            _ => measurement.settled.ranked,
        };
        let line = line(&measurement.settled, &official, &claim, adjudged.as_ref());
        flags.sort_unstable();
        flags.dedup();
        because.sort();
        because.dedup();
        let score = CriterionScore {
            code: criterion.code.clone(),
            title: criterion.title.clone(),
            group: criterion.group.clone(),
            max: criterion.max.clone(),
            min: criterion.min.clone(),
            applies,
            state,
            standing,
            flags,
            measured: measurement.settled.interval.clone(),
            evidenced: claim.evidenced,
            declared: claim.points,
            adjudicated: adjudged.as_ref().and_then(|a| a.points.clone()),
            official: official.interval,
            indicator: measurement
                .asked
                .first()
                .and_then(|(id, answer)| self.indicator_score(id, answer)),
            because,
            evidence: claim.files,
            legal: self.legal(&measurement),
            formula: criterion.formula.code(),
        };
        Ok((score, line, ranked))
    }

    fn indicator_score(
        &self,
        id: &str,
        answer: &crate::indicator::Answer,
    ) -> Option<IndicatorScore> {
        let (_, indicator) = self.basis.pack.indicator(id)?;
        Some(IndicatorScore {
            id: id.to_owned(),
            kind: indicator.kind,
            levels: indicator.levels.clone(),
            bounds: answer.bounds.clone(),
            cross_check: answer.cross_check.clone(),
        })
    }

    fn legal(&self, measurement: &Measurement) -> Vec<Legal> {
        let mut legal: Vec<Legal> = Vec::new();
        for (id, _) in &measurement.asked {
            for entry in self
                .basis
                .pack
                .indicator(id)
                .map(|(check, _)| check.legal.as_slice())
                .unwrap_or_default()
            {
                if !legal.contains(entry) {
                    legal.push(entry.clone());
                }
            }
        }
        legal
    }

    /// Marks that follow from where the rows come from.
    fn flags(
        &mut self,
        measurement: &Measurement,
        because: &mut Vec<Because>,
    ) -> Result<Vec<Flag>, Problem> {
        let mut flags = Vec::new();
        let subject = self.basis.subject;
        for (id, answer) in &measurement.asked {
            if answer.route > 0
                && let Some(route) = self
                    .basis
                    .pack
                    .indicator(id)
                    .and_then(|(_, i)| i.routes.get(answer.route))
            {
                because.push(Because::new("alternative_used").text("query", &route.file));
            }
            if answer.cross_check.is_some() {
                flags.push(Flag::ScopeConflict);
                because.push(Because::new("scope_conflict"));
            }
            for facts in &answer.tables {
                let until = facts
                    .covered
                    .period
                    .map(|period| period.to)
                    .filter(|to| *to < subject.round.data_cutoff);
                if let Some(until) = until {
                    flags.push(Flag::Stale);
                    because.push(
                        Because::new("stale")
                            .text("table", &facts.table)
                            .text("until", until.to_string()),
                    );
                }
                if self.world.is_illustrative(&facts.table) {
                    flags.push(Flag::Illustrative);
                    because.push(Because::new("illustrative"));
                }
                if self.conflicts(&facts.table)? {
                    flags.push(Flag::PeriodConflict);
                    because.push(Because::new("period_conflict"));
                }
            }
        }
        Ok(flags)
    }

    fn conflicts(&mut self, table: &str) -> Result<bool, Problem> {
        if let Some(known) = self.conflicts.get(table) {
            return Ok(*known);
        }
        let schema = self.basis.pack.catalogue.table(table);
        let dated = schema.is_some_and(|s| s.is_collected() && s.column("period_from").is_some());
        let subject = self.basis.subject;
        let found = dated
            && period_conflict(
                self.sandbox.connection(),
                table,
                &subject.unit.id,
                &subject.round,
            )?;
        self.conflicts.insert(table.to_owned(), found);
        Ok(found)
    }

    fn claim(
        &self,
        criterion: &Criterion,
        measurement: &Measurement,
        because: &mut Vec<Because>,
        flags: &mut Vec<Flag>,
    ) -> Claim {
        let rubric = self.basis.rubric;
        let round = &self.basis.subject.round;
        let Some(declaration) = self.world.declared.get(&criterion.code) else {
            return Claim::default();
        };
        let shape = criterion
            .indicator
            .as_ref()
            .and_then(|i| self.shapes.get(&i.id));
        let rounded = |interval: &Interval| rubric.round_criterion(interval);
        let by_fact = declaration
            .stated
            .as_ref()
            .map(|s| score_stated(criterion, shape, s, round, &rounded));
        let by_points = declaration
            .points
            .as_ref()
            .map(|points| score_points(criterion, points));
        if let (Some(Claimed::Points(computed)), Some(Claimed::Points(stated))) =
            (&by_fact, &by_points)
            && computed != stated
        {
            let reason =
                Because::new("claim_points_differ").text("computed", rubric.shown_number(computed));
            because.push(reason.text("stated", rubric.shown_number(stated)));
        }
        let mut claim = Claim {
            made: true,
            ..Claim::default()
        };
        match by_fact.or(by_points) {
            Some(Claimed::Points(points)) => claim.points = Some(points),
            Some(Claimed::NotApplicable) => claim.not_applicable = true,
            Some(Claimed::Unusable) | None => because.push(Because::new("claim_unusable")),
        }
        let fits = declaration.period.is_none_or(|period| {
            round.period.contains(&period)
                && period.from == round.period.from
                && period.to >= round.data_cutoff
        });
        if !fits {
            flags.push(Flag::PeriodConflict);
            because.push(Because::new("period_conflict"));
        }
        let (files, passes, reasons) =
            evidence(declaration, criterion.evidence.as_ref(), &self.world, round);
        because.extend(reasons);
        claim.files = files;
        let Some(points) = &claim.points else {
            return claim;
        };
        let Some(measured) = &measurement.settled.interval else {
            return claim;
        };
        let clamped = points.clone().clamped(&measured.low, &measured.high);
        if clamped != *points {
            let reason =
                Because::new("claim_beyond_measured").text("declared", rubric.shown_number(points));
            because.push(reason);
        }
        if passes && fits {
            if clamped != *points {
                because.push(Because::new("claim_clamped"));
            }
            claim.evidenced = Some(clamped);
        }
        claim
    }

    fn state(&self, criterion: &Criterion, measurement: &Measurement, decided: bool) -> Measured {
        let settled = &measurement.settled;
        if matches!(criterion.formula, Formula::Manual) && !decided {
            return Measured::Unscored;
        }
        if measurement.points.applies == Applies::No && criterion.policy != Policy::Forbid {
            return Measured::NotApplicable;
        }
        let Some(interval) = &settled.interval else {
            return Measured::NotApplicable;
        };
        let open = matches!(
            criterion.policy,
            Policy::Redistribute { .. } | Policy::Unranked
        ) && measurement.points.applies == Applies::Maybe;
        if interval.is_point() && !open {
            return Measured::Settled;
        }
        let tables: BTreeSet<&str> = measurement
            .asked
            .iter()
            .flat_map(|(_, a)| &a.tables)
            .map(|facts| facts.table.as_str())
            .collect();
        if tables.iter().any(|table| self.world.is_our_fault(table)) {
            return Measured::ToolError;
        }
        let whole = self
            .basis
            .rubric
            .round_criterion(&Interval::new(criterion.min.clone(), criterion.max.clone()));
        if *interval == whole {
            Measured::Unknown
        } else {
            Measured::Partial
        }
    }
}

/// A claim as it counts.
#[derive(Debug, Default)]
struct Claim {
    made: bool,
    points: Option<Rational>,
    not_applicable: bool,
    evidenced: Option<Rational>,
    files: Vec<EvidenceRef>,
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

/// Says what the policy made of a criterion that does not, or may not, apply.
fn policy_reasons(
    criterion: &Criterion,
    measurement: &Measurement,
    state: Measured,
    rubric: &Rubric,
    because: &mut Vec<Because>,
) {
    match (measurement.points.applies, &criterion.policy) {
        (Applies::No, Policy::Forbid) => because.push(Because::new("conflict_not_applicable")),
        (Applies::No, policy) => {
            because.push(Because::new("not_applicable").text("policy", policy.code()))
        }
        (Applies::Maybe, _) => {
            let within = rubric.shown(&measurement.points.interval);
            because.push(
                Because::new("maybe_not_applicable")
                    .text("low", within.0)
                    .text("high", within.1),
            );
        }
        (Applies::Yes, _) => {}
    }
    if state == Measured::Unscored {
        because.push(Because::new("no_decision"));
    }
    if let (Policy::Redistribute { scope }, Applies::No | Applies::Maybe) =
        (&criterion.policy, measurement.points.applies)
    {
        because.push(Because::new("rescaled").text("scope", scope));
    }
}

/// What other units' scorecards say of one criterion's indicator.
fn peers(context: &[Scorecard], own: &str, code: &str) -> Vec<PeerBounds> {
    let others = context.iter().filter(|card| card.unit.id != own);
    let mut peers: Vec<PeerBounds> = others
        .map(|card| {
            let criterion = card
                .criteria
                .iter()
                .find(|criterion| criterion.code == code);
            let bounds = criterion
                .and_then(|c| c.indicator.as_ref())
                .map(|i| i.bounds.clone());
            bounds.map_or(PeerBounds::NotCollected, PeerBounds::Known)
        })
        .collect();
    if peers.is_empty() {
        // Nobody else is known, and somebody is always there: the best may be anything.
        peers.push(PeerBounds::NotCollected);
    }
    peers
}

/// Other units' scorecards must be of the same round by the same rubric.
fn same_exercise(basis: Basis<'_>) -> Result<(), Problem> {
    let (round, rubric) = (&basis.subject.round.id, &basis.rubric.sha256);
    let other = basis
        .context
        .iter()
        .find(|card| card.round.id != *round || card.rubric.sha256 != *rubric);
    match other {
        Some(card) => Err(Problem::new("score.context")
            .with("unit", &card.unit.id)
            .with("round", &card.round.id)),
        None => Ok(()),
    }
}

/// Parameters that the round or the unit sets must be some check's: a misspelt one would silently change nothing.
fn known_params(basis: Basis<'_>) -> Result<(), Problem> {
    for name in basis.subject.params.keys() {
        let found = name
            .split_once('/')
            .and_then(|(check, param)| basis.pack.checks.get(check)?.params.get(param));
        if found.is_none() {
            let known: Vec<String> = basis
                .pack
                .checks
                .values()
                .flat_map(|check| {
                    check
                        .params
                        .keys()
                        .map(|param| format!("{}/{param}", check.id))
                })
                .collect();
            return Err(crate::words::written::unknown(
                "score.no_param",
                name,
                &known,
            ));
        }
    }
    Ok(())
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
    }
}
