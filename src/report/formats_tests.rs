//! One law over all formats: whatever a scorecard says, every format says the same numbers, and no text of it is more than
//! a text.

use proptest::prelude::*;

use super::printed::{
    FIGURES, Lines, of_csv, of_html, of_json, of_markdown, of_terminal, of_xlsx, page_of,
    ranking_of, shown,
};
use super::{csv, json, markdown, schema, terminal, xlsx};
use crate::exact::{Interval, Mode, Rational};
use crate::kind::Applies;
use crate::rank::rank;
use crate::report::terminal::Style;
use crate::rubric::Formula;
use crate::score::hostile::{HOSTILE, filled_with};
use crate::score::sample::{both, criterion, small};
use crate::score::{CriterionScore, Figures, Flag, GroupScore, Measured, Scorecard, Standing};
use crate::words::{Lang, Words, steers};

/// A criterion of any state, standing and marks; points in parts of 600, so that some have no end in decimals.
#[derive(Debug, Clone)]
struct Drawn {
    state: usize,
    standing: usize,
    flags: u8,
    formula: usize,
    /// Parts of the maximum, low and wide.
    low: u16,
    wide: u16,
    evidenced: Option<u16>,
    declared: Option<u16>,
    adjudicated: Option<u16>,
    group: usize,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let claim = || prop::option::of(0_u16..=600);
    (
        (0..Measured::ALL.len(), 0..Standing::ALL.len(), 0_u8..16),
        0..Formula::CODES.len(),
        (0_u16..=600, 0_u16..=600),
        (claim(), claim(), claim()),
        0_usize..4,
    )
        .prop_map(|(known, formula, measured, claims, group)| Drawn {
            state: known.0,
            standing: known.1,
            flags: known.2,
            formula,
            low: measured.0,
            wide: measured.1,
            evidenced: claims.0,
            declared: claims.1,
            adjudicated: claims.2,
            group,
        })
}

fn part(n: u16) -> Rational {
    Rational::from(u64::from(n)) * &(Rational::one() / &Rational::from(150_u64))
}

fn of(n: usize, drawn: &Drawn) -> CriterionScore {
    let code = format!("K{n}");
    let state = Measured::ALL[drawn.state];
    let high = drawn.low.saturating_add(drawn.wide).min(600);
    let range = Interval::new(part(drawn.low), part(high));
    let applies = state != Measured::NotApplicable;
    let flags = Flag::ALL.iter().enumerate();
    let flags = flags.filter(|(bit, _)| drawn.flags & (1 << bit) != 0);
    let adjudicated = drawn.adjudicated.map(part);
    let official = adjudicated.as_ref().map_or_else(
        || range.clone(),
        |points| Interval::new(points.clone(), points.clone()),
    );
    CriterionScore {
        title: both(&format!("Dòng {code}"), &format!("Line {code}")),
        group: format!("G{}", drawn.group),
        applies: if applies { Applies::Yes } else { Applies::No },
        state,
        standing: Standing::ALL[drawn.standing],
        flags: flags.map(|(_, flag)| *flag).collect(),
        measured: applies.then(|| range.clone()),
        evidenced: drawn.evidenced.map(part),
        declared: drawn.declared.map(part),
        official: (applies || adjudicated.is_some()).then_some(official),
        adjudicated,
        formula: Formula::CODES[drawn.formula],
        ..criterion(&code, "0", "0")
    }
}

/// The sums of some criteria, as the score sums them.
fn sum(criteria: &[&CriterionScore]) -> Figures {
    let add = |mut total: Rational, more: Option<Rational>| {
        total = total + &more.unwrap_or_else(Rational::zero);
        total
    };
    let each = |of: &dyn Fn(&CriterionScore) -> Option<Rational>| {
        criteria
            .iter()
            .fold(Rational::zero(), |total, one| add(total, of(one)))
    };
    let low = |range: &Option<Interval>| range.as_ref().map(|range| range.low.clone());
    let high = |range: &Option<Interval>| range.as_ref().map(|range| range.high.clone());
    Figures {
        measured: Interval::new(
            each(&|one| low(&one.measured)),
            each(&|one| high(&one.measured)),
        ),
        evidenced: each(&|one| one.evidenced.clone().or_else(|| low(&one.measured))),
        declared: each(&|one| one.declared.clone()),
        undeclared: criteria.iter().filter(|one| one.declared.is_none()).count(),
        official: Interval::new(
            each(&|one| low(&one.official)),
            each(&|one| high(&one.official)),
        ),
        adjudicated: criteria
            .iter()
            .filter(|one| one.adjudicated.is_some())
            .count(),
    }
}

/// A scorecard: G0 holds G1, G2 holds G3, each has criteria of its own or none.
fn card_of(criteria: &[Drawn], digits: u32, mode: Mode) -> Scorecard {
    let mut card = small();
    card.rubric.digits = digits;
    card.rubric.mode = mode;
    card.criteria = (1..).zip(criteria).map(|(n, one)| of(n, one)).collect();
    let inside = |groups: &[&str]| -> Vec<&CriterionScore> {
        let criteria = card.criteria.iter();
        criteria
            .filter(|one| groups.contains(&one.group.as_str()))
            .collect()
    };
    let groups = [
        ("G0", None, vec!["G0", "G1"]),
        ("G1", Some("G0"), vec!["G1"]),
        ("G2", None, vec!["G2", "G3"]),
        ("G3", Some("G2"), vec!["G3"]),
    ];
    let groups = groups.map(|(code, parent, held)| {
        let held = inside(&held);
        let max = Rational::from(4 * u64::try_from(held.len()).unwrap());
        GroupScore {
            code: code.into(),
            parent: parent.map(str::to_owned),
            title: both(&format!("Nhóm {code}"), &format!("Group {code}")),
            applicable_max: Interval::new(max.clone(), max.clone()),
            measured_applicable_max: Interval::new(max.clone(), max.clone()),
            max,
            figures: sum(&held),
            rescaled: false,
        }
    });
    let all: Vec<&CriterionScore> = card.criteria.iter().collect();
    card.total.figures = sum(&all);
    card.total.max = Rational::from(4 * u64::try_from(all.len()).unwrap());
    card.rubric.max = card.total.max.clone();
    card.groups = groups.to_vec();
    card
}

/// Every line that a format has says what the JSON says; it has the lines and figures that are asked of it.
fn agree(format: &str, lines: &Lines, ours: &Lines, whole: bool) {
    for (code, line) in ours {
        let full = whole || !code.starts_with('K');
        let Some(told) = lines.get(code) else {
            assert!(
                format == "markdown" && !full,
                "{format}: {code} is not there"
            );
            continue;
        };
        for figure in FIGURES {
            let Some(told) = told.get(figure) else {
                assert!(!full, "{format}: {code} has no {figure}");
                continue;
            };
            let mut expected = &line[figure];
            // A form sums the column: what is not evidenced stands with what was proved.
            if format == "xlsx" && figure == "evidenced" && expected.is_empty() {
                expected = &line["low"];
            }
            assert_eq!(told, expected, "{format}: {figure} of {code}");
        }
    }
    assert!(lines.keys().all(|code| ours.contains_key(code)), "{format}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_says_the_numbers_of_the_json(
        criteria in prop::collection::vec(drawn(), 1..8),
        digits in 0_u32..=3,
        mode in 0..Mode::ALL.len(),
        vietnamese in any::<bool>(),
    ) {
        let card = card_of(&criteria, digits, Mode::ALL[mode]);
        let lang = if vietnamese { Lang::Vi } else { Lang::En };
        let ours = of_json(&card);
        agree("csv", &of_csv(&card, lang), &ours, true);
        agree("xlsx", &of_xlsx(&card, lang), &ours, true);
        agree("html", &of_html(&card, lang), &ours, false);
        agree("terminal", &of_terminal(&card, lang), &ours, false);
        agree("markdown", &of_markdown(&card, lang), &ours, false);
        let document = serde_json::from_str(&json::scorecard(&card)).unwrap();
        prop_assert!(validator().is_valid(&document));
    }
}

fn validator() -> &'static jsonschema::Validator {
    static VALIDATOR: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    VALIDATOR.get_or_init(|| jsonschema::draft202012::new(&schema::all()["scorecard"]).unwrap())
}

#[test]
fn all_states_standings_and_marks_together() {
    let mut criteria = Vec::new();
    for state in 0..Measured::ALL.len() {
        for standing in 0..Standing::ALL.len() {
            for flags in 0..16 {
                let n = u16::try_from(criteria.len()).unwrap();
                let claim = |turn: u16| (n % turn != 0).then_some(n % 601);
                criteria.push(Drawn {
                    state,
                    standing,
                    flags,
                    formula: criteria.len() % Formula::CODES.len(),
                    low: n % 400,
                    wide: n % 200,
                    evidenced: claim(2),
                    declared: claim(3),
                    adjudicated: claim(4),
                    group: criteria.len() % 4,
                });
            }
        }
    }
    let card = card_of(&criteria, 2, Mode::HalfUp);
    let ours = of_json(&card);
    for lang in [Lang::Vi, Lang::En] {
        agree("csv", &of_csv(&card, lang), &ours, true);
        agree("xlsx", &of_xlsx(&card, lang), &ours, true);
        agree("html", &of_html(&card, lang), &ours, false);
        agree("terminal", &of_terminal(&card, lang), &ours, false);
        agree("markdown", &of_markdown(&card, lang), &ours, false);
    }
}

/// The texts of all cells of a workbook.
fn cells(bytes: &[u8]) -> Vec<String> {
    use calamine::{DataType, Reader, Xlsx};
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets();
    let cells = sheets.iter().flat_map(|(_, sheet)| sheet.used_cells());
    cells
        .filter_map(|(_, _, data)| data.get_string().map(str::to_owned))
        .collect()
}

#[test]
fn hostile_names_are_texts_in_every_format() {
    let words = Words::built_in();
    let lang = Lang::Vi;
    let style = Style {
        colour: false,
        width: 100,
    };
    let reports = |text: &str| {
        let (card, explained) = filled_with(text);
        let cards = [card.clone()];
        let ranked = rank(&cards).unwrap();
        let mut out = Vec::new();
        terminal::scorecard(&card, &words, lang, &mut out, style).unwrap();
        terminal::explanation(&explained, &words, lang, &mut out, style).unwrap();
        terminal::ranking(&ranked, &words, lang, &mut out, style).unwrap();
        (
            [
                page_of(&card, std::slice::from_ref(&explained), lang),
                ranking_of(&cards, lang),
            ],
            [
                xlsx::self_score(&card, &[explained], &words, lang).unwrap(),
                xlsx::ranking(&ranked, &cards, &words, lang).unwrap(),
            ],
            [
                csv::scorecard(&card, &words, lang).unwrap(),
                csv::ranking(&ranked, &cards, &words, lang).unwrap(),
            ],
            [
                markdown::scorecard(&card, &words, lang),
                markdown::ranking(&ranked, &cards, &words, lang),
                String::from_utf8(out).unwrap(),
                json::scorecard(&card),
            ],
        )
    };
    let honest = reports("x");
    for hostile in HOSTILE {
        let (pages, books, tables, texts) = reports(hostile);
        let seen = crate::words::plain(hostile);
        for (page, honest) in pages.iter().zip(&honest.0) {
            // What stands between backticks is set as code; that is all that a text can ask for.
            let markup = |page: &str| {
                let page = page.replace("<code>", "").replace("</code>", "");
                ['<', '"'].map(|sign| page.matches(sign).count())
            };
            assert_eq!(markup(page), markup(honest), "{hostile}");
            assert_eq!(page.chars().find(|c| *c != '\n' && steers(*c)), None);
            assert!(shown(page).contains(&seen.replace('`', "")) || shown(page).contains(&seen));
        }
        for (book, honest) in books.iter().zip(&honest.1) {
            let told = cells(book);
            assert!(told.iter().any(|text| text.contains(&seen)), "{hostile}");
            assert!(
                told.iter()
                    .all(|text| text.chars().all(|c| c == '\n' || !steers(c)))
            );
            assert_eq!(formulas(book), formulas(honest), "{hostile}");
        }
        for table in &tables {
            let text = String::from_utf8(table.clone()).unwrap();
            let mut reader = ::csv::ReaderBuilder::new()
                .delimiter(b';')
                .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            for row in reader.records() {
                for cell in &row.unwrap() {
                    let number = Rational::parse(&cell.replace(',', ".")).is_some();
                    let formula = cell.trim_start().starts_with(['=', '+', '-', '@']);
                    assert!(number || !formula, "{hostile}: {cell}");
                    assert!(cell.chars().all(|c| !steers(c)), "{hostile}");
                }
            }
        }
        for text in &texts {
            assert_eq!(text.chars().find(|c| *c != '\n' && steers(*c)), None);
        }
        // Markdown shows no tag, image or link of it: what could be one has a backslash before it.
        for text in &texts[..2] {
            // Within backticks nothing is markup, and neither is what stands after a backslash.
            let text = text.replace("\\`", "").replace("\\]", "");
            let text: String = text.split('`').step_by(2).collect();
            assert!(!text.contains("<img") && !text.contains("](http"), "{text}");
        }
    }
}

/// The formulas of a workbook, sheet by sheet.
fn formulas(bytes: &[u8]) -> Vec<String> {
    use calamine::{Reader, Xlsx};
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let mut found = Vec::new();
    for name in names {
        let sheet = book.worksheet_formula(&name).unwrap();
        found.extend(sheet.used_cells().map(|(_, _, formula)| formula.clone()));
    }
    found
}

#[test]
fn a_name_of_a_hundred_thousand_letters_is_whole_or_said_to_be_cut() {
    let words = Words::built_in();
    let (card, explained) = filled_with(&"Hà".repeat(50_000));
    let page = page_of(&card, std::slice::from_ref(&explained), Lang::Vi);
    assert!(page.contains(&"Hà".repeat(50_000)));
    let book = xlsx::self_score(&card, &[explained], &words, Lang::Vi).unwrap();
    let long: Vec<String> = cells(&book)
        .into_iter()
        .filter(|text| text.chars().count() > 20_000)
        .collect();
    assert!(!long.is_empty());
    for text in long {
        assert!(text.chars().count() <= 32_767);
        assert!(text.contains('…'));
    }
    let table = csv::scorecard(&card, &words, Lang::Vi).unwrap();
    assert!(String::from_utf8(table).unwrap().contains('…'));
    assert!(json::scorecard(&card).contains(&"Hà".repeat(50_000)));
    assert!(markdown::scorecard(&card, &words, Lang::Vi).contains("HàHà"));
}
