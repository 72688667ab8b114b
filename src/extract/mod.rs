//! Stored bytes → facts: what a page, a feed or a certificate says, and never whether that is good.
//!
//! Pure: no network, no clock; whoever calls says when a reading has taken too long. What was read by then is kept and
//! marked partial. What is there and not understood is said to be so ([`Said::Unread`]), never guessed. Start at [`page`].

mod address;
mod agency;
mod answer;
pub mod certificate;
mod charset;
mod contacts;
mod context;
mod dates;
mod documents;
mod dom;
mod entries;
mod facts;
mod family;
mod feed;
mod forms;
pub mod held;
mod legacy;
mod links;
mod own;
mod page;
mod paging;
mod procedures;
mod reach;
mod record;
mod robots;
mod selectors;
mod spans;
mod stamps;
mod text;
mod zone;

pub use crate::check::Labels;
pub use address::normalised;
pub use answer::Answer;
pub use context::PageContext;
pub use entries::is_dated;
pub use facts::{
    Block, Contact, ContactKind, Element, Entry, FeedLink, Field, FieldKind, Form, Link, PageFacts,
    Place, Posted, Procedure, Purpose, Said,
};
pub use feed::{FeedFacts, FeedKind, feed};
pub use page::page;
pub use robots::{Robots, robots};
pub use selectors::{SELECTORS, check_selectors};

#[cfg(test)]
mod machine_files_tests;
#[cfg(test)]
mod pages_tests;
#[cfg(test)]
mod records_pages_tests;
