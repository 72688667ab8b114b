//! `check show`: the page of one check, what it takes, what it rests on and the queries themselves.

use clap::Args;
use serde_json::{Value, json};

use crate::check::{Check, Indicator, Legal, Pack, Param, Route};
use crate::cli::exit::Exit;
use crate::cli::listing::safe_lines;
use crate::cli::session::{Failure, Session};
use crate::cli::tables::bilingual;
use crate::kind::{Need, ParamValue};
use crate::report::terminal;
use crate::words::written;

/// What was typed.
#[derive(Debug, Args)]
pub(in crate::cli) struct Typed {
    #[arg(value_name = "CHECK")]
    id: String,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let pack = session.pack()?.pack;
    let check = find(&pack, &typed.id)?;
    if session.json() {
        session.print_json(&as_json(check))?;
    } else {
        let text = page(check, session);
        session.print(&text)?;
    }
    Ok(Exit::Ok)
}

/// The check of an id; the nearest is offered for one that there is not.
pub(super) fn find<'p>(pack: &'p Pack, id: &str) -> Result<&'p Check, Failure> {
    pack.checks.get(id).ok_or_else(|| {
        let known: Vec<String> = pack.checks.keys().cloned().collect();
        written::unknown("cli.unknown_check", id, &known).into()
    })
}

fn page(check: &Check, session: &Session<'_, '_>) -> String {
    let lang = session.lang();
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let readme = check.readme.in_lang(lang);
    if readme.is_empty() {
        line(&format!("# {}", check.title.in_lang(lang)));
    } else {
        line(readme.trim_end());
    }
    let heading = |key: &str| format!("\n## {}\n", session.text(&format!("cli.check.{key}")));
    line(&heading("about"));
    let about = [
        ("id", check.id.clone()),
        ("revision", check.revision.to_string()),
        ("since", check.since.clone()),
        ("file", check.file.clone()),
    ];
    line(&session.fill("cli.check.identity", &about));
    line(&heading("legal"));
    for legal in &check.legal {
        let cited = terminal::legal(legal, session.words(), lang);
        line(&format!("- {cited}"));
    }
    if check.legal.is_empty() {
        line(&session.text("cli.check.no_legal"));
    }
    if !check.params.is_empty() {
        line(&heading("params"));
        for (name, param) in &check.params {
            line(&parameter(name, param, session));
        }
    }
    line(&heading("indicators"));
    for indicator in check.indicators.values() {
        line(&asked(indicator, session));
    }
    safe_lines(&text)
}

fn parameter(name: &str, param: &Param, session: &Session<'_, '_>) -> String {
    let key = if param.proposed {
        "cli.check.param_proposed"
    } else {
        "cli.check.param"
    };
    let fields = [
        ("name", name.to_owned()),
        ("title", param.title.in_lang(session.lang()).to_owned()),
        ("default", param.default.to_string()),
    ];
    session.fill(key, &fields)
}

fn asked(indicator: &Indicator, session: &Session<'_, '_>) -> String {
    let mut lines = vec![
        format!("### {}", indicator.id),
        String::new(),
        indicator.title.in_lang(session.lang()).to_owned(),
        String::new(),
        session.fill(
            "cli.check.kind",
            &[("kind", indicator.kind.code().to_owned())],
        ),
    ];
    if !indicator.levels.is_empty() {
        let levels = indicator.levels.join(" > ");
        lines.push(session.fill("cli.check.levels", &[("levels", levels)]));
    }
    for route in &indicator.routes {
        lines.extend([String::new(), route.file.clone(), String::new()]);
        for (table, need) in &route.needs {
            lines.push(format!("- {table}: {}", roles(need)));
        }
        lines.push(format!("\n```sql\n{}\n```", route.sql.trim_end()));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn roles(need: &Need) -> String {
    let roles: Vec<&str> = need.roles.iter().map(|role| role.code()).collect();
    let mut said = vec![roles.join(", ")];
    if !need.parts.is_empty() {
        said.push(format!("part: {}", need.parts.join(", ")));
    }
    for (says, key) in [(need.each, "each"), (need.each_part, "each_part")] {
        said.extend(says.then(|| key.to_owned()));
    }
    said.join("; ")
}

fn as_json(check: &Check) -> Value {
    let legal: Vec<Value> = check.legal.iter().map(legal_json).collect();
    let params: serde_json::Map<String, Value> = check
        .params
        .iter()
        .map(|(name, param)| (name.clone(), param_json(param)))
        .collect();
    let indicators: Vec<Value> = check.indicators.values().map(indicator_json).collect();
    json!({
        "schema": "sansang/check/1",
        "id": check.id,
        "revision": check.revision,
        "since": check.since,
        "title": bilingual(&check.title),
        "file": check.file,
        "readme": bilingual(&check.readme),
        "legal": legal,
        "params": params,
        "indicators": indicators,
    })
}

fn legal_json(legal: &Legal) -> Value {
    json!({
        "instrument": legal.instrument,
        "number": legal.number,
        "article": legal.article,
        "clause": legal.clause,
        "valid_from": legal.valid_from.map(|day| day.to_string()),
        "valid_to": legal.valid_to.map(|day| day.to_string()),
        "grade": legal.grade,
        "source": legal.source,
    })
}

fn param_json(param: &Param) -> Value {
    let default = match &param.default {
        ParamValue::Int(n) => json!(n),
        ParamValue::Text(text) => json!(text),
    };
    json!({ "default": default, "title": bilingual(&param.title), "proposed": param.proposed })
}

fn indicator_json(indicator: &Indicator) -> Value {
    let routes: Vec<Value> = indicator.routes.iter().map(route_json).collect();
    json!({
        "id": indicator.id,
        "title": bilingual(&indicator.title),
        "kind": indicator.kind.code(),
        "levels": indicator.levels,
        "handles_missing": indicator.handles_missing,
        "routes": routes,
    })
}

fn route_json(route: &Route) -> Value {
    let needs: serde_json::Map<String, Value> = route
        .needs
        .iter()
        .map(|(table, need)| {
            let roles: Vec<&str> = need.roles.iter().map(|role| role.code()).collect();
            let need = json!({
                "roles": roles,
                "by": need.by,
                "serves": if need.serves_one { "one" } else { "many" },
                "each": need.each,
                "parts": need.parts,
                "each_part": need.each_part,
            });
            (table.clone(), need)
        })
        .collect();
    json!({ "file": route.file, "sql": route.sql, "needs": needs })
}
