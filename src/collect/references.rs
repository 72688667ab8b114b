//! Which row of another table a cell means: people by their id or name, everything else by its id.
//!
//! Names are looked up here and never leave: what matches nothing, or two, is NULL.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::Found;
use super::cell::same;
use crate::table::fold;

/// Columns that name a row of another table.
const REFERENCES: &[(&str, &str)] = &[
    ("document_id", "documents"),
    ("form_id", "forms"),
    ("holder_id", "staff"),
    ("mailbox_id", "mailboxes"),
    ("page_id", "pages"),
    ("staff_id", "staff"),
    ("system_id", "systems"),
];

/// Tables that others name, in the order in which they must be read; the rest follow.
pub(super) const FIRST: &[&str] = &[
    "organisations",
    "staff",
    "mailboxes",
    "systems",
    "documents",
    "pages",
    "forms",
];

/// The table whose row a column names. The subject of a security level is a system.
pub(super) fn target(table: &str, column: &str) -> Option<&'static str> {
    if (table, column) == ("acts", "subject") {
        return Some("systems");
    }
    REFERENCES
        .iter()
        .find(|(name, target)| *name == column && *target != table)
        .map(|(_, target)| *target)
}

/// Whether any column names rows of a table.
pub(super) fn is_named(table: &str) -> bool {
    table == "systems" || REFERENCES.iter().any(|(_, target)| *target == table)
}

/// What the tables read so far can be called by.
#[derive(Debug, Default)]
pub(super) struct References {
    tables: BTreeMap<String, Known>,
}

/// The rows of one table.
#[derive(Debug, Default)]
struct Known {
    ids: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, BTreeSet<String>>,
    /// The body of each row, by its id in the bundle.
    bodies: BTreeMap<String, String>,
}

impl References {
    /// Notes a row: its id in the export, its id in the bundle, and what else it is called.
    pub(super) fn note(&mut self, table: &str, written: &str, id: &str, name: Option<&str>) {
        let known = self.tables.entry(table.to_owned()).or_default();
        known
            .ids
            .entry(written.to_owned())
            .or_default()
            .insert(id.to_owned());
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            known
                .names
                .entry(fold(&same(name)))
                .or_default()
                .insert(id.to_owned());
        }
    }

    /// Notes whose a row is, by its id in the bundle.
    pub(super) fn note_body(&mut self, table: &str, id: &str, body: &str) {
        let known = self.tables.entry(table.to_owned()).or_default();
        known.bodies.insert(id.to_owned(), body.to_owned());
    }

    /// Whose a row is, by its id in the bundle.
    pub(super) fn body(&self, table: &str, id: &str) -> Option<&str> {
        Some(self.tables.get(table)?.bodies.get(id)?.as_str())
    }

    /// Whether any row of a table is known.
    pub(super) fn knows(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// The row that a text means.
    pub(super) fn find(&self, table: &str, text: &str) -> Found {
        let Some(known) = self.tables.get(table) else {
            return Found::Nothing;
        };
        match known.ids.get(text) {
            Some(ids) => Found::of(ids),
            None => Found::of(known.names.get(&fold(&same(text))).into_iter().flatten()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_id_else_by_a_name_that_only_one_bears() {
        let mut references = References::default();
        references.note("staff", "CB-1", "1/CB-1", Some("Trần Văn Mẫu"));
        references.note("staff", "CB-2", "1/CB-2", Some("Lê Thị Mẫu"));
        references.note("staff", "CB-3", "2/CB-3", Some("LE  THI MAU"));
        references.note("staff", "CB-1", "2/CB-1", None);
        assert_eq!(
            references.find("staff", "CB-2"),
            Found::One("1/CB-2".into())
        );
        assert_eq!(
            references.find("staff", "tran van mau"),
            Found::One("1/CB-1".into())
        );
        assert_eq!(references.find("staff", "Lê Thị Mẫu"), Found::Several);
        assert_eq!(references.find("staff", "CB-1"), Found::Several);
        assert_eq!(references.find("staff", "CB-9"), Found::Nothing);
        assert_eq!(references.find("documents", "CB-1"), Found::Nothing);
        assert_eq!(target("mailboxes", "staff_id"), Some("staff"));
        assert_eq!(target("staff", "id"), None);
    }
}
