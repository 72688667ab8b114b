//! A pack: tables, calendar, checks and rubric files, parsed and cross-checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::written::{CheckFile, LegalEntry, NeedEntry, ParamEntry, ParamKind, Serves};
use super::{Case, Check, Files, Indicator, Legal, Param, Route, Verdict};
use crate::exact::Rational;
use crate::kind::{Kind, Need, ParamValue, Role, Shape};
use crate::table::{Calendar, Catalogue};
use crate::words::{Bilingual, Place, Problem, written};

/// Everything that can decide an answer, as values.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The tables.
    pub catalogue: Catalogue,
    /// Holidays and office hours.
    pub calendar: Arc<Calendar>,
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
    /// Errors: everything wrong with any file, found in one go, each with its place; a pack without a check.
    pub fn parse(files: &Files) -> Result<Self, Problem> {
        let mut problems = Vec::new();
        let catalogue = parse_tables(files, &mut problems);
        let calendar = parse_calendar(files, &mut problems);
        let mut checks = BTreeMap::new();
        for (path, _) in files.iter() {
            let Some(folder) = path.strip_suffix("/check.toml") else {
                continue;
            };
            match (CheckReader {
                files,
                folder,
                catalogue: &catalogue,
            })
            .read()
            {
                Ok(check) => {
                    checks.insert(check.id.clone(), check);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let mut rubrics = BTreeMap::new();
        for (path, file) in files
            .iter()
            .filter(|(path, _)| path.ends_with("/rubric.toml"))
        {
            match written::text(&file.name, &file.bytes) {
                Ok(text) => {
                    rubrics.insert(path.to_owned(), (file.name.clone(), text));
                }
                Err(problem) => problems.push(problem),
            }
        }
        if checks.is_empty() && problems.is_empty() {
            problems.push(Problem::new("check.none"));
        }
        match Problem::all(problems) {
            Some(problem) => Err(problem),
            None => Ok(Self {
                catalogue,
                calendar,
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
        match written::text(&file.name, &file.bytes) {
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
        let parsed = written::text(&file.name, &file.bytes)
            .and_then(|text| Calendar::parse(&file.name, &text));
        match parsed {
            Ok(read) => calendar = read,
            Err(problem) => problems.push(problem),
        }
    }
    Arc::new(calendar)
}

/// Reads one check folder.
struct CheckReader<'a> {
    files: &'a Files,
    folder: &'a str,
    catalogue: &'a Catalogue,
}

impl CheckReader<'_> {
    fn text(&self, file: &str) -> Result<Option<(String, String)>, Problem> {
        let Some(found) = self.files.get(&format!("{}/{file}", self.folder)) else {
            return Ok(None);
        };
        Ok(Some((
            found.name.clone(),
            written::text(&found.name, &found.bytes)?,
        )))
    }

    fn read(&self) -> Result<Check, Problem> {
        let (name, text) = self.text("check.toml")?.unwrap_or_default();
        let file: CheckFile = written::parse(&name, &text)?;
        let places = written::Places::of(&name, &text);
        let refuse = |code, what: &str, path: &str| {
            Problem::new(code).with("name", what).at(places.place(path))
        };
        if file.id.replace('.', "/") != self.folder || file.id.split('.').count() != 2 {
            return Err(refuse("check.id", &file.id, "id").with("folder", self.folder));
        }
        if file.indicator.is_empty() {
            return Err(refuse("check.no_indicator", &file.id, "id"));
        }
        let mut params = BTreeMap::new();
        for (param, entry) in file.param {
            if ROUND_PARAMETERS.contains(&param.as_str()) || param.starts_with("missing_") {
                return Err(refuse(
                    "check.param_name",
                    &param,
                    &format!("param.{param}"),
                ));
            }
            let meant = meant_param(entry).ok_or_else(|| {
                refuse(
                    "check.param_default",
                    &param,
                    &format!("param.{param}.default"),
                )
            })?;
            params.insert(param, meant);
        }
        let mut legal = Vec::new();
        for (n, entry) in file.legal.into_iter().enumerate() {
            let place = format!("legal.{n}");
            legal.push(meant_legal(entry).ok_or_else(|| refuse("check.legal", &file.id, &place))?);
        }
        let mut indicators = BTreeMap::new();
        for (short, entry) in file.indicator {
            let path = format!("indicator.{short}");
            let mut routes = vec![self.route(&short, entry.kind, entry.needs, &places, &path)?];
            for (n, other) in entry.alternative.into_iter().enumerate() {
                let path = format!("{path}.alternative.{n}");
                routes.push(self.route(&other.query, entry.kind, other.needs, &places, &path)?);
            }
            if matches!(entry.kind, Kind::Histogram | Kind::Choice) != (entry.levels.len() >= 2) {
                return Err(refuse("check.levels", &short, &format!("{path}.levels")));
            }
            let verdict = match entry.verdict {
                None => None,
                Some(verdict) => Some(
                    at_least(&verdict.pass)
                        .zip(
                            verdict
                                .partial
                                .as_deref()
                                .map_or(Some(None), |p| at_least(p).map(Some)),
                        )
                        .map(|(pass, partial)| Verdict {
                            pass,
                            partial,
                            proposed: verdict.proposed,
                        })
                        .ok_or_else(|| {
                            refuse("check.verdict", &short, &format!("{path}.verdict"))
                        })?,
                ),
            };
            let indicator = Indicator {
                id: format!("{}/{short}", file.id),
                title: entry.title.unwrap_or_else(|| file.title.clone()),
                kind: entry.kind,
                levels: entry.levels,
                routes,
                handles_missing: entry.handles_missing,
                verdict,
            };
            indicators.insert(short, indicator);
        }
        let readme = Bilingual {
            vi: self
                .text("README.vi.md")?
                .map_or_else(String::new, |(_, text)| text),
            en: self
                .text("README.md")?
                .map_or_else(String::new, |(_, text)| text),
        };
        Ok(Check {
            id: file.id,
            revision: file.revision,
            since: file.since,
            title: file.title,
            legal,
            params,
            indicators,
            readme,
            cases: self.cases()?,
            folder: self.folder.to_owned(),
            file: name,
        })
    }

    fn cases(&self) -> Result<Vec<Case>, Problem> {
        let mut cases = Vec::new();
        for (path, file) in self.files.below(&format!("{}/cases", self.folder)) {
            if std::path::Path::new(path)
                .extension()
                .is_some_and(|e| e == "toml")
            {
                let text = written::text(&file.name, &file.bytes)?;
                cases.push(Case {
                    file: file.name.clone(),
                    text,
                });
            }
        }
        Ok(cases)
    }

    fn route(
        &self,
        query: &str,
        kind: Kind,
        needs: BTreeMap<String, NeedEntry>,
        places: &written::Places,
        path: &str,
    ) -> Result<Route, Problem> {
        let Some((file, sql)) = self.text(&format!("{}.sql", query.trim_end_matches(".sql")))?
        else {
            let place = places.place(path);
            return Err(Problem::new("check.no_query")
                .with("name", query)
                .with("folder", self.folder)
                .at(place));
        };
        let mut meant = BTreeMap::new();
        for (table, entry) in needs {
            let path = format!("{path}.needs.{table}");
            let need = self.need(&table, kind, entry, &|| places.place(&path))?;
            meant.insert(table, need);
        }
        let drives = meant.values().any(Need::drives);
        let by_value = matches!(kind, Kind::Value | Kind::Days);
        let own_keys = matches!(kind, Kind::Count | Kind::YesNo | Kind::Ratio);
        if meant.is_empty() || (by_value && drives) || (!by_value && !own_keys && !drives) {
            return Err(Problem::new("check.driving")
                .with("name", query)
                .at(places.place(path)));
        }
        Ok(Route {
            file,
            sql,
            needs: meant,
        })
    }

    fn need(
        &self,
        table: &str,
        kind: Kind,
        entry: NeedEntry,
        place: &dyn Fn() -> Place,
    ) -> Result<Need, Problem> {
        let Some(schema) = self.catalogue.table(table) else {
            let known: Vec<String> = self.catalogue.names().map(str::to_owned).collect();
            return Err(written::unknown("check.unknown_table", table, &known).at(place()));
        };
        if let Some(by) = &entry.by
            && schema.column(by).is_none()
        {
            let known: Vec<String> = schema.columns.iter().map(|c| c.name.clone()).collect();
            return Err(written::unknown("check.unknown_column", by, &known)
                .with("table", table)
                .at(place()));
        }
        let roles: BTreeSet<Role> = entry.role.0.iter().copied().collect();
        let by_value = matches!(kind, Kind::Value | Kind::Days);
        let fits = roles.iter().all(|role| match role {
            Role::Lower | Role::Raise => by_value,
            Role::Rows => !by_value,
            Role::Meet | Role::Break | Role::Both | Role::Any | Role::AsSeen => true,
        });
        let alone = roles.len() == 1 || roles.contains(&Role::Rows) || by_value;
        if roles.is_empty() || !fits || !alone {
            return Err(Problem::new("check.role")
                .with("table", table)
                .with("kind", kind.code())
                .at(place()));
        }
        Ok(Need {
            roles: entry.role.0,
            by: entry.by,
            serves_one: entry.serves == Some(Serves::One),
            each: entry.each,
        })
    }
}

fn meant_param(entry: ParamEntry) -> Option<Param> {
    let default = match (entry.kind, entry.default) {
        (ParamKind::Int, toml::Value::Integer(n)) => ParamValue::Int(n),
        (ParamKind::Text, toml::Value::String(text)) => ParamValue::Text(text),
        (ParamKind::Int | ParamKind::Text, _) => return None,
    };
    Some(Param {
        default,
        title: entry.title,
        proposed: entry.proposed,
    })
}

fn meant_legal(entry: LegalEntry) -> Option<Legal> {
    let mut reference = entry.reference;
    let mut take = |name: &str| reference.remove(name).map(|text| text.0);
    let (article, clause) = (take("article"), take("clause"));
    let (instrument, number) = reference.pop_first()?;
    if !reference.is_empty() {
        return None;
    }
    Some(Legal {
        instrument,
        number: number.0,
        article,
        clause,
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
        grade: entry.grade.code().to_owned(),
        source: entry.source,
    })
}

/// The number of `>= 0.95`.
fn at_least(text: &str) -> Option<Rational> {
    Rational::parse(text.strip_prefix(">=")?.trim())
}
