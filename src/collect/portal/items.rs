//! Entries of lists, and what only their own pages say.

use super::super::seen::Stopped;
use super::lists::{Item, Lists};
use super::page::Kind;
use super::site::Site;
use crate::exact::Day;
use crate::extract::{Entry, Said};
use crate::unit::Round;

/// Days before the as-of date that news are paged back.
const NEWS_DAYS: i64 = 90;
/// News whose own pages are read for what a list does not say.
const SAMPLE: usize = 5;

impl Lists {
    /// Keeps an entry; the day that tells how far back the list goes.
    pub(super) async fn item(
        &mut self,
        site: &mut Site<'_>,
        list: usize,
        section: &str,
        mut entry: Entry,
    ) -> Result<Option<Day>, Stopped> {
        let itself = site.is_page(list, &entry.url);
        let mut key = format!("{section} {}", site.scope.key(&entry.url));
        if itself {
            key = format!("{key} {} {:?}", entry.title, entry.valid);
        }
        if !self.keys.insert(key.clone()) {
            return Ok(day_of(&entry));
        }
        let mut item = Item {
            key,
            section: section.to_owned(),
            list,
            own: None,
            files_known: itself,
            entry: entry.clone(),
        };
        let dated = matches!(entry.published_on, Said::Is(_))
            || section == "schedule" && matches!(entry.valid, Said::Is(_));
        if !dated && !itself {
            self.own_page(site, &mut item).await?;
            entry = item.entry.clone();
        }
        self.items.push(item);
        Ok(day_of(&entry))
    }

    /// What an entry's own page adds; what it could have added stays unread where it was not had.
    async fn own_page(&mut self, site: &mut Site<'_>, item: &mut Item) -> Result<(), Stopped> {
        let own = self
            .visit(
                site,
                item.list,
                &item.entry.url,
                &item.section,
                Kind::Article,
            )
            .await?;
        item.own = own;
        let page = own.and_then(|own| site.pages.get(own));
        let published = &mut item.entry.published_on;
        let Some(page) = page.filter(|page| page.is_settled()) else {
            if matches!(published, Said::None) {
                *published = Said::Unread;
            }
            return Ok(());
        };
        let Some(facts) = &page.facts else {
            return Ok(());
        };
        item.files_known = !facts.partial;
        let Some(said) = &facts.own else {
            if facts.partial && matches!(published, Said::None) {
                *published = Said::Unread;
            }
            return Ok(());
        };
        if !matches!(published, Said::Is(_)) {
            *published = said.published_on;
        }
        if !matches!(item.entry.valid, Said::Is(_)) {
            item.entry.valid = said.valid;
        }
        item.entry.byline = item.entry.byline.or(said.byline);
        for file in &said.files {
            if !item.entry.files.contains(file) {
                item.entry.files.push(file.clone());
            }
        }
        Ok(())
    }

    /// The own pages of the first news, for what lists do not say.
    pub(super) async fn sample(&mut self, site: &mut Site<'_>) -> Result<(), Stopped> {
        let mut left = SAMPLE;
        for n in 0..self.items.len() {
            let open = self.items.get(n).filter(|item| {
                item.section == "news" && item.own.is_none() && item.entry.byline.is_none()
            });
            let Some(mut item) = open.cloned() else {
                continue;
            };
            if left == 0 {
                break;
            }
            left -= 1;
            self.own_page(site, &mut item).await?;
            if let Some(slot) = self.items.get_mut(n) {
                *slot = item;
            }
        }
        Ok(())
    }
}

/// The day that tells how far back a list goes.
pub(super) fn day_of(entry: &Entry) -> Option<Day> {
    match (entry.published_on, entry.valid) {
        (Said::Is(day), _) | (_, Said::Is((_, day))) => Some(day),
        (Said::None | Said::Unread, Said::None | Said::Unread) => None,
    }
}

/// The first day that a list of a section is read back to.
pub(super) fn horizon(round: &Round, section: &str) -> Option<Day> {
    if section == "news" {
        return round.as_of.plus(-NEWS_DAYS);
    }
    // Some sections are asked about a year back from the as-of date, whatever the period.
    let year = round.as_of.plus(-366)?;
    Some(year.min(round.period.from))
}
