//! All four reports: wording and layout, the same figures as the JSON, hostile text, the width, colour.

use super::*;
use crate::gate::{Gate, judge};
use crate::rank::rank;
use crate::score::hostile::filled_with;
use crate::score::sample::{self, of_total, small};
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
