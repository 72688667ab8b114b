//! Asks indicators of a bundle's tables and widens what they say by what is missing (`bounds.md` §2, §4).

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::OptionalExtension;

use super::answer::{Answer, AnswerRow, TableFacts, Truths};
use super::coverage::{Covered, Each, OpenKeys};
use super::doubt::Doubt;
use super::rows::RowReader;
use super::tally::Tally;
use super::widening::{Widening, changes};
use super::{Coverage, Params};
use crate::check::{Indicator, Route};
use crate::exact::Count;
use crate::kind::{Bounds, Kind, Measure};
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

/// One way of asking an indicator of a body.
#[derive(Clone, Copy)]
struct Question<'q> {
    indicator: &'q Indicator,
    route: &'q Route,
    body: &'q str,
}

/// What came of a question.
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
        rows: Option<&mut Vec<AnswerRow>>,
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
        let question = Question {
            indicator,
            route,
            body,
        };
        let ran = self.run(question, params, rows)?;
        let mut cross_check = None;
        if let Some(route) = with_input.get(1).and_then(|n| indicator.routes.get(*n)) {
            let other = self.run(Question { route, ..question }, params, None)?;
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
            .iter()
            .all(|(table, need)| self.coverage.of_need(table, body, need).has_input())
    }

    fn run(
        &mut self,
        question: Question<'_>,
        params: &Params,
        mut rows: Option<&mut Vec<AnswerRow>>,
    ) -> Result<Ran, Problem> {
        let indicator = question.indicator;
        let mut statement = self.take_statement(question.route)?;
        let (reader, open_keys) =
            self.read(question, &mut statement, params, rows.as_deref_mut())?;
        let file = question.route.file.clone();
        self.statements.insert(file, statement);
        let tables = self.facts(question, reader.rows, &open_keys)?;
        let widening = Widening::of(indicator, &tables);
        let doubt = Doubt::of(indicator.kind, &reader.truths, &widening);
        let truths = doubt.truths(reader.truths);
        if let Some(rows) = rows {
            doubt.forget(rows);
        }
        let bounds = if widening.unseen {
            Tally::of(indicator.kind).bounds(indicator, &widening, None)
        } else {
            let before = self.before(question, &tables)?;
            reader.tally.bounds(indicator, &widening, before)
        };
        let anything = matches!(
            bounds.measure,
            Measure::Change {
                before: (0, Count::Unbounded),
                ..
            }
        );
        Ok(Ran {
            bounds,
            tables,
            truths,
            no_last_round: anything && !widening.unseen,
        })
    }

    /// Reads the rows of a question; with them, for each table, how many rows it leaves open one by one.
    fn read<'q>(
        &self,
        question: Question<'q>,
        statement: &mut Guarded<'_>,
        params: &Params,
        mut keep: Option<&mut Vec<AnswerRow>>,
    ) -> Result<(RowReader<'q>, OpenKeys<'q>), Problem> {
        let Question {
            indicator,
            route,
            body,
        } = question;
        let mut params = params.clone();
        for (table, need) in &route.needs {
            params.missing(table, self.coverage.of_need(table, body, need).missing);
        }
        let mut each = Each::of(&self.coverage, &route.needs, body);
        let mut reader = RowReader::new(
            &route.file,
            indicator.kind,
            &indicator.levels,
            statement.columns(),
        )?;
        self.sandbox.reset_steps();
        statement.bind(&route.file, |name| params.get(name))?;
        let failed = |error| failure(&route.file, &error);
        let mut rows = statement.statement().raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            let kept = reader.take(row, &mut |key, met| each.doubt(key, met), keep.is_some())?;
            if let (Some(kept), Some(list)) = (kept, keep.as_deref_mut()) {
                list.push(kept);
            }
        }
        Ok((reader, each.open))
    }

    /// The tables of a question as it found them, by name.
    fn facts(
        &mut self,
        question: Question<'_>,
        rows: u64,
        open_keys: &OpenKeys<'_>,
    ) -> Result<Vec<TableFacts>, Problem> {
        let needs = &question.route.needs;
        let mut tables = Vec::with_capacity(needs.len());
        for (table, need) in needs {
            let (by, part) = (need.by.as_deref(), need.loose_part.as_deref());
            let columns: BTreeSet<&str> = by.into_iter().chain(part).collect();
            let unassigned = self.unassigned(table, &columns)?;
            let partless = self.unassigned(table, &part.into_iter().collect())?;
            let open = open_keys.get(table.as_str());
            let is_open = |part: &str| open.is_some_and(|keys| keys.contains(part));
            let said = self.coverage.said(table, question.body, need);
            let mut facts = TableFacts {
                table: table.clone(),
                need: need.clone(),
                covered: self.coverage.of_need(table, question.body, need),
                said: said
                    .filter(|said| said.part.is_empty() || !need.each_part || is_open(&said.part))
                    .cloned()
                    .collect(),
                unassigned,
                partless,
                open_keys: open.map_or(0, |keys| keys.len() as u64),
                changes: 0,
            };
            if need.each_part {
                let said = facts.said.iter().map(|said| said.covered);
                facts.covered = said.reduce(Covered::and).unwrap_or(Covered::NONE);
            }
            facts.changes = changes(&facts, rows);
            tables.push(facts);
        }
        Ok(tables)
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

    /// How many rows of a table have NULL in one of some columns: each could belong to anyone.
    fn unassigned(&mut self, table: &str, columns: &BTreeSet<&str>) -> Result<u64, Problem> {
        if columns.is_empty() {
            return Ok(0);
        }
        // All names are those of the catalogue: the pack's loader has looked them up.
        let wheres: Vec<String> = columns.iter().map(|by| format!("{by} is null")).collect();
        let wheres = wheres.join(" or ");
        let key = (table.to_owned(), wheres.clone());
        if let Some(n) = self.unassigned.get(&key) {
            return Ok(*n);
        }
        let sql = format!("select count(*) from {table} where {wheres}");
        let n: i64 = self
            .sandbox
            .connection()
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| failure(table, &error))?;
        let n = u64::try_from(n).unwrap_or(0);
        self.unassigned.insert(key, n);
        Ok(n)
    }

    /// Of a `change` whose rows do not cover the period before: its count in the last round, else anything.
    fn before(
        &self,
        question: Question<'_>,
        tables: &[TableFacts],
    ) -> Result<Option<(u64, Count)>, Problem> {
        let covered = tables
            .iter()
            .filter(|facts| facts.need.drives())
            .all(|facts| facts.covered.spans(&self.round.previous));
        if question.indicator.kind != Kind::Change || covered {
            return Ok(None);
        }
        let found = self
            .sandbox
            .connection()
            .query_row(
                "select num from baselines where unit_id = ?1 and indicator = ?2",
                [question.body, &question.indicator.id],
                |row| row.get::<_, Option<i64>>(0),
            )
            .optional()
            .map_err(|error| failure("baselines", &error))?;
        let num = found.flatten().and_then(|n| u64::try_from(n).ok());
        Ok(Some(
            num.map_or((0, Count::Unbounded), |n| (n, Count::Finite(n))),
        ))
    }
}
