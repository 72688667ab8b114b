//! What only Unix can do: making the name of a file last.

use std::path::Path;

/// Writes a folder's list of names to the disk.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}
