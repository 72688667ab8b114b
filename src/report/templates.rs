//! The templates and styles of reports as texts by name: those of `reports/`, each of which a user's own may replace.

use std::collections::BTreeMap;

use crate::words::{Lang, Problem, Words};

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
    /// Messages, where some are other than those built in.
    words: Option<Words>,
}

/// The files of messages, by their names below `reports/`.
const LOCALES: &[(&str, Lang)] = &[("locales/vi.toml", Lang::Vi), ("locales/en.toml", Lang::En)];

impl Templates {
    /// Those of `reports/`.
    pub fn built_in() -> Self {
        Self {
            texts: BUILT_IN
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned()))
                .collect(),
            words: None,
        }
    }

    /// The names that there are.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let texts = BUILT_IN.iter().map(|(name, _)| *name);
        texts.chain(LOCALES.iter().map(|(name, _)| *name))
    }

    /// Puts a text in the place of the one of this name; messages take the place of those of their keys. Nothing happens
    /// where there is no such name.
    ///
    /// Errors: a file of messages that does not parse, or has a key that no message has.
    pub fn replace(&mut self, name: &str, file: &str, text: String) -> Result<(), Problem> {
        if let Some((_, lang)) = LOCALES.iter().find(|(known, _)| *known == name) {
            let words = self.words.get_or_insert_with(Words::built_in);
            return words.amend(*lang, file, &text);
        }
        if let Some(place) = self.texts.get_mut(name) {
            *place = text;
        }
        Ok(())
    }

    /// The messages of these reports, where some are other than those built in.
    pub fn words(&self) -> Option<&Words> {
        self.words.as_ref()
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
