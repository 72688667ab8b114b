//! Numbers by level as meant: one for each level of the indicator, in its order.

use std::collections::BTreeMap;

use super::Loader;
use super::formula::Frame;
use super::written_formula::Numbers;
use crate::exact::Rational;
use crate::rubric::Formula;
use crate::words::{Problem, written};

impl Loader<'_> {
    pub(super) fn weighted(&mut self, weights: &Numbers, frame: Frame<'_>) -> Option<Formula> {
        let weights = self.levels(weights, frame, "")?;
        for (level, weight) in &weights {
            let points = frame.max.clone() * weight;
            if points > *frame.max || points < *frame.min {
                let problem = Problem::new("rubric.weight")
                    .with("name", level)
                    .with("number", weight.to_exact(0));
                self.refuse(problem, &frame.key(level));
            }
        }
        Some(Formula::Weighted(weights))
    }

    pub(super) fn choice(&mut self, options: &Numbers, frame: Frame<'_>) -> Option<Formula> {
        let options = self.levels(options, frame, "")?;
        for (level, points) in &options {
            self.within(points, level, frame);
        }
        for (better, worse) in options.iter().zip(options.iter().skip(1)) {
            if worse.1 > better.1 {
                let problem = Problem::new("rubric.choice_order")
                    .with("name", &worse.0)
                    .with("better", &better.0);
                self.refuse(problem, &frame.key(&worse.0));
            }
        }
        Some(Formula::Choice(options))
    }

    /// A number for each level of the indicator, in the indicator's order.
    pub(super) fn levels(
        &mut self,
        numbers: &Numbers,
        frame: Frame<'_>,
        key: &str,
    ) -> Option<Vec<(String, Rational)>> {
        let path = if key.is_empty() {
            frame.path.to_owned()
        } else {
            frame.key(key)
        };
        let mut read = BTreeMap::new();
        for (level, number) in numbers {
            read.insert(level, self.number(number, &format!("{path}.{level}")));
        }
        let shape = frame.shape?;
        for level in numbers.keys().filter(|level| !shape.levels.contains(level)) {
            let problem = written::unknown("rubric.unknown_level", level, &shape.levels);
            self.refuse(problem, &format!("{path}.{level}"));
        }
        let mut levels = Vec::with_capacity(shape.levels.len());
        for level in &shape.levels {
            match read.remove(level) {
                Some(number) => levels.extend(number.map(|number| (level.clone(), number))),
                None => self.refuse(
                    Problem::new("rubric.level_missing").with("name", level),
                    &path,
                ),
            }
        }
        (levels.len() == shape.levels.len()).then_some(levels)
    }
}
