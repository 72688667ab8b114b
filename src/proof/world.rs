//! The small tables of a case, as people write them and as meant.

use std::collections::BTreeMap;

use rusqlite::types::Value;
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
    /// How much of it each body has, by body and part (`''` = the whole); a pair that is not here has no coverage row.
    pub coverage: BTreeMap<(String, String), Held>,
    pub period: Option<Period>,
}

/// How much of a table a body has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// No input.
    Nothing,
    /// All rows but so many.
    AllBut(Count),
}

impl Held {
    /// With one row more missing.
    pub(super) fn less_one(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::AllBut(missing) => Self::AllBut(missing + Count::Finite(1)),
        }
    }
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
    parts: BTreeMap<String, toml::Value>,
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
                let known = check.indicators.keys();
                return Err(written::unknown("proof.no_indicator", name, known)
                    .at(places.place(&format!("expect.{name}"))));
            }
        }
        let mut with = BTreeMap::new();
        for (name, value) in file.with {
            let param = check.params.get(&name);
            let meant = param
                .zip(meant_param(value))
                .and_then(|(param, meant)| param.default.same_type(&meant).then_some(meant));
            let Some(meant) = meant else {
                let known = check.params.keys();
                return Err(written::unknown("proof.no_param", &name, known)
                    .at(places.place(&format!("with.{name}"))));
            };
            with.insert(name, meant);
        }
        let round = meant_round(&file.round)
            .ok_or_else(|| Problem::new("proof.round").at(places.place("round")))?;
        let mut tables = BTreeMap::new();
        for (name, entry) in file.table {
            let path = format!("table.{name}");
            let Some(schema) = catalogue.table(&name) else {
                let known = catalogue.names();
                return Err(
                    written::unknown("check.unknown_table", &name, known).at(places.place(&path))
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

fn meant_param(value: toml::Value) -> Option<ParamValue> {
    match value {
        toml::Value::Integer(n) => Some(ParamValue::Int(n)),
        toml::Value::String(text) => Some(ParamValue::Text(text)),
        toml::Value::Boolean(_)
        | toml::Value::Float(_)
        | toml::Value::Datetime(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => None,
    }
}

fn meant_round(entry: &RoundEntry) -> Option<Round> {
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
        units: Vec::new(),
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
        let whole = String::new;
        let said = std::iter::once((self.unit.to_owned(), whole(), own))
            .chain(entry.bodies.into_iter().map(|(body, v)| (body, whole(), v)))
            .chain(
                entry
                    .parts
                    .into_iter()
                    .map(|(part, v)| (self.unit.to_owned(), part, v)),
            );
        for (body, part, value) in said {
            if !part.is_empty() && !self.schema.has_part(&part) {
                return Err(self.no_part(&part));
            }
            let held = meant_coverage(&value).ok_or_else(|| {
                Problem::new("proof.coverage")
                    .with("found", &value)
                    .at(self.place("coverage"))
            })?;
            coverage.insert((body, part), held);
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

    fn no_part(&self, part: &str) -> Problem {
        let (place, table) = (self.place(&format!("parts.{part}")), &self.schema.name);
        let problem = if self.schema.part.is_none() {
            Problem::new("check.no_parts")
        } else {
            written::unknown("check.unknown_part", part, self.schema.parts())
        };
        problem.with("table", table).at(place)
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
            let known = self.schema.columns.iter().map(|column| &column.name);
            return Err(written::unknown("check.unknown_column", name, known)
                .with("table", &self.schema.name)
                .at(self.place(&format!("rows.{n}.{name}"))));
        }
        Ok(cells)
    }
}

/// `complete`, `partial`, `sample`, `none`, or `{ missing = n }`.
fn meant_coverage(value: &toml::Value) -> Option<Held> {
    match value.as_str() {
        Some("complete") => Some(Held::AllBut(Count::ZERO)),
        Some("partial" | "sample") => Some(Held::AllBut(Count::Unbounded)),
        Some("none") => Some(Held::Nothing),
        Some(_) => None,
        None => {
            let n = value.get("missing")?.as_integer()?;
            Some(Held::AllBut(Count::Finite(u64::try_from(n).ok()?)))
        }
    }
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
