//! Tables whose list is closed by what it is: the bodies and portals of the profile, the files that claims name.

use std::collections::BTreeSet;

use super::bodies::Bodies;
use super::cell::Cell;
use super::coverage::Share;
use super::gather::{Gatherer, Parts, Request};
use super::merge::Loaded;
use super::packed::RowRef;
use super::rows::Unread;
use super::{Observation, binding, declared, file, frame, magic};
use crate::table::Schema;
use crate::unit::{CoverageRule, below_workspace};
use crate::words::{Place, Problem, plain};

impl Gatherer<'_> {
    /// The list of bodies: everything else is read with it at hand.
    pub(super) fn bodies(&mut self) -> Result<Bodies, Problem> {
        let Request {
            profile, catalogue, ..
        } = self.request;
        let Some(schema) = catalogue.table("organisations") else {
            return Ok(Bodies::of(&profile.id, []));
        };
        let obs = self.observe_profile("organisations");
        let mut parts = Parts {
            rows: frame::organisations(schema, profile, obs)
                .into_iter()
                .collect(),
            ..Parts::default()
        };
        let own = vec![profile.id.clone()];
        let share = Share {
            rule: CoverageRule::Complete,
            covers: own.clone(),
            read: 0,
        };
        parts.shares.push((obs, share));
        let listed = frame::bodies(schema, profile, &parts.rows);
        let mut bindings = Vec::new();
        for source in profile
            .sources
            .iter()
            .filter(|source| source.table == schema.name)
        {
            let mut binding = binding::bind(profile, source, catalogue, &listed)?;
            // The list is the unit's own, whatever bodies it names.
            binding.covers.clone_from(&own);
            bindings.push(binding);
        }
        self.read(&mut parts, &listed, &bindings);
        if let Some(problem) = Problem::all(std::mem::take(&mut self.problems)) {
            return Err(problem);
        }
        let rows = self.settle(schema, parts, &own);
        let bodies = frame::bodies(schema, profile, &rows);
        self.keep(schema, rows);
        Ok(bodies)
    }

    /// The portals that the profile lists.
    pub(super) fn portals(
        &mut self,
        parts: &mut Parts,
        schema: &Schema,
        bodies: &Bodies,
    ) -> Result<(), Problem> {
        let Request {
            profile,
            observed_at,
            ..
        } = self.request;
        if profile.portals.is_empty() {
            return Ok(());
        }
        let obs = self.observe_profile("portals");
        let rows = frame::portals(schema, profile, bodies, (obs, observed_at))?;
        // The list is closed for the bodies that it names; it is silent about others.
        let named: BTreeSet<&str> = rows
            .iter()
            .filter_map(|row| row.cells.first()?.text())
            .collect();
        let covers = bodies
            .counted()
            .filter(|b| named.contains(b) || *b == profile.id);
        let covers = covers.map(str::to_owned).collect();
        parts.shares.push((
            obs,
            Share {
                rule: CoverageRule::Complete,
                covers,
                read: 0,
            },
        ));
        parts.rows.extend(rows);
        Ok(())
    }

    /// A row for each file that claims name, unless a source has told more of it.
    ///
    /// What a source says of a file that is here is held against the file.
    pub(super) fn evidence(&mut self, parts: &mut Parts, schema: &Schema) -> Result<(), Problem> {
        let Request {
            root,
            profile,
            observed_at,
            ..
        } = self.request;
        let at = schema.columns.iter().position(|column| column.name == "id");
        let id = |row: RowRef<'_>| Some(row.text(at?)?.to_owned());
        let known: BTreeSet<String> = parts.rows.iter().filter_map(id).collect();
        for n in 0..parts.rows.len() {
            let Some(mut row) = parts.rows.get(n).map(RowRef::loaded) else {
                break;
            };
            if let Err(problem) = self.present(schema, &mut row) {
                self.problems.push(problem);
            }
            parts.rows.replace(n, &row.cells);
        }
        for file in declared::evidence(root, profile)? {
            if known.contains(&file.path) {
                continue;
            }
            let described = file.described.as_ref();
            let seen = Observation::of_evidence(&schema.name, &file.path, described, observed_at);
            let obs = self.observe(seen);
            self.out
                .unread
                .extend(file.unread().map(|unread| (obs, unread)));
            let row = frame::row(schema, obs, &file.values(&profile.id));
            parts.rows.extend([row]);
        }
        let covers = vec![profile.id.clone()];
        let share = Share {
            rule: CoverageRule::Complete,
            covers,
            read: 0,
        };
        parts.shares.push((0, share));
        Ok(())
    }

    /// Settles the SHA-256 of a file that a source tells of: that of the file itself, NULL where there is none.
    ///
    /// Errors: the source states another one; the file is outside the workspace, or cannot be read.
    fn present(&mut self, schema: &Schema, row: &mut Loaded) -> Result<(), Problem> {
        let position = |name: &str| schema.columns.iter().position(|c| c.name == name);
        let text = |row: &Loaded, at: Option<usize>| row.cells.get(at?)?.text().map(str::to_owned);
        let (digest, media) = (position("sha256"), position("media_type"));
        let path = text(row, position("id")).unwrap_or_default();
        let seen = row.obs.checked_sub(1);
        let seen = seen.and_then(|at| self.out.observations.get(at));
        let list = seen.map_or_else(String::new, |seen| seen.file.clone());
        let place = Place::line(list, row.line.unwrap_or_default());
        let outside = || Problem::new("profile.path").with("name", &path);
        let described = match below_workspace(&path) {
            Some(below) => {
                file::describe(self.request.root, &below, || outside().at(place.clone()))?
            }
            None => None,
        };
        let Some(described) = described else {
            let unread = Unread {
                row: row.line,
                column: "sha256".to_owned(),
                cell: String::new(),
                code: "no_evidence",
                detail: path,
            };
            self.out.unread.push((row.obs, unread));
            set(row, digest, Cell::Null);
            return Ok(());
        };
        let stated = text(row, digest).unwrap_or_default();
        let (stated, found) = (stated.to_ascii_lowercase(), described.sha256);
        if !stated.is_empty() && stated != found {
            let problem = Problem::new("csv.evidence_sha256").with("path", &path);
            let problem = problem.with("stated", plain(&stated)).with("found", found);
            return Err(problem.at(place));
        }
        set(row, digest, Cell::Text(found));
        if text(row, media).is_none() {
            set(row, media, magic::media_type(&described.head).into());
        }
        Ok(())
    }
}

fn set(row: &mut Loaded, at: Option<usize>, value: Cell) {
    if let Some(cell) = at.and_then(|at| row.cells.get_mut(at)) {
        *cell = value;
    }
}
