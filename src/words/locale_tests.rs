//! Both languages say the same things.

use std::collections::BTreeSet;

use super::*;

/// The `{name}` places of a message.
fn places(message: &str) -> BTreeSet<&str> {
    message
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect()
}

#[test]
fn both_languages_have_the_same_keys() {
    let words = Words::built_in();
    let vi: BTreeSet<&str> = words.keys(Lang::Vi).collect();
    let en: BTreeSet<&str> = words.keys(Lang::En).collect();
    assert!(vi.len() > 100, "a locale file does not parse");
    let only = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| -> Vec<String> {
        a.difference(b).map(|key| (*key).to_owned()).collect()
    };
    assert_eq!(only(&vi, &en), Vec::<String>::new(), "only in vi.toml");
    assert_eq!(only(&en, &vi), Vec::<String>::new(), "only in en.toml");
}

#[test]
fn a_message_has_the_same_places_in_both_languages_and_is_never_empty() {
    let words = Words::built_in();
    for key in words.keys(Lang::Vi) {
        let (vi, en) = (words.get(Lang::Vi, key), words.get(Lang::En, key));
        assert_eq!(places(vi), places(en), "{key}");
        assert!(!vi.trim().is_empty() && !en.trim().is_empty(), "{key}");
    }
}

#[test]
fn a_message_is_filled_and_a_place_without_a_field_stays() {
    let words = Words {
        vi: [("k".to_owned(), "{a} và {b} {{".to_owned())].into(),
        en: BTreeMap::new(),
    };
    let filled = words.fill(Lang::Vi, "k", &[("a", "một {b}".into())]);
    assert_eq!(filled, "một {b} và {b} {{");
    assert_eq!(words.get(Lang::En, "k"), "k");
}
