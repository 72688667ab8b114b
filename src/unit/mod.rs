//! The assessed unit and the round it is assessed in, as values, and the files that say them.
//!
//! Opens no file: `workspace` does. Knows no table: whether a source names a real column is judged where tables are
//! filled. Start at [`Round`] and [`Profile`].

mod declaration;
mod live;
mod name;
mod profile;
mod read_portal;
mod read_profile;
mod read_round;
mod read_stated;
mod round;
mod written;
mod zone;

pub use declaration::{Declaration, Stated};
pub use live::{CollectSettings, Limits};
pub(crate) use name::below_workspace;
pub use name::is_id;
pub use profile::{
    CoverageRule, Covers, EmptyCell, Organisation, Portal, Profile, SheetName, Source,
};
pub(crate) use read_portal::host;
pub use read_round::RoundFile;
pub use round::{Period, Round};
pub use zone::hours_ahead;
