//! The streams of a compound file, which xls files and files under a password are.
//!
//! Chains are followed for as many sectors as the file has and no further. Structure: MS-CFB.

use crate::words::Problem;

const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Sector numbers from here on are none.
const LAST: u32 = 0xffff_fffa;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// Whether a file is a compound file.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini: Vec<u8>,
    mini_sector: usize,
    cutoff: usize,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    root: bool,
    start: u32,
    size: usize,
}

fn broken() -> Problem {
    Problem::new("workbook.broken").with("detail", "CFB")
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

fn size_of(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

impl<'a> Compound<'a> {
    /// Opens a compound file.
    ///
    /// Errors: it is cut off or contradicts itself.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        Self::parse(bytes).ok_or_else(broken)
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let shift = |at| u16_at(bytes, at).filter(|shift| (6..=12).contains(shift));
        let mut file = Self {
            bytes,
            sector: 1 << shift(30)?,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini: Vec::new(),
            mini_sector: 1 << shift(32)?,
            cutoff: size_of(u32_at(bytes, 56)?),
            entries: Vec::new(),
        };
        file.table = file.allocation()?;
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        let mini_table = file.chain(u32_at(bytes, 60)?, usize::MAX)?;
        file.mini_table = words(&mini_table);
        let root = file.entries.iter().find(|entry| entry.root)?;
        file.mini = file.chain(root.start, root.size)?;
        Some(file)
    }

    /// The table that says which sector follows which.
    fn allocation(&self) -> Option<Vec<u32>> {
        let mut sectors = words(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector;
        for _ in 0..most {
            let Some(list) = self.at(next).filter(|_| next < LAST) else {
                break;
            };
            let mut list = words(list);
            next = list.pop()?;
            sectors.extend(list);
        }
        let mut table = Vec::new();
        for sector in sectors
            .into_iter()
            .filter(|sector| *sector < LAST)
            .take(most)
        {
            table.extend(words(self.at(sector)?));
        }
        Some(table)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = size_of(sector).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain of sectors, up to a size.
    fn chain(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut sector = first;
        for _ in 0..=self.table.len() {
            if sector >= LAST || out.len() >= size {
                break;
            }
            out.extend_from_slice(self.at(sector)?);
            // A file without end would be longer than itself.
            if out.len() > self.bytes.len() {
                return None;
            }
            sector = *self.table.get(size_of(sector))?;
        }
        out.truncate(size);
        Some(out)
    }

    fn mini_chain(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut sector = first;
        for _ in 0..=self.mini_table.len() {
            if sector >= LAST || out.len() >= size {
                break;
            }
            let start = size_of(sector).checked_mul(self.mini_sector)?;
            let end = start.checked_add(self.mini_sector)?.min(self.mini.len());
            out.extend_from_slice(self.mini.get(start..end)?);
            sector = *self.mini_table.get(size_of(sector))?;
        }
        out.truncate(size);
        Some(out)
    }

    /// The bytes of a stream; nothing where there is none of that name.
    ///
    /// Errors: it is cut off.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let named = |entry: &&Entry| !entry.root && entry.name.eq_ignore_ascii_case(name);
        let Some(entry) = self.entries.iter().find(named) else {
            return Ok(None);
        };
        let read = if entry.size < self.cutoff {
            self.mini_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        };
        let whole = read.filter(|read| read.len() == entry.size);
        whole.map(Some).ok_or_else(broken)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let kind = *bytes.get(66)?;
    let len = usize::from(u16_at(bytes, 64)?).saturating_sub(2).min(62);
    let units: Vec<u16> = bytes
        .get(..len)?
        .chunks_exact(2)
        .filter_map(|unit| u16_at(unit, 0))
        .collect();
    matches!(kind, 2 | 5).then_some(())?;
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        root: kind == 5,
        start: u32_at(bytes, 116)?,
        size: size_of(u32_at(bytes, 120)?),
    })
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|word| u32_at(word, 0))
        .collect()
}
