//! The scorecard as a value: every figure of every renderer comes from here.

use super::Because;
use crate::check::Legal;
use crate::exact::{Day, Interval, Mode, Rational};
use crate::kind::{Applies, Bounds, Kind};
use crate::rubric::{Ranking, SheetColumn};
use crate::unit::Period;
use crate::words::Bilingual;

/// The score of one bundle by one rubric.
#[derive(Debug, Clone)]
pub struct Scorecard {
    /// Whose.
    pub unit: UnitRef,
    /// Of which assessment.
    pub round: RoundRef,
    /// By which rubric.
    pub rubric: RubricRef,
    /// SHA-256 of the check pack, hex.
    pub checks_sha256: String,
    /// Digest of the bundle, hex.
    pub bundle_sha256: String,
    /// The decisions that were taken in.
    pub decisions: DecisionsRef,
    /// The other scorecards that were looked at.
    pub context: Vec<ContextRef>,
    /// The whole.
    pub total: TotalScore,
    /// Groups in the rubric's order.
    pub groups: Vec<GroupScore>,
    /// Criteria in the rubric's order.
    pub criteria: Vec<CriterionScore>,
}

impl Scorecard {
    /// Whether made-up data took part anywhere; every output says so.
    pub fn illustrative(&self) -> bool {
        self.criteria
            .iter()
            .any(|criterion| criterion.flags.contains(&Flag::Illustrative))
    }
}

/// The unit that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRef {
    /// Id.
    pub id: String,
    /// Names.
    pub name: Bilingual,
    /// Kind.
    pub kind: String,
}

/// The round that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRef {
    /// Id.
    pub id: String,
    /// The day on which validity is judged.
    pub as_of: Day,
    /// What the figures are about.
    pub period: Period,
}

/// The rubric that scored, and what renderers need of it.
#[derive(Debug, Clone)]
pub struct RubricRef {
    /// Id.
    pub id: String,
    /// Edition.
    pub edition: String,
    /// SHA-256 of its file, hex.
    pub sha256: String,
    /// Title.
    pub title: Bilingual,
    /// A notice that every output carries.
    pub notice: Option<Bilingual>,
    /// Total.
    pub max: Rational,
    /// Decimals that points are printed with.
    pub digits: u32,
    /// How a number that is not rounded yet is printed where it is a point.
    pub mode: Mode,
    /// How units are ranked.
    pub ranking: Ranking,
    /// Names of the bands, best first: code → name.
    pub bands: Vec<(String, Bilingual)>,
    /// Columns of the self-scoring sheet.
    pub sheet: Vec<SheetColumn>,
}

/// The decisions that were taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DecisionsRef {
    /// How many.
    pub count: usize,
    /// SHA-256 of the last line, where there is one.
    pub head: Option<String>,
}

/// Another unit's scorecard that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContextRef {
    /// Id of the unit.
    pub unit: String,
    /// Digest of its bundle, hex.
    pub sha256: String,
}

/// The five figures of a group or the whole: proved = `measured.low`, attainable = `measured.high`.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Measured.
    pub measured: Interval,
    /// Declared, and passed by the evidence rule; what has none counts as measured low.
    pub evidenced: Rational,
    /// Declared; what is not declared counts as 0.
    pub declared: Rational,
    /// How many criteria are not declared.
    pub undeclared: usize,
    /// Adjudicated where it is, else measured.
    pub official: Interval,
    /// How many criteria are adjudicated.
    pub adjudicated: usize,
}

/// The whole.
#[derive(Debug, Clone)]
pub struct TotalScore {
    /// The rubric's total.
    pub max: Rational,
    /// Figures.
    pub figures: Figures,
    /// Band codes of the official low and high, where the rubric has bands.
    pub band: Option<(String, String)>,
    /// Whether the unit is ranked: `No` where a policy takes it out.
    pub ranked: Applies,
}

/// A group.
#[derive(Debug, Clone)]
pub struct GroupScore {
    /// Code.
    pub code: String,
    /// Its parent.
    pub parent: Option<String>,
    /// Title.
    pub title: Bilingual,
    /// Σ max of its criteria.
    pub max: Rational,
    /// Σ max of the criteria that apply after the decisions: surely, possibly.
    pub applicable_max: Interval,
    /// The same as measured, before the decisions.
    pub measured_applicable_max: Interval,
    /// Figures, rescaled where the group is a scope.
    pub figures: Figures,
    /// Whether it was rescaled as a scope.
    pub rescaled: bool,
}

/// How well a criterion is known (`bounds.md` §10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    /// One number.
    Settled,
    /// A range narrower than the whole.
    Partial,
    /// The whole range.
    Unknown,
    /// An open unknown is the tool's own fault.
    ToolError,
    /// Does not apply.
    NotApplicable,
    /// Waits for a decision.
    Unscored,
}

impl Measured {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Settled,
        Self::Partial,
        Self::Unknown,
        Self::ToolError,
        Self::NotApplicable,
        Self::Unscored,
    ];

    /// The word that scorecards use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Partial => "partial",
            Self::Unknown => "unknown",
            Self::ToolError => "tool_error",
            Self::NotApplicable => "not_applicable",
            Self::Unscored => "unscored",
        }
    }
}

/// How far a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing is claimed.
    None,
    /// Claimed.
    Claimed,
    /// Claimed, and its files pass the evidence rule.
    Evidenced,
    /// An evaluator accepted it.
    Verified,
    /// An evaluator changed it.
    Overridden,
    /// An evaluator rejected it.
    Contested,
}

impl Standing {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::None,
        Self::Claimed,
        Self::Evidenced,
        Self::Verified,
        Self::Overridden,
        Self::Contested,
    ];

    /// The word that scorecards use.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Claimed => "claimed",
            Self::Evidenced => "evidenced",
            Self::Verified => "verified",
            Self::Overridden => "overridden",
            Self::Contested => "contested",
        }
    }
}

/// Marks beside the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// The data end before the round's cut-off.
    Stale,
    /// Numerator and denominator, or claim and round, are of different periods.
    PeriodConflict,
    /// Two sources speak of different sets.
    ScopeConflict,
    /// Made-up data took part.
    Illustrative,
}

impl Flag {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Stale,
        Self::PeriodConflict,
        Self::ScopeConflict,
        Self::Illustrative,
    ];

    /// The word that scorecards use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::PeriodConflict => "period_conflict",
            Self::ScopeConflict => "scope_conflict",
            Self::Illustrative => "illustrative",
        }
    }
}

/// One criterion.
#[derive(Debug, Clone)]
pub struct CriterionScore {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Bilingual,
    /// Its group.
    pub group: String,
    /// Most points.
    pub max: Rational,
    /// Least points.
    pub min: Rational,
    /// Whether it applies.
    pub applies: Applies,
    /// How well it is known.
    pub state: Measured,
    /// How far the claim has come.
    pub standing: Standing,
    /// Marks.
    pub flags: Vec<Flag>,
    /// Points after policy and rounding; nothing where it is not applicable and the policy gave none.
    pub measured: Option<Interval>,
    /// The claim's points where its files pass the evidence rule.
    pub evidenced: Option<Rational>,
    /// The claim's points.
    pub declared: Option<Rational>,
    /// The decision's points.
    pub adjudicated: Option<Rational>,
    /// Adjudicated, else measured.
    pub official: Option<Interval>,
    /// What was measured; nothing for `manual`, and for `sum` and `best_of` the first part's.
    pub indicator: Option<IndicatorScore>,
    /// Why it is as it is.
    pub because: Vec<Because>,
    /// The files that the claim names.
    pub evidence: Vec<EvidenceRef>,
    /// What the check rests on.
    pub legal: Vec<Legal>,
    /// `yes_no` … the formula's word.
    pub formula: &'static str,
}

/// What was measured for a criterion.
#[derive(Debug, Clone)]
pub struct IndicatorScore {
    /// `CHECK/NAME`.
    pub id: String,
    /// Kind.
    pub kind: Kind,
    /// Levels, for histogram and choice.
    pub levels: Vec<String>,
    /// Bounds.
    pub bounds: Bounds,
    /// Bounds of the next route with input, where they differ: the cross-check.
    pub cross_check: Option<Bounds>,
}

/// A file that a claim names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRef {
    /// SHA-256, where the file was there to read.
    pub sha256: Option<String>,
    /// Path as the profile names it.
    pub what: String,
    /// Whether it passes the rubric's evidence rule.
    pub passes: bool,
    /// The first part of the rule that it does not pass, as a code of `[evidence_rule]`.
    pub fails: Option<&'static str>,
}
