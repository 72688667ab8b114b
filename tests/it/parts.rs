//! Coverage by part in checks: a query that reads a part which its `part` leaves out is caught, a row whose part nobody
//! knows may be of any, and what makes no sense is refused where the check is loaded.

use sansang::check::{Files, Pack};
use sansang::proof::{lint, prove};
use sansang::words::Problem;

use crate::support::pack_files;

/// A table whose part column may be NULL.
const TABLE: &str = r#"
name      = "remarks"
grain     = { vi = "một ý kiến", en = "a remark" }
key       = ["id"]
filled_by = ["html"]
complete  = { vi = "tất cả", en = "all of them" }
part      = "topic"
[[column]]
name = "id"
type = "text"
required = true
what = { vi = "mã", en = "id" }
[[column]]
name = "topic"
type = "text"
what = { vi = "chủ đề", en = "topic" }
[[column]]
name = "settled"
type = "bool"
what = { vi = "đã xong", en = "settled" }
"#;

/// A check of one indicator `share` with these needs.
fn check(kind: &str, needs: &str) -> String {
    format!(
        r#"
id       = "office.sample"
revision = 1
since    = "0.1.0"
title    = {{ vi = "Thử", en = "Sample" }}

[indicator.share]
kind  = "{kind}"
[indicator.share.needs]
{needs}
"#
    )
}

fn with(check: &str, sql: &str, case: &str) -> Result<Pack, Problem> {
    let mut files: Files = pack_files();
    let mut add = |path: &str, text: &str| {
        files.insert(path.to_owned(), path.to_owned(), text.as_bytes().to_vec());
    };
    add("tables/remarks.toml", TABLE);
    add("office/sample/check.toml", check);
    add("office/sample/share.sql", sql);
    add("office/sample/cases/one.toml", case);
    Pack::parse(&files)
}

/// Codes of what is wrong with the check.
fn wrong(check: &str, sql: &str, case: &str) -> Vec<&'static str> {
    let pack = with(check, sql, case).unwrap();
    let proof = prove(&pack, &pack.checks["office.sample"]);
    assert!(proof.removals > 0 || !proof.problems.is_empty());
    proof.problems.iter().map(Problem::code).collect()
}

const NEWS: &str = "select i.id as key, i.published_on >= '2020-10-01' as met
  from items i where i.unit_id = :unit and i.section in ('news', 'egov')";

const ITEMS: &str = r#"
title = { vi = "Tin và bài", en = "News and an article" }
[table.items]
parts = { statistics = "partial" }
rows = [
  { id = "n1", portal_id = "main", section = "news", published_on = "2020-12-20" },
  { id = "n2", portal_id = "main", section = "news", published_on = "2020-02-20" },
  { id = "e1", portal_id = "main", section = "egov", published_on = "2020-12-01" },
  { id = "s1", portal_id = "main", section = "statistics", published_on = "2020-12-01" },
]
[expect.share]
low  = "2"
high = "2"
"#;

#[test]
fn parts_that_leave_out_one_that_the_query_reads_are_caught() {
    let right = check(
        "count",
        r#"items = { role = "rows", part = ["news", "egov"] }"#,
    );
    assert_eq!(wrong(&right, NEWS, ITEMS), [""; 0]);
    let narrow = check("count", r#"items = { role = "rows", part = "news" }"#);
    let found = wrong(&narrow, NEWS, ITEMS);
    assert!(found.contains(&"proof.removal_escapes"), "{found:?}");
}

const TOPICS: &str = "with topic(key) as (values ('direction'), ('rewards'))
  select topic.key, (select some(i.published_on >= '2020-10-01') from items i
    where i.unit_id = :unit and i.section = topic.key) as met from topic";

const ENTRIES: &str = r#"
title = { vi = "Hai chuyên mục", en = "Two sections" }
[table.items]
parts = { statistics = "partial" }
rows = [
  { id = "d1", portal_id = "main", section = "direction", published_on = "2020-12-20" },
  { id = "n1", portal_id = "main", section = "news", published_on = "2020-12-20" },
]
[expect.share]
low  = "1"
high = "1"
"#;

#[test]
fn a_row_that_reads_another_part_than_its_key_is_caught() {
    let each = check("count", r#"items = { role = "meet", each_part = true }"#);
    assert_eq!(wrong(&each, TOPICS, ENTRIES), [""; 0]);
    // Rewards are taken from the news: their row is open by the part `rewards`, and by no other.
    let other = TOPICS.replace(
        "i.section = topic.key",
        "i.section = iif(topic.key = 'rewards', 'news', topic.key)",
    );
    let case = ENTRIES.replace("\"1\"", "\"2\"");
    let found = wrong(&each, &other, &case);
    assert!(found.contains(&"proof.removal_escapes"), "{found:?}");
    // So is a role that speaks of one way only, where a row more could go the other.
    let breaks = check("count", r#"items = { role = "break", each_part = true }"#);
    let found = wrong(&breaks, TOPICS, ENTRIES);
    assert!(found.contains(&"proof.removal_escapes"), "{found:?}");
}

#[test]
fn a_row_of_no_known_part_may_be_of_any() {
    let sql = "select r.id as key, r.settled as met from remarks r where r.unit_id = :unit and r.topic = 'road'";
    let case = r#"
title = { vi = "Hai ý kiến", en = "Two remarks" }
[table.remarks]
rows = [
  { id = "r1", topic = "road", settled = true },
  { id = "r2", topic = "water", settled = true },
]
[expect.share]
low  = "1"
high = "1"
"#;
    let named = check("count", r#"remarks = { role = "rows", part = "road" }"#);
    assert_eq!(wrong(&named, sql, case), [""; 0]);
    // Without it nobody says that a row with NULL may be one of them.
    let whole = check("count", r#"remarks = { role = "rows" }"#);
    let found = wrong(&whole, sql, case);
    assert!(found.contains(&"proof.blank_escapes"), "{found:?}");
    let case = case
        .replace("topic = \"water\", ", "")
        .replace("high = \"1\"", "high = \"2\"");
    assert_eq!(wrong(&named, sql, &case), ["proof.unblanked"; 0]);
}

#[test]
fn what_makes_no_sense_is_refused_at_load() {
    for (kind, need, code) in [
        (
            "count",
            r#"items = { role = "rows", part = "new" }"#,
            "check.unknown_part",
        ),
        (
            "count",
            r#"items = { role = "rows", part = "" }"#,
            "check.unknown_part",
        ),
        (
            "count",
            r#"items = { role = "rows", part = [] }"#,
            "check.which_parts",
        ),
        (
            "count",
            r#"items = { role = "rows", part = true }"#,
            "toml.type",
        ),
        (
            "count",
            r#"staff = { role = "rows", part = "news" }"#,
            "check.no_parts",
        ),
        (
            "count",
            r#"staff = { role = "meet", each_part = true }"#,
            "check.no_parts",
        ),
        (
            "count",
            r#"items = { role = "rows", each_part = true }"#,
            "check.each",
        ),
        (
            "count",
            r#"items = { role = "any", each_part = true }"#,
            "check.each",
        ),
        (
            "count",
            r#"items = { role = "as_seen", each_part = true }"#,
            "check.each",
        ),
        (
            "count",
            r#"items = { role = "meet", each = true, each_part = true }"#,
            "check.each",
        ),
        (
            "count",
            r#"staff = { role = ["rows", "meet"], each = true }"#,
            "check.each",
        ),
        (
            "days",
            r#"items = { role = "both", each_part = true }"#,
            "check.each",
        ),
    ] {
        let problem = with(&check(kind, need), NEWS, ITEMS).unwrap_err();
        assert_eq!(problem.code(), code, "{need}: {problem}");
        assert_eq!(problem.place().unwrap().line, Some(10), "{need}");
    }
    let near = check("count", r#"items = { role = "rows", part = "new" }"#);
    let problem = with(&near, NEWS, ITEMS).unwrap_err();
    assert!(
        problem.to_string().contains("nearest=\"news\""),
        "{problem}"
    );
}

#[test]
fn a_case_names_parts_that_the_table_has() {
    let right = check(
        "count",
        r#"items = { role = "rows", part = ["news", "egov"] }"#,
    );
    for (from, to, code) in [
        ("statistics = ", "statistic = ", "check.unknown_part"),
        ("\"partial\"", "\"most\"", "proof.coverage"),
    ] {
        let found = wrong(&right, NEWS, &ITEMS.replace(from, to));
        assert_eq!(found, [code], "{to}");
    }
    let case = "title = { vi = \"a\", en = \"a\" }\n[table.staff]\nparts = { news = \"partial\" }\n[expect.share]\nlow = \"0\"\n";
    assert_eq!(wrong(&right, NEWS, case), ["check.no_parts"]);
}

#[test]
fn looking_at_the_checks_of_the_pack_finds_no_part_amiss() {
    let pack = Pack::parse(&pack_files()).unwrap();
    let by_part: Vec<&str> = pack
        .checks
        .values()
        .filter(|check| {
            let routes = check.indicators.values().flat_map(|i| &i.routes);
            let mut needs = routes.flat_map(|route| route.needs.values());
            needs.any(|need| need.each_part || !need.parts.is_empty())
        })
        .map(|check| {
            assert!(lint(&pack, check).problems.is_empty(), "{}", check.id);
            check.id.as_str()
        })
        .collect();
    assert_eq!(
        by_part,
        [
            "portal.direction",
            "portal.egov-section",
            "portal.introduction",
            "portal.news-freshness",
            "portal.plans-and-budget",
            "portal.support",
        ]
    );
}
