//! The SQL functions that queries may call beside SQLite's own (`tables.md` §1).
//!
//! All are pure: the same arguments give the same answer on every machine and day. None judges a unit.

use std::sync::Arc;

use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};

use super::calendar::{Calendar, instant};
use super::fold::fold;
use crate::exact::Day;

/// SQLite's own functions that a query may call; no date function (a cell that holds `now` would bring in the clock),
/// none that depends on a locale, a float, the order of rows or the library.
pub(super) const OF_SQLITE: &[&str] = &[
    "abs",
    "coalesce",
    "count",
    "glob",
    "ifnull",
    "iif",
    "if",
    "instr",
    "length",
    "like",
    "lower",
    "ltrim",
    "max",
    "min",
    "nullif",
    "replace",
    "rtrim",
    "sign",
    "substr",
    "substring",
    "sum",
    "trim",
    "unicode",
    "upper",
];

/// Ours, with their number of arguments.
pub(super) const OURS: &[(&str, i32)] = &[
    ("some", 1),
    ("every", 1),
    ("at_least", 2),
    ("sum_known", 1),
    ("fold", 1),
    ("contains", 2),
    ("days", 2),
    ("add_days", 2),
    ("working_days", 2),
    ("working_minutes", 2),
    ("iso_week", 1),
];

/// All names that a query may call.
pub fn callable() -> impl Iterator<Item = &'static str> {
    OF_SQLITE
        .iter()
        .copied()
        .chain(OURS.iter().map(|(name, _)| *name))
}

/// Makes the functions known to a connection.
pub(super) fn register(connection: &Connection, calendar: &Arc<Calendar>) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, decisive) in [("some", true), ("every", false)] {
        connection.create_aggregate_function(name, 1, flags, Decided { by: decisive })?;
    }
    connection.create_aggregate_function("at_least", 2, flags, AtLeast)?;
    connection.create_aggregate_function("sum_known", 1, flags, SumKnown)?;
    connection.create_scalar_function("fold", 1, flags, |ctx| Ok(text(ctx, 0)?.map(fold)))?;
    connection.create_scalar_function("contains", 2, flags, |ctx| {
        Ok(match (text(ctx, 0)?, text(ctx, 1)?) {
            (Some(text), Some(word)) => Some(fold(text).contains(&fold(word))),
            _ => None,
        })
    })?;
    connection.create_scalar_function("days", 2, flags, |ctx| {
        Ok(match (day(ctx, 0)?, day(ctx, 1)?) {
            (Some(a), Some(b)) => Some(b.number() - a.number()),
            _ => None,
        })
    })?;
    connection.create_scalar_function("add_days", 2, flags, |ctx| {
        let (Some(day), Some(n)) = (day(ctx, 0)?, whole(ctx, 1)?) else {
            return Ok(None);
        };
        day.plus(n)
            .map(|d| Some(d.to_string()))
            .ok_or_else(|| wrong("add_days leaves the calendar"))
    })?;
    connection.create_scalar_function("iso_week", 1, flags, |ctx| {
        Ok(day(ctx, 0)?.map(Day::iso_week))
    })?;
    let own = Arc::clone(calendar);
    connection.create_scalar_function("working_days", 2, flags, move |ctx| {
        let (Some(a), Some(b)) = (day(ctx, 0)?, day(ctx, 1)?) else {
            return Ok(None);
        };
        own.working_days(a, b)
            .map(Some)
            .map_err(|e| Error::UserFunctionError(Box::new(e)))
    })?;
    let own = Arc::clone(calendar);
    connection.create_scalar_function("working_minutes", 2, flags, move |ctx| {
        let (Some(a), Some(b)) = (time(ctx, 0)?, time(ctx, 1)?) else {
            return Ok(None);
        };
        own.working_minutes(a, b)
            .map(Some)
            .map_err(|e| Error::UserFunctionError(Box::new(e)))
    })
}

fn wrong(what: &str) -> Error {
    Error::UserFunctionError(what.to_owned().into())
}

/// A text argument; `''` and NULL are both nothing to work on.
fn text<'a>(ctx: &'a Context<'_>, n: usize) -> Result<Option<&'a str>> {
    match ctx.get_raw(n) {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) => {
            let text =
                std::str::from_utf8(bytes).map_err(|e| Error::UserFunctionError(Box::new(e)))?;
            Ok(if text.is_empty() { None } else { Some(text) })
        }
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
            Err(wrong("a text is needed here"))
        }
    }
}

fn day(ctx: &Context<'_>, n: usize) -> Result<Option<Day>> {
    let Some(text) = text(ctx, n)? else {
        return Ok(None);
    };
    let iso = text
        .get(..10)
        .filter(|_| matches!(text.as_bytes().get(10), None | Some(b'T' | b' ')));
    iso.and_then(Day::parse)
        .map(Some)
        .ok_or_else(|| wrong("an ISO day is needed here"))
}

fn time(ctx: &Context<'_>, n: usize) -> Result<Option<(Day, u32)>> {
    let Some(text) = text(ctx, n)? else {
        return Ok(None);
    };
    instant(text)
        .map(Some)
        .ok_or_else(|| wrong("an ISO time is needed here"))
}

fn whole(ctx: &Context<'_>, n: usize) -> Result<Option<i64>> {
    match ctx.get_raw(n) {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(value) => Ok(Some(value)),
        ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => {
            Err(wrong("a whole number is needed here"))
        }
    }
}

/// 1, 0 or NULL of an aggregate's argument.
fn truth(ctx: &Context<'_>, n: usize) -> Result<Option<bool>> {
    Ok(whole(ctx, n)?.map(|value| value != 0))
}

/// What an aggregate of truths has seen.
#[derive(Default)]
struct Seen {
    yes: i64,
    no: i64,
    unknown: i64,
    wanted: Option<i64>,
}

impl Seen {
    fn add(&mut self, truth: Option<bool>) {
        match truth {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }
}

/// `some` and `every`: one decisive value is enough; else NULL if any is NULL, else the other value, also on no rows.
struct Decided {
    by: bool,
}

impl Aggregate<Seen, Option<bool>> for Decided {
    fn init(&self, _: &mut Context<'_>) -> Result<Seen> {
        Ok(Seen::default())
    }

    fn step(&self, ctx: &mut Context<'_>, seen: &mut Seen) -> Result<()> {
        seen.add(truth(ctx, 0)?);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, seen: Option<Seen>) -> Result<Option<bool>> {
        let seen = seen.unwrap_or_default();
        let decisive = if self.by { seen.yes } else { seen.no };
        Ok(if decisive > 0 {
            Some(self.by)
        } else if seen.unknown > 0 {
            None
        } else {
            Some(!self.by)
        })
    }
}

/// `at_least(n, x)`: 1 if n values are 1, 0 if they cannot be, else NULL.
struct AtLeast;

impl Aggregate<Seen, Option<bool>> for AtLeast {
    fn init(&self, _: &mut Context<'_>) -> Result<Seen> {
        Ok(Seen::default())
    }

    fn step(&self, ctx: &mut Context<'_>, seen: &mut Seen) -> Result<()> {
        seen.wanted = whole(ctx, 0)?;
        seen.add(truth(ctx, 1)?);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, seen: Option<Seen>) -> Result<Option<bool>> {
        // On no rows nothing is there, so no positive number of them is.
        let Some(seen) = seen else {
            return Ok(Some(false));
        };
        let Some(wanted) = seen.wanted else {
            return Ok(None);
        };
        Ok(if seen.yes >= wanted {
            Some(true)
        } else if seen.yes + seen.unknown >= wanted {
            None
        } else {
            Some(false)
        })
    }
}

/// The sum, NULL if any is NULL; 0 on no rows.
struct SumKnown;

impl Aggregate<Option<i64>, Option<i64>> for SumKnown {
    fn init(&self, _: &mut Context<'_>) -> Result<Option<i64>> {
        Ok(Some(0))
    }

    fn step(&self, ctx: &mut Context<'_>, sum: &mut Option<i64>) -> Result<()> {
        *sum = match (*sum, whole(ctx, 0)?) {
            (Some(sum), Some(x)) => Some(
                sum.checked_add(x)
                    .ok_or_else(|| wrong("sum_known overflows"))?,
            ),
            _ => None,
        };
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<Option<i64>>) -> Result<Option<i64>> {
        Ok(sum.unwrap_or(Some(0)))
    }
}
