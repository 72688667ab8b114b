//! A page as a flat list of nodes in the order of the page, each knowing its parent, its end and its part of the page.
//!
//! Bounded whatever the page: html5ever is quadratic in depth and attributes, so it is fed in small pieces, and reading
//! stops at caps on nodes, depth and work (the same for every run), or when the caller says so.

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::TendrilSink;
use scraper::{ElementRef, Html, HtmlTreeSink, Node as Raw};

use super::Block;

/// Most nodes of a page.
const NODES: usize = 150_000;
/// Deepest nesting; browsers stop at 512.
const DEPTH: usize = 1_000;
/// Depth from which on pieces are small.
const DEEP: usize = 100;
/// Bytes of a piece, and of one in a deep page.
const PIECE: usize = 8_192;
const SMALL_PIECE: usize = 256;
/// Most comparisons of attributes within one tag, summed over the page.
const WORK: usize = 400_000_000;

/// Feeds a text to the parser, and tells whether all of it was.
pub(super) fn parsed(text: &str, keep_going: &mut dyn FnMut() -> bool) -> (Html, bool) {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut at = 0;
    let mut whole = true;
    let mut deep = false;
    let mut work = Work::default();
    while at < text.len() {
        let size = if deep { SMALL_PIECE } else { PIECE };
        let mut end = text.len().min(at + size);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let piece = text.get(at..end).unwrap_or_default();
        at = end;
        parser.process(piece.into());
        let (nodes, depth) = {
            let html = parser.tokenizer.sink.sink.0.borrow();
            let mut nodes = html.tree.nodes();
            let depth = nodes
                .next_back()
                .map_or(0, |last| last.ancestors().take(DEPTH + 1).count());
            (html.tree.nodes().len(), depth)
        };
        deep = depth > DEEP;
        let too_much = nodes > NODES || depth > DEPTH || work.is_too_much(nodes, piece);
        if too_much || !keep_going() {
            whole = at >= text.len() && !too_much;
            break;
        }
    }
    (parser.finish(), whole)
}

/// What a tag without end costs: each attribute is compared with all before it.
#[derive(Default)]
struct Work {
    nodes: usize,
    signs: usize,
    spent: usize,
}

impl Work {
    fn is_too_much(&mut self, nodes: usize, piece: &str) -> bool {
        if nodes != self.nodes {
            self.nodes = nodes;
            self.signs = 0;
        }
        let signs = piece.bytes().filter(u8::is_ascii_whitespace).count();
        self.spent = self.spent.saturating_add(signs.saturating_mul(self.signs));
        self.signs += signs;
        self.spent > WORK
    }
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Element(ElementRef<'a>),
    Text(&'a str),
}

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

    /// What the page is about, rather than what repeats around it.
    pub(super) fn is_body(self) -> bool {
        !(self.silent || self.nav || self.header || self.footer || self.related)
    }
}

/// A node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// Number of its parent; the root is its own.
    pub(super) parent: usize,
    /// Number of the first node after everything in it.
    pub(super) end: usize,
    pub(super) zone: Zone,
}

impl<'a> Node<'a> {
    pub(super) fn element(&self) -> Option<ElementRef<'a>> {
        match self.kind {
            Kind::Element(element) => Some(element),
            Kind::Text(_) => None,
        }
    }

    pub(super) fn name(&self) -> &'a str {
        self.element().map_or("", |element| element.value().name())
    }

    pub(super) fn attr(&self, name: &str) -> Option<&'a str> {
        self.element()?.value().attr(name)
    }
}

/// A page's nodes; a node is known by its number.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Dom<'a> {
    /// Lays a tree out.
    pub(super) fn of(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(raw) => {
                    let parent = open.last().copied();
                    let above = parent.and_then(|n| nodes.get(n)).map(|node| node.zone);
                    let kind = match raw.value() {
                        Raw::Element(_) => ElementRef::wrap(raw).map(Kind::Element),
                        Raw::Text(text) => Some(Kind::Text(text)),
                        Raw::Document
                        | Raw::Fragment
                        | Raw::Doctype(_)
                        | Raw::Comment(_)
                        | Raw::ProcessingInstruction(_) => None,
                    };
                    let Some(kind) = kind else { continue };
                    let number = nodes.len();
                    let zone = match kind {
                        Kind::Element(element) => zone(above.unwrap_or_default(), element),
                        Kind::Text(_) => above.unwrap_or_default(),
                    };
                    nodes.push(Node {
                        kind,
                        parent: parent.unwrap_or(number),
                        end: number + 1,
                        zone,
                    });
                    if matches!(kind, Kind::Element(_)) {
                        open.push(number);
                    }
                }
                ego_tree::iter::Edge::Close(raw) => {
                    if raw.value().is_element() {
                        let end = nodes.len();
                        if let Some(node) = open.pop().and_then(|n| nodes.get_mut(n)) {
                            node.end = end;
                        }
                    }
                }
            }
        }
        Self { nodes }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn get(&self, n: usize) -> Option<&Node<'a>> {
        self.nodes.get(n)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Node<'a>)> {
        self.nodes.iter().enumerate()
    }

    /// The nodes in a node, itself first.
    pub(super) fn within(&self, n: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let end = self.get(n).map_or(n, |node| node.end);
        let nodes = self.nodes.get(n..end).unwrap_or_default();
        nodes
            .iter()
            .enumerate()
            .map(move |(at, node)| (n + at, node))
    }

    /// The numbers of the elements around a node, the nearest first.
    pub(super) fn above(&self, n: usize) -> impl Iterator<Item = usize> {
        let parent = move |n: usize| self.get(n).map(|node| node.parent).filter(|up| *up != n);
        std::iter::successors(parent(n), move |n| parent(*n))
    }

    /// Marks a node and all in it as a list of related sites.
    pub(super) fn mark_related(&mut self, n: usize) {
        let end = self.get(n).map_or(n, |node| node.end);
        for node in self.nodes.get_mut(n..end).unwrap_or_default() {
            node.zone.related = true;
        }
    }
}

/// The zone of an element, from that of its parent.
fn zone(above: Zone, element: ElementRef<'_>) -> Zone {
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

#[cfg(test)]
#[path = "dom_tests.rs"]
mod tests;
