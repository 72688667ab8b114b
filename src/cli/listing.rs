//! Tables of text: as wide as the terminal, or one line a row for a pipe.

use anstyle::Style;
use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

use super::session::Session;
use crate::words::plain;

/// Foreign text of several lines, each made harmless.
pub(super) fn safe_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(plain).collect();
    lines.join("\n")
}

/// Rows under their headings, in columns.
pub(super) fn listing(
    headings: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
    session: &Session<'_, '_>,
) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(headings.iter().map(|heading| plain(heading)));
    for row in rows {
        table.add_row(row.iter().map(|cell| plain(cell)));
    }
    match session.width() {
        Some(width) => {
            table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    // A name that is cut cannot be typed.
    if let Some(names) = table.column_mut(0) {
        names.set_constraint(ColumnConstraint::ContentWidth);
    }
    let bold = if session.colour() {
        Style::new().bold()
    } else {
        Style::new()
    };
    let mut heading = true;
    let lines: Vec<String> = table
        .lines()
        .map(|line| {
            let line = line.trim_end();
            heading = heading && !line.starts_with('─');
            if heading {
                format!("{bold}{line}{bold:#}")
            } else {
                line.to_owned()
            }
        })
        .collect();
    lines.join("\n")
}
