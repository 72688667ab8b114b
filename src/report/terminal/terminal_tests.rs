//! All four reports: wording and layout, the same figures as the JSON, hostile text, the width, colour.

use super::*;
use crate::gate::{Gate, judge};
use crate::rank::rank;
use crate::report::json;
use crate::score::sample::{self, both, of_total, small};
use crate::words::steers;

const PLAIN: Style = Style {
    colour: false,
    width: 100,
};

/// All four reports on a card, one after the other.
fn reports(card: &Scorecard, explained: &Explanation, lang: Lang, style: Style) -> String {
    let words = Words::built_in();
    let gate_of = Gate::of_flags(Some("7.005"), Some("2"), &["A1=10"]).unwrap();
    let verdict = judge(card, &gate_of).unwrap();
    let mut other = card.clone();
    other.total.ranked = crate::kind::Applies::No;
    let ranked = rank(&[card.clone(), card.clone(), other]).unwrap();
    let mut out = Vec::new();
    scorecard(card, &words, lang, &mut out, style).unwrap();
    explanation(explained, &words, lang, &mut out, style).unwrap();
    ranking(&ranked, &words, lang, &mut out, style).unwrap();
    gate(&verdict, &words, lang, &mut out, style).unwrap();
    String::from_utf8(out).unwrap()
}

fn card_text(card: &Scorecard, lang: Lang) -> String {
    let mut out = Vec::new();
    scorecard(card, &Words::built_in(), lang, &mut out, PLAIN).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn all_reports_in_vietnamese() {
    let text = reports(&small(), &sample::explanation(), Lang::Vi, PLAIN);
    insta::assert_snapshot!(text);
}

#[test]
fn all_reports_in_english() {
    let text = reports(&small(), &sample::explanation(), Lang::En, PLAIN);
    insta::assert_snapshot!(text);
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    let card = of_total("a", "61.37", "1128.4");
    let vi = card_text(&card, Lang::Vi);
    assert!(vi.contains("61,37 – 1.128,40 / 170,00"), "{vi}");
    let en = card_text(&card, Lang::En);
    assert!(en.contains("61.37 – 1,128.40 / 170.00"), "{en}");
    assert!(vi.contains("31/12/2020") && en.contains("2020-12-31"));
}

#[test]
fn ranks_show_their_range_and_their_denominator() {
    let cards = [
        of_total("a", "130", "130"),
        of_total("b", "61", "128"),
        of_total("c", "100", "100"),
    ];
    let mut out = Vec::new();
    ranking(
        &rank(&cards).unwrap(),
        &Words::built_in(),
        Lang::Vi,
        &mut out,
        PLAIN,
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("1/3") && text.contains("2–3/3"), "{text}");
}

#[test]
fn the_notice_and_made_up_data_stand_in_every_report_in_both_languages() {
    for (lang, notice) in [(Lang::Vi, "không ban hành."), (Lang::En, "never issued.")] {
        let mut explained = sample::explanation();
        // The card's label stands above a criterion that no made-up figure touched.
        explained.criterion.flags = Vec::new();
        explained.illustrative = true;
        let text = reports(&small(), &explained, lang, PLAIN);
        assert_eq!(text.matches("SỐ LIỆU MINH HỌA").count(), 4);
        assert_eq!(text.matches(notice).count(), 4);
        let mut honest = small();
        honest.criteria.iter_mut().for_each(|c| c.flags.clear());
        explained.illustrative = false;
        let text = reports(&honest, &explained, lang, PLAIN);
        assert!(!text.contains("SỐ LIỆU MINH HỌA"));
    }
}

/// The decimals of a line, in the order in which they stand.
fn decimals(line: &str) -> Vec<String> {
    line.split(' ')
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn figures_equal_those_of_the_json() {
    let mut card = small();
    card.total.figures.official = sample::range("7.01", "8.02");
    card.total.figures.evidenced = sample::number("7.5");
    let value: serde_json::Value = serde_json::from_str(&json::scorecard(&card)).unwrap();
    let total = &value["total"];
    let text = card_text(&card, Lang::En);
    let line = |label: &str| {
        let line = text.lines().find(|line| line.starts_with(label));
        decimals(line.unwrap_or_else(|| panic!("no line {label} in\n{text}")))
    };
    let figures = |keys: &[&str]| -> Vec<String> {
        let at = |key: &str| total.pointer(key).unwrap().as_str().unwrap().to_owned();
        keys.iter().map(|key| at(key)).collect()
    };
    assert_eq!(line("Proved"), figures(&["/measured/low", "/max"]));
    assert_eq!(line("Evidenced"), figures(&["/evidenced", "/max"]));
    assert_eq!(line("Declared"), figures(&["/declared", "/max"]));
    assert_eq!(line("Attainable"), figures(&["/measured/high", "/max"]));
    let official = ["/official/low", "/official/high", "/max"];
    assert_eq!(line("Adjudicated"), figures(&official));
    let all = [
        "/max",
        "/measured/low",
        "/measured/high",
        "/evidenced",
        "/declared",
        "/official/low",
        "/official/high",
    ];
    assert_eq!(line("      Total"), figures(&all));
}

/// A card and an explanation in which every foreign text is this one.
fn filled_with(text: &str) -> (Scorecard, Explanation) {
    let mut card = small();
    let names = || both(text, text);
    card.unit.id = text.into();
    card.unit.name = names();
    card.round.id = text.into();
    card.rubric.id = text.into();
    card.rubric.edition = text.into();
    card.rubric.title = names();
    card.rubric.notice = Some(names());
    card.rubric.bands = vec![("weak".into(), names())];
    card.context[0].unit = text.into();
    for group in &mut card.groups {
        group.title = names();
    }
    for criterion in &mut card.criteria {
        criterion.title = names();
        criterion.code = text.into();
        criterion.because = vec![
            crate::score::Because::new("decision")
                .text("kind", text)
                .text("author", text)
                .text("reason", text),
        ];
        for legal in &mut criterion.legal {
            legal.number = text.into();
            legal.article = Some(text.into());
            legal.grade = text.into();
            legal.instrument = text.into();
        }
        for file in &mut criterion.evidence {
            file.what = text.into();
            file.sha256 = Some(text.into());
        }
    }
    let mut explained = sample::explanation();
    explained.unit = card.unit.clone();
    explained.round = card.round.clone();
    explained.rubric = card.rubric.clone();
    explained.criterion = card.criteria[0].clone();
    explained.formula = text.into();
    explained.provenance = names();
    explained.meaning = names();
    explained.evidence_rule = Some(names());
    let claim = explained.declaration.as_mut().unwrap();
    claim.note = text.into();
    claim.stated = Some(crate::unit::Stated::Items(vec![text.into()]));
    let asked = &mut explained.asked[0];
    asked.title = names();
    asked.body = text.into();
    asked.query = text.into();
    asked.params = vec![(text.into(), text.into())];
    asked.tables[0].table = text.into();
    asked.tables[0].state = text.into();
    asked.tables[0].files = vec![(text.into(), text.into())];
    for row in &mut asked.rows {
        row.key = text.into();
        row.cells = vec![(text.into(), Some(text.into()))];
        row.from.as_mut().unwrap().file = text.into();
    }
    explained.raise[0].fields = vec![("n", text.into())];
    (card, explained)
}

#[test]
fn hostile_text_comes_out_plain() {
    let hostile = "x\u{1b}]0;t\u{7}\u{202e}\u{9b}y\nz\0\u{200b}";
    let (card, explained) = filled_with(hostile);
    let (flat_card, flat_explained) = filled_with(&hostile.replace('\n', " "));
    for lang in [Lang::Vi, Lang::En] {
        let text = reports(&card, &explained, lang, PLAIN);
        assert!(text.contains("\\u{1b}"));
        let bad = text.chars().find(|c| *c != '\n' && steers(*c));
        assert_eq!(bad, None);
        // A line end in a name is a blank.
        assert_eq!(text, reports(&flat_card, &flat_explained, lang, PLAIN));
    }
}

#[test]
fn lines_keep_to_the_width() {
    let long = "Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn ".repeat(8);
    let (long_card, long_explained) = filled_with(long.trim());
    for (card, explained) in [
        (small(), sample::explanation()),
        (long_card, long_explained),
    ] {
        for lang in [Lang::Vi, Lang::En] {
            for columns in [80, 100, 132] {
                let style = Style {
                    colour: false,
                    width: columns,
                };
                let mut card = card.clone();
                for criterion in &mut card.criteria {
                    criterion.code = "C9".into();
                }
                for line in reports(&card, &explained, lang, style).lines() {
                    assert!(width::columns(line) <= columns, "{columns}: {line}");
                }
            }
        }
    }
}

#[test]
fn colour_adds_nothing_but_escape_sequences() {
    let coloured = Style {
        colour: true,
        ..PLAIN
    };
    let (card, explained) = (small(), sample::explanation());
    let text = reports(&card, &explained, Lang::Vi, coloured);
    assert!(text.contains("\u{1b}["));
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    bare.push_str(rest);
    assert_eq!(bare, reports(&card, &explained, Lang::Vi, PLAIN));
}

#[test]
fn the_short_lists_have_five_lines_the_greatest_first() {
    let mut card = small();
    card.criteria = (1..=7)
        .map(|n| sample::criterion(&format!("C{n}"), "0", &format!("0.{n}")))
        .collect();
    let text = card_text(&card, Lang::En);
    let after = |title: &str| -> Vec<&str> {
        let lines = text.lines().skip_while(|line| *line != title).skip(1);
        let codes = lines.take_while(|line| !line.is_empty());
        codes.filter_map(|line| line.split(' ').next()).collect()
    };
    assert_eq!(after("Most points lost"), ["C1", "C2", "C3", "C4", "C5"]);
    assert_eq!(
        after("Most points not measured"),
        ["C7", "C6", "C5", "C4", "C3"]
    );
    // What is settled at its maximum stands in neither.
    card.criteria = vec![sample::criterion("C1", "4", "4")];
    assert!(!card_text(&card, Lang::En).contains("Most points"));
}

#[test]
fn a_unit_that_is_not_ranked_and_a_pending_result_are_said() {
    let mut card = small();
    card.total.ranked = crate::kind::Applies::No;
    let text = card_text(&card, Lang::En);
    assert!(text.contains("The unit is not ranked.") && text.contains("pending"));
    card.total.ranked = crate::kind::Applies::Yes;
    card.total.figures.official = crate::exact::Interval::point(sample::number("9"));
    let text = card_text(&card, Lang::En);
    assert!(!text.contains("not ranked") && !text.contains("pending"));
}
