//! Merged areas, looked up and never expanded beyond what is asked for.

use std::collections::BTreeMap;

use super::grid::{Grid, MOST_COLUMNS, Merge};
use crate::words::Problem;

/// Most cells that the merged areas of a heading are expanded to.
const MOST_EXPANDED: usize = 500_000;
/// Most areas that lie on one row; a sheet cannot have more that do not overlap.
const MOST_OPEN: usize = 1_024;

/// Which cell stands for a covered one, for the first rows of a sheet.
pub(super) fn anchors(grid: &Grid, last_row: u32) -> BTreeMap<(u32, u32), Merge> {
    let mut anchors = BTreeMap::new();
    let mut expanded = 0;
    for merge in grid
        .merges()
        .iter()
        .take_while(|merge| merge.top <= last_row)
    {
        for row in merge.top..=merge.bottom.min(last_row) {
            for column in merge.left..=merge.right.min(MOST_COLUMNS - 1) {
                expanded += 1;
                if expanded > MOST_EXPANDED {
                    return anchors;
                }
                anchors.entry((row, column)).or_insert(*merge);
            }
        }
    }
    anchors
}

/// The merged areas on each row, for rows that are asked for in ascending order.
#[derive(Debug)]
pub(super) struct Sweep<'a> {
    ahead: &'a [Merge],
    open: Vec<Merge>,
}

impl<'a> Sweep<'a> {
    /// Before the first row.
    pub(super) fn of(grid: &'a Grid) -> Self {
        Self {
            ahead: grid.merges(),
            open: Vec::new(),
        }
    }

    /// The areas that lie on a row.
    ///
    /// Errors: more than can lie beside each other.
    pub(super) fn on(&mut self, row: u32) -> Result<&[Merge], Problem> {
        self.open.retain(|merge| merge.bottom >= row);
        while let Some((first, rest)) = self.ahead.split_first()
            && first.top <= row
        {
            self.ahead = rest;
            if first.bottom >= row {
                self.open.push(*first);
            }
            if self.open.len() > MOST_OPEN {
                return Err(Problem::new("workbook.broken").with("detail", "mergeCells"));
            }
        }
        Ok(&self.open)
    }
}
