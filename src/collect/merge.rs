//! Rows that claim one key.
//!
//! Rows that agree in every cell are one row, written more than once. Rows that differ may be one subject or several,
//! and any of them may be the right one: what they agree on stays, a nullable cell in which they differ is NULL, and each
//! further row counts as missing, since it may be a subject whose key was mistyped. Where they differ in a cell that is
//! never NULL nothing can stay, and all of them count as missing. Every truth lies in what is left.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::Cell;
use super::packed::{CellRef, RowRef, Rows};
use super::rows::Unread;
use crate::table::{Column, Schema};

/// A row of a table with where it came from.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    /// The observation it comes from.
    pub obs: usize,
    /// Its line in the file.
    pub line: Option<usize>,
    /// A cell a column of the table but for `obs` and `row`.
    pub cells: Vec<Cell>,
}

/// What became of the rows of a table.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Rows with distinct keys, in the order in which they were given.
    pub rows: Rows,
    /// What is listed, with the observation.
    pub unread: Vec<(usize, Unread)>,
    /// Rows that count as missing, by the body they count for.
    pub lost: BTreeMap<String, u64>,
}

/// Makes keys and unique sets distinct.
pub(super) fn distinct(schema: &Schema, rows: Rows) -> Merged {
    let mut merged = Merged {
        rows,
        ..Merged::default()
    };
    for set in std::iter::once(&schema.key).chain(&schema.unique) {
        merged.by(schema, set);
    }
    merged
}

impl Merged {
    fn by(&mut self, schema: &Schema, set: &[String]) {
        let position = |name: &String| schema.columns.iter().position(|c| c.name == *name);
        let key: Vec<usize> = set.iter().filter_map(position).collect();
        let names: BTreeSet<usize> = schema.key.iter().filter_map(position).collect();
        let groups = alike(&self.rows, &key);
        if groups.is_empty() {
            return;
        }
        // A table that is nothing but its key (a log of days) repeats its rows by nature.
        let only_key = schema.columns.iter().enumerate().all(|(n, column)| {
            key.contains(&n) || matches!(column.name.as_str(), "unit_id" | "obs" | "row")
        });
        let mut stay = vec![true; self.rows.len()];
        for (first_at, others) in groups {
            for at in &others {
                if let Some(stays) = stay.get_mut(*at) {
                    *stays = false;
                }
            }
            let Some(mut first) = self.rows.get(first_at).map(RowRef::loaded) else {
                continue;
            };
            let others = others.into_iter().filter_map(|at| self.rows.get(at));
            let others = others.map(RowRef::loaded);
            let (same, differ): (Vec<_>, Vec<_>) =
                others.partition(|row| differing(&first, row, &names).is_empty());
            if !only_key {
                for row in &same {
                    self.list(row, &first, "", "row_repeated");
                }
            }
            if differ.is_empty() {
                continue;
            }
            if self.settle(&mut first, &differ, schema, &names, set) {
                self.rows.replace(first_at, &first.cells);
            } else if let Some(stays) = stay.get_mut(first_at) {
                *stays = false;
            }
        }
        self.rows.retain(&stay);
    }

    /// What is left of rows that differ; false where nothing is.
    fn settle(
        &mut self,
        first: &mut Loaded,
        others: &[Loaded],
        schema: &Schema,
        names: &BTreeSet<usize>,
        set: &[String],
    ) -> bool {
        let original = first.clone();
        let open: BTreeSet<usize> = others
            .iter()
            .flat_map(|row| differing(&original, row, names))
            .collect();
        let columns: Vec<(usize, &Column)> = open
            .iter()
            .filter_map(|at| Some((*at, schema.columns.get(*at)?)))
            .collect();
        let stays = columns.iter().all(|(_, column)| !column.required);
        let key = set.join(", ");
        let code = if stays { "key_twice" } else { "key_refused" };
        if stays {
            for (at, column) in columns {
                if let Some(cell) = first.cells.get_mut(at) {
                    *cell = Cell::Null;
                }
                self.list(&original, &original, &column.name, "key_differs");
            }
        } else {
            self.list(&original, &original, &key, code);
            self.lose(&original);
        }
        for row in others {
            self.list(row, &original, &key, code);
            self.lose(row);
        }
        stays
    }

    fn lose(&mut self, row: &Loaded) {
        let body = row.cells.first().and_then(Cell::text).unwrap_or_default();
        *self.lost.entry(body.to_owned()).or_default() += 1;
    }

    fn list(&mut self, row: &Loaded, first: &Loaded, column: &str, code: &'static str) {
        let detail = first.line.map_or_else(String::new, |line| line.to_string());
        let unread = Unread {
            row: row.line,
            column: column.to_owned(),
            cell: String::new(),
            code,
            detail,
        };
        self.unread.push((row.obs, unread));
    }
}

/// The rows that have the same cells in some columns: the first of each with the others, in order.
fn alike(rows: &Rows, key: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut keys: Vec<u8> = Vec::new();
    let mut ends = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        for at in key {
            match row.cell(*at) {
                None => {}
                Some(CellRef::Null) => keys.push(b'n'),
                Some(CellRef::Int(n)) => {
                    keys.push(b'i');
                    keys.extend_from_slice(&n.to_be_bytes());
                }
                Some(CellRef::Text(text)) => {
                    keys.push(b't');
                    keys.extend_from_slice(&text.len().to_be_bytes());
                    keys.extend_from_slice(text.as_bytes());
                }
            }
        }
        ends.push(keys.len());
    }
    let of = |n: usize| {
        let start = n.checked_sub(1).and_then(|before| ends.get(before));
        let span = start.copied().unwrap_or_default()..ends.get(n).copied().unwrap_or_default();
        keys.get(span).unwrap_or_default()
    };
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|a, b| of(*a).cmp(of(*b)));
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut first = None;
    for n in order {
        match first {
            Some(first) if of(first) == of(n) => groups.entry(first).or_default().push(n),
            Some(_) | None => first = Some(n),
        }
    }
    groups
}

/// The columns in which two rows differ, but for those that only name the row.
fn differing(a: &Loaded, b: &Loaded, names: &BTreeSet<usize>) -> Vec<usize> {
    let pairs = a.cells.iter().zip(&b.cells).enumerate();
    pairs
        .filter(|(n, (a, b))| a != b && !names.contains(n))
        .map(|(n, _)| n)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Catalogue;

    fn schema(name: &str, file: &str) -> Schema {
        let catalogue = Catalogue::parse([(name, file)]).unwrap();
        catalogue.tables().next().unwrap().clone()
    }

    fn staff(lines: &[(&str, Option<i64>)]) -> Merged {
        let schema = schema("staff.toml", include_str!("../../checks/tables/staff.toml"));
        let at = |name: &str| schema.columns.iter().position(|c| c.name == name).unwrap();
        let rows = lines.iter().enumerate().map(|(n, (id, active))| {
            let mut cells = vec![Cell::Null; schema.columns.len() - 2];
            cells[0] = "u".into();
            cells[at("id")] = (*id).into();
            cells[at("active")] = active.map_or(Cell::Null, Cell::Int);
            Loaded {
                obs: 1,
                line: Some(n + 2),
                cells,
            }
        });
        distinct(&schema, rows.collect())
    }

    #[test]
    fn a_repeated_row_is_one_row_and_costs_nothing() {
        let merged = staff(&[("a", Some(1)), ("b", Some(0)), ("a", Some(1))]);
        assert_eq!(merged.rows.len(), 2);
        assert!(merged.lost.is_empty());
        let (_, unread) = &merged.unread[0];
        assert_eq!(
            (unread.row, unread.code, unread.detail.as_str()),
            (Some(4), "row_repeated", "2")
        );
    }

    #[test]
    fn rows_that_differ_keep_what_they_agree_on_and_count_as_missing() {
        let merged = staff(&[("a", Some(1)), ("a", Some(0)), ("a", None), ("b", Some(1))]);
        let ids: Vec<_> = merged.rows.iter().map(|row| row.line).collect();
        assert_eq!(ids, [Some(2), Some(5)]);
        assert!(
            merged
                .rows
                .get(0)
                .unwrap()
                .cells()
                .filter(|cell| *cell != CellRef::Null)
                .count()
                == 2
        );
        assert_eq!(merged.lost["u"], 2);
        let codes: Vec<_> = merged.unread.iter().map(|(_, u)| (u.row, u.code)).collect();
        assert_eq!(
            codes,
            [
                (Some(2), "key_differs"),
                (Some(3), "key_twice"),
                (Some(4), "key_twice")
            ]
        );
    }

    #[test]
    fn nothing_stays_where_a_cell_differs_that_is_never_null() {
        let schema = schema("tasks.toml", include_str!("../../checks/tables/tasks.toml"));
        let at = |name: &str| schema.columns.iter().position(|c| c.name == name).unwrap();
        let rows = ["plan_task", "periodic_report"].map(|kind| {
            let mut cells = vec![Cell::Null; schema.columns.len() - 2];
            cells[0] = "u".into();
            cells[at("id")] = "1".into();
            cells[at("kind")] = kind.into();
            Loaded {
                obs: 1,
                line: Some(1),
                cells,
            }
        });
        let merged = distinct(&schema, rows.into_iter().collect());
        assert!(merged.rows.is_empty());
        assert_eq!(merged.lost["u"], 2);
    }

    #[test]
    fn a_unique_set_ignores_the_id_and_a_log_of_days_repeats_freely() {
        let procedures = schema(
            "procedures.toml",
            include_str!("../../checks/tables/procedures.toml"),
        );
        let row = |schema: &Schema, values: &[(&str, &str)]| {
            let mut cells = vec![Cell::Null; schema.columns.len() - 2];
            cells[0] = "u".into();
            for (name, value) in values {
                let at = schema.columns.iter().position(|c| c.name == *name).unwrap();
                cells[at] = (*value).into();
            }
            Loaded {
                obs: 1,
                line: Some(1),
                cells,
            }
        };
        let twice = vec![
            row(&procedures, &[("id", "1"), ("code", "1.000")]),
            row(&procedures, &[("id", "2"), ("code", "1.000")]),
        ];
        let merged = distinct(&procedures, twice.into_iter().collect());
        assert_eq!(
            (merged.rows.len(), merged.unread.len(), merged.lost.len()),
            (1, 1, 0)
        );
        let logins = schema(
            "logins.toml",
            include_str!("../../checks/tables/logins.toml"),
        );
        let day = row(&logins, &[("mailbox_id", "m"), ("on_date", "2020-01-01")]);
        let merged = distinct(&logins, [day.clone(), day].into_iter().collect());
        assert_eq!((merged.rows.len(), merged.unread.len()), (1, 0));
    }
}
