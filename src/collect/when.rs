//! Days and times as Vietnamese exports write them: the day first, the clock before or after the date.

use crate::exact::Day;

/// A day: `05/11/2020`, `5-11-2020`, `2020-11-05`, with a time of day or without.
///
/// Errors: two digits of a year, a day that does not exist, a year before 1900 (systems write an unset date as year 1),
/// a serial number.
pub(super) fn date(text: &str) -> Result<Day, &'static str> {
    let words: Vec<&str> = split(text);
    match words.as_slice() {
        [day] => day_of(day),
        [first, rest @ ..] => match (clock(rest), rest) {
            (Some(_), _) => day_of(first),
            (None, [rest @ .., last]) => {
                let before: Vec<&str> = std::iter::once(*first)
                    .chain(rest.iter().copied())
                    .collect();
                clock(&before).ok_or("cell_date")?;
                day_of(last)
            }
            (None, []) => Err("cell_date"),
        },
        [] => Err("cell_date"),
    }
}

/// A time of a day, `2020-11-05T08:30:00`: the day as in [`date`], the clock as `08:30`, `8:30:00`, `8:30 SA`.
///
/// Errors: as of a day; no clock beside the day (midnight would be made up); a zone.
pub(super) fn time(text: &str) -> Result<String, &'static str> {
    let words: Vec<&str> = split(text);
    let day = date(text).map_err(|code| {
        if code == "cell_date" {
            "cell_time"
        } else {
            code
        }
    })?;
    if words.len() < 2 {
        return Err("cell_time_no_clock");
    }
    let seconds = words
        .get(1..)
        .and_then(clock)
        .or_else(|| words.get(..words.len() - 1).and_then(clock))
        .ok_or("cell_time")?;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Ok(format!("{day}T{hour:02}:{minute:02}:{second:02}"))
}

/// Words of a date and time; the `T` of an ISO time parts them too.
fn split(text: &str) -> Vec<&str> {
    let iso = text.as_bytes().get(10) == Some(&b'T');
    text.split(|c: char| c.is_whitespace() || (iso && c == 'T'))
        .filter(|word| !word.is_empty())
        .collect()
}

fn day_of(text: &str) -> Result<Day, &'static str> {
    let separators: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let [first, second] = separators.as_slice() else {
        return Err("cell_date");
    };
    if first != second || !matches!(first, '/' | '-' | '.') {
        return Err("cell_date");
    }
    let parts: Vec<&str> = text.split(*first).collect();
    let [a, b, c] = parts.as_slice() else {
        return Err("cell_date");
    };
    let (year, month, day) = match (a.len(), b.len(), c.len()) {
        (4, 1 | 2, 1 | 2) => (a, b, c),
        (1 | 2, 1 | 2, 4) => (c, b, a),
        (1 | 2, 1 | 2, 2) => return Err("cell_date_short_year"),
        _ => return Err("cell_date"),
    };
    let day = (|| Day::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))();
    day.filter(|day| day.year() >= 1900).ok_or("cell_date")
}

/// Seconds of the day.
fn clock(words: &[&str]) -> Option<u32> {
    let (text, half) = match words {
        [text] => (*text, None),
        [text, half] => (*text, Some(*half)),
        _ => return None,
    };
    // A fraction of a second is more than the tables keep.
    let text = match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|b| b.is_ascii_digit()) => whole,
        Some(_) => return None,
        None => text,
    };
    let mut parts = text.split(':').map(|part| {
        let short = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        short.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    if parts.next().is_some() || minute > 59 || second > 59 {
        return None;
    }
    let hour = match half.map(str::to_uppercase).as_deref() {
        None if hour < 24 => hour,
        Some("SA" | "AM") if (1..=12).contains(&hour) => hour % 12,
        Some("CH" | "PM") if (1..=12).contains(&hour) => hour % 12 + 12,
        None | Some(_) => return None,
    };
    Some(hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_first_and_years_are_whole() {
        for (text, iso) in [
            ("05/11/2020", "2020-11-05"),
            ("5/1/2020", "2020-01-05"),
            ("5-1-2020", "2020-01-05"),
            ("05.11.2020", "2020-11-05"),
            ("2020-11-05", "2020-11-05"),
            ("2020-11-05T08:30:00", "2020-11-05"),
            ("05/11/2020 08:30", "2020-11-05"),
            ("08:30 05/11/2020", "2020-11-05"),
            ("9999-12-31", "9999-12-31"),
            ("29/02/2020", "2020-02-29"),
        ] {
            assert_eq!(
                date(text).map(|day| day.to_string()),
                Ok(iso.into()),
                "{text}"
            );
        }
        assert_eq!(date("5/11/20"), Err("cell_date_short_year"));
        for text in [
            "31/02/2020",
            "12/31/2020",
            "44140",
            "01/01/0001",
            "2020",
            "11/2020",
            "05/11-2020",
            "05/11/2020 x",
            "05/11/2020 08:30 Z",
            "now",
            "1/2/3/2020",
            "٠٥/11/2020",
            "",
        ] {
            assert_eq!(date(text), Err("cell_date"), "{text}");
        }
    }

    #[test]
    fn times_need_a_clock_and_no_zone() {
        for (text, iso) in [
            ("05/11/2020 08:30", "2020-11-05T08:30:00"),
            ("8:30:15 5/11/2020", "2020-11-05T08:30:15"),
            ("2020-11-05T08:30:00.123", "2020-11-05T08:30:00"),
            ("05/11/2020 12:05 SA", "2020-11-05T00:05:00"),
            ("05/11/2020 1:05:09 CH", "2020-11-05T13:05:09"),
            ("1:05 PM 05/11/2020", "2020-11-05T13:05:00"),
        ] {
            assert_eq!(time(text), Ok(iso.into()), "{text}");
        }
        for (text, code) in [
            ("05/11/2020", "cell_time_no_clock"),
            ("05/11/2020 24:00", "cell_time"),
            ("05/11/2020 08:60", "cell_time"),
            ("2020-11-05T08:30:00Z", "cell_time"),
            ("2020-11-05T08:30:00+07:00", "cell_time"),
            ("05/11/2020 13:05 CH", "cell_time"),
            ("5/11/20 08:30", "cell_date_short_year"),
            ("08:30", "cell_time"),
        ] {
            assert_eq!(time(text), Err(code), "{text}");
        }
    }
}
