//! Which heading of a file is which column, and what stands in for a column that the file does not have.
//!
//! Nothing is matched that could be two things. Start at [`of`].

use super::binding::{Binding, Bound};
use super::cell::Cell;
use super::derive::{Derive, derived};
use crate::table::ColumnKind;
use crate::words::{Place, Problem, plain, written};

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
    /// Whether the row is a part or the total, as the file itself tells.
    Kind,
    /// Nowhere: not known.
    Absent,
}

/// The headings of a file.
pub(super) trait Headings {
    /// The positions that a header means; more than one where it does not tell.
    fn places(&self, header: &str) -> Vec<usize>;

    /// All headings, as people may write them, by position.
    fn known(&self) -> Vec<(usize, String)>;

    /// Where the headings stand, or one of them.
    fn place(&self, at: Option<usize>) -> Place;

    /// What people call the cell of a heading, `Sheet1!C7`, where a file has cells.
    fn reference(&self, _at: usize) -> Option<String> {
        None
    }

    /// Whether the file tells by itself which rows are totals.
    fn tells_totals(&self) -> bool {
        false
    }
}

/// A slot each bound column.
///
/// Errors, with the place: a header that the source names is missing (the nearest is offered); one that is there twice; a
/// column that is never NULL and comes from nowhere; a personal header kept elsewhere; rows of several bodies that do
/// not say whose they are.
pub(super) fn of(binding: &Binding<'_>, headings: &dyn Headings) -> Result<Vec<Slot>, Problem> {
    Slots { binding, headings }.all()
}

/// The header that stands for a column.
pub(super) fn header_of<'a>(bound: &Bound<'a>) -> &'a str {
    bound.header.unwrap_or(&bound.column.name)
}

struct Slots<'a> {
    binding: &'a Binding<'a>,
    headings: &'a dyn Headings,
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
        let header = header_of(bound);
        let places = self.headings.places(header);
        match (places.as_slice(), bound.header) {
            ([at], _) => Ok(Slot::At(*at)),
            ([first, ..], _) => {
                let code = match self.headings.reference(*first) {
                    Some(_) => "workbook.header_twice",
                    None => "csv.header_twice",
                };
                let problem = self.refuse(code, bound, header);
                let known = self.headings.known();
                let named = |at: &usize| {
                    let found = known.iter().find(|(position, _)| position == at);
                    self.named(*at, found.map_or("", |(_, heading)| heading))
                };
                let found: Vec<String> = places.iter().map(named).collect();
                Err(problem
                    .with("found", plain(&shortened(&found.join(", "))))
                    .at(self.headings.place(Some(*first))))
            }
            ([], None) => Ok(Slot::Absent),
            ([], Some(named)) => Err(self.missing(bound, named)),
        }
    }

    fn missing(&self, bound: &Bound<'_>, named: &str) -> Problem {
        let known = self.headings.known();
        let wanted = super::cell::same(named);
        let alike: Vec<String> = known
            .iter()
            .map(|(_, heading)| super::cell::same(heading))
            .collect();
        let nearest = written::nearest(&wanted, alike.iter().map(String::as_str));
        let at = nearest.and_then(|nearest| alike.iter().position(|alike| alike == nearest));
        let at = at.and_then(|at| known.get(at));
        let nearest = if let Some((at, heading)) = at {
            self.named(*at, heading)
        } else {
            let all: Vec<&str> = known.iter().map(|(_, heading)| heading.as_str()).collect();
            all.join(", ")
        };
        let problem = self.refuse("csv.missing_header", bound, named);
        problem
            .with("nearest", plain(&shortened(&nearest)))
            .at(self.headings.place(at.map(|(at, _)| *at)))
    }

    /// A heading with its cell.
    fn named(&self, at: usize, heading: &str) -> String {
        match self.headings.reference(at) {
            Some(reference) => format!("{heading} ({reference})"),
            None => heading.to_owned(),
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
        let kinds = matches!(&bound.column.kind, ColumnKind::Code(codes)
            if ["part", "total"].iter().all(|kind| codes.iter().any(|code| code == kind)));
        if column == "row_kind" && kinds && self.headings.tells_totals() {
            return Ok(Slot::Kind);
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
            .at(self.headings.place(None))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(400).collect()
}
