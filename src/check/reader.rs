//! One check folder: its files read, and held against the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::written::{
    CheckFile, IndicatorEntry, LegalEntry, NeedEntry, ParamEntry, ParamKind, Serves, VerdictEntry,
};
use super::{Case, Check, Files, Indicator, Legal, Param, ROUND_PARAMETERS, Route, Verdict};
use crate::exact::Rational;
use crate::kind::{Kind, Need, ParamValue, Role};
use crate::table::{Catalogue, Schema};
use crate::words::{Bilingual, Problem, written};

/// Reads the check of a folder.
///
/// Errors: the first thing wrong with its `check.toml` or its queries, with its place.
pub(super) fn read_check(
    files: &Files,
    folder: &str,
    catalogue: &Catalogue,
) -> Result<Check, Problem> {
    let (name, text) = text(files, folder, "check.toml")?.unwrap_or_default();
    let file: CheckFile = written::parse(&name, &text)?;
    let reader = CheckReader {
        files,
        folder,
        catalogue,
        places: written::Places::of(&name, &text),
    };
    reader.check(name, file)
}

/// Name and text of a file of a folder, where it is there.
fn text(files: &Files, folder: &str, file: &str) -> Result<Option<(String, String)>, Problem> {
    let Some(found) = files.get(&format!("{folder}/{file}")) else {
        return Ok(None);
    };
    Ok(Some((found.name.clone(), found.text()?)))
}

struct CheckReader<'a> {
    files: &'a Files,
    folder: &'a str,
    catalogue: &'a Catalogue,
    /// Where the values of `check.toml` stand.
    places: written::Places,
}

impl CheckReader<'_> {
    fn refuse(&self, code: &'static str, name: &str, path: &str) -> Problem {
        Problem::new(code)
            .with("name", name)
            .at(self.places.place(path))
    }

    fn check(&self, name: String, file: CheckFile) -> Result<Check, Problem> {
        if file.id.replace('.', "/") != self.folder || file.id.split('.').count() != 2 {
            return Err(self
                .refuse("check.id", &file.id, "id")
                .with("folder", self.folder));
        }
        if file.indicator.is_empty() {
            return Err(self.refuse("check.no_indicator", &file.id, "id"));
        }
        let mut params = BTreeMap::new();
        for (param, entry) in file.param {
            let meant = self.param(&param, entry)?;
            params.insert(param, meant);
        }
        let mut legal = Vec::new();
        for (n, entry) in file.legal.into_iter().enumerate() {
            let meant = meant_legal(entry);
            legal.push(
                meant.ok_or_else(|| self.refuse("check.legal", &file.id, &format!("legal.{n}")))?,
            );
        }
        let mut indicators = BTreeMap::new();
        for (short, entry) in file.indicator {
            let indicator = self.indicator(&file.id, &short, entry, &file.title)?;
            indicators.insert(short, indicator);
        }
        Ok(Check {
            readme: Bilingual {
                vi: self.page("README.vi.md")?,
                en: self.page("README.md")?,
            },
            cases: self.cases()?,
            id: file.id,
            revision: file.revision,
            since: file.since,
            title: file.title,
            legal,
            params,
            indicators,
            folder: self.folder.to_owned(),
            file: name,
        })
    }

    fn param(&self, name: &str, entry: ParamEntry) -> Result<Param, Problem> {
        if ROUND_PARAMETERS.contains(&name) || name.starts_with("missing_") {
            return Err(self.refuse("check.param_name", name, &format!("param.{name}")));
        }
        meant_param(entry).ok_or_else(|| {
            self.refuse(
                "check.param_default",
                name,
                &format!("param.{name}.default"),
            )
        })
    }

    fn indicator(
        &self,
        check: &str,
        short: &str,
        entry: IndicatorEntry,
        title: &Bilingual,
    ) -> Result<Indicator, Problem> {
        let path = format!("indicator.{short}");
        let mut routes = vec![self.route(short, entry.kind, entry.needs, &path)?];
        for (n, other) in entry.alternative.into_iter().enumerate() {
            let path = format!("{path}.alternative.{n}");
            routes.push(self.route(&other.query, entry.kind, other.needs, &path)?);
        }
        if matches!(entry.kind, Kind::Histogram | Kind::Choice) != (entry.levels.len() >= 2) {
            return Err(self.refuse("check.levels", short, &format!("{path}.levels")));
        }
        let verdict = entry
            .verdict
            .map(|verdict| {
                meant_verdict(&verdict)
                    .ok_or_else(|| self.refuse("check.verdict", short, &format!("{path}.verdict")))
            })
            .transpose()?;
        Ok(Indicator {
            id: format!("{check}/{short}"),
            title: entry.title.unwrap_or_else(|| title.clone()),
            kind: entry.kind,
            levels: entry.levels,
            routes,
            handles_missing: entry.handles_missing,
            verdict,
        })
    }

    /// A page of the check; empty where there is none, which `check lint` refuses.
    fn page(&self, file: &str) -> Result<String, Problem> {
        let found = text(self.files, self.folder, file)?;
        Ok(found.map(|(_, text)| text).unwrap_or_default())
    }

    fn cases(&self) -> Result<Vec<Case>, Problem> {
        let mut cases = Vec::new();
        for (path, file) in self.files.below(&format!("{}/cases", self.folder)) {
            if Path::new(path).extension().is_some_and(|e| e == "toml") {
                cases.push(Case {
                    file: file.name.clone(),
                    text: file.text()?,
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
        path: &str,
    ) -> Result<Route, Problem> {
        let sql = format!("{}.sql", query.trim_end_matches(".sql"));
        let Some((file, sql)) = text(self.files, self.folder, &sql)? else {
            return Err(self
                .refuse("check.no_query", query, path)
                .with("folder", self.folder));
        };
        let mut meant = BTreeMap::new();
        for (table, entry) in needs {
            let need = self.need(&table, kind, entry, &format!("{path}.needs.{table}"))?;
            meant.insert(table, need);
        }
        let drives = meant.values().any(Need::drives);
        let by_value = matches!(kind, Kind::Value | Kind::Days);
        let own_keys = matches!(kind, Kind::Count | Kind::YesNo | Kind::Ratio);
        if meant.is_empty() || (by_value && drives) || (!by_value && !own_keys && !drives) {
            return Err(self.refuse("check.driving", query, path));
        }
        Ok(Route {
            file,
            sql,
            needs: meant,
        })
    }

    fn need(&self, table: &str, kind: Kind, entry: NeedEntry, path: &str) -> Result<Need, Problem> {
        let place = || self.places.place(path);
        let Some(schema) = self.catalogue.table(table) else {
            let known = self.catalogue.names();
            return Err(written::unknown("check.unknown_table", table, known).at(place()));
        };
        if let Some(by) = &entry.by
            && schema.column(by).is_none()
        {
            let known = schema.columns.iter().map(|column| &column.name);
            return Err(written::unknown("check.unknown_column", by, known)
                .with("table", table)
                .at(place()));
        }
        if !fits(&entry.role.0, kind) {
            return Err(Problem::new("check.role")
                .with("table", table)
                .with("kind", kind.code())
                .at(place()));
        }
        let alone = !(entry.each && entry.each_part);
        if (entry.each || entry.each_part) && !(alone && by_key(&entry.role.0, kind)) {
            return Err(Problem::new("check.each")
                .with("table", table)
                .with("kind", kind.code())
                .at(place()));
        }
        let named = entry.part.is_some();
        let parts = entry.part.map(|parts| parts.0).unwrap_or_default();
        let loose_part = self.loose_part(schema, (named, &parts, entry.each_part), path)?;
        Ok(Need {
            roles: entry.role.0,
            by: entry.by,
            serves_one: entry.serves == Some(Serves::One),
            each: entry.each,
            parts,
            each_part: entry.each_part,
            loose_part,
        })
    }

    /// The column of the parts that a need speaks of, where a row may have NULL there.
    fn loose_part(
        &self,
        schema: &Schema,
        (named, parts, each_part): (bool, &[String], bool),
        path: &str,
    ) -> Result<Option<String>, Problem> {
        if !named && !each_part {
            return Ok(None);
        }
        let Some(column) = schema.part_column() else {
            return Err(self
                .refuse("check.no_parts", &schema.name, path)
                .with("table", &schema.name));
        };
        let place = || self.places.place(path);
        if named && parts.is_empty() {
            return Err(Problem::new("check.which_parts")
                .with("table", &schema.name)
                .at(place()));
        }
        if let Some(wrong) = parts.iter().find(|part| !schema.has_part(part)) {
            return Err(
                written::unknown("check.unknown_part", wrong, schema.parts())
                    .with("table", &schema.name)
                    .at(place()),
            );
        }
        Ok((!column.required).then(|| column.name.clone()))
    }
}

/// Whether a table may have these roles in a query of a kind: several only beside `rows`, and each one of the kind's.
fn fits(roles: &[Role], kind: Kind) -> bool {
    let roles: BTreeSet<Role> = roles.iter().copied().collect();
    let by_value = matches!(kind, Kind::Value | Kind::Days);
    let of_kind = roles.iter().all(|role| match role {
        Role::Lower | Role::Raise => by_value,
        Role::Rows => !by_value,
        Role::Meet | Role::Break | Role::Both | Role::Any | Role::AsSeen => true,
    });
    let together = roles.len() == 1 || roles.contains(&Role::Rows) || by_value;
    !roles.is_empty() && of_kind && together
}

/// Whether result rows of a kind can be opened one by one for a table of these roles: the rows are there, they meet or
/// do not, and one more row of the table bears on nothing else.
fn by_key(roles: &[Role], kind: Kind) -> bool {
    let turns = |role: &Role| matches!(role, Role::Meet | Role::Break | Role::Both);
    roles.iter().all(turns) && matches!(kind, Kind::Ratio | Kind::Count | Kind::YesNo)
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

fn meant_verdict(entry: &VerdictEntry) -> Option<Verdict> {
    let partial = match &entry.partial {
        Some(text) => Some(at_least(text)?),
        None => None,
    };
    Some(Verdict {
        pass: at_least(&entry.pass)?,
        partial,
        proposed: entry.proposed,
    })
}

/// The number of `>= 0.95`.
fn at_least(text: &str) -> Option<Rational> {
    Rational::parse(text.strip_prefix(">=")?.trim())
}
