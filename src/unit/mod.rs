//! The assessed unit and the round it is assessed in, as values.
//!
//! Reads no file: `workspace` does. Start at [`Round`] and [`Profile`].

mod declaration;
mod profile;
mod round;

pub use declaration::{Declaration, Stated};
pub use profile::{CoverageRule, Covers, EmptyCell, Organisation, Portal, Profile, Source};
pub use round::{Period, Round};
