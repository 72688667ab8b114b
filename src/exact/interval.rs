//! A closed range of points.

use std::ops::Add;

use super::{Mode, Rational};

/// `[low, high]`, both ends included; `low ≤ high` is its maker's duty and checked in debug builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The least that is possible.
    pub low: Rational,
    /// The most that is possible.
    pub high: Rational,
}

impl Interval {
    /// From the least to the most.
    pub fn new(low: Rational, high: Rational) -> Self {
        debug_assert!(
            low <= high,
            "an interval's low end {low} lies above its high end {high}"
        );
        Self { low, high }
    }

    /// One number, settled.
    pub fn point(value: Rational) -> Self {
        Self {
            low: value.clone(),
            high: value,
        }
    }

    /// [0, 0].
    pub fn zero() -> Self {
        Self::point(Rational::zero())
    }

    /// Whether both ends are the same number.
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }

    /// High minus low.
    pub fn width(&self) -> Rational {
        self.high.clone() - &self.low
    }

    /// Both ends in plain decimals: a point by `mode`, a range low down and high up, so that print never hides a number.
    pub fn to_decimals(&self, digits: u32, mode: Mode) -> (String, String) {
        if self.is_point() {
            let text = self.low.to_decimal(digits, mode);
            return (text.clone(), text);
        }
        (
            self.low.to_decimal(digits, Mode::Floor),
            self.high.to_decimal(digits, Mode::Ceil),
        )
    }

    /// Whether every number of `other` lies in this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// The least interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            low: self.low.clone().min(other.low.clone()),
            high: self.high.clone().max(other.high.clone()),
        }
    }
}

impl Add<&Self> for Interval {
    type Output = Self;
    fn add(self, other: &Self) -> Self {
        Self {
            low: self.low + &other.low,
            high: self.high + &other.high,
        }
    }
}
