//! One criterion of one body: ask its indicators, make points of them, apply its policy.

use std::collections::BTreeMap;

use super::children::Below;
use super::widened::reasons;
use super::{Because, Reading};
use crate::check::{Check, Indicator, Pack};
use crate::exact::Interval;
use crate::indicator::{Answer, AnswerRow, Asker, Params};
use crate::kind::{Applies, Bounds};
use crate::rubric::{
    Criterion, Formula, IndicatorRef, Part, PeerBounds, Points, Rubric, Settled, after_policy,
    best_of, peer_normalised, points, sum, survey,
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
    pub reading: Reading,
    pub params: Vec<(String, String)>,
    pub answer: Answer,
    pub rows: Vec<AnswerRow>,
}

/// One question with its answer.
#[derive(Debug)]
pub(super) struct Question {
    pub indicator: String,
    pub body: String,
    pub reading: Reading,
    pub answer: Answer,
}

/// What measuring a criterion gave.
#[derive(Debug)]
pub(super) struct Measurement {
    /// After the policy, before rounding.
    pub settled: Settled,
    /// Before the policy.
    pub points: Points,
    /// What was asked, in the order of the formula's parts.
    pub asked: Vec<Question>,
    /// What was asked of the bodies below, where their own criteria are averaged.
    pub below: Below,
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
        let mut below = Below::default();
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
                let mean = self.ask((own(criterion)?, &criterion.formula), body, &mut asked)?;
                let n = self.ask((respondents, &criterion.formula), body, &mut asked)?;
                survey(max, scale, *min_n, &mean, &n)
            }
            Formula::PeerNormalised { best_zero_is_max } => {
                let bounds = self.ask((own(criterion)?, &criterion.formula), body, &mut asked)?;
                let peers = (self.peers)(&criterion.code);
                because.extend(
                    self.absent
                        .iter()
                        .map(|unit| Because::new("peer_absent").text("unit", *unit)),
                );
                peer_normalised(max, &bounds, &peers, *best_zero_is_max)
            }
            Formula::ChildrenMean(weights) => {
                let bounds = self.ask((own(criterion)?, &criterion.formula), body, &mut asked)?;
                below = self.children(&criterion.max, weights, &bounds)?;
                because.append(&mut below.because);
                below.mean.clone()
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
                let bounds = self.ask((own(criterion)?, &criterion.formula), body, &mut asked)?;
                points(&criterion.formula, max, min, &bounds)
            }
        };
        let settled = after_policy(&points, max, min, &criterion.policy);
        for question in &asked {
            reasons(question, &mut because);
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
        asked: &mut Vec<Question>,
    ) -> Result<Points, Problem> {
        let bounds = self.ask((&part.indicator, &part.formula), body, asked)?;
        Ok(points(
            &part.formula,
            &part.max,
            &crate::exact::Rational::zero(),
            &bounds,
        ))
    }

    fn ask(
        &mut self,
        (reference, formula): (&IndicatorRef, &Formula),
        body: &str,
        asked: &mut Vec<Question>,
    ) -> Result<Bounds, Problem> {
        let (check, indicator) = self.indicator(&reference.id)?;
        let params = Params::of(self.round, body, check, &reference.with, self.set);
        let mut rows = Vec::new();
        let keep = self.trace.is_some();
        let answer = self
            .asker
            .ask(indicator, body, &params, keep.then_some(&mut rows))?;
        let bounds = answer.bounds.clone();
        let reading = Reading::of(indicator.kind, formula.direction());
        if let Some(trace) = &mut self.trace {
            trace.push(Traced {
                indicator: reference.id.clone(),
                body: body.to_owned(),
                reading,
                params: params.shown(),
                answer: answer.clone(),
                rows,
            });
        }
        asked.push(Question {
            indicator: reference.id.clone(),
            body: body.to_owned(),
            reading,
            answer,
        });
        Ok(bounds)
    }

    fn indicator(&self, id: &str) -> Result<(&'a Check, &'a Indicator), Problem> {
        self.pack
            .indicator(id)
            .ok_or_else(|| Problem::new("score.no_indicator").with("name", id))
    }
}

fn own(criterion: &Criterion) -> Result<&IndicatorRef, Problem> {
    criterion
        .indicator
        .as_ref()
        .ok_or_else(|| Problem::new("score.no_indicator").with("name", &criterion.code))
}
