//! What a unit states of itself: a claim, never a measurement.

use crate::exact::{Day, Rational};
use crate::unit::Period;

/// What a unit states for one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The criterion's code.
    pub code: String,
    /// The stated figure; nothing where only points are stated.
    pub stated: Option<Stated>,
    /// Points as stated, where they are.
    pub points: Option<Rational>,
    /// The period of the figure, where it is stated.
    pub period: Option<Period>,
    /// Ids (paths) of the evidence files.
    pub evidence: Vec<String>,
    /// Free text.
    pub note: String,
}

/// The figure in the shape that the criterion's kind takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// So many of so many.
    Totals {
        /// Numerator.
        num: u64,
        /// Denominator.
        den: u64,
    },
    /// Yes or no.
    YesNo(bool),
    /// A number of things.
    Count(u64),
    /// A level by name.
    Choice(String),
    /// A day.
    Date(Day),
    /// Things by name; they count by their number.
    Items(Vec<String>),
    /// A mean over respondents.
    Survey {
        /// The mean as stated.
        mean: Rational,
        /// Respondents.
        n: u64,
    },
    /// The unit says that the criterion does not apply, and why.
    NotApplicable(String),
}

impl Stated {
    /// The word for its shape in the `declared` table.
    pub fn shape(&self) -> &'static str {
        match self {
            Self::Totals { .. } => "totals",
            Self::YesNo(_) => "yes_no",
            Self::Count(_) => "count",
            Self::Choice(_) => "choice",
            Self::Date(_) => "date",
            Self::Items(_) => "items",
            Self::Survey { .. } => "survey",
            Self::NotApplicable(_) => "not_applicable",
        }
    }
}

impl Stated {
    /// The canonical JSON text of the `declared` table's column `value`.
    pub fn to_json(&self) -> String {
        use serde_json::json;
        let value = match self {
            Self::Totals { num, den } => json!({ "den": den, "num": num }),
            Self::YesNo(yes) => json!(yes),
            Self::Count(n) => json!(n),
            Self::Choice(option) => json!(option),
            Self::Date(day) => json!(day.to_string()),
            Self::Items(items) => json!(items),
            Self::Survey { mean, n } => json!({ "mean": mean.to_string(), "n": n }),
            Self::NotApplicable(why) => json!(why),
        };
        value.to_string()
    }

    /// Reads the columns `shape` and `value` back; nothing where they do not fit each other.
    pub fn from_json(shape: &str, value: &str) -> Option<Self> {
        let value: serde_json::Value = serde_json::from_str(value).ok()?;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        Some(match shape {
            "totals" => Self::Totals {
                num: value.get("num")?.as_u64()?,
                den: value.get("den")?.as_u64()?,
            },
            "yes_no" => Self::YesNo(value.as_bool()?),
            "count" => Self::Count(value.as_u64()?),
            "choice" => Self::Choice(text(&value)?),
            "date" => Self::Date(Day::parse(value.as_str()?)?),
            "items" => Self::Items(value.as_array()?.iter().map(text).collect::<Option<_>>()?),
            "survey" => Self::Survey {
                mean: Rational::parse(value.get("mean")?.as_str()?)?,
                n: value.get("n")?.as_u64()?,
            },
            "not_applicable" => Self::NotApplicable(text(&value)?),
            _ => return None,
        })
    }
}
