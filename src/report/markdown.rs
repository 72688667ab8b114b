//! A scorecard as a short summary in Markdown, for a pipeline's page or a comment: nothing of it is markup but our own.

use crate::exact::Interval;
use crate::rank::Ranking;
use crate::report::cell;
use crate::report::outline::{Item, lines};
use crate::report::placing::{self, band, card_of};
use crate::report::points::Points;
use crate::report::reasons;
use crate::report::shortlist::{Entry, most_lost, most_unknown};
use crate::report::speech::{NONE, Speech, short};
use crate::score::{Figures, RoundRef, RubricRef, Scorecard, UnitRef};
use crate::words::{Lang, Words};

/// The five figures, the groups, what was lost and what is not known. Ends with one line end.
pub fn scorecard(card: &Scorecard, words: &Words, lang: Lang) -> String {
    let speech = Speech::new(words, lang, Points::of(&card.rubric));
    let page = Page { card, speech };
    let blocks = [
        page.head(),
        page.figures(),
        page.groups(),
        page.list("report.most_lost", &most_lost(card), |entry| {
            format!("−{}", speech.points(&entry.points))
        }),
        page.list("report.most_unknown", &most_unknown(card), |entry| {
            speech.most(&entry.points)
        }),
        page.foot(),
    ];
    let blocks: Vec<String> = blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .collect();
    format!("{}\n", blocks.join("\n\n"))
}

/// A ranking: ranks as ranges of the number of units, the rule for ties, who is not ranked, warnings.
pub fn ranking(ranking: &Ranking, cards: &[Scorecard], words: &Words, lang: Lang) -> String {
    let speech = Speech::new(words, lang, Points::ranked(&ranking.rubric));
    let own = |key: &str| text(words.get(lang, key));
    let mut blocks = vec![format!("## {}", text(ranking.rubric.title.in_lang(lang)))];
    let (round, rubric) = (&ranking.round, &ranking.rubric);
    blocks.extend(about(speech, round, rubric, ranking.illustrative()));
    let row_of = |rank: String, unit: &UnitRef, sha256: &str, figure: &Interval, note: &str| {
        let card = card_of(cards, sha256);
        row(&[
            rank,
            format!("{} ({})", text(unit.name.in_lang(lang)), text(&unit.id)),
            speech.range(figure),
            text(&card.and_then(|card| band(speech, card)).unwrap_or_default()),
            text(note),
        ])
    };
    let mut rows = vec![
        row(&[
            own("rank.rank"),
            own("rank.unit"),
            own("report.points"),
            own("markdown.band"),
            own("rank.note"),
        ]),
        "|--:|:--|--:|:--|:--|".to_owned(),
    ];
    for unit in &ranking.units {
        let rank = placing::rank(speech, unit, ranking.of);
        let note = placing::note(speech, unit);
        rows.push(row_of(
            rank,
            &unit.unit,
            &unit.bundle_sha256,
            &unit.figure,
            &note,
        ));
    }
    for unit in &ranking.unranked {
        let note = speech.get("rank.unranked");
        let rank = NONE.to_owned();
        rows.push(row_of(
            rank,
            &unit.unit,
            &unit.bundle_sha256,
            &unit.figure,
            note,
        ));
    }
    blocks.push(rows.join("\n"));
    blocks.push(text(&placing::rule(speech, ranking)));
    for warning in &ranking.warnings {
        let line = speech.say(
            "rank.warning",
            &[("warning", placing::warn(speech, warning))],
        );
        blocks.push(format!("> {}", text(&line)));
    }
    format!("{}\n", blocks.join("\n\n"))
}

/// Of which assessment, by which rubric, its notice, and whether figures are made up.
fn about(
    speech: Speech<'_>,
    round: &RoundRef,
    rubric: &RubricRef,
    illustrative: bool,
) -> Vec<String> {
    let lang = speech.lang();
    let line = speech.say(
        "report.round",
        &[
            ("round", round.id.clone()),
            ("period", speech.period(round.period)),
            ("as_of", speech.day(round.as_of)),
        ],
    );
    let mut blocks = vec![text(&line)];
    let line = speech.say(
        "markdown.rubric",
        &[
            ("title", rubric.title.in_lang(lang).to_owned()),
            ("edition", rubric.edition.clone()),
        ],
    );
    blocks.push(text(&line));
    if let Some(notice) = &rubric.notice {
        blocks.push(format!("> {}", text(notice.in_lang(lang))));
    }
    if illustrative {
        let line = text(speech.get("report.illustrative"));
        blocks.push(format!("> **{line}**"));
    }
    blocks
}

/// A foreign text that Markdown and HTML read as it is: every sign that either could act on is escaped.
fn text(foreign: &str) -> String {
    let mut safe = String::with_capacity(foreign.len());
    let plain = cell::text(foreign);
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '-' | '+' | '=' if safe.is_empty() => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // Names of people and teams are called, and numbers of issues linked, by these in many places.
            '@' => safe.push_str("&#64;"),
            '#' => safe.push_str("&#35;"),
            // An address or a picture's name begins with one; a sentence goes on after a blank.
            ':' if chars.peek().is_some_and(|next| *next != ' ') => safe.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe.replace("www.", "www\\.")
}

/// A code between backticks, which a code of ours never holds.
fn code(foreign: &str) -> String {
    let plain: String = cell::text(foreign)
        .chars()
        .map(|c| if matches!(c, '`' | '|') { '\'' } else { c })
        .collect();
    format!("`{plain}`")
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

struct Page<'a> {
    card: &'a Scorecard,
    speech: Speech<'a>,
}

impl Page<'_> {
    fn own(&self, key: &str) -> String {
        text(self.speech.get(key))
    }

    fn head(&self) -> String {
        let (card, speech) = (self.card, self.speech);
        let lang = speech.lang();
        let figures = &card.total.figures;
        let mut blocks = vec![format!(
            "## {}: {}/{}",
            text(card.unit.name.in_lang(lang)),
            speech.range(&figures.official),
            speech.points(&card.total.max)
        )];
        let (round, rubric) = (&card.round, &card.rubric);
        blocks.extend(about(speech, round, rubric, card.illustrative()));
        blocks.join("\n\n")
    }

    fn figures(&self) -> String {
        let (card, speech) = (self.card, self.speech);
        let figures = &card.total.figures;
        let n_criteria = speech.whole(card.criteria.len());
        let undeclared = speech.say(
            "report.undeclared",
            &[
                ("n", speech.whole(figures.undeclared)),
                ("of", n_criteria.clone()),
            ],
        );
        let mut adjudicated = speech.say(
            "report.adjudicated",
            &[("n", speech.whole(figures.adjudicated)), ("of", n_criteria)],
        );
        if !figures.official.is_point() {
            adjudicated.push_str("; ");
            adjudicated.push_str(speech.get("report.pending"));
        }
        let heads = [self.own("markdown.figure"), self.own("report.points")];
        let mut rows = vec![
            row(&[heads.as_slice(), &[String::new()]].concat()),
            "|:--|--:|:--|".to_owned(),
        ];
        for (key, points, note) in [
            ("figure.proved", speech.low(&figures.measured), ""),
            ("figure.evidenced", speech.points(&figures.evidenced), ""),
            (
                "figure.declared",
                speech.points(&figures.declared),
                undeclared.as_str(),
            ),
            ("figure.attainable", speech.high(&figures.measured), ""),
            (
                "figure.adjudicated",
                speech.range(&figures.official),
                adjudicated.as_str(),
            ),
        ] {
            rows.push(row(&[self.own(key), points, text(note)]));
        }
        rows.join("\n")
    }

    fn groups(&self) -> String {
        let (card, speech) = (self.card, self.speech);
        let mut rows = vec![
            row(&[
                self.own("report.code"),
                self.own("report.group"),
                self.own("figure.max"),
                self.own("report.proved_to_attainable"),
                self.own("figure.evidenced"),
                self.own("figure.declared"),
                self.own("figure.adjudicated"),
            ]),
            "|:--|:--|--:|--:|--:|--:|--:|".to_owned(),
        ];
        let mut push = |code: String, title: String, max: String, figures: &Figures| {
            rows.push(row(&[
                code,
                title,
                max,
                speech.range(&figures.measured),
                speech.points(&figures.evidenced),
                speech.points(&figures.declared),
                speech.range(&figures.official),
            ]));
        };
        for line in lines(card) {
            let Item::Group(group) = line.item else {
                continue;
            };
            let mut title = text(group.title.in_lang(speech.lang()));
            if line.depth == 0 {
                title = format!("**{title}**");
            }
            push(
                code(&group.code),
                title,
                speech.points(&group.max),
                &group.figures,
            );
        }
        let total = format!("**{}**", self.own("report.total"));
        let whole = &card.total;
        push(
            String::new(),
            total,
            speech.points(&whole.max),
            &whole.figures,
        );
        rows.join("\n")
    }

    /// A title and a table; nothing where nothing is to be told.
    fn list(
        &self,
        key: &str,
        entries: &[Entry<'_>],
        points: impl Fn(&Entry<'_>) -> String,
    ) -> String {
        if entries.is_empty() {
            return String::new();
        }
        let mut rows = vec![
            row(&[
                self.own("report.code"),
                self.own("report.points"),
                self.own("report.criterion"),
                self.own("markdown.why"),
            ]),
            "|:--|--:|:--|:--|".to_owned(),
        ];
        for entry in entries {
            let told = entry
                .because
                .map(|reason| reasons::because(self.speech, reason))
                .unwrap_or_default();
            rows.push(row(&[
                code(&entry.criterion.code),
                points(entry),
                text(entry.criterion.title.in_lang(self.speech.lang())),
                text(&told),
            ]));
        }
        format!("### {}\n\n{}", self.own(key), rows.join("\n"))
    }

    fn foot(&self) -> String {
        let card = self.card;
        let line = self.speech.say(
            "report.digests",
            &[
                ("bundle", short(&card.bundle_sha256)),
                ("checks", short(&card.checks_sha256)),
                ("rubric", short(&card.rubric.sha256)),
                ("decisions", self.speech.whole(card.decisions.count)),
            ],
        );
        format!("<sub>{}</sub>", text(&line))
    }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
