//! Why a criterion has its points: from the total down to the raw rows, as values.

use std::collections::BTreeMap;

use super::{CriterionScore, IndicatorScore, RoundRef, RubricRef, UnitRef};
use crate::exact::{Interval, Rational};
use crate::kind::{Applies, Kind};
use crate::rubric::Direction;
use crate::unit::Declaration;
use crate::words::Bilingual;

/// The tree of one criterion.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Whose.
    pub unit: UnitRef,
    /// Of which assessment.
    pub round: RoundRef,
    /// By which rubric.
    pub rubric: RubricRef,
    /// Digest of the bundle, hex.
    pub bundle_sha256: String,
    /// Whether made-up data took part anywhere in the scorecard.
    pub illustrative: bool,
    /// Total and groups above the criterion, the total first: code (empty for the total), title, max, measured.
    pub above: Vec<(String, Bilingual, Rational, Interval)>,
    /// The criterion as the scorecard has it.
    pub criterion: CriterionScore,
    /// In one sentence, how points come about (from the rubric).
    pub meaning: Bilingual,
    /// The formula with its numbers in one line.
    pub formula: String,
    /// What happens where it does not apply.
    pub policy: &'static str,
    /// Where item and points come from.
    pub provenance: Bilingual,
    /// The evidence rule in words.
    pub evidence_rule: Option<Bilingual>,
    /// The claim, where there is one.
    pub declaration: Option<Declaration>,
    /// What was asked: one for each indicator that takes part (parts of a sum, communes of a mean).
    pub asked: Vec<Asked>,
    /// What the bodies below have, where their own criteria are averaged.
    pub children: Vec<ChildPoints>,
    /// What would raise it: points to be won, at most.
    pub raise: Vec<Raise>,
}

/// What one check found and how it judges that by itself, apart from any rubric.
#[derive(Debug, Clone)]
pub struct CheckResult {
    /// Whose.
    pub unit: UnitRef,
    /// Of which assessment.
    pub round: RoundRef,
    /// The rubric that was at hand; none of its points hang on this.
    pub rubric: RubricRef,
    /// Digest of the bundle, hex.
    pub bundle_sha256: String,
    /// Whether made-up data took part anywhere in the scorecard.
    pub illustrative: bool,
    /// The check's id.
    pub check: String,
    /// Its title.
    pub title: Bilingual,
    /// Its indicators, by id.
    pub results: Vec<Judged>,
}

/// An indicator of a check, and in which of its bands it lies.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What was asked and found.
    pub asked: Asked,
    /// Whether the check judges by it.
    pub judges: bool,
    /// Whether its bands are proposals.
    pub proposed: bool,
    /// The worst and the best band that are possible; nothing where it judges nothing, or the question does not arise.
    pub band: Option<(Band, Band)>,
}

/// How a check judges a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Below all bands.
    Fail,
    /// It reaches the band in between.
    Partial,
    /// It reaches the best.
    Pass,
}

impl Band {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Fail, Self::Partial, Self::Pass];

    /// The word that outputs use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Partial => "partial",
            Self::Pass => "pass",
        }
    }
}

/// What a body has in its own criteria.
#[derive(Debug, Clone)]
pub struct ChildPoints {
    /// The body.
    pub body: String,
    /// Whether it is one of those that are averaged.
    pub counted: Applies,
    /// Code, most points, measured (nothing where the criterion does not apply to it).
    pub criteria: Vec<(String, Rational, Option<Interval>)>,
}

/// One query and its rows.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `CHECK/NAME`.
    pub indicator: String,
    /// Its title.
    pub title: Bilingual,
    /// The body it was asked of (`:unit`).
    pub body: String,
    /// The query's file.
    pub query: String,
    /// What it means for the points that a row meets.
    pub reading: Reading,
    /// Parameters that were bound, by name, as text.
    pub params: Vec<(String, String)>,
    /// Tables it reads with their coverage.
    pub tables: Vec<TableRead>,
    /// Result rows that something is to be done about ([`Reading::to_do`]), then the unknown, then the others; no more than the caller asked for.
    pub rows: Vec<AskedRow>,
    /// How many result rows there are by verdict.
    pub tally: Vec<(Verdict, u64)>,
    /// What came out of it.
    pub found: Option<IndicatorScore>,
}

/// A table as an indicator found it.
#[derive(Debug, Clone)]
pub struct TableRead {
    /// Name.
    pub table: String,
    /// Words of its roles.
    pub roles: Vec<&'static str>,
    /// `complete`, `sample`, `partial` or `none`.
    pub state: String,
    /// Rows missing; nothing = nobody knows.
    pub missing: Option<u64>,
    /// What is said of it and of its parts where that is more than that all is there.
    pub parts: Vec<PartRead>,
    /// Rows that could belong to anyone (`by` is NULL).
    pub unassigned: u64,
    /// Files its rows come from: name and SHA-256.
    pub files: Vec<(String, String)>,
}

/// What is said of a table, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRead {
    /// The part; `''` = the table as a whole.
    pub part: String,
    /// `complete`, `sample`, `partial` or `none`.
    pub state: String,
    /// Rows missing; nothing = nobody knows.
    pub missing: Option<u64>,
    /// Codes of why it is not all there, or how a sample was drawn; `''` = nothing to say.
    pub rule: String,
}

/// What it means for the points that a result row meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It earns: rows that do not meet are the to-do list.
    Earns,
    /// It counts against: rows that meet are the to-do list.
    Against,
    /// A row has an amount of which a part is missing, or it is whole.
    Amounts,
    /// It takes part, and there is nothing for it to meet.
    TakesPart,
}

impl Reading {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Earns, Self::Against, Self::Amounts, Self::TakesPart];

    /// Of an indicator's kind under a formula that goes this way.
    pub(super) fn of(kind: Kind, direction: Direction) -> Self {
        let falls = direction == Direction::Falling;
        match kind {
            Kind::Children | Kind::Change | Kind::Value | Kind::Days => Self::TakesPart,
            Kind::Totals if falls => Self::TakesPart,
            Kind::Totals => Self::Amounts,
            Kind::Ratio | Kind::Count | Kind::YesNo | Kind::Histogram | Kind::Choice if falls => {
                Self::Against
            }
            Kind::Ratio | Kind::Count | Kind::YesNo | Kind::Histogram | Kind::Choice => Self::Earns,
        }
    }

    /// The word that outputs use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Earns => "earns",
            Self::Against => "against",
            Self::Amounts => "amounts",
            Self::TakesPart => "takes_part",
        }
    }

    /// The verdict of rows that something is to be done about; nothing where there is nothing to do.
    pub fn to_do(self) -> Option<Verdict> {
        match self {
            Self::Earns | Self::Amounts => Some(Verdict::Unmet),
            Self::Against => Some(Verdict::Met),
            Self::TakesPart => None,
        }
    }
}

/// What a result row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It counts and does not meet: the to-do list.
    Unmet,
    /// Not known.
    Unknown,
    /// It meets.
    Met,
    /// It does not count.
    Uncounted,
}

impl Verdict {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Unmet, Self::Unknown, Self::Met, Self::Uncounted];

    /// The word that outputs use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unmet => "unmet",
            Self::Unknown => "unknown",
            Self::Met => "met",
            Self::Uncounted => "uncounted",
        }
    }
}

/// A result row and where it comes from.
#[derive(Debug, Clone)]
pub struct AskedRow {
    /// Its key.
    pub key: String,
    /// The code that people know the raw row by, where it has one.
    pub name: Option<String>,
    /// What it says.
    pub verdict: Verdict,
    /// All other columns of the result, name and value as text; nothing = NULL.
    pub cells: Vec<(String, Option<String>)>,
    /// The raw row: table, file, line of the file, SHA-256 of the file; nothing where the key is no row of a table.
    pub from: Option<RowSource>,
}

/// Where a raw row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSource {
    /// Table.
    pub table: String,
    /// File as the profile names it.
    pub file: String,
    /// Line in it.
    pub row: Option<u64>,
    /// SHA-256 of the file, hex.
    pub sha256: String,
}

/// What the officer's own file says at rows of a bundle: shown where the file lies, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// It is the file that was read for the bundle.
    Read {
        /// Its headers.
        headers: Vec<String>,
        /// Its cells, by line.
        rows: BTreeMap<u64, Vec<String>>,
    },
    /// It is another file by now.
    Changed,
    /// It is not there, or the profile no longer names it.
    Absent,
    /// It is the file, and its rows cannot be shown.
    Unreadable,
}

/// All things to do with the fields of each, by code; the locales have a message for each under `[raise]`.
pub const RAISES: &[(&str, &[&str])] = &[
    ("add_evidence", &[]),
    ("claim", &[]),
    ("clear_rows", &["n"]),
    ("collect_table", &["table"]),
    ("decide", &[]),
    ("meet_amount", &["n"]),
    ("meet_rows", &["n"]),
    ("settle_unknown", &["n"]),
];

/// A thing to do, and what it could bring at most.
#[derive(Debug, Clone)]
pub struct Raise {
    /// One of [`RAISES`].
    pub code: &'static str,
    /// Field values for the message: names and texts.
    pub fields: Vec<(&'static str, String)>,
    /// Points to be won at most; nothing where it cannot be told.
    pub points: Option<Rational>,
}
