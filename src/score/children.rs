//! The mean of the bodies below, each by its own criteria, scored from the same bundle with `:unit` = the body.

use std::collections::BTreeMap;

use super::measured::{Measurer, Question};
use super::{Because, ChildPoints, widened};
use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, Measure};
use crate::rubric::{Child, ChildCriterion, Points, child_rate, children_mean};
use crate::words::Problem;

/// What the bodies below gave.
#[derive(Debug)]
pub(super) struct Below {
    /// The mean in points.
    pub mean: Points,
    /// What was asked of them.
    pub asked: Vec<Question>,
    /// What each has.
    pub points: Vec<ChildPoints>,
    /// Why the mean is as wide as it is.
    pub because: Vec<Because>,
}

impl Default for Below {
    fn default() -> Self {
        Self {
            mean: Points {
                applies: Applies::No,
                interval: Interval::zero(),
            },
            asked: Vec::new(),
            points: Vec::new(),
            because: Vec::new(),
        }
    }
}

impl Measurer<'_, '_> {
    /// The mean of the bodies that an answer lists, by the criteria that have a weight.
    pub(super) fn children(
        &mut self,
        max: &Rational,
        weights: &BTreeMap<String, Rational>,
        bounds: &Bounds,
    ) -> Result<Below, Problem> {
        let mut below = Below::default();
        let Measure::Children(list) = &bounds.measure else {
            below.mean = children_mean(max, &[], Count::Unbounded);
            return Ok(below);
        };
        let mut children = Vec::new();
        let mut open = Vec::new();
        let sure = list.counted.iter().map(|body| (body, Applies::Yes));
        for (body, counted) in sure.chain(list.maybe.iter().map(|body| (body, Applies::Maybe))) {
            let own = self.child((body, counted), weights, &mut below)?;
            let rate = child_rate(&own);
            if rate.interval == Child::unknown(counted).rate.interval {
                let reason = Because::new("child_unknown");
                below.because.push(reason.text("body", body));
            } else if !rate.interval.is_point() || rate.applies == Applies::Maybe {
                open.push(body.as_str());
            }
            children.push(Child { counted, rate });
        }
        if !open.is_empty() {
            let n = u64::try_from(open.len()).unwrap_or(u64::MAX);
            let reason = Because::new("children_open").number("n", n);
            below.because.push(reason.text("bodies", open.join(", ")));
        }
        below.because.extend(widened::below(&below.asked));
        below.mean = children_mean(max, &children, list.missing);
        Ok(below)
    }

    /// One body's criteria; what was asked and what it has are added to those of the others.
    fn child(
        &mut self,
        (body, counted): (&String, Applies),
        weights: &BTreeMap<String, Rational>,
        below: &mut Below,
    ) -> Result<Vec<ChildCriterion>, Problem> {
        let rubric = self.rubric;
        let mut own = Vec::new();
        let mut criteria = Vec::new();
        for (code, weight) in weights {
            let Some(of) = rubric.criteria.iter().find(|c| c.code == *code) else {
                continue;
            };
            let measured = self.measure(of, body)?;
            below.asked.extend(measured.asked);
            criteria.push((
                code.clone(),
                of.max.clone(),
                measured.settled.interval.clone(),
            ));
            own.push(ChildCriterion {
                weight: weight.clone(),
                max: of.max.clone(),
                settled: measured.settled,
            });
        }
        below.points.push(ChildPoints {
            body: body.clone(),
            counted,
            criteria,
        });
        Ok(own)
    }
}
