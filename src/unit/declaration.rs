//! What a unit states of itself: a claim, never a measurement.

use crate::exact::{Day, Rational};
use crate::unit::Period;

/// What a unit states for one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The criterion's code.
    pub code: String,
    /// The stated figure; nothing where only points are stated.
    pub stated: Option<Stated>,
    /// Points as stated, where they are.
    pub points: Option<Rational>,
    /// The period of the figure, where it is stated.
    pub period: Option<Period>,
    /// Ids (paths) of the evidence files.
    pub evidence: Vec<String>,
    /// Free text.
    pub note: String,
}

/// The figure in the shape that the criterion's kind takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// So many of so many.
    Totals {
        /// Numerator.
        num: u64,
        /// Denominator.
        den: u64,
    },
    /// Yes or no.
    YesNo(bool),
    /// A number of things.
    Count(u64),
    /// A level by name.
    Choice(String),
    /// A day.
    Date(Day),
    /// Things by name; they count by their number.
    Items(Vec<String>),
    /// A mean over respondents.
    Survey {
        /// The mean as stated.
        mean: Rational,
        /// Respondents.
        n: u64,
    },
    /// The unit says that the criterion does not apply, and why.
    NotApplicable(String),
}

impl Stated {
    /// The word for its shape in the `declared` table.
    pub fn shape(&self) -> &'static str {
        match self {
            Self::Totals { .. } => "totals",
            Self::YesNo(_) => "yes_no",
            Self::Count(_) => "count",
            Self::Choice(_) => "choice",
            Self::Date(_) => "date",
            Self::Items(_) => "items",
            Self::Survey { .. } => "survey",
            Self::NotApplicable(_) => "not_applicable",
        }
    }
}
