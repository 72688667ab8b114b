//! `[declared."CODE"]` → [`Declaration`]: one figure in one shape, or points, or both.

use super::name::below_workspace;
use super::written::{DeclaredEntry, Scalar};
use super::{Declaration, Stated};
use crate::exact::Rational;
use crate::words::Problem;
use crate::words::written::Places;

/// Most evidence files of one claim; a folder of scans is cited file by file.
const MOST_FILES: usize = 1_000;

/// What a unit states for a criterion. `path` is where it stands (`declared.B3.4`).
///
/// Errors: no figure and no points, two figures, half a figure, points that are no plain decimal, an evidence path that
/// leaves the workspace or holds a comma (`file_ids` separates paths by commas).
pub(super) fn meant(
    code: String,
    entry: DeclaredEntry,
    places: &Places,
    path: &str,
) -> Result<Declaration, Problem> {
    let refuse = |problem: &'static str, name: &str, key: &str| {
        let at = if key.is_empty() {
            path.to_owned()
        } else {
            format!("{path}.{key}")
        };
        Problem::new(problem)
            .with("code", &code)
            .with("name", name)
            .at(places.place(&at))
    };
    let number = |text: Scalar, key: &str| {
        Rational::parse(text.0.trim())
            .ok_or_else(|| refuse("profile.declared_number", &text.0, key))
    };
    let mut figures = Vec::new();
    match (entry.num, entry.den) {
        (Some(num), Some(den)) => figures.push(Stated::Totals { num, den }),
        (Some(_), None) => return Err(refuse("profile.declared_half", "den", "num")),
        (None, Some(_)) => return Err(refuse("profile.declared_half", "num", "den")),
        (None, None) => {}
    }
    match (entry.mean, entry.n) {
        (Some(mean), Some(n)) => figures.push(Stated::Survey {
            mean: number(mean, "mean")?,
            n,
        }),
        (Some(_), None) => return Err(refuse("profile.declared_half", "n", "mean")),
        (None, Some(_)) => return Err(refuse("profile.declared_half", "mean", "n")),
        (None, None) => {}
    }
    figures.extend(entry.yes.map(Stated::YesNo));
    figures.extend(entry.count.map(Stated::Count));
    figures.extend(entry.option.map(Stated::Choice));
    figures.extend(entry.date.map(Stated::Date));
    figures.extend(entry.items.map(Stated::Items));
    figures.extend(entry.not_applicable.map(Stated::NotApplicable));
    if figures.len() > 1 {
        let shapes: Vec<&str> = figures.iter().map(Stated::shape).collect();
        return Err(refuse("profile.declared_twice", &shapes.join(", "), ""));
    }
    let points = entry
        .points
        .map(|points| number(points, "points"))
        .transpose()?;
    let stated = figures.pop();
    if stated.is_none() && points.is_none() {
        return Err(refuse("profile.declared_nothing", "", ""));
    }
    let period = match entry.period {
        None => None,
        Some(period) => match period.meant() {
            Some(period) => Some(period),
            None => return Err(refuse("profile.period", &period.from.to_string(), "period")),
        },
    };
    let mut evidence = Vec::new();
    for (n, written) in entry.evidence.iter().enumerate() {
        match below_workspace(written).filter(|path| !path.contains(',') && n < MOST_FILES) {
            Some(file) if evidence.contains(&file) => {}
            Some(file) => evidence.push(file),
            None => {
                return Err(refuse(
                    "profile.evidence_path",
                    written,
                    &format!("evidence.{n}"),
                ));
            }
        }
    }
    Ok(Declaration {
        code,
        stated,
        points,
        period,
        evidence,
        note: entry.note,
    })
}
