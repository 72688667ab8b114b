//! The pages: their figures, escapes and languages, and that they ask for nothing.

use crate::exact::Interval;
use crate::kind::Applies;
use crate::report::printed::{page_of, ranking_of, shown};
use crate::score::sample::{both, criterion, explanation, number, range, small};
use crate::score::{Because, Fact, Flag, Measured, REASONS, Scorecard, Standing};
use crate::words::{Lang, Words};

/// A card with a criterion in every state and standing.
fn every_state() -> Scorecard {
    let mut card = small();
    card.criteria.clear();
    let states = [
        Measured::Settled,
        Measured::Partial,
        Measured::Unknown,
        Measured::ToolError,
        Measured::NotApplicable,
        Measured::Unscored,
    ];
    let standings = [
        Standing::None,
        Standing::Claimed,
        Standing::Evidenced,
        Standing::Verified,
        Standing::Overridden,
        Standing::Contested,
    ];
    for state in states {
        for standing in standings {
            let code = format!("C{}", card.criteria.len() + 1);
            let mut one = criterion(&code, "1.25", "3.5");
            one.state = state;
            one.standing = standing;
            one.declared = Some(number("3.75"));
            one.evidenced = Some(number("2.25"));
            one.adjudicated = Some(number("2.75"));
            one.flags = vec![
                Flag::Stale,
                Flag::PeriodConflict,
                Flag::ScopeConflict,
                Flag::Illustrative,
            ];
            if state == Measured::NotApplicable {
                one.applies = Applies::No;
                one.measured = None;
                one.official = None;
            }
            card.criteria.push(one);
        }
    }
    card
}

#[test]
fn a_ranking_has_the_figures_of_its_json() {
    let cards: Vec<Scorecard> = [("a", "10", "12"), ("b", "11", "11"), ("c", "11", "11")]
        .map(|(id, low, high)| {
            let mut card = small();
            card.unit.id = id.into();
            card.total.figures.official = range(low, high);
            if id == "c" {
                card.total.ranked = Applies::No;
            }
            card
        })
        .to_vec();
    let page = ranking_of(&cards, Lang::En);
    let text = shown(&page);
    for row in ["1–2/2", "10.00 – 12.00", "11.00", "Round 2020"] {
        assert!(text.contains(row), "{row}");
    }
    assert_eq!(page.matches("scope=\"row\"").count(), 3);
}

/// Every key of a template has its message, and nothing of the other language shows.
#[test]
fn both_languages_are_whole_and_apart() {
    let mut card = every_state();
    card.criteria.push(small().criteria[0].clone());
    for (n, (code, fields)) in REASONS.iter().enumerate() {
        let mut reason = Because::new(code);
        for name in *fields {
            let fact = if n % 2 == 0 {
                Fact::Number(2)
            } else {
                Fact::Unknown
            };
            reason.fields.insert(name, fact);
        }
        card.criteria[0].because.push(reason);
    }
    let explained = [explanation()];
    let foreign = [
        "KĐ",
        "K/A",
        "Proved",
        "Declared",
        "Evidence",
        "Group",
        "Criterion",
        "Round",
        "Rubric",
        "Notice",
        "unknown",
        "none",
    ];
    let vi = shown(&page_of(&card, &explained, Lang::Vi));
    for word in foreign {
        let said = vi
            .split(|c: char| !c.is_alphanumeric() && c != '/')
            .any(|w| w == word);
        assert!(!said, "{word}");
    }
    for (lang, text) in [
        (Lang::Vi, vi),
        (Lang::En, shown(&page_of(&card, &explained, Lang::En))),
        (Lang::Vi, shown(&ranking_of(&[small()], Lang::Vi))),
        (Lang::En, shown(&ranking_of(&[small()], Lang::En))),
    ] {
        for section in [
            "html.", "report.", "explain.", "figure.", "because.", "raise.", "grade.", "row.",
        ] {
            let words = Words::built_in();
            let key = words
                .keys(lang)
                .find(|key| key.starts_with(section) && text.contains(*key));
            assert_eq!(key, None, "{}", lang.code());
        }
        assert!(!text.contains("{{") && !text.contains("undefined"));
    }
}

#[test]
fn a_page_is_one_file_that_asks_for_nothing() {
    for page in [
        page_of(&small(), &[explanation()], Lang::Vi),
        ranking_of(&[small()], Lang::Vi),
    ] {
        assert!(page.starts_with("<!doctype html>\n<html lang=\"vi\">"));
        let lower = page.to_lowercase();
        for word in [
            "<script",
            "<iframe",
            "<img",
            "<object",
            "<embed",
            "@import",
            "http:",
            "https:",
            "javascript:",
            " src=",
            " onload",
            "style=\"",
        ] {
            assert!(!lower.contains(word), "{word}");
        }
        // The only link is an empty icon, so that no browser looks for one; `url(` points into the page.
        let links: Vec<&str> = page
            .split(" href=\"")
            .skip(1)
            .map(|l| l.split('"').next().unwrap())
            .collect();
        assert!(
            links
                .iter()
                .all(|link| *link == "data:," || link.starts_with('#')),
            "{links:?}"
        );
        assert!(
            page.split("url(")
                .skip(1)
                .all(|url| url.starts_with("#open)"))
        );
        assert!(page.contains("default-src 'none'"));
        // Everything that a link leads to is there, once.
        for link in links.iter().filter_map(|link| link.strip_prefix('#')) {
            assert_eq!(
                page.matches(&format!(" id=\"{link}\"")).count(),
                1,
                "{link}"
            );
        }
    }
}

#[test]
fn headings_go_down_one_at_a_time_and_tables_say_what_they_are() {
    for page in [
        page_of(&small(), &[explanation()], Lang::Vi),
        ranking_of(&[small()], Lang::Vi),
    ] {
        let levels: Vec<u32> = page
            .split("<h")
            .skip(1)
            .filter_map(|rest| rest.chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.first(), Some(&1));
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{levels:?}"
        );
        let n_tables = page.matches("<table").count();
        assert!(n_tables > 0);
        assert_eq!(page.matches("<caption>").count(), n_tables);
        for head in page.split("<th ").skip(1) {
            assert!(head.starts_with("scope="), "{head:.40}");
        }
    }
}

#[test]
fn equal_scorecards_are_equal_bytes() {
    let once = page_of(&small(), &[explanation()], Lang::Vi);
    assert_eq!(once, page_of(&small(), &[explanation()], Lang::Vi));
    assert_eq!(
        ranking_of(&[small()], Lang::En),
        ranking_of(&[small()], Lang::En)
    );
}

#[test]
fn a_name_of_a_hundred_thousand_letters_is_all_there() {
    let long = "Hà".repeat(50_000);
    let mut card = small();
    card.unit.name = both(&long, &long);
    let page = page_of(&card, &[], Lang::Vi);
    assert!(page.contains(&format!("<h1>{long}</h1>")));
}

#[test]
fn made_up_data_are_said_and_honest_ones_are_not() {
    let mut card = small();
    for lang in [Lang::Vi, Lang::En] {
        assert!(page_of(&card, &[], lang).contains("SỐ LIỆU MINH HỌA"));
        assert!(ranking_of(&[card.clone()], lang).contains("SỐ LIỆU MINH HỌA"));
    }
    card.criteria
        .iter_mut()
        .for_each(|criterion| criterion.flags.clear());
    assert!(!page_of(&card, &[], Lang::Vi).contains("SỐ LIỆU MINH HỌA"));
    assert!(!ranking_of(&[card], Lang::Vi).contains("SỐ LIỆU MINH HỌA"));
}

#[test]
fn the_five_versions_stand_at_the_foot() {
    let page = page_of(&small(), &[], Lang::En);
    let foot = shown(
        page.split_once("<footer")
            .map(|(_, f)| format!("<body<footer{f}"))
            .unwrap()
            .as_str(),
    );
    for part in [
        concat!("sansang ", env!("CARGO_PKG_VERSION")),
        "revision ",
        "edition 2020.1",
        "sansang/scorecard/1",
        "bundle: 1",
    ] {
        assert!(foot.contains(part), "{part} in {foot}");
    }
}

#[test]
fn risks_come_before_what_is_lost_and_a_settled_card_has_none() {
    let mut card = small();
    let mut claimed = criterion("C1", "1", "2");
    claimed.declared = Some(number("3.5"));
    card.criteria = vec![
        criterion("C2", "0", "0"),
        criterion("C3", "0", "1.5"),
        claimed,
        criterion("C4", "4", "4"),
        criterion("C5", "0", "0.5"),
    ];
    let listed = |card: &Scorecard| -> Vec<String> {
        let page = page_of(card, &[], Lang::En);
        let risks = page.split("<h3 id=\"risks\">").nth(1).unwrap();
        let risks = risks.split("</section>").next().unwrap();
        risks
            .split("<b>")
            .skip(1)
            .map(|r| r.split('<').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(listed(&card), ["C1", "C3", "C5"]);
    card.criteria.truncate(2);
    assert_eq!(listed(&card), ["C3", "C2"]);
    card.criteria = vec![criterion("C4", "4", "4")];
    assert!(listed(&card).is_empty());
    assert!(page_of(&card, &[], Lang::En).contains("None: every criterion"));
    let mut decided = criterion("C6", "0", "4");
    decided.official = Some(Interval::point(number("4")));
    decided.adjudicated = Some(number("4"));
    decided.declared = Some(number("4"));
    card.criteria = vec![decided];
    assert!(listed(&card).is_empty());
}

#[test]
fn a_table_that_several_criteria_wait_for_is_one_step() {
    let step = |code: &str, table: &str, points: &str| {
        let mut one = explanation();
        one.criterion.code = code.into();
        one.raise = vec![crate::score::Raise {
            code: "collect_table",
            fields: vec![("table", table.into())],
            points: Some(number(points)),
        }];
        one
    };
    let explained = [
        step("C1", "certificates", "2"),
        step("C2", "dossiers", "3"),
        step("C3", "certificates", "2.5"),
    ];
    let page = page_of(&small(), &explained, Lang::En);
    let steps = page.split("<h3 id=\"steps\">").nth(1).unwrap();
    let steps: Vec<&str> = steps
        .split("</section>")
        .next()
        .unwrap()
        .split("<li>")
        .skip(1)
        .collect();
    assert_eq!(steps.len(), 2);
    assert!(
        steps[0].contains("certificates") && steps[0].contains("4.50"),
        "{}",
        steps[0]
    );
    assert!(steps[0].contains("C1") && steps[0].contains("C3") && steps[1].contains("3.00"));
}
