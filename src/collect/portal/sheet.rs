//! Values by the names of columns → a row as it is stored: nothing personal, no control characters.

use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::super::cell::{Cell, LONGEST_TEXT};
use super::super::gather::{DROPPED, Row};
use crate::exact::Day;
use crate::extract::Said;
use crate::table::Schema;

/// Where a row comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From<'a> {
    /// The body that it counts for.
    pub(super) body: &'a str,
    /// Number of its observation.
    pub(super) obs: i64,
    /// When it was seen.
    pub(super) observed_at: &'a str,
}

/// A row of a table; what is not named is NULL, what is personal becomes `•`.
pub(super) fn row(schema: &Schema, from: From<'_>, values: &[(&str, Cell)]) -> Row {
    let cells = schema.columns.iter().map(|column| {
        match column.name.as_str() {
            "unit_id" => return from.body.into(),
            "observed_at" => return from.observed_at.into(),
            "obs" => return Cell::Int(from.obs),
            "row" => return Cell::Null,
            _ => {}
        }
        let value = values.iter().find(|(name, _)| *name == column.name);
        match value.map(|(_, cell)| cell) {
            Some(Cell::Text(text)) if column.personal && !text.is_empty() => DROPPED.into(),
            Some(cell) => cell.clone(),
            None => Cell::Null,
        }
    });
    cells.collect()
}

/// A text of a page on one line, in NFC, as long as a cell may be.
pub(super) fn text(text: &str) -> Cell {
    let clean = text.nfc().map(|c| if c.is_control() { ' ' } else { c });
    let cut: String = clean.take(LONGEST_TEXT).collect();
    Cell::Text(cut.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text that may not be shown.
pub(super) fn maybe_text(shown: Option<&str>) -> Cell {
    shown.map_or(Cell::Null, text)
}

/// An address.
pub(super) fn address(url: &Url) -> Cell {
    url.as_str().into()
}

/// Yes or no.
pub(super) fn yes(value: bool) -> Cell {
    Cell::Int(i64::from(value))
}

/// Yes, no or not known.
pub(super) fn maybe(value: Option<bool>) -> Cell {
    value.map_or(Cell::Null, yes)
}

/// A count.
pub(super) fn count(n: u64) -> Cell {
    i64::try_from(n).map_or(Cell::Null, Cell::Int)
}

/// A code that may not be known.
pub(super) fn code(code: Option<&str>) -> Cell {
    code.map_or(Cell::Null, Into::into)
}

/// A status.
pub(super) fn status(status: Option<u16>) -> Cell {
    status.map_or(Cell::Null, |n| Cell::Int(i64::from(n)))
}

/// A day as a page says it.
pub(super) fn day(day: Said<Day>) -> Cell {
    match day {
        Said::Is(day) => Cell::Text(day.to_string()),
        Said::None => "".into(),
        Said::Unread => Cell::Null,
    }
}
