//! The small tables of a case, and putting them into a sandbox.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::Deserialize;

use super::expect::Expected;
use crate::check::{Case, Check};
use crate::exact::{Count, Day};
use crate::kind::ParamValue;
use crate::table::{Catalogue, Schema};
use crate::unit::{Period, Round};
use crate::words::{Bilingual, Place, Problem, written};

/// The body that cases are about, unless they say otherwise.
const UNIT: &str = "u";

/// A case as meant: tables, round, parameters and what is expected.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub file: String,
    pub unit: String,
    pub round: Round,
    pub with: BTreeMap<String, ParamValue>,
    pub tables: BTreeMap<String, WorldTable>,
    pub expected: BTreeMap<String, Expected>,
}

/// One table of a case.
#[derive(Debug, Clone)]
pub(super) struct WorldTable {
    pub rows: Vec<BTreeMap<String, Value>>,
    /// Missing rows by body; a body that is not here has no coverage row.
    pub coverage: BTreeMap<String, Option<Count>>,
    pub period: Option<Period>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[expect(dead_code, reason = "said for people")]
    title: Bilingual,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    round: RoundEntry,
    #[serde(default)]
    with: BTreeMap<String, toml::Value>,
    #[serde(default)]
    table: BTreeMap<String, TableEntry>,
    expect: BTreeMap<String, Expected>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RoundEntry {
    period: Option<PeriodEntry>,
    previous: Option<PeriodEntry>,
    data_cutoff: Option<Day>,
    as_of: Option<Day>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct PeriodEntry {
    from: Day,
    to: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableEntry {
    #[serde(default)]
    coverage: Option<toml::Value>,
    #[serde(default)]
    bodies: BTreeMap<String, toml::Value>,
    #[serde(default)]
    period: Option<PeriodEntry>,
    #[serde(default)]
    rows: Vec<BTreeMap<String, toml::Value>>,
}

impl From<PeriodEntry> for Period {
    fn from(entry: PeriodEntry) -> Self {
        Self {
            from: entry.from,
            to: entry.to,
        }
    }
}

impl World {
    /// Reads a case.
    ///
    /// Errors: a table, column, indicator or parameter that is not there, a value that its column does not take.
    pub(super) fn parse(
        case: &Case,
        check: &Check,
        catalogue: &Catalogue,
    ) -> Result<Self, Problem> {
        let file: CaseFile = written::parse(&case.file, &case.text)?;
        let places = written::Places::of(&case.file, &case.text);
        let unit = file.unit.unwrap_or_else(|| UNIT.to_owned());
        for name in file.expect.keys() {
            if !check.indicators.contains_key(name) {
                let known: Vec<String> = check.indicators.keys().cloned().collect();
                return Err(written::unknown("proof.no_indicator", name, &known)
                    .at(places.place(&format!("expect.{name}"))));
            }
        }
        let mut with = BTreeMap::new();
        for (name, value) in file.with {
            let meant = match value {
                toml::Value::Integer(n) => ParamValue::Int(n),
                other => ParamValue::Text(other.as_str().unwrap_or_default().to_owned()),
            };
            if !check
                .params
                .get(&name)
                .is_some_and(|param| param.default.same_type(&meant))
            {
                let known: Vec<String> = check.params.keys().cloned().collect();
                return Err(written::unknown("proof.no_param", &name, &known)
                    .at(places.place(&format!("with.{name}"))));
            }
            with.insert(name, meant);
        }
        let round = meant_round(file.round)
            .ok_or_else(|| Problem::new("proof.round").at(places.place("round")))?;
        let mut tables = BTreeMap::new();
        for (name, entry) in file.table {
            let path = format!("table.{name}");
            let Some(schema) = catalogue.table(&name) else {
                let known: Vec<String> = catalogue.names().map(str::to_owned).collect();
                return Err(
                    written::unknown("check.unknown_table", &name, &known).at(places.place(&path))
                );
            };
            let reader = TableReader {
                schema,
                unit: &unit,
                round: &round,
                places: &places,
                path,
            };
            tables.insert(name, reader.read(entry)?);
        }
        Ok(Self {
            file: case.file.clone(),
            unit,
            round,
            with,
            tables,
            expected: file.expect,
        })
    }
}

fn meant_round(entry: RoundEntry) -> Option<Round> {
    let year = |year| {
        Some(Period {
            from: Day::of(year, 1, 1)?,
            to: Day::of(year, 12, 31)?,
        })
    };
    let period = match entry.period {
        Some(period) => period.into(),
        None => year(2020)?,
    };
    let previous = match entry.previous {
        Some(previous) => previous.into(),
        None => period.year_before()?,
    };
    Some(Round {
        id: "case".to_owned(),
        period,
        previous,
        data_cutoff: entry.data_cutoff.unwrap_or(period.to),
        as_of: entry.as_of.unwrap_or(period.to),
        rubric: String::new(),
        timezone: "Asia/Ho_Chi_Minh".to_owned(),
    })
}

struct TableReader<'a> {
    schema: &'a Schema,
    unit: &'a str,
    round: &'a Round,
    places: &'a written::Places,
    path: String,
}

impl TableReader<'_> {
    fn place(&self, below: &str) -> Place {
        self.places.place(&format!("{}.{below}", self.path))
    }

    fn read(&self, entry: TableEntry) -> Result<WorldTable, Problem> {
        let mut coverage = BTreeMap::new();
        let own = entry.coverage.unwrap_or_else(|| "complete".into());
        for (body, value) in std::iter::once((self.unit.to_owned(), own)).chain(entry.bodies) {
            let missing = meant_coverage(&value).ok_or_else(|| {
                Problem::new("proof.coverage")
                    .with("found", &value)
                    .at(self.place("coverage"))
            })?;
            coverage.insert(body, missing);
        }
        let mut rows = Vec::new();
        for (n, row) in entry.rows.into_iter().enumerate() {
            rows.push(self.row(n, row)?);
        }
        Ok(WorldTable {
            rows,
            coverage,
            period: entry.period.map(Period::from),
        })
    }

    fn row(
        &self,
        n: usize,
        mut row: BTreeMap<String, toml::Value>,
    ) -> Result<BTreeMap<String, Value>, Problem> {
        let mut cells = BTreeMap::new();
        for column in &self.schema.columns {
            let given = row.remove(&column.name);
            let value = match (&given, column.name.as_str()) {
                (Some(value), _) => {
                    meant_cell(value, column.kind.is_integer()).ok_or_else(|| {
                        Problem::new("proof.cell")
                            .with("column", &column.name)
                            .with("found", value)
                            .with("type", column.kind.code())
                            .at(self.place(&format!("rows.{n}.{}", column.name)))
                    })?
                }
                (None, "unit_id") => Value::Text(self.unit.to_owned()),
                (None, "obs") => Value::Integer(1),
                (None, "row") => Value::Integer(i64::try_from(n).unwrap_or(0) + 1),
                (None, "observed_at") => Value::Text(format!("{}T12:00:00", self.round.as_of)),
                (None, _) if column.required && !column.kind.is_integer() => {
                    Value::Text(String::new())
                }
                (None, _) => Value::Null,
            };
            cells.insert(column.name.clone(), value);
        }
        if let Some(name) = row.keys().next() {
            let known: Vec<String> = self.schema.columns.iter().map(|c| c.name.clone()).collect();
            return Err(written::unknown("check.unknown_column", name, &known)
                .with("table", &self.schema.name)
                .at(self.place(&format!("rows.{n}.{name}"))));
        }
        Ok(cells)
    }
}

/// `None` = no input; a count = so many rows missing.
fn meant_coverage(value: &toml::Value) -> Option<Option<Count>> {
    match value.as_str() {
        Some("complete") => return Some(Some(Count::ZERO)),
        Some("partial" | "sample") => return Some(Some(Count::Unbounded)),
        Some("none") => return Some(None),
        Some(_) => return None,
        None => {}
    }
    let n = value.get("missing")?.as_integer()?;
    Some(Some(Count::Finite(u64::try_from(n).ok()?)))
}

fn meant_cell(value: &toml::Value, integer: bool) -> Option<Value> {
    match value {
        toml::Value::Boolean(yes) if integer => Some(Value::Integer(i64::from(*yes))),
        toml::Value::Integer(n) if integer => Some(Value::Integer(*n)),
        toml::Value::String(text) if !integer => Some(Value::Text(text.clone())),
        toml::Value::Datetime(day) if !integer => Some(Value::Text(day.to_string())),
        toml::Value::Boolean(_)
        | toml::Value::Integer(_)
        | toml::Value::String(_)
        | toml::Value::Datetime(_)
        | toml::Value::Float(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => None,
    }
}

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
                .map_err(|e| crate::table::failure(name, &e))?;
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
    for (body, missing) in &table.coverage {
        let (state, n) = match missing {
            None => ("none", None),
            Some(Count::Finite(0)) => ("complete", None),
            Some(Count::Finite(n)) => ("partial", i64::try_from(*n).ok()),
            Some(Count::Unbounded) => ("partial", None),
        };
        let from = table.period.map(|p| p.from.to_string());
        let to = table.period.map(|p| p.to.to_string());
        let mut statement = connection
            .prepare("insert into coverage (unit_id, table_name, state, missing, period_from, period_to) values (?, ?, ?, ?, ?, ?)")
            .map_err(failed)?;
        statement
            .execute(rusqlite::params![body, name, state, n, from, to])
            .map_err(failed)?;
    }
    Ok(())
}
