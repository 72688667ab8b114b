//! What an audit tells while it runs; bars, plain lines and JSON only read it.

use std::path::PathBuf;

use crate::collect::Progress;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A unit's sources fit their tables, and its files are being read.
    Started {
        /// The unit's id.
        unit: String,
    },
    /// A file was read.
    Read(Progress),
    /// The bundle is there.
    Sealed {
        /// Its file.
        bundle: PathBuf,
        /// Its digest, 64 hex digits.
        digest: String,
    },
}
