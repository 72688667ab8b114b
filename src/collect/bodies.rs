//! The bodies of a unit, and which of them a text of an export means.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::same;
use crate::table::fold;

/// A body as rows see it.
#[derive(Debug, Clone)]
pub(super) struct Body {
    /// Id.
    pub id: String,
    /// The body above it, `''` at the top.
    pub parent: String,
    /// `unit`, `office`, `service_unit` or `commune`.
    pub kind: String,
    /// What it is called.
    pub names: Vec<String>,
}

/// All bodies of a unit, itself among them.
#[derive(Debug)]
pub(super) struct Bodies {
    unit: String,
    listed: BTreeMap<String, Body>,
    named: BTreeMap<String, BTreeSet<String>>,
}

/// What was found for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// It means this one.
    One(String),
    /// It means none that is known.
    Nothing,
    /// It could mean several.
    Several,
}

impl Found {
    /// What a set of candidates comes to.
    pub(super) fn of<'a>(candidates: impl IntoIterator<Item = &'a String>) -> Self {
        let mut candidates = candidates.into_iter();
        match (candidates.next(), candidates.next()) {
            (Some(one), None) => Self::One(one.clone()),
            (Some(_), Some(_)) => Self::Several,
            (None, _) => Self::Nothing,
        }
    }
}

impl Bodies {
    /// The bodies of a unit.
    pub(super) fn of(unit: &str, list: impl IntoIterator<Item = Body>) -> Self {
        let mut listed = BTreeMap::new();
        let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for body in list {
            for name in body.names.iter().filter(|name| !name.is_empty()) {
                named
                    .entry(fold(&same(name)))
                    .or_default()
                    .insert(body.id.clone());
            }
            listed.insert(body.id.clone(), body);
        }
        Self {
            unit: unit.to_owned(),
            listed,
            named,
        }
    }

    /// The body that a text means: by its id, else by its only bearer of the name, in any spelling.
    pub(super) fn find(&self, text: &str) -> Found {
        let text = same(text);
        if self.listed.contains_key(&text) {
            return Found::One(text);
        }
        Found::of(self.named.get(&fold(&text)).into_iter().flatten())
    }

    /// The body that a row of an office counts for: the commune it lies in, else the unit.
    pub(super) fn counts_for(&self, id: &str) -> &str {
        let mut at = self.listed.get(id);
        // A chain is never longer than the list.
        for _ in 0..=self.listed.len() {
            match at {
                Some(body) if body.kind == "commune" => return &body.id,
                Some(body) => at = self.listed.get(&body.parent),
                None => break,
            }
        }
        &self.unit
    }

    /// The bodies that rows count for: the unit and its communes.
    pub(super) fn counted(&self) -> impl Iterator<Item = &str> {
        let communes = self.listed.values().filter(|body| body.kind == "commune");
        std::iter::once(self.unit.as_str()).chain(communes.map(|body| body.id.as_str()))
    }

    /// The assessed unit's id.
    pub(super) fn unit(&self) -> &str {
        &self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(id: &str, parent: &str, kind: &str, names: &[&str]) -> Body {
        Body {
            id: id.into(),
            parent: parent.into(),
            kind: kind.into(),
            names: names.iter().map(|&name| name.into()).collect(),
        }
    }

    #[test]
    fn a_text_means_the_only_body_of_that_name() {
        let bodies = Bodies::of(
            "hai-ha",
            [
                body("hai-ha", "", "unit", &["Huyện Hải Hà", "Hải Hà"]),
                body(
                    "xa-a",
                    "hai-ha",
                    "commune",
                    &["Xã Quảng Thành", "Quảng Thành"],
                ),
                body(
                    "xa-b",
                    "hai-ha",
                    "commune",
                    &["Xã Quảng Minh", "Quảng Minh"],
                ),
                body("vp", "hai-ha", "office", &["Văn phòng"]),
                body("vp-b", "xa-b", "office", &["Văn  phòng"]),
            ],
        );
        assert_eq!(bodies.find(" XA-A "), Found::One("xa-a".into()));
        assert_eq!(bodies.find("xã quảng THÀNH"), Found::One("xa-a".into()));
        assert_eq!(bodies.find("Quang Minh"), Found::One("xa-b".into()));
        assert_eq!(bodies.find("Xã Đường Hoa"), Found::Nothing);
        assert_eq!(bodies.find("Văn phòng"), Found::Several);
        assert_eq!(bodies.counts_for("vp"), "hai-ha");
        assert_eq!(bodies.counts_for("vp-b"), "xa-b");
        assert_eq!(bodies.counts_for("nowhere"), "hai-ha");
        assert_eq!(
            bodies.counted().collect::<Vec<_>>(),
            ["hai-ha", "xa-a", "xa-b"]
        );
    }
}
