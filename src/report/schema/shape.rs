//! The words that schemas are written in: small JSON Schemas, made from Rust's own lists.
//!
//! An object has all its keys and no others unless it is a [`map`]; what may be absent is null, so that a reader never has
//! to ask whether a key is there.

use serde_json::{Map, Value, json};

/// Any text.
pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A text of a form.
pub(super) fn like(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A word of an open list: a code that may be joined by others in a later release.
pub(super) fn code() -> Value {
    like("^[a-z][a-z0-9_-]*$")
}

/// One of a closed list of words.
pub(super) fn word(words: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "enum": words.into_iter().collect::<Vec<_>>() })
}

/// This text and no other.
pub(super) fn constant(text: &str) -> Value {
    json!({ "const": text })
}

/// A whole number from 0.
pub(super) fn whole() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// True or false.
pub(super) fn yes_no() -> Value {
    json!({ "type": "boolean" })
}

/// Something or null.
pub(super) fn or_null(shape: Value) -> Value {
    any([shape, json!({ "type": "null" })])
}

/// One of several shapes.
pub(super) fn any(shapes: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": shapes.into_iter().collect::<Vec<_>>() })
}

/// Items of one shape.
pub(super) fn list(items: Value) -> Value {
    keyed([("type", json!("array")), ("items", items)])
}

/// Names that are free, with values of one shape.
pub(super) fn map(values: Value) -> Value {
    keyed([("type", json!("object")), ("additionalProperties", values)])
}

fn keyed<const N: usize>(keys: [(&str, Value); N]) -> Value {
    Value::Object(
        keys.map(|(key, value)| (key.to_owned(), value))
            .into_iter()
            .collect(),
    )
}

/// All these keys and no others.
pub(super) fn object<K: AsRef<str>>(keys: impl IntoIterator<Item = (K, Value)>) -> Value {
    let properties: Map<String, Value> = keys
        .into_iter()
        .map(|(key, shape)| (key.as_ref().to_owned(), shape))
        .collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// `{"low": …, "high": …}`.
pub(super) fn ends(end: &Value) -> Value {
    object([("low", end.clone()), ("high", end.clone())])
}

/// A shape that has a name of its own in [`super::parts`].
pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// The names that a shape refers to.
pub(super) fn names_in(shape: &Value, found: &mut Vec<String>) {
    match shape {
        Value::Object(keys) => {
            if let Some(name) = keys.get("$ref").and_then(Value::as_str) {
                found.extend(name.strip_prefix("#/$defs/").map(str::to_owned));
            }
            keys.values().for_each(|value| names_in(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| names_in(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
