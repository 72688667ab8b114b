//! The table `meta`: a round and a unit as rows of name and value, written and read back in one place.
//!
//! Days are ISO, yes and no are 1 and 0, everything else is the text itself. Names are closed: what is not known here is
//! refused, since a later format has a later number.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::open::refusal;
use super::{FORMAT, shown};
use crate::exact::Day;
use crate::score::{Subject, UnitRef};
use crate::unit::{Period, Round};
use crate::words::{Bilingual, Place, Problem};

/// The rubric that an audit planned with. A bundle may be scored by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RubricName {
    /// Id.
    pub id: String,
    /// Edition.
    pub edition: String,
    /// SHA-256 of its file, hex.
    pub sha256: String,
}

/// The name under which the digest stands.
pub(super) const DIGEST: &str = "digest";
/// The name under which it stands whether made-up data are there.
pub(super) const ILLUSTRATIVE: &str = "illustrative";
/// Parameters stand under this and their name.
const PARAM: &str = "param.";
/// Most bytes of all names and values together.
const LONGEST: usize = 1 << 20;
/// All names but the parameters' and the digest.
const NAMES: [&str; 19] = [
    "format",
    ILLUSTRATIVE,
    "round.as_of",
    "round.data_cutoff",
    "round.id",
    "round.period.from",
    "round.period.to",
    "round.previous.from",
    "round.previous.to",
    "round.timezone",
    "round.units",
    "rubric.edition",
    "rubric.id",
    "rubric.sha256",
    "unit.id",
    "unit.kind",
    "unit.name.en",
    "unit.name.vi",
    DIGEST,
];

/// The rows of a round and a unit. `params` are those that round or unit set, by name; `illustrative` says that made-up
/// data are in the bundle.
///
/// The rubric goes in by the id of its own file, whatever path the round names it by.
pub fn meta(
    unit: &UnitRef,
    round: &Round,
    rubric: &RubricName,
    params: &BTreeMap<String, String>,
    illustrative: bool,
) -> BTreeMap<String, String> {
    let mut rows: BTreeMap<String, String> = [
        ("format", FORMAT.to_string()),
        ("illustrative", u8::from(illustrative).to_string()),
        ("round.as_of", round.as_of.to_string()),
        ("round.data_cutoff", round.data_cutoff.to_string()),
        ("round.id", round.id.clone()),
        ("round.period.from", round.period.from.to_string()),
        ("round.period.to", round.period.to.to_string()),
        ("round.previous.from", round.previous.from.to_string()),
        ("round.previous.to", round.previous.to.to_string()),
        ("round.timezone", round.timezone.clone()),
        ("round.units", round.units.join(",")),
        ("rubric.edition", rubric.edition.clone()),
        ("rubric.id", rubric.id.clone()),
        ("rubric.sha256", rubric.sha256.clone()),
        ("unit.id", unit.id.clone()),
        ("unit.kind", unit.kind.clone()),
        ("unit.name.en", unit.name.en.clone()),
        ("unit.name.vi", unit.name.vi.clone()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    for (name, value) in params {
        rows.insert(format!("{PARAM}{name}"), value.clone());
    }
    rows
}

/// Whose bundle it is: the other direction of [`meta`].
pub(super) fn subject(
    file: &str,
    rows: &BTreeMap<String, String>,
    digest: &str,
) -> Result<Subject, Problem> {
    let reader = Reader { file, rows };
    reader.one_of("illustrative", &["0", "1"])?;
    reader.kept("rubric.edition", is_line)?;
    reader.kept("rubric.sha256", is_sha256)?;
    let id = reader.kept("unit.id", is_id)?;
    let unit = UnitRef {
        id,
        name: Bilingual {
            vi: reader.kept("unit.name.vi", is_line)?,
            en: reader.kept("unit.name.en", is_line)?,
        },
        kind: reader.kept("unit.kind", is_id)?,
    };
    let round = Round {
        id: reader.kept("round.id", is_id)?,
        period: reader.period("round.period.from", "round.period.to")?,
        previous: reader.period("round.previous.from", "round.previous.to")?,
        data_cutoff: reader.day("round.data_cutoff")?,
        as_of: reader.day("round.as_of")?,
        rubric: reader.kept("rubric.id", is_line)?,
        timezone: reader.kept("round.timezone", is_line)?,
        units: reader
            .kept("round.units", are_ids)?
            .split(',')
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let params = rows
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(PARAM)?.to_owned(), value.clone())))
        .collect();
    Ok(Subject {
        unit,
        round,
        params,
        bundle_sha256: digest.to_owned(),
    })
}

/// All rows of the table, and the digest apart from them.
pub(super) fn read(
    connection: &Connection,
    file: &str,
) -> Result<(BTreeMap<String, String>, String), Problem> {
    let refuse = |error| refusal(file, "meta", error);
    let mut rows = BTreeMap::new();
    let mut bytes = 0;
    let mut statement = connection
        .prepare("select name, value from meta order by name")
        .map_err(refuse)?;
    let mut found = statement.raw_query();
    while let Some(row) = found.next().map_err(refuse)? {
        let name: String = row.get(0).map_err(refuse)?;
        let value: String = row.get(1).map_err(refuse)?;
        if !is_known(&name) {
            return Err(Problem::untrusted("bundle.meta_unknown")
                .with("name", shown(&name))
                .at(Place::file(file)));
        }
        bytes += name.len() + value.len();
        if bytes > LONGEST {
            return Err(Problem::untrusted("bundle.meta_too_large")
                .with("most", LONGEST)
                .at(Place::file(file)));
        }
        rows.insert(name, value);
    }
    let digest = Reader { file, rows: &rows }.kept(DIGEST, is_sha256)?;
    Reader { file, rows: &rows }.one_of("format", &[&FORMAT.to_string()])?;
    rows.remove(DIGEST);
    Ok((rows, digest))
}

/// Whether a name may stand in `meta`.
pub(super) fn is_known(name: &str) -> bool {
    match name.strip_prefix(PARAM) {
        Some(param) => is_id(param),
        None => NAMES.contains(&name),
    }
}

struct Reader<'m> {
    file: &'m str,
    rows: &'m BTreeMap<String, String>,
}

impl Reader<'_> {
    fn text(&self, name: &'static str) -> Result<&str, Problem> {
        self.rows.get(name).map(String::as_str).ok_or_else(|| {
            Problem::untrusted("bundle.meta_missing")
                .with("name", name)
                .at(Place::file(self.file))
        })
    }

    fn wrong(&self, name: &'static str, value: &str) -> Problem {
        Problem::untrusted("bundle.meta_value")
            .with("name", name)
            .with("value", shown(value))
            .at(Place::file(self.file))
    }

    fn kept(&self, name: &'static str, fits: impl Fn(&str) -> bool) -> Result<String, Problem> {
        let value = self.text(name)?;
        if fits(value) {
            Ok(value.to_owned())
        } else {
            Err(self.wrong(name, value))
        }
    }

    fn one_of(&self, name: &'static str, values: &[&str]) -> Result<(), Problem> {
        self.kept(name, |value| values.contains(&value)).map(drop)
    }

    fn day(&self, name: &'static str) -> Result<Day, Problem> {
        let value = self.text(name)?;
        Day::parse(value).ok_or_else(|| self.wrong(name, value))
    }

    fn period(&self, from: &'static str, to: &'static str) -> Result<Period, Problem> {
        let period = Period {
            from: self.day(from)?,
            to: self.day(to)?,
        };
        if period.from <= period.to {
            Ok(period)
        } else {
            Err(self.wrong(to, self.text(to)?))
        }
    }
}

/// Small letters, digits, hyphens and underscores: ids, kinds, names of parameters.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 100
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Ids with commas between, or nothing.
fn are_ids(text: &str) -> bool {
    text.is_empty() || text.split(',').all(is_id)
}

/// One line that says something.
fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 1_000 && !text.chars().any(char::is_control)
}

/// 64 small hex digits.
fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
#[path = "meta_tests.rs"]
mod tests;
