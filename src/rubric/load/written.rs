//! A rubric file as written; [`super`] turns it into what is meant.
//!
//! Judges nothing but the shape: which keys there are and which of them are texts, lists or tables.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::written_formula::FormulaEntry;
use crate::exact::{Day, Mode};
use crate::kind::ParamValue;
use crate::words::Bilingual;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RubricFile {
    #[expect(dead_code, reason = "looked at before all else")]
    schema: String,
    pub id: String,
    pub edition: String,
    pub title: Bilingual,
    #[serde(default)]
    pub notice: Option<Bilingual>,
    pub max: Number,
    pub digits: i64,
    pub unit_kinds: Vec<String>,
    pub rounding: RoundingEntry,
    pub ranking: RankingEntry,
    #[serde(default)]
    pub sheet: Option<SheetEntry>,
    #[serde(default)]
    pub band: Vec<BandEntry>,
    #[serde(default)]
    pub group: Vec<GroupEntry>,
    #[serde(default)]
    pub criterion: Vec<CriterionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundingEntry {
    pub at: At,
    #[serde(default)]
    pub digits: Option<i64>,
    pub mode: Mode,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum At {
    Criterion,
    Group,
    Total,
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RankingEntry {
    pub mode: RankWord,
    pub digits: i64,
    #[serde(default)]
    pub rounding: Option<Mode>,
    #[serde(default)]
    #[expect(dead_code, reason = "there is one basis; reading it refuses any other")]
    basis: Option<Basis>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum RankWord {
    Standard,
    Dense,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Basis {
    Official,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetEntry {
    pub columns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BandEntry {
    pub code: String,
    pub title: Bilingual,
    /// Closed lower end.
    #[serde(default)]
    pub from: Option<Number>,
    /// Closed upper end, as published tables state it.
    #[serde(default)]
    pub to: Option<Number>,
    /// Open upper end.
    #[serde(default)]
    pub below: Option<Number>,
    #[serde(default)]
    pub provenance: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry {
    pub code: String,
    #[serde(default)]
    pub parent: Option<String>,
    pub title: Bilingual,
    pub max: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CriterionEntry {
    pub code: String,
    pub group: String,
    pub title: Bilingual,
    pub max: Number,
    #[serde(default)]
    pub min: Option<Number>,
    #[serde(default)]
    pub indicator: Option<IndicatorEntry>,
    pub formula: FormulaEntry,
    #[serde(default)]
    pub on_not_applicable: Option<PolicyEntry>,
    #[serde(default)]
    pub evidence: Option<EvidenceEntry>,
    #[serde(default)]
    pub measured_by: Vec<Source>,
    #[serde(default)]
    pub provenance: Bilingual,
    #[serde(default)]
    pub meaning: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceEntry {
    pub at_least: i64,
    #[serde(default)]
    pub kind: Vec<FileKind>,
    #[serde(default)]
    pub issuer: Vec<String>,
    #[serde(default)]
    pub dated: Option<DatedEntry>,
    #[serde(default)]
    pub number_found: bool,
    #[serde(default)]
    pub signed: bool,
    pub text: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatedEntry {
    #[serde(default)]
    pub from: Option<DayWord>,
    #[serde(default)]
    pub to: Option<DayWord>,
}

/// Who can measure a criterion.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum Source {
    Export,
    Portal,
    Human,
}

impl Source {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Portal => "portal",
            Self::Human => "human",
        }
    }
}

/// What a file of evidence is.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileKind {
    Pdf,
    Image,
    Spreadsheet,
    Text,
    Any,
}

impl FileKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Spreadsheet => "spreadsheet",
            Self::Text => "text",
            Self::Any => "any",
        }
    }
}

/// A number of points or a threshold: a text, so that it stays exact. One without quotes is kept to be refused in words.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub text: String,
    pub quoted: bool,
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"0.95\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
                Ok(Number {
                    text: text.to_owned(),
                    quoted: true,
                })
            }
            fn visit_i64<E: Error>(self, n: i64) -> Result<Number, E> {
                Ok(Number {
                    text: n.to_string(),
                    quoted: false,
                })
            }
        }
        input.deserialize_any(Reader)
    }
}

/// A day, or the name of one of the round's days.
pub(super) struct DayWord(pub String);

impl<'de> Deserialize<'de> for DayWord {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = DayWord;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"as_of\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<DayWord, E> {
                Ok(DayWord(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, day: A) -> Result<DayWord, A::Error> {
                let day = Day::deserialize(MapAccessDeserializer::new(day))?;
                Ok(DayWord(day.to_string()))
            }
        }
        input.deserialize_any(Reader)
    }
}

/// An indicator by its id, or with parameters.
pub(super) struct IndicatorEntry {
    pub id: String,
    pub with: BTreeMap<String, Setting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorTable {
    id: String,
    #[serde(default)]
    with: BTreeMap<String, Setting>,
}

impl<'de> Deserialize<'de> for IndicatorEntry {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = IndicatorEntry;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"check/indicator\"")
            }
            fn visit_str<E: Error>(self, id: &str) -> Result<IndicatorEntry, E> {
                Ok(IndicatorEntry {
                    id: id.to_owned(),
                    with: BTreeMap::new(),
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<IndicatorEntry, A::Error> {
                let IndicatorTable { id, with } =
                    IndicatorTable::deserialize(MapAccessDeserializer::new(table))?;
                Ok(IndicatorEntry { id, with })
            }
        }
        input.deserialize_any(Reader)
    }
}

/// The value of a check's parameter.
pub(super) struct Setting(pub ParamValue);

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Setting;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("15, \"abc\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Setting, E> {
                Ok(Setting(ParamValue::Text(text.to_owned())))
            }
            fn visit_i64<E: Error>(self, n: i64) -> Result<Setting, E> {
                Ok(Setting(ParamValue::Int(n)))
            }
        }
        input.deserialize_any(Reader)
    }
}

/// A policy: a word, or the one that names its scope.
pub(super) enum PolicyEntry {
    Word(PolicyWord),
    Scoped(String),
    /// A table that is none of that.
    Other,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum PolicyWord {
    Forbid,
    AwardMax,
    Zero,
    Unranked,
    RedistributeInGroup,
}

impl<'de> Deserialize<'de> for PolicyEntry {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = PolicyEntry;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"forbid\"")
            }
            fn visit_str<E: Error>(self, word: &str) -> Result<PolicyEntry, E> {
                PolicyWord::deserialize(StrDeserializer::new(word)).map(PolicyEntry::Word)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<PolicyEntry, A::Error> {
                let entry = match table.next_key::<PolicyWord>()? {
                    Some(PolicyWord::RedistributeInGroup) => {
                        PolicyEntry::Scoped(table.next_value()?)
                    }
                    Some(_) => {
                        table.next_value::<IgnoredAny>()?;
                        PolicyEntry::Other
                    }
                    None => return Ok(PolicyEntry::Other),
                };
                match table.next_entry::<String, IgnoredAny>()? {
                    Some(_) => Ok(drained(table, PolicyEntry::Other)?),
                    None => Ok(entry),
                }
            }
        }
        input.deserialize_any(Reader)
    }
}

/// Reads a table to its end, whatever is in it.
pub(super) fn drained<'de, A: MapAccess<'de>, T>(mut table: A, entry: T) -> Result<T, A::Error> {
    while table.next_entry::<String, IgnoredAny>()?.is_some() {}
    Ok(entry)
}
