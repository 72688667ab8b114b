//! What a report file is made of: values only, so that a format can neither read a file nor judge anything.

use crate::check::Pack;
use crate::rank::Ranking;
use crate::rubric::Rubric;
use crate::score::{Explanation, Scorecard};
use crate::words::{Lang, Words};

/// A unit's report: the scorecard has every figure, the explanations say where they come from.
#[derive(Debug, Clone, Copy)]
pub struct UnitMaterial<'a> {
    /// Figures.
    pub card: &'a Scorecard,
    /// One for each criterion, in the rubric's order; none where nobody asked for them.
    pub explained: &'a [Explanation],
    /// The rubric that scored.
    pub rubric: &'a Rubric,
    /// The checks and tables that answered.
    pub pack: &'a Pack,
    /// The format of the bundle.
    pub bundle_format: u32,
}

/// A ranking's report.
#[derive(Debug, Clone, Copy)]
pub struct RankingMaterial<'a> {
    /// Ranks.
    pub ranking: &'a Ranking,
    /// The scorecards that were ranked, in any order.
    pub cards: &'a [Scorecard],
    /// The checks and tables that answered.
    pub pack: &'a Pack,
    /// The format of the bundles.
    pub bundle_format: u32,
}

/// The language of a report and its words.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// Messages of both languages.
    pub words: &'a Words,
    /// The language of the report.
    pub lang: Lang,
}
