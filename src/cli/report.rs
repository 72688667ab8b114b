//! `report`: files that people read, one a unit and format, and one of the ranking where several units are reported.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::exit::Exit;
use super::score::Looked;
use super::session::{Failure, Session};
use super::subject::{Desk, Named, context};
use super::tree::Format;
use crate::bundle;
use crate::check::Pack;
use crate::collect::exports;
use crate::rank::rank;
use crate::report::{RankingMaterial, Templates, UnitMaterial, Wording};
use crate::report::{csv, html, json as as_json, markdown, xlsx};
use crate::score::{Explainer, Scorecard, Verdict};
use crate::unit::is_id;
use crate::words::{Place, Problem, plain};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "BUNDLE|UNIT")]
    subjects: Vec<String>,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The id is that of the option of every command, which this one widens.
    #[arg(
        id = "format",
        long = "format",
        value_name = "FORMAT",
        value_delimiter = ',',
        default_value = "html",
        value_parser = formats()
    )]
    formats: Vec<Format>,
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    looked: Looked,
}

/// A form of report: what makes it of a unit and of a ranking.
pub(super) struct Renderer {
    /// As it is typed.
    format: Format,
    /// What its files end in.
    ending: &'static str,
    unit: fn(&UnitMaterial<'_>, Dress<'_>) -> Result<Vec<u8>, Problem>,
    ranking: fn(&RankingMaterial<'_>, Dress<'_>) -> Result<Vec<u8>, Problem>,
}

/// Words and templates of a report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dress<'a> {
    pub wording: Wording<'a>,
    pub templates: &'a Templates,
}

/// All forms of reports.
const RENDERERS: &[Renderer] = &[
    Renderer {
        format: Format::Html,
        ending: "html",
        unit: |material, dress| {
            html::unit(material, dress.wording, dress.templates).map(String::into_bytes)
        },
        ranking: |material, dress| {
            html::ranking(material, dress.wording, dress.templates).map(String::into_bytes)
        },
    },
    Renderer {
        format: Format::Json,
        ending: "json",
        unit: |material, _| Ok(as_json::scorecard(material.card).into_bytes()),
        ranking: |material, _| Ok(as_json::ranking(material.ranking).into_bytes()),
    },
    Renderer {
        format: Format::Xlsx,
        ending: "xlsx",
        unit: |material, Dress { wording, .. }| {
            xlsx::self_score(
                material.card,
                material.explained,
                wording.words,
                wording.lang,
            )
        },
        ranking: |material, Dress { wording, .. }| {
            xlsx::ranking(
                material.ranking,
                material.cards,
                wording.words,
                wording.lang,
            )
        },
    },
    Renderer {
        format: Format::Csv,
        ending: "csv",
        unit: |material, Dress { wording, .. }| {
            csv::scorecard(material.card, wording.words, wording.lang)
        },
        ranking: |material, Dress { wording, .. }| {
            csv::ranking(
                material.ranking,
                material.cards,
                wording.words,
                wording.lang,
            )
        },
    },
    Renderer {
        format: Format::Md,
        ending: "md",
        unit: |material, Dress { wording, .. }| {
            let page = markdown::scorecard(material.card, wording.words, wording.lang);
            Ok(page.into_bytes())
        },
        ranking: |material, Dress { wording, .. }| {
            let (ranking, cards) = (material.ranking, material.cards);
            let page = markdown::ranking(ranking, cards, wording.words, wording.lang);
            Ok(page.into_bytes())
        },
    },
];

/// Rows of each question that a report shows.
const ROWS: usize = 10;

/// Most rows of a question in the list of those that fail.
const FAILING: usize = 5_000;

/// Most bytes of a template.
const LARGEST: u64 = 4 << 20;

fn formats() -> impl TypedValueParser<Value = Format> {
    let names = RENDERERS
        .iter()
        .map(|renderer| renderer.format.word())
        .chain([Format::Rows.word()]);
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .map(|word| Format::of(&word).unwrap_or_default())
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let subjects = if typed.subjects.is_empty() {
        desk.workspace()?.expected.clone()
    } else {
        typed.subjects.clone()
    };
    if subjects.is_empty() {
        return Err(Problem::new("cli.no_units").into());
    }
    if typed.looked.decisions_are_given() && subjects.len() > 1 {
        return Err(Problem::new("cli.decisions_of_one").into());
    }
    let templates = templates(typed.templates.as_deref())?;
    let job = Job {
        subjects: &subjects,
        out: typed.out.as_deref(),
        formats: &typed.formats,
        looked: &typed.looked,
        templates: &templates,
    };
    let written = job.run(&desk, &packed.pack, session)?;
    if session.json() {
        let files: Vec<String> = written
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        session.print_json(&json!({ "schema": "sansang/report/1", "files": files }))?;
    } else {
        for path in &written {
            session.print(&plain(&path.display().to_string()))?;
        }
    }
    desk.tell(session)?;
    Ok(Exit::Ok)
}

/// What to write of whom, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job<'a> {
    pub subjects: &'a [String],
    /// Where; nothing = the workspace's `reports/ROUND`.
    pub out: Option<&'a Path>,
    pub formats: &'a [Format],
    pub looked: &'a Looked,
    pub templates: &'a Templates,
}

impl Job<'_> {
    /// Writes all of it, and returns the paths in the order in which they were written.
    pub(super) fn run(
        self,
        desk: &Desk<'_>,
        pack: &Pack,
        session: &Session<'_, '_>,
    ) -> Result<Vec<PathBuf>, Failure> {
        let dress = Dress {
            wording: Wording {
                words: self.templates.words().unwrap_or_else(|| session.words()),
                lang: session.lang(),
            },
            templates: self.templates,
        };
        let renderers: Vec<&Renderer> = RENDERERS
            .iter()
            .filter(|renderer| self.formats.contains(&renderer.format))
            .collect();
        if self.formats.contains(&Format::Rows) {
            self.check_rows()?;
        }
        let cards = desk.cohort(self.subjects, self.looked.view())?;
        let ranking = if cards.len() > 1 {
            Some(rank(&cards)?)
        } else {
            None
        };
        let mut written = Vec::new();
        for (n, (word, card)) in self.subjects.iter().zip(&cards).enumerate() {
            let folder = self.folder(desk, card)?;
            let opened = desk.open(word, self.looked.view())?;
            let others = context(&opened.rubric, &cards, n);
            let basis = opened.basis(pack, &others);
            let mut explainer = Explainer::new(basis, &opened.sandbox)?;
            let mut explained = Vec::with_capacity(card.criteria.len());
            for criterion in &card.criteria {
                explained.push(explainer.explain(&criterion.code, ROWS)?);
            }
            let material = UnitMaterial {
                card,
                explained: &explained,
                rubric: &opened.rubric,
                pack,
                bundle_format: bundle::FORMAT,
            };
            let twice = |other: &Scorecard| other.unit.id == card.unit.id;
            let stem = if cards.iter().filter(|other| twice(other)).count() > 1 {
                let digest: String = card.bundle_sha256.chars().take(12).collect();
                format!("{}.{digest}", card.unit.id)
            } else {
                card.unit.id.clone()
            };
            for renderer in &renderers {
                let bytes = (renderer.unit)(&material, dress)?;
                written.push(write(&folder, &stem, renderer.ending, &bytes)?);
            }
            if self.formats.contains(&Format::Rows) {
                let bytes = failing_rows(desk, word, card, &mut explainer, dress.wording)?;
                written.push(write(&folder, &stem, "rows.xlsx", &bytes)?);
            }
        }
        if let (Some(ranking), Some(first)) = (&ranking, cards.first()) {
            let material = RankingMaterial {
                ranking,
                cards: &cards,
                pack,
                bundle_format: bundle::FORMAT,
            };
            let folder = self.folder(desk, first)?;
            for renderer in &renderers {
                let bytes = (renderer.ranking)(&material, dress)?;
                written.push(write(&folder, "ranking", renderer.ending, &bytes)?);
            }
        }
        Ok(written)
    }

    /// Rows are found again in the exports of a unit of the workspace; a bundle by its path has none at hand.
    fn check_rows(self) -> Result<(), Problem> {
        let mut named = self.subjects.iter().map(|word| Named::of(word));
        if named.any(|named| matches!(named, Named::Bundle(_))) {
            return Err(Problem::new("sheet.rows_of_bundle"));
        }
        Ok(())
    }

    /// The folder of a scorecard's reports; the names in a bundle from elsewhere must not lead out of it.
    fn folder(&self, desk: &Desk<'_>, card: &Scorecard) -> Result<PathBuf, Problem> {
        for id in [&card.unit.id, &card.round.id] {
            if !is_id(id) {
                return Err(Problem::untrusted("report.name").with("name", plain(id)));
            }
        }
        Ok(match self.out {
            Some(folder) => folder.to_owned(),
            None => desk.root().join("reports").join(&card.round.id),
        })
    }
}

/// The list of rows that fail or are not known, found again in the officer's own exports.
fn failing_rows(
    desk: &Desk<'_>,
    unit: &str,
    card: &Scorecard,
    explainer: &mut Explainer<'_, '_>,
    wording: Wording<'_>,
) -> Result<Vec<u8>, Problem> {
    let mut explained = Vec::with_capacity(card.criteria.len());
    for criterion in &card.criteria {
        explained.push(explainer.explain(&criterion.code, FAILING)?);
    }
    let asked = explained.iter().flat_map(|told| &told.asked);
    let rows = asked.flat_map(|asked| &asked.rows);
    let wanted = rows
        .filter(|row| matches!(row.verdict, Verdict::Unmet | Verdict::Unknown))
        .filter_map(|row| row.from.as_ref());
    let exports = exports(desk.root(), desk.workspace()?.profile(unit)?, wanted);
    xlsx::failing_rows(card, &explained, &exports, wording.words, wording.lang)
}

/// Writes a file whole or not at all.
fn write(folder: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Problem> {
    let path = folder.join(format!("{stem}.{ending}"));
    let part = folder.join(format!("{stem}.{ending}.part"));
    let refused = |error: std::io::Error| {
        Problem::new("report.write")
            .caused_by(error)
            .at(Place::file(path.display().to_string()))
    };
    fs::create_dir_all(folder).map_err(refused)?;
    fs::write(&part, bytes).map_err(refused)?;
    fs::rename(&part, &path).map_err(|error| {
        drop(fs::remove_file(&part));
        refused(error)
    })?;
    Ok(path)
}

/// The built-in templates, with those of a folder in their place.
fn templates(folder: Option<&Path>) -> Result<Templates, Problem> {
    let mut templates = Templates::built_in();
    let Some(folder) = folder else {
        return Ok(templates);
    };
    let mut found = 0_usize;
    for name in Templates::names() {
        let path = folder.join(name);
        if path.is_file() {
            let text = super::reading::text(&path, LARGEST)?;
            templates.replace(name, &path.display().to_string(), text)?;
            found += 1;
        }
    }
    if found == 0 {
        let known: Vec<&str> = Templates::names().collect();
        return Err(Problem::new("report.no_template")
            .with("known", known.join(", "))
            .at(Place::file(folder.display().to_string())));
    }
    Ok(templates)
}
