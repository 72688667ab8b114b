//! Issued documents and procedures, and what only their own pages say.

use std::collections::BTreeMap;

use super::super::seen::Stopped;
use super::items::day_of;
use super::lists::{Document, Lists, Purpose, Shown};
use super::page::{Kind, Page};
use super::site::Site;
use crate::exact::Day;
use crate::extract::{Entry, PageFacts, Posted, Procedure, Said};

impl Lists {
    /// An entry of a list of documents that shows only titles.
    pub(super) async fn entry_of_document(
        &mut self,
        site: &mut Site<'_>,
        list: usize,
        entry: &Entry,
    ) -> Result<Option<Day>, Stopped> {
        let own = self
            .visit(site, list, &entry.url, "documents", Kind::Document)
            .await?;
        let page = own.and_then(|own| site.pages.get(own));
        let shown = page.and_then(|page| page.facts.as_ref()?.documents.first().cloned());
        let Some(mut posted) = shown else {
            self.leave(Purpose::Documents, "documents", "unread");
            return Ok(day_of(entry));
        };
        posted.url = Some(entry.url.clone());
        self.document(site, list, posted).await
    }

    /// Keeps a document; the day that tells how far back the list goes.
    pub(super) async fn document(
        &mut self,
        site: &mut Site<'_>,
        list: usize,
        mut posted: Posted,
    ) -> Result<Option<Day>, Stopped> {
        let address = posted.url.as_ref().or(posted.file_url.as_ref());
        let address = address.map_or_else(String::new, |url| site.scope.key(url));
        let key = format!("document {address} {}", posted.number);
        let issued = |posted: &Posted| match (posted.posted_on, posted.issued_on) {
            (Said::Is(day), _) | (_, Said::Is(day)) => Some(day),
            _ => None,
        };
        if !self.keys.insert(key.clone()) {
            return Ok(issued(&posted));
        }
        let short = posted.number.is_empty()
            || !matches!(posted.issued_on, Said::Is(_))
            || posted.file_url.is_none();
        let elsewhere = posted.url.clone().filter(|url| !site.is_page(list, url));
        let mut own = None;
        if let Some(url) = elsewhere.filter(|_| short) {
            own = self
                .visit(site, list, &url, "documents", Kind::Document)
                .await?;
            let page = own.and_then(|own| site.pages.get(own));
            let page = page.filter(|page| page.is_settled());
            match page.and_then(|page| page.facts.as_ref()) {
                Some(facts) => complete(&mut posted, facts),
                None => posted = unread(posted),
            }
            if posted.number.is_empty() && page.is_none_or(Page::is_part) {
                // Without its number nothing can be joined to it: it is one of those that are missing.
                self.documents_extent.missing += 1;
                return Ok(issued(&posted));
            }
        }
        let day = issued(&posted);
        self.documents.push(Document {
            key,
            list,
            own,
            posted,
        });
        Ok(day)
    }

    /// What only the own pages of procedures say: their parts, and what a list leaves out.
    pub(super) async fn details(&mut self, site: &mut Site<'_>) -> Result<(), Stopped> {
        self.articles = site.left();
        let mut kept: BTreeMap<String, Shown> = BTreeMap::new();
        for mut shown in std::mem::take(&mut self.procedures) {
            let url = shown.procedure.url.clone();
            let url = url.filter(|url| !site.is_page(shown.list, url));
            let short = shown.procedure.parts_missing.is_none() || shown.procedure.code.is_empty();
            let twice = kept.contains_key(&shown.procedure.code);
            if let Some(url) = url.filter(|_| short && !twice) {
                shown.own = self
                    .visit(site, shown.list, &url, "procedures", Kind::Procedure)
                    .await?;
                let page = shown.own.and_then(|own| site.pages.get(own));
                let said = page.and_then(|page| page.facts.as_ref());
                if let Some(facts) = said.filter(|facts| !facts.partial) {
                    detail(&mut shown.procedure, facts);
                }
            }
            if shown.procedure.code.is_empty() {
                self.procedures_extent.missing += 1;
                continue;
            }
            kept.entry(shown.procedure.code.clone()).or_insert(shown);
        }
        self.procedures = kept.into_values().collect();
        Ok(())
    }
}

/// Fills what a list left out from the document's own page.
fn complete(posted: &mut Posted, facts: &PageFacts) {
    let Some(own) = facts.documents.first() else {
        if facts.partial {
            *posted = unread(posted.clone());
        }
        return;
    };
    if posted.number.is_empty() {
        posted.number.clone_from(&own.number);
    }
    let days = [
        (&mut posted.issued_on, own.issued_on),
        (&mut posted.effective_on, own.effective_on),
        (&mut posted.posted_on, own.posted_on),
    ];
    for (day, said) in days {
        if !matches!(day, Said::Is(_)) {
            *day = said;
        }
    }
    if posted.file_url.is_none() {
        posted.file_url.clone_from(&own.file_url);
        posted.file = own.file;
    }
    posted.kind = posted.kind.take().or_else(|| own.kind.clone());
    posted.issuer = posted.issuer.take().or_else(|| own.issuer.clone());
    posted.summary = posted.summary.take().or_else(|| own.summary.clone());
}

/// What a list says is not there may stand on the document's own page, which was not read.
fn unread(mut posted: Posted) -> Posted {
    for day in [
        &mut posted.issued_on,
        &mut posted.effective_on,
        &mut posted.posted_on,
    ] {
        if matches!(day, Said::None) {
            *day = Said::Unread;
        }
    }
    if posted.file_url.is_none() {
        posted.file = Said::Unread;
    }
    posted
}

fn detail(procedure: &mut Procedure, facts: &PageFacts) {
    let mut own = facts.procedures.iter();
    let own = own.find(|own| procedure.code.is_empty() || own.code == procedure.code);
    let Some(own) = own else {
        return;
    };
    if procedure.code.is_empty() {
        procedure.code.clone_from(&own.code);
    }
    procedure.level = procedure.level.or(own.level);
    procedure.payable_online = procedure.payable_online.or(own.payable_online);
    let parts = procedure.parts_missing.take();
    procedure.parts_missing = parts.or_else(|| own.parts_missing.clone());
}
