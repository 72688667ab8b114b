//! A source held against the table it fills: every column named, every word of it read, before any file is opened.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::bodies::Bodies;
use super::cell::{self, Cell, same};
use super::decode;
use crate::table::{Catalogue, Column, ColumnKind, Schema};
use crate::unit::{CoverageRule, Covers, EmptyCell, Profile, Source};
use crate::words::{Problem, written};

/// A source that fits its table.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its table.
    pub schema: &'a Schema,
    /// The assessed unit.
    pub unit: String,
    /// The encoding it names.
    pub encoding: Option<&'static Encoding>,
    /// The bodies it speaks of: the unit, communes.
    pub covers: Vec<String>,
    /// The columns a file may give, in the table's order: all but `obs` and `row`, which come last there.
    pub columns: Vec<Bound<'a>>,
}

/// What a source says of one column.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    /// The column.
    pub column: &'a Column,
    /// The header that stands for it, where the source names one.
    pub header: Option<&'a str>,
    /// Its value in every row, where that is fixed.
    pub constant: Option<Cell>,
    /// What texts of the export mean, by their [`same`] form.
    pub values: BTreeMap<String, Cell>,
    /// What an empty cell means.
    pub empty: EmptyCell,
}

/// Tables whose list is closed by what it is, so that nothing needs to be said about their coverage.
const CLOSED: &[&str] = &["organisations", "portals", "evidence_files"];

/// Holds a source of a profile against the catalogue.
///
/// Errors: a table or column that is not there, a table the engine fills itself, a value or constant that is none of
/// the column's, an unknown encoding or body, nothing said about coverage.
pub(super) fn bind<'a>(
    profile: &'a Profile,
    source: &'a Source,
    catalogue: &'a Catalogue,
    bodies: &Bodies,
) -> Result<Binding<'a>, Problem> {
    let Some(schema) = catalogue.table(&source.table) else {
        let known: Vec<String> = catalogue.names().map(str::to_owned).collect();
        let problem = written::unknown("profile.table", &source.table, &known);
        return Err(problem.at(source.place.clone()));
    };
    let mut checker = Checker {
        profile,
        source,
        schema,
        problems: Vec::new(),
    };
    if !schema.is_collected() {
        checker.refuse("profile.frame_table", &schema.name, "");
    }
    if source.coverage == CoverageRule::Unsaid && !CLOSED.contains(&schema.name.as_str()) {
        checker.refuse("profile.coverage_unsaid", &source.path, "");
    }
    let encoding = source.encoding.as_deref().and_then(decode::encoding);
    if let (Some(label), None) = (&source.encoding, encoding) {
        checker.refuse("profile.encoding", label, "encoding");
    }
    let covers = checker.covers(bodies);
    checker.names("columns", source.columns.keys());
    checker.names("values", source.values.keys());
    checker.names("empty", source.empty.keys());
    checker.names("constants", source.constants.keys());
    let columns = bindable(schema)
        .map(|column| checker.bound(column))
        .collect();
    match Problem::all(checker.problems) {
        Some(problem) => Err(problem),
        None => Ok(Binding {
            source,
            schema,
            unit: profile.id.clone(),
            encoding,
            covers,
            columns,
        }),
    }
}

/// The columns a file may give; they stand first in the table.
fn bindable(schema: &Schema) -> impl Iterator<Item = &Column> {
    let engine = |column: &&Column| !matches!(column.name.as_str(), "obs" | "row");
    schema.columns.iter().filter(engine)
}

impl Binding<'_> {
    /// The position of a column, where the table has it.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|bound| bound.column.name == name)
    }
}

struct Checker<'a> {
    profile: &'a Profile,
    source: &'a Source,
    schema: &'a Schema,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn add(&mut self, problem: Problem, path: &str) {
        let key = &self.source.key;
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{key}.{path}")
        };
        self.problems.push(problem.at(self.profile.place(&path)));
    }

    fn refuse(&mut self, code: &'static str, name: &str, path: &str) {
        let problem = Problem::new(code)
            .with("name", name)
            .with("table", &self.schema.name);
        self.add(problem, path);
    }

    fn names<'n>(&mut self, part: &str, names: impl Iterator<Item = &'n String>) {
        for name in names {
            if !bindable(self.schema).any(|column| column.name == *name) {
                let known: Vec<String> = bindable(self.schema)
                    .map(|column| column.name.clone())
                    .collect();
                let problem = written::unknown("profile.column", name, &known);
                let problem = problem.with("table", &self.schema.name);
                self.add(problem, &format!("{part}.{name}"));
            }
        }
    }

    fn covers(&mut self, bodies: &Bodies) -> Vec<String> {
        match &self.source.covers {
            Covers::Unit => vec![self.profile.id.clone()],
            Covers::All => bodies.counted().map(str::to_owned).collect(),
            Covers::Bodies(ids) => {
                let known: Vec<String> = bodies.counted().map(str::to_owned).collect();
                for id in ids.iter().filter(|id| !known.contains(id)) {
                    let problem = written::unknown("profile.unknown_body", id, &known);
                    self.add(problem, "covers");
                }
                ids.clone()
            }
        }
    }

    fn bound(&mut self, column: &'a Column) -> Bound<'a> {
        let source = self.source;
        let constant = source.constants.get(&column.name).and_then(|text| {
            let path = format!("constants.{}", column.name);
            self.meant(column, text, &path)
        });
        let mut values = BTreeMap::new();
        for (written, text) in source.values.get(&column.name).into_iter().flatten() {
            let path = format!("values.{}.{written}", column.name);
            if let Some(cell) = self.meant(column, text, &path) {
                values.insert(same(written), cell);
            }
        }
        let empty = source.empty.get(&column.name).copied();
        let fits = match empty {
            None | Some(EmptyCell::Unknown) => true,
            Some(EmptyCell::None) => !column.kind.is_integer(),
            Some(EmptyCell::Zero) => column.kind.is_integer(),
        };
        if !fits {
            self.refuse(
                "profile.empty_kind",
                &column.name,
                &format!("empty.{}", column.name),
            );
        }
        Bound {
            column,
            header: source.columns.get(&column.name).map(String::as_str),
            constant,
            values,
            empty: empty.unwrap_or(EmptyCell::Unknown),
        }
    }

    /// What a text of the profile means in a column; `''` is «there is none» and fits texts, codes, days and times.
    fn meant(&mut self, column: &Column, text: &str, path: &str) -> Option<Cell> {
        let text = cell::trimmed(text);
        let cell = if text.is_empty() {
            (!column.kind.is_integer()).then(|| Cell::from(""))
        } else {
            cell::read(text, &column.kind).ok()
        };
        if cell.is_none() {
            let kinds = match &column.kind {
                ColumnKind::Code(codes) => codes.join(", "),
                kind @ (ColumnKind::Text
                | ColumnKind::Int
                | ColumnKind::Bool
                | ColumnKind::Date
                | ColumnKind::Time) => kind.code().to_owned(),
            };
            let problem = Problem::new("profile.value").with("name", text);
            let problem = problem.with("column", &column.name).with("right", kinds);
            self.add(problem, path);
        }
        cell
    }
}
