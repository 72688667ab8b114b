//! What was collected → rows of a bundle's tables.

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::cell::Cell;
use super::coverage::CoverageRow;
use super::gather::{Collected, Row};
use super::packed::{CellRef, Rows};
use crate::table::{Catalogue, Schema};

impl ToSql for CellRef<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Null => Ok(rusqlite::types::Null.into()),
            Self::Int(n) => Ok((*n).into()),
            Self::Text(text) => Ok((*text).into()),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Null => Ok(rusqlite::types::Null.into()),
            Self::Int(n) => Ok((*n).into()),
            Self::Text(text) => Ok(text.as_str().into()),
        }
    }
}

/// Writes everything that was collected of a unit, all of it or nothing.
///
/// The connection has a bundle's tables. Errors: those of SQLite.
pub fn fill(
    connection: &Connection,
    catalogue: &Catalogue,
    unit: &str,
    collected: &Collected,
) -> rusqlite::Result<()> {
    let transaction = connection.unchecked_transaction()?;
    fill_within(&transaction, catalogue, unit, collected)?;
    transaction.commit()
}

/// The same within a transaction of the caller.
///
/// Errors: those of SQLite.
pub fn fill_within(
    connection: &Connection,
    catalogue: &Catalogue,
    unit: &str,
    collected: &Collected,
) -> rusqlite::Result<()> {
    observations(connection, collected)?;
    unread(connection, catalogue, collected)?;
    for schema in catalogue.tables() {
        let Some(rows) = collected
            .tables
            .get(&schema.name)
            .filter(|rows| !rows.is_empty())
        else {
            continue;
        };
        collected_rows(connection, schema, rows)?;
    }
    coverage(connection, &collected.coverage)?;
    declared(connection, unit, collected)
}

/// Writes rows that were collected: their cells, the observation and the line.
fn collected_rows(connection: &Connection, schema: &Schema, rows: &Rows) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&insert_into(schema, "insert"))?;
    let number = |n: usize| i64::try_from(n).map_or(CellRef::Null, CellRef::Int);
    for row in rows.iter() {
        let line = row.line.map_or(CellRef::Null, number);
        let cells = row.cells().chain([number(row.obs), line]);
        for (at, cell) in (1..).zip(cells) {
            statement.raw_bind_parameter(at, cell)?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

/// The statement that writes a row of a table, all its columns in order.
fn insert_into(schema: &Schema, insert: &str) -> String {
    let names: Vec<&str> = schema.columns.iter().map(|c| c.name.as_str()).collect();
    let marks = vec!["?"; names.len()].join(", ");
    format!(
        "{insert} into {} ({}) values ({marks})",
        schema.name,
        names.join(", ")
    )
}

/// Writes rows of a table, all its columns in order; `insert` says what becomes of a row whose key is there.
fn rows_of(
    connection: &Connection,
    schema: &Schema,
    rows: &[Row],
    insert: &str,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&insert_into(schema, insert))?;
    for row in rows {
        statement.execute(params_from_iter(row))?;
    }
    Ok(())
}

/// Writes rows of a table that may be there; what is there under the same key makes room.
///
/// Errors: those of SQLite.
pub fn replace_rows(
    connection: &Connection,
    schema: &Schema,
    rows: &[Row],
) -> rusqlite::Result<()> {
    rows_of(connection, schema, rows, "insert or replace")
}

/// Says anew how much of tables is there: what was said of them before is gone.
///
/// Errors: those of SQLite.
pub fn replace_coverage(connection: &Connection, rows: &[CoverageRow]) -> rusqlite::Result<()> {
    let mut forget = connection.prepare_cached("delete from coverage where table_name = ?1")?;
    for row in rows {
        forget.execute([&row.table])?;
    }
    coverage(connection, rows)
}

fn observations(connection: &Connection, collected: &Collected) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "insert into observation (id, step, subject, outcome, file, sha256, bytes, owner, illustrative, period_from, \
         period_to, observed_at, detail) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for (id, seen) in (1_i64..).zip(&collected.observations) {
        let day = |day: Option<crate::exact::Day>| day.map_or_else(String::new, |d| d.to_string());
        statement.execute(params![
            id,
            seen.step,
            seen.subject,
            seen.outcome,
            seen.file,
            seen.sha256,
            i64::try_from(seen.bytes).unwrap_or(i64::MAX),
            seen.owner,
            seen.illustrative,
            day(seen.period.map(|period| period.from)),
            day(seen.period.map(|period| period.to)),
            seen.observed_at,
            seen.detail,
        ])?;
    }
    Ok(())
}

/// What could not be read. Of a table about people the cells themselves are left out: a mapping that is a column off
/// would store names.
fn unread(
    connection: &Connection,
    catalogue: &Catalogue,
    collected: &Collected,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "insert into unread (id, obs, row, cell, column_name, code, detail) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (id, (obs, unread)) in (1_i64..).zip(&collected.unread) {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let seen = obs
            .checked_sub(1)
            .and_then(|at| collected.observations.get(at));
        let schema = seen.and_then(|seen| catalogue.table(&seen.subject));
        let people = schema.is_none_or(|schema| schema.columns.iter().any(|c| c.personal));
        let cell = unread.code.starts_with("cell_") || unread.code.ends_with("match");
        let cell = cell || unread.code.ends_with("matches");
        let detail = if people && cell { "" } else { &unread.detail };
        statement.execute(params![
            id,
            number(*obs),
            unread.row.map(number),
            unread.cell,
            unread.column,
            unread.code,
            detail,
        ])?;
    }
    Ok(())
}

fn coverage(connection: &Connection, rows: &[CoverageRow]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "insert into coverage (unit_id, table_name, part, state, missing, rule, period_from, period_to) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for row in rows {
        statement.execute(params![
            row.body,
            row.table,
            row.part,
            row.state.code(),
            row.missing.map(|n| i64::try_from(n).unwrap_or(i64::MAX)),
            row.rule,
            row.period.map(|period| period.from.to_string()),
            row.period.map(|period| period.to.to_string()),
        ])?;
    }
    Ok(())
}

fn declared(connection: &Connection, unit: &str, collected: &Collected) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "insert into declared (unit_id, code, shape, value, points, period_from, period_to, file_ids, note) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for row in &collected.declared {
        let (from, to) = row.period.clone().unzip();
        statement.execute(params![
            unit,
            row.code,
            row.shape,
            row.value,
            row.points,
            from,
            to,
            row.file_ids,
            row.note,
        ])?;
    }
    Ok(())
}
