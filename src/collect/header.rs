//! The header of an export: which delimiter parts it, where it stands, which of its cells is which column.

use csv::{ReaderBuilder, StringRecord};

use super::binding::{Binding, Bound};
use super::cell::{Cell, same};
use super::derive::{Derive, derived};
use super::span::Spans;
use crate::words::{Place, Problem, plain, written};

/// How far down a header is looked for: exports of reports print a title first.
const TITLE_ROWS: usize = 40;
/// Longest header in bytes; printed forms have long ones.
const LONGEST_HEADER: usize = 2_000;
/// Delimiters that are tried, in this order.
const DELIMITERS: &[u8] = b",;\t";

/// Where a column's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// A cell of the row, by position.
    At(usize),
    /// The same in every row.
    Fixed(Cell),
    /// Worked out from another column, by position.
    From(usize, Derive),
    /// The line of the row: the export has no id of its own.
    Line,
    /// Nowhere: not known.
    Absent,
}

/// A header that was found.
#[derive(Debug)]
pub(super) struct Header {
    /// The delimiter.
    pub delimiter: u8,
    /// Records down to the header, itself among them.
    pub skip: usize,
    /// Cells in the header.
    pub width: usize,
    /// A slot a bound column.
    pub slots: Vec<Slot>,
}

/// A reader of records that takes them as they come: ragged, quoted, without a header.
pub(super) fn records(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Finds the header of an export.
///
/// Errors, with the file: no header of the source or the table stands in it; a header that the source names is missing
/// (the nearest is offered); one that is there twice; a column that is never NULL and comes from nowhere.
pub(super) fn find(text: &str, binding: &Binding<'_>) -> Result<Header, Problem> {
    let wanted: Vec<String> = binding
        .columns
        .iter()
        .map(|bound| same(header_of(bound)))
        .collect();
    let given = binding.source.delimiter.and_then(|c| u8::try_from(c).ok());
    let delimiters = given.as_ref().map_or(DELIMITERS, std::slice::from_ref);
    let Some(best) = best(text, &wanted, delimiters) else {
        return Err(headless(text, binding));
    };
    let slots = Slots {
        binding,
        cells: &best.cells,
        line: best.line,
    }
    .all()?;
    Ok(Header {
        delimiter: best.delimiter,
        skip: best.above + 1,
        width: best.cells.len(),
        slots,
    })
}

/// A record that may be the header.
struct Candidate {
    delimiter: u8,
    /// Records before it.
    above: usize,
    line: usize,
    /// Its cells in their [`same`] form.
    cells: Vec<String>,
}

/// The first record that holds most of the wanted headers, over all delimiters.
fn best(text: &str, wanted: &[String], delimiters: &[u8]) -> Option<Candidate> {
    let mut best = None;
    let mut most = 0;
    for &delimiter in delimiters {
        let mut reader = records(text, delimiter);
        let mut record = StringRecord::new();
        let mut spans = Spans::of(text);
        for above in 0..TITLE_ROWS {
            if !reader.read_record(&mut record).unwrap_or(false) {
                break;
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let (line, _) = spans.next(end);
            let cells: Vec<String> = record.iter().map(heading).collect();
            let held = wanted.iter().filter(|header| cells.contains(header));
            let found = held.count();
            if found > most {
                most = found;
                best = Some(Candidate {
                    delimiter,
                    above,
                    line,
                    cells,
                });
            }
        }
    }
    best
}

fn headless(text: &str, binding: &Binding<'_>) -> Problem {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let first: String = first.chars().take(200).collect();
    let headers: Vec<&str> = binding.columns.iter().map(header_of).collect();
    let code = if first.is_empty() {
        "csv.empty"
    } else {
        "csv.no_header"
    };
    Problem::new(code)
        .with("found", plain(&first))
        .with("headers", headers.join(", "))
        .at(Place::line(&binding.source.path, 1))
}

/// A cell as a header; what is too long for one is none.
fn heading(cell: &str) -> String {
    if cell.len() > LONGEST_HEADER {
        String::new()
    } else {
        same(cell)
    }
}

fn header_of<'a>(bound: &Bound<'a>) -> &'a str {
    bound.header.unwrap_or(&bound.column.name)
}

struct Slots<'a> {
    binding: &'a Binding<'a>,
    /// Cells of the header in their [`same`] form.
    cells: &'a [String],
    /// Its line.
    line: usize,
}

impl Slots<'_> {
    fn all(&self) -> Result<Vec<Slot>, Problem> {
        let mut problems = Vec::new();
        let mut slots = Vec::new();
        for bound in &self.binding.columns {
            slots.push(self.direct(bound).unwrap_or_else(|problem| {
                problems.push(problem);
                Slot::Absent
            }));
        }
        if problems.is_empty() {
            let direct = slots.clone();
            for (bound, slot) in self.binding.columns.iter().zip(&mut slots) {
                if *slot == Slot::Absent {
                    *slot = self.indirect(bound, &direct).unwrap_or_else(|problem| {
                        problems.push(problem);
                        Slot::Absent
                    });
                }
            }
        }
        if problems.is_empty() {
            problems.extend(self.personal(&slots));
            problems.extend(self.bodies(&slots));
        }
        Problem::all(problems).map_or(Ok(slots), Err)
    }

    /// What the source or the file says of a column itself.
    fn direct(&self, bound: &Bound<'_>) -> Result<Slot, Problem> {
        if let Some(cell) = &bound.constant {
            return Ok(Slot::Fixed(cell.clone()));
        }
        let header = same(header_of(bound));
        let mut places = self
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| **cell == header);
        match (places.next(), places.next(), bound.header) {
            (Some((at, _)), None, _) => Ok(Slot::At(at)),
            (Some(_), Some(_), _) => Err(self.refuse("csv.header_twice", bound, header_of(bound))),
            (None, _, None) => Ok(Slot::Absent),
            (None, _, Some(named)) => {
                let known = self
                    .cells
                    .iter()
                    .map(String::as_str)
                    .filter(|cell| !cell.is_empty());
                let nearest = written::nearest(&header, known.clone()).map(str::to_owned);
                let nearest = nearest.unwrap_or_else(|| known.collect::<Vec<_>>().join(", "));
                let nearest: String = nearest.chars().take(400).collect();
                Err(self
                    .refuse("csv.missing_header", bound, named)
                    .with("nearest", plain(&nearest)))
            }
        }
    }

    /// What stands in for a column that neither the source nor the file gives.
    fn indirect(&self, bound: &Bound<'_>, slots: &[Slot]) -> Result<Slot, Problem> {
        let (table, column) = (
            self.binding.schema.name.as_str(),
            bound.column.name.as_str(),
        );
        if let Some((from, how)) = derived(table, column)
            && let Some(at) = self.binding.position(from)
            && slots.get(at).is_some_and(|slot| *slot != Slot::Absent)
        {
            return Ok(Slot::From(at, how));
        }
        if !bound.column.required || column == "unit_id" {
            return Ok(Slot::Absent);
        }
        let unnamed = !matches!(
            table,
            "organisations" | "portals" | "pages" | "evidence_files"
        );
        let none =
            bound.column.what.en.contains("'' =") && bound.empty == crate::unit::EmptyCell::None;
        match (table, column) {
            (_, "id") if unnamed => Ok(Slot::Line),
            ("organisations", "parent_id") => {
                let unit = self.binding.unit.as_str();
                Ok(Slot::Fixed(unit.into()))
            }
            (_, "observed_at") => match self.binding.source.drawn_on {
                Some(day) => Ok(Slot::Fixed(Cell::Text(format!("{day}T00:00:00")))),
                None => Err(self.refuse("csv.observed_at", bound, column)),
            },
            _ if none => Ok(Slot::Fixed("".into())),
            _ => {
                let says_none = bound.column.what.en.contains("'' =");
                let code = if says_none {
                    "csv.required_or_none"
                } else {
                    "csv.required"
                };
                Err(self.refuse(code, bound, column))
            }
        }
    }

    /// A header that is personal in one column and kept in another would store what must not be stored.
    fn personal(&self, slots: &[Slot]) -> Option<Problem> {
        let columns = || self.binding.columns.iter().zip(slots);
        columns()
            .filter(|(bound, _)| bound.column.personal)
            .find_map(|(personal, slot)| {
                let Slot::At(_) = slot else { return None };
                let kept =
                    columns().find(|(bound, other)| !bound.column.personal && *other == slot)?;
                let problem = self.refuse("csv.personal_header", kept.0, header_of(personal));
                Some(problem.with("personal", &personal.column.name))
            })
    }

    /// Rows of several bodies must say which is whose.
    fn bodies(&self, slots: &[Slot]) -> Option<Problem> {
        let given = |name: &str| {
            let at = self.binding.position(name)?;
            slots.get(at).filter(|slot| **slot != Slot::Absent)
        };
        let told = given("unit_id").is_some() || given("org_id").is_some();
        let one = self.binding.covers.len() == 1 || self.binding.schema.name == "organisations";
        if told || one {
            return None;
        }
        let has_org = self.binding.position("org_id").is_some();
        let column = if has_org { "org_id" } else { "unit_id" };
        let bound = self
            .binding
            .columns
            .iter()
            .find(|bound| bound.column.name == column)?;
        Some(self.refuse("csv.whose_row", bound, column))
    }

    fn refuse(&self, code: &'static str, bound: &Bound<'_>, name: &str) -> Problem {
        Problem::new(code)
            .with("name", name)
            .with("column", &bound.column.name)
            .with("table", &self.binding.schema.name)
            .with("key", &self.binding.source.key)
            .at(Place::line(&self.binding.source.path, self.line))
    }
}
