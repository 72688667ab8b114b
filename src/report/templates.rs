//! The templates and styles of reports as texts by name: those of `reports/`, each of which a user's own may replace.

use std::collections::BTreeMap;

/// Name below `reports/` and text of each.
const BUILT_IN: &[(&str, &str)] = &[
    (
        "html/page.html",
        include_str!("../../reports/html/page.html"),
    ),
    (
        "html/ranking.html",
        include_str!("../../reports/html/ranking.html"),
    ),
    (
        "html/unit.html",
        include_str!("../../reports/html/unit.html"),
    ),
    ("style.css", include_str!("../../reports/style.css")),
];

/// All templates and styles.
#[derive(Debug, Clone)]
pub struct Templates {
    texts: BTreeMap<&'static str, String>,
}

impl Templates {
    /// Those of `reports/`.
    pub fn built_in() -> Self {
        Self {
            texts: BUILT_IN
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned()))
                .collect(),
        }
    }

    /// The names that there are.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Puts a text in the place of the one of this name; nothing happens where there is none.
    pub fn replace(&mut self, name: &str, text: String) {
        if let Some(place) = self.texts.get_mut(name) {
            *place = text;
        }
    }

    /// The text of a name, empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Names and texts, by name.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.texts.iter().map(|(name, text)| (*name, text.as_str()))
    }
}
