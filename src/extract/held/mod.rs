//! The certificates that people and offices hold, and the lists that revoke them: files → what they say.
//!
//! Nothing here knows a person or trusts a file: what cannot be read is counted, what cannot be checked is unknown, and no
//! date is compared with today. Start at [`Contents::of`], then [`Store`].

mod chain;
mod contents;
mod one;
mod revoked;

pub use chain::{Chain, Span, Store};
pub use contents::{Contents, Promised};
pub use one::Held;
pub use revoked::{Revocations, Revoked};

#[cfg(test)]
#[path = "held_tests.rs"]
mod tests;
