//! Where a rubric rounds, how its points are printed, and which band a total is in (`bounds.md` §8, §9).
//!
//! Both ends are rounded exactly where the rubric rounds the truth, and nowhere else; what it has not rounded is printed
//! outwards.

use super::{RoundAt, Rubric};
use crate::exact::{Interval, Rational};

impl Rubric {
    /// A criterion's points after formula and policy, as the rubric rounds them.
    pub fn round_criterion(&self, points: &Interval) -> Interval {
        self.rounded(points, self.rounding.at == RoundAt::Criterion)
    }

    /// A group's points. A scope that was rescaled is rounded once more; any other sum of rounded points is not.
    pub fn round_group(&self, points: &Interval, rescaled: bool) -> Interval {
        let here = match self.rounding.at {
            RoundAt::Criterion => rescaled,
            RoundAt::Group => true,
            RoundAt::Total | RoundAt::None => false,
        };
        self.rounded(points, here)
    }

    /// The total.
    pub fn round_total(&self, points: &Interval) -> Interval {
        self.rounded(points, self.rounding.at == RoundAt::Total)
    }

    fn rounded(&self, points: &Interval, here: bool) -> Interval {
        if here {
            self.rounding.how.interval(points)
        } else {
            points.clone()
        }
    }

    /// Both ends in plain decimals at the rubric's digits: a point by the rubric's mode, a range outwards.
    pub fn shown(&self, points: &Interval) -> (String, String) {
        points.to_decimals(self.digits, self.rounding.how.mode)
    }

    /// A number in plain decimals at the rubric's digits, by its mode.
    pub fn shown_number(&self, points: &Rational) -> String {
        points.to_decimal(self.digits, self.rounding.how.mode)
    }

    /// Whether points of a criterion have no more digits than the rubric keeps; any do where it does not round there.
    pub fn keeps(&self, points: &Rational) -> bool {
        self.rounding.at != RoundAt::Criterion || self.rounding.how.number(points) == *points
    }

    /// Points of a criterion as a decision writes them down: as the rubric rounds them, then as it prints them.
    pub fn pinned(&self, points: &Rational) -> String {
        let kept = self.round_criterion(&Interval::point(points.clone())).low;
        self.shown_number(&kept)
    }

    /// The code of the band that a total is in; nothing where the rubric has no bands.
    ///
    /// The bands of an interval are those of its ends, taken on the total as the rubric rounds it.
    pub fn band(&self, total: &Rational) -> Option<&str> {
        self.bands
            .iter()
            .find(|band| band.from.as_ref().is_none_or(|from| total >= from))
            .map(|band| band.code.as_str())
    }
}

#[cfg(test)]
#[path = "rounded_tests.rs"]
mod tests;
