//! Putting the small tables of a case into a sandbox.

use std::collections::BTreeSet;

use rusqlite::{Connection, params, params_from_iter};

use super::world::{Held, WorldTable};
use crate::exact::Count;
use crate::table::{Catalogue, Schema, failure};
use crate::words::{Place, Problem};

/// Makes the tables that a check's cases may fill, and those that the engine reads.
pub(super) fn create(
    connection: &Connection,
    catalogue: &Catalogue,
    tables: &BTreeSet<String>,
) -> Result<(), Problem> {
    let frame = ["coverage", "baselines"].map(str::to_owned);
    for name in tables.iter().chain(&frame) {
        for statement in catalogue.table(name).map(Schema::ddl).unwrap_or_default() {
            connection
                .execute_batch(&statement)
                .map_err(|e| failure(name, &e))?;
        }
    }
    Ok(())
}

/// Puts one table of a world in the place of what the sandbox holds.
pub(super) fn load(
    connection: &Connection,
    name: &str,
    table: &WorldTable,
    file: &str,
) -> Result<(), Problem> {
    let failed = |error| {
        Problem::new("proof.row")
            .with("table", name)
            .with("detail", error)
            .at(Place::file(file))
    };
    connection
        .execute(&format!("delete from {name}"), [])
        .map_err(failed)?;
    for row in &table.rows {
        let names: Vec<&str> = row.keys().map(String::as_str).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("insert into {name} ({}) values ({marks})", names.join(", "));
        let mut statement = connection.prepare(&sql).map_err(failed)?;
        statement
            .execute(params_from_iter(row.values()))
            .map_err(failed)?;
    }
    connection
        .execute("delete from coverage where table_name = ?", [name])
        .map_err(failed)?;
    for ((body, part), held) in &table.coverage {
        let (state, n) = match held {
            Held::Nothing => ("none", None),
            Held::AllBut(Count::Finite(0)) => ("complete", None),
            Held::AllBut(Count::Finite(n)) => ("partial", i64::try_from(*n).ok()),
            Held::AllBut(Count::Unbounded) => ("partial", None),
        };
        let from = table.period.map(|p| p.from.to_string());
        let to = table.period.map(|p| p.to.to_string());
        let mut statement = connection
            .prepare("insert into coverage (unit_id, table_name, part, state, missing, period_from, period_to) values (?, ?, ?, ?, ?, ?, ?)")
            .map_err(failed)?;
        statement
            .execute(params![body, name, part, state, n, from, to])
            .map_err(failed)?;
    }
    Ok(())
}
