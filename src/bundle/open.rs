//! Opening a bundle from anywhere: everything is looked at from outside first, and nothing in it is ever run.
//!
//! In this order: the header (`header.rs`), the connection (read-only, hardened), the schema (equal to ours), the pages
//! and indexes (sound), `meta`, the digest. Each step relies on those before it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::digest::{Unread, Why, digest};
use super::layout::{Layout, Object};
use super::{LONGEST_CELL, MOST_HEAP, address, header, meta, name_of, shown};
use crate::score::Subject;
use crate::table::Catalogue;
use crate::words::{Place, Problem};

/// Whether the digest is computed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Yes: the file may come from anywhere.
    Verify,
    /// No: it was just sealed, or verified before. Header, schema, pages and `meta` are checked all the same; whether
    /// indexes say what their tables say is not.
    SkipDigest,
}

/// A sealed bundle that is what it says, open for reading.
#[derive(Debug)]
pub struct Bundle {
    connection: Connection,
    file: String,
    meta: BTreeMap<String, String>,
    digest: String,
}

impl Bundle {
    /// Opens a bundle made with the tables of `catalogue`.
    ///
    /// Errors: input (exit 3) where there is no file to read; untrusted (exit 4) where the file is not a sealed bundle of
    /// a known format, has anything else in its schema than our own tables, is damaged, or was altered.
    pub fn open(path: &Path, catalogue: &Catalogue, trust: Trust) -> Result<Self, Problem> {
        Self::open_as(path, &Layout::of(catalogue)?, trust)
    }

    /// The same with a layout that was made before.
    pub(super) fn open_as(path: &Path, layout: &Layout, trust: Trust) -> Result<Self, Problem> {
        header::examine(path)?;
        let file = name_of(path);
        let damaged = |error: rusqlite::Error| refusal(&file, "sqlite_schema", error);
        let connection = hardened(path).map_err(damaged)?;
        let found = schema(&connection).map_err(damaged)?;
        compare(&found, layout.objects()).map_err(|problem| problem.at(Place::file(&file)))?;
        sound(&connection, &file, trust)?;
        let (meta, stated) = meta::read(&connection, &file)?;
        if trust == Trust::Verify {
            let found = digest(&connection, layout).map_err(|unread| unread.problem(&file))?;
            if found != stated {
                return Err(Problem::untrusted("bundle.digest")
                    .with("stated", shown(&stated))
                    .with("found", found)
                    .at(Place::file(&file)));
            }
        }
        Ok(Self {
            connection,
            file,
            meta,
            digest: stated,
        })
    }

    /// Whose bundle a file says it is, of which round, and by which digest: for a file of our own, whose digest is not
    /// computed again. The tables may be those of another version; only `meta` is read, and nothing can run.
    ///
    /// Errors: as [`Self::open`], but for those about other tables than `meta`.
    pub fn peek(path: &Path, catalogue: &Catalogue) -> Result<Subject, Problem> {
        header::examine(path)?;
        let file = name_of(path);
        let damaged = |error: rusqlite::Error| refusal(&file, "sqlite_schema", error);
        let connection = hardened(path).map_err(damaged)?;
        let mut found = schema(&connection).map_err(damaged)?;
        found.retain(|object| object.name == "meta");
        let mut ours = Layout::of(catalogue)?.objects();
        ours.retain(|name, _| name == "meta");
        compare(&found, ours).map_err(|problem| problem.at(Place::file(&file)))?;
        let (rows, stated) = meta::read(&connection, &file)?;
        meta::subject(&file, &rows, &stated)
    }

    /// The digest over its content, 64 hex digits: its name everywhere else.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The rows of `meta` but the digest: the round and the unit as text.
    pub fn meta(&self) -> &BTreeMap<String, String> {
        &self.meta
    }

    /// Whose bundle it is, and of which round.
    ///
    /// Errors: a value that is missing, or none of its kind (untrusted).
    pub fn subject(&self) -> Result<Subject, Problem> {
        meta::subject(&self.file, &self.meta, &self.digest)
    }

    /// The connection: read-only and hardened, for a sandbox to be put around.
    pub fn into_connection(self) -> Connection {
        self.connection
    }
}

/// Opens the file alone (what lies beside it is not looked at) and switches off all that a schema could do.
fn hardened(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        address(path, "mode=ro&immutable=1"),
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_CELL),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (Limit::SQLITE_LIMIT_COLUMN, 500),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value)?;
    }
    for (switch, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    ] {
        connection.set_db_config(switch, on)?;
    }
    connection.execute_batch(&format!(
        "pragma hard_heap_limit = {MOST_HEAP}; pragma cell_size_check = on; pragma mmap_size = 0; \
         pragma temp_store = memory; pragma query_only = on"
    ))?;
    Ok(connection)
}

/// An object as the file lists it; texts as they are, whatever they are.
#[derive(Debug)]
pub(super) struct Found {
    kind: String,
    name: String,
    table: String,
    sql: Option<String>,
}

pub(super) fn schema(connection: &Connection) -> rusqlite::Result<Vec<Found>> {
    let mut statement =
        connection.prepare("select type, name, tbl_name, sql from sqlite_schema")?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |n| row.get_ref(n).map(as_text);
        found.push(Found {
            kind: text(0)?.unwrap_or_default(),
            name: text(1)?.unwrap_or_default(),
            table: text(2)?.unwrap_or_default(),
            sql: text(3)?,
        });
    }
    Ok(found)
}

/// A cell of the schema as text, nothing for NULL; a cell that is neither becomes a text that equals none of ours.
fn as_text(cell: ValueRef<'_>) -> Option<String> {
    match cell {
        ValueRef::Null => None,
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => Some("?".to_owned()),
    }
}

/// Refuses a schema that is not ours to the letter. What could run comes first, since it is the gravest.
pub(super) fn compare(found: &[Found], mut ours: BTreeMap<String, Object>) -> Result<(), Problem> {
    let about = |code, kind: &str, name: &str| {
        Problem::untrusted(code)
            .with("kind", shown(kind))
            .with("name", shown(name))
    };
    for object in found {
        if !matches!(object.kind.as_str(), "table" | "index") {
            return Err(about("bundle.schema_active", &object.kind, &object.name));
        }
        let sql = object.sql.as_deref().unwrap_or_default();
        if sql
            .get(..14)
            .is_some_and(|start| start.eq_ignore_ascii_case("create virtual"))
        {
            return Err(about("bundle.schema_active", "virtual table", &object.name));
        }
    }
    let mut seen = BTreeSet::new();
    for object in found {
        match ours.remove(&object.name) {
            Some(expected)
                if expected.kind == object.kind
                    && expected.table == object.table
                    && expected.sql == object.sql => {}
            Some(_) => return Err(about("bundle.schema_differs", &object.kind, &object.name)),
            None if seen.contains(&object.name) => {
                return Err(about("bundle.schema_differs", &object.kind, &object.name));
            }
            None => return Err(about("bundle.schema_extra", &object.kind, &object.name)),
        }
        seen.insert(&object.name);
    }
    match ours.first_key_value() {
        Some((name, object)) => Err(about("bundle.schema_missing", object.kind, name)),
        None => Ok(()),
    }
}

/// Whether the pages hang together, cells have the types of their columns, and every index says what its table says.
///
/// The index part matters: queries read indexes, the digest does not. `CHECK`s are left to the digest's reading, since
/// SQLite passes over them in a file that it may only read.
fn sound(connection: &Connection, file: &str, trust: Trust) -> Result<(), Problem> {
    let check = match trust {
        Trust::Verify => "pragma integrity_check(1)",
        Trust::SkipDigest => "pragma quick_check(1)",
    };
    let refuse = |error| refusal(file, "sqlite_schema", error);
    connection
        .execute_batch("pragma cache_size = -65536")
        .map_err(refuse)?;
    let verdict: String = connection
        .query_row(check, [], |row| row.get(0))
        .map_err(refuse)?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(Problem::untrusted("bundle.damaged")
        .with("detail", shown(&verdict))
        .at(Place::file(file)))
}

impl Unread {
    fn problem(self, file: &str) -> Problem {
        match self.why {
            Why::Sqlite(error) => refusal(file, &self.table, error),
            Why::Cell(column) => Problem::untrusted("bundle.cell")
                .with("table", self.table)
                .with("column", column)
                .at(Place::file(file)),
        }
    }
}

/// What SQLite could not read.
pub(super) fn refusal(file: &str, table: &str, error: rusqlite::Error) -> Problem {
    let problem = if error.sqlite_error_code() == Some(ErrorCode::TooBig) {
        Problem::untrusted("bundle.huge_cell")
            .with("table", table)
            .with("most", LONGEST_CELL)
    } else {
        Problem::untrusted("bundle.damaged").with("detail", shown(&error.to_string()))
    };
    problem.at(Place::file(file)).caused_by(error)
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "hostile_tests.rs"]
mod hostile_tests;
