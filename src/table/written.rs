//! Reading a table's file: as people write it, and what it means.

use serde::Deserialize;

use super::{Column, ColumnKind, Schema};
use crate::words::{Bilingual, Problem, written};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsWritten {
    name: String,
    grain: Bilingual,
    key: Vec<String>,
    #[serde(default)]
    unique: Vec<Vec<String>>,
    #[serde(default)]
    indexes: Vec<Vec<String>>,
    filled_by: Vec<String>,
    complete: Bilingual,
    #[serde(default)]
    part: Option<String>,
    #[serde(default)]
    live: bool,
    #[serde(default)]
    frame: bool,
    column: Vec<ColumnAsWritten>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnAsWritten {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    personal: bool,
    #[serde(default)]
    codes: Vec<String>,
    what: Bilingual,
}

impl Schema {
    /// Reads the file of one table.
    ///
    /// Errors: those of [`super::Catalogue::parse`].
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let written: AsWritten = written::parse(file, text)?;
        let places = written::Places::of(file, text);
        let refuse = |code, name: &str, path: &str| {
            Err(Problem::new(code).with("name", name).at(places.place(path)))
        };
        let stem = file.rsplit('/').next().unwrap_or(file);
        if stem != format!("{}.toml", written.name) {
            return refuse("table.file_name", &written.name, "name");
        }
        if !is_sql_name(&written.name) {
            return refuse("table.name", &written.name, "name");
        }
        let mut columns = meant_columns(written.column, &places)?;
        columns.extend(bookkeeping(&written.name, written.live));
        let schema = Self {
            name: written.name,
            grain: written.grain,
            key: written.key,
            unique: written.unique,
            indexes: written.indexes,
            filled_by: written.filled_by,
            complete: written.complete,
            part: written.part,
            live: written.live,
            frame: written.frame,
            columns,
        };
        schema.check_columns(&places)?;
        Ok(schema)
    }

    fn check_columns(&self, places: &written::Places) -> Result<(), Problem> {
        let named = [
            ("key", vec![&self.key]),
            ("unique", self.unique.iter().collect()),
            ("indexes", self.indexes.iter().collect()),
        ];
        if let Some(part) = &self.part {
            let kind = self.column(part).map(|column| &column.kind);
            if !matches!(kind, Some(ColumnKind::Text | ColumnKind::Code(_))) {
                return Err(Problem::new("table.part")
                    .with("name", part)
                    .at(places.place("part")));
            }
        }
        for (path, sets) in named {
            for name in sets.into_iter().flatten() {
                let required = match self.column(name) {
                    Some(column) => column.required,
                    None => {
                        return Err(Problem::new("table.no_column")
                            .with("name", name)
                            .at(places.place(path)));
                    }
                };
                if path != "indexes" && !required {
                    return Err(Problem::new("table.nullable_key")
                        .with("name", name)
                        .at(places.place(path)));
                }
            }
        }
        if self.key.is_empty() {
            return Err(Problem::new("table.no_key")
                .with("name", &self.name)
                .at(places.place("key")));
        }
        Ok(())
    }
}

/// `unit_id`, then the columns that a file names.
fn meant_columns(
    written: Vec<ColumnAsWritten>,
    places: &written::Places,
) -> Result<Vec<Column>, Problem> {
    let refuse = |code, name: &str, path: &str| {
        Err(Problem::new(code).with("name", name).at(places.place(path)))
    };
    let mut columns = vec![implicit(
        "unit_id",
        ColumnKind::Text,
        true,
        "đơn vị mà dòng này tính cho",
        "the body that the row counts for",
    )];
    for (n, column) in written.into_iter().enumerate() {
        if !is_sql_name(&column.name) || columns.iter().any(|known| known.name == column.name) {
            let path = format!("column.{n}.name");
            return refuse("table.column_name", &column.name, &path);
        }
        let Some(kind) = meant_kind(&column.kind, column.codes) else {
            let path = format!("column.{n}.type");
            return refuse("table.column_type", &column.kind, &path);
        };
        columns.push(Column {
            name: column.name,
            kind,
            required: column.required,
            personal: column.personal,
            what: column.what,
        });
    }
    Ok(columns)
}

fn meant_kind(word: &str, codes: Vec<String>) -> Option<ColumnKind> {
    match word {
        "text" => Some(ColumnKind::Text),
        "int" => Some(ColumnKind::Int),
        "bool" => Some(ColumnKind::Bool),
        "date" => Some(ColumnKind::Date),
        "time" => Some(ColumnKind::Time),
        "code" if !codes.is_empty() => Some(ColumnKind::Code(codes)),
        _ => None,
    }
}

/// The columns at the end that say when a row was seen and where it comes from, of tables that have them.
fn bookkeeping(table: &str, live: bool) -> Vec<Column> {
    let mut columns = Vec::new();
    if live {
        columns.push(implicit(
            "observed_at",
            ColumnKind::Time,
            true,
            "thời điểm ghi nhận",
            "when it was observed",
        ));
    }
    if !matches!(table, "coverage" | "baselines" | "declared") {
        columns.push(implicit(
            "obs",
            ColumnKind::Int,
            true,
            "lần ghi nhận (bảng observation)",
            "the observation it comes from",
        ));
        columns.push(implicit(
            "row",
            ColumnKind::Int,
            false,
            "dòng trong tệp; NULL nếu thu thập trực tiếp",
            "line in the file; NULL if live",
        ));
    }
    columns
}

/// A column that the engine adds; no source gives it.
fn implicit(name: &str, kind: ColumnKind, required: bool, vi: &str, en: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind,
        required,
        personal: false,
        what: Bilingual {
            vi: vi.to_owned(),
            en: en.to_owned(),
        },
    }
}

fn is_sql_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
