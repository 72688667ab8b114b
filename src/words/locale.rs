//! The two languages, their messages and how a message is filled.

use std::collections::BTreeMap;

use super::{Place, Problem, written};

/// A language of the user interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// `vi` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a code.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// All messages of both languages, by dotted key (`error.rubric.total`).
#[derive(Debug, Clone, Default)]
pub struct Words {
    vi: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
}

impl Words {
    /// The messages that are built in: `reports/locales/vi.toml` and `en.toml`.
    pub fn built_in() -> Self {
        Self {
            vi: flatten(include_str!("../../reports/locales/vi.toml")),
            en: flatten(include_str!("../../reports/locales/en.toml")),
        }
    }

    /// Puts the messages of a file of the same form in the place of those of their keys.
    ///
    /// Errors: a text that does not parse; a key that no message has, with the nearest.
    pub fn amend(&mut self, lang: Lang, file: &str, text: &str) -> Result<(), Problem> {
        let table: toml::Table = written::parse(file, text)?;
        let mut amended = BTreeMap::new();
        walk("", &table, &mut amended);
        let known = match lang {
            Lang::Vi => &mut self.vi,
            Lang::En => &mut self.en,
        };
        if let Some(key) = amended.keys().find(|key| !known.contains_key(*key)) {
            let place = Place::file(file);
            return Err(written::unknown("toml.unknown_key", key, known.keys()).at(place));
        }
        known.extend(amended);
        Ok(())
    }

    /// The message of a key as it is written, or the key itself where there is none (a test rules that out).
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.table(lang).get(key).map_or(key, String::as_str)
    }

    /// The message of a key with its `{name}` places filled. A field that the message does not name is left out.
    pub fn fill(&self, lang: Lang, key: &str, fields: &[(&str, String)]) -> String {
        let mut rest = self.get(lang, key);
        let mut filled = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            if let Some((_, value)) = fields.iter().find(|(field, _)| *field == name) {
                filled.push_str(value);
            } else {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    /// All keys of a language, in order.
    pub fn keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.table(lang).keys().map(String::as_str)
    }

    fn table(&self, lang: Lang) -> &BTreeMap<String, String> {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// Dotted keys of all strings of a TOML text; a text that does not parse gives none, which a test rules out for ours.
fn flatten(text: &str) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        walk("", &table, &mut flat);
    }
    flat
}

fn walk(prefix: &str, table: &toml::Table, flat: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            toml::Value::String(text) => {
                flat.insert(key, text.clone());
            }
            toml::Value::Table(inner) => walk(&key, inner, flat),
            toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_) => {}
        }
    }
}

#[cfg(test)]
#[path = "locale_tests.rs"]
mod tests;
