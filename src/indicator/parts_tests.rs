//! Coverage by part over random worlds: no unknown of any part leads out of the bounds, and knowing the part of an unknown
//! never makes them wider.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::{Check, Indicator, Route};
use crate::exact::Day;
use crate::kind::{Bounds, Kind, Need, Role};
use crate::table::{Calendar, Catalogue, Sandbox};
use crate::unit::{Period, Round};
use crate::words::Bilingual;

use super::{Asker, Params};

const THINGS: &str = r#"
name      = "things"
grain     = { vi = "một thứ", en = "a thing" }
key       = ["id"]
filled_by = ["html"]
complete  = { vi = "tất cả", en = "all of them" }
part      = "section"
[[column]]
name = "id"
type = "text"
required = true
what = { vi = "mã", en = "id" }
[[column]]
name = "section"
type = "code"
codes = ["a", "b", "c"]
what = { vi = "chuyên mục", en = "section" }
[[column]]
name = "good"
type = "bool"
what = { vi = "tốt", en = "good" }
"#;

/// Query, kind, roles, parts, each part.
type Question = (
    &'static str,
    Kind,
    &'static [Role],
    &'static [&'static str],
    bool,
);

const QUESTIONS: [Question; 9] = [
    (
        "with topic(key) as (values ('a'), ('b'), ('c'))
         select key, (select some(good) from things where unit_id = :unit and section = key) as met from topic",
        Kind::Count,
        &[Role::Meet],
        &[],
        true,
    ),
    (
        "with topic(key) as (values ('a'), ('b'), ('c'))
         select key, 1 as counted, (select every(good) from things where unit_id = :unit and section = key) as met from topic",
        Kind::Ratio,
        &[Role::Break],
        &[],
        true,
    ),
    (
        "with topic(key) as (values ('a'), ('b'))
         select key, (select count(*) > 0 and every(good) from things where unit_id = :unit and section = key) as met
           from topic",
        Kind::YesNo,
        &[Role::Both],
        &[],
        true,
    ),
    (
        "with topic(key) as (values ('a'), ('k'))
         select key, (select some(good) from things where unit_id = :unit and section = 'a' and key = 'a') as met from topic",
        Kind::Count,
        &[Role::Meet],
        &["a"],
        true,
    ),
    (
        "select id as key, good as met from things where unit_id = :unit and section = 'a'",
        Kind::YesNo,
        &[Role::Rows],
        &["a"],
        false,
    ),
    (
        "select id as key, 1 as counted, good as met from things where unit_id = :unit and section in ('a', 'b')",
        Kind::Ratio,
        &[Role::Rows],
        &["a", "b"],
        false,
    ),
    (
        "select 'k' as key, (select count(*) > 1 and every(good) from things where unit_id = :unit and section = 'b') as met",
        Kind::Count,
        &[Role::Any],
        &["b"],
        false,
    ),
    (
        "select count(*) as value from things where unit_id = :unit and section = 'a'",
        Kind::Value,
        &[Role::Raise],
        &["a"],
        false,
    ),
    (
        "select 100 - count(*) as value from things where unit_id = :unit and section in ('a', 'c')",
        Kind::Value,
        &[Role::Lower],
        &["a", "c"],
        false,
    ),
];

/// Numbers that look random and are the same every time (Numerical Recipes' linear congruence).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A thing: its part (nothing = not known), and whether it is good.
#[derive(Debug, Clone)]
struct Thing {
    part: Option<&'static str>,
    good: Option<bool>,
}

/// What is known: things, and how many of each part are missing (`''` = of any; nothing = nobody knows how many).
#[derive(Debug, Clone, Default)]
struct Known {
    things: Vec<Thing>,
    missing: BTreeMap<&'static str, Option<u64>>,
}

/// A step back towards the truth.
#[derive(Debug, Clone)]
enum Unknown {
    Part(usize, &'static str),
    Good(usize, bool),
    Lost(&'static str, Thing),
}

/// A world's things, some of them unknown in some way, and what settles each.
fn world(chance: &mut Chance) -> (Known, Vec<Unknown>) {
    let mut known = Known::default();
    let mut unknown = Vec::new();
    for _ in 0..chance.below(7) {
        let part = ["a", "b", "c"][usize::try_from(chance.below(3)).unwrap()];
        let good = chance.below(2) == 1;
        let thing = |part, good| Thing { part, good };
        let n = known.things.len();
        match chance.below(6) {
            0 => {
                known.things.push(thing(None, Some(good)));
                unknown.push(Unknown::Part(n, part));
            }
            1 => {
                known.things.push(thing(Some(part), None));
                unknown.push(Unknown::Good(n, good));
            }
            2 | 3 => {
                let of = if chance.below(3) == 0 { "" } else { part };
                let missing = known.missing.entry(of).or_insert(Some(0));
                *missing = missing.map(|n| n + 1).filter(|_| chance.below(3) > 0);
                unknown.push(Unknown::Lost(of, thing(Some(part), Some(good))));
            }
            _ => known.things.push(thing(Some(part), Some(good))),
        }
    }
    (known, unknown)
}

fn settle(known: &mut Known, unknown: Unknown) {
    match unknown {
        Unknown::Part(n, part) => known.things[n].part = Some(part),
        Unknown::Good(n, good) => known.things[n].good = Some(good),
        Unknown::Lost(of, thing) => {
            known.things.push(thing);
            if let Some(Some(missing)) = known.missing.get_mut(of) {
                *missing -= 1;
            }
        }
    }
}

struct Lab {
    sandbox: Sandbox,
    round: Round,
    check: Check,
}

impl Lab {
    fn new() -> Self {
        let coverage = include_str!("../../checks/tables/coverage.toml");
        let tables = [("things.toml", THINGS), ("coverage.toml", coverage)];
        let catalogue = Catalogue::parse(tables).unwrap();
        let calendar = Calendar::parse("c.toml", include_str!("../../checks/calendar/vn.toml"));
        let sandbox = Sandbox::in_memory(&Arc::new(calendar.unwrap())).unwrap();
        for statement in catalogue.tables().flat_map(crate::table::Schema::ddl) {
            sandbox.connection().execute_batch(&statement).unwrap();
        }
        let day = |day| Day::parse(day).unwrap();
        let period = Period {
            from: day("2020-01-01"),
            to: day("2020-12-31"),
        };
        Self {
            sandbox,
            round: Round {
                id: "r".into(),
                period,
                previous: period.year_before().unwrap(),
                data_cutoff: period.to,
                as_of: period.to,
                rubric: String::new(),
                timezone: "Asia/Ho_Chi_Minh".into(),
                units: Vec::new(),
            },
            check: Check {
                id: "x.y".into(),
                revision: 1,
                since: String::new(),
                title: Bilingual::default(),
                legal: Vec::new(),
                params: BTreeMap::new(),
                indicators: BTreeMap::new(),
                readme: Bilingual::default(),
                cases: Vec::new(),
                folder: String::new(),
                file: String::new(),
            },
        }
    }

    fn load(&self, known: &Known) {
        let connection = self.sandbox.connection();
        connection
            .execute_batch("delete from things; delete from coverage")
            .unwrap();
        for (n, thing) in known.things.iter().enumerate() {
            let sql =
                "insert into things (unit_id, id, section, good, obs) values ('u', ?1, ?2, ?3, 1)";
            connection
                .execute(sql, (format!("t{n}"), thing.part, thing.good))
                .unwrap();
        }
        let mut missing = known.missing.clone();
        missing.entry("").or_insert(Some(0));
        for (part, n) in missing {
            let state = if n == Some(0) { "complete" } else { "partial" };
            let sql = "insert into coverage (unit_id, table_name, part, state, missing) values ('u', 'things', ?1, ?2, ?3)";
            let n = n.map(|n| i64::try_from(n).unwrap());
            connection.execute(sql, (part, state, n)).unwrap();
        }
    }

    /// Asks a question of what is loaded; `by_part` = with the parts that it names.
    fn ask(&self, n: usize, by_part: bool) -> Bounds {
        let (sql, kind, roles, parts, each_part) = QUESTIONS[n];
        let need = Need {
            roles: roles.to_vec(),
            by: Some("section".into()),
            // A row bears on the section that it is of, and on no other.
            serves_one: each_part,
            each: false,
            parts: parts
                .iter()
                .filter(|_| by_part)
                .map(|&p| p.into())
                .collect(),
            each_part: each_part && by_part,
            loose_part: by_part.then(|| "section".into()),
        };
        let indicator = Indicator {
            id: "x.y/z".into(),
            title: Bilingual::default(),
            kind,
            levels: Vec::new(),
            routes: vec![Route {
                file: format!("{n}.sql"),
                sql: sql.into(),
                needs: BTreeMap::from([("things".into(), need)]),
            }],
            handles_missing: false,
            verdict: None,
        };
        let none = BTreeMap::new();
        let params = Params::of(&self.round, "u", &self.check, &none, &BTreeMap::new());
        let mut asker = Asker::new(&self.sandbox, &self.round).unwrap();
        asker.ask(&indicator, "u", &params, None).unwrap().bounds
    }
}

const WORLDS: u64 = 400;

#[test]
fn settling_an_unknown_of_a_part_stays_within_the_bounds() {
    let lab = Lab::new();
    let mut narrowed = 0;
    for seed in 0..WORLDS {
        let mut chance = Chance(seed);
        let (mut known, mut unknown) = world(&mut chance);
        lab.load(&known);
        let mut before: Vec<Bounds> = (0..QUESTIONS.len()).map(|n| lab.ask(n, true)).collect();
        while !unknown.is_empty() {
            let at = usize::try_from(chance.below(unknown.len() as u64)).unwrap();
            settle(&mut known, unknown.swap_remove(at));
            lab.load(&known);
            for (n, before) in before.iter_mut().enumerate() {
                let after = lab.ask(n, true);
                assert!(
                    before.contains(&after),
                    "seed {seed}, question {n}: {before:?} → {after:?} with {known:?}"
                );
                narrowed += u32::from(*before != after);
                *before = after;
            }
        }
        // How many are missing is known once all are there.
        for missing in known.missing.values_mut() {
            *missing = Some(0);
        }
        lab.load(&known);
        for (n, before) in before.iter().enumerate() {
            assert!(
                before.contains(&lab.ask(n, true)),
                "seed {seed}, question {n}"
            );
        }
    }
    assert!(narrowed > 500, "the worlds are too easy: {narrowed}");
}

#[test]
fn bounds_by_part_lie_within_those_of_the_whole_table() {
    let lab = Lab::new();
    let mut narrower = [0; QUESTIONS.len()];
    for seed in 0..WORLDS {
        let (known, _) = world(&mut Chance(seed));
        lab.load(&known);
        for (n, narrower) in narrower.iter_mut().enumerate() {
            let (whole, part) = (lab.ask(n, false), lab.ask(n, true));
            // Where the table drives, rows of no known part are missed by the query and by nothing else: there `by` says nothing.
            let rows = QUESTIONS[n].2 == [Role::Rows];
            if rows && known.things.iter().any(|thing| thing.part.is_none()) {
                continue;
            }
            assert!(
                whole.contains(&part),
                "seed {seed}, question {n}: {whole:?} against {part:?} with {known:?}"
            );
            *narrower += u32::from(whole != part);
        }
    }
    assert!(narrower.iter().all(|n| *n > 10), "{narrower:?}");
}
