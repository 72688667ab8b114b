//! Where queries run: a connection on which only reading of named tables and calling of listed functions is possible.
//!
//! Limits are deterministic: length of values, steps of the virtual machine, heap. No wall clock decides here.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, Statement};

use super::calendar::Calendar;
use super::functions;
use super::refusal::{Denied, failure, refusal, unlisted};
use crate::words::{Place, Problem};

/// A connection that answers questions and does nothing else.
pub struct Sandbox {
    connection: Connection,
    permit: Arc<Mutex<Permit>>,
    steps: Arc<AtomicU64>,
}

/// What the statement being prepared may touch, and what it was denied.
#[derive(Debug, Default)]
struct Permit {
    /// Whether anything is guarded: the sandbox's own housekeeping is not.
    guarded: bool,
    tables: BTreeSet<String>,
    /// Tables and columns that were read, for the lint.
    read: BTreeSet<(String, String)>,
    /// Names that were read without a column and are not on the list: common table expressions, or a breach.
    unnamed: BTreeSet<String>,
    denied: Option<Denied>,
}

/// A question: a query with its name for messages and the tables it may read.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// File, for messages.
    pub file: &'a str,
    /// The text.
    pub sql: &'a str,
    /// Tables it may read.
    pub tables: &'a BTreeSet<String>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}

/// Steps are counted in portions of this many.
const PORTION: u64 = 1_000;
/// Most steps of one statement; the longest honest query over 200,000 rows takes a twentieth of it.
const MOST_STEPS: u64 = 200_000_000;
/// Longest value in bytes, of a cell or of anything a query makes of cells.
const LONGEST_VALUE: i32 = 4_500_000;
/// Most memory of SQLite in bytes, all connections of the process together.
const MOST_HEAP: i64 = 1 << 30;

impl Sandbox {
    /// Fences a connection in.
    pub fn around(mut connection: Connection, calendar: &Arc<Calendar>) -> rusqlite::Result<Self> {
        connection.execute_batch(&format!(
            "pragma hard_heap_limit = {MOST_HEAP}; pragma temp_store = memory"
        ))?;
        functions::register(&connection, calendar)?;
        for (limit, value) in [
            (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
            (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
            (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
        ] {
            connection.set_limit(limit, value)?;
        }
        let permit = Arc::new(Mutex::new(Permit::default()));
        let asked = Arc::clone(&permit);
        connection.authorizer(Some(move |ctx: AuthContext<'_>| {
            asked
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .judge(ctx.action)
        }))?;
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        connection.progress_handler(
            i32::try_from(PORTION).unwrap_or(i32::MAX),
            Some(move || counted.fetch_add(PORTION, Ordering::Relaxed) > MOST_STEPS),
        )?;
        Ok(Self {
            connection,
            permit,
            steps,
        })
    }

    /// A sandbox around an empty database in memory, for cases.
    pub fn in_memory(calendar: &Arc<Calendar>) -> rusqlite::Result<Self> {
        Self::around(Connection::open_in_memory()?, calendar)
    }

    /// The connection itself, for filling tables; nothing is guarded meanwhile.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Lets statements that run long be ended from another thread.
    pub fn interrupt_handle(&self) -> rusqlite::InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// Prepares a query under guard.
    ///
    /// Errors: syntax, a table or function that is not on the list, anything but reading; each with its place in the file.
    pub fn prepare(&self, query: Query<'_>) -> Result<Guarded<'_>, Problem> {
        self.with_permit(|permit| {
            permit.guarded = true;
            permit.tables.clone_from(query.tables);
            permit.denied = None;
            permit.read.clear();
            permit.unnamed.clear();
        });
        let prepared = self.connection.prepare(query.sql);
        let (denied, unnamed) = self.with_permit(|permit| {
            permit.guarded = false;
            (permit.denied.take(), std::mem::take(&mut permit.unnamed))
        });
        for name in unnamed {
            if self
                .connection
                .table_exists(None, name.as_str())
                .unwrap_or(true)
            {
                let start = Place::span(query.file, query.sql, 0..0);
                return Err(unlisted(query, &name, start));
            }
        }
        match prepared {
            Ok(statement) if statement.readonly() => {
                self.steps.store(0, Ordering::Relaxed);
                Ok(Guarded { statement })
            }
            Ok(_) => Err(Problem::new("query.not_reading").at(Place::file(query.file))),
            Err(error) => Err(refusal(query, denied, &error)),
        }
    }

    /// The tables and columns that the query prepared last reads.
    pub fn columns_read(&self) -> BTreeSet<(String, String)> {
        self.with_permit(|permit| permit.read.clone())
    }

    /// Starts counting steps anew; each statement has its own budget.
    pub fn reset_steps(&self) {
        self.steps.store(0, Ordering::Relaxed);
    }

    fn with_permit<T>(&self, work: impl FnOnce(&mut Permit) -> T) -> T {
        work(&mut self.permit.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A statement that passed the guard.
#[derive(Debug)]
pub struct Guarded<'s> {
    statement: Statement<'s>,
}

impl<'s> Guarded<'s> {
    /// Names of the result's columns.
    pub fn columns(&self) -> Vec<String> {
        self.statement.column_names().map(str::to_owned).collect()
    }

    /// Names of the parameters, without their colon.
    pub fn parameters(&self) -> Vec<String> {
        (1..=self.statement.parameter_count())
            .filter_map(|n| self.statement.parameter_name(n))
            .map(|name| name.trim_start_matches([':', '@', '$']).to_owned())
            .collect()
    }

    /// Binds the parameters that the statement has; one that has no value is a problem.
    pub fn bind<'v>(
        &mut self,
        file: &str,
        value: impl Fn(&str) -> Option<&'v Value>,
    ) -> Result<(), Problem> {
        for n in 1..=self.statement.parameter_count() {
            let name = self.statement.parameter_name(n).unwrap_or("?").to_owned();
            let bound = value(name.trim_start_matches([':', '@', '$']));
            let Some(bound) = bound else {
                return Err(Problem::new("query.no_parameter")
                    .with("name", name)
                    .at(Place::file(file)));
            };
            self.statement
                .raw_bind_parameter(n, bound)
                .map_err(|error| failure(file, &error))?;
        }
        Ok(())
    }

    /// The statement, for stepping through its rows.
    pub fn statement(&mut self) -> &mut Statement<'s> {
        &mut self.statement
    }
}

impl Permit {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an allow-list: what is not named, now or in a later SQLite, is denied"
    )]
    fn judge(&mut self, action: AuthAction<'_>) -> Authorization {
        if !self.guarded {
            return Authorization::Allow;
        }
        let denied = match action {
            AuthAction::Select | AuthAction::Recursive => return Authorization::Allow,
            AuthAction::Read {
                table_name,
                column_name,
            } => {
                if self.may_read(table_name, column_name) {
                    if !self.tables.contains(table_name) {
                        self.unnamed.insert(table_name.to_owned());
                        return Authorization::Allow;
                    }
                    self.read
                        .insert((table_name.to_owned(), column_name.to_owned()));
                    return Authorization::Allow;
                }
                Denied::Table(table_name.to_owned())
            }
            AuthAction::Function { function_name } => {
                let name = function_name.to_ascii_lowercase();
                if functions::callable().any(|listed| listed == name) {
                    return Authorization::Allow;
                }
                Denied::Function(name)
            }
            _ => Denied::Action,
        };
        self.denied.get_or_insert(denied);
        Authorization::Deny
    }

    /// A table of the list, or the name of a common table expression: that is read without naming a column.
    fn may_read(&self, table: &str, column: &str) -> bool {
        // Virtual tables that are there without being made.
        const NEVER: &[&str] = &[
            "sqlite",
            "pragma",
            "json",
            "fts",
            "rtree",
            "geopoly",
            "dbstat",
            "bytecode",
            "tables_used",
        ];
        self.tables.contains(table)
            || (column.is_empty()
                && !NEVER
                    .iter()
                    .any(|start| table.to_ascii_lowercase().starts_with(start)))
    }
}

#[cfg(test)]
#[path = "sandbox_tests.rs"]
mod tests;
