//! What a check says of a unit by itself, whether the rubric asks it or not. It never touches a point.

use super::{Explainer, Teller};
use crate::check::{Check, Verdict as Bands};
use crate::exact::{Count, Rational};
use crate::kind::{Applies, Bounds, Measure};
use crate::score::{Band, CheckResult, Judged};
use crate::words::Problem;

impl Explainer<'_, '_> {
    /// The checks that judge by themselves and that no criterion asks, by id.
    pub fn alone(&self) -> Vec<&str> {
        let criteria = self.basis.rubric.criteria.iter();
        let asked: Vec<&str> = criteria
            .flat_map(|criterion| criterion.indicators())
            .map(|indicator| indicator.id.as_str())
            .collect();
        let alone = |check: &&Check| {
            let mut own = check.indicators.values();
            own.clone().any(|indicator| indicator.verdict.is_some())
                && !own.any(|indicator| asked.contains(&indicator.id.as_str()))
        };
        let checks = self.basis.pack.checks.values().filter(alone);
        checks.map(|check| check.id.as_str()).collect()
    }

    /// What a check found and how it judges that, with at most `rows` rows of each question; nothing where there is no
    /// such check.
    ///
    /// Errors: a query that fails.
    pub fn check(&mut self, id: &str, rows: usize) -> Result<Option<CheckResult>, Problem> {
        let Some(check) = self.basis.pack.checks.get(id) else {
            return Ok(None);
        };
        let mut results = Vec::new();
        for indicator in check.indicators.values() {
            let trace = self.scorer.of_check(check, indicator)?;
            let bounds = trace.answer.bounds.clone();
            let teller = Teller {
                pack: self.basis.pack,
                world: &self.scorer.world,
                connection: self.sandbox.connection(),
                most: rows,
            };
            let bands = indicator.verdict.as_ref();
            results.push(Judged {
                asked: teller.asked(trace)?,
                judges: bands.is_some(),
                proposed: bands.is_some_and(|bands| bands.proposed),
                band: bands.and_then(|bands| within(bands, &bounds)),
            });
        }
        let card = &self.card;
        Ok(Some(CheckResult {
            unit: card.unit.clone(),
            round: card.round.clone(),
            rubric: card.rubric.clone(),
            bundle_sha256: card.bundle_sha256.clone(),
            illustrative: card.illustrative(),
            check: check.id.clone(),
            title: check.title.clone(),
            results,
        }))
    }
}

/// The worst and the best band that are possible; nothing where the question does not arise, or has no size.
fn within(bands: &Bands, bounds: &Bounds) -> Option<(Band, Band)> {
    if bounds.applies == Applies::No {
        return None;
    }
    let one = |yes: bool| {
        if yes {
            Rational::one()
        } else {
            Rational::zero()
        }
    };
    // An end that there is not reaches every band upwards, and none downwards.
    let (low, high) = match &bounds.measure {
        Measure::Ratio { ratio, .. } => (Some(ratio.low.clone()), Some(ratio.high.clone())),
        Measure::Count { low, high } => (
            Some(Rational::from(*low)),
            match high {
                Count::Finite(high) => Some(Rational::from(*high)),
                Count::Unbounded => None,
            },
        ),
        Measure::YesNo { low, high } => (Some(one(*low)), Some(one(*high))),
        Measure::Value { low, high } => (low.clone(), high.clone()),
        Measure::Days { .. }
        | Measure::Histogram(_)
        | Measure::Choice { .. }
        | Measure::Change { .. }
        | Measure::Children(_) => return None,
    };
    let low = low.map_or(Band::Fail, |low| of(bands, &low));
    let high = high.map_or(Band::Pass, |high| of(bands, &high));
    Some((low, high))
}

fn of(bands: &Bands, figure: &Rational) -> Band {
    if *figure >= bands.pass {
        Band::Pass
    } else if bands.partial.as_ref().is_some_and(|least| figure >= least) {
        Band::Partial
    } else {
        Band::Fail
    }
}

#[cfg(test)]
#[path = "alone_tests.rs"]
mod tests;
