//! Checks as values: what a check folder says, parsed and cross-checked.
//!
//! Runs no query and reads no file: a pack is made of texts it is given. Start at [`Pack`].

mod files;
mod labels;
mod pack;
mod reader;
mod value;
mod written;

pub use files::{Files, PackFile};
pub use labels::{Group, Labels, PARTS, SECTIONS, words_of};
pub use pack::{Pack, ROUND_PARAMETERS};
pub use value::{Case, Check, Indicator, Legal, Param, Route, Verdict};
