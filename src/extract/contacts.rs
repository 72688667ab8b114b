//! Contacts of a page.

use super::Contact;
use super::context::Reading;

/// What the page shows.
pub(super) fn contacts(_reading: &Reading<'_>) -> Vec<Contact> {
    Vec::new()
}
