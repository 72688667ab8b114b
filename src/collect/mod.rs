//! Collectors: a part of the world becomes rows of documented tables. None of them judges.
//!
//! What is not known stays NULL, what is lost is counted as missing, and nothing personal leaves this module: a name is
//! looked up and becomes `•`. Nothing is written before everything has been read. Start at [`collect`] and [`fill()`].

mod binding;
mod bodies;
mod cell;
mod certificates;
mod closed;
mod coverage;
mod csv;
mod declared;
mod decode;
mod derive;
mod file;
mod fill;
mod frame;
mod gather;
mod header;
mod magic;
mod memo;
mod merge;
mod numbering;
mod observation;
mod origin;
mod overlap;
mod packed;
pub mod portal;
mod raw;
mod reference;
mod references;
mod rows;
mod seen;
mod serial;
mod slots;
mod span;
mod spreadsheet;
mod taken;
#[cfg(unix)]
mod unix;
mod varint;
mod when;
mod whose;
#[cfg(windows)]
mod windows;
mod wire;

pub use cell::Cell;
pub use coverage::CoverageRow;
pub use declared::DeclaredRow;
pub use fill::{fill, fill_within, replace_coverage, replace_rows};
pub use gather::{Collected, Progress, Request, Row, collect};
pub use observation::Observation;
pub use origin::exports;
pub use packed::{CellRef, RowRef, Rows};
pub use portal::{Harvest, MOST_DELAY_MS, PortalRequest, Told, crawl, join_coverage};
pub use rows::Unread;
pub use seen::{
    Ask, Attempt, Family, Fetch, Hearing, Outcome, Pending, Seen, Stage, Step, Stopped, Tls,
};
pub use wire::Wire;

#[cfg(test)]
mod tests {
    use crate::words::{Lang, Words};

    /// The sources that make problems and listings.
    const SOURCES: &[&str] = &[
        include_str!("binding.rs"),
        include_str!("cell.rs"),
        include_str!("certificates/folder.rs"),
        include_str!("certificates/mod.rs"),
        include_str!("certificates/row.rs"),
        include_str!("closed.rs"),
        include_str!("csv.rs"),
        include_str!("declared.rs"),
        include_str!("decode.rs"),
        include_str!("file.rs"),
        include_str!("frame.rs"),
        include_str!("gather.rs"),
        include_str!("header.rs"),
        include_str!("merge.rs"),
        include_str!("raw.rs"),
        include_str!("rows.rs"),
        include_str!("slots.rs"),
        include_str!("spreadsheet/grid.rs"),
        include_str!("spreadsheet/lines.rs"),
        include_str!("spreadsheet/merges.rs"),
        include_str!("spreadsheet/mod.rs"),
        include_str!("spreadsheet/package.rs"),
        include_str!("spreadsheet/xlsx.rs"),
        include_str!("spreadsheet/xlsx_sheet.rs"),
        include_str!("spreadsheet/compound.rs"),
        include_str!("spreadsheet/ods.rs"),
        include_str!("spreadsheet/xls.rs"),
        include_str!("spreadsheet/xls_sheet.rs"),
        include_str!("spreadsheet/xls_text.rs"),
        include_str!("when.rs"),
        include_str!("whose.rs"),
    ];

    #[test]
    fn every_code_has_its_sentence_in_both_languages() {
        let words = Words::built_in();
        let literals: Vec<&str> = SOURCES
            .iter()
            .flat_map(|source| source.split('"').skip(1).step_by(2))
            .collect();
        let codes = literals.iter().filter(|text| {
            let code = text
                .strip_prefix("csv.")
                .or_else(|| text.strip_prefix("workbook."))
                .or_else(|| text.strip_prefix("profile."));
            code.is_some_and(|code| code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        });
        let mut keys: Vec<String> = codes.map(|code| format!("error.{code}")).collect();
        assert!(keys.len() > 20);
        for lang in [Lang::Vi, Lang::En] {
            let listed: Vec<&str> = words
                .keys(lang)
                .filter_map(|key| key.strip_prefix("unread."))
                .collect();
            assert!(listed.len() > 20);
            // Each message has a source that uses it, so none is missing under another name.
            for code in listed {
                assert!(literals.contains(&code), "unread.{code} is used nowhere");
            }
        }
        let unread = ["cell_", "row_", "rows_", "key_", "no_", "two_", "header_"];
        for code in literals
            .iter()
            .filter(|text| unread.iter().any(|start| text.starts_with(start)))
        {
            // A column has such a name too.
            let formed = code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            if formed && *code != "row_kind" {
                keys.push(format!("unread.{code}"));
            }
        }
        for key in keys {
            for lang in [Lang::Vi, Lang::En] {
                assert_ne!(words.get(lang, &key), key, "{}", lang.code());
            }
        }
    }
}
