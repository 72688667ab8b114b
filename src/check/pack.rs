//! A pack: tables, calendar, labels, checks and rubric files, parsed and cross-checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reader::read_check;
use super::{Check, Files, Indicator, Labels};
use crate::kind::Shape;
use crate::table::{Calendar, Catalogue};
use crate::words::Problem;

/// Everything that can decide an answer, as values.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The tables.
    pub catalogue: Catalogue,
    /// Holidays and office hours.
    pub calendar: Arc<Calendar>,
    /// What portals call their sections, columns and parts.
    pub labels: Arc<Labels>,
    /// Checks by id.
    pub checks: BTreeMap<String, Check>,
    /// Rubric files of the pack: path → name and text.
    pub rubrics: BTreeMap<String, (String, String)>,
    /// SHA-256, hex, of all that can change an answer.
    pub sha256: String,
}

/// Names of the round's parameters; a check's own may not take one.
pub const ROUND_PARAMETERS: &[&str] = &[
    "unit",
    "as_of",
    "period_start",
    "period_end",
    "previous_start",
    "previous_end",
    "cutoff",
];

impl Pack {
    /// Reads a pack from its files.
    ///
    /// Errors: everything wrong with tables, calendar and labels, else with any other file, found in one go, each with its place;
    /// a pack without a check.
    pub fn parse(files: &Files) -> Result<Self, Problem> {
        let mut problems = Vec::new();
        let catalogue = parse_tables(files, &mut problems);
        let calendar = parse_calendar(files, &mut problems);
        let labels = parse_labels(files, &mut problems);
        // Without the tables, every check would be told to read tables that there are not.
        if let Some(problem) = Problem::all(std::mem::take(&mut problems)) {
            return Err(problem);
        }
        let mut checks = BTreeMap::new();
        for (path, _) in files.iter() {
            let Some(folder) = path.strip_suffix("/check.toml") else {
                continue;
            };
            match read_check(files, folder, &catalogue) {
                Ok(check) => {
                    checks.insert(check.id.clone(), check);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let rubrics = rubrics(files, &mut problems);
        if checks.is_empty() && problems.is_empty() {
            problems.push(Problem::new("check.none"));
        }
        match Problem::all(problems) {
            Some(problem) => Err(problem),
            None => Ok(Self {
                catalogue,
                calendar,
                labels,
                checks,
                rubrics,
                sha256: files.deciding_sha256(),
            }),
        }
    }

    /// The check and the indicator of an id `CHECK/NAME`.
    pub fn indicator(&self, id: &str) -> Option<(&Check, &Indicator)> {
        let (check, name) = id.split_once('/')?;
        let check = self.checks.get(check)?;
        Some((check, check.indicators.get(name)?))
    }

    /// All indicators as a rubric sees them.
    pub fn shapes(&self) -> BTreeMap<String, Shape> {
        let mut shapes = BTreeMap::new();
        for check in self.checks.values() {
            let params: BTreeMap<_, _> = check
                .params
                .iter()
                .map(|(name, param)| (name.clone(), param.default.clone()))
                .collect();
            for indicator in check.indicators.values() {
                let shape = Shape {
                    kind: indicator.kind,
                    levels: indicator.levels.clone(),
                    params: params.clone(),
                };
                shapes.insert(indicator.id.clone(), shape);
            }
        }
        shapes
    }
}

fn parse_tables(files: &Files, problems: &mut Vec<Problem>) -> Catalogue {
    let mut texts = Vec::new();
    for (_, file) in files.below("tables") {
        match file.text() {
            Ok(text) => texts.push((file.name.clone(), text)),
            Err(problem) => problems.push(problem),
        }
    }
    match Catalogue::parse(
        texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    ) {
        Ok(catalogue) => catalogue,
        Err(problem) => {
            problems.push(problem);
            Catalogue::default()
        }
    }
}

fn parse_calendar(files: &Files, problems: &mut Vec<Problem>) -> Arc<Calendar> {
    let mut calendar = Calendar::default();
    for (_, file) in files.below("calendar") {
        let parsed = file
            .text()
            .and_then(|text| Calendar::parse(&file.name, &text));
        match parsed {
            Ok(read) => calendar = read,
            Err(problem) => problems.push(problem),
        }
    }
    Arc::new(calendar)
}

fn parse_labels(files: &Files, problems: &mut Vec<Problem>) -> Arc<Labels> {
    let mut labels = Labels::default();
    for (_, file) in files.below("sections") {
        let parsed = file
            .text()
            .and_then(|text| Labels::parse(&file.name, &text));
        match parsed {
            Ok(read) => labels = read,
            Err(problem) => problems.push(problem),
        }
    }
    Arc::new(labels)
}

/// Name and text of each rubric file, by its path.
fn rubrics(files: &Files, problems: &mut Vec<Problem>) -> BTreeMap<String, (String, String)> {
    let mut rubrics = BTreeMap::new();
    for (path, file) in files
        .iter()
        .filter(|(path, _)| path.ends_with("/rubric.toml"))
    {
        match file.text() {
            Ok(text) => {
                rubrics.insert(path.to_owned(), (file.name.clone(), text));
            }
            Err(problem) => problems.push(problem),
        }
    }
    rubrics
}
