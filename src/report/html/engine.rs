//! Fills templates: all text is escaped, a template that does not end is stopped, and a name that is nowhere is refused.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, context};
use serde::Serialize;

use crate::report::templates::Templates;
use crate::words::{Place, Problem};

/// Steps that a template may take: many times those of the longest page.
const FUEL: u64 = 50_000_000;

/// A template filled with a page; `words` are the messages that it prints as they are.
pub(super) fn filled(
    templates: &Templates,
    name: &str,
    words: &Value,
    page: &impl Serialize,
) -> Result<String, Problem> {
    within(FUEL, templates, (name, words), page)
}

fn within(
    fuel: u64,
    templates: &Templates,
    (name, words): (&str, &Value),
    page: &impl Serialize,
) -> Result<String, Problem> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(fuel));
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .map_err(|error| refused(name, &error))?,
    );
    environment.add_filter("code", |text: &str| Value::from_safe_string(code(text)));
    for (name, text) in templates.texts() {
        if name.starts_with("html/") {
            environment
                .add_template(name, text)
                .map_err(|error| refused(name, &error))?;
        }
    }
    // A style element holds no escapes; only its own end could close it.
    let style = templates.text("style.css");
    if style.contains("</") {
        return Err(Problem::new("report.style").at(Place::file("style.css")));
    }
    let template = environment
        .get_template(name)
        .map_err(|error| refused(name, &error))?;
    let style = Value::from_safe_string(style.to_owned());
    template
        .render(context! { style, words, page => Value::from(Serde(page)) })
        .map_err(|error| refused(name, &error))
}

/// The text with what stands between backticks as code.
fn code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len().saturating_sub(1);
    let mut html = String::with_capacity(text.len() + 16);
    for (n, part) in parts.into_iter().enumerate() {
        let escaped = HtmlEscape(part).to_string();
        let inside = n % 2 == 1;
        if inside && n < last {
            html.push_str("<code>");
            html.push_str(&escaped);
            html.push_str("</code>");
        } else {
            // One that is never closed is a sign like any other.
            if inside {
                html.push('`');
            }
            html.push_str(&escaped);
        }
    }
    html
}

fn refused(name: &str, error: &minijinja::Error) -> Problem {
    let file = error.name().unwrap_or(name);
    let place = match error.line() {
        Some(line) => Place::line(file, line),
        None => Place::file(file),
    };
    let detail = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    Problem::new("report.template")
        .with("detail", detail)
        .at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_make_code_and_nothing_else_becomes_markup() {
        assert_eq!(code("bảng `a<b` thiếu"), "bảng <code>a&lt;b</code> thiếu");
        assert_eq!(code("a ` b"), "a ` b");
        assert_eq!(code("`a` và `b"), "<code>a</code> và `b");
        assert_eq!(code("<script>"), "&lt;script&gt;");
        assert_eq!(code(""), "");
    }

    #[test]
    fn a_template_that_never_ends_or_names_nothing_is_refused() {
        let mut templates = Templates::built_in();
        let page = "page";
        let fill = |templates: &Templates| {
            within(
                10_000,
                templates,
                ("html/unit.html", &Value::UNDEFINED),
                &page,
            )
        };
        for (text, line) in [
            ("\n{{ page.nowhere.at_all }}", Some(2)),
            (
                "{% for a in range(10000) %}{% for b in range(10000) %}{{ a * b }}{% endfor %}{% endfor %}",
                Some(1),
            ),
            ("{% if %}", Some(1)),
        ] {
            templates
                .replace("html/unit.html", "", text.to_owned())
                .unwrap();
            let problem = fill(&templates).unwrap_err();
            assert_eq!(problem.code(), "report.template", "{text}");
            let place = problem.place().unwrap();
            assert_eq!(
                (place.file.as_str(), place.line),
                ("html/unit.html", line),
                "{text}"
            );
        }
        templates
            .replace("html/unit.html", "", "{{ page }}".to_owned())
            .unwrap();
        assert_eq!(fill(&templates).unwrap(), "page");
        templates
            .replace("style.css", "", "</style><script>".to_owned())
            .unwrap();
        assert_eq!(fill(&templates).unwrap_err().code(), "report.style");
    }
}
