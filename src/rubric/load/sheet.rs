//! The columns of the self-scoring sheet.

use super::Loader;
use super::written::SheetEntry;
use crate::rubric::SheetColumn;
use crate::words::{Problem, written};

impl Loader<'_> {
    /// The columns as the rubric orders them; all of them where it does not say.
    pub(super) fn sheet(&mut self, entry: Option<SheetEntry>) -> Vec<SheetColumn> {
        let Some(entry) = entry else {
            return SheetColumn::ALL.to_vec();
        };
        let mut columns = Vec::with_capacity(entry.columns.len());
        for (n, word) in entry.columns.iter().enumerate() {
            let path = format!("sheet.columns.{n}");
            match SheetColumn::of(word) {
                None => {
                    let known = SheetColumn::ALL.iter().map(|column| column.code());
                    self.refuse(written::unknown("rubric.sheet_column", word, known), &path);
                }
                Some(column) if columns.contains(&column) => {
                    let problem = Problem::new("rubric.sheet_column_twice").with("name", word);
                    self.refuse(problem, &path);
                }
                Some(column) => columns.push(column),
            }
        }
        let title = SheetColumn::Title.code();
        if !entry.columns.iter().any(|word| word == title) {
            let problem = Problem::new("rubric.sheet_title").with("name", title);
            self.refuse(problem, "sheet.columns");
        }
        columns
    }
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
