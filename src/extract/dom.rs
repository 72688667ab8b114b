//! A page as a flat list of nodes in the order of the page, each knowing its parent, its end and its part of the page.
//!
//! Bounded whatever the page: html5ever is quadratic in depth and attributes, so it is fed in small pieces, and reading
//! stops at caps on nodes, depth and work (the same for every run), or when the caller says so.

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::TendrilSink;
use scraper::{ElementRef, Html, HtmlTreeSink, Node as Raw};

use super::zone::{Zone, zone};

/// Most nodes of a page.
const NODES: usize = 150_000;
/// Deepest nesting; browsers stop at 512.
const DEPTH: usize = 1_000;
/// Depth from which on pieces are small.
const DEEP: usize = 100;
/// Nodes whose depth is looked at after a piece.
const LAST: usize = 32;
/// Bytes of a piece, and of one in a deep page.
const PIECE: usize = 2_048;
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
            // The very last may not have been put in its place yet.
            let last = html.tree.nodes().rev().take(LAST);
            let depths = last.map(|node| node.ancestors().take(DEPTH + 1).count());
            let depth = depths.max().unwrap_or_default();
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

    /// The elements right below a node.
    pub(super) fn children(&self, n: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        self.within(n)
            .skip(1)
            .filter(move |(_, node)| node.parent == n && node.element().is_some())
    }

    /// For each of some nodes the largest block around it that holds none of the others; the page's body is none.
    pub(super) fn blocks(&self, anchors: &[usize]) -> Vec<usize> {
        let mut inside = vec![0_usize; self.len()];
        for n in anchors {
            if let Some(own) = inside.get_mut(*n) {
                *own += 1;
            }
        }
        for n in (1..self.len()).rev() {
            let own = inside.get(n).copied().unwrap_or_default();
            let parent = self.get(n).map_or(n, |node| node.parent);
            if parent != n
                && let Some(above) = inside.get_mut(parent)
            {
                *above += own;
            }
        }
        let alone = |up: &usize| {
            let named = |node: &Node<'_>| !matches!(node.name(), "body" | "html");
            inside.get(*up) == Some(&1) && self.get(*up).is_some_and(named)
        };
        let block = |n: &usize| self.above(*n).take_while(alone).last().unwrap_or(*n);
        anchors.iter().map(block).collect()
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

#[cfg(test)]
#[path = "dom_tests.rs"]
mod tests;
