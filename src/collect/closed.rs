//! Tables whose list is closed by what it is: the bodies and portals of the profile, the files that claims name.

use std::collections::BTreeSet;

use super::bodies::Bodies;
use super::coverage::Share;
use super::gather::{Gatherer, Parts, Request};
use super::merge::Loaded;
use super::{Observation, binding, declared, frame};
use crate::table::Schema;
use crate::unit::CoverageRule;
use crate::words::Problem;

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
            rows: frame::organisations(schema, profile, obs),
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
        let rows = self.finish(schema, parts, &own);
        Ok(frame::bodies(schema, profile, &rows))
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
    pub(super) fn evidence(&mut self, parts: &mut Parts, schema: &Schema) -> Result<(), Problem> {
        let Request {
            root,
            profile,
            observed_at,
            ..
        } = self.request;
        let at = schema.columns.iter().position(|column| column.name == "id");
        let id = |row: &Loaded| Some(row.cells.get(at?)?.text()?.to_owned());
        let known: BTreeSet<String> = parts.rows.iter().filter_map(id).collect();
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
            parts
                .rows
                .push(frame::row(schema, obs, &file.values(&profile.id)));
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
}
