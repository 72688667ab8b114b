//! Reports of one body must not speak of the same days twice: their amounts would be counted twice.

use std::collections::BTreeMap;

use super::packed::{RowRef, Rows};
use crate::table::Schema;

/// Columns that tell whose amounts a row of a report holds, where the table has them.
const WHOSE: &[&str] = &["unit_id", "org_id", "form", "label"];

/// Two rows of reports that speak of the same days of the same body, where there are any.
///
/// Only totals and named parts are compared: parts without a name may be several of one body.
pub(super) fn overlap<'a>(schema: &Schema, rows: &'a Rows) -> Option<(RowRef<'a>, RowRef<'a>)> {
    let position = |name: &str| schema.columns.iter().position(|column| column.name == name);
    let (kind, from, to) = (
        position("row_kind")?,
        position("period_from")?,
        position("period_to")?,
    );
    let text = |row: RowRef<'a>, at: usize| row.text(at).filter(|text| !text.is_empty());
    let label = position("label");
    let whose: Vec<usize> = WHOSE.iter().filter_map(|name| position(name)).collect();
    let mut groups: BTreeMap<Vec<Option<&str>>, Vec<Report<'_>>> = BTreeMap::new();
    for row in rows.iter() {
        let total = text(row, kind) == Some("total");
        let named = label.is_some_and(|at| text(row, at).is_some());
        if let (true, Some(from), Some(to)) = (total || named, text(row, from), text(row, to)) {
            let mut group: Vec<Option<&str>> = whose.iter().map(|at| text(row, *at)).collect();
            group.push(text(row, kind));
            let report = Report { from, to, row };
            groups.entry(group).or_default().push(report);
        }
    }
    groups.into_values().find_map(|mut reports| {
        reports.sort_by_key(|report| (report.from, report.to));
        let pairs = reports.iter().zip(reports.iter().skip(1));
        // Sorted by their first days, two neighbours overlap where any two do.
        let mut pairs = pairs.filter(|(before, after)| after.from <= before.to);
        pairs.next().map(|(before, after)| (before.row, after.row))
    })
}

/// A row of a report with the days it speaks of.
struct Report<'a> {
    from: &'a str,
    to: &'a str,
    row: RowRef<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::cell::Cell;
    use crate::collect::merge::Loaded;
    use crate::table::Catalogue;

    fn lines(
        table: (&str, &str),
        rows: &[&[(&str, &str)]],
    ) -> Option<(Option<usize>, Option<usize>)> {
        let catalogue = Catalogue::parse([table]).unwrap();
        let schema = catalogue.tables().next().unwrap();
        let rows: Rows = (1..)
            .zip(rows)
            .map(|(line, values)| {
                let cells = schema.columns.iter().map(|column| {
                    let value = values.iter().find(|(name, _)| *name == column.name);
                    value.map_or(Cell::Null, |(_, value)| (*value).into())
                });
                Loaded {
                    obs: 1,
                    line: Some(line),
                    cells: cells.collect(),
                }
            })
            .collect();
        overlap(schema, &rows).map(|(a, b)| (a.line, b.line))
    }

    fn reports(rows: &[&[(&str, &str)]]) -> Option<(Option<usize>, Option<usize>)> {
        let text = include_str!("../../checks/tables/dossier_report.toml");
        lines(("dossier_report.toml", text), rows)
    }

    const HALF: [(&str, &str); 2] = [("period_from", "2020-01-01"), ("period_to", "2020-06-30")];
    const REST: [(&str, &str); 2] = [("period_from", "2020-07-01"), ("period_to", "2020-12-31")];
    const YEAR: [(&str, &str); 2] = [("period_from", "2020-01-01"), ("period_to", "2020-12-31")];

    fn row<'a>(
        kind: &'a str,
        more: &[(&'a str, &'a str)],
        days: [(&'a str, &'a str); 2],
    ) -> Vec<(&'a str, &'a str)> {
        let mut values = vec![("unit_id", "u"), ("row_kind", kind)];
        values.extend_from_slice(more);
        values.extend(days);
        values
    }

    #[test]
    fn reports_may_follow_each_other_but_not_overlap() {
        let (half, rest, year) = (
            row("total", &[], HALF),
            row("total", &[], REST),
            row("total", &[], YEAR),
        );
        assert_eq!(reports(&[&rest, &half]), None);
        assert_eq!(reports(&[&rest, &year, &half]), Some((Some(3), Some(2))));
        assert_eq!(reports(&[&half, &half]), Some((Some(1), Some(2))));
    }

    #[test]
    fn another_body_form_part_or_unknown_days_is_another_report() {
        let total = row("total", &[("form", "07a")], YEAR);
        let other_form = row("total", &[("form", "by_unit")], YEAR);
        let commune = row("total", &[("form", "07a"), ("org_id", "xa-a")], YEAR);
        let part = row("part", &[("form", "07a"), ("label", "Đất đai")], YEAR);
        let other_part = row("part", &[("form", "07a"), ("label", "Hộ tịch")], YEAR);
        let unnamed = row("part", &[("form", "07a")], YEAR);
        let open = row(
            "total",
            &[("form", "07a")],
            [("period_from", ""), ("period_to", "")],
        );
        let all: [&[_]; 8] = [
            &total,
            &other_form,
            &commune,
            &part,
            &other_part,
            &unnamed,
            &unnamed,
            &open,
        ];
        assert_eq!(reports(&all), None);
        assert_eq!(
            reports(&[&part, &other_part, &part]),
            Some((Some(1), Some(3)))
        );
        // A table that is no report has nothing to compare.
        let staff = include_str!("../../checks/tables/staff.toml");
        assert_eq!(lines(("staff.toml", staff), &[&total, &total]), None);
    }
}
