//! The words that portals use, as data of the pack: which label leads to which section, which heading names which column.
//!
//! Labels are compared folded and without punctuation, so marks, case and dashes do not matter. Start at [`Labels`].

use std::collections::BTreeMap;

use crate::table::fold;
use crate::words::{Problem, written};

/// A group of labels: one table of `sections/*.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Labels of links that lead to a section.
    Section,
    /// Parts of a procedure.
    Part,
    /// Headings of columns and names of fields.
    Column,
    /// Positions of people.
    Position,
    /// Phrases of the interface.
    Phrase,
}

/// Codes of sections, as the table `pages` stores them.
pub const SECTIONS: &[&str] = &[
    "home",
    "intro",
    "organisation",
    "leaders",
    "contact",
    "sub_units",
    "news",
    "direction",
    "feedback_handling",
    "rewards",
    "schedule",
    "documents",
    "drafts",
    "qa",
    "planning",
    "plans",
    "budget",
    "projects",
    "procurement",
    "statistics",
    "law_guidance",
    "egov",
    "procedures",
    "english",
    "site_map",
    "other",
];

/// Codes of the twelve parts of a procedure, in the order in which what is missing is listed.
pub const PARTS: &[&str] = &[
    "steps",
    "method",
    "papers",
    "copies",
    "term",
    "subject",
    "agency",
    "result",
    "fee",
    "forms",
    "conditions",
    "basis",
];

const COLUMNS: &[&str] = &[
    "number",
    "type",
    "issuer",
    "issued_on",
    "effective_on",
    "summary",
    "posted_on",
    "file",
    "code",
    "procedure_name",
    "level",
    "field",
    "payment",
    "name",
    "office",
    "position",
    "phone",
    "email",
    "address",
    "duties",
    "biography",
    "responsible",
    "author",
    "source",
];

const POSITIONS: &[&str] = &["leader", "official"];

const PHRASES: &[&str] = &[
    "next",
    "print",
    "not_found",
    "related",
    "search",
    "petition",
    "question",
    "draft",
    "procedure",
    "document",
    "login",
    "stamp",
    "other_day",
    "ago",
    "agency",
    "office",
    "yes",
    "no",
    "level_full",
    "level_partial",
    "level_info",
    "about",
];

const GROUPS: &[(&str, Group, &[&str])] = &[
    ("section", Group::Section, SECTIONS),
    ("part", Group::Part, PARTS),
    ("column", Group::Column, COLUMNS),
    ("position", Group::Position, POSITIONS),
    ("phrase", Group::Phrase, PHRASES),
];

/// The labels of a pack.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    groups: BTreeMap<Group, Known>,
}

#[derive(Debug, Clone, Default)]
struct Known {
    /// Folded label → code; a phrase may serve several codes.
    labels: BTreeMap<String, Vec<&'static str>>,
    /// Most words of a label.
    longest: usize,
}

/// Folded words with one blank between them: no marks, no case, no punctuation.
pub fn words_of(text: &str) -> String {
    let folded = fold(text);
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words
}

type AsWritten = BTreeMap<String, BTreeMap<String, Vec<String>>>;

impl Labels {
    /// Reads `sections/*.toml`: a table a group, a code and its labels a line.
    ///
    /// Errors: an unknown group or code, a label without a letter, a label that stands at two codes of its group.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let written: AsWritten = written::parse(file, text)?;
        let places = written::Places::of(file, text);
        let mut labels = Self::default();
        let mut problems = Vec::new();
        for (name, codes) in &written {
            let Some((_, group, known)) = GROUPS.iter().find(|(known, ..)| known == name) else {
                let known: Vec<String> = GROUPS.iter().map(|(name, ..)| (*name).into()).collect();
                let problem = written::unknown("label.group", name, &known);
                problems.push(problem.at(places.place(name)));
                continue;
            };
            let into = labels.groups.entry(*group).or_default();
            for (code, list) in codes {
                let path = format!("{name}.{code}");
                let Some(code) = known.iter().find(|known| **known == code.as_str()) else {
                    let known: Vec<String> = known.iter().map(|code| (*code).into()).collect();
                    let problem = written::unknown("label.code", code, &known);
                    problems.push(problem.at(places.place(&path)));
                    continue;
                };
                for (n, label) in list.iter().enumerate() {
                    if let Err(code) = into.add(label, code, *group) {
                        let problem = Problem::new(code).with("name", label);
                        problems.push(problem.at(places.place(&format!("{path}.{n}"))));
                    }
                }
            }
        }
        Problem::all(problems).map_or(Ok(labels), Err)
    }

    /// The code whose label is the whole text.
    pub fn whole(&self, group: Group, text: &str) -> Option<&'static str> {
        self.whole_words(group, &words_of(text))
    }

    /// As [`Labels::whole`], of a text that went through [`words_of`].
    pub fn whole_words(&self, group: Group, words: &str) -> Option<&'static str> {
        let known = self.groups.get(&group)?;
        known.labels.get(words)?.first().copied()
    }

    /// Whether a label of a code is the whole text.
    pub fn is(&self, group: Group, code: &str, words: &str) -> bool {
        let known = self.groups.get(&group);
        let codes = known.and_then(|known| known.labels.get(words));
        codes.is_some_and(|codes| codes.contains(&code))
    }

    /// The code of the longest label that the text begins with, and how many words it has. The text went through [`words_of`].
    pub fn leading(&self, group: Group, words: &str) -> Option<(&'static str, usize)> {
        let known = self.groups.get(&group)?;
        let mut found = None;
        let mut end = 0;
        for (n, word) in words.split(' ').enumerate().take(known.longest) {
            end += word.len() + usize::from(n > 0);
            let label = words.get(..end).and_then(|start| known.labels.get(start));
            if let Some(code) = label.and_then(|codes| codes.first()) {
                found = Some((*code, n + 1));
            }
        }
        found
    }

    /// The code of the longest label that stands in the text as whole words; of two of a length the first. The text went
    /// through [`words_of`].
    pub fn within(&self, group: Group, words: &str) -> Option<&'static str> {
        let mut found: Option<(&'static str, usize)> = None;
        for from in starts(words) {
            let rest = words.get(from..).unwrap_or_default();
            if let Some((code, n)) = self.leading(group, rest)
                && found.is_none_or(|(_, most)| n > most)
            {
                found = Some((code, n));
            }
        }
        found.map(|(code, _)| code)
    }

    /// Whether a label of this code stands in the text as whole words. The text went through [`words_of`].
    pub fn says(&self, group: Group, code: &str, words: &str) -> bool {
        let Some(known) = self.groups.get(&group) else {
            return false;
        };
        starts(words).any(|from| {
            let rest = words.get(from..).unwrap_or_default();
            let mut end = 0;
            rest.split(' ')
                .enumerate()
                .take(known.longest)
                .any(|(n, word)| {
                    end += word.len() + usize::from(n > 0);
                    let label = rest.get(..end).and_then(|start| known.labels.get(start));
                    label.is_some_and(|codes| codes.contains(&code))
                })
        })
    }
}

impl Known {
    fn add(&mut self, label: &str, code: &'static str, group: Group) -> Result<(), &'static str> {
        let label = words_of(label);
        if label.is_empty() {
            return Err("label.empty");
        }
        self.longest = self.longest.max(label.split(' ').count());
        let codes = self.labels.entry(label).or_default();
        // «Góp ý» may tell of two kinds of form; a section or a column is one.
        if group != Group::Phrase && codes.first().is_some_and(|known| *known != code) {
            return Err("label.twice");
        }
        if !codes.contains(&code) {
            codes.push(code);
        }
        Ok(())
    }
}

/// Where the words of a text begin.
fn starts(words: &str) -> impl Iterator<Item = usize> {
    let inner = words.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(inner)
}

#[cfg(test)]
#[path = "labels_tests.rs"]
mod tests;
