//! What an evaluator decided on a unit: an append-only chain of lines, each naming the digest of the one before.

use serde_json::Value;

/// What a decision does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// The claim stands: its points are adjudicated.
    AcceptClaim,
    /// The claim does not stand: the measured interval is official.
    RejectClaim,
    /// The fact is another; it is scored by the criterion's own formula.
    SetFact,
    /// The criterion does not apply.
    NotApplicable,
    /// Points set directly: the last resort.
    OverridePoints,
}

impl DecisionKind {
    /// The word of the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::AcceptClaim => "accept_claim",
            Self::RejectClaim => "reject_claim",
            Self::SetFact => "set_fact",
            Self::NotApplicable => "not_applicable",
            Self::OverridePoints => "override_points",
        }
    }

    /// The kind of a word.
    pub fn of(code: &str) -> Option<Self> {
        [
            Self::AcceptClaim,
            Self::RejectClaim,
            Self::SetFact,
            Self::NotApplicable,
            Self::OverridePoints,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// One line of `decisions/ID.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// 1, 2, 3 …
    pub seq: u64,
    /// SHA-256 of the line before, hex; 64 zeros for the first.
    pub prev: String,
    /// Digest of the bundle that the evaluator had before them, hex.
    pub bundle: String,
    /// Code of the criterion.
    pub criterion: String,
    /// What it does.
    pub kind: DecisionKind,
    /// The official value that the evaluator saw: `{"high": "…", "low": "…"}`, or null.
    pub old: Value,
    /// The new value: `{"shape": …, "value": …}` of a fact, a decimal text of points, else null.
    pub new: Value,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When: an instant in UTC, `2021-01-15T08:00:00Z`.
    pub at: String,
}

/// The decisions on a unit that a score takes in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// In order.
    pub list: Vec<Decision>,
    /// SHA-256 of the last line, hex.
    pub head: Option<String>,
}
