//! All collectors of a unit, one after the other: rows, coverage, claims and what could not be read, still in memory.
//!
//! Nothing is written here, so that a mistake in the last export leaves nothing half written.

use std::collections::BTreeMap;
use std::path::Path;

use super::binding::{self, Binding};
use super::bodies::Bodies;
use super::cell::Cell;
use super::coverage::{self, CoverageRow, Losses, Share};
use super::declared::{self, DeclaredRow};
use super::merge::{self, Loaded};
use super::overlap::overlap;
use super::packed::{RowRef, Rows};
use super::references::{FIRST, References, is_named};
use super::rows::{Context, Unread};
use super::{Observation, certificates, csv, file, spreadsheet};
use crate::exact::sha256;
use crate::table::{Catalogue, Schema};
use crate::unit::{Profile, Round};
use crate::words::{Place, Problem};

/// What a personal cell that held something becomes.
pub(super) const DROPPED: &str = "•";
/// Tables whose ids are names that people know, not a system's numbers.
const NAMED: &[&str] = &["organisations", "portals", "evidence_files"];

/// What is collected, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The workspace's folder.
    pub root: &'a Path,
    /// The unit.
    pub profile: &'a Profile,
    /// The profile's file, below the workspace, and its bytes.
    pub profile_file: (&'a str, &'a [u8]),
    /// The round.
    pub round: &'a Round,
    /// The tables.
    pub catalogue: &'a Catalogue,
    /// Now, in civil time, as the caller's clock has it.
    pub observed_at: &'a str,
}

/// A row of a table, all its columns in order.
pub type Row = Vec<Cell>;

/// All that was collected of a unit.
#[derive(Debug, Default)]
pub struct Collected {
    /// What was read; an observation's number is its place here, from 1.
    pub observations: Vec<Observation>,
    /// Rows by table, nothing personal in them.
    pub tables: BTreeMap<String, Rows>,
    /// How much of each table is there.
    pub coverage: Vec<CoverageRow>,
    /// What the unit states.
    pub declared: Vec<DeclaredRow>,
    /// What could not be read, with the observation's number.
    pub unread: Vec<(usize, Unread)>,
}

/// Tells that a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The table.
    pub table: String,
    /// The file.
    pub file: String,
    /// Rows that were read.
    pub rows: usize,
    /// Cells and rows that could not be read.
    pub unread: usize,
}

/// Collects a unit.
///
/// Errors: a source that does not fit its table, a file that is missing or whose header cannot be found; all files'
/// mistakes in one go.
pub fn collect(request: Request<'_>, told: &mut dyn FnMut(Progress)) -> Result<Collected, Problem> {
    let mut gatherer = Gatherer {
        request,
        references: References::default(),
        problems: Vec::new(),
        out: Collected::default(),
        told,
    };
    let bodies = gatherer.bodies()?;
    let bindings = gatherer.bind(&bodies)?;
    for name in FIRST.iter().copied().chain(request.catalogue.names()) {
        if gatherer.out.tables.contains_key(name) {
            continue;
        }
        if let Some(schema) = request.catalogue.table(name).filter(|s| s.is_collected()) {
            gatherer.table(
                schema,
                &bodies,
                bindings.get(name).map_or(&[], Vec::as_slice),
            )?;
        }
    }
    if let Some(baselines) = request.catalogue.table("baselines") {
        gatherer.cover(
            baselines,
            std::slice::from_ref(&request.profile.id),
            &[],
            &Losses::default(),
        );
    }
    gatherer.out.declared = declared::rows(request.profile);
    match Problem::all(gatherer.problems) {
        Some(problem) => Err(problem),
        None => Ok(gatherer.out),
    }
}

/// A unit being collected.
pub(super) struct Gatherer<'a> {
    pub(super) request: Request<'a>,
    pub(super) references: References,
    pub(super) problems: Vec<Problem>,
    pub(super) out: Collected,
    pub(super) told: &'a mut dyn FnMut(Progress),
}

/// The parts of one table as they come in.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) rows: Rows,
    /// What each source says, with its observation.
    pub(super) shares: Vec<(usize, Share)>,
    pub(super) losses: Losses,
    /// Whether ids carry the number of their source.
    pub(super) numbered: bool,
}

impl Parts {
    /// Where two sources use one id each id gets its source's number, since a source numbers only its own rows.
    fn number(&mut self, binding: &Binding<'_>) {
        let Some(at) = binding
            .position("id")
            .filter(|_| binding.schema.key == ["id"])
        else {
            return;
        };
        let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
        if self.shares.len() > 1 {
            for row in self.rows.iter() {
                let Some(id) = row.text(at) else {
                    continue;
                };
                self.numbered |= *sources.entry(id).or_insert(row.obs) != row.obs;
            }
        }
        if !self.numbered {
            return;
        }
        for n in 0..self.rows.len() {
            let Some(mut row) = self.rows.get(n).map(RowRef::loaded) else {
                break;
            };
            let source = self.shares.iter().position(|(obs, _)| *obs == row.obs);
            if let (Some(source), Some(Cell::Text(id))) = (source, row.cells.get_mut(at)) {
                *id = format!("{}/{id}", source + 1);
                self.rows.replace(n, &row.cells);
            }
        }
    }
}

impl<'a> Gatherer<'a> {
    /// Holds all other sources against their tables before any of their files is opened.
    fn bind(&self, bodies: &Bodies) -> Result<BTreeMap<&'a str, Vec<Binding<'a>>>, Problem> {
        let Request {
            profile, catalogue, ..
        } = self.request;
        let mut problems = Vec::new();
        let mut bindings: BTreeMap<&str, Vec<Binding<'_>>> = BTreeMap::new();
        for source in profile
            .sources
            .iter()
            .filter(|s| s.table != "organisations")
        {
            match binding::bind(profile, source, catalogue, bodies) {
                Ok(binding) => bindings.entry(&source.table).or_default().push(binding),
                Err(problem) => problems.push(problem),
            }
        }
        Problem::all(problems).map_or(Ok(bindings), Err)
    }

    fn table(
        &mut self,
        schema: &Schema,
        bodies: &Bodies,
        bindings: &[Binding<'_>],
    ) -> Result<(), Problem> {
        let mut parts = Parts::default();
        self.read(&mut parts, bodies, bindings);
        match schema.name.as_str() {
            "portals" => self.portals(&mut parts, schema, bodies)?,
            "evidence_files" => self.evidence(&mut parts, schema)?,
            _ => {}
        }
        // Files are the unit's, whatever body they speak of: silence about a commune means nothing there.
        let spoken = |body: &&str| {
            let mut covers = parts.shares.iter().flat_map(|(_, share)| &share.covers);
            schema.name != "evidence_files" || covers.any(|covered| covered == body)
        };
        let counted: Vec<String> = bodies.counted().filter(spoken).map(str::to_owned).collect();
        self.finish(schema, parts, &counted);
        Ok(())
    }

    /// Reads the files of a table's sources; their mistakes are kept for later.
    pub(super) fn read(&mut self, parts: &mut Parts, bodies: &Bodies, bindings: &[Binding<'_>]) {
        for binding in bindings {
            if let Err(problem) = self.read_one(parts, bodies, binding) {
                self.problems.push(problem);
            }
        }
        if let Some(binding) = bindings
            .first()
            .filter(|b| !NAMED.contains(&b.source.table.as_str()))
        {
            parts.number(binding);
        }
    }

    fn read_one(
        &mut self,
        parts: &mut Parts,
        bodies: &Bodies,
        binding: &Binding<'_>,
    ) -> Result<(), Problem> {
        let source = binding.source;
        if source.kind == certificates::KIND {
            return self.read_folder(parts, bodies, binding);
        }
        let profile = self.request.profile;
        let bytes = file::read(self.request.root, &source.path, || {
            let place = profile.place(&format!("{}.path", source.key));
            let problem = Problem::new("profile.path").with("name", &source.path);
            problem.at(place)
        })?;
        let context = Context {
            bodies,
            references: &self.references,
        };
        let described = (
            sha256(&bytes),
            u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        );
        let (sheet, read) = if source.kind == "spreadsheet" {
            let (sheet, read) = spreadsheet::read(bytes, binding, context)?;
            (Some(sheet), read)
        } else {
            (None, csv::read(&bytes, binding, context)?)
        };
        let at = self.request.observed_at;
        let seen = Observation::of_source(source, sheet.as_deref(), described, at);
        let obs = self.observe(seen);
        self.take(parts, binding, obs, read, source.coverage.clone());
        Ok(())
    }

    /// Keys made distinct, names noted and then dropped, coverage settled.
    fn finish(&mut self, schema: &Schema, parts: Parts, counted: &[String]) {
        let rows = self.settle(schema, parts, counted);
        self.keep(schema, rows);
    }

    /// Keys made distinct, names noted, coverage settled. What is personal is still in the rows.
    pub(super) fn settle(&mut self, schema: &Schema, parts: Parts, counted: &[String]) -> Rows {
        let Parts {
            rows,
            mut shares,
            mut losses,
            numbered,
        } = parts;
        let merged = merge::distinct(schema, rows);
        if let Some((first, second)) = overlap(schema, &merged.rows) {
            let problem = self.overlapping(first, second);
            self.problems.push(problem);
        }
        self.out.unread.extend(merged.unread);
        for (body, rows) in merged.lost {
            *losses.lost.entry(body).or_default() += rows;
        }
        for (obs, share) in &mut shares {
            share.read = u64::try_from(merged.rows.of(*obs)).unwrap_or(u64::MAX);
        }
        let shares: Vec<Share> = shares.into_iter().map(|(_, share)| share).collect();
        if is_named(&schema.name) {
            self.note(schema, &merged.rows, numbered);
        }
        self.cover(schema, counted, &shares, &losses);
        merged.rows
    }

    /// Keeps the rows of a table, and nothing that is personal.
    pub(super) fn keep(&mut self, schema: &Schema, rows: Rows) {
        let rows = if schema.columns.iter().any(|column| column.personal) {
            let kept = rows.iter().map(|row| kept(schema, row));
            kept.collect()
        } else {
            rows
        };
        self.out.tables.insert(schema.name.clone(), rows);
    }

    fn overlapping(&self, first: RowRef<'_>, second: RowRef<'_>) -> Problem {
        let file = |row: RowRef<'_>| {
            let seen = self.out.observations.get(row.obs.saturating_sub(1));
            seen.map_or_else(String::new, |seen| seen.file.clone())
        };
        let line = |row: RowRef<'_>| row.line.unwrap_or_default();
        Problem::new("csv.reports_overlap")
            .with("other", format!("{}:{}", file(first), line(first)))
            .at(Place::line(file(second), line(second)))
    }

    /// Notes what rows can be called by; `numbered` ids are known without their source's number.
    fn note(&mut self, schema: &Schema, rows: &Rows, numbered: bool) {
        let position = |name: &str| schema.columns.iter().position(|c| c.name == name);
        let (id, name) = (
            position("id"),
            position("name").filter(|_| schema.name == "staff"),
        );
        let unit = position("unit_id");
        for row in rows.iter() {
            let text = |at: Option<usize>| row.text(at?);
            if let Some(id) = text(id) {
                let written = id
                    .split_once('/')
                    .filter(|_| numbered)
                    .map_or(id, |(_, id)| id);
                self.references.note(&schema.name, written, id, text(name));
                if let Some(body) = text(unit) {
                    self.references.note_body(&schema.name, id, body);
                }
            }
        }
    }

    fn cover(&mut self, schema: &Schema, counted: &[String], shares: &[Share], losses: &Losses) {
        let rows = coverage::of_table(&schema.name, self.request.round, counted, shares, losses);
        self.out.coverage.extend(rows);
    }

    pub(super) fn observe(&mut self, observation: Observation) -> usize {
        self.out.observations.push(observation);
        self.out.observations.len()
    }

    pub(super) fn observe_profile(&mut self, table: &str) -> usize {
        let Request {
            profile_file,
            observed_at,
            ..
        } = self.request;
        self.observe(Observation::of_profile(table, profile_file, observed_at))
    }
}

/// A row as it is stored: nothing personal.
fn kept(schema: &Schema, row: RowRef<'_>) -> Loaded {
    let mut row = row.loaded();
    for (cell, column) in row.cells.iter_mut().zip(&schema.columns) {
        if column.personal && cell.text().is_some_and(|text| !text.is_empty()) {
            *cell = DROPPED.into();
        }
    }
    row
}

#[cfg(test)]
#[path = "gather_tests.rs"]
mod tests;
