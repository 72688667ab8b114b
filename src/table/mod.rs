//! Tables: their schemas, the SQL they become, the sandbox that queries run in and the functions queries may call.
//!
//! Opens no file: it works on a connection that it is given (or one in memory, for cases). Start at [`Catalogue`] and
//! [`Sandbox`].

mod calendar;
mod fold;
mod functions;
mod refusal;
mod sandbox;
mod schema;
mod written;

pub use calendar::{Calendar, NoYear};
pub use fold::fold;
pub use functions::callable;
pub use refusal::failure;
pub use sandbox::{Guarded, Query, Sandbox};
pub use schema::{Catalogue, Column, ColumnKind, Schema};
