//! What a score is about: a unit in a round, as its bundle names them.

use std::collections::BTreeMap;

use super::UnitRef;
use crate::unit::Round;

/// Whose tables are scored, and by which parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Whose.
    pub unit: UnitRef,
    /// Of which assessment; its `rubric` is the id of the rubric that the audit planned with.
    pub round: Round,
    /// Parameters of checks that the round or the unit set, by name, as text.
    pub params: BTreeMap<String, String>,
    /// Digest of the bundle, hex.
    pub bundle_sha256: String,
}
