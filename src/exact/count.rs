//! A number of things that may have no upper limit.

use std::fmt;
use std::ops::Add;

/// A whole number, or no upper limit at all (`∞`), ordered with `∞` last.
///
/// Used for missing rows (`bounds.md` §2: `missing(T)`), for the shown numerators and denominators and for counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// So many.
    Finite(u64),
    /// Nobody knows how many.
    Unbounded,
}

impl Count {
    /// None at all.
    pub const ZERO: Self = Self::Finite(0);

    /// Whether it is surely none.
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The number, where there is one.
    pub fn finite(self) -> Option<u64> {
        match self {
            Self::Finite(n) => Some(n),
            Self::Unbounded => None,
        }
    }

    /// The lesser of this and a known number.
    pub fn at_most(self, n: u64) -> u64 {
        match self {
            Self::Finite(own) => own.min(n),
            Self::Unbounded => n,
        }
    }

    /// What is left after a known number is taken away, never below zero.
    #[must_use]
    pub fn less(self, n: u64) -> Self {
        match self {
            Self::Finite(own) => Self::Finite(own.saturating_sub(n)),
            Self::Unbounded => Self::Unbounded,
        }
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => {
                a.checked_add(b).map_or(Self::Unbounded, Self::Finite)
            }
            (Self::Unbounded, _) | (_, Self::Unbounded) => Self::Unbounded,
        }
    }
}

impl From<u64> for Count {
    fn from(n: u64) -> Self {
        Self::Finite(n)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finite(n) => write!(f, "{n}"),
            Self::Unbounded => f.write_str("∞"),
        }
    }
}
