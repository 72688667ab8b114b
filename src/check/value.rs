//! What a check folder says, as meant.

use std::collections::BTreeMap;

use super::written::Grade;
use crate::exact::{Day, Rational};
use crate::kind::{Kind, Need, ParamValue};
use crate::words::Bilingual;

/// One check: a folder with `check.toml`, queries, two READMEs and cases.
#[derive(Debug, Clone)]
pub struct Check {
    /// `AREA.NAME`.
    pub id: String,
    /// Bumped when its meaning changes.
    pub revision: u32,
    /// The release it came with.
    pub since: String,
    /// Title.
    pub title: Bilingual,
    /// What it rests on.
    pub legal: Vec<Legal>,
    /// Its own parameters, by name.
    pub params: BTreeMap<String, Param>,
    /// Its indicators, by name.
    pub indicators: BTreeMap<String, Indicator>,
    /// Its page, in Markdown.
    pub readme: Bilingual,
    /// Its cases, by file name.
    pub cases: Vec<Case>,
    /// Folder, as the pack names it.
    pub folder: String,
    /// Its `check.toml`, as messages name it.
    pub file: String,
}

/// What a check rests on, and how well that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legal {
    /// `decree`, `circular`, … `rubric`.
    pub instrument: String,
    /// Number and name as cited.
    pub number: String,
    /// Article, where one is known.
    pub article: Option<String>,
    /// Clause, where one is known.
    pub clause: Option<String>,
    /// In force from.
    pub valid_from: Option<Day>,
    /// In force until.
    pub valid_to: Option<Day>,
    /// `text`, `notice`, `artefact` or `unsourced`.
    pub grade: String,
    /// Code of where it was read.
    pub source: Option<String>,
}

impl Legal {
    /// All words of [`Self::grade`], the surest first.
    pub fn grades() -> impl Iterator<Item = &'static str> {
        Grade::ALL.iter().map(|grade| grade.code())
    }
}

/// A parameter of a check.
#[derive(Debug, Clone)]
pub struct Param {
    /// What it takes where nobody sets it.
    pub default: ParamValue,
    /// What it is.
    pub title: Bilingual,
    /// Whether the default is a proposal and no rule.
    pub proposed: bool,
}

/// A question: one or several queries, the first whose tables have input decides.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// `CHECK/NAME`.
    pub id: String,
    /// Title, the check's own where it has none.
    pub title: Bilingual,
    /// What the query returns.
    pub kind: Kind,
    /// Levels of a histogram or choice, best first.
    pub levels: Vec<String>,
    /// Ways to answer: the main one first, then the alternatives.
    pub routes: Vec<Route>,
    /// Whether the query takes missing rows into account itself.
    pub handles_missing: bool,
    /// The check's own verdict, apart from any rubric.
    pub verdict: Option<Verdict>,
}

/// A query and what it needs.
#[derive(Debug, Clone)]
pub struct Route {
    /// File, as the pack names it.
    pub file: String,
    /// The query.
    pub sql: String,
    /// Tables and their roles.
    pub needs: BTreeMap<String, Need>,
}

/// Bands of an indicator by which a check says pass, partial or fail by itself.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// At least this passes.
    pub pass: Rational,
    /// At least this passes in part.
    pub partial: Option<Rational>,
    /// Whether the bands are proposals.
    pub proposed: bool,
}

/// A case: small tables and what must come of them.
#[derive(Debug, Clone)]
pub struct Case {
    /// File, as the pack names it.
    pub file: String,
    /// The text.
    pub text: String,
}
