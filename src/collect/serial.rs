//! Numbers as workbooks store them → plain decimals, days and times, without a float.

use std::borrow::Cow;

use crate::exact::Day;

/// Where the days of a workbook begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// Day 1 is 1 January 1900, and 1900 has a 29 February that never was.
    #[default]
    Year1900,
    /// Day 0 is 1 January 1904.
    Year1904,
}

/// Days of a number that nothing but its column calls a day: within living memory, so that no year, no code and no count
/// is taken for one.
const PLAUSIBLE: std::ops::RangeInclusive<i16> = 1990..=2099;
/// Digits that a spreadsheet shows of a number.
const SHOWN_DIGITS: usize = 15;
/// Most digits and zeros of a number; beyond that it is none of a report.
const LONGEST: usize = 40;
/// Decimals of a day that matter: a second is a little over `0.00001`.
const DECIMALS: usize = 12;

impl Epoch {
    /// The day of a serial number.
    pub(super) fn day(self, serial: i64) -> Option<Day> {
        let (base, serial) = match self {
            Self::Year1904 if serial >= 0 => (Day::of(1904, 1, 1)?, serial),
            Self::Year1900 if serial > 60 => (Day::of(1899, 12, 30)?, serial),
            Self::Year1900 if (1..60).contains(&serial) => (Day::of(1899, 12, 31)?, serial),
            Self::Year1900 | Self::Year1904 => return None,
        };
        base.plus(serial).filter(|day| day.year() >= 1900)
    }

    /// The day of a number without a format of days, where it can hardly be anything else.
    pub(super) fn plausible(self, text: &str) -> Option<Day> {
        let day = self.day(text.parse().ok()?)?;
        PLAUSIBLE.contains(&day.year()).then_some(day)
    }

    /// The day of a number with its time, `2020-11-05T08:30:00`; without one where it has none and `clock` shows none.
    pub(super) fn moment(self, number: &str, clock: bool) -> Option<String> {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let mut serial: i64 = whole.parse().ok()?;
        let part: u64 = format!("{:0<DECIMALS$}", first(decimals, DECIMALS))
            .parse()
            .ok()?;
        let one = 10_u64.pow(u32::try_from(DECIMALS).ok()?);
        let mut seconds = (part * 86_400 + one / 2) / one;
        if seconds == 86_400 {
            seconds = 0;
            serial += 1;
        }
        let day = self.day(serial)?;
        if seconds == 0 && !clock {
            return Some(day.to_string());
        }
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Some(format!("{day}T{hour:02}:{minute:02}:{second:02}"))
    }
}

fn first(text: &str, n: usize) -> &str {
    text.get(..n.min(text.len())).unwrap_or_default()
}

/// A number as files write it (`2.1843E4`, `0.10000000000000001`) in plain decimals with the digits that a spreadsheet
/// shows; nothing where it is no number.
pub(super) fn plain(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let short = (1..=SHOWN_DIGITS).contains(&text.len()) && !text.starts_with('0');
    if text == "0" || (short && text.bytes().all(|b| b.is_ascii_digit())) {
        return Some(text.into());
    }
    worked_out(text).map(Cow::Owned)
}

/// A number with a sign, decimals, an exponent or more digits than are shown.
fn worked_out(text: &str) -> Option<String> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{decimals}");
    if digits.is_empty() || digits.len() > LONGEST || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + exponent;
    if !(-40..=40).contains(&point) {
        return None;
    }
    let plain = placed(&digits, point);
    let zero = plain.bytes().all(|b| matches!(b, b'0' | b'.'));
    Some(if negative && !zero {
        format!("-{plain}")
    } else {
        plain
    })
}

/// Digits with their decimal mark before the digit at `point`.
fn placed(digits: &str, point: i32) -> String {
    let (digits, point) = if point <= 0 {
        let zeros = usize::try_from(1 - point).unwrap_or_default();
        (format!("{}{digits}", "0".repeat(zeros)), 1)
    } else {
        (
            digits.to_owned(),
            usize::try_from(point).unwrap_or_default(),
        )
    };
    let digits = format!("{digits:0<point$}");
    let (whole, decimals) = digits.split_at_checked(point).unwrap_or((&digits, ""));
    let whole = whole.trim_start_matches('0');
    let shown = rounded(whole, decimals);
    match shown.split_once('.') {
        Some((whole, decimals)) => {
            let whole = if whole.is_empty() { "0" } else { whole };
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() {
                whole.to_owned()
            } else {
                format!("{whole}.{decimals}")
            }
        }
        None if shown.is_empty() => "0".to_owned(),
        None => shown,
    }
}

/// Decimals beyond the digits that a spreadsheet shows are the noise of its arithmetic.
fn rounded(whole: &str, decimals: &str) -> String {
    let leading = if whole.is_empty() {
        decimals.bytes().take_while(|b| *b == b'0').count()
    } else {
        0
    };
    let kept = SHOWN_DIGITS.saturating_sub(whole.len()) + leading;
    let Some((shown, noise)) = decimals.split_at_checked(kept) else {
        return format!("{whole}.{decimals}");
    };
    let mut digits: Vec<u8> = whole.bytes().chain(shown.bytes()).collect();
    if noise.starts_with(['5', '6', '7', '8', '9']) {
        let mut carried = true;
        for digit in digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                carried = false;
                break;
            }
        }
        if carried {
            digits.insert(0, b'1');
        }
    }
    let all: String = digits.into_iter().map(char::from).collect();
    let (whole, decimals) = all
        .split_at_checked(all.len().saturating_sub(shown.len()))
        .unwrap_or((&all, ""));
    format!("{whole}.{decimals}")
}

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Format {
    /// It shows a day.
    pub day: bool,
    /// It shows a time.
    pub clock: bool,
}

impl Format {
    /// One of the formats that have a number and no text.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Self {
                day: true,
                clock: false,
            },
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Self {
                day: false,
                clock: true,
            },
            22 => Self {
                day: true,
                clock: true,
            },
            _ => Self::default(),
        }
    }

    /// A format by its text: `dd/mm/yyyy hh:mm`.
    pub(super) fn of(code: &str) -> Self {
        let code = code
            .to_ascii_lowercase()
            .replace("am/pm", "h")
            .replace("a/p", "h");
        let mut letters = String::new();
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '\\' | '_' | '*' => {
                    chars.next();
                }
                '"' => while chars.next().is_some_and(|c| c != '"') {},
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    // Elapsed hours are no time of a day, colours and locales are nothing.
                    if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                        return Self::default();
                    }
                }
                c => letters.push(c),
            }
        }
        if letters.contains("general") {
            return Self::default();
        }
        let clock = letters.contains(['h', 's']);
        let day = letters.contains(['y', 'd']) || (letters.contains('m') && !clock);
        Self { day, clock }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_days_of_their_epoch() {
        let day = |epoch: Epoch, n| epoch.day(n).map(|day| day.to_string());
        assert_eq!(day(Epoch::Year1900, 1), Some("1900-01-01".into()));
        assert_eq!(day(Epoch::Year1900, 59), Some("1900-02-28".into()));
        assert_eq!(day(Epoch::Year1900, 60), None);
        assert_eq!(day(Epoch::Year1900, 61), Some("1900-03-01".into()));
        assert_eq!(day(Epoch::Year1900, 44_140), Some("2020-11-05".into()));
        assert_eq!(day(Epoch::Year1904, 42_678), Some("2020-11-05".into()));
        assert_eq!(day(Epoch::Year1904, 0), Some("1904-01-01".into()));
        assert_eq!(day(Epoch::Year1900, 0), None);
        assert_eq!(day(Epoch::Year1900, i64::MAX), None);
        let plausible = |text: &str| Epoch::Year1900.plausible(text).is_some();
        assert!(plausible("44140"));
        for text in [
            "2020",
            "20201105",
            "0",
            "1.5",
            "-44140",
            "99999999999999999999",
        ] {
            assert!(!plausible(text), "{text}");
        }
    }

    #[test]
    fn times_are_rounded_to_the_second_and_shown_where_there_is_one() {
        let moment = |text: &str, clock| Epoch::Year1900.moment(text, clock);
        assert_eq!(moment("44140", false), Some("2020-11-05".into()));
        assert_eq!(moment("44140", true), Some("2020-11-05T00:00:00".into()));
        assert_eq!(
            moment("44140.3541666667", false),
            Some("2020-11-05T08:30:00".into())
        );
        assert_eq!(
            moment("44140.9999999", true),
            Some("2020-11-06T00:00:00".into())
        );
        assert_eq!(moment("-1", true), None);
        assert_eq!(moment("x", true), None);
    }

    #[test]
    fn numbers_are_plain_decimals_without_noise() {
        for (text, right) in [
            ("21843", "21843"),
            ("2.1843E4", "21843"),
            ("2.1843e+4", "21843"),
            ("21843.0", "21843"),
            ("0.10000000000000001", "0.1"),
            ("21843.000000000004", "21843"),
            ("0.29999999999999999", "0.3"),
            ("9.9999999999999999", "10"),
            ("1E-3", "0.001"),
            ("-0", "0"),
            ("-12.50", "-12.5"),
            ("00012", "12"),
            ("123456789012345678", "123456789012345678"),
            ("0", "0"),
            (".5", "0.5"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(right), "{text}");
        }
        for text in [
            "",
            "x",
            "1e",
            "1E999999999",
            "1e99",
            "NaN",
            "inf",
            "1,5",
            "1.2.3",
            "0x10",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn formats_show_days_or_times_by_their_letters() {
        let of = |code| (Format::of(code).day, Format::of(code).clock);
        for code in [
            "dd/mm/yyyy",
            "d-m-yy",
            "[$-42A]dd mmmm yyyy",
            "\"ngày\" dd",
            "mmm",
            "m/d/yy;@",
        ] {
            assert_eq!(of(code), (true, false), "{code}");
        }
        assert_eq!(of("dd/mm/yyyy hh:mm"), (true, true));
        assert_eq!(of("hh:mm AM/PM"), (false, true));
        for code in [
            "General",
            "0.00",
            "#,##0 \"đ\"",
            "[Red]0",
            "[h]:mm:ss",
            "0_d",
            "@",
            "\\d0",
            "0%",
        ] {
            assert_eq!(of(code), (false, false), "{code}");
        }
        assert_eq!(
            Format::built_in(14),
            Format {
                day: true,
                clock: false
            }
        );
        assert_eq!(Format::built_in(2), Format::default());
    }
}
