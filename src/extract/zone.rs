//! Parts of a page: what repeats around it (navigation, head, foot, related sites), what nobody reads, and what it is about.

use scraper::ElementRef;

use super::{Block, Place};

/// Where in the page a node stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one node may stand in several parts"
)]
pub(super) struct Zone {
    pub(super) nav: bool,
    pub(super) header: bool,
    pub(super) footer: bool,
    pub(super) related: bool,
    /// Nothing that people read: scripts, styles, what is hidden.
    pub(super) silent: bool,
    /// The innermost of nav, header and footer is nav.
    nav_inside: bool,
}

impl Zone {
    pub(super) fn block(self) -> Block {
        if self.related {
            Block::Related
        } else if self.nav && (self.nav_inside || !(self.header || self.footer)) {
            Block::Nav
        } else if self.footer {
            Block::Footer
        } else if self.header {
            Block::Header
        } else {
            Block::Body
        }
    }

    pub(super) fn place(self) -> Place {
        if self.footer {
            Place::Footer
        } else if self.header {
            Place::Header
        } else {
            Place::Body
        }
    }

    /// What the page is about, rather than what repeats around it.
    pub(super) fn is_body(self) -> bool {
        !(self.silent || self.nav || self.header || self.footer || self.related)
    }
}

/// The zone of an element, from that of its parent.
pub(super) fn zone(above: Zone, element: ElementRef<'_>) -> Zone {
    let mut zone = above;
    let value = element.value();
    let name = value.name();
    zone.silent |= matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "head"
            | "iframe"
            | "object"
            | "math"
    );
    zone.silent |= value.attr("hidden").is_some() || value.attr("style").is_some_and(hides);
    let role = value.attr("role").unwrap_or_default();
    let tokens = || value.classes().chain(value.id());
    let is =
        |known: &[&str]| tokens().any(|token| known.iter().any(|k| token.eq_ignore_ascii_case(k)));
    // The top of an article or a card is no head of the page.
    let inner = zone.nav || zone.header || zone.footer;
    let header = name == "header"
        && !is(&[
            "entry-header",
            "article-header",
            "card-header",
            "post-header",
        ]);
    if !inner
        && above.is_body()
        && (header || role == "banner" || is(HEADERS))
        && !inside_article(element)
    {
        zone.header = true;
    }
    if !zone.footer
        && (name == "footer" || role == "contentinfo" || is(FOOTERS))
        && !inside_article(element)
    {
        zone.footer = true;
        zone.nav_inside = false;
    }
    if name == "nav" || role == "navigation" || is(NAVS) {
        zone.nav = true;
        zone.nav_inside = true;
    }
    zone.related |= is(RELATED);
    zone
}

fn inside_article(element: ElementRef<'_>) -> bool {
    let names = element.ancestors().take(64);
    names
        .filter_map(|node| node.value().as_element())
        .any(|above| matches!(above.name(), "article" | "main" | "section" | "li"))
}

fn hides(style: &str) -> bool {
    let style: String = style
        .chars()
        .take(400)
        .filter(|c| !c.is_whitespace())
        .collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

const HEADERS: &[&str] = &[
    "header",
    "site-header",
    "main-header",
    "page-header",
    "banner",
    "masthead",
    "header-top",
    "top-header",
    "topbar",
    "top-bar",
    "dnn_header",
    "header-wrapper",
    "headerwrapper",
];
const FOOTERS: &[&str] = &[
    "footer",
    "site-footer",
    "main-footer",
    "page-footer",
    "footer-wrapper",
    "footerwrapper",
    "chan-trang",
    "chantrang",
    "dnn_footer",
    "footer-bottom",
    "bottom-footer",
];
const NAVS: &[&str] = &[
    "nav",
    "navbar",
    "menu",
    "main-menu",
    "mainmenu",
    "main-nav",
    "navigation",
    "topmenu",
    "top-menu",
    "menu-top",
    "breadcrumb",
    "breadcrumbs",
    "leftmenu",
    "left-menu",
    "menu-left",
    "menu-main",
    "sidebar-menu",
    "dnn_dnnmenu",
    "sf-menu",
];
const RELATED: &[&str] = &[
    "weblink",
    "weblinks",
    "web-link",
    "web-links",
    "lien-ket",
    "lienket",
    "lienketweb",
    "lien-ket-website",
    "lienketwebsite",
    "related-sites",
    "website-lien-ket",
];
