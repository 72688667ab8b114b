//! How much of the truth each table holds, a body at a time (`bounds.md` §2).

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::exact::{Count, Day};
use crate::kind::Need;
use crate::unit::Period;

/// How much of a table is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All of it.
    Complete,
    /// A sample.
    Sample,
    /// A part.
    Partial,
    /// No input.
    None,
}

impl State {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Complete, Self::Sample, Self::Partial, Self::None];

    /// The word of the `coverage` table.
    pub fn code(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Sample => "sample",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }

    fn of(code: &str) -> Self {
        [Self::Complete, Self::Sample, Self::Partial]
            .into_iter()
            .find(|state| state.code() == code)
            .unwrap_or(Self::None)
    }
}

/// What is known of one table for one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// How much is there.
    pub state: State,
    /// Rows that are missing, at most.
    pub missing: Count,
    /// The days that the data cover, where that was said.
    pub period: Option<Period>,
}

impl Covered {
    /// A table that nobody filled: no rows, and nobody knows how many are missing.
    pub const NONE: Self = Self {
        state: State::None,
        missing: Count::Unbounded,
        period: None,
    };

    /// Whether there is any input.
    pub fn has_input(self) -> bool {
        self.state != State::None
    }

    /// Whether it speaks of every day of a period: it says so, or says nothing of days.
    pub fn spans(self, period: &Period) -> bool {
        match self.period {
            Some(own) => self.has_input() && own.contains(period),
            None => self.has_input(),
        }
    }
}

/// The coverage of a bundle's tables, by table and body.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    bodies: BTreeMap<(String, String), Covered>,
}

impl Coverage {
    /// Reads the `coverage` table.
    ///
    /// Errors: those of SQLite.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare(
            "select table_name, unit_id, state, missing, period_from, period_to from coverage",
        )?;
        let mut rows = statement.query([])?;
        let mut bodies = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let state = State::of(row.get_ref(2)?.as_str()?);
            let missing: Option<i64> = row.get(3)?;
            let missing = match state {
                State::Complete => Count::ZERO,
                State::Sample | State::Partial => missing
                    .and_then(|n| u64::try_from(n).ok())
                    .map_or(Count::Unbounded, Count::Finite),
                State::None => Count::Unbounded,
            };
            let day = |n| -> rusqlite::Result<Option<Day>> {
                Ok(row.get_ref(n)?.as_str_or_null()?.and_then(Day::parse))
            };
            let period = day(4)?.zip(day(5)?).map(|(from, to)| Period { from, to });
            bodies.insert(
                (row.get(0)?, row.get(1)?),
                Covered {
                    state,
                    missing,
                    period,
                },
            );
        }
        Ok(Self { bodies })
    }

    /// Of a table for a body; a pair without a row is `none`.
    pub fn of(&self, table: &str, body: &str) -> Covered {
        self.own(table, body).unwrap_or(Covered::NONE)
    }

    /// Of a table for a body, only where that body has a row of its own.
    pub fn own(&self, table: &str, body: &str) -> Option<Covered> {
        self.bodies
            .get(&(table.to_owned(), body.to_owned()))
            .copied()
    }
}

/// The tables that a query reads body by body (`each`), and the result rows whose body they leave open.
#[derive(Debug)]
pub(super) struct Each<'q, 'c> {
    coverage: &'c Coverage,
    body: &'q str,
    tables: Vec<&'q str>,
    /// How many result rows each table leaves open; none of a table that leaves none.
    pub open: BTreeMap<&'q str, u64>,
}

impl<'q, 'c> Each<'q, 'c> {
    /// Of the tables of a query that is asked of a body.
    pub(super) fn of(
        coverage: &'c Coverage,
        needs: &'q BTreeMap<String, Need>,
        body: &'q str,
    ) -> Self {
        let tables = needs
            .iter()
            .filter(|(_, need)| need.each)
            .map(|(table, _)| table.as_str())
            .collect();
        Self {
            coverage,
            body,
            tables,
            open: BTreeMap::new(),
        }
    }

    /// Whether a result row's body is open: some table of them is not complete for it, or for the body asked of where
    /// it has no coverage of its own.
    pub(super) fn is_open(&mut self, key: &str) -> bool {
        let mut any = false;
        for table in &self.tables {
            let covered = self
                .coverage
                .own(table, key)
                .unwrap_or_else(|| self.coverage.of(table, self.body));
            if covered.state != State::Complete {
                *self.open.entry(table).or_default() += 1;
                any = true;
            }
        }
        any
    }
}
