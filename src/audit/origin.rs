//! Where an answer comes from that the run does not have yet: the network, or the record of a sealed bundle.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::answer;
use crate::bundle::{Blob, Record};
use crate::collect::{Ask, Pending, Seen, Wire};

/// Gives answers; trouble is an answer too.
pub(super) trait Origin: Send + Sync {
    /// The answer to a question.
    fn ask<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Seen>;

    /// Whether time passes between answers.
    fn takes_time(&self) -> bool;
}

impl Origin for Wire {
    fn ask<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Seen> {
        Box::pin(self.fetch(ask))
    }

    fn takes_time(&self) -> bool {
        true
    }
}

/// The answers of a sealed bundle; there is no way from it to the network.
#[derive(Debug)]
pub(super) struct Recorded {
    tables: Mutex<Connection>,
    index: BTreeMap<(String, String), i64>,
    most: u64,
    /// When the bundle was replayed, in civil time: of questions that it has no answer to.
    now: String,
}

impl Recorded {
    /// The answers in the tables of a bundle; `most` bounds the bytes of a body.
    ///
    /// Errors: those of SQLite.
    pub(super) fn of(tables: Connection, most: u64, now: &str) -> rusqlite::Result<Self> {
        let mut index = Record::index(&tables, |detail| !answer::is_carried(detail))?;
        // What the bundle itself took over answers where it asked nothing anew.
        for (key, id) in Record::index(&tables, answer::is_carried)? {
            index.entry(key).or_insert(id);
        }
        Ok(Self {
            tables: Mutex::new(tables),
            index,
            most,
            now: now.to_owned(),
        })
    }

    fn find(&self, ask: &Ask<'_>) -> Option<Seen> {
        let id = *self.index.get(&answer::key(ask))?;
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        stored(&tables, id, self.most).ok().flatten()
    }
}

impl Origin for Recorded {
    fn ask<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Seen> {
        let found = self.find(&ask);
        let seen = found.unwrap_or_else(|| answer::not_run(&self.now));
        Box::pin(std::future::ready(seen))
    }

    fn takes_time(&self) -> bool {
        false
    }
}

/// The answer under a number; nothing where it is none, or its bytes are not there.
pub(super) fn stored(tables: &Connection, id: i64, most: u64) -> rusqlite::Result<Option<Seen>> {
    let Some(record) = Record::read(tables, id)? else {
        return Ok(None);
    };
    let mut blobs = Vec::new();
    for sha256 in answer::needs(&record) {
        blobs.extend(Blob::read(tables, &sha256)?);
    }
    Ok(answer::seen(id, &record, &blobs, most))
}
