//! Reading a query's result: columns by kind, three-valued cells, unique keys.

use std::collections::BTreeSet;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::answer::{AnswerRow, Truths};
use super::tally::Tally;
use crate::exact::{Count, Rational};
use crate::kind::{AmountRow, Kind, Truth, level_span};
use crate::table::failure;
use crate::words::{Place, Problem};

/// Reads the rows of one result.
pub(super) struct RowReader<'a> {
    file: &'a str,
    kind: Kind,
    columns: Vec<String>,
    pub(super) tally: Tally,
    pub(super) truths: Truths,
    /// Rows read.
    pub(super) rows: u64,
    keys: BTreeSet<String>,
    has_counted: bool,
}

impl<'a> RowReader<'a> {
    /// Errors: a result whose columns are not those of the kind, named with what they should be.
    pub(super) fn new(
        file: &'a str,
        kind: Kind,
        levels: &[String],
        columns: Vec<String>,
    ) -> Result<Self, Problem> {
        let right = allowed(kind, levels);
        if !right.contains(&columns) {
            let list: Vec<String> = right.iter().map(|names| names.join(", ")).collect();
            return Err(Problem::new("query.columns")
                .with("found", columns.join(", "))
                .with("right", list.join(" | "))
                .with("kind", kind.code())
                .at(Place::file(file)));
        }
        let has_counted = columns.iter().any(|name| name == "counted");
        Ok(Self {
            file,
            kind,
            columns,
            tally: Tally::of(kind),
            truths: Truths::default(),
            rows: 0,
            keys: BTreeSet::new(),
            has_counted,
        })
    }

    /// Takes in a row. `doubt` says what a row of a key still says once the rows are thought of that tables lack of it.
    pub(super) fn take(
        &mut self,
        row: &Row<'_>,
        doubt: &mut dyn FnMut(&str, Truth) -> Truth,
        keep: bool,
    ) -> Result<Option<AnswerRow>, Problem> {
        self.rows += 1;
        let key = match self.kind {
            Kind::Value | Kind::Days => String::new(),
            Kind::Ratio
            | Kind::Totals
            | Kind::Count
            | Kind::YesNo
            | Kind::Histogram
            | Kind::Choice
            | Kind::Change
            | Kind::Children => self.key(row)?,
        };
        let counted = if self.has_counted {
            self.truth(row, 1)?
        } else if self.kind == Kind::Change {
            either(self.truth(row, 1)?, self.truth(row, 2)?)
        } else {
            Some(true)
        };
        let first = 1 + usize::from(self.has_counted);
        let met = match self.kind {
            Kind::Ratio | Kind::Count | Kind::YesNo => {
                let met = self.truth(row, first)?;
                doubt(&key, met)
            }
            Kind::Totals => self.amounts(row, &key)?,
            Kind::Histogram | Kind::Choice => self.levels(row, first, counted)?,
            Kind::Change => self.change(row)?,
            Kind::Children => {
                self.child(&key, counted);
                Some(true)
            }
            Kind::Value => self.number(row)?,
            Kind::Days => self.days(row)?,
        };
        match &mut self.tally {
            Tally::Ratio(tally) => tally.add(counted, met),
            Tally::Met(tally) => tally.add(met),
            Tally::Totals(_)
            | Tally::Levels(_)
            | Tally::Change { .. }
            | Tally::Children { .. }
            | Tally::Number(_)
            | Tally::Days(_) => {}
        }
        let place = match (counted, met) {
            (Some(false), _) => &mut self.truths.uncounted,
            (None, _) | (Some(true), None) => &mut self.truths.unknown,
            (Some(true), Some(true)) => &mut self.truths.met,
            (Some(true), Some(false)) => &mut self.truths.unmet,
        };
        *place += 1;
        Ok(if keep {
            Some(self.kept(row, key, counted, met))
        } else {
            None
        })
    }

    fn kept(&self, row: &Row<'_>, key: String, counted: Truth, met: Truth) -> AnswerRow {
        let skip = usize::from(self.columns.first().is_some_and(|name| name == "key"));
        let cells = self.columns.iter().enumerate().skip(skip);
        let cells = cells
            .map(|(n, name)| (name.clone(), row.get_ref(n).ok().and_then(shown)))
            .collect();
        AnswerRow {
            key,
            counted,
            met,
            cells,
        }
    }

    fn key(&mut self, row: &Row<'_>) -> Result<String, Problem> {
        let key = shown(self.cell(row, 0)?);
        let Some(key) = key else {
            return Err(Problem::new("query.null_key").at(Place::file(self.file)));
        };
        if self.keys.insert(key.clone()) {
            Ok(key)
        } else {
            Err(Problem::new("query.double_key")
                .with("key", key)
                .at(Place::file(self.file)))
        }
    }

    fn truth(&self, row: &Row<'_>, n: usize) -> Result<Truth, Problem> {
        match self.cell(row, n)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(0) => Ok(Some(false)),
            ValueRef::Integer(1) => Ok(Some(true)),
            other @ (ValueRef::Integer(_)
            | ValueRef::Real(_)
            | ValueRef::Text(_)
            | ValueRef::Blob(_)) => Err(self.wrong_cell("query.truth", n, other)),
        }
    }

    fn whole(&self, row: &Row<'_>, n: usize) -> Result<Option<u64>, Problem> {
        match self.cell(row, n)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(value) => {
                let whole = u64::try_from(value).map(Some);
                whole.map_err(|cause| {
                    self.wrong_cell("query.amount", n, ValueRef::Integer(value))
                        .caused_by(cause)
                })
            }
            other @ (ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_)) => {
                Err(self.wrong_cell("query.amount", n, other))
            }
        }
    }

    fn amounts(&mut self, row: &Row<'_>, key: &str) -> Result<Truth, Problem> {
        let den = self.whole(row, 1)?;
        let num_low = self.whole(row, 2)?;
        let num_high = if self.columns.len() > 3 {
            self.whole(row, 3)?
        } else {
            num_low
        };
        let over = |num: Option<u64>, limit: Option<u64>| {
            num.zip(limit).is_some_and(|(num, limit)| num > limit)
        };
        if over(num_low, den) || over(num_high, den) || over(num_low, num_high) {
            return Err(Problem::new("query.num_over_den")
                .with("key", key)
                .with("num", num_low.max(num_high).unwrap_or(0))
                .with("den", den.or(num_high).unwrap_or(0))
                .at(Place::file(self.file)));
        }
        if let Tally::Totals(tally) = &mut self.tally {
            tally.add(AmountRow {
                den,
                num_low,
                num_high,
            });
        }
        Ok(match (den, num_low, num_high) {
            (Some(den), Some(low), Some(high)) if low == high => Some(low == den),
            _ => None,
        })
    }

    fn levels(&mut self, row: &Row<'_>, first: usize, counted: Truth) -> Result<Truth, Problem> {
        let cells: Result<Vec<Truth>, Problem> = (first..self.columns.len())
            .map(|n| self.truth(row, n))
            .collect();
        let span = level_span(&cells?);
        if let Tally::Levels(list) = &mut self.tally {
            list.push((counted, span));
        }
        Ok(if span.best == span.worst {
            Some(span.best == 0)
        } else {
            None
        })
    }

    fn change(&mut self, row: &Row<'_>) -> Result<Truth, Problem> {
        let (in_now, in_before) = (self.truth(row, 1)?, self.truth(row, 2)?);
        if let Tally::Change { now, before } = &mut self.tally {
            now.add(in_now);
            before.add(in_before);
        }
        // A row of either period takes part; there is nothing for it to meet.
        Ok(Some(true))
    }

    fn child(&mut self, key: &str, is_counted: Truth) {
        if let Tally::Children { counted, maybe } = &mut self.tally {
            match is_counted {
                Some(true) => counted.push(key.to_owned()),
                None => maybe.push(key.to_owned()),
                Some(false) => {}
            }
        }
    }

    /// Both ends of a number; of a single column the same.
    fn both<T: Clone>(&self, end: impl Fn(usize) -> Result<T, Problem>) -> Result<(T, T), Problem> {
        let low = end(0)?;
        let high = if self.columns.len() > 1 {
            end(1)?
        } else {
            low.clone()
        };
        Ok((low, high))
    }

    fn one_row(&self) -> Result<(), Problem> {
        if self.rows > 1 {
            return Err(Problem::new("query.two_rows")
                .with("kind", self.kind.code())
                .at(Place::file(self.file)));
        }
        Ok(())
    }

    fn number(&mut self, row: &Row<'_>) -> Result<Truth, Problem> {
        self.one_row()?;
        let end = |n: usize| match self.cell(row, n)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(value) => Ok(Some(Rational::from(value))),
            other @ (ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_)) => {
                Err(self.wrong_cell("query.amount", n, other))
            }
        };
        let (low, high) = self.both(end)?;
        if low
            .as_ref()
            .zip(high.as_ref())
            .is_some_and(|(low, high)| low > high)
        {
            return Err(Problem::new("query.lo_over_hi").at(Place::file(self.file)));
        }
        let known = low.is_some() && low == high;
        self.tally = Tally::Number(Some((low, high)));
        Ok(known.then_some(true))
    }

    fn days(&mut self, row: &Row<'_>) -> Result<Truth, Problem> {
        self.one_row()?;
        let end = |n: usize| match self.cell(row, n)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(value) if value >= 0 => {
                Ok(u64::try_from(value).ok().map(Count::Finite))
            }
            ValueRef::Text(b"never") => Ok(Some(Count::Unbounded)),
            other @ (ValueRef::Integer(_)
            | ValueRef::Real(_)
            | ValueRef::Text(_)
            | ValueRef::Blob(_)) => Err(self.wrong_cell("query.days", n, other)),
        };
        let (low, high) = self.both(end)?;
        // NULL lo is 0 days, NULL hi is never (bounds.md §4).
        let (low, high) = (low.unwrap_or(Count::ZERO), high.unwrap_or(Count::Unbounded));
        if low > high {
            return Err(Problem::new("query.lo_over_hi").at(Place::file(self.file)));
        }
        self.tally = Tally::Days(Some((low, high)));
        Ok((low == high).then_some(true))
    }

    fn wrong_cell(&self, code: &'static str, n: usize, found: ValueRef<'_>) -> Problem {
        let column = self.columns.get(n).cloned().unwrap_or_default();
        let found = shown(found).unwrap_or_else(|| found.data_type().to_string());
        Problem::new(code)
            .with("column", column)
            .with("found", found)
            .at(Place::file(self.file))
    }

    fn cell<'r>(&self, row: &'r Row<'_>, n: usize) -> Result<ValueRef<'r>, Problem> {
        row.get_ref(n).map_err(|error| failure(self.file, &error))
    }
}

/// Whether one of two holds.
fn either(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        (None, _) | (_, None) => None,
    }
}

/// The column lists that a kind takes (`bounds.md` §4).
fn allowed(kind: Kind, levels: &[String]) -> Vec<Vec<String>> {
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let with_levels = |mut names: Vec<String>| {
        names.extend(levels.iter().take(levels.len().saturating_sub(1)).cloned());
        names
    };
    match kind {
        Kind::Ratio => vec![list(&["key", "counted", "met"])],
        Kind::Totals => vec![
            list(&["key", "den", "num"]),
            list(&["key", "den", "num_low", "num_high"]),
        ],
        Kind::Count | Kind::YesNo => vec![list(&["key", "met"])],
        Kind::Histogram => vec![
            with_levels(list(&["key"])),
            with_levels(list(&["key", "counted"])),
        ],
        Kind::Choice => vec![with_levels(list(&["key"]))],
        Kind::Value | Kind::Days => vec![list(&["value"]), list(&["lo", "hi"])],
        Kind::Change => vec![list(&["key", "now", "before"])],
        Kind::Children => vec![list(&["key", "counted"])],
    }
}

/// A cell as text; nothing = NULL. Bytes are shown by their length only.
fn shown(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(n) => Some(n.to_string()),
        ValueRef::Real(x) => Some(format!("{x:?}")),
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Some(format!("<{} B>", bytes.len())),
    }
}
