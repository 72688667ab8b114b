//! The entries of a portal's lists: title, day, address, from a list's few numbers.

use serde::Serialize;

use super::shown::{Kind, List};
use crate::demo::sheet::vn;
use crate::exact::Day;
use crate::table::fold;

/// A dated entry, as templates take it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    /// Its title.
    pub title: String,
    /// Its path.
    pub href: String,
    /// Its day, ISO.
    pub iso: String,
    /// Its day, as people write it.
    pub vn: String,
    /// Its instant, as feeds write it.
    pub rfc: String,
    /// A line about it.
    pub summary: String,
    /// Path of its file, `''` = none.
    pub file: String,
    /// The days that it is about, as people write them.
    pub days: Vec<String>,
    /// Its picture.
    pub image: Option<Image>,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Image {
    /// Its text alternative, `''` = none.
    pub alt: String,
}

/// The entries of a list, the newest first. The communes of the district take turns.
pub(super) fn entries(list: &List, communes: usize) -> Vec<Entry> {
    let (year, month, day) = list.newest;
    let newest = Day::of(year, month, day);
    let numbers = (0..list.entries).zip(0_i64..);
    let mut made = Vec::new();
    for (i, back) in numbers {
        let on = newest.and_then(|newest| newest.plus(-back * list.every));
        let title = list.titles.get(i % list.titles.len().max(1));
        if let Some((on, title)) = on.zip(title) {
            made.push(entry(
                list,
                title,
                on,
                (list.entries - i, i % communes.max(1) + 1),
            ));
        }
    }
    made
}

/// An entry with its number in the list, from the oldest, and the commune that it is about.
fn entry(list: &List, title: &str, on: Day, (number, commune): (usize, usize)) -> Entry {
    let iso = on.to_string();
    let date: jiff::civil::Date = iso.parse().unwrap_or(jiff::civil::Date::ZERO);
    let month = date.month();
    let week = on.iso_week();
    let end = on.plus(6).unwrap_or(on);
    let past = match (month + 2) / 3 {
        1 => format!("quý 4 năm {}", date.year() - 1),
        quarter => format!("quý {} năm {}", quarter - 1, date.year()),
    };
    let title = [
        ("{n}", format!("{commune:02}")),
        (
            "{week}",
            week.rsplit('W').next().unwrap_or_default().to_owned(),
        ),
        ("{month}", month.to_string()),
        ("{quarter}", ((month + 2) / 3).to_string()),
        ("{past}", past),
        ("{year}", date.year().to_string()),
        ("{from}", vn(&iso)),
        ("{to}", vn(&end.to_string())),
    ]
    .iter()
    .fold(title.to_owned(), |title, (place, value)| {
        title.replace(place, value)
    });
    let days = (0..5).filter_map(|n| on.plus(n));
    Entry {
        href: format!("/{}/{}-{}.html", list.path, slug(&title), 1_000 + number),
        vn: vn(&iso),
        rfc: date.strftime("%a, %d %b %Y 08:15:00 +0700").to_string(),
        summary: format!("{title}: nội dung minh họa ngày {}.", vn(&iso)),
        file: match list.kind {
            Kind::Files => format!("/tep/{}/{number}_MH-{number}_{iso}.pdf", list.path),
            Kind::Articles | Kind::Weeks | Kind::Silent => String::new(),
        },
        days: match list.kind {
            Kind::Weeks => days.map(|day| vn(&day.to_string())).collect(),
            Kind::Articles | Kind::Files | Kind::Silent => Vec::new(),
        },
        title,
        iso,
        image: None,
    }
}

/// Words without marks, joined by hyphens, as addresses of portals have them.
pub(super) fn slug(title: &str) -> String {
    let folded = fold(title);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}
