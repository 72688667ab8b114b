//! One language of a report: its words, and numbers, days and foreign texts as they are written in it.

use crate::exact::{Count, Day, Interval, Rational};
use crate::report::points::Points;
use crate::unit::Period;
use crate::words::{Bilingual, Lang, Words, plain};

/// Words and number signs of one language, with the decimals of one rubric.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech<'a> {
    words: &'a Words,
    lang: Lang,
    points: Points,
}

impl<'a> Speech<'a> {
    pub(super) fn new(words: &'a Words, lang: Lang, points: Points) -> Self {
        Self {
            words,
            lang,
            points,
        }
    }

    /// The message of a key.
    pub(super) fn get(self, key: &'a str) -> &'a str {
        self.words.get(self.lang, key)
    }

    /// The message of `SECTION.CODE`; a code that has none is given as it is, so that nothing is lost.
    pub(super) fn code(self, section: &str, code: &str) -> String {
        let key = format!("{section}.{code}");
        let message = self.words.get(self.lang, &key);
        if message == key {
            plain(code)
        } else {
            message.to_owned()
        }
    }

    /// A table by what it holds and by its name, which a source of it is headed by: «thiết bị (`devices`)».
    pub(super) fn table(self, name: &str) -> String {
        let code = format!("`{}`", plain(name));
        if !self.has("table", name) {
            return code;
        }
        let what = self.code("table", name);
        if what == name {
            code
        } else {
            format!("{what} ({code})")
        }
    }

    /// A level in words, else by its name: «đúng hạn», `good`.
    pub(super) fn level(self, name: &str) -> String {
        if self.has("level", name) {
            self.code("level", name)
        } else {
            format!("`{}`", plain(name))
        }
    }

    /// Whether there is a message of `SECTION.CODE`.
    pub(super) fn has(self, section: &str, code: &str) -> bool {
        let key = format!("{section}.{code}");
        self.words.get(self.lang, &key) != key
    }

    /// The message of a key with its places filled. The fields are texts of this report already.
    pub(super) fn say(self, key: &str, fields: &[(&str, String)]) -> String {
        self.words.fill(self.lang, key, fields)
    }

    /// A foreign text in this language, harmless.
    pub(super) fn text(self, text: &Bilingual) -> String {
        plain(text.in_lang(self.lang))
    }

    /// `-1234.50` as `−1.234,50` or `−1,234.50`.
    pub(super) fn decimal(self, text: &str) -> String {
        let (point, thousands) = match self.lang {
            Lang::Vi => (',', '.'),
            Lang::En => ('.', ','),
        };
        let (sign, digits) = text
            .strip_prefix('-')
            .map_or(("", text), |rest| ("−", rest));
        let (whole, part) = digits
            .split_once('.')
            .map_or((digits, None), |(whole, part)| (whole, Some(part)));
        let mut written = String::from(sign);
        let n_digits = whole.chars().count();
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (n_digits - n).is_multiple_of(3) {
                written.push(thousands);
            }
            written.push(digit);
        }
        if let Some(part) = part {
            written.push(point);
            written.push_str(part);
        }
        written
    }

    /// `-1234.50` as `-1234,50` or `-1234.50`: a number that a spreadsheet reads.
    pub(super) fn bare(self, text: &str) -> String {
        match self.lang {
            Lang::Vi => text.replace('.', ","),
            Lang::En => text.to_owned(),
        }
    }

    /// The language.
    pub(super) fn lang(self) -> Lang {
        self.lang
    }

    /// A whole number.
    pub(super) fn whole(self, n: impl std::fmt::Display) -> String {
        self.decimal(&n.to_string())
    }

    /// A range of whole numbers; without an upper limit «from … up».
    pub(super) fn counts(self, low: u64, high: Count) -> String {
        match high {
            Count::Finite(high) if high == low => self.whole(low),
            Count::Finite(high) => between(&self.whole(low), &self.whole(high)),
            Count::Unbounded => self.say("number.at_least", &[("low", self.whole(low))]),
        }
    }

    /// Points, one number.
    pub(super) fn points(self, points: &Rational) -> String {
        self.decimal(&self.points.number(points))
    }

    /// Points that there may be, or a sign for none.
    pub(super) fn maybe_points(self, points: Option<&Rational>) -> String {
        points.map_or_else(|| NONE.to_owned(), |points| self.points(points))
    }

    /// Points with all the decimals that were written.
    pub(super) fn written(self, points: &Rational) -> String {
        self.decimal(&self.points.written(points))
    }

    /// Points that something is at most.
    pub(super) fn most(self, points: &Rational) -> String {
        self.decimal(&self.points.most(points))
    }

    /// A range of points, `61,37 – 128,40`, or one number.
    pub(super) fn range(self, range: &Interval) -> String {
        let (low, high) = self.points.range(range);
        between(&self.decimal(&low), &self.decimal(&high))
    }

    /// The low end of a range of points, as [`Self::range`] prints it.
    pub(super) fn low(self, range: &Interval) -> String {
        self.decimal(&self.points.range(range).0)
    }

    /// The high end of a range of points, as [`Self::range`] prints it.
    pub(super) fn high(self, range: &Interval) -> String {
        self.decimal(&self.points.range(range).1)
    }

    /// A range of shares as per cent with two decimals, never inwards.
    pub(super) fn percent(self, range: &Interval) -> String {
        const PER_CENT: Points = Points::per_cent();
        let hundred = Rational::from(100_u64);
        let (low, high) = PER_CENT.range(&Interval {
            low: range.low.clone() * &hundred,
            high: range.high.clone() * &hundred,
        });
        format!("{}%", between(&self.decimal(&low), &self.decimal(&high)))
    }

    /// `31/12/2020` or `2020-12-31`.
    pub(super) fn day(self, day: Day) -> String {
        let iso = day.to_string();
        let parts: Vec<&str> = iso.split('-').collect();
        match (self.lang, parts.as_slice()) {
            (Lang::Vi, [year, month, of_month]) => format!("{of_month}/{month}/{year}"),
            (Lang::Vi | Lang::En, _) => iso,
        }
    }

    /// From a day to a day.
    pub(super) fn period(self, period: Period) -> String {
        between(&self.day(period.from), &self.day(period.to))
    }
}

/// What stands where there is no figure.
pub(super) const NONE: &str = "–";

/// `low – high`, or one of them where both read the same.
fn between(low: &str, high: &str) -> String {
    if low == high {
        low.to_owned()
    } else {
        format!("{low} – {high}")
    }
}

/// The first digits of a digest: enough to tell two apart on a screen; the JSON has all.
pub(super) fn short(sha256: &str) -> String {
    const DIGITS: usize = 12;
    plain(sha256).chars().take(DIGITS).collect()
}

/// The text with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
#[path = "speech_tests.rs"]
mod tests;
