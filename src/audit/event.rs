//! What an audit tells while it runs; bars, plain lines and JSON only read it.

use std::path::PathBuf;

use super::{AuditOutcome, Carried, UnreadPlace};
use crate::collect::{Outcome, Progress, Told};

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// A unit's sources fit their tables, and its files are being read.
    Started {
        /// The unit's id.
        unit: String,
    },
    /// A run of the unit was cut off before and is left alone: it can be resumed.
    Unfinished {
        /// The unit's id.
        unit: String,
        /// Its part.
        part: PathBuf,
    },
    /// A run that was cut off is gone on with.
    Resumed {
        /// The unit's id.
        unit: String,
        /// Its part.
        part: PathBuf,
    },
    /// There is no run of the unit to resume.
    NothingToResume {
        /// The unit's id.
        unit: String,
    },
    /// A file was read.
    Read {
        /// The unit's id.
        unit: String,
        /// The file and what it gave.
        progress: Progress,
    },
    /// All files of a unit were read.
    Files {
        /// The unit's id.
        unit: String,
        /// What could not be read.
        unread: Vec<UnreadPlace>,
        /// What was taken over from an earlier bundle.
        carried: Option<Carried>,
        /// Tables that could be taken over from none.
        missed: Vec<String>,
        /// How many portals are asked now.
        portals: usize,
    },
    /// A portal is being read.
    Reading {
        /// The unit's id.
        unit: String,
        /// How far it is.
        reading: Told,
    },
    /// A portal was read.
    Portal {
        /// The unit's id.
        unit: String,
        /// The portal.
        portal: String,
        /// What came of asking for its home page.
        outcome: Outcome,
    },
    /// Nothing happened for a moment: whoever shows time may show it.
    Quiet,
    /// Nothing new is asked any more; what is under way is ended.
    Stopping,
    /// The run was stopped, and its part is kept.
    Left {
        /// The unit's id.
        unit: String,
        /// Its part.
        part: PathBuf,
    },
    /// The unit could not be audited.
    Failed {
        /// The unit's id.
        unit: String,
    },
    /// The bundle is there.
    Sealed(Box<AuditOutcome>),
}
