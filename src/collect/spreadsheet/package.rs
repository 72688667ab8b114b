//! A ZIP of XML parts, read in bounded memory whatever it says of itself.
//!
//! Sizes that an archive states are not believed: what comes out of it is counted.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Cursor, Error, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use zip::ZipArchive;

use crate::words::Problem;

/// Most bytes that one part may unpack to.
const MOST_BYTES: u64 = 2 << 30;
/// Most bytes between two tags: far more than a cell can hold.
const MOST_BETWEEN: usize = 4 << 20;
/// Most entries of an archive.
const MOST_ENTRIES: usize = 20_000;
/// How deep elements may lie in each other.
const DEEPEST: usize = 256;

/// An archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of its entries, as the archive writes them.
    names: Vec<String>,
}

impl<'a> Package<'a> {
    /// Opens an archive.
    ///
    /// Errors: it is none, or is broken.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > MOST_ENTRIES {
            return Err(Problem::new("workbook.broken").with("detail", "zip"));
        }
        let names = archive
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        Ok(Self { archive, names })
    }

    /// The archive's own name of a part; programs differ in case and slashes.
    fn entry(&self, name: &str) -> Option<usize> {
        let alike = |entry: &String| entry.replace('\\', "/").eq_ignore_ascii_case(name);
        self.names.iter().position(alike)
    }

    /// Whether it has a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The XML of a part; nothing where it is not there.
    ///
    /// Errors: a password, a way of packing that is not read.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, Problem> {
        let Some(at) = self.entry(name) else {
            return Ok(None);
        };
        let file = self.archive.by_index(at).map_err(broken)?;
        if file.encrypted() {
            return Err(Problem::new("workbook.password"));
        }
        let metered = Metered {
            inner: BufReader::with_capacity(64 << 10, Box::new(file) as Box<dyn Read + '_>),
            left: MOST_BYTES,
            between: MOST_BETWEEN,
        };
        Ok(Some(Part::of(metered)))
    }
}

/// A problem of the file's structure.
pub(super) fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    let detail: String = error.to_string().chars().take(120).collect();
    Problem::new("workbook.broken").with("detail", crate::words::plain(&detail))
}

/// Bytes that are counted as they are read.
struct Metered<'a> {
    inner: BufReader<Box<dyn Read + 'a>>,
    left: u64,
    between: usize,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let have = self.fill_buf()?;
        let n = have.len().min(into.len());
        if let (Some(into), Some(have)) = (into.get_mut(..n), have.get(..n)) {
            into.copy_from_slice(have);
        }
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 || self.between == 0 {
            return Err(Error::other("too much data"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.left = self
            .left
            .saturating_sub(u64::try_from(n).unwrap_or(u64::MAX));
        self.between = self.between.saturating_sub(n);
        self.inner.consume(n);
    }
}

/// A part being read.
pub(super) struct Part<'a> {
    xml: Reader<Metered<'a>>,
    buffer: Vec<u8>,
    depth: usize,
    /// Whether the end of an element was the last that came.
    ended: bool,
}

/// What comes next in a part.
#[derive(Debug)]
pub(super) enum Next<'b> {
    /// An element begins.
    Start(BytesStart<'b>),
    /// An element ends.
    End(BytesEnd<'b>),
    /// Text between tags.
    Text(Cow<'b, str>),
    /// A comment or the like.
    Nothing,
    /// No more.
    Done,
}

impl<'a> Part<'a> {
    fn of(metered: Metered<'a>) -> Self {
        let mut xml = Reader::from_reader(metered);
        xml.config_mut().expand_empty_elements = true;
        Self {
            xml,
            buffer: Vec::new(),
            depth: 0,
            ended: false,
        }
    }

    /// How deep the elements lie in each other that have begun here.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// What follows the end of an element, as far as it is at hand, for who knows how it is mostly written; nothing elsewhere,
    /// and where elements may not nest so many levels deeper. What is taken of it, by [`Self::skip`], must be whole elements,
    /// or end one and begin another of its name.
    pub(super) fn ahead(&mut self, levels: usize) -> &[u8] {
        if !self.ended || self.depth + levels > DEEPEST {
            return &[];
        }
        let metered = self.xml.get_mut();
        metered.between = MOST_BETWEEN;
        // An error comes again where it is told.
        metered.fill_buf().unwrap_or_default()
    }

    /// Takes bytes of what is [`Self::ahead`].
    pub(super) fn skip(&mut self, bytes: usize) {
        self.xml.get_mut().consume(bytes);
    }

    /// The next tag or text.
    ///
    /// Errors: XML that is broken, nested too deep, or more than a sheet can be.
    pub(super) fn next(&mut self) -> Result<Next<'_>, Problem> {
        self.buffer.clear();
        self.xml.get_mut().between = MOST_BETWEEN;
        let event = self.xml.read_event_into(&mut self.buffer).map_err(broken)?;
        self.ended = matches!(event, Event::End(_));
        Ok(match event {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(Problem::new("workbook.broken").with("detail", "xml"));
                }
                Next::Start(start)
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Next::End(end)
            }
            Event::Text(text) => Next::Text(text.xml10_content()),
            Event::CData(text) => Next::Text(text.xml10_content()),
            Event::GeneralRef(entity) => Next::Text(character(&entity)?.to_string().into()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Next::Nothing,
            // A part that ends within an element was cut off.
            Event::Eof if self.depth > 0 => {
                return Err(Problem::new("workbook.broken").with("detail", "xml"));
            }
            Event::Eof => Next::Done,
        })
    }
}

/// The character of a reference; entities that a file defines itself are not followed.
fn character(entity: &BytesRef<'_>) -> Result<char, Problem> {
    if let Some(c) = entity.resolve_char_ref().map_err(broken)? {
        return Ok(c);
    }
    match entity.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Problem::new("workbook.broken").with("detail", "xml entity")),
    }
}

/// An attribute by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}
