//! `check.toml` as written; [`super::reader`] turns it into what is meant.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::exact::Day;
use crate::kind::{Kind, Role};
use crate::words::Bilingual;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckFile {
    pub id: String,
    pub revision: u32,
    pub since: String,
    pub title: Bilingual,
    #[serde(default)]
    pub legal: Vec<LegalEntry>,
    #[serde(default)]
    pub param: BTreeMap<String, ParamEntry>,
    pub indicator: BTreeMap<String, IndicatorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LegalEntry {
    #[serde(rename = "ref")]
    pub reference: BTreeMap<String, Text>,
    #[serde(default)]
    pub valid_from: Option<Day>,
    #[serde(default)]
    pub valid_to: Option<Day>,
    pub grade: Grade,
    #[serde(default)]
    pub source: Option<String>,
}

/// How well a legal basis is known.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum Grade {
    Text,
    Notice,
    Artefact,
    Unsourced,
}

impl Grade {
    /// All of them, the surest first.
    pub(super) const ALL: &[Self] = &[Self::Text, Self::Notice, Self::Artefact, Self::Unsourced];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Notice => "notice",
            Self::Artefact => "artefact",
            Self::Unsourced => "unsourced",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParamEntry {
    #[serde(rename = "type")]
    pub kind: ParamKind,
    pub default: toml::Value,
    pub title: Bilingual,
    #[serde(default)]
    pub proposed: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum ParamKind {
    Int,
    Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorEntry {
    #[serde(default)]
    pub title: Option<Bilingual>,
    pub kind: Kind,
    #[serde(default)]
    pub levels: Vec<String>,
    #[serde(default)]
    pub handles_missing: bool,
    pub needs: BTreeMap<String, NeedEntry>,
    #[serde(default)]
    pub alternative: Vec<AlternativeEntry>,
    #[serde(default)]
    pub verdict: Option<VerdictEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlternativeEntry {
    pub query: String,
    pub needs: BTreeMap<String, NeedEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NeedEntry {
    pub role: Several<Role>,
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub serves: Option<Serves>,
    #[serde(default)]
    pub each: bool,
    /// The parts of the table that the query reads.
    #[serde(default)]
    pub part: Option<Several<String>>,
    #[serde(default)]
    pub each_part: bool,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Serves {
    One,
    Many,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerdictEntry {
    pub pass: String,
    #[serde(default)]
    pub partial: Option<String>,
    #[serde(default)]
    pub proposed: bool,
}

/// A text, or a number written as one: articles are often plain numbers.
pub(super) struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Text;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a whole number")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Text, E> {
                Ok(Text(n.to_string()))
            }
        }
        input.deserialize_any(Visitor)
    }
}

/// One of something or a list of them: roles, parts.
pub(super) struct Several<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Several<T> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Several<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a word or a list of words")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Several<T>, E> {
                T::deserialize(serde::de::value::StrDeserializer::new(text))
                    .map(|one| Several(vec![one]))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut items: A,
            ) -> Result<Several<T>, A::Error> {
                let mut several = Vec::new();
                while let Some(one) = items.next_element()? {
                    several.push(one);
                }
                Ok(Several(several))
            }
        }
        input.deserialize_any(Visitor(std::marker::PhantomData))
    }
}
