//! What a bundle says beside its tables: where rows come from, what was declared, which files were named.
//!
//! Reads through a connection that it is given, once a bundle.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::exact::{Day, Rational};
use crate::table::failure;
use crate::unit::{Declaration, Period, Round, Stated};
use crate::words::Problem;

/// What is known of the sources of one table.
#[derive(Debug, Clone, Default)]
pub(super) struct TableSources {
    /// Files: name and SHA-256.
    pub files: BTreeSet<(String, String)>,
    /// Whether made-up data are among them.
    pub illustrative: bool,
    /// Whether collecting it failed by our own fault.
    pub tool_error: bool,
}

/// A file that the unit names as evidence.
#[derive(Debug, Clone)]
pub(super) struct EvidenceFile {
    pub sha256: Option<String>,
    pub media_type: Option<String>,
    pub opens: Option<bool>,
    pub number_found: Option<bool>,
    pub date_found: Option<bool>,
    /// Day of issue by the list of documents, else by the file's name.
    pub dated: Option<Day>,
    /// Issuer by the list of documents.
    pub issuer: Option<String>,
    /// Whether a signature in it is whole, covers it and leads to an anchor; nothing where that is not known.
    pub signed: Option<bool>,
}

/// A bundle's own words about itself.
#[derive(Debug, Default)]
pub(super) struct World {
    pub sources: BTreeMap<String, TableSources>,
    pub declared: BTreeMap<String, Declaration>,
    /// Declarations whose shape or value cannot be read.
    pub unreadable: BTreeSet<String>,
    pub evidence: BTreeMap<String, EvidenceFile>,
    /// Whether a portal that was read shows made-up pages; which tables it filled, their rows tell.
    pub portals_made_up: bool,
}

impl World {
    /// Reads a bundle's observations, declarations and evidence files.
    pub(super) fn read(connection: &Connection, unit: &str) -> Result<Self, Problem> {
        let mut world = Self::default();
        world
            .read_sources(connection)
            .map_err(|e| failure("observation", &e))?;
        world
            .read_declared(connection, unit)
            .map_err(|e| failure("declared", &e))?;
        world
            .read_evidence(connection, unit)
            .map_err(|e| failure("evidence_files", &e))?;
        Ok(world)
    }

    fn read_sources(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(
            "select subject, file, sha256, illustrative, outcome, step from observation",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let source = self.sources.entry(row.get(0)?).or_default();
            let (file, sha256): (String, String) = (row.get(1)?, row.get(2)?);
            if !file.is_empty() {
                source.files.insert((file, sha256));
            }
            source.illustrative |= row.get::<_, bool>(3)?;
            source.tool_error |= row.get_ref(4)?.as_str()? == "tool_error";
            self.portals_made_up |= row.get(3)? && row.get_ref(5)?.as_str()? == "html";
        }
        Ok(())
    }

    fn read_declared(&mut self, connection: &Connection, unit: &str) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(
            "select code, shape, value, points, period_from, period_to, file_ids, note from declared where unit_id = ?1",
        )?;
        let mut rows = statement.query([unit])?;
        while let Some(row) = rows.next()? {
            let code: String = row.get(0)?;
            let (shape, value): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let points: Option<String> = row.get(3)?;
            let day = |n| -> rusqlite::Result<Option<Day>> {
                Ok(row.get_ref(n)?.as_str_or_null()?.and_then(Day::parse))
            };
            let files: Option<String> = row.get(6)?;
            let stated = value
                .as_deref()
                .and_then(|value| Stated::from_json(&shape, value));
            let points_read = points.as_deref().and_then(Rational::parse);
            let lost = (shape != "points" && stated.is_none())
                || (points.is_some() && points_read.is_none());
            if lost || (stated.is_none() && points_read.is_none()) {
                self.unreadable.insert(code.clone());
            }
            let declaration = Declaration {
                code: code.clone(),
                stated,
                points: points_read,
                period: day(4)?.zip(day(5)?).map(|(from, to)| Period { from, to }),
                evidence: files
                    .unwrap_or_default()
                    .split(',')
                    .filter(|path| !path.is_empty())
                    .map(str::to_owned)
                    .collect(),
                note: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            };
            self.declared.insert(code, declaration);
        }
        Ok(())
    }

    /// The files that claims name; nobody asks for others.
    fn read_evidence(&mut self, connection: &Connection, unit: &str) -> rusqlite::Result<()> {
        let named: BTreeSet<&String> = self
            .declared
            .values()
            .flat_map(|claim| &claim.evidence)
            .collect();
        if named.is_empty() {
            return Ok(());
        }
        let mut acts: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
        let mut statement =
            connection.prepare("select file_id, issued_on, issuer from acts order by id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(file) = row.get::<_, Option<String>>(0)? {
                let act = (row.get(1)?, row.get(2)?);
                // Of two entries of one file the first by id counts.
                acts.entry(file).or_insert(act);
            }
        }
        let signed = signatures(connection)?;
        // Where nobody looked for signatures, a file without one may have one.
        let looked_for = connection
            .prepare(
                "select 1 from coverage where table_name = 'signatures' and unit_id = ?1 and state <> 'none'",
            )?
            .exists([unit])?;
        let mut files = BTreeMap::new();
        let mut statement = connection.prepare(
            "select id, sha256, media_type, opens, number_found, date_found from evidence_files",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            if !named.contains(&id) {
                continue;
            }
            let (issued_on, issuer) = acts.remove(&id).unwrap_or_default();
            let file = EvidenceFile {
                sha256: row.get(1)?,
                media_type: row.get(2)?,
                opens: row.get(3)?,
                number_found: row.get(4)?,
                date_found: row.get(5)?,
                dated: issued_on
                    .as_deref()
                    .and_then(Day::parse)
                    .or_else(|| date_in_name(&id)),
                issuer,
                signed: match signed.get(&id) {
                    Some(signed) => *signed,
                    None => looked_for.then_some(false),
                },
            };
            files.insert(id, file);
        }
        self.evidence = files;
        Ok(())
    }

    /// Whether made-up data are among the sources of a table.
    pub(super) fn is_illustrative(&self, table: &str) -> bool {
        self.sources
            .get(table)
            .is_some_and(|source| source.illustrative)
    }

    /// Whether collecting a table failed by our own fault.
    pub(super) fn is_our_fault(&self, table: &str) -> bool {
        self.sources
            .get(table)
            .is_some_and(|source| source.tool_error)
    }
}

/// Whether files that have signatures are signed: one that is whole, covers the file and leads to an anchor is enough;
/// nothing where none of them is known to be so and one may be.
fn signatures(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Option<bool>>> {
    let mut statement = connection.prepare(
        "select file_id, max(coalesce(integrity and covers_file and chain_ok, 0)),
                max((integrity and covers_file and chain_ok) is null)
           from signatures where file_id is not null group by file_id",
    )?;
    let rows = statement.query_map([], |row| {
        let (good, open): (bool, bool) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, (good || !open).then_some(good)))
    })?;
    rows.collect()
}

/// The last ISO day in a file's name, as in `B3.4-01_BC-512_2020-11-10.pdf`.
fn date_in_name(path: &str) -> Option<Day> {
    (0..path.len())
        .rev()
        .filter_map(|start| path.get(start..start + 10))
        .find_map(Day::parse)
}

/// Whether a body's rows of a table come from made-up observations, some at least; nothing where it has no row there.
pub(super) fn made_up_rows(
    connection: &Connection,
    table: &str,
    body: &str,
) -> Result<Option<bool>, Problem> {
    // The name is one of the catalogue's: the pack's loader has looked it up.
    let sql = format!(
        "select max(o.illustrative) from {table} t join observation o on o.id = t.obs where t.unit_id = ?1"
    );
    connection
        .query_row(&sql, [body], |row| row.get(0))
        .map_err(|e| failure(table, &e))
}

/// Rows of a unit whose own period leaves the round's: a numerator and a denominator of different periods settle nothing.
pub(super) fn period_conflict(
    connection: &Connection,
    table: &str,
    body: &str,
    round: &Round,
) -> Result<bool, Problem> {
    // The name is one of the catalogue's: the pack's loader has looked it up.
    let sql = format!(
        "select 1 from {table} where unit_id = ?1 and ((period_from <> '' and period_from < ?2) or period_to > ?3)"
    );
    let mut statement = connection.prepare(&sql).map_err(|e| failure(table, &e))?;
    let ends = (
        body,
        round.period.from.to_string(),
        round.period.to.to_string(),
    );
    statement.exists(ends).map_err(|e| failure(table, &e))
}
