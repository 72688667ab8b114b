//! What only Unix can do: opening a file without waiting for who writes it.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;

/// A pipe that took a file's place is opened at once, with nothing in it.
pub(super) fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options.custom_flags(libc::O_NONBLOCK)
}
