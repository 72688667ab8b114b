//! A unit with a portal, what is asked of it, and what came as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::super::super::cell::Cell;
use super::super::super::csv::tests::catalogue;
use super::super::super::seen::Tls;
use super::super::{Harvest, PortalRequest, crawl};
use super::town::{HOST, Town};
use crate::extract::Labels;
use crate::extract::certificate::Anchors;
use crate::table::Schema;
use crate::unit::{Limits, Profile, Round, RoundFile};

struct Root {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

fn root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Root { params, key, pem }
    })
}

static KEY: OnceLock<KeyPair> = OnceLock::new();

/// A chain for a host between two years, from the root that the tests trust.
pub(super) fn certified(host: &str, years: (i32, i32)) -> Tls {
    let key = (host.to_owned(), years);
    // A signature is another one each time.
    MADE.lock()
        .unwrap()
        .entry(key)
        .or_insert_with(|| certify(host, years))
        .clone()
}

/// Chains by host and years.
type Made = BTreeMap<(String, (i32, i32)), Tls>;

static MADE: Mutex<Made> = Mutex::new(BTreeMap::new());

fn certify(host: &str, years: (i32, i32)) -> Tls {
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 12, 31);
    let issuer = Issuer::from_params(&root().params, &root().key);
    let key = KEY.get_or_init(|| KeyPair::generate().unwrap());
    let leaf = params.signed_by(key, &issuer).unwrap();
    Tls {
        chain: vec![leaf.der().to_vec()],
        version: "1.3",
        key_proof: Some(true),
    }
}

/// A unit with a portal, and what is asked of it.
pub(super) struct World {
    pub(super) profile: Profile,
    pub(super) round: Round,
    pub(super) limits: Limits,
    pub(super) wanted: BTreeSet<String>,
    pub(super) body: &'static str,
}

impl World {
    /// A portal with these further lines.
    pub(super) fn with(portal: &str) -> Self {
        Self::at(&format!("https://{HOST}/"), portal)
    }

    pub(super) fn at(url: &str, portal: &str) -> Self {
        let text = format!(
            "id = \"hai-ha\"\nname = {{ vi = \"Huyện Hải Hà\", en = \"Hai Ha\" }}\nshort_name = \"Hải Hà\"\nkind = \"district\"\n\
             [[organisation]]\nid = \"xa-a\"\nkind = \"commune\"\nname = \"Xã A\"\n\
             [[portal]]\nid = \"cong\"\nurl = \"{url}\"\n{portal}\n"
        );
        let text = if text.contains("role =") {
            text
        } else {
            text.replace("id = \"cong\"", "id = \"cong\"\nrole = \"info_portal\"")
        };
        let round =
            "id = \"2020\"\nrubric = \"r\"\nperiod = { from = 2020-01-01, to = 2020-12-31 }\n";
        Self {
            profile: Profile::parse("units/hai-ha.toml", &text, "hai-ha").unwrap(),
            round: RoundFile::parse("sansang.toml", round).unwrap().round,
            limits: Limits::default(),
            wanted: [
                "portals",
                "pages",
                "contacts",
                "items",
                "posted_documents",
                "links",
                "forms",
                "searches",
                "feeds",
                "endpoints",
                "uptime",
                "procedure_pages",
            ]
            .map(str::to_owned)
            .into(),
            body: "hai-ha",
        }
    }

    /// Crawls the town.
    pub(super) fn crawl(&self, town: &Town) -> Harvest {
        let labels = include_str!("../../../checks/sections/vi.toml");
        let labels = Arc::new(Labels::parse("sections/vi.toml", labels).unwrap());
        let anchors = Anchors::browsers()
            .with_pem("root.pem", root().pem.as_bytes())
            .unwrap();
        let catalogue = catalogue();
        let workers = Arc::new(tokio::sync::Semaphore::new(2));
        let request = PortalRequest {
            portal: &self.profile.portals[0],
            profile: &self.profile,
            body: self.body,
            round: &self.round,
            catalogue: &catalogue,
            labels: &labels,
            anchors: &anchors,
            limits: &self.limits,
            wanted: &self.wanted,
            workers: &workers,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(crawl(request, town, &|_| {})).unwrap()
    }
}

/// A harvest in tables.
pub(super) fn filled(harvest: &Harvest) -> Connection {
    let catalogue = catalogue();
    let connection = Connection::open_in_memory().unwrap();
    for statement in catalogue.tables().flat_map(Schema::ddl) {
        connection.execute_batch(&statement).unwrap();
    }
    for (table, rows) in &harvest.tables {
        let schema = catalogue.table(table).unwrap();
        for row in rows {
            assert_eq!(row.len(), schema.columns.len(), "{table}");
            let marks = vec!["?"; row.len()].join(", ");
            let sql = format!("insert into {table} values ({marks})");
            let wrong = |error| panic!("{table}: {error} {row:?}");
            connection
                .execute(&sql, rusqlite::params_from_iter(row))
                .unwrap_or_else(wrong);
        }
    }
    for row in &harvest.coverage {
        connection
            .execute(
                "insert into coverage (unit_id, table_name, part, state, missing, rule) values (?1, ?2, ?3, ?4, ?5, ?6)",
                rusqlite::params![
                    row.body,
                    row.table,
                    row.part,
                    row.state.code(),
                    row.missing.map(|n| i64::try_from(n).unwrap()),
                    row.rule
                ],
            )
            .unwrap();
    }
    connection
}

/// The rows of a query, cells parted by `|`, NULL as `-`.
pub(super) fn ask(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let width = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut told = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cells = (0..width).map(|n| match row.get_ref(n).unwrap() {
            ValueRef::Null => "-".to_owned(),
            ValueRef::Integer(n) => n.to_string(),
            value @ (ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_)) => {
                value.as_str().unwrap().to_owned()
            }
        });
        told.push(cells.collect::<Vec<_>>().join("|"));
    }
    told
}

/// `state/missing/rule` of a table, then `PART=…` of each of its parts that something is said of; `?` = how many is not known.
pub(super) fn covered(harvest: &Harvest, table: &str) -> String {
    let rows = harvest.coverage.iter().filter(|row| row.table == table);
    let said = rows.map(|row| {
        let what = match (row.state.code(), row.missing) {
            ("complete", None) => "complete".to_owned(),
            (state, Some(n)) => format!("{state}/{n}"),
            (state, None) => format!("{state}/?/{}", row.rule),
        };
        (row.part.as_str(), what)
    });
    let mut said: BTreeMap<&str, String> = said.collect();
    let whole = said.remove("");
    let whole = whole.unwrap_or_else(|| panic!("{table} is not covered"));
    let parts = said.iter().map(|(part, what)| format!(", {part}={what}"));
    format!("{whole}{}", parts.collect::<String>())
}

/// Cells of a column of a harvested table, in order.
pub(super) fn column(harvest: &Harvest, table: &str, name: &str) -> Vec<Cell> {
    let catalogue = catalogue();
    let schema = catalogue.table(table).unwrap();
    let at = schema
        .columns
        .iter()
        .position(|column| column.name == name)
        .unwrap();
    let rows = harvest.tables.get(table).into_iter().flatten();
    rows.map(|row| row[at].clone()).collect()
}
