//! `units/ID.toml` and `sansang.toml` as written; their neighbours turn them into what is meant.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::exact::Day;
use crate::unit::Period;
use crate::words::Bilingual;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileEntry {
    #[serde(default)]
    pub schema: Option<String>,
    pub id: String,
    pub name: Bilingual,
    #[serde(default)]
    pub short_name: String,
    pub kind: String,
    #[serde(default)]
    pub mail_domain: String,
    #[serde(default)]
    pub predecessors: Vec<String>,
    #[serde(default)]
    pub organisation: Vec<OrganisationEntry>,
    #[serde(default)]
    pub portal: Vec<PortalEntry>,
    #[serde(default)]
    pub source: BTreeMap<String, Vec<SourceEntry>>,
    #[serde(default)]
    pub declared: BTreeMap<String, DeclaredEntry>,
    #[serde(default)]
    pub params: BTreeMap<String, Scalar>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationEntry {
    pub id: String,
    pub kind: String,
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    #[serde(default)]
    pub parent: Option<String>,
    #[serde(default)]
    pub mail_domain: String,
    /// A body on the closed list is in operation unless the list says otherwise.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PortalEntry {
    pub id: String,
    pub role: String,
    pub url: String,
    #[serde(default)]
    pub organisation: Option<String>,
    #[serde(default)]
    pub private: bool,
    #[serde(default)]
    pub illustrative: bool,
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default)]
    pub plain_url: Option<String>,
    #[serde(default)]
    pub roots: Vec<String>,
    #[serde(default)]
    pub sections: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    pub selectors: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    pub kind: String,
    pub path: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub covers: Option<toml::Value>,
    #[serde(default)]
    pub period: Option<PeriodEntry>,
    #[serde(default)]
    pub coverage: Option<toml::Value>,
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, Scalar>>,
    #[serde(default)]
    pub empty: BTreeMap<String, String>,
    #[serde(default)]
    pub constants: BTreeMap<String, Scalar>,
    #[serde(default)]
    pub encoding: Option<String>,
    #[serde(default)]
    pub delimiter: Option<String>,
    #[serde(default)]
    pub sheet: Option<toml::Value>,
    #[serde(default)]
    pub anchors: Vec<String>,
    #[serde(default)]
    pub illustrative: bool,
    #[serde(default)]
    pub drawn_on: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredEntry {
    pub num: Option<u64>,
    pub den: Option<u64>,
    pub points: Option<Scalar>,
    pub yes: Option<bool>,
    pub count: Option<u64>,
    pub option: Option<String>,
    pub date: Option<Day>,
    pub items: Option<Vec<String>>,
    pub mean: Option<Scalar>,
    pub n: Option<u64>,
    pub not_applicable: Option<String>,
    pub period: Option<PeriodEntry>,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundEntry {
    #[serde(default)]
    pub schema: Option<String>,
    pub id: String,
    pub period: PeriodEntry,
    #[serde(default)]
    pub previous: Option<PeriodEntry>,
    #[serde(default)]
    pub data_cutoff: Option<Day>,
    #[serde(default)]
    pub as_of: Option<Day>,
    pub rubric: String,
    #[serde(default)]
    pub timezone: Option<String>,
    #[serde(default)]
    pub units: Vec<String>,
    #[serde(default)]
    pub params: BTreeMap<String, Scalar>,
    #[serde(default)]
    pub collect: CollectEntry,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CollectEntry {
    #[serde(default)]
    pub contact: Option<String>,
    #[serde(default)]
    pub rate: Option<toml::Value>,
    #[serde(default)]
    pub limits: toml::Table,
    #[serde(default)]
    pub control_hosts: Vec<String>,
    #[serde(default)]
    pub dns: Vec<String>,
    #[serde(default)]
    pub hours: Option<HoursEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursEntry {
    pub from: String,
    pub to: String,
}

/// A text, or a list of them.
pub(super) struct OneOrMore(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let texts = match toml::Value::deserialize(input)? {
            toml::Value::String(text) => Some(vec![text]),
            toml::Value::Array(list) => list
                .into_iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect(),
            toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Table(_) => None,
        };
        texts
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("expected a text or a list of texts"))
    }
}

/// From a day to a day, as written.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodEntry {
    pub from: Day,
    pub to: Day,
}

impl PeriodEntry {
    /// The period, where it does not end before it begins.
    pub(super) fn meant(self) -> Option<Period> {
        (self.from <= self.to).then_some(Period {
            from: self.from,
            to: self.to,
        })
    }
}

/// A text, a whole number, yes or no, or a day, kept as text: `1` and `0` for yes and no.
pub(super) struct Scalar(pub String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let found = match toml::Value::deserialize(input)? {
            toml::Value::String(text) => return Ok(Self(text)),
            toml::Value::Integer(n) => return Ok(Self(n.to_string())),
            toml::Value::Boolean(yes) => return Ok(Self(u8::from(yes).to_string())),
            toml::Value::Datetime(day) => return Ok(Self(day.to_string())),
            toml::Value::Float(_) => "floating point number",
            toml::Value::Array(_) => "array",
            toml::Value::Table(_) => "table",
        };
        Err(serde::de::Error::custom(format!(
            "invalid type: {found}, expected text"
        )))
    }
}

/// Scalars as plain texts.
pub(super) fn texts(map: BTreeMap<String, Scalar>) -> BTreeMap<String, String> {
    map.into_iter()
        .map(|(name, value)| (name, value.0))
        .collect()
}
