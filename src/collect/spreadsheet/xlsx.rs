//! An xlsx or xlsm: which sheets its workbook has, its styles and the texts that its sheets share.
//!
//! Structure: ECMA-376 part 1, §18. Elements are known by their local names, so the strict form is read as well.

use std::rc::Rc;

use super::super::serial::{Epoch, Format};
use super::Listed;
use super::brief;
use super::grid::{Grid, Texts};
use super::package::{Next, Package, Part, attribute};
use super::xlsx_sheet;
use crate::words::Problem;

/// Most styles of a workbook.
const MOST_STYLES: usize = 100_000;
/// Levels of tags of a shared text.
const LEVELS: usize = 2;

/// A workbook whose sheets can be read.
pub(super) struct Workbook<'a> {
    package: Package<'a>,
    /// Sheets in their order.
    pub(super) sheets: Vec<Listed>,
    /// The part of each sheet.
    parts: Vec<String>,
    styles: Vec<Format>,
    shared: Rc<Texts>,
    epoch: Epoch,
    /// Whether formulas were never worked out: a program wrote them that does not calculate.
    uncalculated: bool,
}

/// What `workbook.xml` says.
#[derive(Default)]
struct Book {
    /// Name, state and relation of each sheet.
    sheets: Vec<(Listed, String)>,
    epoch: Epoch,
    uncalculated: bool,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook.
    ///
    /// Errors: it has no part that says which sheets it has; broken parts; one that is stored in a binary form.
    pub(super) fn open(mut package: Package<'a>) -> Result<Self, Problem> {
        let main = relations(&mut package, "_rels/.rels")?
            .into_iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map_or_else(
                || "xl/workbook.xml".to_owned(),
                |found| joined("", &found.target),
            );
        if main.to_ascii_lowercase().ends_with(".bin") {
            return Err(Problem::new("workbook.format").with("found", "xlsb"));
        }
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let related = relations(&mut package, &format!("{folder}/_rels/{file}.rels"))?;
        let book = book(&mut package, &main)?;
        let target = |kind: &str| {
            let found = related
                .iter()
                .find(|relation| relation.kind.ends_with(kind));
            found.map(|relation| joined(folder, &relation.target))
        };
        let styles = match target("/styles") {
            Some(part) => styles(&mut package, &part)?,
            None => Vec::new(),
        };
        let shared = match target("/sharedStrings") {
            Some(part) => texts(&mut package, &part)?,
            None => Texts::default(),
        };
        let mut sheets = Vec::new();
        let mut parts = Vec::new();
        for (sheet, id) in book.sheets {
            // A sheet that is only a chart has no cells.
            let found = related.iter().find(|relation| relation.id == id);
            if let Some(found) = found.filter(|found| found.kind.ends_with("/worksheet")) {
                parts.push(joined(folder, &found.target));
                sheets.push(sheet);
            }
        }
        Ok(Self {
            package,
            sheets,
            parts,
            styles,
            shared: Rc::new(shared),
            epoch: book.epoch,
            uncalculated: book.uncalculated,
        })
    }

    /// The cells of a sheet, by its place.
    pub(super) fn grid(&mut self, n: usize) -> Result<Grid, Problem> {
        let name = self.sheets.get(n).map_or("", |sheet| &sheet.name);
        let mut grid = Grid::new(name, self.epoch, Rc::clone(&self.shared));
        let name = self.parts.get(n).cloned().unwrap_or_default();
        let Some(part) = self.package.part(&name)? else {
            return Err(missing(&name));
        };
        xlsx_sheet::read(part, &mut grid, &self.styles, self.uncalculated)?;
        grid.seal();
        Ok(grid)
    }
}

fn missing(part: &str) -> Problem {
    Problem::new("workbook.broken").with("detail", crate::words::plain(part))
}

/// A reference from one part to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, Problem> {
    let mut relations = Vec::new();
    let Some(mut part) = package.part(part.trim_start_matches('/'))? else {
        return Ok(relations);
    };
    loop {
        match part.next()? {
            Next::Start(start) if start.local_name().as_ref() == "Relationship" => {
                let of = |name| attribute(&start, name).unwrap_or_default();
                relations.push(Relation {
                    id: of("Id"),
                    kind: of("Type"),
                    target: of("Target"),
                });
            }
            Next::Done => return Ok(relations),
            Next::Start(_) | Next::End(_) | Next::Text(_) | Next::Nothing => {}
        }
    }
}

/// The part that a target names, seen from a folder.
fn joined(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let start = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn book(package: &mut Package<'_>, part: &str) -> Result<Book, Problem> {
    let mut book = Book::default();
    let Some(mut xml) = package.part(part)? else {
        return Err(missing(part));
    };
    let yes = |value: Option<String>| matches!(value.as_deref(), Some("1" | "true" | "on"));
    loop {
        match xml.next()? {
            Next::Start(start) => match start.local_name().as_ref() {
                "workbookPr" if yes(attribute(&start, "date1904")) => book.epoch = Epoch::Year1904,
                "calcPr" => book.uncalculated |= yes(attribute(&start, "fullCalcOnLoad")),
                "sheet" => {
                    let hidden = attribute(&start, "state").is_some_and(|state| state != "visible");
                    let name = attribute(&start, "name").unwrap_or_default();
                    let id = attribute(&start, "id").unwrap_or_default();
                    book.sheets.push((Listed { name, hidden }, id));
                }
                _ => {}
            },
            Next::Done => return Ok(book),
            Next::End(_) | Next::Text(_) | Next::Nothing => {}
        }
    }
}

/// The format of each style that cells have.
fn styles(package: &mut Package<'_>, part: &str) -> Result<Vec<Format>, Problem> {
    let Some(mut xml) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let mut own: Vec<(u32, Format)> = Vec::new();
    let mut styles = Vec::new();
    let mut within = false;
    loop {
        match xml.next()? {
            Next::Start(start) => match start.local_name().as_ref() {
                "numFmt" if own.len() < MOST_STYLES => {
                    let id = attribute(&start, "numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(&start, "formatCode").unwrap_or_default();
                    own.extend(id.map(|id| (id, Format::of(&code))));
                }
                "cellXfs" => within = true,
                "xf" if within && styles.len() < MOST_STYLES => {
                    let id = attribute(&start, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let id = id.unwrap_or_default();
                    let named = own.iter().find(|(named, _)| *named == id);
                    styles.push(named.map_or_else(|| Format::built_in(id), |(_, format)| *format));
                }
                _ => {}
            },
            Next::End(end) if end.local_name().as_ref() == "cellXfs" => within = false,
            Next::Done => return Ok(styles),
            Next::End(_) | Next::Text(_) | Next::Nothing => {}
        }
    }
}

/// The texts that sheets share, without the hints of how they are read aloud.
fn texts(package: &mut Package<'_>, part: &str) -> Result<Texts, Problem> {
    let mut texts = Texts::default();
    let Some(mut xml) = package.part(part)? else {
        return Ok(texts);
    };
    let mut text = String::new();
    let (mut within, mut aloud, mut open) = (false, false, 0_usize);
    loop {
        // They lie in the list of them all.
        if open == 0 && !within && !aloud && xml.depth() == 1 {
            briefly(&mut xml, &mut texts)?;
        }
        match xml.next()? {
            Next::Start(start) => match start.local_name().as_ref() {
                "si" => {
                    text.clear();
                    open += 1;
                }
                "t" => within = !aloud,
                "rPh" => aloud = true,
                _ => {}
            },
            Next::Text(more) if within => xlsx_sheet::append(&mut text, &more),
            Next::End(end) => match end.local_name().as_ref() {
                "t" => within = false,
                "rPh" => aloud = false,
                "si" => {
                    open = open.saturating_sub(1);
                    texts.push(&xlsx_sheet::unescaped(&text))?;
                }
                _ => {}
            },
            Next::Done => return Ok(texts),
            Next::Text(_) | Next::Nothing => {}
        }
    }
}

/// Takes the texts that come next as far as they are written as nearly all are.
fn briefly(xml: &mut Part<'_>, texts: &mut Texts) -> Result<(), Problem> {
    let bytes = xml.ahead(LEVELS);
    let mut rest = bytes;
    while let Some((text, used)) = brief::text(rest) {
        texts.push(&xlsx_sheet::unescaped(text))?;
        rest = rest.get(used..).unwrap_or_default();
    }
    let used = bytes.len() - rest.len();
    xml.skip(used);
    Ok(())
}
