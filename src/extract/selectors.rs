//! Where the parts of a page are found: CSS selectors of the profile, by name, with defaults for the families that are known.
//!
//! A selector that the profile gives takes the place of the default of its name; where it finds nothing, the page is read
//! as if it were not there. [`SELECTORS`] is the list, for `[portal.selectors]` of a unit's file:
//!
//! | Name | What it finds |
//! |---|---|
//! | `item` | an entry of a list |
//! | `item_title`, `item_date`, `item_link` | within an entry: its title, its day, the link to its page |
//! | `next` | the link to the next page of a list |
//! | `article_date`, `article_author`, `article_body` | on an article's page: its day, its author or source, its text |
//! | `leader` | the card or row of a leader |
//! | `contact` | the card or row of an official or a sub-unit |
//! | `document_row` | an issued document in a list |
//! | `procedure_row` | a procedure in a list |
//! | `procedure_code`, `procedure_level` | within it, or on its page: its code, its level |

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use scraper::Selector;

use super::dom::Dom;
use crate::words::{Problem, written};

/// The names that a profile may use, and the selector that holds where it says none (`""` = none).
pub const SELECTORS: &[(&str, &str)] = &[
    ("item", ""),
    ("item_title", ""),
    ("item_date", ""),
    ("item_link", ""),
    (
        "next",
        "a[rel~=next], link[rel~=next], .pager-next a, .pager__item--next a, li.next a, a.next, .pagination-next a",
    ),
    (
        "article_date",
        "#ctl00_mainContent_bodyContent_lbDate, [itemprop=datePublished], .article-date, .news-date, .detail-date, \
         .post-date, .published-date, .date-published, .entry-date, .metadata-publish-date, .ngay-dang, .ngaydang, \
         .submitted, .detail-time, .article-time",
    ),
    (
        "article_author",
        "[rel~=author], [itemprop=author], .author, .article-author, .news-author, .post-author, .metadata-author, \
         .tac-gia, .tacgia, .nguon-tin, .article-source, .news-source, .source",
    ),
    (
        "article_body",
        "#ctl00_mainContent_bodyContent_lbBody, [itemprop=articleBody], .article-body, .article-content, .article-detail, \
         .entry-content, .post-content, .detail-content, .content-detail, .news-detail, .news-content, #news-bodyhtml, \
         .field--name-body, .journal-content-article, .ms-rtestate-field, .noi-dung-tin",
    ),
    ("leader", ""),
    ("contact", ""),
    ("document_row", ""),
    ("procedure_row", ""),
    ("procedure_code", ".procedure-code, .ma-thu-tuc, .matthc"),
    ("procedure_level", ".procedure-level, .muc-do, .mucdo"),
];

/// Looks a profile's selectors over: each fault with the name it stands at.
///
/// Errors: a name that is not among [`SELECTORS`], a selector that is no CSS.
pub fn check_selectors(selectors: &BTreeMap<String, String>) -> Result<(), Vec<(String, Problem)>> {
    let mut faults = Vec::new();
    for (name, selector) in selectors {
        if !SELECTORS.iter().any(|(known, _)| known == name) {
            let known = SELECTORS.iter().map(|(known, _)| *known);
            let problem = written::unknown("extract.selector_name", name, known);
            faults.push((name.clone(), problem));
        } else if Selector::parse(selector).is_err() {
            let problem = Problem::new("extract.selector").with("name", name);
            faults.push((name.clone(), problem.with("selector", selector)));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// The defaults, read once.
static DEFAULTS: LazyLock<BTreeMap<&'static str, Selector>> = LazyLock::new(|| {
    let said = SELECTORS.iter().filter(|(_, default)| !default.is_empty());
    said.filter_map(|(name, default)| Some((*name, Selector::parse(default).ok()?)))
        .collect()
});

/// What the selectors found on a page: numbers of nodes by name.
#[derive(Debug, Default)]
pub(super) struct Marked {
    found: BTreeMap<&'static str, BTreeSet<usize>>,
}

impl Marked {
    /// Tries all selectors on all elements.
    pub(super) fn of(
        dom: &Dom<'_>,
        own: &BTreeMap<String, String>,
        keep_going: &mut dyn FnMut() -> bool,
    ) -> (Self, bool) {
        let own: BTreeMap<&str, Selector> = (own.iter())
            .filter_map(|(name, own)| Some((name.as_str(), Selector::parse(own).ok()?)))
            .collect();
        let chosen: Vec<(&'static str, &Selector)> = SELECTORS
            .iter()
            .filter_map(|(name, _)| Some((*name, own.get(name).or_else(|| DEFAULTS.get(name))?)))
            .collect();
        let mut marked = Self::default();
        for (n, node) in dom.iter() {
            if n % 2_048 == 2_047 && !keep_going() {
                return (marked, false);
            }
            let Some(element) = node.element() else {
                continue;
            };
            if node.zone.silent && node.name() != "link" {
                continue;
            }
            for (name, selector) in &chosen {
                if selector.matches(&element) {
                    marked.found.entry(name).or_default().insert(n);
                }
            }
        }
        (marked, true)
    }

    /// The elements that a selector found, in the order of the page.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = usize> {
        self.found.get(name).into_iter().flatten().copied()
    }

    /// The first within a node.
    pub(super) fn within(&self, name: &str, dom: &Dom<'_>, n: usize) -> Option<usize> {
        let end = dom.get(n).map_or(n, |node| node.end);
        self.found.get(name)?.range(n..end).next().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::dom;

    #[test]
    fn every_default_is_css() {
        for (name, default) in SELECTORS.iter().filter(|(_, default)| !default.is_empty()) {
            assert!(Selector::parse(default).is_ok(), "{name}");
        }
    }

    #[test]
    fn faults_are_told_by_name() {
        let own = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs
                .iter()
                .map(|(name, css)| ((*name).to_owned(), (*css).to_owned()))
                .collect()
        };
        assert!(check_selectors(&own(&[("item", "li.tin > a")])).is_ok());
        let faults = check_selectors(&own(&[("item", "li["), ("items", "li")])).unwrap_err();
        let codes: Vec<(&str, &str)> = faults
            .iter()
            .map(|(name, problem)| (name.as_str(), problem.code()))
            .collect();
        assert_eq!(
            codes,
            [
                ("item", "extract.selector"),
                ("items", "extract.selector_name")
            ]
        );
    }

    #[test]
    fn the_profile_takes_the_place_of_the_default() {
        let (html, _) = dom::parsed("<b class=author>1</b><i class=by>2</i>", &mut || true);
        let dom = Dom::of(&html);
        let found = |own: &BTreeMap<String, String>| {
            let (marked, _) = Marked::of(&dom, own, &mut || true);
            let names: Vec<&str> = marked
                .all("article_author")
                .filter_map(|n| dom.get(n))
                .map(dom::Node::name)
                .collect();
            names.join(" ")
        };
        assert_eq!(found(&BTreeMap::new()), "b");
        let own = BTreeMap::from([("article_author".to_owned(), ".by".to_owned())]);
        assert_eq!(found(&own), "i");
    }
}
