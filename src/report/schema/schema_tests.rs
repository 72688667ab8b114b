use super::*;

#[test]
fn every_part_that_a_schema_names_is_there_and_none_is_idle() {
    let mut used = std::collections::BTreeSet::new();
    for (name, schema) in all() {
        let mut names = Vec::new();
        shape::names_in(&schema, &mut names);
        for part in names {
            assert!(
                PARTS.iter().any(|(known, ..)| *known == part),
                "{name}: {part}"
            );
            assert!(schema["$defs"].get(&part).is_some(), "{name}: {part}");
            used.insert(part);
        }
    }
    for (part, ..) in PARTS {
        assert!(used.contains(*part), "{part} is used nowhere");
    }
}

#[test]
fn documents_name_themselves_and_stand_in_order() {
    assert!(DOCUMENTS.is_sorted_by(|(a, ..), (b, ..)| a < b));
    for (name, schema) in all() {
        let own = &schema["properties"]["schema"]["const"];
        if name == "decision" {
            assert!(own.is_null());
        } else {
            assert_eq!(own, &format!("sansang/{name}/1"), "{name}");
        }
    }
}

/// Every object is closed: it has its keys alone, or values of one shape.
#[test]
fn no_shape_takes_anything() {
    fn closed(shape: &Value, place: &str) {
        match shape {
            Value::Object(keys) => {
                if keys.get("type") == Some(&json!("object")) {
                    let others = keys.get("additionalProperties");
                    assert!(others.is_some_and(|o| *o != json!(true)), "{place}");
                }
                if keys.get("type") == Some(&json!("array")) {
                    let said = keys.contains_key("items") || keys.contains_key("prefixItems");
                    assert!(said, "{place}");
                }
                for (key, value) in keys {
                    closed(value, &format!("{place}/{key}"));
                }
            }
            Value::Array(items) => items.iter().for_each(|item| closed(item, place)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    for (name, schema) in all() {
        closed(&schema, name);
    }
}
