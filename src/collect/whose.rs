//! Whose row it is, and which other rows it names: by what only the whole workspace can tell.
//!
//! A row of a source that speaks of several bodies belongs to the one that it names, and to nobody where it names none:
//! given to the unit it would be proof for the one and a gap for the other.

use super::bodies::Found;
use super::cell::Cell;
use super::rows::Export;
use super::slots::Slot;

impl Export<'_> {
    /// Settles `org_id` and `unit_id`; nothing where it is not known whose row it is.
    pub(super) fn whose(&mut self, cells: &mut [Cell], line: usize) -> Option<String> {
        let unit = self.context.bodies.unit().to_owned();
        if self.binding.schema.name == "organisations" {
            set(cells, self.unit, &unit);
            return Some(unit);
        }
        let org = self.org;
        let mut body = None;
        if let Some(at) = org
            && let Some(found) = self.body(cells, at, line)
        {
            body = Some(self.context.bodies.counts_for(&found).to_owned());
        }
        if let Some(at) = self.unit
            && self.slots.get(at) != Some(&Slot::Absent)
        {
            let Some(found) = self.body(cells, at, line) else {
                return self.nobody("unit_id", line);
            };
            body = Some(self.context.bodies.counts_for(&found).to_owned());
        } else if let [only] = self.binding.covers.as_slice()
            && *only != unit
        {
            body = Some(only.clone());
            let unsaid = |at: &usize| self.slots.get(*at) == Some(&Slot::Absent);
            set(cells, org.filter(unsaid), only);
        }
        let body = body.or_else(|| self.unnamed(cells, line))?;
        set(cells, self.unit, &body);
        Some(body)
    }

    /// The body of a row that names none: the unit's where the source speaks of it alone.
    ///
    /// Where it speaks of several, the total of a report that is nobody's part is the unit's, and a person's certificate is
    /// where the person is. All else is nobody's, and is listed.
    fn unnamed(&mut self, cells: &[Cell], line: usize) -> Option<String> {
        let binding = self.binding;
        let unit = self.context.bodies.unit();
        if binding.covers.len() == 1 {
            return Some(unit.to_owned());
        }
        let text = |name: &str| cells.get(binding.position(name)?)?.text();
        if text("row_kind") == Some("total") && text("org_id") == Some("") {
            return Some(unit.to_owned());
        }
        if binding.schema.name == "certificates"
            && let Some(holder) = text("holder_id").filter(|holder| !holder.is_empty())
            && let Found::One(id) = self.context.references.find("staff", holder)
            && let Some(body) = self.context.references.body("staff", &id)
        {
            return Some(body.to_owned());
        }
        self.nobody("org_id", line)
    }

    /// A row that is nobody's: the cell that should say whose it is, is listed.
    fn nobody(&mut self, column: &str, line: usize) -> Option<String> {
        let mut of_row = (self.out.unread.iter().rev()).take_while(|u| u.row == Some(line));
        if !of_row.any(|unread| unread.column == column) {
            self.list(Some(line), column, "cell_empty", "");
        }
        None
    }

    /// The body that a cell means; the cell becomes its id, or NULL and listed.
    fn body(&mut self, cells: &mut [Cell], at: usize, line: usize) -> Option<String> {
        let text = cells
            .get(at)?
            .text()
            .filter(|text| !text.is_empty())?
            .to_owned();
        let column = self.binding.columns.get(at)?.column.name.clone();
        let (cell, found) = match self.context.bodies.find(&text) {
            Found::One(id) => (Cell::Text(id.clone()), Some(id)),
            Found::Nothing => {
                self.list(Some(line), &column, "no_match", &text);
                (Cell::Null, None)
            }
            Found::Several => {
                self.list(Some(line), &column, "two_matches", &text);
                (Cell::Null, None)
            }
        };
        if let Some(place) = cells.get_mut(at) {
            *place = cell;
        }
        found
    }

    /// Settles a cell that names a row of another table.
    pub(super) fn refer(&mut self, cell: &mut Cell, column: &str, target: &str, line: usize) {
        let Some(text) = cell.text().filter(|text| !text.is_empty()) else {
            return;
        };
        let found = self.context.references.find(target, text);
        let people = target == "staff";
        *cell = match found {
            Found::One(id) => Cell::Text(id),
            Found::Nothing if !people => return,
            Found::Nothing if !self.context.references.knows(target) => {
                if self.unlisted.insert(column.to_owned()) {
                    self.list(None, column, "no_list", target);
                }
                Cell::Null
            }
            Found::Nothing => {
                self.list(Some(line), column, "no_match", "");
                Cell::Null
            }
            Found::Several => {
                self.list(Some(line), column, "two_matches", "");
                Cell::Null
            }
        };
    }
}

fn set(cells: &mut [Cell], at: Option<usize>, text: &str) {
    if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
        *cell = Cell::Text(text.to_owned());
    }
}
