//! The days that a title is about: «tuần 52 năm 2020», «từ 21/12 đến 27/12/2020», «nhiệm kỳ 2020–2025».

use super::Said;
use super::dates::{Token, day_of, found, short, sign, tokens, word, year};
use crate::check::{Group, Labels};
use crate::exact::Day;

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
    if words.starts_with("lich ") && words.contains(" tuan") {
        // A week that is named by nothing but «this» or «next».
        return Said::Unread;
    }
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
#[path = "spans_tests.rs"]
mod tests;
