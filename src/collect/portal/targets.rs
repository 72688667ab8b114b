//! Targets of links and files: whether they answer, where their host is declared. Each is asked once, by HEAD.

use std::collections::BTreeSet;

use url::Url;

use super::super::seen::{Outcome, Stopped};
use super::lists::Document;
use super::page::Brief;
use super::site::Site;
use crate::extract::{Block, Element, Said};

/// Endings of files that a page of HTML in their place is none of.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ods", "odt", "zip", "rar", "rtf",
];

/// Asks for the targets of links: related sites first, what every page repeats, then the rest, so many in all.
pub(super) async fn links(site: &mut Site<'_>, most: u64) -> Result<(), Stopped> {
    let mut left = most;
    for block in [
        Block::Related,
        Block::Nav,
        Block::Header,
        Block::Footer,
        Block::Body,
    ] {
        let mut urls: Vec<Url> = Vec::new();
        let mut known = BTreeSet::new();
        for page in &site.pages {
            for link in page.facts.iter().flat_map(|facts| &facts.links) {
                let wanted = link.element == Element::A && link.block == block;
                if wanted && site.scope.holds(&link.url) && known.insert(site.scope.key(&link.url))
                {
                    urls.push(link.url.clone());
                }
            }
        }
        site.door.expect(urls.len());
        for url in urls {
            if site.target(&url).is_some() {
                continue;
            }
            if left == 0 || site.is_spent() {
                return Ok(());
            }
            left -= 1;
            site.head(&url).await?;
        }
    }
    Ok(())
}

/// Asks for the files of documents.
pub(super) async fn files(site: &mut Site<'_>, documents: &[Document]) -> Result<(), Stopped> {
    let urls = documents
        .iter()
        .filter_map(|document| document.posted.file_url.as_ref());
    for url in urls {
        if site.scope.holds(url) && !site.is_spent() {
            site.head(url).await?;
        }
    }
    Ok(())
}

/// Whether a document's file is there and of its type; nothing where that is not known.
pub(super) fn file_ok(site: &Site<'_>, document: &Document) -> Option<bool> {
    let Some(url) = &document.posted.file_url else {
        return matches!(document.posted.file, Said::None).then_some(false);
    };
    let brief: &Brief = site.target(url)?;
    match brief.outcome {
        Outcome::Absent => Some(false),
        Outcome::Observed if brief.off_domain => None,
        // A page of HTML where a file should be says in words that there is none.
        Outcome::Observed => Some(!(is_file(url) && brief.media.contains("html"))),
        Outcome::Refused | Outcome::Unreachable | Outcome::ToolError | Outcome::NotRun => None,
    }
}

fn is_file(url: &Url) -> bool {
    let ending = url
        .path()
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| FILES.contains(&ending.as_str()))
}
