//! What is said of parts, beside what is said of the whole.

use super::*;

fn coverage(rows: &str) -> Coverage {
    let connection = Connection::open_in_memory().unwrap();
    let table = "create table coverage (unit_id, table_name, part, state, missing, rule, period_from, period_to)";
    connection.execute_batch(table).unwrap();
    for row in rows.split_whitespace() {
        // `part:state:missing`, `?` = not known.
        let mut cells = row.split(':');
        let (part, state, missing) = (cells.next(), cells.next(), cells.next());
        let missing = missing.and_then(|n| n.parse::<i64>().ok());
        let sql = "insert into coverage values ('u', 't', ?1, ?2, ?3, '', null, null)";
        connection.execute(sql, (part, state, missing)).unwrap();
    }
    Coverage::read(&connection).unwrap()
}

fn need(parts: &[&str]) -> Need {
    Need {
        roles: vec![Role::Meet],
        by: None,
        serves_one: false,
        each: false,
        parts: parts.iter().map(|&part| part.into()).collect(),
        each_part: false,
        loose_part: None,
    }
}

/// State and missing of what a need of some parts is told; no part = the table.
fn told(rows: &str, parts: &[&str]) -> (State, Count) {
    let covered = coverage(rows).of_need("t", "u", &need(parts));
    (covered.state, covered.missing)
}

const ALL: (State, Count) = (State::Complete, Count::ZERO);

fn partial(n: u64) -> (State, Count) {
    (State::Partial, Count::Finite(n))
}

#[test]
fn a_part_lacks_what_the_whole_lacks_and_what_it_lacks_itself() {
    let rows = ":complete a:partial:2 b:partial:?";
    assert_eq!(told(rows, &["a"]), partial(2));
    assert_eq!(told(rows, &["b"]), (State::Partial, Count::Unbounded));
    assert_eq!(told(rows, &["c"]), ALL);
    assert_eq!(told(rows, &["a", "c"]), partial(2));
    assert_eq!(told(rows, &[]), (State::Partial, Count::Unbounded));
    let rows = ":partial:3 a:partial:2";
    assert_eq!(told(rows, &["a"]), partial(5));
    assert_eq!(told(rows, &["c"]), partial(3));
    assert_eq!(told(rows, &[]), partial(5));
}

#[test]
fn the_worse_state_counts_whichever_says_it() {
    assert_eq!(told(":sample:4 a:partial:1", &["a"]), partial(5));
    assert_eq!(told(":complete a:none", &["a"]).0, State::None);
    assert_eq!(told(":complete a:none", &["b"]), ALL);
    assert_eq!(told(":none a:complete", &["a"]).0, State::None);
}

#[test]
fn parts_without_the_whole_are_nothing() {
    assert_eq!(told("a:complete", &["a"]).0, State::None);
    assert_eq!(told("a:complete", &[]).0, State::None);
    assert!(coverage("a:complete").own("t", "u", &need(&[])).is_none());
}

#[test]
fn only_what_a_query_needs_is_told() {
    let coverage = coverage(":complete a:partial:1 b:partial:2");
    let parts = |need: &Need| {
        let said = coverage.said("t", "u", need);
        said.map(|said| said.part.clone()).collect::<Vec<_>>()
    };
    assert_eq!(parts(&need(&["b"])), ["", "b"]);
    assert_eq!(parts(&need(&[])), ["", "a", "b"]);
}

#[test]
fn each_part_opens_its_own_row_by_what_the_role_may_do() {
    // That rows are missing of which nobody knows the part opens no row by itself.
    let coverage = coverage(":partial:7 a:partial:1 c:partial:1");
    let doubted = |role: Role, key: &str| {
        let need = Need {
            roles: vec![role],
            each_part: true,
            // What a query does not read cannot turn it.
            ..need(&["a", "b"])
        };
        let needs = BTreeMap::from([("t".to_owned(), need)]);
        let mut each = Each::of(&coverage, &needs, "u");
        let said = [Some(false), Some(true), None].map(|met| each.doubt(key, met));
        (said, each.open.values().map(BTreeSet::len).sum::<usize>())
    };
    assert_eq!(doubted(Role::Meet, "a"), ([None, Some(true), None], 1));
    assert_eq!(doubted(Role::Break, "a"), ([Some(false), None, None], 1));
    assert_eq!(doubted(Role::Both, "a"), ([None, None, None], 1));
    let sure = ([Some(false), Some(true), None], 0);
    assert_eq!(doubted(Role::Both, "c"), sure);
    assert_eq!(doubted(Role::Both, "b"), sure);
    assert_eq!(doubted(Role::Both, ""), sure);
}

#[test]
fn days_are_those_that_whole_and_part_both_cover() {
    let day = |day| Day::parse(day).unwrap();
    let of = |from, to| Covered {
        period: Some(Period {
            from: day(from),
            to: day(to),
        }),
        state: State::Complete,
        missing: Count::ZERO,
    };
    let (a, b) = (
        of("2020-01-01", "2020-09-30"),
        of("2020-03-01", "2020-12-31"),
    );
    let both = a.and(b).period.unwrap();
    assert_eq!((both.from, both.to), (day("2020-03-01"), day("2020-09-30")));
    let silent = Covered { period: None, ..a };
    assert_eq!(silent.and(a).period, a.period);
}
