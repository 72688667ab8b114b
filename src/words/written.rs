//! Reading the TOML files that people write: every mistake gets its place and the nearest right name.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::{Place, Problem};

/// Reads a TOML text into a type that names its keys and refuses others.
///
/// Errors: syntax, an unknown or missing key, a value of the wrong type (a float above all), each with its line and column.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| refuse(file, text, &error))
}

/// The text of a file's bytes: UTF-8, without a byte order mark.
pub fn text(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = valid.split(|b| *b == b'\n').count();
            Err(Problem::new("file.not_utf8").at(Place::line(file, line)))
        }
    }
}

/// The name nearest to a misspelt one, where one is near enough to be meant.
pub fn nearest<'a>(wrong: &str, right: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let right: Vec<&str> = right.into_iter().collect();
    // In other letters the same name is meant, however near another one is.
    let lower = wrong.to_lowercase();
    if let Some(name) = right.iter().find(|name| name.to_lowercase() == lower) {
        return Some(name);
    }
    right
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(3) / 3 + 1)
        .min()
        .map(|(_, name)| name)
}

fn refuse(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message();
    let problem = if let Some(key) = quoted_after(message, "unknown field ") {
        let known = quoted(message.split_once("expected").map_or("", |(_, list)| list));
        unknown("toml.unknown_key", &key, &known)
    } else if let Some(value) = quoted_after(message, "unknown variant ") {
        let known = quoted(message.split_once("expected").map_or("", |(_, list)| list));
        unknown("toml.unknown_value", &value, &known)
    } else if let Some(key) = quoted_after(message, "missing field ") {
        Problem::new("toml.missing_key").with("key", key)
    } else if message.starts_with("duplicate key") {
        Problem::new("toml.duplicate_key")
    } else if message.contains("floating point") {
        Problem::new("toml.float")
    } else if let Some((code, rest)) = mismatch(message) {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "?"));
        Problem::new(code)
            .with("found", type_of(found))
            .with("expected", type_of(expected))
    } else if let Some(day) = message.strip_suffix(" is not a day") {
        Problem::new("toml.value")
            .with("found", day)
            .with("expected", "type:day:")
    } else {
        Problem::new(syntax(message))
    };
    match error.span() {
        Some(span) => problem.at(Place::span(file, text, span)),
        None => problem.at(Place::file(file)),
    }
}

/// The code of a value that does not fit, and what the parser says of it.
fn mismatch(message: &str) -> Option<(&'static str, &str)> {
    let message = message.lines().next()?;
    let of_type = message.strip_prefix("invalid type: ");
    let of_value = || message.strip_prefix("invalid value: ");
    of_type
        .map(|rest| ("toml.type", rest))
        .or_else(|| of_value().map(|rest| ("toml.value", rest)))
}

/// What is wrong with the form of a text, as far as the parser's English tells it apart.
fn syntax(message: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if says(&["unclosed"]) {
        "toml.unclosed"
    } else if says(&["comma"]) {
        "toml.comma"
    } else if says(&["`=`", "key with no value", "missing value", "assignment"]) {
        "toml.assignment"
    } else {
        "toml.syntax"
    }
}

/// The type that a parser's English means, as `type:CODE` with the value where it tells one: [`Problem::sentence`] words it.
fn type_of(english: &str) -> String {
    let (kind, value) = english.split_once(['`', '"']).unwrap_or((english, ""));
    let value = value.trim_end_matches(['`', '"']);
    let code = match kind.trim() {
        "map" | "a map" => "table",
        "sequence" | "a sequence" | "an array" => "list",
        "string" | "a string" | "character" | "a character" => "text",
        "boolean" | "a boolean" => "bool",
        "datetime" | "a TOML datetime" => "day",
        "integer" | "i16" | "i32" | "i64" => "integer",
        "u64" | "usize" => "natural",
        "u8" | "u16" | "u32" => "small",
        "a text or a whole number" => "text_or_integer",
        "a word or a list of words" => "words",
        other if other.starts_with("struct ") => "table",
        _ => return english.to_owned(),
    };
    format!("type:{code}:{value}")
}

/// A problem about a name that is not among the known ones; the nearest is offered.
///
/// Where none is near enough to be meant, all are, up to a dozen.
pub fn unknown(
    code: &'static str,
    name: &str,
    known: impl IntoIterator<Item: AsRef<str>>,
) -> Problem {
    let known: Vec<_> = known.into_iter().collect();
    let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    let nearest = nearest(name, known.iter().copied());
    Problem::new(code).with("name", name).with(
        "nearest",
        nearest.map_or_else(|| some_of(&known), str::to_owned),
    )
}

/// The names, or the first of many.
fn some_of(names: &[&str]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<&str> = names.iter().copied().take(MOST).collect();
    if names.len() > MOST {
        shown.push("…");
    }
    shown.join(", ")
}

fn quoted(list: &str) -> Vec<String> {
    list.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn quoted_after(message: &str, start: &str) -> Option<String> {
    let rest = message.strip_prefix(start)?;
    quoted(rest).into_iter().next()
}

/// Where the values of a text stand, by the dotted path of their keys, array items by number (`criterion.3.max`).
///
/// A loader that finds fault with a value after parsing asks here for the place to point at.
#[derive(Debug, Clone, Default)]
pub struct Places {
    file: String,
    text: String,
    spans: BTreeMap<String, std::ops::Range<usize>>,
}

impl Places {
    /// The places of all values of a TOML text; of a text that does not parse, none.
    pub fn of(file: &str, text: &str) -> Self {
        let mut spans = BTreeMap::new();
        if let Ok(document) = toml::de::DeTable::parse(text) {
            walk_table("", document.get_ref(), &mut spans);
        }
        Self {
            file: file.to_owned(),
            text: text.to_owned(),
            spans,
        }
    }

    /// The place of a value, of the nearest parent that has one, or of the file.
    pub fn place(&self, path: &str) -> Place {
        let mut path = path;
        loop {
            if let Some(span) = self.spans.get(path) {
                return Place::span(&self.file, &self.text, span.clone());
            }
            match path.rsplit_once('.') {
                Some((parent, _)) => path = parent,
                None => return Place::file(&self.file),
            }
        }
    }
}

fn walk_table(
    prefix: &str,
    table: &toml::de::DeTable<'_>,
    spans: &mut BTreeMap<String, std::ops::Range<usize>>,
) {
    for (key, value) in table {
        let name = key.get_ref();
        let path = if prefix.is_empty() {
            name.to_string()
        } else {
            format!("{prefix}.{name}")
        };
        // A table's own span begins at its header; pointing at the key is clearer.
        let span = if value.get_ref().is_table() {
            key.span()
        } else {
            value.span()
        };
        walk_value(&path, value.get_ref(), spans);
        spans.insert(path, span);
    }
}

fn walk_value(
    path: &str,
    value: &toml::de::DeValue<'_>,
    spans: &mut BTreeMap<String, std::ops::Range<usize>>,
) {
    if let Some(table) = value.as_table() {
        walk_table(path, table, spans);
    } else if let Some(items) = value.as_array() {
        for (n, item) in items.iter().enumerate() {
            let path = format!("{path}.{n}");
            walk_value(&path, item.get_ref(), spans);
            spans.insert(path, item.span());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its keys matter here")]
    struct Small {
        title: String,
        max: String,
    }

    #[test]
    fn a_misspelt_key_gets_its_place_and_the_nearest_name() {
        let problem = parse::<Small>("r.toml", "title = \"x\"\nmaks = \"1\"\n").unwrap_err();
        assert_eq!(problem.code(), "toml.unknown_key");
        assert_eq!(problem.place().unwrap().to_string(), "r.toml:2:1");
        assert!(problem.fields().contains(&("nearest", "max".into())));
    }

    #[test]
    fn a_wrong_type_is_told_in_the_reader_s_language() {
        let problem = parse::<Small>("r.toml", "title = 5\nmax = \"1\"\n").unwrap_err();
        assert_eq!(problem.code(), "toml.type");
        let words = crate::words::Words::built_in();
        let vi = problem.sentence(&words, crate::words::Lang::Vi);
        assert!(
            vi.contains("một số nguyên «5»") && vi.contains("một chuỗi trong dấu nháy"),
            "{vi}"
        );
    }

    #[test]
    fn what_the_parser_says_in_english_is_told_in_the_reader_s_language() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only its types matter here")]
        struct Numbers {
            num: Option<u64>,
            digits: Option<u32>,
            day: Option<crate::exact::Day>,
        }
        let words = crate::words::Words::built_in();
        for (text, code, says) in [
            ("num = -1", "toml.value", "«-1»"),
            ("num = -1", "toml.value", "số nguyên không âm"),
            ("num = \"1\"", "toml.type", "số nguyên không âm"),
            ("digits = 9999999999", "toml.value", "«9999999999»"),
            ("day = 2020-01-01T00:00:00", "toml.value", "2020-12-31"),
            ("num = = 1", "toml.assignment", "`=`"),
            ("num", "toml.assignment", "`=`"),
            ("num = [1, 2", "toml.unclosed", "đóng"),
            ("num = [1,, 2]", "toml.comma", "dấu phẩy"),
            ("num = \"1", "toml.syntax", "dấu nháy"),
            ("num = không", "toml.syntax", "dấu nháy"),
        ] {
            let problem = parse::<Numbers>("r.toml", text).unwrap_err();
            let vi = problem.sentence(&words, crate::words::Lang::Vi);
            assert_eq!(problem.code(), code, "{text}: {vi}");
            assert!(vi.contains(says), "{text}: {vi}");
            let english = ["expected", "invalid", "missing", "integer", "unclosed"];
            assert!(
                !english.iter().any(|word| vi.contains(word)),
                "{text}: {vi}"
            );
            assert_eq!(problem.place().unwrap().line, Some(1), "{text}");
        }
    }

    #[test]
    fn a_float_is_refused_as_a_float() {
        let problem = parse::<Small>("r.toml", "title = \"x\"\nmax = 0.5\n").unwrap_err();
        assert_eq!(problem.code(), "toml.float");
        assert_eq!(problem.place().unwrap().line, Some(2));
    }

    #[test]
    fn places_of_values_in_arrays_of_tables() {
        let places = Places::of(
            "r.toml",
            "[[criterion]]\ncode = \"A\"\n[[criterion]]\ncode = \"B\"\n",
        );
        assert_eq!(places.place("criterion.1.code").to_string(), "r.toml:4:8");
        assert_eq!(places.place("criterion.1.max").line, Some(3));
    }
}
