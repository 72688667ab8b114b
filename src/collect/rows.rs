//! A record of an export → a row of its table, whatever file the record stands in.
//!
//! Never guesses and never invents: what cannot be read is NULL or costs its row, is listed, and is counted as missing.
//! Start at [`Export::row`].

use std::collections::{BTreeMap, BTreeSet};

use super::binding::{Binding, Bound};
use super::bodies::Bodies;
use super::cell::Cell;
use super::raw::{self, Record};
use super::reference;
use super::references::References;
use super::slots::Slot;

/// Longest text of an unreadable cell that is listed.
const LONGEST_DETAIL: usize = 80;

/// A cell or row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Line of the file or row of the sheet, where it is about one.
    pub row: Option<usize>,
    /// Column of the table; `''` = the whole row or file.
    pub column: String,
    /// The cell of a workbook, `Sheet1!C7`, or its row, `Sheet1!7:7`; the file of a folder; `''` = the file has no parts.
    pub cell: String,
    /// Code of a message `[unread]`.
    pub code: &'static str,
    /// What was there, or what else the message needs; never a personal cell.
    pub detail: String,
}

/// What an export held.
#[derive(Debug, Default)]
pub(super) struct ReadRows {
    /// Rows, by line.
    pub rows: Vec<ReadRow>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Rows that were lost, by the body they count for; nothing = it could be any that the source covers.
    pub lost: BTreeMap<Option<String>, u64>,
    /// Bodies that rows count for although the source does not cover them.
    pub strays: BTreeSet<String>,
}

/// A row that was read.
#[derive(Debug, Clone)]
pub(super) struct ReadRow {
    /// Its line in the file, its row in the sheet; 0 = it stands in no line.
    pub line: usize,
    /// A cell a bound column, personal ones still in them.
    pub cells: Vec<Cell>,
}

/// Who and what the cells of a row can mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// Bodies of the unit.
    pub bodies: &'a Bodies,
    /// Rows of the tables read before.
    pub references: &'a References,
}

/// An export being read.
pub(super) struct Export<'a> {
    pub(super) binding: &'a Binding<'a>,
    pub(super) context: Context<'a>,
    /// Where each bound column's value comes from.
    pub(super) slots: &'a [Slot],
    /// The sheet it stands in, where it is one of a workbook.
    pub(super) sheet: Option<&'a str>,
    /// Columns that name people although there is no list of them.
    pub(super) unlisted: BTreeSet<String>,
    pub(super) out: ReadRows,
}

impl<'a> Export<'a> {
    /// Nothing read yet.
    pub(super) fn new(
        binding: &'a Binding<'a>,
        context: Context<'a>,
        slots: &'a [Slot],
        sheet: Option<&'a str>,
    ) -> Self {
        Self {
            binding,
            context,
            slots,
            sheet,
            unlisted: BTreeSet::new(),
            out: ReadRows::default(),
        }
    }

    /// What was read.
    pub(super) fn finish(mut self) -> ReadRows {
        for body in self.out.strays.clone() {
            self.list(None, "org_id", "body_not_covered", &body);
        }
        self.out
    }
    /// Lists what could not be read.
    pub(super) fn list(
        &mut self,
        row: Option<usize>,
        column: &str,
        code: &'static str,
        detail: &str,
    ) {
        let detail = same_line(detail);
        let cell = self.reference(row, column);
        self.out.unread.push(Unread {
            row,
            column: column.to_owned(),
            cell,
            code,
            detail,
        });
    }

    /// What spreadsheets call the cell of a column of the table.
    fn reference(&self, row: Option<usize>, column: &str) -> String {
        let (Some(sheet), Some(row)) = (self.sheet, row) else {
            return String::new();
        };
        let slot = self
            .binding
            .position(column)
            .and_then(|at| self.slots.get(at));
        let at = match slot {
            Some(Slot::At(at)) => Some(*at),
            Some(Slot::Fixed(_) | Slot::From(..) | Slot::Line | Slot::Kind | Slot::Absent)
            | None => None,
        };
        reference::of(sheet, at, row)
    }

    /// Counts rows as missing.
    pub(super) fn lose(&mut self, line: usize, body: Option<String>, rows: usize) {
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        let code = if body.is_none() && self.binding.covers.len() > 1 {
            "row_of_nobody"
        } else {
            "row_lost"
        };
        self.list(Some(line), "", code, &rows.to_string());
        *self.out.lost.entry(body).or_default() += rows;
    }

    /// One record whose structure is sound.
    pub(super) fn row(&mut self, record: &impl Record, line: usize) {
        let mut cells = self.direct(record, line);
        let followed: Vec<Option<Cell>> = (self.slots.iter())
            .map(|slot| match slot {
                Slot::From(from, how) => cells.get(*from).map(|from| how.apply(from)),
                Slot::At(_) | Slot::Fixed(_) | Slot::Line | Slot::Kind | Slot::Absent => None,
            })
            .collect();
        for (cell, followed) in cells.iter_mut().zip(followed) {
            if let Some(value) = followed {
                *cell = value;
            }
        }
        self.settle(cells, line);
    }

    /// One row whose cells are read, and mean what the whole workspace says that they mean.
    pub(super) fn settle(&mut self, mut cells: Vec<Cell>, line: usize) {
        let binding = self.binding;
        let body = self.whose(&mut cells, line);
        let mut lost = false;
        for (cell, bound) in cells.iter_mut().zip(&binding.columns) {
            self.refer(cell, bound, line);
            lost |= self.lacks(cell, bound, line);
        }
        match body {
            Some(body) if !lost => {
                if !binding.covers.contains(&body) && binding.schema.name != "organisations" {
                    self.out.strays.insert(body);
                }
                self.out.rows.push(ReadRow { line, cells });
            }
            body => self.lose(line, body, 1),
        }
    }

    /// The cells as they stand in the record.
    fn direct(&mut self, record: &impl Record, line: usize) -> Vec<Cell> {
        let (binding, slots) = (self.binding, self.slots);
        let mut cells = Vec::with_capacity(binding.columns.len());
        for (bound, slot) in binding.columns.iter().zip(slots) {
            cells.push(match slot {
                Slot::At(at) => {
                    raw::read(record.cell(*at), bound).unwrap_or_else(|(code, detail)| {
                        self.list(Some(line), &bound.column.name, code, &detail);
                        Cell::Null
                    })
                }
                Slot::Fixed(cell) => cell.clone(),
                Slot::Line => Cell::Text(line.to_string()),
                Slot::Kind => (if record.is_total() { "total" } else { "part" }).into(),
                Slot::From(..) | Slot::Absent => Cell::Null,
            });
        }
        cells
    }

    /// Whether a column that is never NULL has nothing, which costs the row.
    fn lacks(&mut self, cell: &Cell, bound: &Bound<'_>, line: usize) -> bool {
        let column = bound.column;
        let empty_key = self.binding.schema.key.contains(&column.name)
            && cell.text().is_some_and(str::is_empty);
        // Whose row it is has been settled apart.
        let lacks =
            column.required && column.name != "unit_id" && (*cell == Cell::Null || empty_key);
        if lacks {
            let mut of_row = self
                .out
                .unread
                .iter()
                .rev()
                .take_while(|u| u.row == Some(line));
            if !of_row.any(|unread| unread.column == column.name) {
                self.list(Some(line), &column.name, "cell_empty", "");
            }
        }
        lacks
    }
}

/// A short text on one line.
fn same_line(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    line.chars().take(LONGEST_DETAIL).collect()
}
