//! Procedures of a page.

use super::Procedure;
use super::context::Reading;

/// What the page shows.
pub(super) fn procedures(_reading: &Reading<'_>) -> Vec<Procedure> {
    Vec::new()
}
