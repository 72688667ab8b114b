//! How points are printed: exactly where the rubric has rounded them, else never inwards (`bounds.md` §8).

use crate::exact::{Interval, Mode, Rational};
use crate::score::RubricRef;

/// The decimals of a rubric and how a single number gets there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Points {
    digits: u32,
    mode: Mode,
}

impl Points {
    /// As the rubric prints points.
    pub(super) fn of(rubric: &RubricRef) -> Self {
        Self {
            digits: rubric.digits,
            mode: rubric.mode,
        }
    }

    /// As the rubric ranks: a ranking's figures are rounded to these decimals already.
    pub(super) fn ranked(rubric: &RubricRef) -> Self {
        Self {
            digits: rubric.ranking.digits,
            mode: rubric.ranking.rounding,
        }
    }

    /// Two decimals, half up: shares as per cent.
    pub(super) const fn per_cent() -> Self {
        Self {
            digits: 2,
            mode: Mode::HalfUp,
        }
    }

    /// One number, as a plain decimal.
    pub(super) fn number(self, points: &Rational) -> String {
        points.to_decimal(self.digits, self.mode)
    }

    /// A number that something is at most, printed up.
    pub(super) fn most(self, points: &Rational) -> String {
        points.to_decimal(self.digits, Mode::Ceil)
    }

    /// Low and high as plain decimals: a point by the rubric's mode, else low down and high up.
    pub(super) fn range(self, range: &Interval) -> (String, String) {
        range.to_decimals(self.digits, self.mode)
    }

    /// A number that a person wrote, with all its decimals and at least the rubric's; as a fraction where it is none.
    pub(super) fn written(self, points: &Rational) -> String {
        points.to_exact(self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Points = Points {
        digits: 2,
        mode: Mode::HalfUp,
    };

    fn printed(low: &str, high: &str) -> (String, String) {
        let number = |text| Rational::parse(text).unwrap();
        TWO.range(&Interval::new(number(low), number(high)))
    }

    fn both(low: &str, high: &str) -> (String, String) {
        (low.to_owned(), high.to_owned())
    }

    #[test]
    fn n05_prints_outwards_what_the_rubric_has_not_rounded() {
        assert_eq!(printed("118.996", "120.001"), both("118.99", "120.01"));
        assert_eq!(printed("-0.005", "0.005"), both("-0.01", "0.01"));
    }

    #[test]
    fn a_point_is_printed_by_the_rubrics_mode() {
        assert_eq!(printed("43126/7281", "43126/7281"), both("5.92", "5.92"));
        assert_eq!(printed("118.996", "118.996"), both("119.00", "119.00"));
    }

    #[test]
    fn rounded_numbers_are_printed_as_they_are() {
        assert_eq!(printed("61.37", "128.4"), both("61.37", "128.40"));
    }

    #[test]
    fn numbers_that_people_wrote_keep_their_decimals() {
        let written = |text| TWO.written(&Rational::parse(text).unwrap());
        assert_eq!(written("119"), "119.00");
        assert_eq!(written("119.005"), "119.005");
        assert_eq!(written("1/3"), "1/3");
    }
}
