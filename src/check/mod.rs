//! Checks as values: what a check folder says, parsed and cross-checked.
//!
//! Runs no query and reads no file: a pack is made of texts it is given. Start at [`Pack`].

mod value;

pub use value::{Case, Check, Indicator, Legal, Param, ParamValue, Route, Verdict};
