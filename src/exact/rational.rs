//! Exact fractions of unlimited size.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Mode, rounding};

/// An exact fraction. Unrounded totals of a rubric outgrow 128 bits, so it has no size limit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(BigRational);

impl Rational {
    /// 0.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// 1.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// `num / den`, or nothing where `den` is 0.
    pub fn ratio(num: impl Into<BigInt>, den: impl Into<BigInt>) -> Option<Self> {
        let den = den.into();
        if den.is_zero() {
            None
        } else {
            Some(Self(BigRational::new(num.into(), den)))
        }
    }

    /// Reads a plain decimal (`-0.25`, `170`) or a fraction of whole numbers (`279/372`).
    ///
    /// Nothing else is read: no exponent, no thousands separator, no decimal comma, no blank.
    pub fn parse(text: &str) -> Option<Self> {
        const LONGEST: usize = 100;
        if text.len() > LONGEST {
            return None;
        }
        if let Some((num, den)) = text.split_once('/') {
            return Self::ratio(whole(num)?, unsigned(den)?);
        }
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (before, after) = match digits.split_once('.') {
            Some((before, after)) => (before, Some(after)),
            None => (digits, None),
        };
        let units = unsigned(before)?;
        let value = match after {
            None => BigRational::from(units),
            Some(after) => {
                let scale = BigInt::from(10).pow(u32::try_from(after.len()).ok()?);
                BigRational::from(units) + BigRational::new(unsigned(after)?, scale)
            }
        };
        Some(Self(if sign < 0 { -value } else { value }))
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The quotient, or nothing where `divisor` is 0.
    pub fn divided_by(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            None
        } else {
            Some(Self(&self.0 / &divisor.0))
        }
    }

    /// The nearest multiple of 10^-`digits` by `mode`.
    #[must_use]
    pub fn rounded(&self, digits: u32, mode: Mode) -> Self {
        let scale = BigRational::from(BigInt::from(10).pow(digits));
        Self(BigRational::from(rounding::to_whole(&(&self.0 * &scale), mode)) / scale)
    }

    /// Plain decimal text with exactly `digits` decimals, rounded by `mode`.
    pub fn to_decimal(&self, digits: u32, mode: Mode) -> String {
        let scale = BigRational::from(BigInt::from(10).pow(digits));
        let units = rounding::to_whole(&(&self.0 * scale), mode);
        let sign = if units.is_negative() { "-" } else { "" };
        let width = digits as usize;
        let text = format!("{:0>width$}", units.abs().to_string(), width = width + 1);
        let (whole, part) = text.split_at(text.len() - width);
        if width == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        }
    }

    /// Plain decimal text with all its decimals and at least `digits`, or the fraction where it has no end of them.
    pub fn to_exact(&self, digits: u32) -> String {
        const MOST: u32 = 100;
        (digits..MOST)
            .find(|digits| self.rounded(*digits, Mode::Down) == *self)
            .map_or_else(
                || self.to_string(),
                |digits| self.to_decimal(digits, Mode::Down),
            )
    }

    /// The whole number, where it is one that fits.
    pub fn to_whole(&self) -> Option<i64> {
        if self.0.is_integer() {
            self.0.to_integer().to_i64()
        } else {
            None
        }
    }

    /// `least` where it is below, `greatest` where it is above.
    #[must_use]
    pub fn clamped(self, least: &Self, greatest: &Self) -> Self {
        self.max(least.clone()).min(greatest.clone())
    }
}

fn unsigned(text: &str) -> Option<BigInt> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn whole(text: &str) -> Option<BigInt> {
    match text.strip_prefix('-') {
        Some(rest) => unsigned(rest).map(|n| -n),
        None => unsigned(text),
    }
}

impl fmt::Display for Rational {
    /// `21815/21843`, or `3` where it is whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_integer() {
            write!(f, "{}", self.0.numer())
        } else {
            write!(f, "{}/{}", self.0.numer(), self.0.denom())
        }
    }
}

impl From<u64> for Rational {
    fn from(n: u64) -> Self {
        Self(BigRational::from(BigInt::from(n)))
    }
}

impl From<i64> for Rational {
    fn from(n: i64) -> Self {
        Self(BigRational::from(BigInt::from(n)))
    }
}

impl Add for Rational {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl<'a> Add<&'a Self> for Rational {
    type Output = Self;
    fn add(self, other: &'a Self) -> Self {
        Self(self.0 + &other.0)
    }
}

impl Sub for Rational {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl<'a> Sub<&'a Self> for Rational {
    type Output = Self;
    fn sub(self, other: &'a Self) -> Self {
        Self(self.0 - &other.0)
    }
}

impl Mul for Rational {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl<'a> Mul<&'a Self> for Rational {
    type Output = Self;
    fn mul(self, other: &'a Self) -> Self {
        Self(self.0 * &other.0)
    }
}

impl Neg for Rational {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Rational {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::zero(), Add::add)
    }
}

impl<'a> Sum<&'a Self> for Rational {
    fn sum<I: Iterator<Item = &'a Self>>(items: I) -> Self {
        items.fold(Self::zero(), Add::add)
    }
}

/// Division by a number that is known not to be 0 at the call; a zero divisor gives 0 and is caught by debug builds.
impl Div<&Self> for Rational {
    type Output = Self;
    fn div(self, divisor: &Self) -> Self {
        debug_assert!(
            !divisor.is_zero(),
            "a caller that cannot rule out 0 uses divided_by"
        );
        self.divided_by(divisor).unwrap_or_else(Self::zero)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(text: &str) -> Rational {
        Rational::parse(text).unwrap()
    }

    #[test]
    fn reads_decimals_and_fractions_and_nothing_else() {
        assert_eq!(r("0.95"), r("95/100"));
        assert_eq!(r("-0.25"), r("-1/4"));
        assert_eq!(r("170").to_string(), "170");
        assert_eq!(r("21815/21843").to_string(), "21815/21843");
        for bad in [
            "", "-", ".5", "5.", "1e3", "1,5", "1 ", "+1", "1/0", "1/-2", "½", "0x1", "NaN",
        ] {
            assert!(Rational::parse(bad).is_none(), "{bad:?} was read");
        }
        assert!(Rational::parse(&"9".repeat(101)).is_none());
    }

    #[test]
    fn prints_exactly_the_digits_asked_for() {
        assert_eq!(r("43126/7281").to_decimal(2, Mode::HalfUp), "5.92");
        assert_eq!(r("7541/92").to_decimal(2, Mode::Down), "81.96");
        assert_eq!(r("-0.005").to_decimal(2, Mode::HalfUp), "0.00");
        assert_eq!(r("-1.5").to_decimal(0, Mode::Floor), "-2");
        assert_eq!(r("0.05").to_decimal(1, Mode::HalfEven), "0.0");
        assert_eq!(r("3").to_decimal(2, Mode::HalfUp), "3.00");
    }

    #[test]
    fn exact_text_hides_nothing() {
        assert_eq!(r("119").to_exact(2), "119.00");
        assert_eq!(r("-0.125").to_exact(2), "-0.125");
        assert_eq!(r("0.50").to_exact(0), "0.5");
        assert_eq!(r("1/3").to_exact(2), "1/3");
    }
}
