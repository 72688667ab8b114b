//! Stored bytes → facts: what a page, a feed or a certificate says, and never whether that is good.
//!
//! Pure: no network, no clock; whoever calls says when a reading has taken too long. What was read by then is kept and
//! marked partial. Start at [`PageFacts`].

mod answer;
mod facts;

pub use answer::Answer;
pub use facts::{
    Block, Contact, ContactKind, Element, Entry, FeedLink, Field, FieldKind, Form, Link, PageFacts,
    Place, Posted, Procedure, Purpose, Said,
};
