//! What a source held is taken in: rows, losses, what is listed, and its share of the table.

use super::binding::Binding;
use super::bodies::Bodies;
use super::coverage::Share;
use super::gather::{Gatherer, Parts, Progress};
use super::rows::{Context, ReadRows};
use super::{Observation, certificates};
use crate::unit::CoverageRule;
use crate::words::Problem;

impl Gatherer<'_> {
    /// A folder of certificates, and the anchors that their chains were held against.
    pub(super) fn read_folder(
        &mut self,
        parts: &mut Parts,
        bodies: &Bodies,
        binding: &Binding<'_>,
    ) -> Result<(), Problem> {
        let context = Context {
            bodies,
            references: &self.references,
        };
        let folder = certificates::read(self.request, binding, context)?;
        let source = binding.source;
        let at = self.request.observed_at;
        for anchor in &folder.anchors {
            self.observe(Observation::of_part(source, anchor, at));
        }
        let obs = self.observe(Observation::of_part(source, &folder.whole, at));
        let rule = if folder.unknown {
            CoverageRule::Partial
        } else {
            source.coverage.clone()
        };
        self.take(parts, binding, obs, folder.rows, rule);
        Ok(())
    }

    /// Takes in what a source held.
    pub(super) fn take(
        &mut self,
        parts: &mut Parts,
        binding: &Binding<'_>,
        obs: usize,
        read: ReadRows,
        rule: CoverageRule,
    ) {
        let source = binding.source;
        (self.told)(Progress {
            table: source.table.clone(),
            file: source.path.clone(),
            rows: read.rows.len(),
            unread: read.unread.len(),
        });
        parts.rows.append(read.rows, obs);
        for (body, rows) in read.lost {
            let bodies = body.map_or_else(|| binding.covers.clone(), |body| vec![body]);
            for body in bodies {
                *parts.losses.lost.entry(body).or_default() += rows;
            }
        }
        parts.losses.strays.extend(read.strays);
        self.out
            .unread
            .extend(read.unread.into_iter().map(|unread| (obs, unread)));
        parts.shares.push((
            obs,
            Share {
                rule,
                covers: binding.covers.clone(),
                read: 0,
            },
        ));
    }
}
