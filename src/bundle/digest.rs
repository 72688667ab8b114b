//! The name of a bundle's content: SHA-256 over what the tables say, not over how the file keeps it.
//!
//! Tables in schema order; of each its name and columns, then its rows by key in BINARY order. A row begins with `r`, a
//! table ends with `e`; a cell is `n`, `i` and 8 bytes, `t` and 4 bytes of length and the text, or `b` and the SHA-256
//! of the bytes. So a `VACUUM` or another page size changes nothing, and no two contents look alike.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::layout::{Layout, Table};
use crate::exact::{Digester, sha256};

/// Bytes that are gathered before they are hashed.
const PORTION: usize = 1 << 15;

/// Why a table has no digest.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) table: String,
    pub(super) why: Why,
}

/// Why a table cannot be read.
#[derive(Debug)]
pub(super) enum Why {
    /// SQLite says so.
    Sqlite(rusqlite::Error),
    /// A cell of this column is none that the column takes.
    Cell(String),
}

impl From<rusqlite::Error> for Why {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// The digest of all tables, 64 hex digits.
pub(super) fn digest(connection: &Connection, layout: &Layout) -> Result<String, Unread> {
    let mut digester = Digester::default();
    digester.part(b"sansang/bundle/1");
    let mut buffer = Vec::with_capacity(2 * PORTION);
    for table in layout.tables() {
        add(connection, table, &mut digester, &mut buffer).map_err(|why| Unread {
            table: table.name.clone(),
            why,
        })?;
    }
    digester.raw(&buffer);
    Ok(digester.hex())
}

fn add(
    connection: &Connection,
    table: &Table,
    digester: &mut Digester,
    buffer: &mut Vec<u8>,
) -> Result<(), Why> {
    let mut statement = connection.prepare(&table.select)?;
    text(buffer, table.name.as_bytes());
    let named = statement.column_names();
    let names: Vec<String> = named.into_iter().map(str::to_owned).collect();
    for name in &names {
        text(buffer, name.as_bytes());
    }
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        buffer.push(b'r');
        for (n, (name, rule)) in names.iter().zip(&table.rules).enumerate() {
            let cell = row.get_ref(n)?;
            if !rule.allows(cell) {
                return Err(Why::Cell(name.clone()));
            }
            match cell {
                ValueRef::Null => buffer.push(b'n'),
                ValueRef::Integer(number) => {
                    buffer.push(b'i');
                    buffer.extend_from_slice(&number.to_be_bytes());
                }
                // No column takes one; a file that has one all the same has a digest too.
                ValueRef::Real(number) => {
                    buffer.push(b'f');
                    buffer.extend_from_slice(&number.to_bits().to_be_bytes());
                }
                ValueRef::Text(bytes) => text(buffer, bytes),
                ValueRef::Blob(bytes) => {
                    buffer.push(b'b');
                    buffer.extend_from_slice(sha256(bytes).as_bytes());
                }
            }
        }
        if buffer.len() >= PORTION {
            digester.raw(buffer);
            buffer.clear();
        }
    }
    buffer.push(b'e');
    Ok(())
}

fn text(buffer: &mut Vec<u8>, bytes: &[u8]) {
    buffer.push(b't');
    // Cells are far shorter than four bytes can say.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    buffer.extend_from_slice(&length.to_be_bytes());
    buffer.extend_from_slice(bytes);
}
