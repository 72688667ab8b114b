//! Forms number their lines; nothing of a scorecard is left out of them.

use super::*;
use crate::score::sample::{criterion, small};

#[test]
fn groups_stand_above_what_they_hold_and_are_numbered() {
    let mut card = small();
    let group = |code: &str, parent: Option<&str>| GroupScore {
        code: code.into(),
        parent: parent.map(str::to_owned),
        ..card.groups[0].clone()
    };
    card.groups = vec![
        group("B", None),
        group("A", None),
        group("A1", Some("A")),
        group("A2", Some("A")),
        group("A2a", Some("A2")),
    ];
    let of = |code: &str, group: &str| CriterionScore {
        group: group.into(),
        ..criterion(code, "0", "1")
    };
    card.criteria = vec![
        of("x", "A2a"),
        of("own", "A"),
        of("y", "A1"),
        of("z", "A1"),
        of("lost", "nowhere"),
    ];
    let lines = lines(&card);
    let told: Vec<(&str, &str, usize, Option<usize>)> = lines
        .iter()
        .map(|line| {
            (
                line.number.as_str(),
                line.item.code(),
                line.depth,
                line.above,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("I", "B", 0, None),
            ("II", "A", 0, None),
            ("1", "own", 1, Some(1)),
            ("2", "A1", 1, Some(1)),
            ("2.1", "y", 2, Some(3)),
            ("2.2", "z", 2, Some(3)),
            ("3", "A2", 1, Some(1)),
            ("3.1", "A2a", 2, Some(6)),
            ("3.1.1", "x", 3, Some(7)),
            ("", "lost", 0, None),
        ]
    );
}

#[test]
fn roman_numerals() {
    let told: Vec<String> = [1, 4, 9, 14, 40, 1994].into_iter().map(roman).collect();
    assert_eq!(told, ["I", "IV", "IX", "XIV", "XL", "MCMXCIV"]);
}

#[test]
fn what_is_not_evidenced_stands_with_what_was_proved() {
    let card = small();
    let points = Points::of(&card.rubric);
    let item = Item::Criterion(&card.criteria[1]);
    assert_eq!(
        Figure::Evidenced.of_item(points, item).as_deref(),
        Some("1.00")
    );
    assert_eq!(Figure::Declared.of_item(points, item), None);
    assert_eq!(Figure::MeasuredHigh.of_total(&card), "9.92");
}
