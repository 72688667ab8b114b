//! Cells of a column that were read before: most columns repeat a few texts, and what one means does not change.

use std::collections::BTreeMap;

use super::binding::Bound;
use super::cell::Cell;
use super::raw::{self, Raw};
use crate::table::ColumnKind;

/// Cells that are remembered, and the longest of them.
const MOST: (usize, usize) = (512, 64);

/// What was read of a column.
#[derive(Debug, Default)]
pub(super) struct Memo {
    texts: Known,
    moments: Known,
}

/// Cells by what they show.
#[derive(Debug, Default)]
struct Known {
    cells: BTreeMap<Box<str>, Cell>,
    found: usize,
}

impl Memo {
    /// What a cell says, as [`raw::read`] tells.
    ///
    /// Errors: the same.
    pub(super) fn read(
        &mut self,
        raw: Option<Raw<'_>>,
        bound: &Bound<'_>,
    ) -> Result<Cell, (&'static str, String)> {
        let plain = bound.column.kind == ColumnKind::Text && bound.values.is_empty();
        match raw {
            Some(Raw::Text(text)) if !plain => self.texts.read(text, raw, bound),
            Some(Raw::Moment(text)) => self.moments.read(text, raw, bound),
            None
            | Some(
                Raw::Text(_)
                | Raw::Number(..)
                | Raw::Truth(_)
                | Raw::Error(_)
                | Raw::Uncomputed
                | Raw::Merged(_)
                | Raw::Covered
                | Raw::Nobody,
            ) => raw::read(raw, bound),
        }
    }
}

impl Known {
    fn read(
        &mut self,
        text: &str,
        raw: Option<Raw<'_>>,
        bound: &Bound<'_>,
    ) -> Result<Cell, (&'static str, String)> {
        let (most, longest) = MOST;
        let full = self.cells.len() >= most;
        // Where hardly any comes again, looking is lost.
        if text.len() > longest || (full && self.found < most) {
            return raw::read(raw, bound);
        }
        if let Some(cell) = self.cells.get(text) {
            self.found += 1;
            return Ok(cell.clone());
        }
        let cell = raw::read(raw, bound)?;
        if !full {
            self.cells.insert(text.into(), cell.clone());
        }
        Ok(cell)
    }
}
