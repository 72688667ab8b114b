//! What a portal gave, written in one go; and how much of the live tables is there, once all portals have been read.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use serde_json::{Value, json};

use crate::bundle::Record;
use crate::collect::{self, Cell, CoverageRow, Harvest, Outcome, Row};
use crate::exact::Day;
use crate::indicator::State;
use crate::table::{Catalogue, Schema};
use crate::unit::Period;

/// The step of a portal's record.
pub(super) const STEP: &str = "html";
/// The step of records that say that a table was not filled by our own fault.
const FAULT: &str = "coverage";

/// Whose harvest it is.
#[derive(Debug, Clone)]
pub(super) struct Whose {
    /// The portal.
    pub portal: String,
    /// All portals in the order of the profile: of one row that two give, the first's stands.
    pub order: Vec<String>,
    /// Whether its pages are made up.
    pub illustrative: bool,
    /// When, in civil time.
    pub now: String,
}

/// Writes what a portal gave: its rows, and its record with what it says of its coverage.
///
/// Errors: those of SQLite.
pub(super) fn write(
    tables: &Connection,
    catalogue: &Catalogue,
    whose: &Whose,
    harvest: &Harvest,
) -> rusqlite::Result<()> {
    for (table, rows) in &harvest.tables {
        let Some(schema) = catalogue.table(table) else {
            continue;
        };
        let mut own = Vec::with_capacity(rows.len());
        for row in rows {
            if schema.name == "portals" || is_ours(tables, schema, row, whose)? {
                own.push(row.clone());
            }
        }
        collect::replace_rows(tables, schema, &own)?;
    }
    let coverage: Vec<Value> = harvest.coverage.iter().map(as_json).collect();
    let record = Record {
        step: STEP.to_owned(),
        subject: whose.portal.clone(),
        outcome: harvest.outcome.code().to_owned(),
        illustrative: whose.illustrative,
        observed_at: whose.now.clone(),
        detail: json!({ "coverage": coverage }).to_string(),
        ..Record::default()
    };
    record.write(tables, Record::last(tables)?.saturating_add(1))
}

/// Whether no portal before this one gave the row.
fn is_ours(
    tables: &Connection,
    schema: &Schema,
    row: &Row,
    whose: &Whose,
) -> rusqlite::Result<bool> {
    let position = |name: &String| schema.columns.iter().position(|c| c.name == *name);
    let key: Vec<&Cell> = (schema.key.iter())
        .filter_map(|name| row.get(position(name)?))
        .collect();
    let wheres: Vec<String> = schema
        .key
        .iter()
        .map(|name| format!("t.{name} = ?"))
        .collect();
    let sql = format!(
        "select o.subject from {} t join observation o on o.id = t.obs where {}",
        schema.name,
        wheres.join(" and ")
    );
    let mut select = tables.prepare_cached(&sql)?;
    let owner = select.query_row(params_from_iter(key), |row| row.get::<_, String>(0));
    let place = |portal: &str| whose.order.iter().position(|known| known == portal);
    Ok(match owner.optional()? {
        Some(subject) => {
            let owner = subject.split(' ').next().unwrap_or_default();
            // Nobody's is before everybody's: a file's, or one that was taken over.
            place(owner).is_some_and(|owner| Some(owner) >= place(&whose.portal))
        }
        None => true,
    })
}

fn as_json(row: &CoverageRow) -> Value {
    json!({
        "table": row.table,
        "body": row.body,
        "part": row.part,
        "state": row.state.code(),
        "missing": row.missing,
        "rule": row.rule,
        "from": row.period.map(|period| period.from.to_string()),
        "to": row.period.map(|period| period.to.to_string()),
    })
}

/// What a portal's record says of its coverage, and what came of asking for its home page.
pub(super) fn read(record: &Record) -> Option<(Vec<CoverageRow>, Outcome)> {
    let detail: Value = serde_json::from_str(&record.detail).ok()?;
    let rows = detail.get("coverage")?.as_array()?.iter().map(from_json);
    Some((rows.collect::<Option<_>>()?, Outcome::of(&record.outcome)?))
}

fn from_json(row: &Value) -> Option<CoverageRow> {
    let text = |name: &str| Some(row.get(name)?.as_str()?.to_owned());
    let day = |name: &str| Day::parse(row.get(name)?.as_str()?);
    let states = [State::Complete, State::Sample, State::Partial, State::None];
    let code = text("state")?;
    Some(CoverageRow {
        table: text("table")?,
        body: text("body")?,
        part: text("part")?,
        state: states.into_iter().find(|state| state.code() == code)?,
        missing: row.get("missing")?.as_u64(),
        rule: text("rule")?,
        period: day("from")
            .zip(day("to"))
            .map(|(from, to)| Period { from, to }),
    })
}

/// Nothing of tables: what is known of them where a portal could not be read by our own fault.
pub(super) fn nothing(wanted: &BTreeSet<String>, body: &str) -> Vec<CoverageRow> {
    let wanted = wanted.iter().filter(|table| *table != "portals");
    wanted.map(|table| none(table, body)).collect()
}

fn none(table: &str, body: &str) -> CoverageRow {
    CoverageRow {
        table: table.to_owned(),
        body: body.to_owned(),
        part: String::new(),
        state: State::None,
        missing: None,
        rule: String::new(),
        period: None,
    }
}

/// Settles how much of the live tables is there. `fault` = a portal could not be read by our own fault.
///
/// Errors: those of SQLite.
pub(super) fn settle(
    tables: &Connection,
    live: &BTreeSet<String>,
    unit: &str,
    (mut rows, fault, now): (Vec<CoverageRow>, bool, &str),
) -> rusqlite::Result<()> {
    rows.retain(|row| live.contains(&row.table));
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for row in &rows {
        *known.entry(&row.table).or_default() |= row.body == unit && row.part.is_empty();
    }
    let silent: Vec<CoverageRow> = (live.iter())
        .filter(|table| *table != "portals" && !known.get(table.as_str()).copied().unwrap_or(false))
        .map(|table| none(table, unit))
        .collect();
    rows.extend(silent);
    collect::replace_coverage(tables, &rows)?;
    // A run that was cut off while it was sealed has them already.
    tables.execute("delete from observation where step = ?1", [FAULT])?;
    for table in live.iter().filter(|_| fault) {
        let record = Record {
            step: FAULT.to_owned(),
            subject: table.clone(),
            outcome: Outcome::ToolError.code().to_owned(),
            observed_at: now.to_owned(),
            ..Record::default()
        };
        record.write(tables, Record::last(tables)?.saturating_add(1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_record_says_of_parts_is_read_again() {
        let whole = none("items", "u");
        let part = CoverageRow {
            part: "statistics".into(),
            state: State::Partial,
            rule: "unread".into(),
            ..whole.clone()
        };
        let rows = [whole, part];
        let coverage: Vec<Value> = rows.iter().map(as_json).collect();
        let record = Record {
            outcome: "observed".into(),
            detail: json!({ "coverage": coverage }).to_string(),
            ..Record::default()
        };
        assert_eq!(read(&record), Some((rows.to_vec(), Outcome::Observed)));
        let without = record.detail.replace("\"part\"", "\"section\"");
        let record = Record {
            detail: without,
            ..record
        };
        assert_eq!(read(&record), None);
    }

    #[test]
    fn a_part_is_not_all_that_is_said_of_a_table() {
        let tables = Connection::open_in_memory().unwrap();
        tables
            .execute_batch(
                "create table coverage (unit_id, table_name, part, state, missing, rule, period_from, period_to);
                 create table observation (id, step)",
            )
            .unwrap();
        let part = CoverageRow {
            part: "statistics".into(),
            state: State::Partial,
            ..none("items", "u")
        };
        let live = ["items".to_owned()].into();
        settle(&tables, &live, "u", (vec![part], false, "")).unwrap();
        let said: String = tables
            .query_row(
                "select group_concat(part || '=' || state) from (select * from coverage order by part)",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(said, "=none,statistics=partial");
    }
}
