//! Windows keeps a folder's list of names by itself: it has no call to write it out.

use std::path::Path;

/// Nothing to do.
pub(super) fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
