//! Writing a bundle: a `*.sansang.part` that becomes a bundle by sealing, and by nothing else.
//!
//! Whatever goes wrong leaves the part and no bundle. Sealing opens its own work as a stranger would before it gives it
//! its name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::digest::{Why, digest};
use super::layout::Layout;
use super::meta::{DIGEST, ILLUSTRATIVE, is_known};
use super::open::{Bundle, Trust, compare, schema};
use super::{APPLICATION_ID, FORMAT, LONGEST_CELL, address, name_of, shown};
use crate::table::Catalogue;
use crate::words::{Place, Problem};

#[cfg(unix)]
use super::unix::sync_folder;
#[cfg(windows)]
use super::windows::sync_folder;

/// Statements that stay prepared: a few for each table.
const STATEMENTS: usize = 200;

/// All tables of a bundle, empty: a run of many units makes them once and starts each part from a copy.
#[derive(Debug)]
pub struct Blank {
    layout: Arc<Layout>,
    /// The tables in memory.
    tables: Mutex<Connection>,
}

impl Blank {
    /// The tables of a catalogue.
    ///
    /// Errors (input): a table of the catalogue has a bookkeeping table's name.
    pub fn of(catalogue: &Catalogue) -> Result<Self, Problem> {
        let layout = Layout::of(catalogue)?;
        let tables = made(&layout).map_err(|error| {
            let problem = Problem::new("bundle.write").with("detail", &error);
            problem.caused_by(error)
        })?;
        Ok(Self {
            layout: Arc::new(layout),
            tables: Mutex::new(tables),
        })
    }

    /// Makes the file `path` (`*.sansang.part`) with all tables, empty but for `meta`, whose rows [`super::meta()`] gives.
    ///
    /// Errors (input): a file is there already, it cannot be written, or a row of `meta` has a name that no reader knows.
    pub fn draft(&self, path: &Path, meta: &BTreeMap<String, String>) -> Result<Draft, Problem> {
        if let Some(name) = meta.keys().find(|name| !is_known(name) || *name == DIGEST) {
            return Err(Problem::new("bundle.meta_name").with("name", name));
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .map_err(|error| {
                if error.kind() == ErrorKind::AlreadyExists {
                    taken(path)
                } else {
                    failure(path, error)
                }
            })?;
        let connection = self
            .fill(path, meta)
            .map_err(|error| failure(path, error))?;
        Ok(Draft {
            connection,
            part: path.to_owned(),
            layout: Arc::clone(&self.layout),
        })
    }

    /// Copies the tables in one go, then fills in the rows of `meta`: who is cut off leaves an empty file or all of them.
    fn fill(&self, path: &Path, meta: &BTreeMap<String, String>) -> rusqlite::Result<Connection> {
        let mut connection = connect(path)?;
        connection.execute_batch("pragma journal_mode = wal; pragma synchronous = normal")?;
        {
            let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
            let step = Backup::new(&tables, &mut connection)?.step(-1)?;
            if step != StepResult::Done {
                // Somebody else has the part open.
                return Err(busy());
            }
        }
        let transaction = connection.transaction()?;
        {
            let mut insert =
                transaction.prepare("insert into meta (name, value) values (?1, ?2)")?;
            for (name, value) in meta {
                insert.execute([name, value])?;
            }
        }
        transaction.commit()?;
        Ok(connection)
    }
}

/// A bundle that is being written.
#[derive(Debug)]
pub struct Draft {
    connection: Connection,
    part: PathBuf,
    layout: Arc<Layout>,
}

impl Draft {
    /// Makes a part with the tables of a catalogue, as [`Blank::draft`] does.
    ///
    /// Errors: those of [`Blank::of`] and [`Blank::draft`].
    pub fn create(
        path: &Path,
        catalogue: &Catalogue,
        meta: &BTreeMap<String, String>,
    ) -> Result<Self, Problem> {
        Blank::of(catalogue)?.draft(path, meta)
    }

    /// Opens a part that was left, to go on with it; what was not committed is gone. Nothing where the part holds no tables
    /// or no `meta` yet: then it may be removed.
    ///
    /// Errors: it cannot be opened (input); it has other tables than these, or is damaged (untrusted); its `meta` says
    /// something else than `meta` does, and what (input). Whether data are made up is not compared.
    pub fn reopen(
        path: &Path,
        catalogue: &Catalogue,
        meta: &BTreeMap<String, String>,
    ) -> Result<Option<Self>, Problem> {
        let layout = Layout::of(catalogue)?;
        let failed = |error| failure(path, error);
        let connection = connect(path).map_err(failed)?;
        let found = schema(&connection).map_err(failed)?;
        if found.is_empty() {
            return Ok(None);
        }
        compare(&found, layout.objects()).map_err(|problem| problem.at(place(path)))?;
        let verdict: String = connection
            .query_row("pragma quick_check(1)", [], |row| row.get(0))
            .map_err(failed)?;
        if verdict != "ok" {
            let problem = Problem::untrusted("bundle.damaged").with("detail", shown(&verdict));
            return Err(problem.at(place(path)));
        }
        // Sealing may have been cut off.
        connection
            .execute_batch(&format!(
                "begin immediate;
                 delete from meta where name = '{DIGEST}';
                 pragma application_id = 0;
                 pragma user_version = 0;
                 commit;
                 pragma journal_mode = wal;
                 pragma synchronous = normal"
            ))
            .map_err(failed)?;
        let bare: bool = connection
            .query_row("select not exists (select 1 from meta)", [], |row| {
                row.get(0)
            })
            .map_err(failed)?;
        if bare && !meta.is_empty() {
            // It was cut off between its tables and its first row.
            return Ok(None);
        }
        differences(&connection, meta)
            .map_err(failed)?
            .map_or(Ok(()), |names| {
                let problem = Problem::new("bundle.part_differs").with("names", names);
                Err(problem.at(place(path)))
            })?;
        Ok(Some(Self {
            connection,
            part: path.to_owned(),
            layout: Arc::new(layout),
        }))
    }

    /// The connection to write rows with; end every transaction before sealing.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Seals the draft: it becomes the bundle `to`, in a folder of the same disk. Returns the digest, 64 hex digits.
    ///
    /// Errors (input): `to` is there already, the disk fails, a transaction is open, or the tables are not what they were
    /// made as. The part stays, and there is no bundle.
    pub fn seal(self, to: &Path) -> Result<String, Problem> {
        let layout = self.layout;
        let part = self.part;
        let failed = |error: rusqlite::Error| failure(&part, error);
        if to.symlink_metadata().is_ok() {
            return Err(taken(to));
        }
        let digest = digest(&self.connection, &layout).map_err(|unread| match unread.why {
            Why::Sqlite(error) => failed(error),
            Why::Cell(column) => unsealable(&part, &format!("{}.{column}", unread.table)),
        })?;
        finish(&self.connection, &digest).map_err(failed)?;
        self.connection
            .close()
            .map_err(|(_, error)| failed(error))?;
        // What we would refuse from others gets no name from us either.
        Bundle::open_as(&part, &layout, Trust::Verify)
            .map_err(|problem| unsealable(&part, &problem).caused_by(problem))?;
        File::options()
            .write(true)
            .open(&part)
            .and_then(|file| file.sync_all())
            .map_err(|error| failure(&part, error))?;
        give_name(&part, to)?;
        Ok(digest)
    }
}

/// All tables, in memory.
fn made(layout: &Layout) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch("pragma page_size = 4096")?;
    let transaction = connection.transaction()?;
    for statement in layout.statements() {
        transaction.execute(statement, [])?;
    }
    transaction.commit()?;
    Ok(connection)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        address(path, "mode=rw"),
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_CELL)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// What a part's `meta` says otherwise, as `name: part → now`, joined; nothing where all is the same.
fn differences(
    connection: &Connection,
    meta: &BTreeMap<String, String>,
) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare("select name, value from meta")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let part: BTreeMap<String, String> = rows.collect::<rusqlite::Result<_>>()?;
    let names: BTreeSet<&String> = part.keys().chain(meta.keys()).collect();
    let said = |rows: &BTreeMap<String, String>, name: &String| {
        rows.get(name).map_or_else(|| "–".to_owned(), |v| shown(v))
    };
    let differing: Vec<String> = (names.into_iter())
        .filter(|name| *name != ILLUSTRATIVE && part.get(*name) != meta.get(*name))
        .map(|name| format!("{name}: {} → {}", said(&part, name), said(meta, name)))
        .collect();
    Ok((!differing.is_empty()).then(|| differing.join("; ")))
}

/// Writes the digest and the marks of a bundle, and brings everything into the one file.
fn finish(connection: &Connection, digest: &str) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "begin immediate;
         insert into meta (name, value) values ('{DIGEST}', '{digest}');
         pragma application_id = {APPLICATION_ID};
         pragma user_version = {FORMAT};
         commit;
         pragma wal_checkpoint(truncate);
         pragma synchronous = full"
    ))?;
    let mode: String =
        connection.query_row("pragma journal_mode = delete", [], |row| row.get(0))?;
    if mode == "delete" {
        Ok(())
    } else {
        // Somebody else has the part open.
        Err(busy())
    }
}

fn busy() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    rusqlite::Error::SqliteFailure(code, None)
}

/// Gives a part its name, and never one that is taken.
fn give_name(part: &Path, to: &Path) -> Result<(), Problem> {
    let failed = |error| failure(to, error);
    match std::fs::hard_link(part, to) {
        // The bundle stands; a part that stays beside it does no harm.
        Ok(()) => std::fs::remove_file(part).unwrap_or_default(),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(taken(to));
        }
        // A disk without hard links: there it is looked first.
        Err(_) if to.symlink_metadata().is_ok() => {
            return Err(taken(to));
        }
        Err(_) => std::fs::rename(part, to).map_err(failed)?,
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or_else(|| Path::new("."))).map_err(failed)
}

fn taken(path: &Path) -> Problem {
    Problem::new("bundle.exists").at(place(path))
}

fn unsealable(part: &Path, detail: &dyn std::fmt::Display) -> Problem {
    Problem::new("bundle.not_sealable")
        .with("detail", detail)
        .at(place(part))
}

fn place(path: &Path) -> Place {
    Place::file(name_of(path))
}

fn failure(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::new("bundle.write")
        .with("detail", &error)
        .at(place(path))
        .caused_by(error)
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
