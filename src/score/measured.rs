//! One criterion of one body: ask its indicators, make points of them, apply its policy.

use std::collections::BTreeMap;

use super::Because;
use crate::check::{Check, Indicator, Pack};
use crate::exact::{Count, Interval};
use crate::indicator::{Answer, AnswerRow, Asker, Params, TableFacts};
use crate::kind::{Applies, Bounds, Measure, Role};
use crate::rubric::{
    Child, ChildCriterion, Criterion, Formula, IndicatorRef, Part, PeerBounds, Points, Rubric,
    Settled, after_policy, best_of, child_rate, children_mean, peer_normalised, points, sum,
    survey,
};
use crate::unit::Round;
use crate::words::Problem;

/// Asks and scores; knows nothing of claims and decisions.
pub(super) struct Measurer<'a, 's> {
    pub pack: &'a Pack,
    pub rubric: &'a Rubric,
    pub round: &'a Round,
    pub set: &'a BTreeMap<String, String>,
    pub asker: Asker<'s>,
    /// Bounds of the same criterion at other units, by code.
    pub peers: &'a dyn Fn(&str) -> Vec<PeerBounds>,
    /// Units that are expected and of which there is no scorecard.
    pub absent: &'a [&'a str],
    /// Keeps what was asked with its rows, where somebody wants to read them.
    pub trace: Option<Vec<Traced>>,
}

/// One question with its answer and rows.
#[derive(Debug)]
pub(super) struct Traced {
    pub indicator: String,
    pub body: String,
    pub params: Vec<(String, String)>,
    pub answer: Answer,
    pub rows: Vec<AnswerRow>,
}

/// What measuring a criterion gave.
#[derive(Debug)]
pub(super) struct Measurement {
    /// After the policy, before rounding.
    pub settled: Settled,
    /// Before the policy.
    pub points: Points,
    /// What was asked, in the order of the formula's parts.
    pub asked: Vec<(String, Answer)>,
    /// What was asked of the bodies below, where their own criteria are averaged.
    pub below: Vec<(String, Answer)>,
    /// Reasons beside those of the tables.
    pub because: Vec<Because>,
}

impl<'a> Measurer<'a, '_> {
    /// Measures one criterion of one body.
    pub(super) fn measure(
        &mut self,
        criterion: &Criterion,
        body: &str,
    ) -> Result<Measurement, Problem> {
        let mut asked = Vec::new();
        let mut below = Vec::new();
        let mut because = Vec::new();
        let (max, min) = (&criterion.max, &criterion.min);
        let points = match &criterion.formula {
            Formula::Manual => Points {
                applies: Applies::Yes,
                interval: Interval::new(min.clone(), max.clone()),
            },
            Formula::Sum(parts) => {
                let mut adds = Vec::new();
                for part in parts {
                    let points = self.part(part, body, &mut asked)?;
                    let zero = crate::exact::Rational::zero();
                    adds.push(after_policy(&points, &part.max, &zero, &part.policy).adds());
                }
                sum(max, min, &adds)
            }
            Formula::BestOf(parts) => {
                let cases: Result<Vec<Points>, Problem> = parts
                    .iter()
                    .map(|part| self.part(part, body, &mut asked))
                    .collect();
                best_of(&cases?)
            }
            Formula::Survey {
                min_n,
                scale,
                n: Some(respondents),
            } => {
                let mean = self.ask(own(criterion)?, body, &mut asked)?;
                let n = self.ask(respondents, body, &mut asked)?;
                survey(max, scale, *min_n, &mean, &n)
            }
            Formula::PeerNormalised { best_zero_is_max } => {
                let bounds = self.ask(own(criterion)?, body, &mut asked)?;
                let peers = (self.peers)(&criterion.code);
                because.extend(
                    self.absent
                        .iter()
                        .map(|unit| Because::new("peer_absent").text("unit", *unit)),
                );
                peer_normalised(max, &bounds, &peers, *best_zero_is_max)
            }
            Formula::ChildrenMean(weights) => {
                let bounds = self.ask(own(criterion)?, body, &mut asked)?;
                self.children(criterion, weights, &bounds, (&mut because, &mut below))?
            }
            Formula::YesNo
            | Formula::Proportional { .. }
            | Formula::Linear { .. }
            | Formula::Steps(_)
            | Formula::PerItem { .. }
            | Formula::Penalty { .. }
            | Formula::PenaltyRates { .. }
            | Formula::Weighted(_)
            | Formula::Choice(_)
            | Formula::Growth { .. }
            | Formula::Survey { n: None, .. } => {
                let bounds = self.ask(own(criterion)?, body, &mut asked)?;
                points(&criterion.formula, max, min, &bounds)
            }
        };
        let settled = after_policy(&points, max, min, &criterion.policy);
        for (_, answer) in &asked {
            reasons(answer, &mut because);
        }
        Ok(Measurement {
            settled,
            points,
            asked,
            below,
            because,
        })
    }

    fn part(
        &mut self,
        part: &Part,
        body: &str,
        asked: &mut Vec<(String, Answer)>,
    ) -> Result<Points, Problem> {
        let bounds = self.ask(&part.indicator, body, asked)?;
        Ok(points(
            &part.formula,
            &part.max,
            &crate::exact::Rational::zero(),
            &bounds,
        ))
    }

    fn ask(
        &mut self,
        reference: &IndicatorRef,
        body: &str,
        asked: &mut Vec<(String, Answer)>,
    ) -> Result<Bounds, Problem> {
        let (check, indicator) = self.indicator(&reference.id)?;
        let params = Params::of(self.round, body, check, &reference.with, self.set);
        let mut rows = Vec::new();
        let keep = self.trace.is_some();
        let answer = self
            .asker
            .ask(indicator, body, &params, keep.then_some(&mut rows))?;
        let bounds = answer.bounds.clone();
        if let Some(trace) = &mut self.trace {
            trace.push(Traced {
                indicator: reference.id.clone(),
                body: body.to_owned(),
                params: params.shown(),
                answer: answer.clone(),
                rows,
            });
        }
        asked.push((reference.id.clone(), answer));
        Ok(bounds)
    }

    fn indicator(&self, id: &str) -> Result<(&'a Check, &'a Indicator), Problem> {
        self.pack
            .indicator(id)
            .ok_or_else(|| Problem::new("score.no_indicator").with("name", id))
    }

    /// The mean of the bodies' own criteria, scored from the same bundle with `:unit` = the body.
    fn children(
        &mut self,
        criterion: &Criterion,
        weights: &BTreeMap<String, crate::exact::Rational>,
        bounds: &Bounds,
        (because, below): (&mut Vec<Because>, &mut Vec<(String, Answer)>),
    ) -> Result<Points, Problem> {
        let Measure::Children(list) = &bounds.measure else {
            return Ok(children_mean(&criterion.max, &[], Count::Unbounded));
        };
        let rubric = self.rubric;
        let mut children = Vec::new();
        let sure = list.counted.iter().map(|body| (body, Applies::Yes));
        for (body, counted) in sure.chain(list.maybe.iter().map(|body| (body, Applies::Maybe))) {
            let mut own = Vec::new();
            for (code, weight) in weights {
                let Some(of) = rubric.criteria.iter().find(|c| c.code == *code) else {
                    continue;
                };
                let measured = self.measure(of, body)?;
                below.extend(measured.asked);
                own.push(ChildCriterion {
                    weight: weight.clone(),
                    max: of.max.clone(),
                    settled: measured.settled,
                });
            }
            let rate = child_rate(&own);
            if rate.interval == Child::unknown(counted).rate.interval {
                because.push(Because::new("child_unknown").text("body", body));
            }
            children.push(Child { counted, rate });
        }
        Ok(children_mean(&criterion.max, &children, list.missing))
    }
}

fn own(criterion: &Criterion) -> Result<&IndicatorRef, Problem> {
    criterion
        .indicator
        .as_ref()
        .ok_or_else(|| Problem::new("score.no_indicator").with("name", &criterion.code))
}

/// Why an answer is as wide as it is: what is missing, unassigned, unknown or not met.
fn reasons(answer: &Answer, because: &mut Vec<Because>) {
    for facts in &answer.tables {
        of_table(facts, because);
    }
    let truths = &answer.truths;
    if truths.unknown > 0 {
        because.push(Because::new("cells_unknown").number("n", truths.unknown));
    }
    if truths.unmet > 0 {
        because.push(Because::new("rows_unmet").number("n", truths.unmet));
    }
    if answer.no_last_round {
        because.push(Because::new("no_last_round"));
    }
    if answer.cross_check.is_some() {
        because.push(Because::new("alternative_differs"));
    }
}

fn of_table(facts: &TableFacts, because: &mut Vec<Because>) {
    let table = &facts.table;
    if !facts.covered.has_input() {
        because.push(Because::new("table_none").text("table", table));
    } else if facts.need.is(Role::AsSeen) {
        because.push(Because::new("as_seen").text("table", table));
    } else if !facts.missing().is_zero() && !facts.need.each {
        because.push(
            Because::new("rows_missing")
                .text("table", table)
                .count("n", facts.missing()),
        );
    }
    if facts.open_bodies > 0 {
        because.push(
            Because::new("bodies_open")
                .text("table", table)
                .number("n", facts.open_bodies),
        );
    }
    if let (Some(by), true) = (&facts.need.by, facts.unassigned > 0) {
        let reason = Because::new("rows_unassigned")
            .text("table", table)
            .text("column", by);
        because.push(reason.number("n", facts.unassigned));
    }
}
