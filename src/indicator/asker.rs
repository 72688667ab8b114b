//! Asks indicators of a bundle's tables and widens what they say by what is missing (`bounds.md` §2, §4).

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, AnswerRow, TableFacts, Truths};
use super::rows::{RowReader, Tally};
use super::{Coverage, Params};
use crate::check::{Indicator, Route};
use crate::exact::{Count, Rational};
use crate::kind::{
    Applies, Bounds, Kind, Loose, Measure, Role, change, children, choice, histogram,
};
use crate::table::{Guarded, Query, Sandbox, failure};
use crate::unit::Round;
use crate::words::Problem;

/// Asks questions of one bundle; statements and counts are kept from one question to the next.
#[derive(Debug)]
pub struct Asker<'s> {
    sandbox: &'s Sandbox,
    coverage: Coverage,
    round: Round,
    statements: BTreeMap<String, Guarded<'s>>,
    unassigned: BTreeMap<(String, String), u64>,
}

/// One way of asking, run.
struct Ran {
    bounds: Bounds,
    tables: Vec<TableFacts>,
    truths: Truths,
    no_last_round: bool,
}

impl<'s> Asker<'s> {
    /// An asker over a sandbox whose connection holds a bundle's tables.
    ///
    /// Errors: a `coverage` table that cannot be read.
    pub fn new(sandbox: &'s Sandbox, round: &Round) -> Result<Self, Problem> {
        let coverage =
            Coverage::read(sandbox.connection()).map_err(|error| failure("coverage", &error))?;
        Ok(Self {
            sandbox,
            coverage,
            round: round.clone(),
            statements: BTreeMap::new(),
            unassigned: BTreeMap::new(),
        })
    }

    /// The coverage of the bundle.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Asks an indicator of one body: the first of its routes whose tables have input, else the main one.
    ///
    /// `rows`, where given, receives the result rows of the route that decides.
    /// Errors: a query that is not allowed, fails, or returns what its kind does not take.
    pub fn ask(
        &mut self,
        indicator: &Indicator,
        body: &str,
        params: &Params,
        mut rows: Option<&mut Vec<AnswerRow>>,
    ) -> Result<Answer, Problem> {
        let with_input: Vec<usize> = indicator
            .routes
            .iter()
            .enumerate()
            .filter(|(_, route)| self.has_input(route, body))
            .map(|(n, _)| n)
            .collect();
        let decides = with_input.first().copied().unwrap_or(0);
        let Some(route) = indicator.routes.get(decides) else {
            return Err(Problem::new("query.no_route").with("indicator", &indicator.id));
        };
        let ran = self.run(indicator, route, body, params, rows.as_deref_mut())?;
        let mut cross_check = None;
        if let Some(other) = with_input.get(1).and_then(|n| indicator.routes.get(*n)) {
            let other = self.run(indicator, other, body, params, None)?;
            cross_check = (other.bounds != ran.bounds).then_some(other.bounds);
        }
        Ok(Answer {
            bounds: ran.bounds,
            route: decides,
            tables: ran.tables,
            truths: ran.truths,
            cross_check,
            no_last_round: ran.no_last_round,
        })
    }

    fn has_input(&self, route: &Route, body: &str) -> bool {
        route
            .needs
            .keys()
            .all(|table| self.coverage.of(table, body).has_input())
    }

    fn run(
        &mut self,
        indicator: &Indicator,
        route: &Route,
        body: &str,
        params: &Params,
        mut keep: Option<&mut Vec<AnswerRow>>,
    ) -> Result<Ran, Problem> {
        let mut params = params.clone();
        for table in route.needs.keys() {
            params.missing(table, self.coverage.of(table, body).missing);
        }
        let mut statement = self.take_statement(route)?;
        let coverage = &self.coverage;
        let each: Vec<&str> = route
            .needs
            .iter()
            .filter(|(_, need)| need.each)
            .map(|(table, _)| table.as_str())
            .collect();
        let mut open_bodies: BTreeMap<&str, u64> = BTreeMap::new();
        let mut open = |key: &str| {
            let mut any = false;
            for table in &each {
                let covered = coverage
                    .own(table, key)
                    .unwrap_or_else(|| coverage.of(table, body));
                if covered.state != super::State::Complete {
                    *open_bodies.entry(table).or_default() += 1;
                    any = true;
                }
            }
            any
        };
        let mut reader = RowReader::new(
            &route.file,
            indicator.kind,
            &indicator.levels,
            statement.columns(),
        )?;
        self.sandbox.reset_steps();
        statement.bind(&route.file, |name| params.get(name))?;
        let mut rows = statement.statement().raw_query();
        while let Some(row) = rows.next().map_err(|error| failure(&route.file, &error))? {
            if let Some(kept) = reader.take(row, &mut open, keep.is_some())?
                && let Some(list) = keep.as_deref_mut()
            {
                list.push(kept);
            }
        }
        drop(rows);
        self.statements.insert(route.file.clone(), statement);
        let mut tables = Vec::with_capacity(route.needs.len());
        for (table, need) in &route.needs {
            let unassigned = match &need.by {
                Some(by) => self.unassigned(table, by)?,
                None => 0,
            };
            let mut facts = TableFacts {
                table: table.clone(),
                need: need.clone(),
                covered: self.coverage.of(table, body),
                unassigned,
                open_bodies: open_bodies.get(table.as_str()).copied().unwrap_or(0),
                changes: 0,
            };
            facts.changes = changes(&facts, reader.rows);
            tables.push(facts);
        }
        let (truths, rows) = (reader.truths, reader.rows);
        let mut no_last_round = false;
        let bounds = if unseen(&tables) {
            unknown(indicator, reader.kind)
        } else {
            let loose = loose(&tables);
            match reader.tally {
                Tally::Ratio(tally) => tally.bounds(loose),
                Tally::Totals(tally) => tally.bounds(loose),
                Tally::Met(tally) if indicator.kind == Kind::YesNo => tally.yes_no(loose),
                Tally::Met(tally) => tally.count(loose),
                Tally::Levels(list) if indicator.kind == Kind::Histogram => {
                    histogram(&indicator.levels, &list, loose)
                }
                Tally::Levels(list) => {
                    let spans: Vec<_> = list.into_iter().map(|(_, span)| span).collect();
                    choice(&indicator.levels, &spans, loose)
                }
                Tally::Change { now, before } => {
                    let before = self.before(indicator, &tables, body, before.range(loose))?;
                    no_last_round = before == (0, Count::Unbounded);
                    change(now.range(loose), before)
                }
                Tally::Children {
                    mut counted,
                    mut maybe,
                } => {
                    // Rows come in no order; bodies are listed in one.
                    counted.sort();
                    maybe.sort();
                    children(counted, maybe, loose)
                }
                number @ (Tally::Number(_) | Tally::Days(_)) => numbers(number, indicator, &tables)
                    .filter(|_| rows > 0)
                    .unwrap_or_else(|| unknown(indicator, indicator.kind)),
            }
        };
        Ok(Ran {
            bounds,
            tables,
            truths,
            no_last_round,
        })
    }

    fn take_statement(&mut self, route: &Route) -> Result<Guarded<'s>, Problem> {
        if let Some(kept) = self.statements.remove(&route.file) {
            return Ok(kept);
        }
        let tables: BTreeSet<String> = route.needs.keys().cloned().collect();
        self.sandbox.prepare(Query {
            file: &route.file,
            sql: &route.sql,
            tables: &tables,
        })
    }

    /// How many rows of a table have NULL in a column: each could belong to anyone.
    fn unassigned(&mut self, table: &str, by: &str) -> Result<u64, Problem> {
        let key = (table.to_owned(), by.to_owned());
        if let Some(n) = self.unassigned.get(&key) {
            return Ok(*n);
        }
        // Both names are those of the catalogue: the pack's loader has looked them up.
        let sql = format!("select count(*) from {table} where {by} is null");
        let n: i64 = self
            .sandbox
            .connection()
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| failure(table, &error))?;
        let n = u64::try_from(n).unwrap_or(0);
        self.unassigned.insert(key, n);
        Ok(n)
    }

    /// The count of the period before: of the rows where they cover it, else of the last round, else anything.
    fn before(
        &self,
        indicator: &Indicator,
        tables: &[TableFacts],
        body: &str,
        counted: (u64, Count),
    ) -> Result<(u64, Count), Problem> {
        let driving = tables.iter().filter(|facts| facts.need.drives());
        if driving
            .into_iter()
            .all(|facts| facts.covered.spans(&self.round.previous))
        {
            return Ok(counted);
        }
        let found = self.sandbox.connection().query_row(
            "select num from baselines where unit_id = ?1 and indicator = ?2",
            [body, &indicator.id],
            |row| row.get::<_, Option<i64>>(0),
        );
        match found {
            Ok(num) => Ok(num
                .and_then(|n| u64::try_from(n).ok())
                .map_or((0, Count::Unbounded), |n| (n, Count::Finite(n)))),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok((0, Count::Unbounded)),
            Err(error) => Err(failure("baselines", &error)),
        }
    }
}

/// e(T) of a table: how many result rows its unknown rows may change (`bounds.md` §2).
fn changes(facts: &TableFacts, rows: u64) -> u64 {
    let need = &facts.need;
    let joined = !need
        .roles
        .iter()
        .all(|role| matches!(role, Role::Rows | Role::AsSeen));
    let seen = need.is(Role::AsSeen);
    if need.drives() && !joined {
        return 0;
    }
    let missing = if seen || need.each {
        Count::ZERO
    } else {
        facts.covered.missing
    };
    let loose = missing + Count::Finite(facts.unassigned);
    if loose.is_zero() {
        0
    } else if need.serves_one || need.each {
        loose.at_most(rows)
    } else {
        rows
    }
}

/// k, up, down and any of an indicator.
fn loose(tables: &[TableFacts]) -> Loose {
    let mut loose = Loose::NONE;
    for facts in tables {
        let need = &facts.need;
        if need.drives() && !need.is(Role::AsSeen) {
            loose.k = loose.k + facts.covered.missing;
        }
        let either = need.is(Role::Both) || need.is(Role::AsSeen);
        if need.is(Role::Any) {
            loose.any += facts.changes;
        }
        if need.is(Role::Meet) || either || need.is(Role::Any) {
            loose.up += facts.changes;
        }
        if need.is(Role::Break) || either || need.is(Role::Any) {
            loose.down += facts.changes;
        }
    }
    loose
}

/// Whether a table that is taken as seen has no input at all: then nothing is known.
fn unseen(tables: &[TableFacts]) -> bool {
    tables
        .iter()
        .any(|facts| facts.need.is(Role::AsSeen) && !facts.covered.has_input())
}

/// Nothing is known: the whole range of a kind.
fn unknown(indicator: &Indicator, kind: Kind) -> Bounds {
    let nothing = Loose {
        k: Count::Unbounded,
        ..Loose::NONE
    };
    match Tally::of(kind) {
        Tally::Ratio(tally) => tally.bounds(nothing),
        Tally::Totals(tally) => tally.bounds(nothing),
        Tally::Met(tally) if kind == Kind::YesNo => tally.yes_no(nothing),
        Tally::Met(tally) => tally.count(nothing),
        Tally::Levels(_) if kind == Kind::Histogram => histogram(&indicator.levels, &[], nothing),
        Tally::Levels(_) => choice(&indicator.levels, &[], nothing),
        Tally::Change { .. } => change((0, Count::Unbounded), (0, Count::Unbounded)),
        Tally::Children { counted, maybe } => children(counted, maybe, nothing),
        Tally::Number(_) => number(None, None),
        Tally::Days(_) => days(Count::ZERO, Count::Unbounded),
    }
}

fn number(low: Option<Rational>, high: Option<Rational>) -> Bounds {
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Value { low, high },
    }
}

fn days(low: Count, high: Count) -> Bounds {
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Days { low, high },
    }
}

/// Value and days: all tables are joined; what is missing of one that can only lower opens the low end, and so on.
/// Nothing where there is no row, or where a table could do anything.
fn numbers(tally: Tally, indicator: &Indicator, tables: &[TableFacts]) -> Option<Bounds> {
    let (mut lower, mut raise) = (false, false);
    for facts in tables {
        let missing = if facts.need.is(Role::AsSeen) {
            Count::ZERO
        } else {
            facts.covered.missing
        };
        if (missing + Count::Finite(facts.unassigned)).is_zero() || indicator.handles_missing {
            continue;
        }
        let directed = facts.need.is(Role::Lower) || facts.need.is(Role::Raise);
        lower |= facts.need.is(Role::Lower) || !directed;
        raise |= facts.need.is(Role::Raise) || !directed;
    }
    match tally {
        Tally::Number(Some((low, high))) => {
            Some(number(low.filter(|_| !lower), high.filter(|_| !raise)))
        }
        Tally::Days(Some((low, high))) => Some(days(
            if lower { Count::ZERO } else { low },
            if raise { Count::Unbounded } else { high },
        )),
        Tally::Number(None)
        | Tally::Days(None)
        | Tally::Ratio(_)
        | Tally::Totals(_)
        | Tally::Met(_)
        | Tally::Levels(_)
        | Tally::Change { .. }
        | Tally::Children { .. } => None,
    }
}
