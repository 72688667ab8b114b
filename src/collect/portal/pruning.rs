//! What is kept of a page, and about how much that is.

use std::collections::BTreeSet;

use url::Url;

use crate::extract::{Block, Element, PageFacts, Place};

/// Bytes that a link or entry takes beside its texts.
const APIECE: usize = 96;

/// Leaves out what every page repeats (navigation, header, footer, styles, scripts): the home page tells it.
pub(super) fn prune(facts: &mut PageFacts, home: &PageFacts) {
    let repeated: BTreeSet<(Element, &Url)> = home
        .links
        .iter()
        .map(|link| (link.element, &link.url))
        .collect();
    facts.links.retain(|link| {
        let frame =
            link.block != Block::Body || matches!(link.element, Element::Link | Element::Script);
        !(frame && repeated.contains(&(link.element, &link.url)))
    });
    facts.forms.retain(|form| !home.forms.contains(form));
    let shown = |place: Place| place == Place::Body;
    facts
        .contacts
        .retain(|contact| shown(contact.place) || !home.contacts.contains(contact));
}

/// About the bytes that a page's facts take.
pub(super) fn weight(facts: &PageFacts) -> usize {
    let links = facts
        .links
        .iter()
        .map(|link| link.url.as_str().len() + link.text.len() + APIECE);
    let entries = facts
        .entries
        .iter()
        .map(|entry| entry.url.as_str().len() + entry.title.len() + APIECE);
    let sum: usize = links.chain(entries).sum();
    sum.saturating_add(facts.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Link;

    fn link(element: Element, block: Block, path: &str) -> Link {
        Link {
            element,
            block,
            url: Url::parse(&format!("https://a.vn{path}")).unwrap(),
            text: "chữ".to_owned(),
            section: None,
        }
    }

    #[test]
    fn what_home_shows_too_is_left_out_but_for_the_pages_own_text() {
        let home = PageFacts {
            links: vec![
                link(Element::A, Block::Nav, "/1"),
                link(Element::Script, Block::Body, "/2.js"),
            ],
            ..PageFacts::default()
        };
        let mut page = PageFacts {
            links: vec![
                link(Element::A, Block::Nav, "/1"),
                link(Element::A, Block::Body, "/1"),
                link(Element::A, Block::Nav, "/3"),
                link(Element::Script, Block::Body, "/2.js"),
            ],
            ..home.clone()
        };
        prune(&mut page, &home);
        let kept: Vec<(Block, &str)> = page
            .links
            .iter()
            .map(|link| (link.block, link.url.path()))
            .collect();
        assert_eq!(kept, [(Block::Body, "/1"), (Block::Nav, "/3")]);
    }

    #[test]
    fn links_weigh_as_well_as_text() {
        let mut page = PageFacts {
            text: "abc".to_owned(),
            ..PageFacts::default()
        };
        assert_eq!(weight(&page), 3);
        page.links.push(link(Element::A, Block::Body, "/1"));
        assert_eq!(
            weight(&page),
            3 + "https://a.vn/1".len() + "chữ".len() + APIECE
        );
    }
}
