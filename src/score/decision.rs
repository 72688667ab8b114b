//! What an evaluator decided on a unit: an append-only chain of lines, each naming the digest of the one before.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Subject;
use crate::words::{Place, Problem};

/// What a decision does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// The claim stands: the points that it had then are adjudicated, whatever the unit states later.
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
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::AcceptClaim,
        Self::RejectClaim,
        Self::SetFact,
        Self::NotApplicable,
        Self::OverridePoints,
    ];

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
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
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
    /// The new value: `{"shape": …, "value": …}` of a fact, a decimal text of points (set or accepted), else null.
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
    /// In order: decision n is line n.
    pub list: Vec<Decision>,
    /// SHA-256 of the last line, hex.
    pub head: Option<String>,
    /// The file that they were read from, as the user named it.
    pub(super) file: String,
    /// The unit's other bundles: the id of the round by the digest, hex.
    pub(super) bundles: BTreeMap<String, String>,
}

impl Decisions {
    /// Whether a decision was made on another bundle than this one, by its digest.
    pub fn look_back(&self, bundle: &str) -> bool {
        self.list.iter().any(|decision| decision.bundle != bundle)
    }

    /// Says which other bundles are known to be the same unit's: the id of the round by the digest, hex. What was decided
    /// on one of the same round carries over; what was decided on one of another round is trusted and does not count.
    #[must_use]
    pub fn with_bundles(mut self, bundles: BTreeMap<String, String>) -> Self {
        self.bundles = bundles;
        self
    }

    /// Errors (untrusted, with the line): a decision on a bundle that is neither the one scored nor known to be the same
    /// unit's. Nothing else in a log says whose it is.
    pub(super) fn are_of(&self, subject: &Subject) -> Result<(), Problem> {
        let mut list = self.list.iter();
        let stranger = list.find(|decision| {
            decision.bundle != subject.bundle_sha256 && !self.bundles.contains_key(&decision.bundle)
        });
        let Some(stranger) = stranger else {
            return Ok(());
        };
        let line = usize::try_from(stranger.seq).unwrap_or_default();
        Err(Problem::untrusted("decision.other_bundle")
            .with("seq", stranger.seq)
            .with("bundle", &stranger.bundle)
            .with("scored", &subject.bundle_sha256)
            .with("unit", &subject.unit.id)
            .at(Place::line(&self.file, line)))
    }

    /// The last decision on a criterion in this round; earlier ones stay in the log and no longer count.
    pub(super) fn last(&self, code: &str, subject: &Subject) -> Option<&Decision> {
        let counts = |decision: &&Decision| {
            let round = self.bundles.get(&decision.bundle);
            decision.criterion == code
                && (decision.bundle == subject.bundle_sha256 || round == Some(&subject.round.id))
        };
        self.list.iter().rev().find(counts)
    }
}
