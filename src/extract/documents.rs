//! Documents of a page.

use super::Posted;
use super::context::Reading;

/// What the page shows.
pub(super) fn documents(_reading: &Reading<'_>) -> Vec<Posted> {
    Vec::new()
}
