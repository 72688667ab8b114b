//! Links of a page: resolved, each once for its element, with the block it stands in and the section its text names.

use std::collections::BTreeSet;

use url::Url;

use super::address::is_web;
use super::dom::{Dom, Kind, Node};
use super::text::{line_of, one_line};
use super::{Block, Element, FeedLink, Link};
use crate::check::{Group, Labels, words_of};

/// Most links of a page.
const LINKS: usize = 5_000;
/// Headings «Liên kết website» that are looked at.
const HEADINGS: usize = 50;
/// Most characters of an address.
const ADDRESS: usize = 2_000;

/// The address that relative ones on the page start from: that of `<base>` where it has one, else the page's own.
pub(super) fn base(dom: &Dom<'_>, page: &Url) -> Url {
    let mut bases = dom.iter().filter(|(_, node)| node.name() == "base");
    let said = bases.find_map(|(_, node)| node.attr("href"));
    let base = said.and_then(|href| page.join(href.trim()).ok());
    base.filter(is_web).unwrap_or_else(|| page.clone())
}

/// An address on the page, without fragment; none where it leads to no page (`javascript:`, `data:`, `mailto:`, `#top`).
pub(super) fn resolved(base: &Url, href: &str) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') || href.len() > ADDRESS {
        return None;
    }
    let mut url = base.join(href).ok().filter(is_web)?;
    url.set_fragment(None);
    Some(url)
}

/// Finds the lists of related sites by their heading, and marks them.
pub(super) fn mark_related(dom: &mut Dom<'_>, page: &Url, labels: &Labels) {
    let mut lists = Vec::new();
    let mut headings = 0;
    for (n, node) in dom.iter() {
        let Kind::Text(text) = node.kind else {
            continue;
        };
        if text.len() > 120 || node.zone.silent || node.zone.related {
            continue;
        }
        if !labels.is(Group::Phrase, "related", &words_of(text)) {
            continue;
        }
        headings += 1;
        if headings > HEADINGS {
            break;
        }
        // A link of that name leads to a page of links; a choice of that name is the list itself.
        let around: Vec<usize> = dom.above(n).take(6).collect();
        let named = |wanted: &str| {
            let is = |n: &&usize| dom.get(**n).is_some_and(|node| node.name() == wanted);
            around.iter().find(is)
        };
        if let Some(choice) = named("select") {
            lists.push(*choice);
        } else if named("a").is_none() {
            let counts = around.iter().map(|n| (*n, leads(dom, *n, page)));
            let nearest = counts.into_iter().find(|(_, (away, _))| *away > 0);
            // Where most links stay on the site, the heading is that of a part of the block only.
            if let Some((list, (away, own))) = nearest
                && away >= own
                && dom
                    .get(list)
                    .is_some_and(|node| !matches!(node.name(), "body" | "html"))
            {
                lists.push(list);
            }
        }
    }
    for list in lists {
        dom.mark_related(list);
    }
}

/// How many links of a node lead to other sites, and how many stay.
fn leads(dom: &Dom<'_>, n: usize, page: &Url) -> (usize, usize) {
    let (mut away, mut own) = (0, 0);
    for (_, node) in dom.within(n).take(4_000) {
        let target = match node.name() {
            "a" => node.attr("href"),
            "option" => node.attr("value").filter(|value| value.contains("://")),
            _ => None,
        };
        let Some(url) = target.and_then(|target| resolved(page, target)) else {
            continue;
        };
        if url.host() == page.host() {
            own += 1;
        } else {
            away += 1;
        }
    }
    (away, own)
}

/// The links of the page, and the feeds that it links.
pub(super) fn links(dom: &Dom<'_>, base: &Url, labels: &Labels) -> (Vec<Link>, Vec<FeedLink>) {
    let mut found = Vec::new();
    let mut feeds = Vec::new();
    let mut seen: BTreeSet<(Element, String)> = BTreeSet::new();
    for (n, node) in dom.iter() {
        let Some((element, href)) = target(node) else {
            continue;
        };
        let Some(url) = resolved(base, href) else {
            continue;
        };
        if let Some(atom) = feed_kind(dom, n, node, &url)
            && !feeds.iter().any(|feed: &FeedLink| feed.url == url)
            && feeds.len() < 50
        {
            feeds.push(FeedLink {
                url: url.clone(),
                atom,
            });
        }
        if found.len() >= LINKS || !seen.insert((element, url.to_string())) {
            continue;
        }
        let text = text_of(dom, n, node);
        let block = if node.name() == "option" {
            Block::Related
        } else {
            node.zone.block()
        };
        let section = match element {
            Element::A => section(labels, &text, block),
            Element::Link | Element::Script | Element::Img | Element::Iframe => None,
        };
        found.push(Link {
            element,
            block,
            url,
            text,
            section,
        });
    }
    (found, feeds)
}

fn target<'a>(node: &Node<'a>) -> Option<(Element, &'a str)> {
    let (element, name) = match node.name() {
        "a" | "area" => (Element::A, "href"),
        "link" => (Element::Link, "href"),
        "script" => (Element::Script, "src"),
        "img" => (Element::Img, "src"),
        "iframe" | "frame" => (Element::Iframe, "src"),
        // A choice of sites: the address is the option's value.
        "option" => {
            let value = node.attr("value")?.trim_start();
            let absolute = value.starts_with("http://") || value.starts_with("https://");
            return absolute.then_some((Element::A, value));
        }
        _ => return None,
    };
    node.attr(name).map(|href| (element, href))
}

/// The text of a link, or the text alternative of the image in it, or its title.
pub(super) fn text_of(dom: &Dom<'_>, n: usize, node: &Node<'_>) -> String {
    let text = match node.name() {
        "img" => one_line(node.attr("alt").unwrap_or_default()),
        "a" | "option" | "button" => line_of(dom, n),
        _ => String::new(),
    };
    if !text.is_empty() {
        return text;
    }
    let mut images = dom.within(n).filter(|(_, node)| node.name() == "img");
    let alt = images.find_map(|(_, node)| node.attr("alt").filter(|alt| !alt.trim().is_empty()));
    one_line(alt.or_else(|| node.attr("title")).unwrap_or_default())
}

/// The section that a link's text names: whole in the body, where texts are titles; with words around it in a menu.
pub(super) fn section(labels: &Labels, text: &str, block: Block) -> Option<&'static str> {
    let words = words_of(text);
    if words.is_empty() || words.len() > 120 {
        return None;
    }
    let whole = labels.whole_words(Group::Section, &words);
    let menu = match block {
        Block::Nav | Block::Header | Block::Footer => true,
        Block::Related | Block::Body => false,
    };
    whole.or_else(|| {
        let few = words.split(' ').count() <= 8;
        let found = labels
            .within(Group::Section, &words)
            .filter(|_| menu && few)?;
        // One word («en», «home») within others names nothing.
        let one_word = words
            .split(' ')
            .any(|word| labels.is(Group::Section, found, word));
        let longer = labels
            .leading(Group::Section, &words)
            .is_some_and(|(_, n)| n > 1);
        (!one_word || longer).then_some(found)
    })
}

fn feed_kind(dom: &Dom<'_>, n: usize, node: &Node<'_>, url: &Url) -> Option<bool> {
    let kind = node.attr("type").unwrap_or_default().to_ascii_lowercase();
    let path = url.path().to_ascii_lowercase();
    match node.name() {
        "link" if kind.contains("rss+xml") => Some(false),
        "link" if kind.contains("atom+xml") => Some(true),
        "a" => {
            let last = path
                .rsplit('/')
                .find(|part| !part.is_empty())
                .unwrap_or_default();
            let named = matches!(
                last,
                "rss" | "rss.xml" | "rss.aspx" | "feed" | "feed.xml" | "atom.xml" | "atom"
            ) || matches!(last.rsplit_once('.'), Some((_, "rss" | "atom")));
            let called = words_of(&text_of(dom, n, node)) == "rss" && !super::address::is_file(url);
            (named || called).then(|| last.contains("atom"))
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "links_tests.rs"]
mod tests;
