//! Rounding of exact numbers: five modes, none of which ever decreases as its argument grows.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed};
use serde::Deserialize;

use super::{Interval, Rational};

/// How a tie or a remainder is decided (`bounds.md` §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Ties towards +∞.
    HalfUp,
    /// Ties to the even digit.
    HalfEven,
    /// Towards zero: what published tables do that cut digits off.
    Down,
    /// Towards −∞.
    Floor,
    /// Towards +∞.
    Ceil,
}

impl Mode {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::HalfUp,
        Self::HalfEven,
        Self::Down,
        Self::Floor,
        Self::Ceil,
    ];

    /// The name that rubrics use.
    pub fn code(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfEven => "half_even",
            Self::Down => "down",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
        }
    }
}

/// A number of decimals and how to get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Decimals that are kept.
    pub digits: u32,
    /// What happens to the rest.
    pub mode: Mode,
}

impl Rounding {
    /// The rounded number.
    pub fn number(self, value: &Rational) -> Rational {
        value.rounded(self.digits, self.mode)
    }

    /// Both ends rounded: sound because every mode is monotone (`bounds.md` §8).
    pub fn interval(self, interval: &Interval) -> Interval {
        Interval {
            low: self.number(&interval.low),
            high: self.number(&interval.high),
        }
    }
}

pub(super) fn to_whole(value: &BigRational, mode: Mode) -> BigInt {
    let (num, den) = (value.numer(), value.denom());
    match mode {
        Mode::Floor => num.div_floor(den),
        Mode::Ceil => -(-num).div_floor(den),
        Mode::Down => {
            let cut = num.abs().div_floor(den);
            if num.is_negative() { -cut } else { cut }
        }
        Mode::HalfUp => {
            let twice: BigInt = num * 2 + den;
            twice.div_floor(&(den * 2))
        }
        Mode::HalfEven => {
            let (floor, rest) = num.div_mod_floor(den);
            let twice: BigInt = rest * 2;
            let up = match twice.cmp(den) {
                std::cmp::Ordering::Less => false,
                std::cmp::Ordering::Greater => true,
                std::cmp::Ordering::Equal => floor.is_odd(),
            };
            if up { floor + BigInt::one() } else { floor }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_is_monotone_over_the_places_where_it_turns() {
        let steps: Vec<Rational> = (-40..=40).filter_map(|n| Rational::ratio(n, 20)).collect();
        for mode in [
            Mode::HalfUp,
            Mode::HalfEven,
            Mode::Down,
            Mode::Floor,
            Mode::Ceil,
        ] {
            let rounded: Vec<Rational> = steps.iter().map(|x| x.rounded(0, mode)).collect();
            assert!(rounded.is_sorted(), "{mode:?} decreases");
        }
    }

    #[test]
    fn ties_go_where_the_mode_says() {
        let tie = |n: i64, mode| {
            Rational::ratio(n, 2)
                .unwrap()
                .rounded(0, mode)
                .to_whole()
                .unwrap()
        };
        assert_eq!([tie(5, Mode::HalfUp), tie(-5, Mode::HalfUp)], [3, -2]);
        assert_eq!(
            [
                tie(5, Mode::HalfEven),
                tie(7, Mode::HalfEven),
                tie(-5, Mode::HalfEven)
            ],
            [2, 4, -2]
        );
        assert_eq!([tie(5, Mode::Down), tie(-5, Mode::Down)], [2, -2]);
        assert_eq!([tie(5, Mode::Floor), tie(-5, Mode::Floor)], [2, -3]);
        assert_eq!([tie(5, Mode::Ceil), tie(-5, Mode::Ceil)], [3, -2]);
    }
}
