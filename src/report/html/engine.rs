//! Fills templates: all text is escaped, and a template that does not end is stopped.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};
use serde::Serialize;

use crate::report::templates::Templates;
use crate::words::{Place, Problem};

/// Steps that a template may take: many times those of the longest page.
const FUEL: u64 = 50_000_000;

/// A template filled with a page.
pub(super) fn filled(
    templates: &Templates,
    name: &str,
    page: &impl Serialize,
) -> Result<String, Problem> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .map_err(|error| refused(name, &error))?,
    );
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
        .render(context! { style, page => Value::from(Serde(page)) })
        .map_err(|error| refused(name, &error))
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
