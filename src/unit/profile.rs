//! A unit's profile: who it is, its bodies, its portals, where its tables come from and what it declares.

use std::collections::BTreeMap;

use super::{Declaration, Period};
use crate::exact::Day;
use crate::words::written::Places;
use crate::words::{Bilingual, Place};

/// The profile of `units/ID.toml`, as meant.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Id, `[a-z0-9-]`.
    pub id: String,
    /// Names.
    pub name: Bilingual,
    /// Name without its kind, `''` = not said.
    pub short_name: String,
    /// Kind: `district`, `commune` … data of the rubric.
    pub kind: String,
    /// Its own mail domain, `''` = none.
    pub mail_domain: String,
    /// Ids of the units it came from.
    pub predecessors: Vec<String>,
    /// Its bodies, without itself.
    pub organisations: Vec<Organisation>,
    /// Its portals.
    pub portals: Vec<Portal>,
    /// Where its tables come from.
    pub sources: Vec<Source>,
    /// What it states.
    pub declared: Vec<Declaration>,
    /// Parameters of checks that the unit sets, by name.
    pub params: BTreeMap<String, String>,
    /// Where everything stands in its file.
    pub(super) places: Places,
}

impl Profile {
    /// Where a value stands, by the dotted path of its keys (`declared.B3.4`, `source.staff.0.columns.id`); of a value
    /// that is not there, the nearest parent's place.
    pub fn place(&self, path: &str) -> Place {
        self.places.place(path)
    }
}

/// A body of the unit: an office, a service unit or a commune.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Id, unique within the unit.
    pub id: String,
    /// The unit for a commune or office.
    pub parent_id: String,
    /// `unit`, `office`, `service_unit` or `commune`.
    pub kind: String,
    /// Full name.
    pub name: String,
    /// Name without its kind, for matching.
    pub short_name: String,
    /// Whether it exists at the as-of date; NULL where that is not known.
    pub active: Option<bool>,
    /// Mail domain, `''` = none.
    pub mail_domain: String,
}

/// A portal that the unit declares.
#[derive(Debug, Clone)]
pub struct Portal {
    /// Id.
    pub id: String,
    /// `info_portal`, `service_portal` or `component_site`.
    pub role: String,
    /// Address.
    pub url: String,
    /// The body it belongs to.
    pub org_id: String,
    /// Whether it may lie on a private address.
    pub private: bool,
    /// Made-up pages, flagged in every output.
    pub illustrative: bool,
    /// Further hosts that belong to it, in lower case; the host of its address always does.
    pub hosts: Vec<String>,
    /// Its address without TLS, where it is not `http://` and the host of its address.
    pub plain_url: Option<String>,
    /// Files below the workspace with roots (PEM) that its certificate may lead to, beside those that browsers trust.
    pub roots: Vec<String>,
    /// Section code → addresses of its pages, absolute or below the portal's own; judged where pages are read.
    pub sections: BTreeMap<String, Vec<String>>,
    /// Where its parts are found on a page, by name.
    pub selectors: BTreeMap<String, String>,
}

/// A binding of an export or a live system to a table.
#[derive(Debug, Clone)]
pub struct Source {
    /// The table it fills.
    pub table: String,
    /// `csv`, `spreadsheet` or `x509-folder`.
    pub kind: String,
    /// Path below the workspace.
    pub path: String,
    /// Whose system it is.
    pub owner: String,
    /// The bodies it speaks of.
    pub covers: Covers,
    /// How much of the truth it holds.
    pub coverage: CoverageRule,
    /// Table column → header of the export; empty = the headers are the columns' own names.
    pub columns: BTreeMap<String, String>,
    /// Table column → (cell text → code).
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Table column → what an empty cell means.
    pub empty: BTreeMap<String, EmptyCell>,
    /// Table column → the value of every row.
    pub constants: BTreeMap<String, String>,
    /// Encoding label, where it is neither UTF-8 nor UTF-16 with a mark.
    pub encoding: Option<String>,
    /// The delimiter, where it is not found by the headers.
    pub delimiter: Option<char>,
    /// The sheet of a spreadsheet, where it is not found by its header.
    pub sheet: Option<SheetName>,
    /// Files of certificates that chains may lead to, below the workspace; `*` in the last part stands for any letters.
    pub anchors: Vec<String>,
    /// Made-up data, flagged in every output.
    pub illustrative: bool,
    /// The day the export was drawn, where it is stated.
    pub drawn_on: Option<Day>,
    /// The path of its keys in the profile, for [`Profile::place`].
    pub key: String,
    /// Where in the profile it stands.
    pub place: Place,
}

/// What a source calls its sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetName {
    /// Its name.
    Named(String),
    /// Its place among those that are not hidden, from 1.
    Number(usize),
}

impl std::fmt::Display for SheetName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Which bodies a source speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// The unit alone.
    Unit,
    /// The unit and its communes.
    All,
    /// These bodies.
    Bodies(Vec<String>),
}

/// How much of the truth a source says that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverageRule {
    /// It covers these days; compared with the round's period it is complete or partial.
    Period(Period),
    /// All rows.
    Complete,
    /// Rows are missing, nobody knows how many.
    Partial,
    /// So many rows are missing.
    Missing(u64),
    /// A sample of a population.
    SampleOf {
        /// Size of the population.
        population: u64,
        /// How it was drawn.
        rule: String,
    },
    /// Nothing was said: an error where it matters.
    Unsaid,
}

/// What an empty cell of a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyCell {
    /// Looked, there is none: `''`.
    None,
    /// 0, of a number or a yes/no column.
    Zero,
    /// Not known: NULL.
    Unknown,
}
