//! An xls of Excel 97 to 2003: the sheets, styles and shared texts of its workbook stream.
//!
//! Structure: MS-XLS (BIFF8). Records are read as they come; none says how much memory is taken.
//!
//! Why no library reads it: `calamine` decodes every sheet of an xls while it opens it, and lays each out by the corners of
//! what it found, so two cells in A1 and IV65536 of a file of 10 kB take hundreds of megabytes a sheet before anybody can say
//! stop. To stop it beforehand the compound file and every record of every sheet would have to be walked for their rows and
//! columns, which is most of what is done here. It reads our workbooks back in tests.

use std::rc::Rc;

use super::super::serial::{Epoch, Format};
use super::Listed;
use super::compound::{Compound, u16_at, u32_at};
use super::grid::{Grid, Texts};
use super::xls_sheet;
use super::xls_text::{Pieces, short_text, text};
use crate::words::Problem;

/// Most cells of an xls sheet; a larger one is saved as xlsx first.
const MOST_CELLS: usize = 4_000_000;
/// BIFF8, the version of Excel 97 and later.
const BIFF8: u16 = 0x0600;

/// A workbook whose sheets can be read.
pub(super) struct Workbook {
    stream: Vec<u8>,
    /// Sheets in their order.
    pub(super) sheets: Vec<Listed>,
    /// Where each sheet begins.
    starts: Vec<usize>,
    styles: Vec<Format>,
    shared: Rc<Texts>,
    epoch: Epoch,
}

/// A record: its kind and its bytes.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// From a place of the stream on.
    pub(super) fn from(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record; nothing at the end of the stream or where it is cut off.
    pub(super) fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, len) = (
            u16_at(self.stream, self.at)?,
            u16_at(self.stream, self.at + 2)?,
        );
        let start = self.at + 4;
        let end = start + usize::from(len);
        let bytes = self.stream.get(start..end)?;
        self.at = end;
        Some((kind, bytes))
    }

    /// The pieces of a record that goes on in others.
    pub(super) fn continued(&mut self, first: &'a [u8]) -> Vec<&'a [u8]> {
        let mut pieces = vec![first];
        loop {
            let at = self.at;
            if let Some((0x003c, more)) = self.next() {
                pieces.push(more);
            } else {
                self.at = at;
                return pieces;
            }
        }
    }
}

/// A problem of the stream's structure.
pub(super) fn broken() -> Problem {
    Problem::new("workbook.broken").with("detail", "xls")
}

impl Workbook {
    /// Opens a compound file that holds a workbook.
    ///
    /// Errors: a password, an older form of xls, no workbook, a stream that is cut off.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Problem> {
        let file = Compound::open(bytes)?;
        if let Some(stream) = file.stream("Workbook")? {
            return Self::of(stream);
        }
        if file.stream("EncryptedPackage")?.is_some() {
            return Err(Problem::new("workbook.password"));
        }
        let found = if file.stream("Book")?.is_some() {
            "xls 95"
        } else {
            "?"
        };
        Err(Problem::new("workbook.format").with("found", found))
    }

    fn of(stream: Vec<u8>) -> Result<Self, Problem> {
        let mut workbook = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            starts: Vec::new(),
            styles: Vec::new(),
            shared: Rc::new(Texts::default()),
            epoch: Epoch::Year1900,
        };
        let mut own: Vec<(u16, Format)> = Vec::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut records = Records::from(&stream, 0);
        let Some((0x0809, begin)) = records.next() else {
            return Err(broken());
        };
        if u16_at(begin, 0) != Some(BIFF8) {
            return Err(Problem::new("workbook.format").with("found", "xls 95"));
        }
        while let Some((kind, bytes)) = records.next() {
            match kind {
                0x000a => break,
                0x002f => return Err(Problem::new("workbook.password")),
                0x0022 if u16_at(bytes, 0) == Some(1) => workbook.epoch = Epoch::Year1904,
                0x041e => {
                    let id = u16_at(bytes, 0).ok_or_else(broken)?;
                    let code = text(bytes.get(2..).unwrap_or_default()).ok_or_else(broken)?;
                    own.push((id, Format::of(&code)));
                }
                0x00e0 => styles.push(u16_at(bytes, 2).ok_or_else(broken)?),
                0x0085 => workbook.list(bytes).ok_or_else(broken)?,
                0x00fc => {
                    let pieces = records.continued(bytes);
                    workbook.shared = Rc::new(shared(&pieces)?);
                }
                _ => {}
            }
        }
        let format = |id: u16| {
            let named = own.iter().find(|(named, _)| *named == id);
            named.map_or_else(|| Format::built_in(u32::from(id)), |(_, format)| *format)
        };
        workbook.styles = styles.into_iter().map(format).collect();
        workbook.stream = stream;
        Ok(workbook)
    }

    /// Notes a sheet; one that is only a chart or a macro has no cells.
    fn list(&mut self, bytes: &[u8]) -> Option<()> {
        let start = u32_at(bytes, 0)?;
        let (state, kind) = (*bytes.get(4)?, *bytes.get(5)?);
        let name = short_text(bytes.get(6..)?)?;
        if kind == 0 {
            self.sheets.push(Listed {
                name,
                hidden: state & 3 != 0,
            });
            self.starts.push(usize::try_from(start).ok()?);
        }
        Some(())
    }

    /// The cells of a sheet, by its place.
    pub(super) fn grid(&mut self, n: usize) -> Result<Grid, Problem> {
        let name = self.sheets.get(n).map_or("", |sheet| &sheet.name);
        let start = *self.starts.get(n).ok_or_else(broken)?;
        let grid = Grid::new(name, self.epoch, Rc::clone(&self.shared));
        let mut grid = grid.capped(MOST_CELLS);
        xls_sheet::read(Records::from(&self.stream, start), &mut grid, &self.styles)?;
        grid.seal();
        Ok(grid)
    }
}

/// The texts that sheets share.
fn shared(pieces: &[&[u8]]) -> Result<Texts, Problem> {
    let mut texts = Texts::default();
    let mut pieces = Pieces::of(pieces);
    let n = pieces.u32().and_then(|_| pieces.u32()).ok_or_else(broken)?;
    for _ in 0..n {
        let text = pieces.rich_text().ok_or_else(broken)?;
        texts.push(&text)?;
    }
    Ok(texts)
}
