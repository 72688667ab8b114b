//! Values on the command line that are not texts.

use std::fmt;
use std::num::NonZeroUsize;

use crate::exact::{Day, Rational};

/// Why a value cannot be read: the key of what is wanted instead.
#[derive(Debug)]
pub(super) struct Wanted(&'static str);

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Wanted {}

/// An ISO day.
pub(super) fn day(text: &str) -> Result<Day, Wanted> {
    Day::parse(text).ok_or(Wanted("cli.wanted.day"))
}

/// A plain decimal.
pub(super) fn number(text: &str) -> Result<Rational, Wanted> {
    Rational::parse(text).ok_or(Wanted("cli.wanted.number"))
}

/// A whole number that is not negative.
pub(super) fn count(text: &str) -> Result<u64, Wanted> {
    text.parse().or(Err(Wanted("cli.wanted.count")))
}

/// How many threads: a whole number from 1.
pub(super) fn threads(text: &str) -> Result<NonZeroUsize, Wanted> {
    text.parse().or(Err(Wanted("cli.wanted.threads")))
}

/// A year that rounds can be of.
pub(super) fn year(text: &str) -> Result<i16, Wanted> {
    let year = text.parse().ok();
    year.filter(|year| (1900..=9999).contains(year))
        .ok_or(Wanted("cli.wanted.year"))
}
