//! Cells and rows that could not be read, for people: the same fault of one column is told once with its number, not a
//! line a row. Everything stands in the bundle's table `unread`, and in the document that `--format json` prints.

use std::collections::BTreeMap;

use super::document::why;
use crate::audit::UnreadPlace;
use crate::cli::session::Session;
use crate::words::plain;

/// Faults of one kind in one column that are told apart by what stood there.
const TOLD: usize = 3;

/// What stood there, with its first place and how many more there are.
#[derive(Debug)]
struct Same<'u> {
    first: &'u UnreadPlace,
    more: usize,
}

/// The lines about what could not be read, in the order in which it was met.
pub(super) fn lines(unit: &str, unread: &[UnreadPlace], session: &Session<'_, '_>) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in kinds(unread) {
        for same in kind.iter().take(TOLD) {
            let line = line(same.first, session);
            lines.push(match same.more {
                0 => line,
                n => {
                    let fields = [("line", line), ("n", n.to_string())];
                    session.fill("cli.audit.unread_more", &fields)
                }
            });
        }
        let rest = kind
            .iter()
            .skip(TOLD)
            .map(|same| same.more.saturating_add(1));
        let rest = rest.fold(0_usize, usize::saturating_add);
        if let Some(first) = kind.get(TOLD).filter(|_| rest > 0) {
            let column = match first.first.column.as_str() {
                "" => String::new(),
                column => format!(": {column}"),
            };
            let fields = [
                ("place", plain(&format!("{}{column}", first.first.file))),
                ("n", rest.to_string()),
                ("unit", plain(unit)),
            ];
            lines.push(session.fill("cli.audit.unread_rest", &fields));
        }
    }
    lines
}

/// By file, column and fault, in the order of the first of each; within one by what stood there.
fn kinds(unread: &[UnreadPlace]) -> Vec<Vec<Same<'_>>> {
    let mut kinds: Vec<Vec<Same<'_>>> = Vec::new();
    let mut places: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut details: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for place in unread {
        let kind = (
            place.file.as_str(),
            place.column.as_str(),
            place.code.as_str(),
        );
        let at = *places.entry(kind).or_insert(kinds.len());
        if at == kinds.len() {
            kinds.push(Vec::new());
        }
        let Some(kind) = kinds.get_mut(at) else {
            continue;
        };
        let n = *details.entry((at, &place.detail)).or_insert(kind.len());
        match kind.get_mut(n) {
            Some(same) => same.more = same.more.saturating_add(1),
            None => kind.push(Same {
                first: place,
                more: 0,
            }),
        }
    }
    kinds
}

/// File, line or cell, column, and why.
fn line(unread: &UnreadPlace, session: &Session<'_, '_>) -> String {
    let mut place = unread.file.clone();
    if let Some((_, cell)) = unread.cell.rsplit_once('!') {
        place = format!("{place}!{cell}");
    } else if !unread.cell.is_empty() {
        place = format!("{place}/{}", unread.cell);
    } else if let Some(row) = unread.row {
        place = format!("{place}:{row}");
    }
    if !unread.column.is_empty() {
        place = format!("{place}: {}", unread.column);
    }
    plain(&format!(
        "  {place}: {}",
        why(&unread.code, &unread.detail, session)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(row: usize, column: &str, detail: &str) -> UnreadPlace {
        UnreadPlace {
            file: "a.csv".to_owned(),
            row: Some(row),
            cell: String::new(),
            column: column.to_owned(),
            code: "no_match".to_owned(),
            detail: detail.to_owned(),
        }
    }

    #[test]
    fn one_fault_of_many_rows_is_one() {
        let unread = [
            place(3, "org_id", "Xã 1"),
            place(3, "", ""),
            place(4, "org_id", "Xã 2"),
            place(5, "org_id", "Xã 1"),
            place(6, "org_id", "Xã 1"),
        ];
        let told: Vec<Vec<(Option<usize>, usize)>> = (kinds(&unread).iter())
            .map(|kind| {
                kind.iter()
                    .map(|same| (same.first.row, same.more))
                    .collect()
            })
            .collect();
        assert_eq!(told, [vec![(Some(3), 2), (Some(4), 0)], vec![(Some(3), 0)]]);
        assert!(kinds(&[]).is_empty());
    }
}
