//! The budget that is told.

use super::*;
use crate::audit::Only;
use crate::audit::tests::{asking, pack, rubric};

fn notice(portal: &str, settings: &CollectSettings) -> Notice {
    let mut pack = pack();
    let mut rubric = rubric(&pack);
    asking(
        &mut pack,
        &mut rubric,
        &[("pages", 0), ("endpoints", 1), ("uptime", 2)],
    );
    let text =
        format!("id = \"u\"\nname = {{ vi = \"U\", en = \"U\" }}\nkind = \"district\"\n{portal}");
    let profile = Profile::parse("units/u.toml", &text, "u").unwrap();
    let plan = Plan::of(&profile, &pack, &rubric, &Only::default(), false).unwrap();
    Notice::of(&plan, &profile, settings)
}

const PORTAL: &str = "[[portal]]\nid = \"cong\"\nrole = \"info_portal\"\nurl = \"https://u.example.vn:8443/a\"\nhosts = [\"tin.example.vn\"]\n";

#[test]
fn every_declared_host_has_its_budget() {
    let settings = CollectSettings::default();
    let notice = notice(PORTAL, &settings);
    let hosts: Vec<&str> = notice.hosts.iter().map(|h| h.host.as_str()).collect();
    assert_eq!(hosts, ["tin.example.vn", "u.example.vn:8443"]);
    let most = settings.limits.pages + ROBOTS + OFFERS + settings.limits.probes;
    assert_eq!(notice.hosts[0].requests, most);
    assert_eq!(notice.hosts[0].seconds, most);
}

#[test]
fn where_nothing_is_asked_nobody_is_told() {
    assert_eq!(notice("", &CollectSettings::default()).hosts, []);
}
