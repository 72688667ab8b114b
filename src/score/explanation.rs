//! Why a criterion has its points: from the total down to the raw rows, as values.

use super::{CriterionScore, IndicatorScore, RoundRef, RubricRef, UnitRef};
use crate::exact::{Interval, Rational};
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
    /// What would raise it: points to be won, at most.
    pub raise: Vec<Raise>,
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
    /// Parameters that were bound, by name, as text.
    pub params: Vec<(String, String)>,
    /// Tables it reads with their coverage.
    pub tables: Vec<TableRead>,
    /// Result rows that count against (met 0), then the unknown, then the others; no more than the caller asked for.
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
    /// Rows that could belong to anyone (`by` is NULL).
    pub unassigned: u64,
    /// Files its rows come from: name and SHA-256.
    pub files: Vec<(String, String)>,
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

/// All things to do with the fields of each, by code; the locales have a message for each under `[raise]`.
pub const RAISES: &[(&str, &[&str])] = &[
    ("add_evidence", &[]),
    ("claim", &[]),
    ("collect_table", &["table"]),
    ("decide", &[]),
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
