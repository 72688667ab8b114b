//! Days in Vietnamese text: always day first, in every form that portals write; and what is no day of publication.

use crate::check::{Group, Labels};
use crate::exact::Day;
use crate::table::fold;

use super::Said;

/// Years that a page can be about.
const YEARS: std::ops::RangeInclusive<i16> = 1_945..=2_100;
/// Most characters of a text whose days are looked for.
const LOOKED_AT: usize = 2_000;
/// Most characters of a date stamp.
const LONGEST_STAMP: usize = 200;
/// Most words, beside days, times and labels, of a text that is only a date stamp.
const STRAY_WORDS: usize = 3;

/// A word, number or sign of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Number { digits: String, value: i64 },
    Word(String),
    Sign(char),
}

/// A day and the tokens that say it.
pub(super) struct Found {
    pub(super) day: Option<Day>,
    pub(super) from: usize,
    pub(super) to: usize,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let text: String = text.chars().take(LOOKED_AT).collect();
    let folded = fold(&text);
    let mut found = Vec::new();
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = String::from(c);
        if c.is_ascii_digit() {
            while let Some(next) = chars.next_if(char::is_ascii_digit) {
                word.push(next);
            }
            let value = word.parse().unwrap_or(i64::MAX);
            found.push(Token::Number {
                digits: word,
                value,
            });
        } else if c.is_alphabetic() {
            while let Some(next) = chars.next_if(|c| c.is_alphabetic()) {
                word.push(next);
            }
            found.push(Token::Word(word));
        } else {
            found.push(Token::Sign(c));
        }
    }
    found
}

/// A number of one or two digits, or of four.
pub(super) fn short(token: Option<&Token>) -> Option<i64> {
    match token? {
        Token::Number { digits, value } if digits.len() <= 2 => Some(*value),
        Token::Number { .. } | Token::Word(_) | Token::Sign(_) => None,
    }
}

pub(super) fn year(token: Option<&Token>) -> Option<i16> {
    match token? {
        Token::Number { digits, value } if digits.len() == 4 => i16::try_from(*value)
            .ok()
            .filter(|year| YEARS.contains(year)),
        Token::Number { .. } | Token::Word(_) | Token::Sign(_) => None,
    }
}

pub(super) fn word(token: Option<&Token>) -> &str {
    match token {
        Some(Token::Word(word)) => word,
        Some(Token::Number { .. } | Token::Sign(_)) | None => "",
    }
}

pub(super) fn sign(token: Option<&Token>) -> Option<char> {
    match token {
        Some(Token::Sign(sign)) => Some(*sign),
        Some(Token::Number { .. } | Token::Word(_)) | None => None,
    }
}

pub(super) fn day_of(year: i16, month: i64, day: i64) -> Option<Day> {
    Day::of(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// The day that begins at a token.
fn day_at(tokens: &[Token], at: usize) -> Option<Found> {
    let get = |n: usize| tokens.get(at + n);
    let found = |day, n: usize| {
        Some(Found {
            day,
            from: at,
            to: at + n,
        })
    };
    // 2024-06-30, as machines write it.
    if let Some(year) = year(get(0))
        && sign(get(1)) == Some('-')
        && sign(get(3)) == Some('-')
        && let Some((month, day)) = short(get(2)).zip(short(get(4)))
    {
        return found(day_of(year, month, day), 5);
    }
    let day = short(get(0))?;
    // 30/06/2024, 04-09-2009, 30.06.2024.
    if let Some(between) = sign(get(1)).filter(|c| matches!(c, '/' | '-' | '.'))
        && sign(get(3)) == Some(between)
        && let Some(month) = short(get(2))
    {
        if let Some(year) = year(get(4)) {
            return found(day_of(year, month, day), 5);
        }
        // Two digits of a year may be any century's: it is there, and not understood.
        if short(get(4)).is_some() && between == '/' {
            return found(None, 5);
        }
    }
    // 24 tháng 6 năm 2022; 24 tháng 6, 2022.
    if word(get(1)) == "thang" {
        let month = short(get(2)).or_else(|| month_word(word(get(2))))?;
        let mut n = 3;
        while sign(get(n)) == Some(',') || word(get(n)) == "nam" {
            n += 1;
        }
        return found(day_of(year(get(n))?, month, day), n + 1);
    }
    None
}

fn month_word(word: &str) -> Option<i64> {
    const WORDS: &[&str] = &[
        "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi",
    ];
    let at = WORDS.iter().position(|known| *known == word)?;
    i64::try_from(at + 1).ok()
}

pub(super) fn found(tokens: &[Token]) -> Vec<Found> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match day_at(tokens, at) {
            Some(day) => {
                at = day.to;
                all.push(day);
            }
            None => at += 1,
        }
    }
    all
}

/// The days that a text says, in its order.
pub(super) fn days(text: &str) -> Vec<Day> {
    let tokens = tokens(text);
    found(&tokens)
        .into_iter()
        .filter_map(|found| found.day)
        .collect()
}

/// The first day of a text that should hold one: a cell or field with its heading, an attribute.
pub(super) fn day_in(text: &str) -> Said<Day> {
    if text.chars().all(|c| !c.is_alphanumeric()) {
        return Said::None;
    }
    // `20240630T0815…` and ISO times begin with the day.
    let iso = text.trim().get(..10).and_then(Day::parse);
    iso.or_else(|| days(text).first().copied())
        .map_or(Said::Unread, Said::Is)
}

/// The day that a short text stamps on what it stands at: nothing but a day, a time, a weekday and a label, and few words more.
///
/// `None` = the text is no stamp; a stamp that says «2 giờ trước» or a year of two digits is one that is not understood.
pub(super) fn stamp(text: &str, labels: &Labels) -> Said<Day> {
    if text.chars().nth(LONGEST_STAMP).is_some() {
        return Said::None;
    }
    let tokens = tokens(text);
    let all = found(&tokens);
    let mut rest: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let in_day = all.iter().any(|day| (day.from..day.to).contains(&at));
        if let Token::Word(word) = token
            && !in_day
            && !is_of_a_time(word, tokens.get(at.wrapping_sub(1)))
        {
            rest.push(word);
        }
    }
    let words = rest.join(" ");
    if labels.says(Group::Phrase, "other_day", &words) {
        return Said::None;
    }
    let Some(first) = all.first() else {
        let all = crate::check::words_of(text);
        let ago = labels.says(Group::Phrase, "ago", &all) && rest.len() <= STRAY_WORDS + 3;
        return if ago { Said::Unread } else { Said::None };
    };
    // «từ … đến …» is a period.
    if rest.iter().any(|word| matches!(*word, "tu" | "den")) {
        return Said::None;
    }
    let mut stray = 0;
    let mut at = 0;
    while at < rest.len() {
        let tail = rest.get(at..).unwrap_or_default().join(" ");
        if let Some(n) = leading_stamp(labels, &tail) {
            at += n;
        } else {
            stray += 1;
            at += 1;
        }
    }
    if stray > STRAY_WORDS {
        return Said::None;
    }
    first.day.map_or(Said::Unread, Said::Is)
}

fn leading_stamp(labels: &Labels, words: &str) -> Option<usize> {
    let mut end = 0;
    let mut found = None;
    for (n, word) in words.split(' ').enumerate().take(6) {
        end += word.len() + usize::from(n > 0);
        let start = words.get(..end)?;
        if labels.is(Group::Phrase, "stamp", start) {
            found = Some(n + 1);
        }
    }
    found
}

/// Whether a word belongs to a time of day or names a weekday.
fn is_of_a_time(word: &str, before: Option<&Token>) -> bool {
    let after_number = matches!(before, Some(Token::Number { .. }));
    matches!(
        word,
        "thu"
            | "chu"
            | "nhat"
            | "hai"
            | "ba"
            | "tu"
            | "nam"
            | "sau"
            | "bay"
            | "am"
            | "pm"
            | "ngay"
            | "luc"
            | "gmt"
            | "sa"
    ) && !(word == "tu"
        && matches!(before, None | Some(Token::Word(_)))
        && word_is_not_weekday(before))
        || after_number && matches!(word, "h" | "g" | "gio" | "phut" | "p" | "s" | "t")
}

/// «thứ tư» is a day of the week, a «từ» elsewhere begins a period.
fn word_is_not_weekday(before: Option<&Token>) -> bool {
    word(before) != "thu"
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
