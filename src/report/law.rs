//! Legal bases in words, with the grade of how well each is known.

use crate::check::Legal;
use crate::exact::Day;
use crate::report::speech::Speech;
use crate::words::plain;

/// «điểm a khoản 1 Điều 10 Nghị định số 43/2011/NĐ-CP».
pub(super) fn cited(speech: Speech<'_>, legal: &Legal) -> String {
    let number = plain(&legal.number);
    let mut text = if speech.has("instrument", &legal.instrument) {
        let key = format!("instrument.{}", legal.instrument);
        speech.say(&key, &[("number", number)])
    } else {
        format!("{} {number}", plain(&legal.instrument))
    };
    let (clause, point) = match legal
        .clause
        .as_deref()
        .map(|c| c.split_once('.').unwrap_or((c, "")))
    {
        Some((clause, point)) => (clause, point),
        None => ("", ""),
    };
    for (key, part) in [
        (
            "legal.article",
            legal.article.as_deref().unwrap_or_default(),
        ),
        ("legal.clause", clause),
        ("legal.point", point),
    ] {
        if !part.is_empty() {
            text = speech.say(key, &[("part", plain(part)), ("of", text)]);
        }
    }
    text
}

/// The citation with how long it is in force and how well it is known; with the day on which a round is judged, also whether
/// it came into force only after that.
pub(super) fn in_full(speech: Speech<'_>, legal: &Legal, as_of: Option<Day>) -> String {
    let mut text = cited(speech, legal);
    let later = |day: &Day| as_of.is_some_and(|as_of| as_of < *day);
    let from = legal.valid_from.map(|day| {
        let key = if later(&day) {
            "legal.valid_later"
        } else {
            "legal.valid_from"
        };
        (key, day)
    });
    let to = legal.valid_to.map(|day| ("legal.valid_to", day));
    for (key, day) in from.into_iter().chain(to) {
        text.push_str("; ");
        text.push_str(&speech.say(key, &[("day", speech.day(day))]));
    }
    format!("{text} ({})", speech.code("grade", &legal.grade))
}

#[cfg(test)]
#[path = "law_tests.rs"]
mod tests;
