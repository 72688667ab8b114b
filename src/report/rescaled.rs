//! What is said of a group whose points are shared out anew where one of its criteria does not apply.

use crate::exact::{Interval, Rational};
use crate::report::speech::Speech;
use crate::score::{GroupScore, Scorecard};
use crate::words::plain;

/// The factor as measured, that after the decisions where it is another, and whether the lines add up no more.
pub(super) fn lines(card: &Scorecard, speech: Speech<'_>, group: &GroupScore) -> Vec<String> {
    let unscaled = |applicable: &Interval| applicable.is_point() && applicable.low == group.max;
    let (measured, official) = (&group.measured_applicable_max, &group.applicable_max);
    let mut lines = Vec::new();
    if !unscaled(measured) {
        let key = if measured.is_point() {
            "report.rescaled"
        } else {
            "report.rescaled_maybe"
        };
        lines.push(factor(speech, key, group, measured));
    }
    if official != measured {
        lines.push(factor(speech, "report.rescaled_official", group, official));
    }
    if sum(card, group) != group.figures.measured {
        let group = plain(&group.code);
        lines.push(speech.say("report.not_the_sum", &[("group", group)]));
    }
    lines
}

fn factor(speech: Speech<'_>, key: &str, group: &GroupScore, applicable: &Interval) -> String {
    let mut shown = speech.range(applicable);
    if !applicable.is_point() {
        shown = format!("({shown})");
    }
    speech.say(
        key,
        &[
            ("group", plain(&group.code)),
            ("max", speech.points(&group.max)),
            ("applicable", shown),
        ],
    )
}

/// Σ measured of the lines below a group.
fn sum(card: &Scorecard, group: &GroupScore) -> Interval {
    let zero = Interval::new(Rational::zero(), Rational::zero());
    let below = card
        .criteria
        .iter()
        .filter(|criterion| belongs(card, &criterion.group, &group.code));
    below
        .filter_map(|criterion| criterion.measured.as_ref())
        .fold(zero, |sum, points| sum + points)
}

/// Whether a group is another or lies below it; a circle of parents, which no rubric has, ends too.
fn belongs(card: &Scorecard, own: &str, group: &str) -> bool {
    let mut own = Some(own);
    for _ in 0..=card.groups.len() {
        match own {
            Some(code) if code == group => return true,
            Some(code) => {
                let found = card.groups.iter().find(|group| group.code == code);
                own = found.and_then(|group| group.parent.as_deref());
            }
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::points::Points;
    use crate::score::sample::{number, range, small};
    use crate::words::{Lang, Words};

    fn told(change: impl Fn(&mut GroupScore)) -> String {
        let mut card = small();
        change(&mut card.groups[0]);
        let words = Words::built_in();
        let speech = Speech::new(&words, Lang::En, Points::of(&card.rubric));
        lines(&card, speech, &card.groups[0]).join(" ")
    }

    #[test]
    fn both_factors_are_told_where_a_decision_moved_one() {
        let text = told(|_| ());
        assert!(text.contains("12.00/(10.00 – 12.00)"), "{text}");
        assert!(text.contains("12.00/10.00"), "{text}");
        let same = told(|group| group.applicable_max = group.measured_applicable_max.clone());
        assert!(!same.contains("12.00/10.00"), "{same}");
    }

    #[test]
    fn a_difference_from_the_lines_is_told_only_where_there_is_one() {
        let differs = "not the sum";
        // 5.92 + 1 … 5.92 + 4
        assert!(!told(|_| ()).contains(differs));
        let moved = told(|group| group.figures.measured = range("6.92", "10"));
        assert!(moved.contains(differs), "{moved}");
    }

    #[test]
    fn a_scope_of_which_all_applies_says_nothing() {
        let all = |group: &mut GroupScore| {
            group.applicable_max = Interval::point(number("12"));
            group.measured_applicable_max = Interval::point(number("12"));
        };
        assert_eq!(told(all), "");
    }
}
