//! A scorecard as CSV for a spreadsheet: UTF-8 with its mark, `;` between cells, one line a group, a criterion, the whole.
//!
//! A number is the JSON's, with the language's decimal sign; a text that a spreadsheet could take for a formula begins with
//! an apostrophe.

use crate::exact::{Count, Interval, Rational};
use crate::kind::Measure;
use crate::rank::Ranking;
use crate::report::cell;
use crate::report::outline::{Figure, Item, lines};
use crate::report::placing::{self, band, card_of};
use crate::report::points::Points;
use crate::report::reasons;
use crate::report::speech::Speech;
use crate::score::{CriterionScore, RubricRef, Scorecard, UnitRef};
use crate::words::{Lang, Problem, Words};

/// What Excel knows UTF-8 by.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The columns; each has its head under `[csv]`.
const COLUMNS: &[&str] = &[
    "unit_id",
    "unit",
    "round",
    "rubric",
    "edition",
    "line",
    "code",
    "group",
    "title",
    "max",
    "proved",
    "evidenced",
    "declared",
    "attainable",
    "official_low",
    "official_high",
    "adjudicated",
    "applies",
    "state",
    "standing",
    "flags",
    "indicator",
    "num_low",
    "num_high",
    "den_low",
    "den_high",
    "because",
    "bundle",
];

/// The columns of a ranking; each has its head under `[csv]`.
const RANKED: &[&str] = &[
    "rank_best",
    "rank_worst",
    "rank_of",
    "unit_id",
    "unit",
    "max",
    "official_low",
    "official_high",
    "band",
    "note",
    "round",
    "rubric",
    "edition",
    "bundle",
];

/// A line a unit in the order of their ranks, then those that are not ranked; last a line of what to know of all.
///
/// Errors: as [`scorecard`].
pub fn ranking(
    ranking: &Ranking,
    cards: &[Scorecard],
    words: &Words,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    let points = Points::ranked(&ranking.rubric);
    let speech = Speech::new(words, lang, points);
    let line =
        |unit: &UnitRef, sha256: &str, figure: &Interval, ranks: [String; 3], note: String| {
            let (low, high) = points.range(figure);
            let card = card_of(cards, sha256);
            let [best, worst, of] = ranks;
            vec![
                best,
                worst,
                of,
                text(&unit.id),
                text(unit.name.in_lang(lang)),
                speech.bare(&points.number(&ranking.rubric.max)),
                speech.bare(&low),
                speech.bare(&high),
                text(&card.and_then(|card| band(speech, card)).unwrap_or_default()),
                text(&note),
                text(&ranking.round.id),
                text(&ranking.rubric.id),
                text(&ranking.rubric.edition),
                text(sha256),
            ]
        };
    let heads = RANKED.iter().map(|column| speech.code("csv", column));
    let mut rows: Vec<Vec<String>> = vec![heads.collect()];
    for unit in &ranking.units {
        let ranks = [unit.best, unit.worst, ranking.of].map(|rank| rank.to_string());
        let note = placing::note(speech, unit);
        rows.push(line(
            &unit.unit,
            &unit.bundle_sha256,
            &unit.figure,
            ranks,
            note,
        ));
    }
    for unit in &ranking.unranked {
        let note = speech.get("rank.unranked").to_owned();
        let ranks = [String::new(), String::new(), String::new()];
        rows.push(line(
            &unit.unit,
            &unit.bundle_sha256,
            &unit.figure,
            ranks,
            note,
        ));
    }
    let mut notes = notes(speech, &ranking.rubric, ranking.illustrative());
    notes.push(placing::rule(speech, ranking));
    let warnings = ranking.warnings.iter();
    notes.extend(warnings.map(|warning| placing::warn(speech, warning)));
    let last = RANKED.iter().map(|column| match *column {
        "note" => text(&notes.join(" ")),
        _ => String::new(),
    });
    rows.push(last.collect());
    written(&rows)
}

/// What every output says of the rubric and of made-up data.
fn notes(speech: Speech<'_>, rubric: &RubricRef, illustrative: bool) -> Vec<String> {
    let illustrative = illustrative.then(|| speech.get("report.illustrative").to_owned());
    let notice = rubric.notice.as_ref();
    let notice = notice.map(|notice| cell::text(notice.in_lang(speech.lang())));
    illustrative.into_iter().chain(notice).collect()
}

fn written(rows: &[Vec<String>]) -> Result<Vec<u8>, Problem> {
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(::csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| failed(error.into_error()))
}

/// The lines of a scorecard in the order of a form, the whole last.
///
/// Errors: none that a writer to memory has; they are kept rather than hidden.
pub fn scorecard(card: &Scorecard, words: &Words, lang: Lang) -> Result<Vec<u8>, Problem> {
    let speech = Speech::new(words, lang, Points::of(&card.rubric));
    let sheet = Sheet { card, speech };
    let heads = COLUMNS.iter().map(|column| speech.code("csv", column));
    let mut rows: Vec<Vec<String>> = vec![heads.collect()];
    rows.extend(lines(card).iter().map(|line| sheet.line(line.item)));
    rows.push(sheet.total());
    written(&rows)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::new("sheet.csv").caused_by(error)
}

/// A foreign text that no spreadsheet takes for a formula.
fn text(foreign: &str) -> String {
    let text = cell::text(foreign);
    if cell::looks_like_formula(&text) {
        format!("'{text}")
    } else {
        text
    }
}

struct Sheet<'a> {
    card: &'a Scorecard,
    speech: Speech<'a>,
}

impl Sheet<'_> {
    /// The first cells of every row: so lines of many units can stand in one table.
    fn head(&self, line: &str) -> Vec<String> {
        let card = self.card;
        vec![
            text(&card.unit.id),
            text(card.unit.name.in_lang(self.speech.lang())),
            text(&card.round.id),
            text(&card.rubric.id),
            text(&card.rubric.edition),
            self.speech.code("csv.lines", line),
        ]
    }

    fn number(&self, number: Option<String>) -> String {
        number.map_or_else(String::new, |number| self.speech.bare(&number))
    }

    fn line(&self, item: Item<'_>) -> Vec<String> {
        let points = Points::of(&self.card.rubric);
        let of = |figure: Figure| self.number(figure.of_item(points, item));
        let (kind, group) = match item {
            Item::Group(group) => ("group", group.parent.as_deref().unwrap_or_default()),
            Item::Criterion(criterion) => ("criterion", criterion.group.as_str()),
        };
        let mut row = self.head(kind);
        row.extend([
            text(item.code()),
            text(group),
            text(item.title().in_lang(self.speech.lang())),
            of(Figure::Max),
            of(Figure::MeasuredLow),
        ]);
        match item {
            Item::Group(group) => {
                row.extend([
                    of(Figure::Evidenced),
                    of(Figure::Declared),
                    of(Figure::MeasuredHigh),
                    of(Figure::OfficialLow),
                    of(Figure::OfficialHigh),
                    String::new(),
                ]);
                let note = if group.rescaled {
                    self.speech.get("csv.rescaled")
                } else {
                    ""
                };
                self.end(row, note.to_owned())
            }
            Item::Criterion(criterion) => {
                let one = |number: Option<&Rational>| {
                    self.number(number.map(|number| points.number(number)))
                };
                row.extend([
                    one(criterion.evidenced.as_ref()),
                    of(Figure::Declared),
                    of(Figure::MeasuredHigh),
                    of(Figure::OfficialLow),
                    of(Figure::OfficialHigh),
                    one(criterion.adjudicated.as_ref()),
                ]);
                row.extend(self.known(criterion));
                let told: Vec<String> = criterion
                    .because
                    .iter()
                    .map(|reason| reasons::because(self.speech, reason))
                    .collect();
                row.push(text(&told.join("; ")));
                row.push(text(&self.card.bundle_sha256));
                row
            }
        }
    }

    /// State, claim, marks and what was measured.
    fn known(&self, criterion: &CriterionScore) -> Vec<String> {
        let speech = self.speech;
        let flags: Vec<String> = criterion
            .flags
            .iter()
            .map(|flag| speech.code("flag", flag.code()))
            .collect();
        let mut cells = vec![
            speech.code("csv.applying", criterion.applies.code()),
            reasons::state(speech, criterion),
            speech.code("standing", criterion.standing.code()),
            flags.join(", "),
        ];
        let indicator = criterion.indicator.as_ref();
        cells.push(indicator.map_or_else(String::new, |found| text(&found.id)));
        let ratio = indicator.and_then(|found| match &found.bounds.measure {
            Measure::Ratio { num, den, .. } => Some([*num, *den]),
            Measure::Count { .. }
            | Measure::YesNo { .. }
            | Measure::Histogram(_)
            | Measure::Choice { .. }
            | Measure::Value { .. }
            | Measure::Days { .. }
            | Measure::Change { .. }
            | Measure::Children(_) => None,
        });
        match ratio {
            Some(ends) => {
                for (low, high) in ends {
                    cells.push(low.to_string());
                    cells.push(match high {
                        Count::Finite(high) => high.to_string(),
                        Count::Unbounded => String::new(),
                    });
                }
            }
            None => cells.extend(std::iter::repeat_n(String::new(), 4)),
        }
        cells
    }

    /// The whole; it carries what every output says of the rubric and of made-up data.
    fn total(&self) -> Vec<String> {
        let speech = self.speech;
        let card = self.card;
        let of = |figure: Figure| self.number(Some(figure.of_total(card)));
        let mut row = self.head("total");
        row.extend([
            String::new(),
            String::new(),
            speech.get("report.total").to_owned(),
            of(Figure::Max),
            of(Figure::MeasuredLow),
            of(Figure::Evidenced),
            of(Figure::Declared),
            of(Figure::MeasuredHigh),
            of(Figure::OfficialLow),
            of(Figure::OfficialHigh),
            String::new(),
        ]);
        let notes = notes(speech, &card.rubric, card.illustrative());
        self.end(row, text(&notes.join(" ")))
    }

    /// A row that has no criterion to tell of.
    fn end(&self, mut row: Vec<String>, note: String) -> Vec<String> {
        row.resize(COLUMNS.len() - 2, String::new());
        row.push(note);
        row.push(text(&self.card.bundle_sha256));
        row
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
