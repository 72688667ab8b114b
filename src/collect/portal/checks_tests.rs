//! The checks of the pack, asked of what was harvested.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::super::Harvest;
use super::town::{Reply, Town};
use super::world::{World, certified, covered, filled};
use crate::check::{Files, Pack};
use crate::demo::portal::{Ports, districts};
use crate::indicator::{Asker, Params};
use crate::kind::Measure;
use crate::table::Sandbox;

static CHECKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/checks");

fn add(folder: &Dir<'_>, files: &mut Files) {
    for file in folder.files() {
        let path = file.path().to_str().unwrap().replace('\\', "/");
        files.insert(path.clone(), path, file.contents().to_vec());
    }
    for folder in folder.dirs() {
        add(folder, files);
    }
}

fn pack() -> Pack {
    let mut files = Files::default();
    add(&CHECKS, &mut files);
    Pack::parse(&files).unwrap()
}

fn shown(measure: &Measure) -> String {
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    match measure {
        Measure::Ratio { ratio, .. } => format!("{}…{}", ratio.low, ratio.high),
        Measure::Count { low, high } => format!("{low}…{high}"),
        Measure::Days { low, high } => format!("{low}…{high}"),
        Measure::YesNo { low, high } => format!("{}…{}", yes(*low), yes(*high)),
        Measure::Value { .. }
        | Measure::Choice { .. }
        | Measure::Histogram(_)
        | Measure::Change { .. }
        | Measure::Children(_) => panic!("{measure:?}"),
    }
}

/// What indicators say of a harvest: `low…high`.
fn asked(harvest: &Harvest, more: &str, indicators: &[&str]) -> Vec<String> {
    let pack = pack();
    let connection = filled(harvest);
    connection.execute_batch(more).unwrap();
    let sandbox = Sandbox::around(connection, &pack.calendar).unwrap();
    let world = World::with("");
    let mut asker = Asker::new(&sandbox, &world.round).unwrap();
    let said = indicators.iter().map(|id| {
        let (check, indicator) = pack.indicator(id).unwrap();
        let none = BTreeMap::new();
        let params = Params::of(&world.round, "hai-ha", check, &none, &BTreeMap::new());
        let answer = asker.ask(indicator, "hai-ha", &params, None).unwrap();
        let id = id.trim_start_matches("portal.");
        format!("{id} {}", shown(&answer.bounds.measure))
    });
    said.collect()
}

/// The portal of a district of the demo.
fn district(n: usize) -> (World, Town) {
    let mut sites = districts(Ports {
        https: 443,
        http: 80,
    })
    .unwrap();
    let site = sites.remove(n);
    let host = site.host.clone();
    let mut town = Town::of(&[]);
    town.tls = Some(certified(&host, (2019, 2023)));
    town.site = Some(site);
    (World::at(&format!("https://{host}/"), ""), town)
}

const PORTAL: [&str; 8] = [
    "portal.introduction/complete",
    "portal.news-freshness/gap",
    "portal.direction/current",
    "portal.plans-and-budget/in-period",
    "portal.egov-section/current",
    "portal.support/working",
    "portal.technical/met",
    "portal.availability/answered",
];

#[test]
fn the_checks_read_a_portal_in_which_everything_is_there() {
    let (world, town) = district(0);
    let harvest = world.crawl(&town);
    for row in &harvest.coverage {
        if row.table != "uptime" {
            assert_eq!(covered(&harvest, &row.table), "complete", "{}", row.table);
        }
    }
    assert_eq!(
        asked(&harvest, "", &PORTAL),
        [
            "introduction/complete 4…4",
            "news-freshness/gap 2…2",
            "direction/current 3…3",
            "plans-and-budget/in-period 6…6",
            "egov-section/current yes…yes",
            "support/working 4…4",
            "technical/met 3…3",
            "availability/answered 1…1",
        ]
    );
}

#[test]
fn the_checks_read_a_poor_portal() {
    let (world, town) = district(2);
    let harvest = world.crawl(&town);
    assert_eq!(
        asked(&harvest, "", &PORTAL),
        [
            "introduction/complete 0…0",
            "news-freshness/gap 18…18",
            "direction/current 0…0",
            "plans-and-budget/in-period 1…1",
            "egov-section/current no…no",
            "support/working 0…0",
            "technical/met 1…1",
            "availability/answered 1…1",
        ]
    );
}

#[test]
fn the_checks_leave_open_what_a_silent_page_hides() {
    let (world, town) = district(1);
    let harvest = world.crawl(&town);
    assert_eq!(
        covered(&harvest, "items"),
        "complete, statistics=partial/?/unread"
    );
    let said = asked(&harvest, "", &PORTAL);
    // The silent page is the list of statistics: what it may hold is open, and of entries nothing else.
    for known in [
        "introduction/complete 2…2",
        "news-freshness/gap 5…5",
        "direction/current 2…2",
        "egov-section/current no…no",
        "availability/answered 1…1",
    ] {
        assert!(said.contains(&known.to_owned()), "{said:?}");
    }
    let open = "plans-and-budget/in-period 4…5";
    assert!(said.contains(&open.to_owned()), "{said:?}");
}

#[test]
fn documents_are_held_against_the_register() {
    let (world, town) = district(0);
    let harvest = world.crawl(&town);
    let register = "insert into documents (unit_id, id, direction, number_key, issued_on, must_publish, classified, obs) \
         select unit_id, id, 'outgoing', number_key, issued_on, 1, 0, 1 from posted_documents where file_ok order by id limit 3;\
         insert into documents (unit_id, id, direction, number_key, issued_on, must_publish, classified, obs) \
         values ('hai-ha', 'none', 'outgoing', '9999/qd-ubnd', '2020-05-05', 1, 0, 1);\
         insert into coverage (unit_id, table_name, part, state, rule) values ('hai-ha', 'documents', '', 'complete', '')";
    assert_eq!(
        asked(&harvest, register, &["portal.documents/published"]),
        ["documents/published 3/4…3/4"]
    );
    // A portal that is down says nothing of what it shows.
    let harvest = World::with("").crawl(&Town::of(&[
        ("/robots.txt", Reply::dead()),
        ("/", Reply::dead()),
    ]));
    let said = asked(
        &harvest,
        register,
        &[
            "portal.documents/published",
            "portal.news-freshness/gap",
            "portal.technical/met",
        ],
    );
    assert_eq!(said[1..], ["news-freshness/gap 0…∞", "technical/met 0…4"]);
    assert_eq!(said[0], "documents/published 0…1");
}
