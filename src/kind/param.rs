//! Parameters of checks, and what a rubric must know of an indicator to score it.

use std::collections::BTreeMap;

use super::Kind;

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

impl ParamValue {
    /// Whether both are numbers, or both texts.
    pub fn same_type(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Int(_), Self::Int(_)) | (Self::Text(_), Self::Text(_))
        )
    }
}

impl std::fmt::Display for ParamValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(n) => write!(f, "{n}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// An indicator as a rubric sees it: what it returns and which parameters it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What it returns.
    pub kind: Kind,
    /// Levels of a histogram or choice, best first.
    pub levels: Vec<String>,
    /// Parameters with their defaults.
    pub params: BTreeMap<String, ParamValue>,
}
