//! Worlds one step away from a case: a cell blanked, a row taken away, facts forgotten or settled.
//!
//! `bounds.md` §3: forgetting must never leave the old interval outside, settling must never leave the old interval.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;

use super::chance::Chance;
use super::world::{Held, World, WorldTable};
use crate::exact::Count;
use crate::kind::{Need, Role};
use crate::table::{Catalogue, ColumnKind, Schema};

/// What a mutant does to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// A cell becomes NULL: table, row, column.
    Blank(String, usize, String),
    /// A row goes, and one more is missing: table, row.
    Remove(String, usize),
    /// Several cells and rows at once.
    Forget,
    /// NULL cells get values, missing rows come.
    Settle,
}

/// A table of a case, changed.
pub(super) struct Mutant {
    pub change: Change,
    pub tables: BTreeMap<String, WorldTable>,
}

/// Makes the mutants of one case for one indicator.
pub(super) struct Breeder<'a> {
    pub world: &'a World,
    pub catalogue: &'a Catalogue,
    pub needs: &'a BTreeMap<String, Need>,
    /// Table and column pairs that the query reads.
    pub reads: &'a BTreeSet<(String, String)>,
}

/// How many random mutants of each direction a case gets.
const RANDOM: usize = 12;

impl Breeder<'_> {
    /// Each cell that is read and may be NULL, blanked in turn.
    pub(super) fn blanks(&self) -> Vec<Mutant> {
        let mut mutants = Vec::new();
        for (name, table, schema) in self.tables() {
            for (n, row) in table.rows.iter().enumerate() {
                for column in self.blankable(name, schema) {
                    if matches!(row.get(column), None | Some(Value::Null)) {
                        continue;
                    }
                    let mut changed = table.clone();
                    blank(&mut changed, n, column);
                    let change = Change::Blank(name.to_owned(), n, column.to_owned());
                    mutants.push(Mutant {
                        change,
                        tables: one(name, changed),
                    });
                }
            }
        }
        mutants
    }

    /// Each row taken away in turn, where one more missing row may be said.
    pub(super) fn removals(&self) -> Vec<Mutant> {
        let mut mutants = Vec::new();
        for (name, table, _) in self.tables() {
            for n in 0..table.rows.len() {
                let mut changed = table.clone();
                if self.remove(name, &mut changed, n) {
                    let change = Change::Remove(name.to_owned(), n);
                    mutants.push(Mutant {
                        change,
                        tables: one(name, changed),
                    });
                }
            }
        }
        mutants
    }

    /// Several facts forgotten at once, from a fixed seed.
    pub(super) fn forgetting(&self, chance: &mut Chance) -> Vec<Mutant> {
        let mut mutants = Vec::new();
        for _ in 0..RANDOM {
            let mut tables = BTreeMap::new();
            for (name, table, schema) in self.tables() {
                let mut changed = table.clone();
                for n in (0..table.rows.len()).rev() {
                    for column in self.blankable(name, schema) {
                        if chance.one_in(4) {
                            blank(&mut changed, n, column);
                        }
                    }
                    if chance.one_in(5) {
                        self.remove(name, &mut changed, n);
                    }
                }
                tables.insert(name.to_owned(), changed);
            }
            mutants.push(Mutant {
                change: Change::Forget,
                tables,
            });
        }
        mutants
    }

    /// Unknown cells settled and missing rows added, from a fixed seed.
    pub(super) fn settling(&self, chance: &mut Chance) -> Vec<Mutant> {
        let mut mutants = Vec::new();
        for _ in 0..RANDOM {
            let mut tables = BTreeMap::new();
            for (name, table, schema) in self.tables() {
                let mut changed = table.clone();
                for n in 0..table.rows.len() {
                    for column in self.blankable(name, schema) {
                        let open = changed.rows.get(n).and_then(|row| row.get(column))
                            == Some(&Value::Null);
                        if open && chance.one_in(2) {
                            let value = self.plausible(schema, column, chance);
                            if let Some(row) = changed.rows.get_mut(n) {
                                row.insert(column.to_owned(), value);
                            }
                        }
                    }
                }
                self.add_missing(name, schema, &mut changed, chance);
                tables.insert(name.to_owned(), changed);
            }
            mutants.push(Mutant {
                change: Change::Settle,
                tables,
            });
        }
        mutants
    }

    fn tables(&self) -> impl Iterator<Item = (&str, &WorldTable, &Schema)> {
        self.world
            .tables
            .iter()
            .filter(|(name, _)| self.needs.contains_key(*name))
            .filter_map(|(name, table)| Some((name.as_str(), table, self.catalogue.table(name)?)))
    }

    /// Columns of a table that the query reads and that may be NULL.
    fn blankable<'s>(&self, table: &str, schema: &'s Schema) -> Vec<&'s str> {
        let need = self.needs.get(table);
        let by = need.and_then(|need| need.by.clone());
        let part = need.and_then(|need| need.loose_part.as_deref());
        schema
            .columns
            .iter()
            .filter(|column| !column.required && column.name != "row")
            .map(|column| column.name.as_str())
            .filter(|name| {
                by.as_deref() == Some(*name)
                    || part == Some(*name)
                    || self.reads.contains(&(table.to_owned(), (*name).to_owned()))
            })
            .collect()
    }

    /// Takes a row away and says that one more is missing; `false` where the table is taken as seen.
    fn remove(&self, name: &str, table: &mut WorldTable, n: usize) -> bool {
        let Some(need) = self.needs.get(name) else {
            return false;
        };
        if need.is(Role::AsSeen) || n >= table.rows.len() {
            return false;
        }
        let row = table.rows.remove(n);
        let text = |column: &str| match row.get(column) {
            Some(Value::Text(text)) => Some(text.clone()),
            Some(Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_)) | None => None,
        };
        let whole = || (table.coverage.keys()).filter(|(_, part)| part.is_empty());
        let all = || whole().map(|(body, _)| body.clone()).collect();
        let holders: Vec<String> = match (&need.by, need.each) {
            // Whose row it was is not known, so any body's may be the one that lacks it.
            (Some(by), true) => text(by).map_or_else(all, |body| vec![body]),
            (_, true) => all(),
            (_, false) => vec![text("unit_id").unwrap_or_default()],
        };
        // Of a row that says no part any part may lack it.
        let column = self.catalogue.table(name).and_then(Schema::part_column);
        let part = column.and_then(|column| text(&column.name));
        let part = part.unwrap_or_default();
        let unit = self.world.unit.clone();
        for holder in holders {
            let known = table
                .coverage
                .contains_key(&(holder.clone(), String::new()));
            lack(table, if known { &holder } else { &unit }, &part);
        }
        // With `:unit` the whole table's rows drive: the unit itself lacks one as well.
        if !need.each && text("unit_id").as_deref() != Some(unit.as_str()) {
            lack(table, &unit, &part);
        }
        true
    }

    /// A value that the column takes: one seen in the case, a code, or one of the ends.
    fn plausible(&self, schema: &Schema, column: &str, chance: &mut Chance) -> Value {
        let mut values: Vec<Value> = Vec::new();
        for other in self.world.tables.values() {
            values.extend(
                other
                    .rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .filter(|v| **v != Value::Null)
                    .cloned(),
            );
        }
        if column.ends_with("_id") {
            let ids = self
                .world
                .tables
                .values()
                .flat_map(|t| &t.rows)
                .filter_map(|row| row.get("id"));
            values.extend(ids.cloned());
        }
        let text = |text: &str| Value::Text(text.to_owned());
        match schema.column(column).map(|c| &c.kind) {
            Some(ColumnKind::Bool) => values = vec![Value::Integer(0), Value::Integer(1)],
            Some(ColumnKind::Int) => {
                values.extend([Value::Integer(0), Value::Integer(1)]);
            }
            Some(ColumnKind::Code(codes)) => {
                values = codes.iter().map(|code| text(code)).collect();
                values.push(text(""));
            }
            Some(ColumnKind::Date) => {
                let round = &self.world.round;
                let days = [
                    round.period.from,
                    round.period.to,
                    round.previous.from,
                    round.as_of,
                ];
                values.extend(days.map(|day| Value::Text(day.to_string())));
                values.push(text(""));
            }
            Some(ColumnKind::Time) => {
                values.push(Value::Text(format!("{}T08:00:00", self.world.round.as_of)));
                values.push(text(""));
            }
            Some(ColumnKind::Text) | None => values.push(text("")),
        }
        chance.pick(&values).cloned().unwrap_or(Value::Null)
    }

    /// Lets one missing row come: a copy of another under a key of its own, with other facts.
    fn add_missing(
        &self,
        name: &str,
        schema: &Schema,
        table: &mut WorldTable,
        chance: &mut Chance,
    ) {
        let unit = self.world.unit.clone();
        if self.needs.get(name).is_some_and(|need| need.each) {
            return;
        }
        let lacking: Vec<(String, u64)> = table
            .coverage
            .iter()
            .filter_map(|((body, part), held)| match held {
                Held::AllBut(Count::Finite(n)) if *body == unit && *n > 0 => {
                    Some((part.clone(), *n))
                }
                Held::Nothing | Held::AllBut(_) => None,
            })
            .collect();
        let Some((part, missing)) = chance.pick(&lacking).cloned() else {
            return;
        };
        let Some(mut row) = chance.pick(&table.rows).cloned() else {
            return;
        };
        for key in schema.key.iter().chain(schema.unique.iter().flatten()) {
            if schema
                .column(key)
                .is_some_and(|c| c.kind == ColumnKind::Text)
                && key != "unit_id"
            {
                row.insert(key.clone(), Value::Text(format!("new-{name}")));
            }
        }
        if row.get("unit_id") != Some(&Value::Text(unit.clone())) {
            return;
        }
        for column in self.blankable(name, schema) {
            row.insert(column.to_owned(), self.plausible(schema, column, chance));
        }
        // A row that a part lacks is of that part; one that nobody knows the part of may be of any.
        if let Some(column) = schema.part_column().map(|column| &column.name) {
            let value = if part.is_empty() {
                self.plausible(schema, column, chance)
            } else {
                Value::Text(part.clone())
            };
            row.insert(column.clone(), value);
        }
        table.rows.push(row);
        let less = Held::AllBut(Count::Finite(missing - 1));
        table.coverage.insert((unit, part), less);
    }
}

/// Says that a body lacks one more row of a part of a table.
fn lack(table: &mut WorldTable, body: &str, part: &str) {
    let whole = (body.to_owned(), String::new());
    let whole = table.coverage.entry(whole).or_insert(Held::Nothing);
    if part.is_empty() {
        *whole = whole.less_one();
        return;
    }
    let own = (body.to_owned(), part.to_owned());
    let none = Held::AllBut(Count::ZERO);
    let own = table.coverage.entry(own).or_insert(none);
    *own = own.less_one();
}

fn one(name: &str, table: WorldTable) -> BTreeMap<String, WorldTable> {
    BTreeMap::from([(name.to_owned(), table)])
}

fn blank(table: &mut WorldTable, n: usize, column: &str) {
    if let Some(cell) = table.rows.get_mut(n).and_then(|row| row.get_mut(column)) {
        *cell = Value::Null;
    }
}
