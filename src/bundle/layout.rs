//! What stands in a bundle: the bookkeeping tables, then every table of the catalogue, by name.
//!
//! The layout is text only. What a file has is compared with it before any row of the file is read.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;

use crate::table::{Catalogue, Column, ColumnKind, Schema};
use crate::words::{Place, Problem};

/// The bookkeeping tables: name, key, statement.
const BOOKKEEPING: [(&str, &str, &str); 5] = [
    (
        "meta",
        "name",
        "create table meta (
  name text primary key,
  value text not null
) strict, without rowid",
    ),
    (
        "observation",
        "id",
        "create table observation (
  id integer primary key,
  step text not null,
  subject text not null,
  outcome text not null,
  file text not null,
  sha256 text not null,
  bytes integer not null,
  owner text not null,
  illustrative integer not null check (illustrative in (0, 1)),
  period_from text not null,
  period_to text not null,
  observed_at text not null,
  detail text not null
) strict, without rowid",
    ),
    (
        "attempt",
        "observation, n",
        "create table attempt (
  observation integer not null,
  n integer not null,
  started_at text not null,
  address text not null,
  stage text not null,
  outcome text not null,
  detail text not null,
  primary key (observation, n)
) strict, without rowid",
    ),
    (
        "blob",
        "sha256",
        "create table blob (
  sha256 text primary key,
  media_type text not null,
  bytes blob not null
) strict, without rowid",
    ),
    (
        "unread",
        "id",
        "create table unread (
  id integer primary key,
  obs integer not null,
  row integer,
  cell text not null,
  column_name text not null,
  code text not null,
  detail text not null
) strict, without rowid",
    ),
];

/// All tables of a bundle in schema order.
#[derive(Debug)]
pub(super) struct Layout {
    tables: Vec<Table>,
}

/// One table.
#[derive(Debug)]
pub(super) struct Table {
    /// Name.
    pub(super) name: String,
    /// Reads all rows in the order of the digest.
    pub(super) select: String,
    /// What each column takes, beside what SQLite sees to.
    pub(super) rules: Vec<Rule>,
    /// Statements that make it and its indexes.
    ddl: Vec<String>,
    /// How many indexes SQLite makes by itself for its unique sets.
    implied: usize,
}

/// The `CHECK` of a column. SQLite leaves these out of a file that it may only read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rule {
    /// Anything.
    Any,
    /// 0, 1 or NULL.
    Bool,
    /// `''`, one of these, or NULL.
    Code(Vec<String>),
}

impl Rule {
    fn of(column: &Column) -> Self {
        match &column.kind {
            ColumnKind::Bool => Self::Bool,
            ColumnKind::Code(codes) => Self::Code(codes.clone()),
            ColumnKind::Text | ColumnKind::Int | ColumnKind::Date | ColumnKind::Time => Self::Any,
        }
    }

    /// Whether a cell keeps to it.
    pub(super) fn allows(&self, cell: ValueRef<'_>) -> bool {
        match (self, cell) {
            (Self::Any, _) | (Self::Bool | Self::Code(_), ValueRef::Null) => true,
            (Self::Bool, ValueRef::Integer(number)) => matches!(number, 0 | 1),
            (Self::Code(codes), ValueRef::Text(text)) => {
                text.is_empty() || codes.iter().any(|code| code.as_bytes() == text)
            }
            (Self::Bool | Self::Code(_), _) => false,
        }
    }
}

/// An object as `sqlite_schema` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    /// `table` or `index`.
    pub(super) kind: &'static str,
    /// The table it belongs to.
    pub(super) table: String,
    /// Its statement; nothing for an index that SQLite made by itself.
    pub(super) sql: Option<String>,
}

impl Layout {
    /// The layout of a bundle with the tables of a catalogue.
    ///
    /// Errors: a table of the catalogue that has the name of a bookkeeping table.
    pub(super) fn of(catalogue: &Catalogue) -> Result<Self, Problem> {
        let mut tables: Vec<Table> = BOOKKEEPING
            .iter()
            .map(|(name, key, sql)| Table {
                name: (*name).to_owned(),
                // The digest stands among the rows that it is taken of.
                select: if *name == "meta" {
                    "select * from meta where name <> 'digest' order by name".to_owned()
                } else {
                    format!("select * from {name} order by {key}")
                },
                rules: sql
                    .lines()
                    .filter(|line| line.starts_with("  ") && !line.starts_with("  primary key"))
                    .map(|line| {
                        if line.contains(" check (") {
                            Rule::Bool
                        } else {
                            Rule::Any
                        }
                    })
                    .collect(),
                ddl: vec![(*sql).to_owned()],
                implied: 0,
            })
            .collect();
        for schema in catalogue.tables() {
            if BOOKKEEPING.iter().any(|(name, _, _)| *name == schema.name) {
                return Err(Problem::new("bundle.reserved_table")
                    .with("table", &schema.name)
                    .at(Place::from(schema)));
            }
            tables.push(Table {
                name: schema.name.clone(),
                select: format!(
                    "select * from {} order by {}",
                    schema.name,
                    schema.key.join(", ")
                ),
                rules: schema.columns.iter().map(Rule::of).collect(),
                ddl: schema.ddl(),
                implied: implied_indexes(schema),
            });
        }
        Ok(Self { tables })
    }

    /// As if every column took anything: what a forger would use.
    #[cfg(test)]
    pub(super) fn without_rules(mut self) -> Self {
        for rule in self.tables.iter_mut().flat_map(|table| &mut table.rules) {
            *rule = Rule::Any;
        }
        self
    }

    /// The tables in schema order.
    pub(super) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The statements that make all of it.
    pub(super) fn statements(&self) -> impl Iterator<Item = &str> {
        self.tables
            .iter()
            .flat_map(|table| table.ddl.iter().map(String::as_str))
    }

    /// Everything that `sqlite_schema` must list, by name, and nothing else.
    pub(super) fn objects(&self) -> BTreeMap<String, Object> {
        let mut objects = BTreeMap::new();
        for table in &self.tables {
            let of = |kind, sql| Object {
                kind,
                table: table.name.clone(),
                sql,
            };
            for statement in &table.ddl {
                // SQLite keeps the text from the name on, behind words of its own.
                for (start, kept, kind) in [
                    ("create table ", "CREATE TABLE ", "table"),
                    ("create index ", "CREATE INDEX ", "index"),
                ] {
                    if let Some(rest) = statement.strip_prefix(start) {
                        let name = rest.split(' ').next().unwrap_or_default().to_owned();
                        objects.insert(name, of(kind, Some(format!("{kept}{rest}"))));
                    }
                }
            }
            // The first is the key's own, which a table without rowid is.
            for n in 2..2 + table.implied {
                let name = format!("sqlite_autoindex_{}_{n}", table.name);
                objects.insert(name, of("index", None));
            }
        }
        objects
    }
}

/// How many unique sets get an index of their own: those that repeat neither the key nor one another.
fn implied_indexes(schema: &Schema) -> usize {
    let mut seen = vec![&schema.key];
    for set in &schema.unique {
        if !seen.contains(&set) {
            seen.push(set);
        }
    }
    seen.len() - 1
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
