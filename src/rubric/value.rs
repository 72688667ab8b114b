//! A rubric as meant.

use std::collections::BTreeMap;

use super::SheetColumn;
use crate::exact::{Mode, Rational, Rounding};
use crate::kind::ParamValue;
use crate::words::Bilingual;

/// A rubric: what is asked, for how many points, and how points are rounded, banded and ranked.
#[derive(Debug, Clone)]
pub struct Rubric {
    /// Id.
    pub id: String,
    /// Edition.
    pub edition: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// Title.
    pub title: Bilingual,
    /// A notice that every output carries, where there is one.
    pub notice: Option<Bilingual>,
    /// Total.
    pub max: Rational,
    /// Decimals that points are printed with.
    pub digits: u32,
    /// Kinds of units it is made for.
    pub unit_kinds: Vec<String>,
    /// Where the rubric rounds.
    pub rounding: RubricRounding,
    /// How units are ranked.
    pub ranking: Ranking,
    /// Bands of the total, best first; may be none.
    pub bands: Vec<Band>,
    /// Columns of the self-scoring sheet.
    pub sheet: Vec<SheetColumn>,
    /// Groups in the order of the file.
    pub groups: Vec<Group>,
    /// Criteria in the order of the file.
    pub criteria: Vec<Criterion>,
}

/// Where and how points are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RubricRounding {
    /// Where.
    pub at: RoundAt,
    /// How.
    pub how: Rounding,
}

/// Where points are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundAt {
    /// Each criterion once, a rescaled scope once more.
    Criterion,
    /// Groups only.
    Group,
    /// The total only.
    Total,
    /// Never.
    None,
}

/// How units are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// Which rule for ties.
    pub mode: RankMode,
    /// Decimals at which units tie.
    pub digits: u32,
    /// How the displayed decimals come about.
    pub rounding: Mode,
}

/// Rules for ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankMode {
    /// 1, 2, 2, 4.
    Standard,
    /// 1, 2, 2, 3.
    Dense,
}

/// A band of the total.
#[derive(Debug, Clone)]
pub struct Band {
    /// Code.
    pub code: String,
    /// Name.
    pub title: Bilingual,
    /// Closed lower end; nothing for the last band.
    pub from: Option<Rational>,
    /// Where name and end come from.
    pub provenance: Bilingual,
}

/// A group of criteria or of groups.
#[derive(Debug, Clone)]
pub struct Group {
    /// Code.
    pub code: String,
    /// The group it belongs to.
    pub parent: Option<String>,
    /// Title.
    pub title: Bilingual,
    /// Σ of its criteria.
    pub max: Rational,
}

/// One criterion.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Code.
    pub code: String,
    /// The group it belongs to.
    pub group: String,
    /// Title.
    pub title: Bilingual,
    /// Most points.
    pub max: Rational,
    /// Least points: 0 unless the rubric says so.
    pub min: Rational,
    /// What is measured, and how it becomes points. For `sum` and `best_of` the parts' own indicators count.
    pub indicator: Option<IndicatorRef>,
    /// How it becomes points.
    pub formula: Formula,
    /// What happens where it does not apply.
    pub policy: Policy,
    /// What files must show for a claim to be evidenced.
    pub evidence: Option<EvidenceRule>,
    /// Who can measure it: `export`, `portal`, `human`, the strongest first.
    pub measured_by: Vec<String>,
    /// Where item and points come from.
    pub provenance: Bilingual,
    /// In one sentence, how points come about.
    pub meaning: Bilingual,
}

/// An indicator and the parameters that the criterion sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorRef {
    /// `CHECK/NAME`.
    pub id: String,
    /// Parameters.
    pub with: BTreeMap<String, ParamValue>,
}

/// The closed list of formulas (`bounds.md` §5). M is the criterion's (or part's) max.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// M or 0.
    YesNo,
    /// `below` if x < from, else M·min(1, x/target).
    Proportional {
        /// Least x for more than `below`.
        from: Rational,
        /// Points under `from`.
        below: Rational,
        /// x that earns M.
        target: Rational,
    },
    /// M·clamp((x − from)/(to − from), 0, 1).
    Linear {
        /// x that earns nothing.
        from: Rational,
        /// x that earns M.
        to: Rational,
    },
    /// A table.
    Steps(Steps),
    /// min(each·n, cap).
    PerItem {
        /// Points a thing.
        each: Rational,
        /// Most points.
        cap: Rational,
    },
    /// max(floor, M − each·n).
    Penalty {
        /// Points off a thing.
        each: Rational,
        /// Least points.
        floor: Rational,
    },
    /// max(floor, M − Σ rate of each row's level).
    PenaltyRates {
        /// Points off for each level of the indicator, in its order (best first).
        rates: Vec<(String, Rational)>,
        /// Least points.
        floor: Rational,
    },
    /// M·Σ weight / rows counted: the weight of each level of the indicator, in its order (best first).
    Weighted(Vec<(String, Rational)>),
    /// The points of each level of the indicator, in its order (best first).
    Choice(Vec<(String, Rational)>),
    /// min(M, Σ parts).
    Sum(Vec<Part>),
    /// The greatest case.
    BestOf(Vec<Part>),
    /// M·x / best x of the cohort.
    PeerNormalised {
        /// Points where the best is 0: M (`true`) or 0.
        best_zero_is_max: bool,
    },
    /// M·mean over children of Σ weight·(points/max) ÷ Σ weight: criterion code → weight.
    ChildrenMean(BTreeMap<String, Rational>),
    /// M·min(1, (now/before)/target).
    Growth {
        /// Growth that earns M.
        target: Rational,
    },
    /// M·clamp(mean/scale, 0, 1); not applicable under `min_n`.
    Survey {
        /// Least respondents.
        min_n: u64,
        /// The mean that earns M.
        scale: Rational,
        /// The indicator of the number of respondents; nothing only where `min_n` is 0.
        n: Option<IndicatorRef>,
    },
    /// The decision's points.
    Manual,
}

impl Formula {
    /// All words of formulas.
    pub const CODES: &[&str] = &[
        "yes_no",
        "proportional",
        "linear",
        "steps",
        "per_item",
        "penalty",
        "weighted",
        "choice",
        "sum",
        "best_of",
        "peer_normalised",
        "children_mean",
        "growth",
        "survey",
        "manual",
    ];

    /// The word that rubrics use.
    pub fn code(&self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Proportional { .. } => "proportional",
            Self::Linear { .. } => "linear",
            Self::Steps(_) => "steps",
            Self::PerItem { .. } => "per_item",
            Self::Penalty { .. } | Self::PenaltyRates { .. } => "penalty",
            Self::Weighted(_) => "weighted",
            Self::Choice(_) => "choice",
            Self::Sum(_) => "sum",
            Self::BestOf(_) => "best_of",
            Self::PeerNormalised { .. } => "peer_normalised",
            Self::ChildrenMean(_) => "children_mean",
            Self::Growth { .. } => "growth",
            Self::Survey { .. } => "survey",
            Self::Manual => "manual",
        }
    }
}

/// A table of steps, in the order in which they are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// The first step whose edge x reaches decides.
    pub steps: Vec<(Threshold, Rational)>,
    /// Points where none does.
    pub otherwise: Rational,
}

/// An edge and which side of it earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Which side of it earns, and whether the edge itself is in.
    pub edge: StepEdge,
    /// The edge.
    pub at: Rational,
}

/// Which side of an edge earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepEdge {
    /// x ≥ edge.
    AtLeast,
    /// x > edge.
    Above,
    /// x ≤ edge.
    AtMost,
    /// x < edge.
    Below,
}

/// A part of a `sum` or a case of a `best_of`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is measured.
    pub indicator: IndicatorRef,
    /// How it becomes points; no `sum`, `best_of`, `children_mean`, `peer_normalised` or `manual`.
    pub formula: Formula,
    /// Most points of the part; the least are 0.
    pub max: Rational,
    /// `forbid`, `award_max` or `zero`. Of no meaning in a `best_of`, where a case that does not apply drops out.
    pub policy: Policy,
}

/// What happens where a criterion does not apply (`bounds.md` §6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Policy {
    /// An input conflict that needs a decision.
    Forbid,
    /// Full points.
    AwardMax,
    /// No points.
    Zero,
    /// No points, and the unit is not ranked.
    Unranked,
    /// Leaves the scope's sum, which is rescaled.
    Redistribute {
        /// The group whose criteria share its points.
        scope: String,
    },
}

impl Policy {
    /// All words of policies.
    pub const CODES: &[&str] = &[
        "forbid",
        "award_max",
        "zero",
        "unranked",
        "redistribute_in_group",
    ];

    /// The word that rubrics use.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Forbid => "forbid",
            Self::AwardMax => "award_max",
            Self::Zero => "zero",
            Self::Unranked => "unranked",
            Self::Redistribute { .. } => "redistribute_in_group",
        }
    }
}

/// What files must show for a claim to be evidenced. A part that is not known does not pass.
#[derive(Debug, Clone)]
pub struct EvidenceRule {
    /// So many files that pass.
    pub at_least: u64,
    /// `pdf`, `image`, `spreadsheet`, `text`; `any` or empty = any.
    pub kind: Vec<String>,
    /// Folded parts of the issuer's name; empty = any.
    pub issuer: Vec<String>,
    /// Window of the document's date.
    pub dated: Option<Dated>,
    /// Whether the cited number must stand inside.
    pub number_found: bool,
    /// Whether it must be signed.
    pub signed: bool,
    /// The rule in words.
    pub text: Bilingual,
}

/// Window of a document's date; each end `period.from`, `period.to`, `data_cutoff`, `as_of` or an ISO day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// Not before.
    pub from: Option<String>,
    /// Not after.
    pub to: Option<String>,
}
