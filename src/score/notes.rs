//! What is said of a criterion beside its figures: marks, and reasons why it is as it is.

use super::measured::Measurement;
use super::scoring::Scorer;
use super::world::{made_up_rows, period_conflict};
use super::{Because, Flag, Measured};
use crate::indicator::TableFacts;
use crate::kind::Applies;
use crate::rubric::{Criterion, Policy, Rubric};
use crate::words::Problem;

/// Marks and reasons, as they are found.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub flags: Vec<Flag>,
    pub because: Vec<Because>,
}

impl Notes {
    /// A mark that says by itself why: the reason has its code.
    pub(super) fn flag(&mut self, flag: Flag) {
        self.flags.push(flag);
        self.because.push(Because::new(flag.code()));
    }

    /// Each once, in order.
    pub(super) fn sorted(mut self) -> (Vec<Flag>, Vec<Because>) {
        self.flags.sort_unstable();
        self.flags.dedup();
        self.because.sort();
        self.because.dedup();
        (self.flags, self.because)
    }

    /// What the policy makes of a criterion that does not, or may not, apply.
    pub(super) fn on_policy(
        &mut self,
        criterion: &Criterion,
        measurement: &Measurement,
        state: Measured,
        rubric: &Rubric,
    ) {
        let applies = measurement.points.applies;
        match (applies, &criterion.policy) {
            (Applies::No, Policy::Forbid) => {
                self.because.push(Because::new("conflict_not_applicable"));
            }
            (Applies::No, policy) => {
                let reason = Because::new("not_applicable");
                self.because.push(reason.text("policy", policy.code()));
            }
            (Applies::Maybe, _) => {
                let (low, high) = rubric.shown(&measurement.points.interval);
                let reason = Because::new("maybe_not_applicable");
                self.because
                    .push(reason.text("low", low).text("high", high));
            }
            (Applies::Yes, _) => {}
        }
        if state == Measured::Unscored {
            self.because.push(Because::new("no_decision"));
        }
        if let (Policy::Redistribute { scope }, Applies::No | Applies::Maybe) =
            (&criterion.policy, applies)
        {
            let code = match applies {
                Applies::No => "rescaled",
                Applies::Yes | Applies::Maybe => "rescaled_maybe",
            };
            self.because.push(Because::new(code).text("scope", scope));
        }
    }
}

impl Scorer<'_, '_> {
    /// What follows from the routes that answered and from where their rows come from.
    pub(super) fn note_sources(
        &mut self,
        measurement: &Measurement,
        notes: &mut Notes,
    ) -> Result<(), Problem> {
        for question in measurement.asked.iter().chain(&measurement.below.asked) {
            let (id, answer) = (&question.indicator, &question.answer);
            if answer.route > 0 {
                let indicator = self.basis.pack.indicator(id);
                let route = indicator.and_then(|(_, i)| i.routes.get(answer.route));
                let reason =
                    route.map(|route| Because::new("alternative_used").text("query", &route.file));
                notes.because.extend(reason);
            }
            if answer.cross_check.is_some() {
                notes.flag(Flag::ScopeConflict);
            }
            for facts in &answer.tables {
                self.note_table(facts, &question.body, notes)?;
            }
        }
        Ok(())
    }

    fn note_table(
        &mut self,
        facts: &TableFacts,
        body: &str,
        notes: &mut Notes,
    ) -> Result<(), Problem> {
        let table = &facts.table;
        let until = facts.covered.period.map(|period| period.to);
        if let Some(until) = until.filter(|to| *to < self.basis.subject.round.data_cutoff) {
            notes.flags.push(Flag::Stale);
            let reason = Because::new("stale").text("table", table);
            notes.because.push(reason.text("until", until.to_string()));
        }
        if self.is_made_up(facts, body)? {
            notes.flag(Flag::Illustrative);
        }
        if self.conflicts(table)? {
            notes.flag(Flag::PeriodConflict);
        }
        Ok(())
    }

    /// Whether the rows of a table that a body was asked of are made up, some at least. Where the body has no row there,
    /// or rows of other bodies are read too, any made-up file of the table counts. What portals gave, its rows tell alone.
    fn is_made_up(&mut self, facts: &TableFacts, body: &str) -> Result<bool, Problem> {
        let table = &facts.table;
        let by_file = self.world.is_illustrative(table);
        if !by_file && !self.world.portals_made_up {
            return Ok(false);
        }
        let schema = self.basis.pack.catalogue.table(table);
        let collected = schema.is_some_and(crate::table::Schema::is_collected);
        if !collected || by_file && facts.need.each {
            return Ok(by_file);
        }
        let key = (table.clone(), body.to_owned());
        if let Some(known) = self.made_up.get(&key) {
            return Ok(*known);
        }
        let own = made_up_rows(self.sandbox.connection(), table, body)?;
        let found = own.unwrap_or(by_file);
        self.made_up.insert(key, found);
        Ok(found)
    }

    /// Whether rows of a table are of another period than the round; each table is looked at once.
    fn conflicts(&mut self, table: &str) -> Result<bool, Problem> {
        if let Some(known) = self.conflicts.get(table) {
            return Ok(*known);
        }
        let schema = self.basis.pack.catalogue.table(table);
        let dated = schema.is_some_and(|s| s.is_collected() && s.column("period_from").is_some());
        let subject = self.basis.subject;
        let found = dated
            && period_conflict(
                self.sandbox.connection(),
                table,
                &subject.unit.id,
                &subject.round,
            )?;
        self.conflicts.insert(table.to_owned(), found);
        Ok(found)
    }
}
