//! The catalogue: what a row of each table is, its columns and what NULL means in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::{Bilingual, Place, Problem};

/// All tables of a pack, by name.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    tables: BTreeMap<String, Schema>,
}

/// One table: what a row is, its columns and how it is kept.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Name, as queries say it.
    pub name: String,
    /// What one row stands for.
    pub grain: Bilingual,
    /// The columns that name a row, unique and never NULL.
    pub key: Vec<String>,
    /// Further sets of columns that are unique.
    pub unique: Vec<Vec<String>>,
    /// Further indexes; one that begins with `unit_id` is always there.
    pub indexes: Vec<Vec<String>>,
    /// Codes of what fills it.
    pub filled_by: Vec<String>,
    /// What `complete` coverage of it means.
    pub complete: Bilingual,
    /// The column that says which part of the table a row is of, where coverage is kept by part too.
    pub part: Option<String>,
    /// Whether its rows come from a live system and so carry `observed_at`.
    pub live: bool,
    /// Whether the engine or the profile fills it.
    pub frame: bool,
    /// All columns in order: `unit_id`, the table's own, then `observed_at`, `obs` and `row` where it has them.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name, as queries say it.
    pub name: String,
    /// What values it takes.
    pub kind: ColumnKind,
    /// Whether it is never NULL (the `!` of the catalogue).
    pub required: bool,
    /// Whether it is personal: dropped or keyed at load.
    pub personal: bool,
    /// What it says, and what `''` or NULL means in it.
    pub what: Bilingual,
}

/// What values a column takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, NFC. `''` = looked, there is none.
    Text,
    /// A whole number.
    Int,
    /// 1 or 0.
    Bool,
    /// An ISO day, or `''`.
    Date,
    /// An ISO day and time without a zone, or `''`.
    Time,
    /// One of a closed list.
    Code(Vec<String>),
}

impl ColumnKind {
    /// The word the catalogue uses.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Time => "time",
            Self::Code(_) => "code",
        }
    }

    /// Whether SQLite keeps it as INTEGER.
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Int | Self::Bool)
    }
}

impl Catalogue {
    /// Reads the table files of a pack (file name → text).
    ///
    /// Errors: a file that does not parse, a name that is no SQL name or taken, a key or index over a column that is not there.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problem> {
        let mut tables = BTreeMap::new();
        let mut problems = Vec::new();
        for (file, text) in files {
            match Schema::parse(file, text) {
                Ok(schema) => {
                    tables.insert(schema.name.clone(), schema);
                }
                Err(problem) => problems.push(problem),
            }
        }
        match Problem::all(problems) {
            Some(problem) => Err(problem),
            None => Ok(Self { tables }),
        }
    }

    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<&Schema> {
        self.tables.get(name)
    }

    /// All tables, by name.
    pub fn tables(&self) -> impl Iterator<Item = &Schema> {
        self.tables.values()
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }
}

impl Schema {
    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column of its parts.
    pub fn part_column(&self) -> Option<&Column> {
        self.column(self.part.as_ref()?)
    }

    /// Whether it has a part of a name: its column takes it, and it names one.
    pub fn has_part(&self, part: &str) -> bool {
        let kind = self.part_column().map(|column| &column.kind);
        match kind {
            Some(ColumnKind::Code(codes)) => codes.iter().any(|code| code == part),
            Some(ColumnKind::Text) => !part.is_empty(),
            Some(ColumnKind::Int | ColumnKind::Bool | ColumnKind::Date | ColumnKind::Time)
            | None => false,
        }
    }

    /// The parts that it may have, where they are a closed list.
    pub fn parts(&self) -> &[String] {
        match self.part_column().map(|column| &column.kind) {
            Some(ColumnKind::Code(codes)) => codes,
            Some(
                ColumnKind::Text
                | ColumnKind::Int
                | ColumnKind::Bool
                | ColumnKind::Date
                | ColumnKind::Time,
            )
            | None => &[],
        }
    }

    /// Whether its rows come from observations (all but the engine's own bookkeeping).
    pub fn is_collected(&self) -> bool {
        self.column("obs").is_some()
    }

    /// The columns that a file of rows may give: all but what the engine adds.
    pub fn own_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(|c| !matches!(c.name.as_str(), "unit_id" | "obs" | "row" | "observed_at"))
    }

    /// The statements that make the table and its indexes: STRICT, keys unique, booleans and codes checked, no REAL.
    ///
    /// A bundle's schema must equal these texts before any row of it is read.
    pub fn ddl(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.columns.iter().map(column_ddl).collect();
        lines.push(format!("primary key ({})", self.key.join(", ")));
        lines.extend(
            self.unique
                .iter()
                .map(|set| format!("unique ({})", set.join(", "))),
        );
        let mut statements = vec![format!(
            "create table {} (\n  {}\n) strict, without rowid",
            self.name,
            lines.join(",\n  ")
        )];
        let mut indexed = BTreeSet::new();
        // An index or key that begins with the unit serves for the unit alone.
        let by_unit = vec!["unit_id".to_owned()];
        let led = |set: &Vec<String>| set.first().is_some_and(|name| name == "unit_id");
        let served = self.indexes.iter().any(led) || led(&self.key);
        for set in (!served)
            .then_some(&by_unit)
            .into_iter()
            .chain(&self.indexes)
        {
            let name = format!("{}_by_{}", self.name, set.join("_"));
            if indexed.insert(name.clone()) {
                statements.push(format!(
                    "create index {name} on {} ({})",
                    self.name,
                    set.join(", ")
                ));
            }
        }
        statements
    }
}

fn column_ddl(column: &Column) -> String {
    let name = &column.name;
    let sql_type = if column.kind.is_integer() {
        "integer"
    } else {
        "text"
    };
    let null = if column.required { " not null" } else { "" };
    let check = match &column.kind {
        ColumnKind::Bool => format!(" check ({name} in (0, 1))"),
        ColumnKind::Code(codes) => {
            let list: Vec<String> = codes
                .iter()
                .map(|code| format!("'{}'", code.replace('\'', "''")))
                .collect();
            format!(" check ({name} in ('', {}))", list.join(", "))
        }
        ColumnKind::Text | ColumnKind::Int | ColumnKind::Date | ColumnKind::Time => String::new(),
    };
    format!("{name} {sql_type}{null}{check}")
}

/// Used by loaders that name a table's file.
impl From<&Schema> for Place {
    fn from(schema: &Schema) -> Self {
        Self::file(format!("tables/{}.toml", schema.name))
    }
}
