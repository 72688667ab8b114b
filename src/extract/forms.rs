//! Forms of a page: what each is for, where it is sent, and its fields. Nothing is ever filled in here.

use super::context::Reading;
use super::links::resolved;
use super::text::{line_of, one_line};
use super::{Field, FieldKind, Form, Purpose};
use crate::check::{Group, words_of};

/// Most forms of a page, most fields of a form.
const FORMS: usize = 50;
const FIELDS: usize = 200;

/// The forms of the page.
///
/// ASP.NET wraps the whole page into one form that posts to itself: each search box in it is then a form of its own
/// only where the page gives it one, so such a form is told by the fields that people see.
pub(super) fn forms(reading: &Reading<'_>) -> Vec<Form> {
    let dom = reading.dom;
    let all = dom.iter().filter(|(_, node)| node.name() == "form");
    all.take(FORMS)
        .filter_map(|(n, node)| {
            let action = node.attr("action").map(str::trim).unwrap_or_default();
            let action = if action.is_empty() || action.starts_with('#') {
                let mut own = reading.page.clone();
                own.set_fragment(None);
                Some(own)
            } else {
                resolved(reading.base, action)
            };
            let fields = fields(reading, n);
            let narrows = filters(reading, n);
            let get = !node
                .attr("method")
                .is_some_and(|method| method.trim().eq_ignore_ascii_case("post"));
            Some(Form {
                purpose: purpose(reading, n, &fields, narrows, get),
                action: action?,
                get,
                filters: narrows,
                fields,
            })
        })
        .collect()
}

fn fields(reading: &Reading<'_>, form: usize) -> Vec<Field> {
    let mut found = Vec::new();
    for (_, node) in reading.dom.within(form) {
        let kind = match node.name() {
            "input" => {
                let kind = node
                    .attr("type")
                    .unwrap_or("text")
                    .trim()
                    .to_ascii_lowercase();
                match kind.as_str() {
                    "text" | "search" | "" => FieldKind::Text,
                    "hidden" => FieldKind::Hidden,
                    "submit" | "button" | "image" | "reset" => continue,
                    _ => FieldKind::Other,
                }
            }
            "textarea" | "select" => FieldKind::Other,
            _ => continue,
        };
        let Some(name) = node.attr("name").filter(|name| !name.is_empty()) else {
            continue;
        };
        found.push(Field {
            name: name.chars().take(200).collect(),
            value: node
                .attr("value")
                .unwrap_or_default()
                .chars()
                .take(2_000)
                .collect(),
            kind,
        });
        if found.len() >= FIELDS {
            break;
        }
    }
    found
}

/// What the fields that people see ask for, each as one text: its name, id, placeholder, label.
fn asked(reading: &Reading<'_>, form: usize) -> Vec<(String, &'static str)> {
    let dom = reading.dom;
    let mut found = Vec::new();
    for (n, node) in dom.within(form) {
        let kind = match node.name() {
            "input" => match node
                .attr("type")
                .unwrap_or("text")
                .trim()
                .to_ascii_lowercase()
                .as_str()
            {
                "hidden" | "submit" | "button" | "image" | "reset" => continue,
                "password" => "password",
                "email" => "email",
                "date" => "date",
                "checkbox" | "radio" => "choice",
                _ => "text",
            },
            "select" => "select",
            "textarea" => "textarea",
            _ => continue,
        };
        let id = node.attr("id").unwrap_or_default();
        let mut text = String::new();
        for attr in ["name", "id", "placeholder", "title", "aria-label"] {
            text.push_str(node.attr(attr).unwrap_or_default());
            text.push(' ');
        }
        let labels = dom.within(form).filter(|(label, other)| {
            let holds = other.end > n && *label < n;
            let names = !id.is_empty() && other.attr("for") == Some(id);
            other.name() == "label" && (names || holds)
        });
        for (label, _) in labels.take(3) {
            text.push_str(&line_of(dom, label));
            text.push(' ');
        }
        if kind == "select"
            && let Some((first, _)) = dom.within(n).find(|(_, node)| node.name() == "option")
        {
            text.push_str(&line_of(dom, first));
        }
        let text: String = text.chars().take(400).collect();
        found.push((words_of(&split_words(&text)), kind));
        if found.len() >= FIELDS / 4 {
            break;
        }
    }
    found
}

/// `soKyHieu` → `so Ky Hieu`: names of fields are written so.
fn split_words(text: &str) -> String {
    let mut found = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            found.push(' ');
        }
        found.push(c);
        before = c;
    }
    found
}

/// Fields that narrow a search for documents: number, date, type, issuer.
fn filters(reading: &Reading<'_>, form: usize) -> u64 {
    let narrows = |(words, kind): &(String, &str)| {
        *kind == "date"
            || ["number", "issued_on", "type", "issuer", "effective_on"]
                .iter()
                .any(|code| reading.labels.says(Group::Column, code, words))
            || words.contains("tu ngay")
            || words.contains("den ngay")
            || words.contains("linh vuc")
    };
    let n = asked(reading, form)
        .iter()
        .filter(|field| narrows(field))
        .count();
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn purpose(
    reading: &Reading<'_>,
    form: usize,
    fields: &[Field],
    narrows: u64,
    get: bool,
) -> Purpose {
    let asked = asked(reading, form);
    let has = |wanted: &str| asked.iter().any(|(_, kind)| *kind == wanted);
    if has("password") {
        return Purpose::Login;
    }
    let node = reading.dom.get(form);
    let mut around = String::new();
    for attr in ["action", "id", "name", "class", "title"] {
        around.push_str(node.and_then(|node| node.attr(attr)).unwrap_or_default());
        around.push(' ');
    }
    let around: String = around.chars().take(400).collect();
    let around = words_of(&split_words(&around));
    let seen = words_of(&one_line(&line_of(reading.dom, form)));
    let seen: String = seen.chars().take(600).collect();
    let fields_say: String = asked
        .iter()
        .map(|(words, _)| words.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let says = |code: &str| {
        [&around, &fields_say, &seen]
            .iter()
            .any(|words| reading.labels.says(Group::Phrase, code, words))
    };
    // Many words to write, and a name or mail: something is sent in, not looked for.
    if has("textarea") {
        return if says("petition") || reading.section == Some("feedback_handling") {
            Purpose::Petition
        } else if says("draft") || reading.section == Some("drafts") {
            Purpose::DraftComment
        } else if says("question") || reading.section == Some("qa") {
            Purpose::Question
        } else {
            Purpose::Other
        };
    }
    let n_texts = fields
        .iter()
        .filter(|field| field.kind == FieldKind::Text)
        .count();
    let looks = says("search")
        || fields.iter().any(|field| is_search_name(&field.name))
        || node.is_some_and(|node| node.attr("role") == Some("search"))
        || has("search");
    if !(looks || narrows > 0 || get && n_texts == 1) {
        return Purpose::Other;
    }
    if says("procedure") && !says("document") || reading.section == Some("procedures") && looks {
        return Purpose::Procedure;
    }
    if narrows >= 1 && (says("document") || reading.section == Some("documents"))
        || looks
            && [&around, &fields_say]
                .iter()
                .any(|words| reading.labels.says(Group::Phrase, "document", words))
    {
        return Purpose::DocumentSearch;
    }
    if looks && n_texts >= 1 {
        Purpose::Search
    } else {
        Purpose::Other
    }
}

fn is_search_name(name: &str) -> bool {
    let name = name
        .rsplit(['$', '_', '['])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(
        name.trim_end_matches(']'),
        "q" | "s"
            | "k"
            | "key"
            | "keyword"
            | "keywords"
            | "search"
            | "query"
            | "tukhoa"
            | "txtsearch"
            | "searchtext"
            | "txtkeyword"
    )
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
