//! One page → what it says. Start at [`page`].

use unicode_normalization::UnicodeNormalization;

use super::context::{PageContext, Reading};
use super::dom::{Dom, parsed};
use super::selectors::Marked;
use super::text::{line_of, one_line, readable};
use super::{
    Answer, PageFacts, charset, contacts, documents, entries, family, forms, links, own, paging,
    procedures,
};
use crate::check::{Group, Labels, words_of};

/// Most characters of a page that says «not found» under a success code: its title is asked too.
const NOT_FOUND_CHARS: u64 = 1_500;

/// Reads a page. Never fails: what is there and not understood is said to be so.
///
/// `keep_going` is asked between small pieces; at `false` reading stops, and what was read is kept and marked partial.
pub fn page(
    answer: &Answer<'_>,
    context: &PageContext<'_>,
    keep_going: &mut dyn FnMut() -> bool,
) -> PageFacts {
    let decoded = charset::decode(answer);
    let (html, whole) = parsed(&decoded.text, keep_going);
    let mut dom = Dom::of(&html);
    links::mark_related(&mut dom, answer.final_url, context.labels);
    let (readable, all_text) = readable(&dom, keep_going);
    let (marked, all_marked) = Marked::of(&dom, context.selectors, keep_going);
    let base = links::base(&dom, answer.final_url);
    let reading = Reading {
        dom: &dom,
        marked: &marked,
        labels: context.labels,
        section: context.section,
        seen_on: context.seen_on,
        page: answer.final_url,
        base: &base,
    };
    let legacy = decoded
        .encoding
        .is_some_and(|encoding| matches!(encoding, "tcvn3" | "vni"));
    let mut facts = PageFacts {
        title: title(&dom),
        text_chars: readable.chars,
        lang_declared: lang(&dom),
        lang_detected: family::language(&readable.text),
        charset_declared: decoded.declared,
        encoding: decoded.encoding,
        bytes_valid: decoded.bytes_valid,
        // What is no Unicode has no normal form; what 1258 writes is none.
        nfc: (!legacy).then_some(readable.nfc && decoded.encoding != Some("windows-1258")),
        text: readable.text,
        partial: !(answer.complete && whole && all_text && all_marked),
        ..PageFacts::default()
    };
    marks(&dom, context.labels, &mut facts);
    facts.soft_404 = (200..300).contains(&answer.status) && soft_404(&facts, &dom, context.labels);
    let (found, feeds) = links::links(&dom, &base, context.labels);
    facts.family = family::family(answer, &dom, &found, &facts.text);
    facts.links = found;
    facts.feeds = feeds;
    // Each reader goes over all nodes: the caller may have had enough in between.
    let readers: [fn(&Reading<'_>, &mut PageFacts); 6] = [
        |reading, facts| {
            let listed = entries::entries(reading);
            facts.own = own::own(reading, &facts.title, &listed.blocks);
            facts.entries = listed.entries;
        },
        |reading, facts| facts.forms = forms::forms(reading),
        |reading, facts| {
            facts.next = paging::next(reading);
            facts.next_by_script = facts.next.is_none() && paging::by_script(reading);
        },
        |reading, facts| {
            facts.documents = documents::documents(reading, &facts.entries);
            documents::with_files(reading, &mut facts.documents);
        },
        |reading, facts| facts.procedures = procedures::procedures(reading),
        |reading, facts| facts.contacts = contacts::contacts(reading),
    ];
    for read in readers {
        if !keep_going() {
            facts.partial = true;
            break;
        }
        read(&reading, &mut facts);
    }
    facts
}

/// `<title>`, else the first heading.
fn title(dom: &Dom<'_>) -> String {
    for name in ["title", "h1", "h2"] {
        let mut all = dom.iter().filter(|(_, node)| node.name() == name);
        let line = all.find_map(|(n, _)| Some(title_line(dom, n)).filter(|line| !line.is_empty()));
        if let Some(line) = line {
            return line;
        }
    }
    String::new()
}

/// `<title>` lies in the head, whose text is no readable text.
fn title_line(dom: &Dom<'_>, n: usize) -> String {
    let texts = dom.within(n).filter_map(|(_, node)| match node.kind {
        super::dom::Kind::Text(text) => Some(text),
        super::dom::Kind::Element(_) => None,
    });
    let text: String = texts
        .take(20)
        .flat_map(|text| text.chars().take(2_000))
        .collect();
    one_line(&text)
}

fn lang(dom: &Dom<'_>) -> String {
    let said = dom
        .get(0)
        .and_then(|root| root.attr("lang").or_else(|| root.attr("xml:lang")));
    let said = said.unwrap_or_default().trim().to_ascii_lowercase();
    said.chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(20)
        .collect()
}

/// Viewport, print control and images.
fn marks(dom: &Dom<'_>, labels: &Labels, facts: &mut PageFacts) {
    for (n, node) in dom.iter() {
        match node.name() {
            "meta" => {
                let named = node
                    .attr("name")
                    .is_some_and(|name| name.eq_ignore_ascii_case("viewport"));
                facts.viewport |= named
                    && node
                        .attr("content")
                        .is_some_and(|content| !content.trim().is_empty());
            }
            "link" | "style" => {
                facts.print_control |= node
                    .attr("media")
                    .is_some_and(|media| media.trim().eq_ignore_ascii_case("print"));
            }
            "img" => {
                // A pixel without a size that only counts visits is seen by nobody.
                let decorative = node
                    .attr("role")
                    .is_some_and(|role| matches!(role.trim(), "presentation" | "none"))
                    || node.attr("aria-hidden") == Some("true");
                facts.images += 1;
                facts.images_alt += u64::from(decorative || node.attr("alt").is_some());
            }
            _ => {}
        }
        let acts = ["onclick", "href"]
            .iter()
            .filter_map(|name| node.attr(name));
        facts.print_control |= acts.into_iter().any(|act| {
            let start: String = act
                .chars()
                .take(400)
                .filter(|c| !c.is_whitespace())
                .collect();
            start.contains("window.print(")
                || start.to_ascii_lowercase().starts_with("javascript:print(")
        });
        if !facts.print_control
            && matches!(node.name(), "a" | "button" | "input" | "img")
            && !node.zone.silent
        {
            let said = [node.attr("title"), node.attr("value"), node.attr("alt")];
            let line = if matches!(node.name(), "a" | "button") {
                line_of(dom, n)
            } else {
                String::new()
            };
            let mut texts = said.into_iter().flatten().chain([line.as_str()]);
            facts.print_control = texts
                .any(|text| text.len() <= 80 && labels.is(Group::Phrase, "print", &words_of(text)));
        }
    }
}

/// Whether a page that answered with success says that there is nothing.
fn soft_404(facts: &PageFacts, dom: &Dom<'_>, labels: &Labels) -> bool {
    let says = |text: &str| labels.says(Group::Phrase, "not_found", &words_of(text));
    if says(&facts.title) {
        return true;
    }
    let heading = dom
        .iter()
        .find(|(_, node)| matches!(node.name(), "h1" | "h2") && node.zone.is_body());
    if heading.is_some_and(|(n, _)| says(&line_of(dom, n))) {
        return true;
    }
    facts.text_chars <= NOT_FOUND_CHARS
        && facts
            .text
            .lines()
            .take(20)
            .any(|line| line.chars().count() <= 200 && says(&line.nfc().collect::<String>()))
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
