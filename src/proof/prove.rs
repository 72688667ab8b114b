//! Runs a check's cases and their mutants, and counts what escaped.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::chance::Chance;
use super::expect::{Difference, ends};
use super::load;
use super::mutants::{Breeder, Change, Mutant};
use super::world::World;
use crate::check::{Check, Indicator, Pack};
use crate::indicator::{Asker, Params};
use crate::kind::Bounds;
use crate::table::{Query, Sandbox, failure};
use crate::words::{Place, Problem};

/// What proving a check came to.
#[derive(Debug, Default)]
pub struct Proof {
    /// Cases run.
    pub cases: usize,
    /// Answers compared with what the cases expect.
    pub answers: usize,
    /// Cells blanked.
    pub blanks: usize,
    /// Rows taken away.
    pub removals: usize,
    /// Random sets of facts forgotten.
    pub forgotten: usize,
    /// Random sets of unknowns settled.
    pub settled: usize,
    /// Answers asked again with unordered rows reversed.
    pub reversals: usize,
    /// What is wrong: a case that does not come out, a mutant that escapes, a cell that no case blanks.
    pub problems: Vec<Problem>,
}

/// Proves one check of a pack.
pub fn prove(pack: &Pack, check: &Check) -> Proof {
    let mut prover = Prover {
        pack,
        check,
        proof: Proof::default(),
        blanked: BTreeSet::new(),
        read: BTreeSet::new(),
    };
    if check.cases.is_empty() {
        let place = Place::file(&check.file);
        prover.proof.problems.push(
            Problem::new("proof.no_cases")
                .with("check", &check.id)
                .at(place),
        );
    }
    for case in &check.cases {
        let proved =
            World::parse(case, check, &pack.catalogue).and_then(|world| prover.case(&world));
        if let Err(problem) = proved {
            prover.proof.problems.push(problem);
        }
    }
    prover.unblanked();
    prover.proof
}

struct Prover<'a> {
    pack: &'a Pack,
    check: &'a Check,
    proof: Proof,
    /// Indicator, table and column of each cell that some case blanked.
    blanked: BTreeSet<(String, String, String)>,
    /// Indicator, table and column of each nullable column that a query reads.
    read: BTreeSet<(String, String, String)>,
}

/// A case in a sandbox.
struct Stage<'s> {
    world: &'s World,
    sandbox: &'s Sandbox,
}

impl Prover<'_> {
    fn case(&mut self, world: &World) -> Result<(), Problem> {
        let failed = |error| failure(&world.file, &error);
        let sandbox = Sandbox::in_memory(&Arc::clone(&self.pack.calendar)).map_err(failed)?;
        let needed: BTreeSet<String> = self
            .check
            .indicators
            .values()
            .flat_map(|i| &i.routes)
            .flat_map(|r| r.needs.keys().cloned())
            .chain(world.tables.keys().cloned())
            .filter(|name| name != "coverage" && name != "baselines")
            .collect();
        load::create(sandbox.connection(), &self.pack.catalogue, &needed)?;
        for (name, table) in &world.tables {
            load::load(sandbox.connection(), name, table, &world.file)?;
        }
        self.proof.cases += 1;
        let stage = Stage {
            world,
            sandbox: &sandbox,
        };
        for (name, expected) in &world.expected {
            let Some(indicator) = self.check.indicators.get(name) else {
                continue;
            };
            let found = self.ask(&stage, indicator)?;
            self.proof.answers += 1;
            let place = || Place::file(&world.file);
            if !expected.says_something() {
                let problem = Problem::new("proof.no_expectation")
                    .with("indicator", name)
                    .at(place());
                self.proof.problems.push(problem);
            }
            let route = expected.route.filter(|route| *route != found.1);
            if let Some(route) = route {
                let problem = Problem::new("proof.route")
                    .with("indicator", name)
                    .with("expected", route);
                self.proof
                    .problems
                    .push(problem.with("found", found.1).at(place()));
            }
            if let Some(differs) = expected.differs(&found.0, &indicator.levels) {
                let Difference {
                    part,
                    expected,
                    found,
                } = differs;
                let problem = Problem::new("proof.case")
                    .with("indicator", name)
                    .with("part", part);
                self.proof.problems.push(
                    problem
                        .with("expected", expected)
                        .with("found", found)
                        .at(place()),
                );
            }
            self.mutants(&stage, name, indicator, &found)?;
        }
        Ok(())
    }

    /// The bounds, and which route gave them.
    fn ask(&self, stage: &Stage<'_>, indicator: &Indicator) -> Result<(Bounds, usize), Problem> {
        let world = stage.world;
        let mut asker = Asker::new(stage.sandbox, &world.round)?;
        let params = Params::of(
            &world.round,
            &world.unit,
            self.check,
            &world.with,
            &BTreeMap::new(),
        );
        let answer = asker.ask(indicator, &world.unit, &params, None)?;
        Ok((answer.bounds, answer.route))
    }

    fn mutants(
        &mut self,
        stage: &Stage<'_>,
        name: &str,
        indicator: &Indicator,
        found: &(Bounds, usize),
    ) -> Result<(), Problem> {
        let Some(route) = indicator.routes.get(found.1) else {
            return Ok(());
        };
        let tables: BTreeSet<String> = route.needs.keys().cloned().collect();
        stage.sandbox.prepare(Query {
            file: &route.file,
            sql: &route.sql,
            tables: &tables,
        })?;
        let reads = stage.sandbox.columns_read();
        for (table, column) in &reads {
            let nullable = self
                .pack
                .catalogue
                .table(table)
                .and_then(|schema| schema.column(column));
            if nullable.is_some_and(|column| !column.required && column.name != "row") {
                self.read
                    .insert((name.to_owned(), table.clone(), column.clone()));
            }
        }
        let breeder = Breeder {
            world: stage.world,
            catalogue: &self.pack.catalogue,
            needs: &route.needs,
            reads: &reads,
        };
        let mut chance = Chance::of(&format!("{}/{name}", stage.world.file));
        let mut all = breeder.blanks();
        for mutant in &all {
            if let Change::Blank(table, _, column) = &mutant.change {
                self.blanked
                    .insert((name.to_owned(), table.clone(), column.clone()));
            }
        }
        all.extend(breeder.removals());
        all.extend(breeder.forgetting(&mut chance));
        all.extend(breeder.settling(&mut chance));
        for mutant in all {
            self.mutant(stage, indicator, &found.0, &mutant)?;
        }
        self.reversed(stage, indicator, &found.0)
    }

    fn mutant(
        &mut self,
        stage: &Stage<'_>,
        indicator: &Indicator,
        old: &Bounds,
        mutant: &Mutant,
    ) -> Result<(), Problem> {
        let connection = stage.sandbox.connection();
        let world = stage.world;
        for (table, changed) in &mutant.tables {
            load::load(connection, table, changed, &world.file)?;
        }
        let asked = self.ask(stage, indicator);
        for table in mutant.tables.keys() {
            if let Some(own) = world.tables.get(table) {
                load::load(connection, table, own, &world.file)?;
            }
        }
        let (new, _) = asked?;
        let (counter, holds) = match mutant.change {
            Change::Blank(..) => (&mut self.proof.blanks, new.contains(old)),
            Change::Remove(..) => (&mut self.proof.removals, new.contains(old)),
            Change::Forget => (&mut self.proof.forgotten, new.contains(old)),
            Change::Settle => (&mut self.proof.settled, old.contains(&new)),
        };
        *counter += 1;
        if !holds {
            self.proof
                .problems
                .push(escape(world, indicator, mutant, old, &new));
        }
        Ok(())
    }

    /// The order of rows that no `order by` fixes must not matter.
    fn reversed(
        &mut self,
        stage: &Stage<'_>,
        indicator: &Indicator,
        old: &Bounds,
    ) -> Result<(), Problem> {
        let set = |on: bool| {
            let sql = format!("pragma reverse_unordered_selects = {}", u8::from(on));
            stage
                .sandbox
                .connection()
                .execute_batch(&sql)
                .map_err(|e| failure(&stage.world.file, &e))
        };
        set(true)?;
        let asked = self.ask(stage, indicator);
        set(false)?;
        self.proof.reversals += 1;
        if asked?.0 != *old {
            let place = Place::file(&stage.world.file);
            self.proof.problems.push(
                Problem::new("proof.order")
                    .with("indicator", &indicator.id)
                    .at(place),
            );
        }
        Ok(())
    }

    /// Nullable columns that a query reads and no case blanks: nobody knows what NULL does there.
    fn unblanked(&mut self) {
        for (indicator, table, column) in self.read.difference(&self.blanked) {
            let problem = Problem::new("proof.unblanked")
                .with("indicator", indicator)
                .with("table", table)
                .with("column", column)
                .at(Place::file(&self.check.file));
            self.proof.problems.push(problem);
        }
        for (name, indicator) in &self.check.indicators {
            let asked = self
                .check
                .cases
                .iter()
                .any(|case| case.text.contains(&format!("[expect.{name}]")));
            if !asked {
                let place = Place::file(&self.check.file);
                self.proof.problems.push(
                    Problem::new("proof.no_case_of")
                        .with("indicator", &indicator.id)
                        .at(place),
                );
            }
        }
    }
}

fn escape(
    world: &World,
    indicator: &Indicator,
    mutant: &Mutant,
    old: &Bounds,
    new: &Bounds,
) -> Problem {
    let place = Place::file(&world.file);
    let key = |table: &str, n: usize| {
        let row = world.tables.get(table).and_then(|t| t.rows.get(n));
        match row.and_then(|row| row.get("id")) {
            Some(rusqlite::types::Value::Text(id)) => id.clone(),
            _ => format!("{}", n + 1),
        }
    };
    let problem = match &mutant.change {
        Change::Blank(table, n, column) => Problem::new("proof.blank_escapes")
            .with("table", table)
            .with("row", key(table, *n))
            .with("column", column),
        Change::Remove(table, n) => Problem::new("proof.removal_escapes")
            .with("table", table)
            .with("row", key(table, *n)),
        Change::Forget => Problem::new("proof.forgetting_escapes"),
        Change::Settle => Problem::new("proof.settling_escapes"),
    };
    problem
        .with("indicator", &indicator.id)
        .with("old", said(old, indicator))
        .with("new", said(new, indicator))
        .at(place)
}

/// Bounds in one line.
fn said(bounds: &Bounds, indicator: &Indicator) -> String {
    match ends(&bounds.measure, &indicator.levels) {
        (Some(low), Some(high)) => format!("[{low}, {high}], applies {}", bounds.applies.code()),
        _ => format!("{:?}, applies {}", bounds.measure, bounds.applies.code()),
    }
}
