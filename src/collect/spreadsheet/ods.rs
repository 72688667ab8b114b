//! An ods: the sheets of its `content.xml`.
//!
//! Repeats are counted, never believed: an empty cell or row that is repeated a million times costs nothing, one that
//! holds something is refused beyond what a report can be. Structure: OASIS `OpenDocument` 1.2, part 1, §9 and §19.

use std::rc::Rc;

use quick_xml::events::BytesStart;

use super::super::serial::{self, Epoch};
use super::Listed;
use super::grid::{Grid, Kind, MOST_COLUMNS, Merge, Texts};
use super::package::{Next, Package, attribute};
use super::xlsx_sheet::append;
use crate::words::Problem;

/// Most times that a row with content is repeated.
const MOST_REPEATS: u32 = 65_536;
/// Most styles of tables that are kept.
const MOST_STYLES: usize = 100_000;

/// A workbook whose sheets have been read.
pub(super) struct Workbook {
    /// Sheets in their order.
    pub(super) sheets: Vec<Listed>,
    grids: Vec<Option<Grid>>,
}

impl Workbook {
    /// Reads all sheets of a package.
    ///
    /// Errors: a password, broken XML, more cells than a report has.
    pub(super) fn open(mut package: Package<'_>) -> Result<Self, Problem> {
        if encrypted(&mut package)? {
            return Err(Problem::new("workbook.password"));
        }
        let Some(mut part) = package.part("content.xml")? else {
            return Err(Problem::new("workbook.broken").with("detail", "content.xml"));
        };
        let mut content = Content::default();
        loop {
            match part.next()? {
                Next::Start(start) => content.start(&start),
                Next::Text(text) => content.text(&text),
                Next::End(end) => content.end(end.local_name().as_ref())?,
                Next::Nothing => {}
                Next::Done => break,
            }
        }
        Ok(Self {
            sheets: content.sheets,
            grids: content.grids,
        })
    }

    /// The cells of a sheet, by its place; they are handed out once.
    pub(super) fn grid(&mut self, n: usize) -> Result<Grid, Problem> {
        let grid = self.grids.get_mut(n).and_then(Option::take);
        grid.ok_or_else(|| Problem::new("workbook.broken").with("detail", "table"))
    }
}

/// Whether the list of parts says that they are encrypted.
fn encrypted(package: &mut Package<'_>) -> Result<bool, Problem> {
    let Some(mut part) = package.part("META-INF/manifest.xml")? else {
        return Ok(false);
    };
    loop {
        match part.next()? {
            Next::Start(start) if start.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Next::Done => return Ok(false),
            Next::Start(_) | Next::End(_) | Next::Text(_) | Next::Nothing => {}
        }
    }
}

/// A cell as its attributes say.
#[derive(Default)]
struct Open {
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    formula: bool,
    error: bool,
    repeated: u32,
    spans: (u32, u32),
}

/// A cell of the row being read, to be put as often as the row is repeated.
struct Held {
    column: u32,
    kind: Kind,
    text: String,
}

/// `content.xml` being read.
#[derive(Default)]
struct Content {
    sheets: Vec<Listed>,
    grids: Vec<Option<Grid>>,
    /// Names of the styles of tables that do not show.
    hidden: Vec<String>,
    /// The style of a table that is being told.
    style: Option<String>,
    grid: Option<Grid>,
    /// Number of the row, from 1.
    row: u32,
    repeated: u32,
    column: u32,
    cell: Option<Open>,
    held: Vec<Held>,
    /// How deep in a note, a drawing or a table within a cell: what is there is none of the cell's.
    aside: usize,
    /// Whether within a paragraph of a cell.
    within: usize,
}

/// Elements whose text is none of the cell's.
const ASIDE: &[&str] = &[
    "annotation",
    "note",
    "frame",
    "shapes",
    "g",
    "tracked-changes",
    "forms",
];

impl Content {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        let name = name.as_ref();
        let nested = name == "table" && self.grid.is_some();
        if self.aside > 0 || nested || ASIDE.contains(&name) {
            self.aside += 1;
            return;
        }
        match name {
            "style" => self.style = attribute(start, "name"),
            "table-properties"
                if self.hidden.len() < MOST_STYLES
                    && attribute(start, "display").as_deref() == Some("false") =>
            {
                self.hidden.extend(self.style.clone());
            }
            "table" => self.table(start),
            "table-row" => {
                self.row = self.row.saturating_add(self.repeated);
                self.repeated = count(start, "number-rows-repeated");
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => self.open(start),
            "p" | "h" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs = 1;
                    self.within += 1;
                }
            }
            "s" => {
                let n = attribute(start, "c").and_then(|n| n.parse::<usize>().ok());
                self.text(&" ".repeat(n.unwrap_or(1).min(1_000)));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn table(&mut self, start: &BytesStart<'_>) {
        let style = attribute(start, "style-name").unwrap_or_default();
        let name = attribute(start, "name").unwrap_or_default();
        let hidden = self.hidden.contains(&style);
        self.grid = Some(Grid::new(&name, Epoch::Year1900, Rc::new(Texts::default())));
        self.sheets.push(Listed { name, hidden });
        (self.row, self.repeated) = (1, 0);
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let mut cell = Open {
            repeated: 1,
            spans: (1, 1),
            ..Open::default()
        };
        let mut attributes = start.attributes();
        for attribute in attributes.with_checks(false).filter_map(Result::ok) {
            let number = || attribute.value.parse::<u32>().unwrap_or(1).max(1);
            match attribute.key.local_name().as_ref() {
                "value-type" if &*attribute.value == "error" => cell.error = true,
                "value-type" if cell.kind.is_empty() => cell.kind.push_str(&attribute.value),
                "value" | "date-value" | "boolean-value" | "string-value" => {
                    let value = quick_xml::escape::unescape(&attribute.value);
                    cell.value = value.ok().map(std::borrow::Cow::into_owned);
                }
                "formula" => cell.formula = true,
                "number-columns-repeated" => cell.repeated = number(),
                "number-columns-spanned" => cell.spans.0 = number(),
                "number-rows-spanned" => cell.spans.1 = number(),
                _ => {}
            }
        }
        self.cell = Some(cell);
    }

    fn text(&mut self, text: &str) {
        if self.aside == 0
            && self.within > 0
            && let Some(cell) = &mut self.cell
        {
            append(&mut cell.text, text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Problem> {
        if self.aside > 0 {
            self.aside -= 1;
            return Ok(());
        }
        match name {
            "p" | "h" => self.within = self.within.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.close()?,
            "table-row" => self.put()?,
            "table" => {
                if let Some(mut grid) = self.grid.take() {
                    grid.seal();
                    self.grids.push(Some(grid));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        let (Some(cell), Some(grid)) = (self.cell.take(), &mut self.grid) else {
            return Ok(());
        };
        let column = self.column;
        self.column = column.saturating_add(cell.repeated);
        if cell.spans != (1, 1) && column < MOST_COLUMNS {
            grid.merge(Merge {
                top: self.row,
                left: column,
                bottom: self.row.saturating_add(cell.spans.1 - 1),
                right: column.saturating_add(cell.spans.0 - 1),
            })?;
        }
        if let Some((kind, text)) = value(&cell) {
            for column in column..self.column.min(MOST_COLUMNS) {
                self.held.push(Held {
                    column,
                    kind,
                    text: text.clone(),
                });
            }
        }
        Ok(())
    }

    /// Puts the cells of a row, as often as it is there.
    fn put(&mut self) -> Result<(), Problem> {
        let held = std::mem::take(&mut self.held);
        let Some(grid) = self.grid.as_mut().filter(|_| !held.is_empty()) else {
            return Ok(());
        };
        if self.repeated > MOST_REPEATS {
            return Err(Problem::new("workbook.repeats").with("n", self.repeated));
        }
        for n in 0..self.repeated {
            for cell in &held {
                grid.put(
                    self.row.saturating_add(n),
                    cell.column,
                    cell.kind,
                    &cell.text,
                )?;
            }
        }
        Ok(())
    }
}

fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    let written = attribute(start, name).and_then(|n| n.parse::<u32>().ok());
    written.unwrap_or(1).max(1)
}

/// What a cell holds.
fn value(cell: &Open) -> Option<(Kind, String)> {
    let stored = || cell.value.clone().unwrap_or_else(|| cell.text.clone());
    let text = cell.text.trim();
    if cell.error || (cell.formula && (text.starts_with('#') || text.starts_with("Err:"))) {
        return Some((Kind::Error, text.to_owned()));
    }
    match cell.kind.as_str() {
        "float" | "percentage" | "currency" => match serial::plain(&stored()) {
            Some(number) => Some((Kind::Number, number.into_owned())),
            None => Some((Kind::Error, text.to_owned())),
        },
        "date" => Some((Kind::Moment, stored().trim_end_matches('Z').to_owned())),
        "boolean" if cell.value.as_deref() == Some("true") => Some((Kind::Yes, String::new())),
        "boolean" => Some((Kind::No, String::new())),
        // A formula that was never worked out has no type.
        "" if cell.formula && text.is_empty() => Some((Kind::Uncomputed, String::new())),
        // A time without a day, and texts.
        _ => Some(if cell.text.is_empty() {
            stored()
        } else {
            cell.text.clone()
        })
        .filter(|text| !text.is_empty())
        .map(|text| (Kind::Text, text)),
    }
}
