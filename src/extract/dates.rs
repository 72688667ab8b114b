//! Days in Vietnamese text: always day first, in every form that portals write; and what is no day of publication.

use crate::check::{Group, Labels};
use crate::exact::Day;
use crate::table::fold;

use super::Said;

/// Years that a page can be about.
const YEARS: std::ops::RangeInclusive<i16> = 1_945..=2_100;
/// Most characters of a text whose days are looked for.
const LOOKED_AT: usize = 2_000;
/// Most words, beside days, times and labels, of a text that is only a date stamp.
const STRAY_WORDS: usize = 3;

/// A word, number or sign of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number { digits: String, value: i64 },
    Word(String),
    Sign(char),
}

/// A day and the tokens that say it.
struct Found {
    day: Option<Day>,
    from: usize,
    to: usize,
}

fn tokens(text: &str) -> Vec<Token> {
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
fn short(token: Option<&Token>) -> Option<i64> {
    match token? {
        Token::Number { digits, value } if digits.len() <= 2 => Some(*value),
        Token::Number { .. } | Token::Word(_) | Token::Sign(_) => None,
    }
}

fn year(token: Option<&Token>) -> Option<i16> {
    match token? {
        Token::Number { digits, value } if digits.len() == 4 => i16::try_from(*value)
            .ok()
            .filter(|year| YEARS.contains(year)),
        Token::Number { .. } | Token::Word(_) | Token::Sign(_) => None,
    }
}

fn word(token: Option<&Token>) -> &str {
    match token {
        Some(Token::Word(word)) => word,
        Some(Token::Number { .. } | Token::Sign(_)) | None => "",
    }
}

fn sign(token: Option<&Token>) -> Option<char> {
    match token {
        Some(Token::Sign(sign)) => Some(*sign),
        Some(Token::Number { .. } | Token::Word(_)) | None => None,
    }
}

fn day_of(year: i16, month: i64, day: i64) -> Option<Day> {
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

fn found(tokens: &[Token]) -> Vec<Found> {
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
    // Two days and a word between them are a period.
    if all.len() > 1 && rest.iter().any(|word| matches!(*word, "tu" | "den")) {
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

/// First and last day of the week, month, quarter, year or term that a title is about.
pub(super) fn about(title: &str, labels: &Labels) -> Said<(Day, Day)> {
    let tokens = tokens(title);
    if let Some(range) = range(&tokens) {
        return Said::Is(range);
    }
    for at in 0..tokens.len() {
        if word(tokens.get(at)) == "tuan"
            && let Some(said) = week(&tokens, at)
        {
            return said;
        }
    }
    let words = crate::check::words_of(title);
    if !labels.says(Group::Phrase, "about", &words) {
        return Said::None;
    }
    (0..tokens.len())
        .find_map(|at| span(&tokens, at))
        .map_or(Said::None, Said::Is)
}

/// «từ 21/12 đến 27/12/2020», «(21/12/2020 - 27/12/2020)».
fn range(tokens: &[Token]) -> Option<(Day, Day)> {
    let all = found(tokens);
    for last in &all {
        let end = last.day?;
        // What joins the two stands before the last day.
        let mut at = last.from;
        while at > 0 && word(tokens.get(at - 1)) == "ngay" {
            at -= 1;
        }
        let joined = at.checked_sub(1).and_then(|at| tokens.get(at));
        if word(joined) != "den" && !matches!(sign(joined), Some('-' | '–' | '—')) {
            continue;
        }
        let before = at - 1;
        if let Some(first) = all.iter().find(|first| first.to == before) {
            return Some((first.day?, end)).filter(|(from, to)| from <= to);
        }
        // The year of the first day is said only once.
        let part = |back: usize| before.checked_sub(back).and_then(|at| tokens.get(at));
        if let Some((day, month)) = short(part(3)).zip(short(part(1)))
            && matches!(sign(part(2)), Some('/' | '-' | '.'))
        {
            let first = day_of(end.year(), month, day)?;
            let first = if first > end {
                day_of(end.year() - 1, month, day)?
            } else {
                first
            };
            return Some((first, end));
        }
    }
    None
}

/// «tuần 52 năm 2020», «tuần 52/2020»: a week of ISO 8601; one without its year is not understood.
fn week(tokens: &[Token], at: usize) -> Option<Said<(Day, Day)>> {
    let mut n = at + 1;
    while matches!(word(tokens.get(n)), "thu" | "so" | "le") {
        n += 1;
    }
    let number = short(tokens.get(n))?;
    let mut n = n + 1;
    while sign(tokens.get(n)).is_some_and(|c| matches!(c, '/' | '-' | ',' | '('))
        || word(tokens.get(n)) == "nam"
    {
        n += 1;
    }
    let Some(year) = year(tokens.get(n)) else {
        return Some(Said::Unread);
    };
    // 4 January lies in the first week.
    let fourth = Day::of(year, 1, 4)?;
    let name = |day: Day| day.iso_week();
    let mut monday = fourth;
    while monday
        .plus(-1)
        .is_some_and(|before| name(before) == name(fourth))
    {
        monday = monday.plus(-1)?;
    }
    let first = monday.plus(7 * (number - 1))?;
    if !(1..=53).contains(&number) || name(first) != format!("{year:04}-W{number:02}") {
        return Some(Said::Unread);
    }
    Some(Said::Is((first, first.plus(6)?)))
}

/// «nhiệm kỳ 2020–2025», «tháng 6 năm 2020», «quý II năm 2020», «6 tháng đầu năm 2020», «năm 2020».
fn span(tokens: &[Token], at: usize) -> Option<(Day, Day)> {
    let get = |n: usize| tokens.get(at + n);
    if let Some((first, last)) = year(get(0)).zip(year(get(2)))
        && matches!(sign(get(1)), Some('-' | '–' | '—' | '/'))
        && first <= last
    {
        return Some((Day::of(first, 1, 1)?, Day::of(last, 12, 31)?));
    }
    let skip = |mut n: usize| {
        while word(get(n)) == "nam" || matches!(sign(get(n)), Some('/' | '-' | ',')) {
            n += 1;
        }
        n
    };
    let months = |year: i16, from: i64, to: i64| {
        let first = day_of(year, from, 1)?;
        let last = if to == 12 {
            Day::of(year, 12, 31)?
        } else {
            day_of(year, to + 1, 1)?.plus(-1)?
        };
        Some((first, last))
    };
    match word(get(0)) {
        "thang" => {
            if let Some(month) = short(get(1))
                && let Some(year) = year(get(skip(2)))
            {
                return months(year, month, month);
            }
            // «6 tháng đầu năm», «9 tháng đầu năm».
            let count = at.checked_sub(1).and_then(|n| short(tokens.get(n)))?;
            let year = year(get(skip(2)))?;
            match (word(get(1)), count) {
                ("dau", 1..=12) => months(year, 1, count),
                ("cuoi", 1..=12) => months(year, 13 - count, 12),
                _ => None,
            }
        }
        "quy" => {
            let number = short(get(1)).or_else(|| roman(word(get(1))))?;
            let year = year(get(skip(2)))?;
            (1..=4)
                .contains(&number)
                .then(|| months(year, number * 3 - 2, number * 3))
                .flatten()
        }
        "nam" => {
            let year = year(get(1))?;
            // «tháng đầu năm 2020» was read from its own beginning.
            let part = at.checked_sub(1).map(|n| word(tokens.get(n)));
            if matches!(part, Some("dau" | "cuoi")) || year_goes_on(get(2), get(3)) {
                return None;
            }
            months(year, 1, 12)
        }
        _ => None,
    }
}

fn year_goes_on(mark: Option<&Token>, next: Option<&Token>) -> bool {
    matches!(sign(mark), Some('-' | '–' | '—')) && year(next).is_some()
}

fn roman(word: &str) -> Option<i64> {
    match word {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
