//! What an audit would do, told before it does anything: its plan, and what the owners of portals are told.

use serde_json::{Value, json};

use crate::audit::{Notice, Only, Plan};
use crate::check::Pack;
use crate::cli::exit::Exit;
use crate::cli::listing::listing;
use crate::cli::session::{Failure, Session};
use crate::cli::subject::Desk;
use crate::collect::{MOST_DELAY_MS, Wire};
use crate::unit::CollectSettings;
use crate::words::{Problem, plain};

/// The plans of units, in their order.
pub(super) fn plans(
    units: &[String],
    (only, offline): (&[String], bool),
    desk: &Desk<'_>,
    pack: &Pack,
) -> Result<Vec<Plan>, Problem> {
    let workspace = desk.workspace()?;
    let rubric = desk.round_rubric()?;
    let only = Only::of(only, pack, &rubric)?;
    let plan = |unit: &String| Plan::of(workspace.profile(unit)?, pack, &rubric, &only, offline);
    units.iter().map(plan).collect()
}

/// Prints plans.
pub(super) fn print_plans(
    plans: &[Plan],
    desk: &Desk<'_>,
    session: &mut Session<'_, '_>,
) -> Result<Exit, Failure> {
    if session.json() {
        let units: Vec<Value> = plans.iter().map(plan_json).collect();
        let round = &desk.workspace()?.round.id;
        let rubric = desk.round_rubric()?.id;
        session.print_json(&json!({
            "schema": "sansang/audit-plan/1",
            "round": round,
            "rubric": rubric,
            "units": units,
        }))?;
        return Ok(Exit::Ok);
    }
    for (n, plan) in plans.iter().enumerate() {
        if n > 0 {
            session.print("")?;
        }
        let text = plan_text(plan, session);
        session.print(&text)?;
    }
    Ok(Exit::Ok)
}

fn plan_json(plan: &Plan) -> Value {
    let steps: Vec<Value> = (plan.steps.iter())
        .map(|step| {
            json!({
                "step": step.step,
                "subject": step.subject,
                "fills": step.fills,
                "after": step.after,
                "per": step.per.code(),
                "for": step.criteria,
            })
        })
        .collect();
    json!({
        "unit": plan.unit,
        "steps": steps,
        "kept": plan.kept,
        "unfilled": plan.unfilled,
    })
}

fn plan_text(plan: &Plan, session: &Session<'_, '_>) -> String {
    let columns = ["step", "subject", "fills", "after", "per", "for"];
    let headings = columns.map(|column| session.text(&format!("cli.audit.plan.{column}")));
    let rows = plan.steps.iter().map(|step| {
        vec![
            step.step.to_owned(),
            step.subject.clone(),
            step.fills.join(", "),
            step.after.join(", "),
            session.text(&format!("cli.audit.plan.per_{}", step.per.code())),
            step.criteria.join(", "),
        ]
    });
    let unit = ("unit", plain(&plan.unit));
    let mut text = session.fill("cli.audit.plan.head", &[unit]);
    text.push_str("\n\n");
    text.push_str(&listing(&headings, rows, session));
    let mut add = |key: &str, tables: Vec<String>| {
        if !tables.is_empty() {
            text.push_str("\n\n");
            text.push_str(&session.fill(key, &[("tables", tables.join(", "))]));
        }
    };
    add("cli.audit.plan.kept", plan.kept.iter().cloned().collect());
    let unfilled = plan.unfilled.keys().cloned().collect();
    add("cli.audit.plan.unfilled", unfilled);
    text
}

/// Prints what the owners of the portals are told.
pub(super) fn print_notices(
    plans: &[Plan],
    desk: &Desk<'_>,
    session: &mut Session<'_, '_>,
) -> Result<Exit, Failure> {
    let workspace = desk.workspace()?;
    let settings = &workspace.collect;
    let mut notices = Vec::new();
    for plan in plans {
        let profile = workspace.profile(&plan.unit)?;
        notices.push(Notice::of(plan, profile, settings));
    }
    if session.json() {
        session.print_json(&notices_json(&notices, settings))?;
        return Ok(Exit::Ok);
    }
    let text = notices_text(&notices, settings, session);
    session.print(&text)?;
    Ok(Exit::Ok)
}

fn notices_json(notices: &[Notice], settings: &CollectSettings) -> Value {
    let units: Vec<Value> = (notices.iter())
        .map(|notice| {
            let hosts: Vec<Value> = (notice.hosts.iter())
                .map(|host| {
                    json!({
                        "host": host.host,
                        "portals": host.portals,
                        "private": host.private,
                        "requests": host.requests,
                        "seconds": host.seconds,
                    })
                })
                .collect();
            json!({ "unit": notice.unit, "hosts": hosts })
        })
        .collect();
    let hours = settings
        .hours
        .map(|(from, to)| json!({ "from": clock(from), "to": clock(to) }));
    json!({
        "schema": "sansang/audit-notice/1",
        "user_agent": Wire::user_agent(settings),
        "methods": ["GET", "HEAD"],
        "pause_ms": settings.pause_ms,
        "attempts": settings.limits.attempts,
        "redirects": settings.limits.redirects,
        "hours": hours,
        "units": units,
    })
}

fn notices_text(
    notices: &[Notice],
    settings: &CollectSettings,
    session: &Session<'_, '_>,
) -> String {
    if notices.iter().all(|notice| notice.hosts.is_empty()) {
        return session.text("cli.audit.notice.nothing");
    }
    let columns = ["host", "unit", "portals", "requests", "time"];
    let headings = columns.map(|column| session.text(&format!("cli.audit.notice.{column}")));
    let rows = notices.iter().flat_map(|notice| {
        notice.hosts.iter().map(|host| {
            vec![
                host.host.clone(),
                notice.unit.clone(),
                host.portals.join(", "),
                host.requests.to_string(),
                duration(host.seconds, session),
            ]
        })
    });
    let mut text = session.text("cli.audit.notice.head");
    text.push_str("\n\n");
    text.push_str(&listing(&headings, rows, session));
    text.push_str("\n\n");
    let hours = match settings.hours {
        Some((from, to)) => session.fill(
            "cli.audit.notice.hours",
            &[("from", clock(from)), ("to", clock(to))],
        ),
        None => session.text("cli.audit.notice.any_hour"),
    };
    let fields = [
        ("user_agent", plain(&Wire::user_agent(settings))),
        ("pause", settings.pause_ms.to_string()),
        ("delay", (MOST_DELAY_MS / 1_000).to_string()),
        ("attempts", settings.limits.attempts.to_string()),
        ("redirects", settings.limits.redirects.to_string()),
        ("hours", hours),
    ];
    text.push_str(&session.fill("cli.audit.notice.manners", &fields));
    if settings.contact.is_none() {
        text.push('\n');
        text.push_str(&session.text("cli.audit.notice.no_contact"));
    }
    if settings.control_hosts.is_empty() {
        text.push('\n');
        text.push_str(&session.text("cli.audit.notice.no_control"));
    }
    text
}

/// Minutes after midnight as `19:30`.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn duration(seconds: u64, session: &Session<'_, '_>) -> String {
    let (key, n) = if seconds < 120 {
        ("cli.audit.notice.seconds", seconds)
    } else {
        ("cli.audit.notice.minutes", seconds.div_ceil(60))
    };
    session.fill(key, &[("n", n.to_string())])
}
