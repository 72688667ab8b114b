//! What is bound to a query: the round's parameters and the check's own.

use std::collections::BTreeMap;

use rusqlite::types::Value;

use crate::check::Check;
use crate::exact::Count;
use crate::kind::ParamValue;
use crate::unit::Round;

/// Values by parameter name.
#[derive(Debug, Clone, Default)]
pub struct Params {
    values: BTreeMap<String, Value>,
}

impl Params {
    /// The round's parameters for one body, and a check's own: the rubric's `with` first, then what the unit or the
    /// round sets (`CHECK/NAME` → text), then the default. A rubric is the same for everyone, so it wins.
    pub fn of(
        round: &Round,
        body: &str,
        check: &Check,
        with: &BTreeMap<String, ParamValue>,
        set: &BTreeMap<String, String>,
    ) -> Self {
        let mut values = BTreeMap::new();
        let mut text =
            |name: &str, value: String| values.insert(name.to_owned(), Value::Text(value));
        text("unit", body.to_owned());
        text("as_of", round.as_of.to_string());
        text("period_start", round.period.from.to_string());
        text("period_end", round.period.to.to_string());
        text("previous_start", round.previous.from.to_string());
        text("previous_end", round.previous.to.to_string());
        text("cutoff", round.data_cutoff.to_string());
        for (name, param) in &check.params {
            let chosen = with.get(name).cloned().or_else(|| {
                let text = set.get(&format!("{}/{name}", check.id))?;
                match &param.default {
                    ParamValue::Int(_) => text.parse().ok().map(ParamValue::Int),
                    ParamValue::Text(_) => Some(ParamValue::Text(text.clone())),
                }
            });
            values.insert(
                name.clone(),
                bound(chosen.as_ref().unwrap_or(&param.default)),
            );
        }
        Self { values }
    }

    /// Adds how many rows of a table are missing: `:missing_TABLE`, NULL for ∞.
    pub fn missing(&mut self, table: &str, missing: Count) {
        let value = match missing {
            Count::Finite(n) => i64::try_from(n).map_or(Value::Null, Value::Integer),
            Count::Unbounded => Value::Null,
        };
        self.values.insert(format!("missing_{table}"), value);
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// All names and values as text, for people.
    pub fn shown(&self) -> Vec<(String, String)> {
        self.values
            .iter()
            .map(|(name, value)| (name.clone(), shown(value)))
            .collect()
    }
}

fn bound(value: &ParamValue) -> Value {
    match value {
        ParamValue::Int(n) => Value::Integer(*n),
        ParamValue::Text(text) => Value::Text(text.clone()),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        // No parameter is a float or bytes.
        Value::Real(_) | Value::Blob(_) => String::new(),
    }
}
