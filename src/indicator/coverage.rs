//! How much of the truth each table holds, a body and a part at a time (`bounds.md` §2).
//!
//! What is said of a part comes on top of what is said of the whole: a part of which nothing is said lacks what nobody
//! can tell the part of, and no more.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::exact::{Count, Day};
use crate::kind::{Need, Role, Truth};
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

    /// Both together: the worse state, all that is missing, the days that both cover.
    pub(super) fn and(self, other: Self) -> Self {
        let period = match (self.period, other.period) {
            (Some(a), Some(b)) => Some(Period {
                from: a.from.max(b.from),
                to: a.to.min(b.to),
            }),
            (a, b) => a.or(b),
        };
        Self {
            state: self.state.max(other.state),
            missing: self.missing + other.missing,
            period,
        }
    }

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

/// What is said of a part of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartCovered {
    /// The part; `''` = the table as a whole, and rows whose part nobody knows.
    pub part: String,
    /// What is known of it.
    pub covered: Covered,
    /// Where collecting stopped or how a sample was drawn, `''` = nothing to say.
    pub rule: String,
}

/// The coverage of a bundle's tables, by table, body and part.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    bodies: BTreeMap<(String, String), Vec<PartCovered>>,
}

impl Coverage {
    /// Reads the `coverage` table.
    ///
    /// Errors: those of SQLite.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare(
            "select table_name, unit_id, part, state, missing, period_from, period_to, rule from coverage \
             order by table_name, unit_id, part",
        )?;
        let mut rows = statement.query([])?;
        let mut bodies: BTreeMap<_, Vec<PartCovered>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let state = State::of(row.get_ref(3)?.as_str()?);
            let missing: Option<i64> = row.get(4)?;
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
            let period = day(5)?.zip(day(6)?).map(|(from, to)| Period { from, to });
            let said = PartCovered {
                part: row.get(2)?,
                covered: Covered {
                    state,
                    missing,
                    period,
                },
                rule: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            };
            let key = (row.get(0)?, row.get(1)?);
            bodies.entry(key).or_default().push(said);
        }
        Ok(Self { bodies })
    }

    /// Of a table for a body, all its parts together; a pair without a row is `none`.
    pub fn of(&self, table: &str, body: &str) -> Covered {
        self.together(table, body, |_| true)
            .unwrap_or(Covered::NONE)
    }

    /// Of what a query needs of a table, for a body; nothing where nothing is said of that body.
    pub fn own(&self, table: &str, body: &str, need: &Need) -> Option<Covered> {
        self.together(table, body, |part| reads(need, part))
    }

    /// Of what a query needs of a table, for a body; where nothing is said of it, `none`.
    pub fn of_need(&self, table: &str, body: &str, need: &Need) -> Covered {
        self.own(table, body, need).unwrap_or(Covered::NONE)
    }

    /// What is said of one part of a table beside the whole, for a body; nothing where nothing is.
    pub fn of_part(&self, table: &str, body: &str, part: &str) -> Option<Covered> {
        let rows = self.bodies.get(&(table.to_owned(), body.to_owned()))?;
        let own = rows
            .iter()
            .find(|said| said.part == part && !part.is_empty())?;
        Some(own.covered)
    }

    /// What is said of a table and of the parts of it that a query needs, for a body, by part.
    pub fn said<'c>(
        &'c self,
        table: &str,
        body: &str,
        need: &'c Need,
    ) -> impl Iterator<Item = &'c PartCovered> {
        let rows = self.bodies.get(&(table.to_owned(), body.to_owned()));
        rows.into_iter()
            .flatten()
            .filter(|said| said.part.is_empty() || reads(need, &said.part))
    }

    /// The row of the whole and those of some parts, added; nothing without the row of the whole.
    fn together(&self, table: &str, body: &str, wanted: impl Fn(&str) -> bool) -> Option<Covered> {
        let rows = self.bodies.get(&(table.to_owned(), body.to_owned()))?;
        let whole = rows.iter().find(|said| said.part.is_empty())?;
        let parts = rows
            .iter()
            .filter(|said| !said.part.is_empty() && wanted(&said.part));
        Some(parts.fold(whole.covered, |sum, said| sum.and(said.covered)))
    }
}

/// Whether a need takes in a part of its table.
fn reads(need: &Need, part: &str) -> bool {
    need.parts.is_empty() || need.parts.iter().any(|named| named == part)
}

/// The tables that a query reads body by body (`each`) or part by part (`each_part`), and the result rows whose body or
/// part they leave open.
#[derive(Debug)]
pub(super) struct Each<'q, 'c> {
    coverage: &'c Coverage,
    body: &'q str,
    tables: Vec<(&'q str, &'q Need)>,
    /// The keys of the result rows that each table leaves open.
    pub open: OpenKeys<'q>,
}

/// Keys of result rows that are open, by the table that leaves them so.
pub(super) type OpenKeys<'q> = BTreeMap<&'q str, BTreeSet<String>>;

impl<'q, 'c> Each<'q, 'c> {
    /// Of the tables of a query that is asked of a body.
    pub(super) fn of(
        coverage: &'c Coverage,
        needs: &'q BTreeMap<String, Need>,
        body: &'q str,
    ) -> Self {
        let tables = needs
            .iter()
            .filter(|(_, need)| need.by_key())
            .map(|(table, need)| (table.as_str(), need))
            .collect();
        Self {
            coverage,
            body,
            tables,
            open: BTreeMap::new(),
        }
    }

    /// What a result row says once the rows are thought of that its own body or part lacks: nothing, where one of those
    /// could turn it.
    ///
    /// The body is the key, or the body asked of where that one has no coverage of its own; the part is the key. Rows that
    /// may be of any part turn as many result rows as they are, whichever those be: [`super::widening::changes`].
    pub(super) fn doubt(&mut self, key: &str, met: Truth) -> Truth {
        let mut still = met;
        for (table, need) in &self.tables {
            let turns = match met {
                Some(true) => need.is(Role::Break) || need.is(Role::Both),
                Some(false) => need.is(Role::Meet) || need.is(Role::Both),
                None => false,
            };
            let covered = if need.each_part {
                let own = self.coverage.of_part(table, self.body, key);
                own.filter(|_| reads(need, key))
            } else {
                let own = self.coverage.own(table, key, need);
                Some(own.unwrap_or_else(|| self.coverage.of_need(table, self.body, need)))
            };
            if turns && covered.is_some_and(|covered| covered.state != State::Complete) {
                self.open.entry(table).or_default().insert(key.to_owned());
                still = None;
            }
        }
        still
    }
}

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
