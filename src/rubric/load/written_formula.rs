//! A formula as written: a word, `"yes_no"`, or a table of one key, `{ linear = { from = "0.9", to = "1" } }`.
//!
//! Read by hand rather than as an untagged enum, so that a misspelt word or key keeps its place and its nearest right name.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::written::{IndicatorEntry, Number, PolicyEntry, drained};

/// Numbers by level or by code.
pub(super) type Numbers = BTreeMap<String, Number>;

pub(super) enum FormulaEntry {
    YesNo,
    Proportional(ProportionalEntry),
    Linear(LinearEntry),
    Steps(StepsEntry),
    PerItem(PerItemEntry),
    Penalty(PenaltyEntry),
    Weighted(Numbers),
    Choice(Numbers),
    Sum(Vec<PartEntry>),
    BestOf(Vec<PartEntry>),
    PeerNormalised(PeerEntry),
    ChildrenMean(ChildrenEntry),
    Growth(GrowthEntry),
    Survey(SurveyEntry),
    Manual,
    /// A table of no key or of several, or keys where a formula takes none.
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProportionalEntry {
    #[serde(default)]
    pub from: Option<Number>,
    #[serde(default)]
    pub below: Option<Number>,
    #[serde(default)]
    pub target: Option<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinearEntry {
    pub from: Number,
    pub to: Number,
}

/// Lists of `[edge, points]`, the hardest to reach first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepsEntry {
    #[serde(default)]
    pub at_least: Vec<Vec<Number>>,
    #[serde(default)]
    pub above: Vec<Vec<Number>>,
    #[serde(default)]
    pub at_most: Vec<Vec<Number>>,
    #[serde(default)]
    pub below: Vec<Vec<Number>>,
    #[serde(rename = "else")]
    pub otherwise: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PerItemEntry {
    pub each: Number,
    pub cap: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PenaltyEntry {
    #[serde(default)]
    pub each: Option<Number>,
    #[serde(default)]
    pub rates: Option<Numbers>,
    pub floor: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartEntry {
    pub indicator: IndicatorEntry,
    pub formula: FormulaEntry,
    pub max: Number,
    #[serde(default)]
    pub on_not_applicable: Option<PolicyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeerEntry {
    #[serde(default)]
    pub best_zero: BestZero,
}

/// What everybody gets where the best has nothing.
#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum BestZero {
    #[default]
    Zero,
    Max,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChildrenEntry {
    pub of: Numbers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GrowthEntry {
    #[serde(default)]
    pub target: Option<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SurveyEntry {
    #[serde(default)]
    pub min_n: i64,
    pub scale: Number,
    #[serde(default)]
    pub n: Option<IndicatorEntry>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum FormulaWord {
    YesNo,
    Proportional,
    Linear,
    Steps,
    PerItem,
    Penalty,
    Weighted,
    Choice,
    Sum,
    BestOf,
    PeerNormalised,
    ChildrenMean,
    Growth,
    Survey,
    Manual,
}

impl FormulaWord {
    fn with<'de, A: Keys<'de>>(self, keys: A) -> Result<FormulaEntry, A::Error> {
        Ok(match self {
            Self::YesNo => keys.none(FormulaEntry::YesNo)?,
            Self::Proportional => FormulaEntry::Proportional(keys.read()?),
            Self::Linear => FormulaEntry::Linear(keys.read()?),
            Self::Steps => FormulaEntry::Steps(keys.read()?),
            Self::PerItem => FormulaEntry::PerItem(keys.read()?),
            Self::Penalty => FormulaEntry::Penalty(keys.read()?),
            Self::Weighted => FormulaEntry::Weighted(keys.read()?),
            Self::Choice => FormulaEntry::Choice(keys.read()?),
            Self::Sum => FormulaEntry::Sum(keys.read()?),
            Self::BestOf => FormulaEntry::BestOf(keys.read()?),
            Self::PeerNormalised => FormulaEntry::PeerNormalised(keys.read()?),
            Self::ChildrenMean => FormulaEntry::ChildrenMean(keys.read()?),
            Self::Growth => FormulaEntry::Growth(keys.read()?),
            Self::Survey => FormulaEntry::Survey(keys.read()?),
            Self::Manual => keys.none(FormulaEntry::Manual)?,
        })
    }
}

/// What stands behind a formula's word.
trait Keys<'de>: Sized {
    type Error;

    fn read<T: Deserialize<'de>>(self) -> Result<T, Self::Error>;

    /// The entry of a formula that takes no keys.
    fn none(self, entry: FormulaEntry) -> Result<FormulaEntry, Self::Error> {
        let keys: toml::Table = self.read()?;
        Ok(if keys.is_empty() {
            entry
        } else {
            FormulaEntry::Other
        })
    }
}

/// The word alone: every key has its default, or is missing.
struct Alone<E>(PhantomData<E>);

impl<'de, E: Error> Keys<'de> for Alone<E> {
    type Error = E;

    fn read<T: Deserialize<'de>>(self) -> Result<T, E> {
        T::deserialize(MapDeserializer::<_, E>::new(
            std::iter::empty::<(&str, &str)>(),
        ))
    }
}

impl<'de, A: MapAccess<'de>> Keys<'de> for &mut A {
    type Error = A::Error;

    fn read<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        self.next_value()
    }
}

impl<'de> Deserialize<'de> for FormulaEntry {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = FormulaEntry;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"yes_no\"")
            }
            fn visit_str<E: Error>(self, word: &str) -> Result<FormulaEntry, E> {
                FormulaWord::deserialize(StrDeserializer::new(word))?.with(Alone(PhantomData))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<FormulaEntry, A::Error> {
                let Some(word) = table.next_key::<FormulaWord>()? else {
                    return Ok(FormulaEntry::Other);
                };
                let entry = word.with(&mut table)?;
                match table.next_entry::<String, IgnoredAny>()? {
                    Some(_) => drained(table, FormulaEntry::Other),
                    None => Ok(entry),
                }
            }
        }
        input.deserialize_any(Reader)
    }
}
