//! What is looked at before a run begins, and what a part says of the run that was cut off.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::UnreadPlace;
use super::begin::Carried;
use super::plan::Plan;
use crate::bundle::Record;
use crate::check::Pack;
use crate::collect::Progress;
use crate::kind::ParamValue;
use crate::rubric::Rubric;
use crate::unit::Profile;
use crate::words::{Problem, written};
use crate::workspace::Workspace;

/// A claim for a criterion that is not there would be lost without a word.
pub(super) fn claims(profile: &Profile, rubric: &Rubric) -> Result<(), Problem> {
    let known: Vec<String> = rubric.criteria.iter().map(|c| c.code.clone()).collect();
    let unknown = profile
        .declared
        .iter()
        .filter(|claim| !known.contains(&claim.code));
    let problems = unknown.map(|claim| {
        written::unknown("audit.unknown_criterion", &claim.code, &known)
            .with("rubric", &rubric.id)
            .at(profile.place(&format!("declared.{}", claim.code)))
    });
    Problem::all(problems.collect()).map_or(Ok(()), Err)
}

/// A parameter that no check has, or that is no number where a check takes one, would be lost or stop the score.
pub(super) fn params(workspace: &Workspace, profile: &Profile, pack: &Pack) -> Result<(), Problem> {
    let all = || pack.checks.values().flat_map(|check| &check.params);
    let known: BTreeSet<String> = all().map(|(name, _)| name.clone()).collect();
    let known: Vec<String> = known.into_iter().collect();
    let of_round = workspace
        .params
        .iter()
        .map(|set| (set, workspace.place(&format!("params.{}", set.0))));
    let of_unit = profile.params.iter();
    let of_unit = of_unit.map(|set| (set, profile.place(&format!("params.{}", set.0))));
    let mut problems = Vec::new();
    for ((name, value), place) in of_round.chain(of_unit) {
        if !known.contains(name) {
            problems.push(written::unknown("audit.unknown_param", name, &known).at(place));
            continue;
        }
        let number = all()
            .any(|(known, param)| known == name && matches!(param.default, ParamValue::Int(_)));
        if number && value.parse::<i64>().is_err() {
            let problem = Problem::new("audit.param_number").with("name", name);
            problems.push(problem.with("value", value).at(place));
        }
    }
    Problem::all(problems).map_or(Ok(()), Err)
}

/// A record by its step and subject.
pub(super) fn record(
    tables: &Connection,
    step: &str,
    subject: &str,
) -> rusqlite::Result<Option<Record>> {
    let index = Record::index(tables, |detail| !super::answer::is_carried(detail))?;
    match index.get(&(step.to_owned(), subject.to_owned())) {
        Some(id) => Record::read(tables, *id),
        None => Ok(None),
    }
}

/// The files that the run read before it was cut off.
pub(super) fn read_before(tables: &Connection) -> rusqlite::Result<Vec<Progress>> {
    let mut select = tables.prepare(
        "select id, subject, file from observation where step in ('csv', 'spreadsheet', 'x509-folder') order by id",
    )?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let found: Vec<(i64, String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    let mut read = Vec::with_capacity(found.len());
    for (obs, table, file) in found {
        let count = |sql: &str| -> rusqlite::Result<usize> {
            let n: i64 = tables.query_row(sql, [obs], |row| row.get(0))?;
            Ok(usize::try_from(n).unwrap_or_default())
        };
        // The table is one of ours: the part's schema was compared before.
        let rows = count(&format!("select count(*) from {table} where obs = ?1"))?;
        let unread = count("select count(*) from unread where obs = ?1")?;
        read.push(Progress {
            table,
            file: file.split('#').next().unwrap_or_default().to_owned(),
            rows,
            unread,
        });
    }
    Ok(read)
}

/// What the run could not read before it was cut off.
pub(super) fn unread_before(tables: &Connection) -> rusqlite::Result<Vec<UnreadPlace>> {
    let mut select = tables.prepare(
        "select coalesce(o.file, ''), u.row, u.cell, u.column_name, u.code, u.detail \
         from unread u left join observation o on o.id = u.obs order by u.id",
    )?;
    let rows = select.query_map([], |row| {
        let line: Option<i64> = row.get(1)?;
        Ok(UnreadPlace {
            file: row.get(0)?,
            row: line.and_then(|line| usize::try_from(line).ok()),
            cell: row.get(2)?,
            column: row.get(3)?,
            code: row.get(4)?,
            detail: row.get(5)?,
        })
    })?;
    rows.collect()
}

/// What the run took over before it was cut off.
pub(super) fn carried_before(
    tables: &Connection,
    plan: &Plan,
) -> rusqlite::Result<Option<Carried>> {
    if plan.kept.is_empty() {
        return Ok(None);
    }
    let mut select =
        tables.prepare("select detail from observation where detail like '%carried_from%'")?;
    let mut details = select.query_map([], |row| row.get::<_, String>(0))?;
    let Some(detail) = details.next().transpose()? else {
        return Ok(None);
    };
    let digest = super::answer::carried_from(&detail).unwrap_or_default();
    Ok(Some(Carried {
        digest,
        tables: plan.kept.iter().cloned().collect(),
    }))
}

/// Tables whose coverage is none for every body.
pub(super) fn not_given(tables: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut select = tables.prepare(
        "select table_name from coverage group by table_name having sum(state <> 'none') = 0 order by table_name",
    )?;
    let rows = select.query_map([], |row| row.get(0))?;
    rows.collect()
}

/// Whether made-up data are in it.
pub(super) fn is_illustrative(tables: &Connection) -> rusqlite::Result<bool> {
    tables.query_row(
        "select coalesce(max(illustrative), 0) from observation",
        [],
        |row| row.get(0),
    )
}
