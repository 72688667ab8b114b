//! Windows has no pipes among its files, so that opening one never waits.

use std::fs::OpenOptions;

/// Nothing to do.
pub(super) fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
