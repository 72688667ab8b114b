//! `units/ID.toml` → [`Profile`]: everything wrong with it is found in one go, each with its place.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{below_workspace, is_id, is_kind, is_line};
use super::written::{OrganisationEntry, ProfileEntry, SourceEntry, texts};
use super::{
    CoverageRule, Covers, EmptyCell, Organisation, Profile, SheetName, Source, read_stated,
};
use crate::words::written::{self, Places};
use crate::words::{Problem, plain};

/// What a profile may say of its form.
const SCHEMA: &str = "sansang/unit/1";
/// Kinds of sources that are read.
const SOURCE_KINDS: &[&str] = &["csv", "spreadsheet", FOLDER];
/// The kind whose path is a folder of certificates.
const FOLDER: &str = "x509-folder";
/// The only table that it fills.
const FOLDER_TABLE: &str = "certificates";
/// Kinds of bodies within a unit; the unit itself is the profile.
const BODY_KINDS: &[&str] = &["office", "service_unit", "commune"];
const EMPTY_WORDS: &[&str] = &["none", "zero", "unknown"];
const COVERAGE_WORDS: &[&str] = &["complete", "partial"];

impl Profile {
    /// Reads the text of `units/ID.toml`; `id` is the file's stem.
    ///
    /// Errors: syntax, an unknown key, an id that is not the file's name, a path that leaves the workspace, a kind, role
    /// or word that is not known, a claim in two shapes or none. Tables, columns and criteria are judged later, by those
    /// who know them.
    pub fn parse(file: &str, text: &str, id: &str) -> Result<Self, Problem> {
        let entry: ProfileEntry = written::parse(file, text)?;
        let mut reader = Reader {
            places: Places::of(file, text),
            problems: Vec::new(),
        };
        reader.head(&entry, id);
        let organisations = reader.organisations(&entry.id, entry.organisation);
        let portals = reader.portals(&entry.id, entry.portal);
        let mut sources = Vec::new();
        for (table, entries) in entry.source {
            for (n, source) in entries.into_iter().enumerate() {
                let key = format!("source.{table}.{n}");
                sources.extend(reader.source(&table, key, source));
            }
        }
        let mut declared = Vec::new();
        for (code, stated) in entry.declared {
            let path = format!("declared.{code}");
            match read_stated::meant(code, stated, &reader.places, &path) {
                Ok(declaration) => declared.push(declaration),
                Err(problem) => reader.problems.push(problem),
            }
        }
        match Problem::all(reader.problems) {
            Some(problem) => Err(problem),
            None => Ok(Self {
                id: entry.id,
                name: entry.name,
                short_name: entry.short_name,
                kind: entry.kind,
                mail_domain: entry.mail_domain,
                predecessors: entry.predecessors,
                organisations,
                portals,
                sources,
                declared,
                params: texts(entry.params),
                places: reader.places,
            }),
        }
    }
}

pub(super) struct Reader {
    pub(super) places: Places,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn refuse(&mut self, code: &'static str, name: &str, path: &str) {
        let problem = Problem::new(code).with("name", name);
        self.problems.push(problem.at(self.places.place(path)));
    }

    /// Refuses a word that is not on a list, and offers the nearest.
    pub(super) fn word(
        &mut self,
        code: &'static str,
        word: &str,
        known: &[&str],
        path: &str,
    ) -> bool {
        let right = known.contains(&word);
        if !right {
            let known: Vec<String> = known.iter().map(|&k| k.to_owned()).collect();
            let problem = written::unknown(code, word, &known);
            self.problems.push(problem.at(self.places.place(path)));
        }
        right
    }

    fn head(&mut self, entry: &ProfileEntry, id: &str) {
        if let Some(schema) = &entry.schema
            && schema != SCHEMA
        {
            self.refuse("profile.schema", schema, "schema");
        }
        if !is_id(&entry.id) {
            self.refuse("profile.id", &entry.id, "id");
        } else if entry.id != id {
            let problem = Problem::new("profile.id_file").with("name", &entry.id);
            let problem = problem.with("file", format!("{}.toml", entry.id));
            self.problems.push(problem.at(self.places.place("id")));
        }
        if entry.name.vi.trim().is_empty() || entry.name.en.trim().is_empty() {
            self.refuse("profile.name", &entry.id, "name");
        }
        for (name, path) in [(&entry.name.vi, "name.vi"), (&entry.name.en, "name.en")] {
            if !is_line(name) {
                self.refuse("profile.name_line", &plain(name), path);
            }
        }
        if !is_kind(&entry.kind) {
            self.refuse("profile.kind", &entry.kind, "kind");
        }
        for (n, predecessor) in entry.predecessors.iter().enumerate() {
            if !is_id(predecessor) {
                self.refuse("profile.id", predecessor, &format!("predecessors.{n}"));
            }
        }
    }

    fn organisations(&mut self, unit: &str, entries: Vec<OrganisationEntry>) -> Vec<Organisation> {
        let communes: BTreeSet<String> = entries
            .iter()
            .filter(|entry| entry.kind == "commune")
            .map(|entry| entry.id.clone())
            .collect();
        let mut taken = BTreeSet::from([unit.to_owned()]);
        let mut meant = Vec::new();
        for (n, entry) in entries.into_iter().enumerate() {
            let path = |key: &str| format!("organisation.{n}.{key}");
            if !is_id(&entry.id) {
                self.refuse("profile.id", &entry.id, &path("id"));
            }
            if !taken.insert(entry.id.clone()) {
                self.refuse("profile.twice", &entry.id, &path("id"));
            }
            self.word("profile.body_kind", &entry.kind, BODY_KINDS, &path("kind"));
            let parent = entry.parent.unwrap_or_else(|| unit.to_owned());
            let above_commune = entry.kind == "commune" && parent != unit;
            if above_commune || (parent != unit && !communes.contains(&parent)) {
                self.refuse("profile.parent", &parent, &path("parent"));
            }
            meant.push(Organisation {
                id: entry.id,
                parent_id: parent,
                kind: entry.kind,
                name: entry.name,
                short_name: entry.short_name,
                active: Some(entry.active),
                mail_domain: entry.mail_domain,
            });
        }
        meant
    }

    fn source(&mut self, table: &str, key: String, entry: SourceEntry) -> Option<Source> {
        let at = |name: &str| format!("{key}.{name}");
        let before = self.problems.len();
        self.word(
            "profile.source_kind",
            &entry.kind,
            SOURCE_KINDS,
            &at("kind"),
        );
        let path = below_workspace(&entry.path);
        if path.is_none() {
            self.refuse("profile.path", &entry.path, &at("path"));
        }
        let covers = self.covers(entry.covers.as_ref(), &at("covers"));
        let coverage = self.coverage(&entry, &key);
        let mut empty = BTreeMap::new();
        for (column, word) in &entry.empty {
            let path = format!("{key}.empty.{column}");
            if self.word("profile.empty", word, EMPTY_WORDS, &path) {
                let meaning = match word.as_str() {
                    "none" => EmptyCell::None,
                    "zero" => EmptyCell::Zero,
                    _ => EmptyCell::Unknown,
                };
                empty.insert(column.clone(), meaning);
            }
        }
        for column in entry.constants.keys() {
            if entry.columns.contains_key(column) {
                let path = format!("{key}.constants.{column}");
                self.refuse("profile.column_and_constant", column, &path);
            }
        }
        let delimiter = self.delimiter(&entry, &at("delimiter"));
        let sheet = self.sheet(&entry, &at("sheet"));
        for (key, given) in [
            ("delimiter", &entry.delimiter),
            ("encoding", &entry.encoding),
        ] {
            if given.is_some() && entry.kind != "csv" {
                self.refuse("profile.only_csv", key, &at(key));
            }
        }
        let anchors = self.folder(table, &entry, &key);
        if self.problems.len() > before {
            return None;
        }
        Some(Source {
            table: table.to_owned(),
            kind: entry.kind,
            path: path?,
            owner: entry.owner,
            covers,
            coverage,
            columns: entry.columns,
            values: entry
                .values
                .into_iter()
                .map(|(c, v)| (c, texts(v)))
                .collect(),
            empty,
            constants: texts(entry.constants),
            encoding: entry.encoding,
            delimiter,
            sheet,
            anchors,
            illustrative: entry.illustrative,
            drawn_on: entry.drawn_on,
            place: self.places.place(&key),
            key,
        })
    }

    /// The anchors of a folder of certificates, which has no columns to name.
    fn folder(&mut self, table: &str, entry: &SourceEntry, key: &str) -> Vec<String> {
        let at = |name: &str| format!("{key}.{name}");
        if entry.kind != FOLDER {
            if !entry.anchors.is_empty() {
                self.refuse("profile.only_folder", "anchors", &at("anchors"));
            }
            return Vec::new();
        }
        if table != FOLDER_TABLE {
            self.refuse("profile.folder_table", table, &at("kind"));
        }
        for (name, idle) in [
            ("columns", entry.columns.is_empty()),
            ("empty", entry.empty.is_empty()),
        ] {
            if !idle {
                self.refuse("profile.no_columns", name, &at(name));
            }
        }
        let mut anchors = Vec::new();
        for written in &entry.anchors {
            match below_workspace(written) {
                Some(path) => anchors.push(path),
                None => self.refuse("profile.path", written, &at("anchors")),
            }
        }
        anchors
    }

    fn delimiter(&mut self, entry: &SourceEntry, path: &str) -> Option<char> {
        let text = entry.delimiter.as_deref()?;
        let delimiter = one_delimiter(text);
        if delimiter.is_none() {
            self.refuse("profile.delimiter", text, path);
        }
        delimiter
    }

    /// A sheet by its name or number, of a source that has sheets.
    fn sheet(&mut self, entry: &SourceEntry, path: &str) -> Option<SheetName> {
        let written = entry.sheet.as_ref()?;
        if entry.kind != "spreadsheet" {
            self.refuse("profile.only_spreadsheet", "sheet", path);
        }
        let meant = match written {
            toml::Value::String(name) if !name.trim().is_empty() => {
                Some(SheetName::Named(name.clone()))
            }
            toml::Value::Integer(number) => {
                let number = usize::try_from(*number).ok().filter(|number| *number > 0);
                number.map(SheetName::Number)
            }
            toml::Value::String(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_)
            | toml::Value::Table(_) => None,
        };
        if meant.is_none() {
            self.refuse("profile.sheet", &written.to_string(), path);
        }
        meant
    }

    fn covers(&mut self, written: Option<&toml::Value>, path: &str) -> Covers {
        let bodies = match written {
            None => return Covers::Unit,
            Some(toml::Value::String(word)) if word == "unit" => return Covers::Unit,
            Some(toml::Value::String(word)) if word == "all" => return Covers::All,
            Some(toml::Value::Array(list)) => list
                .iter()
                .map(|id| id.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>(),
            Some(_) => None,
        };
        match bodies {
            Some(bodies) if !bodies.is_empty() => Covers::Bodies(bodies),
            Some(_) | None => {
                let written = written.map_or_else(String::new, ToString::to_string);
                self.refuse("profile.covers", &written, path);
                Covers::Unit
            }
        }
    }

    fn coverage(&mut self, entry: &SourceEntry, key: &str) -> CoverageRule {
        let path = format!("{key}.coverage");
        if let Some(period) = entry.period {
            if entry.coverage.is_some() {
                self.refuse("profile.period_and_coverage", &entry.path, &path);
            }
            return period.meant().map_or_else(
                || {
                    let from = period.from.to_string();
                    self.refuse("profile.period", &from, &format!("{key}.period"));
                    CoverageRule::Unsaid
                },
                CoverageRule::Period,
            );
        }
        let Some(written) = &entry.coverage else {
            return CoverageRule::Unsaid;
        };
        let meant = match written {
            toml::Value::String(word) => {
                self.word("profile.coverage_word", word, COVERAGE_WORDS, &path);
                Some(if word == "complete" {
                    CoverageRule::Complete
                } else {
                    CoverageRule::Partial
                })
            }
            toml::Value::Table(table) => counted(table),
            toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_) => None,
        };
        meant.unwrap_or_else(|| {
            self.refuse("profile.coverage", &written.to_string(), &path);
            CoverageRule::Unsaid
        })
    }
}

/// `{ missing = 12 }` or `{ sample_of = 900, rule = "…" }`.
fn counted(table: &toml::Table) -> Option<CoverageRule> {
    let number = |key: &str| u64::try_from(table.get(key)?.as_integer()?).ok();
    match (number("missing"), number("sample_of"), table.len()) {
        (Some(n), None, 1) => Some(CoverageRule::Missing(n)),
        (None, Some(population), 2) => Some(CoverageRule::SampleOf {
            population,
            rule: table
                .get("rule")?
                .as_str()
                .filter(|r| !r.trim().is_empty())?
                .to_owned(),
        }),
        _ => None,
    }
}

/// A delimiter is one character that no cell or quote needs.
fn one_delimiter(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next().filter(char::is_ascii)?;
    let fits = !first.is_ascii_alphanumeric() && !matches!(first, '"' | '\n' | '\r' | ' ');
    (chars.next().is_none() && fits).then_some(first)
}

#[cfg(test)]
#[path = "read_profile_tests.rs"]
mod tests;
