//! What people read: messages in two languages, and problems with what they gave us.
//!
//! A module never words a sentence itself: it names a message by its code and gives its fields. Start at [`Problem`].

mod locale;
mod problem;
mod safe;
mod text;
pub mod written;

pub use locale::{Lang, Words};
pub use problem::{Class, Place, Problem, refused};
pub use safe::{plain, steers};
pub use text::Bilingual;
