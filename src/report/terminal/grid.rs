//! Aligned rows of cells that fit the width.

use std::io;

use super::style::{Style, Tone};
use super::width::{columns, shortened, wrapped};

/// How a column takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As wide as its widest cell, to the left.
    Left,
    /// As wide as its widest cell, to the right: numbers.
    Right,
    /// What is left of the width; longer text is cut.
    Cut,
    /// What is left of the width; longer text goes on in the next line.
    Wrap,
}

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(text, Tone::Plain)
    }
}

enum Line {
    /// A row of cells.
    Cells(Vec<Cell>),
    /// A heading across all columns.
    Heading(String),
}

/// A table in the making.
pub(super) struct Grid {
    fits: Vec<Fit>,
    heads: Option<Vec<String>>,
    lines: Vec<Line>,
}

impl Grid {
    pub(super) fn new(fits: &[Fit]) -> Self {
        Self {
            fits: fits.to_vec(),
            heads: None,
            lines: Vec::new(),
        }
    }

    /// Names of the columns; longer ones than their column's cells go on in the next line.
    pub(super) fn heads(mut self, heads: &[&str]) -> Self {
        self.heads = Some(heads.iter().map(|head| (*head).to_owned()).collect());
        self
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.lines.push(Line::Cells(cells));
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Heading(text.into()));
    }

    /// Writes all rows; a grid without rows writes nothing.
    pub(super) fn write(&self, out: &mut dyn io::Write, style: Style) -> io::Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let widths = self.widths(style.columns());
        if let Some(heads) = &self.heads {
            let cells: Vec<Cell> = heads
                .iter()
                .map(|head| Cell::new(head.as_str(), Tone::Strong))
                .collect();
            self.write_cells(&cells, &widths, Place::Head, out, style)?;
            let rule: usize = widths.iter().sum::<usize>() + GAP * (widths.len().max(1) - 1);
            writeln!(out, "{}", style.paint(Tone::Faint, &"─".repeat(rule)))?;
        }
        for line in &self.lines {
            match line {
                Line::Cells(cells) => self.write_cells(cells, &widths, Place::Body, out, style)?,
                Line::Heading(text) => {
                    let text = shortened(text, style.columns());
                    writeln!(out, "{}", style.paint(Tone::Strong, &text))?;
                }
            }
        }
        Ok(())
    }

    /// Columns take what their cells need; the flexible ones share what is left.
    fn widths(&self, total: usize) -> Vec<usize> {
        let head_lines = if total < ROOMY { 3 } else { 2 };
        let mut widths: Vec<usize> = (0..self.fits.len())
            .map(|at| self.natural(at, head_lines))
            .collect();
        let flexible = |fit: &Fit| matches!(fit, Fit::Cut | Fit::Wrap);
        let taken: usize = std::iter::zip(&self.fits, &widths)
            .filter(|(fit, _)| !flexible(fit))
            .map(|(_, width)| width)
            .sum();
        let gaps = GAP * (self.fits.len().max(1) - 1);
        let mut left = total.saturating_sub(taken + gaps);
        let mut still: usize = self.fits.iter().filter(|fit| flexible(fit)).count();
        // The narrowest first: what it does not need goes to the others.
        let mut order: Vec<usize> = (0..self.fits.len()).collect();
        order.sort_by_key(|at| widths.get(*at).copied());
        for at in order {
            let (Some(fit), Some(width)) = (self.fits.get(at), widths.get_mut(at)) else {
                continue;
            };
            if flexible(fit) {
                *width = (*width).min(left / still.max(1)).max(LEAST);
                left = left.saturating_sub(*width);
                still = still.saturating_sub(1);
            }
        }
        widths
    }

    /// The widest cell of a column, or what its name needs to stand on so many lines.
    fn natural(&self, at: usize, head_lines: usize) -> usize {
        let cells = self.lines.iter().filter_map(|line| match line {
            Line::Cells(cells) => cells.get(at),
            Line::Heading(_) => None,
        });
        let widest = cells.map(|cell| columns(&cell.text)).max().unwrap_or(0);
        let head = self.heads.as_ref().and_then(|heads| heads.get(at));
        let head = head.map_or(0, |head| {
            let word = head.split(' ').map(columns).max().unwrap_or(0);
            (word..columns(head))
                .find(|width| wrapped(head, *width).len() <= head_lines)
                .unwrap_or_else(|| columns(head))
        });
        widest.max(head)
    }

    fn write_cells(
        &self,
        cells: &[Cell],
        widths: &[usize],
        place: Place,
        out: &mut dyn io::Write,
        style: Style,
    ) -> io::Result<()> {
        let texts: Vec<Vec<String>> = cells
            .iter()
            .zip(widths)
            .zip(&self.fits)
            .map(|((cell, width), fit)| match (place, fit) {
                (Place::Body, Fit::Cut) => vec![shortened(&cell.text, *width)],
                (Place::Body, Fit::Left | Fit::Right) => vec![cell.text.clone()],
                (Place::Head, _) | (Place::Body, Fit::Wrap) => wrapped(&cell.text, *width),
            })
            .collect();
        let n_lines = texts.iter().map(Vec::len).max().unwrap_or(0);
        for n in 0..n_lines {
            let mut line = String::new();
            let mut blanks = 0;
            for (((cell, text), width), fit) in cells.iter().zip(&texts).zip(widths).zip(&self.fits)
            {
                let text = text.get(n).map_or("", String::as_str);
                let free = width.saturating_sub(columns(text));
                let (before, after) = match fit {
                    Fit::Right => (free, 0),
                    Fit::Left | Fit::Cut | Fit::Wrap => (0, free),
                };
                if text.is_empty() {
                    blanks += width + GAP;
                    continue;
                }
                line.push_str(&" ".repeat(blanks + before));
                line.push_str(&style.paint(cell.tone, text));
                blanks = after + GAP;
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Body,
}

/// Blanks between columns.
const GAP: usize = 2;

/// Columns from which names of columns need not be stacked so high.
const ROOMY: usize = 100;

/// The least that a flexible column gets.
const LEAST: usize = 8;

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
