//! Tables: their schemas, the SQL they become, the sandbox that queries run in and the functions queries may call.
//!
//! Opens no file and no connection of its own accord but in memory for tests: it works on a connection that it is given.
//! Start at [`Catalogue`] and [`Sandbox`].

mod schema;

pub use schema::{Catalogue, Column, ColumnKind, Schema};
