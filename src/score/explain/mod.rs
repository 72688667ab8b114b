//! From the total down to the raw rows: the tree behind one criterion.

mod alone;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::measured::Traced;
use super::raise::raise;
use super::scoring::Scorer;
use super::world::World;
use super::{
    Asked, AskedRow, Basis, Explanation, IndicatorScore, PartRead, RowSource, Scorecard, TableRead,
    Verdict,
};
use crate::check::{Indicator, Pack, Route};
use crate::exact::{Interval, Rational};
use crate::indicator::{AnswerRow, PartCovered, State};
use crate::rubric::{Criterion, Rubric};
use crate::table::{Sandbox, Schema, failure};
use crate::words::{Bilingual, Problem, written};

/// Explains one criterion of a bundle; `rows` is how many result rows of each question are shown.
///
/// Errors: those of [`super::score`]; a code that the rubric does not have.
pub fn explain(
    basis: Basis<'_>,
    sandbox: &Sandbox,
    code: &str,
    rows: usize,
) -> Result<Explanation, Problem> {
    Explainer::new(basis, sandbox)?.explain(code, rows)
}

/// A bundle scored once, to explain as many of its criteria as are wanted.
#[derive(Debug)]
pub struct Explainer<'a, 's> {
    basis: Basis<'a>,
    sandbox: &'s Sandbox,
    scorer: Scorer<'a, 's>,
    card: Scorecard,
}

impl<'a, 's> Explainer<'a, 's> {
    /// Scores the bundle whose tables the sandbox holds.
    ///
    /// Errors: those of [`super::score`].
    pub fn new(basis: Basis<'a>, sandbox: &'s Sandbox) -> Result<Self, Problem> {
        let mut scorer = Scorer::new(basis, sandbox)?;
        let card = scorer.scorecard()?;
        Ok(Self {
            basis,
            sandbox,
            scorer,
            card,
        })
    }

    /// The scorecard that is explained.
    pub fn card(&self) -> &Scorecard {
        &self.card
    }

    /// Explains one criterion, asking its questions once more for their rows.
    ///
    /// Errors: a code that the rubric does not have, a query that fails.
    pub fn explain(&mut self, code: &str, rows: usize) -> Result<Explanation, Problem> {
        let criteria = &self.basis.rubric.criteria;
        let at = criteria.iter().position(|criterion| criterion.code == code);
        let found = at.and_then(|n| Some((criteria.get(n)?, self.card.criteria.get(n)?.clone())));
        let Some((criterion, score)) = found else {
            return Err(no_criterion(self.basis.rubric, code));
        };
        let (measurement, traced) = self.scorer.trace(criterion)?;
        let teller = Teller {
            pack: self.basis.pack,
            world: &self.scorer.world,
            connection: self.sandbox.connection(),
            most: rows,
        };
        let mut asked = Vec::with_capacity(traced.len());
        for trace in traced {
            asked.push(teller.asked(trace)?);
        }
        let raise = raise(&score, &asked);
        let card = &self.card;
        Ok(Explanation {
            unit: card.unit.clone(),
            round: card.round.clone(),
            rubric: card.rubric.clone(),
            bundle_sha256: card.bundle_sha256.clone(),
            illustrative: card.illustrative(),
            above: above(card, self.basis.rubric, criterion),
            meaning: criterion.meaning.clone(),
            formula: criterion.formula.to_string(),
            policy: criterion.policy.code(),
            provenance: criterion.provenance.clone(),
            evidence_rule: criterion.evidence.as_ref().map(|rule| rule.text.clone()),
            declaration: self.scorer.world.declared.get(code).cloned(),
            criterion: score,
            asked,
            children: measurement.below.points,
            raise,
        })
    }
}

/// A code that no criterion has: a group's is told apart, with what is in it.
fn no_criterion(rubric: &Rubric, code: &str) -> Problem {
    if let Some(group) = rubric.groups.iter().find(|group| group.code == code) {
        let own = rubric.criteria.iter().filter(|c| c.group == group.code);
        let own: Vec<&str> = own.map(|criterion| criterion.code.as_str()).collect();
        let below = rubric
            .groups
            .iter()
            .filter(|sub| sub.parent.as_deref() == Some(code));
        let below: Vec<&str> = below.map(|sub| sub.code.as_str()).collect();
        return Problem::new("score.is_group")
            .with("name", code)
            .with("codes", [own, below].concat().join(", "));
    }
    let known = rubric.criteria.iter().map(|criterion| &criterion.code);
    written::unknown("score.no_criterion", code, known)
}

/// The total and the groups above a criterion, the total first.
fn above(
    card: &Scorecard,
    rubric: &Rubric,
    criterion: &Criterion,
) -> Vec<(String, Bilingual, Rational, Interval)> {
    let mut chain = Vec::new();
    let mut code = Some(criterion.group.clone());
    while let Some(group) =
        code.and_then(|code| card.groups.iter().find(|group| group.code == code))
    {
        chain.push((
            group.code.clone(),
            group.title.clone(),
            group.max.clone(),
            group.figures.measured.clone(),
        ));
        code = group
            .parent
            .clone()
            .filter(|_| chain.len() <= card.groups.len());
    }
    let total = &card.total;
    chain.push((
        String::new(),
        rubric.title.clone(),
        total.max.clone(),
        total.figures.measured.clone(),
    ));
    chain.reverse();
    chain
}

struct Teller<'a> {
    pack: &'a Pack,
    world: &'a World,
    connection: &'a Connection,
    most: usize,
}

impl Teller<'_> {
    /// One question with its tables and rows.
    fn asked(&self, trace: Traced) -> Result<Asked, Problem> {
        let found = self
            .pack
            .indicator(&trace.indicator)
            .map(|(_, indicator)| indicator);
        let route = found.and_then(|indicator| indicator.routes.get(trace.answer.route));
        let tables = trace
            .answer
            .tables
            .iter()
            .map(|facts| TableRead {
                table: facts.table.clone(),
                roles: facts.need.roles.iter().map(|role| role.code()).collect(),
                state: facts.covered.state.code().to_owned(),
                missing: facts.covered.missing.finite(),
                parts: facts.said.iter().filter_map(part_read).collect(),
                unassigned: facts.unassigned,
                files: self
                    .world
                    .sources
                    .get(&facts.table)
                    .map_or_else(Vec::new, |source| source.files.iter().cloned().collect()),
            })
            .collect();
        let mut tally: BTreeMap<Verdict, u64> = BTreeMap::new();
        let mut judged: Vec<(Verdict, AnswerRow)> = trace
            .rows
            .into_iter()
            .map(|row| (verdict(&row), row))
            .collect();
        for (verdict, _) in &judged {
            *tally.entry(*verdict).or_default() += 1;
        }
        let first = |verdict| (trace.reading.to_do() != Some(verdict), verdict);
        judged.sort_by(|a, b| {
            first(a.0)
                .cmp(&first(b.0))
                .then_with(|| a.1.key.cmp(&b.1.key))
        });
        let mut rows = Vec::new();
        for (verdict, row) in judged.into_iter().take(self.most) {
            let from = route
                .map(|route| self.source(route, &row.key))
                .transpose()?
                .flatten();
            let (from, name) = from.map_or((None, None), |(from, name)| (Some(from), name));
            rows.push(AskedRow {
                key: row.key,
                name,
                verdict,
                cells: row.cells,
                from,
            });
        }
        Ok(Asked {
            title: found.map_or_else(Bilingual::default, |indicator: &Indicator| {
                indicator.title.clone()
            }),
            indicator: trace.indicator,
            body: trace.body,
            query: route.map(|route| route.file.clone()).unwrap_or_default(),
            reading: trace.reading,
            params: trace.params,
            tables,
            rows,
            tally: tally.into_iter().collect(),
            found: found.map(|indicator| IndicatorScore {
                id: indicator.id.clone(),
                kind: indicator.kind,
                levels: indicator.levels.clone(),
                bounds: trace.answer.bounds,
                cross_check: trace.answer.cross_check,
            }),
        })
    }

    /// The raw row of a key, and the code that people know it by. A key may be an id with the part of the row after it.
    fn source(&self, route: &Route, key: &str) -> Result<Option<Raw>, Problem> {
        let found = self.raw(route, key)?;
        match key.rsplit_once(':') {
            Some((id, _)) if found.is_none() => self.raw(route, id),
            Some(_) | None => Ok(found),
        }
    }

    /// The row of an id: of a driving table, else of any table that the query reads.
    fn raw(&self, route: &Route, id: &str) -> Result<Option<Raw>, Problem> {
        let mut tables: Vec<(&String, bool)> = route
            .needs
            .iter()
            .map(|(table, need)| (table, need.drives()))
            .collect();
        tables.sort_by_key(|(_, drives)| !drives);
        for (table, _) in tables {
            let schema = self
                .pack
                .catalogue
                .table(table)
                .filter(|s| s.is_collected() && s.column("id").is_some());
            let Some(schema) = schema else { continue };
            let found = self
                .connection
                .query_row(&raw_sql(schema), [id], |row| {
                    let line: Option<i64> = row.get(1)?;
                    let from = RowSource {
                        table: schema.name.clone(),
                        file: row.get(0)?,
                        row: line.and_then(|n| u64::try_from(n).ok()),
                        sha256: row.get(2)?,
                    };
                    let code: Option<String> = row.get(3)?;
                    Ok((from, code.filter(|code| !code.is_empty() && code != id)))
                })
                .optional()
                .map_err(|e| failure(table, &e))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// What is said of a part, where it is more than that all of it is there.
fn part_read(said: &PartCovered) -> Option<PartRead> {
    let PartCovered {
        part,
        covered,
        rule,
    } = said;
    let says = covered.state != State::Complete || !rule.is_empty();
    says.then(|| PartRead {
        part: part.clone(),
        state: covered.state.code().to_owned(),
        missing: covered.missing.finite(),
        rule: rule.clone(),
    })
}

/// Where a raw row stands, and the code that people know it by.
type Raw = (RowSource, Option<String>);

/// Asks for a raw row by its id. Names are those of the catalogue.
fn raw_sql(schema: &Schema) -> String {
    let code = schema.column("code").filter(|column| !column.personal);
    let code = code.map_or("null", |_| "t.code");
    format!(
        "select o.file, t.row, o.sha256, {code} from {} t join observation o on o.id = t.obs where t.id = ?1",
        schema.name
    )
}

fn verdict(row: &AnswerRow) -> Verdict {
    match (row.counted, row.met) {
        (Some(false), _) => Verdict::Uncounted,
        (Some(true), Some(false)) => Verdict::Unmet,
        (Some(true), Some(true)) => Verdict::Met,
        (None, _) | (Some(true), None) => Verdict::Unknown,
    }
}
