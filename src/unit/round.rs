//! One assessment: its period, cut-off, as-of date and the parameters bound to every query.

use crate::exact::Day;

/// From a day to a day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Period {
    /// Whether every day of `other` lies in this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// The same dates a year earlier.
    pub fn year_before(&self) -> Option<Self> {
        Some(Self {
            from: self.from.year_before()?,
            to: self.to.year_before()?,
        })
    }
}

/// One assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Name, `[a-z0-9-]`, used in paths.
    pub id: String,
    /// What the figures are about.
    pub period: Period,
    /// The period before, for growth; the same dates a year earlier unless said otherwise.
    pub previous: Period,
    /// Data up to this day settle a figure.
    pub data_cutoff: Day,
    /// The day on which validity is judged.
    pub as_of: Day,
    /// The rubric: an id of the pack or a path.
    pub rubric: String,
    /// The civil zone of times.
    pub timezone: String,
    /// Ids of the units that are expected, in the order of the file; none where it does not say.
    pub units: Vec<String>,
}
