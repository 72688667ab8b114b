//! A record of an export → a row of its table, whatever file the record stands in.
//!
//! Never guesses and never invents: what cannot be read is NULL or costs its row, is listed, and is counted as missing.
//! Start at [`Export::row`].

use std::collections::{BTreeMap, BTreeSet};

use super::binding::{Binding, Bound};
use super::bodies::Bodies;
use super::cell::Cell;
use super::memo::Memo;
use super::packed::Rows;
use super::raw::{self, Record};
use super::reference;
use super::references::{self, References};
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
    /// Rows, by line: a cell a bound column, personal ones still in them, and no observation yet.
    pub rows: Rows,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Rows that were lost, by the body they count for; nothing = it could be any that the source covers.
    pub lost: BTreeMap<Option<String>, u64>,
    /// Bodies that rows count for although the source does not cover them.
    pub strays: BTreeSet<String>,
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
    /// What is known of each bound column before any row.
    columns: Vec<Known>,
    /// The position of `unit_id`.
    pub(super) unit: Option<usize>,
    /// The position of `org_id`.
    pub(super) org: Option<usize>,
    /// The cells of the row being read.
    cells: Vec<Cell>,
}

/// What is known of a column.
struct Known {
    /// The table whose rows it names.
    target: Option<&'static str>,
    /// Whether it is of the key.
    key: bool,
    memo: Memo,
}

impl<'a> Export<'a> {
    /// Nothing read yet.
    pub(super) fn new(
        binding: &'a Binding<'a>,
        context: Context<'a>,
        slots: &'a [Slot],
        sheet: Option<&'a str>,
    ) -> Self {
        let schema = binding.schema;
        let columns = binding.columns.iter().map(|bound| Known {
            target: references::target(&schema.name, &bound.column.name),
            key: schema.key.contains(&bound.column.name),
            memo: Memo::default(),
        });
        Self {
            columns: columns.collect(),
            unit: binding.position("unit_id"),
            org: binding.position("org_id"),
            cells: Vec::new(),
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
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        self.direct(&mut cells, record, line);
        for (n, slot) in self.slots.iter().enumerate() {
            if let Slot::From(from, how) = slot
                && let Some(value) = cells.get(*from).map(|from| how.apply(from))
                && let Some(cell) = cells.get_mut(n)
            {
                *cell = value;
            }
        }
        self.settle(&mut cells, line);
        self.cells = cells;
    }

    /// One row whose cells are read, and mean what the whole workspace says that they mean. A line of 0 is none.
    pub(super) fn settle(&mut self, cells: &mut [Cell], line: usize) {
        let binding = self.binding;
        let body = self.whose(cells, line);
        let mut lost = false;
        for (n, (cell, bound)) in cells.iter_mut().zip(&binding.columns).enumerate() {
            let known = self.columns.get(n).map(|known| (known.target, known.key));
            let (target, key) = known.unwrap_or_default();
            if let Some(target) = target {
                self.refer(cell, &bound.column.name, target, line);
            }
            lost |= self.lacks(cell, bound, key, line);
        }
        match body {
            Some(body) if !lost => {
                if !binding.covers.contains(&body) && binding.schema.name != "organisations" {
                    self.out.strays.insert(body);
                }
                self.out.rows.push(0, (line > 0).then_some(line), cells);
            }
            body => self.lose(line, body, 1),
        }
    }

    /// The cells as they stand in the record.
    fn direct(&mut self, cells: &mut Vec<Cell>, record: &impl Record, line: usize) {
        let (binding, slots) = (self.binding, self.slots);
        for (n, (bound, slot)) in binding.columns.iter().zip(slots).enumerate() {
            cells.push(match slot {
                Slot::At(at) => {
                    let raw = record.cell(*at);
                    let read = match self.columns.get_mut(n) {
                        Some(known) => known.memo.read(raw, bound),
                        None => raw::read(raw, bound),
                    };
                    read.unwrap_or_else(|(code, detail)| {
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
    }

    /// Whether a column that is never NULL has nothing, which costs the row.
    fn lacks(&mut self, cell: &Cell, bound: &Bound<'_>, key: bool, line: usize) -> bool {
        let column = bound.column;
        let empty_key = key && cell.text().is_some_and(str::is_empty);
        // Whose row it is has been settled apart.
        let lacks =
            column.required && (*cell == Cell::Null || empty_key) && column.name != "unit_id";
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
