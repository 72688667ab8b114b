//! Text of nodes: one line of an element, segments that people see as one, and the readable text of the page.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::dom::{Dom, Kind, Node};

/// Most characters of the readable text that are kept.
const KEPT: usize = 200_000;
/// Most characters of a line.
const LINE: usize = 1_000;

/// The readable text of a page.
#[derive(Debug, Default)]
pub(super) struct Readable {
    pub(super) text: String,
    pub(super) chars: u64,
    pub(super) nfc: bool,
}

/// Adds words to a line: blanks are made one, control characters dropped.
fn add(line: &mut String, text: &str) {
    for c in text.chars() {
        if line.len() >= LINE * 4 {
            return;
        }
        if c.is_whitespace() || c == '\u{a0}' {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !c.is_control() {
            line.push(c);
        }
    }
}

/// A text as one line: NFC, single blanks, no control characters, cut at a cap.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    add(&mut line, text);
    finished(&line)
}

fn finished(line: &str) -> String {
    line.trim().nfc().take(LINE).collect()
}

/// The ends of the block elements around a node: what follows one begins a new line.
#[derive(Default)]
struct Ends {
    open: Vec<usize>,
}

impl Ends {
    /// Whether the node begins a line: it is a block, or a block ended before it.
    fn begin(&mut self, at: usize, node: &Node<'_>) -> bool {
        let n_open = self.open.len();
        while self.open.last().is_some_and(|end| *end <= at) {
            self.open.pop();
        }
        let ended = self.open.len() < n_open;
        let block = matches!(node.kind, Kind::Element(_)) && breaks(node.name());
        if block {
            self.open.push(node.end);
        }
        ended || block
    }
}

/// All text in a node as one line.
pub(super) fn line_of(dom: &Dom<'_>, n: usize) -> String {
    line_without(dom, n, |_, _| false)
}

/// All text in a node as one line, without the nodes that are left out.
pub(super) fn line_without(
    dom: &Dom<'_>,
    n: usize,
    left_out: impl Fn(usize, &Node<'_>) -> bool,
) -> String {
    let mut line = String::new();
    let mut skip = 0;
    let mut ends = Ends::default();
    for (at, node) in dom.within(n) {
        if at < skip {
            continue;
        }
        if line.len() >= LINE * 4 {
            break;
        }
        if (node.zone.silent && node.name() != "head" && at != n) || (at != n && left_out(at, node))
        {
            skip = node.end;
            continue;
        }
        if ends.begin(at, node) {
            add(&mut line, " ");
        }
        if let Kind::Text(text) = node.kind {
            add(&mut line, text);
        }
    }
    finished(&line)
}

/// Whether an element stands on a line of its own.
pub(super) fn breaks(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "center"
            | ""
    )
}

/// A run of text that people see as one: what stands between two block elements.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// The node of its first text.
    pub(super) first: usize,
    /// As one line.
    pub(super) line: String,
}

/// The segments in a node, without the nodes that are left out.
///
/// `fine` cuts at every element, so that a date in a `span` is a segment of its own.
pub(super) fn segments(
    dom: &Dom<'_>,
    n: usize,
    fine: bool,
    left_out: impl Fn(usize, &Node<'_>) -> bool,
) -> Vec<Segment> {
    let mut found: Vec<Segment> = Vec::new();
    let mut line = String::new();
    let mut first = n;
    let mut ends = Ends::default();
    let mut skip = 0;
    let mut close = |line: &mut String, first: usize| {
        let text = finished(line);
        line.clear();
        if !text.is_empty() {
            found.push(Segment { first, line: text });
        }
    };
    for (at, node) in dom.within(n) {
        if at < skip {
            continue;
        }
        if node.zone.silent || left_out(at, node) {
            skip = node.end;
            continue;
        }
        if ends.begin(at, node) {
            close(&mut line, first);
        }
        if let Kind::Text(text) = node.kind {
            if line.trim().is_empty() {
                first = at;
            }
            add(&mut line, text);
            if fine {
                close(&mut line, first);
            }
        }
    }
    close(&mut line, first);
    found
}

/// The readable text of the page: what its body says, a block a line.
pub(super) fn readable(dom: &Dom<'_>, keep_going: &mut dyn FnMut() -> bool) -> (Readable, bool) {
    let mut found = Readable {
        nfc: true,
        ..Readable::default()
    };
    let mut kept = 0;
    let mut line = String::new();
    let mut ends = Ends::default();
    let mut whole = true;
    for (at, node) in dom.iter() {
        if at % 4_096 == 4_095 && !keep_going() {
            whole = false;
            break;
        }
        if ends.begin(at, node) && !line.trim().is_empty() {
            line.push('\n');
            found.take(&mut line, &mut kept);
        }
        let Kind::Text(text) = node.kind else {
            continue;
        };
        if node.zone.silent {
            continue;
        }
        found.nfc = found.nfc && is_nfc(text);
        if !node.zone.is_body() || in_choice(dom, node) {
            continue;
        }
        if line.len() > LINE && line.ends_with(' ') {
            found.take(&mut line, &mut kept);
        }
        for c in text.chars() {
            if c.is_whitespace() {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            } else if !c.is_control() {
                line.push(c);
            }
        }
    }
    found.take(&mut line, &mut kept);
    found.text.truncate(found.text.trim_end().len());
    found.chars = u64::try_from(kept).unwrap_or(u64::MAX);
    (found, whole)
}

fn in_choice(dom: &Dom<'_>, node: &Node<'_>) -> bool {
    dom.get(node.parent)
        .is_some_and(|up| matches!(up.name(), "option" | "select" | "textarea" | "button"))
}

impl Readable {
    /// Takes a run over; `counted` are the characters so far, also those over the cap.
    fn take(&mut self, line: &mut String, counted: &mut usize) {
        for c in line.trim_start_matches(' ').nfc() {
            if *counted < KEPT {
                self.text.push(c);
            }
            *counted += 1;
        }
        line.clear();
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
