//! What is not collected again is taken over from a sealed bundle: records, bytes, rows and coverage, each marked with the
//! bundle's digest.
//!
//! Rows point at their records under new numbers; nothing else about them changes.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::answer;
use super::plan::KINDS;
use crate::bundle::{Blob, Record};
use crate::table::{Catalogue, Schema};

/// Steps whose records are answers of live systems, or what was made of them.
const LIVE: [&str; 6] = ["http", "tls", "uptime", "html", "roots", "audit"];

/// A sealed bundle to take over from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From<'a> {
    /// Its tables.
    pub tables: &'a Connection,
    /// Its digest.
    pub digest: &'a str,
}

/// Takes over live tables with all that they rest on, within a transaction of the caller.
///
/// Errors: those of SQLite.
pub(super) fn live(
    from: From<'_>,
    to: &Connection,
    catalogue: &Catalogue,
    tables: &BTreeSet<String>,
) -> rusqlite::Result<()> {
    let schemas: Vec<&Schema> = (catalogue.tables())
        .filter(|schema| tables.contains(&schema.name) && schema.is_collected())
        .collect();
    let mut steps = BTreeSet::new();
    for kind in KINDS.iter().filter(|kind| kind.live) {
        if kind.fills.iter().any(|table| tables.contains(*table)) {
            steps.insert(kind.name);
            if kind.name == "http" {
                steps.extend(["html", "roots"]);
            }
        }
    }
    let mut numbers = BTreeMap::new();
    copy_records(from, to, |step| steps.contains(step), &mut numbers)?;
    for schema in &schemas {
        copy_rows(from, to, schema, &mut numbers, None)?;
    }
    for schema in &schemas {
        let key = [schema.name.as_str()];
        to.execute("delete from coverage where table_name = ?1", key)?;
        copy_plain(from, to, "coverage", "where table_name = ?1", &key)?;
    }
    Ok(())
}

/// Takes over everything but the answers of live systems and the tables that are to be filled by them anew.
///
/// Errors: those of SQLite.
pub(super) fn files(
    from: From<'_>,
    to: &Connection,
    catalogue: &Catalogue,
    anew: &BTreeSet<String>,
) -> rusqlite::Result<()> {
    let mut numbers = BTreeMap::new();
    copy_records(from, to, |step| !LIVE.contains(&step), &mut numbers)?;
    let index = Record::index(from.tables, |_| true)?;
    let listed = index.get(&("profile".to_owned(), "portals".to_owned()));
    let listed = listed.and_then(|id| numbers.get(id)).copied();
    for schema in catalogue.tables().filter(|schema| schema.is_collected()) {
        let portals = schema.name == "portals";
        if portals || !anew.contains(&schema.name) {
            let profile = listed.filter(|_| portals);
            copy_rows(from, to, schema, &mut numbers, profile)?;
        }
    }
    copy_plain(from, to, "coverage", "", &[])?;
    copy_plain(from, to, "declared", "", &[])?;
    let mut unread = Vec::new();
    let columns = columns(from.tables, "unread")?;
    let obs = columns.iter().position(|column| column == "obs");
    read(from.tables, "unread", &columns, "", &[], &mut |mut row| {
        if let Some(cell) = obs.and_then(|at| row.get_mut(at))
            && let Value::Integer(id) = cell
            && let Some(new) = numbers.get(id)
        {
            *cell = Value::Integer(*new);
        }
        unread.push(row);
        Ok(())
    })?;
    let mut write = to.prepare(&insert("unread", &columns))?;
    for row in unread {
        write.execute(params_from_iter(row))?;
    }
    // Of a table that is filled anew nothing is known yet.
    for table in anew {
        to.execute(
            "delete from coverage where table_name = ?1 and ?1 <> 'portals'",
            [table],
        )?;
    }
    Ok(())
}

/// Copies the records of some steps.
fn copy_records(
    from: From<'_>,
    to: &Connection,
    wanted: impl Fn(&str) -> bool,
    numbers: &mut BTreeMap<i64, i64>,
) -> rusqlite::Result<()> {
    let mut select = from
        .tables
        .prepare("select id, step from observation order by id")?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let found: Vec<(i64, String)> = found.collect::<rusqlite::Result<_>>()?;
    for (id, _) in found.into_iter().filter(|(_, step)| wanted(step)) {
        copy_record(from, to, id, numbers)?;
    }
    Ok(())
}

/// Copies a record with its bytes, unless it is there, and gives its new number.
fn copy_record(
    from: From<'_>,
    to: &Connection,
    id: i64,
    numbers: &mut BTreeMap<i64, i64>,
) -> rusqlite::Result<Option<i64>> {
    if let Some(new) = numbers.get(&id) {
        return Ok(Some(*new));
    }
    let Some(mut record) = Record::read(from.tables, id)? else {
        return Ok(None);
    };
    for sha256 in answer::needs(&record) {
        if let Some(blob) = Blob::read(from.tables, &sha256)? {
            blob.write(to)?;
        }
    }
    record.detail = answer::carried(&record.detail, from.digest);
    let new = Record::last(to)?.saturating_add(1);
    record.write(to, new)?;
    numbers.insert(id, new);
    Ok(Some(new))
}

/// Copies all rows of a table; what is there under the same key makes room. `listed` is the record that all rows point at
/// then.
fn copy_rows(
    from: From<'_>,
    to: &Connection,
    schema: &Schema,
    numbers: &mut BTreeMap<i64, i64>,
    listed: Option<i64>,
) -> rusqlite::Result<()> {
    let columns: Vec<String> = schema.columns.iter().map(|c| c.name.clone()).collect();
    let obs = columns.iter().position(|column| column == "obs");
    let sql = insert(&schema.name, &columns).replacen("insert", "insert or replace", 1);
    let mut write = to.prepare(&sql)?;
    read(
        from.tables,
        &schema.name,
        &columns,
        "",
        &[],
        &mut |mut row| {
            if let Some(cell) = obs.and_then(|at| row.get_mut(at)) {
                let new = match (listed, &*cell) {
                    (Some(listed), _) => Some(listed),
                    (None, Value::Integer(id)) => copy_record(from, to, *id, numbers)?,
                    (None, _) => None,
                };
                *cell = new.map_or(Value::Integer(0), Value::Integer);
            }
            write.execute(params_from_iter(row)).map(drop)
        },
    )
}

/// Copies rows that point at no record.
fn copy_plain(
    from: From<'_>,
    to: &Connection,
    table: &str,
    which: &str,
    key: &[&str],
) -> rusqlite::Result<()> {
    let columns = columns(from.tables, table)?;
    let mut write = to.prepare(&insert(table, &columns))?;
    read(from.tables, table, &columns, which, key, &mut |row| {
        write.execute(params_from_iter(row)).map(drop)
    })
}

fn columns(tables: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let select = tables.prepare(&format!("select * from {table}"))?;
    Ok(select.column_names().map(str::to_owned).collect())
}

fn insert(table: &str, columns: &[String]) -> String {
    let marks = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    format!("insert into {table} ({columns}) values ({marks})")
}

fn read(
    tables: &Connection,
    table: &str,
    columns: &[String],
    which: &str,
    key: &[&str],
    each: &mut dyn FnMut(Vec<Value>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let list = columns.join(", ");
    let mut select = tables.prepare(&format!("select {list} from {table} {which}"))?;
    let mut rows = select.query(params_from_iter(key))?;
    while let Some(row) = rows.next()? {
        let cells: rusqlite::Result<Vec<Value>> = (0..columns.len()).map(|n| row.get(n)).collect();
        each(cells?)?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "carry_tests.rs"]
mod tests;
