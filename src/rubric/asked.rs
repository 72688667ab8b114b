//! Which indicators a criterion asks.

use super::{Criterion, Formula, IndicatorRef};

impl Criterion {
    /// Every indicator that it asks: its own, its parts' and the number of a survey's respondents.
    pub fn indicators(&self) -> Vec<&IndicatorRef> {
        let mut all: Vec<&IndicatorRef> = self.indicator.iter().collect();
        asked_by(&self.formula, &mut all);
        all
    }
}

fn asked_by<'f>(formula: &'f Formula, all: &mut Vec<&'f IndicatorRef>) {
    match formula {
        Formula::Sum(parts) | Formula::BestOf(parts) => {
            for part in parts {
                all.push(&part.indicator);
                asked_by(&part.formula, all);
            }
        }
        Formula::Survey { n, .. } => all.extend(n),
        Formula::YesNo
        | Formula::Proportional { .. }
        | Formula::Linear { .. }
        | Formula::Steps(_)
        | Formula::PerItem { .. }
        | Formula::Penalty { .. }
        | Formula::PenaltyRates { .. }
        | Formula::Weighted(_)
        | Formula::Choice(_)
        | Formula::PeerNormalised { .. }
        | Formula::ChildrenMean(_)
        | Formula::Growth { .. }
        | Formula::Manual => {}
    }
}
