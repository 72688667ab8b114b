//! Records: what was read or asked, once each, with its attempts and its bytes, in the bookkeeping tables of a bundle.
//!
//! Works on a draft's connection and on a sealed bundle's alike. Bytes are stored once, by their SHA-256, and are looked at
//! by it again when they are read. Start at [`Record`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read as _;

use rusqlite::{Connection, OptionalExtension as _, params};
use zstd::bulk::Compressor;

use super::LONGEST_CELL;
use crate::exact::sha256;

/// Room that a row needs beside its bytes.
const BESIDE: usize = 1_000;
/// How hard bytes are packed: quick, since pages are many.
const LEVEL: i32 = 3;
/// Most memory that unpacking may ask for, as a power of two.
const WINDOW: u32 = 24;

/// A row of `observation` with its rows of `attempt`. Codes and times are texts as stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The collector.
    pub step: String,
    /// What it looked at: unique within the step.
    pub subject: String,
    /// How it ended.
    pub outcome: String,
    /// The file or address.
    pub file: String,
    /// SHA-256 of its bytes, hex; `''` = none.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// Whose system it comes from; `''` = not said.
    pub owner: String,
    /// Made-up data.
    pub illustrative: bool,
    /// First day that it covers, `''` = not said.
    pub period_from: String,
    /// Last day that it covers, `''` = not said.
    pub period_to: String,
    /// When, in civil time.
    pub observed_at: String,
    /// What else is known of it.
    pub detail: String,
    /// The tries, in their order.
    pub attempts: Vec<Tried>,
}

/// A row of `attempt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// When it began, in civil time.
    pub started_at: String,
    /// The socket address, `''` = none was connected to.
    pub address: String,
    /// How far it came.
    pub stage: String,
    /// How it ended.
    pub outcome: String,
    /// Why.
    pub detail: String,
}

impl Record {
    /// Writes the record under a number that no other has.
    ///
    /// Errors: those of SQLite.
    pub fn write(&self, connection: &Connection, id: i64) -> rusqlite::Result<()> {
        let mut insert = connection.prepare_cached(
            "insert into observation (id, step, subject, outcome, file, sha256, bytes, owner, illustrative, \
             period_from, period_to, observed_at, detail) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        insert.execute(params![
            id,
            self.step,
            self.subject,
            self.outcome,
            self.file,
            self.sha256,
            i64::try_from(self.bytes).unwrap_or(i64::MAX),
            self.owner,
            self.illustrative,
            self.period_from,
            self.period_to,
            self.observed_at,
            self.detail,
        ])?;
        let mut insert = connection.prepare_cached(
            "insert into attempt (observation, n, started_at, address, stage, outcome, detail) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (n, tried) in (1_i64..).zip(&self.attempts) {
            insert.execute(params![
                id,
                n,
                tried.started_at,
                tried.address,
                tried.stage,
                tried.outcome,
                tried.detail,
            ])?;
        }
        Ok(())
    }

    /// Reads the record of a number; nothing where there is none.
    ///
    /// Errors: those of SQLite.
    pub fn read(connection: &Connection, id: i64) -> rusqlite::Result<Option<Self>> {
        let mut select = connection.prepare_cached(
            "select step, subject, outcome, file, sha256, bytes, owner, illustrative, period_from, period_to, \
             observed_at, detail from observation where id = ?1",
        )?;
        let found = select.query_row([id], |row| {
            Ok(Self {
                step: row.get(0)?,
                subject: row.get(1)?,
                outcome: row.get(2)?,
                file: row.get(3)?,
                sha256: row.get(4)?,
                bytes: u64::try_from(row.get::<_, i64>(5)?).unwrap_or_default(),
                owner: row.get(6)?,
                illustrative: row.get(7)?,
                period_from: row.get(8)?,
                period_to: row.get(9)?,
                observed_at: row.get(10)?,
                detail: row.get(11)?,
                attempts: Vec::new(),
            })
        });
        let Some(mut record) = found.optional()? else {
            return Ok(None);
        };
        let mut select = connection.prepare_cached(
            "select started_at, address, stage, outcome, detail from attempt where observation = ?1 order by n",
        )?;
        let attempts = select.query_map([id], |row| {
            Ok(Tried {
                started_at: row.get(0)?,
                address: row.get(1)?,
                stage: row.get(2)?,
                outcome: row.get(3)?,
                detail: row.get(4)?,
            })
        })?;
        record.attempts = attempts.collect::<rusqlite::Result<_>>()?;
        Ok(Some(record))
    }

    /// The numbers of the records that `counts`, told their detail, by step and subject; of several the first.
    ///
    /// Errors: those of SQLite.
    pub fn index(
        connection: &Connection,
        counts: impl Fn(&str) -> bool,
    ) -> rusqlite::Result<BTreeMap<(String, String), i64>> {
        let mut select = connection
            .prepare_cached("select step, subject, id, detail from observation order by id")?;
        let mut rows = select.query([])?;
        let mut index = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if counts(row.get_ref(3)?.as_str()?) {
                let key = (row.get(0)?, row.get(1)?);
                index.entry(key).or_insert(row.get(2)?);
            }
        }
        Ok(index)
    }

    /// The greatest number, 0 where there is no record.
    ///
    /// Errors: those of SQLite.
    pub fn last(connection: &Connection) -> rusqlite::Result<i64> {
        let mut select =
            connection.prepare_cached("select coalesce(max(id), 0) from observation")?;
        select.query_row([], |row| row.get(0))
    }
}

/// Bytes as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// Their media type.
    pub media_type: String,
    /// The bytes, packed (zstd).
    pub packed: Vec<u8>,
}

impl Blob {
    /// Packs bytes; nothing where even so they are more than a cell holds.
    ///
    /// Errors: there is no memory to pack with.
    pub fn pack(media_type: &str, bytes: &[u8]) -> std::io::Result<Option<Self>> {
        let packed = squeeze(bytes)?;
        let most = usize::try_from(LONGEST_CELL).unwrap_or_default();
        if packed.len().saturating_add(BESIDE) > most {
            return Ok(None);
        }
        Ok(Some(Self {
            sha256: sha256(bytes),
            media_type: media_type.to_owned(),
            packed,
        }))
    }

    /// Writes the bytes, unless they are there already.
    ///
    /// Errors: those of SQLite.
    pub fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut insert = connection.prepare_cached(
            "insert into blob (sha256, media_type, bytes) values (?1, ?2, ?3) on conflict do nothing",
        )?;
        insert.execute(params![self.sha256, self.media_type, self.packed])?;
        Ok(())
    }

    /// Reads the bytes of a SHA-256; nothing where there are none.
    ///
    /// Errors: those of SQLite.
    pub fn read(connection: &Connection, sha256: &str) -> rusqlite::Result<Option<Self>> {
        let mut select =
            connection.prepare_cached("select media_type, bytes from blob where sha256 = ?1")?;
        let found = select.query_row([sha256], |row| {
            Ok(Self {
                sha256: sha256.to_owned(),
                media_type: row.get(0)?,
                packed: row.get(1)?,
            })
        });
        found.optional()
    }

    /// The bytes; nothing where they are more than `most`, or are not those of the SHA-256.
    pub fn unpack(&self, most: u64) -> Option<Vec<u8>> {
        let mut decoder = zstd::stream::read::Decoder::new(self.packed.as_slice()).ok()?;
        decoder.window_log_max(WINDOW).ok()?;
        let mut bytes = Vec::new();
        let read = decoder.take(most.saturating_add(1)).read_to_end(&mut bytes);
        let whole = read.is_ok_and(|read| u64::try_from(read).is_ok_and(|read| read <= most));
        (whole && sha256(&bytes) == self.sha256).then_some(bytes)
    }
}

/// Packs with the thread's own compressor: making one costs more than packing a page.
fn squeeze(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Some(Compressor::new(LEVEL)?);
        }
        kept.as_mut()
            .map_or_else(|| zstd::bulk::compress(bytes, LEVEL), |c| c.compress(bytes))
    })
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
