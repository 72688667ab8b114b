//! What the sandbox refuses, and what its functions answer.

use super::*;

fn calendar() -> Arc<Calendar> {
    Arc::new(Calendar::parse("vn.toml", include_str!("../../checks/calendar/vn.toml")).unwrap())
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::in_memory(&calendar()).unwrap();
    sandbox
        .connection()
        .execute_batch("create table staff (id text, active integer); create table other (id text)")
        .unwrap();
    sandbox
}

fn ask(sandbox: &Sandbox, sql: &str) -> Result<Value, Problem> {
    let tables = BTreeSet::from(["staff".to_owned()]);
    let query = Query {
        file: "q.sql",
        sql,
        tables: &tables,
    };
    let mut guarded = sandbox.prepare(query)?;
    guarded.bind("q.sql", |_| None)?;
    let mut rows = guarded.statement().raw_query();
    let row = rows.next().map_err(|e| failure("q.sql", &e))?.unwrap();
    row.get(0).map_err(|e| failure("q.sql", &e))
}

#[test]
fn everything_that_is_not_on_the_lists_is_refused_by_name() {
    let sandbox = sandbox();
    for (sql, code) in [
        ("select random()", "query.function"),
        ("select date('now')", "query.function"),
        ("select strftime('%s', 'now')", "query.function"),
        ("select julianday(id) from staff", "query.function"),
        ("select current_timestamp", "query.function"),
        ("select hex(zeroblob(300000000))", "query.function"),
        ("select printf('%300000000d', 1)", "query.function"),
        ("select group_concat(id) from staff", "query.function"),
        ("select load_extension('x')", "query.function"),
        ("select round(1.5)", "query.function"),
        ("delete from staff", "query.not_reading"),
        ("update staff set active = 1", "query.not_reading"),
        ("insert into staff values ('a', 1)", "query.not_reading"),
        ("drop table staff", "query.not_reading"),
        ("create table x (a)", "query.not_reading"),
        ("attach 'x' as y", "query.not_reading"),
        ("pragma user_version", "query.not_reading"),
        ("vacuum", "query.not_reading"),
        ("select id from other", "query.table"),
        ("select count(*) from other", "query.table"),
        ("select count(*) from sqlite_schema", "query.table"),
        ("select count(*) from json_each('[1]')", "query.table"),
        (
            "select count(*) from pragma_table_info('staff')",
            "query.table",
        ),
        ("select id from nowhere", "query.table"),
        ("select wrong from staff", "query.column"),
        ("select 1; select 2", "query.several"),
        ("selec 1", "query.syntax"),
        ("", "query.not_reading"),
    ] {
        match ask(&sandbox, sql) {
            Err(problem) => assert!(
                problem.code() == code || (sql.is_empty()),
                "{sql}: {problem}"
            ),
            Ok(value) => panic!("{sql} gave {value:?}"),
        }
    }
}

#[test]
fn the_caret_stands_under_what_is_wrong() {
    let problem = ask(&sandbox(), "select id,\n       random()\n  from staff").unwrap_err();
    assert_eq!(problem.place().unwrap().to_string(), "q.sql:2:8");
    let problem = ask(&sandbox(), "select id\n  from other").unwrap_err();
    assert_eq!(problem.place().unwrap().to_string(), "q.sql:2:8");
}

#[test]
fn endless_and_huge_work_is_ended_without_a_clock() {
    let sandbox = sandbox();
    let endless =
        "with recursive r(x) as (select 1 union all select x + 1 from r) select count(*) from r";
    assert_eq!(ask(&sandbox, endless).unwrap_err().code(), "query.steps");
    let doubling = "with recursive r(x) as (select 'ab' union all select x || x from r) select max(length(x)) from r";
    assert_eq!(ask(&sandbox, doubling).unwrap_err().code(), "query.too_big");
}

#[test]
fn aggregates_keep_the_unknown_unknown() {
    let sandbox = sandbox();
    let over = |values: &str, call: &str| {
        let sql = if values.is_empty() {
            format!("select {call} from staff where 0")
        } else {
            let rows: Vec<String> = values.split(' ').map(|v| format!("({v})")).collect();
            format!(
                "with t(x) as (values {}) select {call} from t",
                rows.join(", ")
            )
        };
        ask(
            &sandbox,
            &sql.replace(
                "from staff where 0",
                "from (select active as x from staff where 0)",
            ),
        )
        .unwrap()
    };
    let (one, zero) = (Value::Integer(1), Value::Integer(0));
    assert_eq!(over("", "some(x)"), zero);
    assert_eq!(over("0 null", "some(x)"), Value::Null);
    assert_eq!(over("0 null 1", "some(x)"), one);
    assert_eq!(over("", "every(x)"), one);
    assert_eq!(over("1 null", "every(x)"), Value::Null);
    assert_eq!(over("1 null 0", "every(x)"), zero);
    assert_eq!(over("1 1 null 0", "at_least(2, x)"), one);
    assert_eq!(over("1 null 0", "at_least(2, x)"), Value::Null);
    assert_eq!(over("1 0 0", "at_least(2, x)"), zero);
    assert_eq!(over("", "at_least(1, x)"), zero);
    assert_eq!(over("1 2", "sum_known(x)"), Value::Integer(3));
    assert_eq!(over("1 null", "sum_known(x)"), Value::Null);
    assert_eq!(over("", "sum_known(x)"), zero);
}

#[test]
fn functions_of_days_and_texts() {
    let sandbox = sandbox();
    let value = |expr: &str| ask(&sandbox, &format!("select {expr}")).unwrap();
    assert_eq!(
        value("days('2020-01-01', '2020-12-31')"),
        Value::Integer(365)
    );
    assert_eq!(value("days('', '2020-12-31')"), Value::Null);
    assert_eq!(
        value("add_days('2020-12-31', 1)"),
        Value::Text("2021-01-01".into())
    );
    assert_eq!(
        value("iso_week('2021-01-01')"),
        Value::Text("2020-W53".into())
    );
    assert_eq!(
        value("working_days('2020-09-01', '2020-09-03')"),
        Value::Integer(1)
    );
    assert_eq!(value("fold('Đặng')"), Value::Text("dang".into()));
    assert_eq!(
        value("contains('Thủ tục hành chính', 'THU TUC')"),
        Value::Integer(1)
    );
    assert_eq!(value("contains(null, 'x')"), Value::Null);
    let wrong = ask(&sandbox, "select days('now', '2020-12-31')").unwrap_err();
    assert_eq!(wrong.code(), "query.failed");
    let year = ask(&sandbox, "select working_days('1990-01-01', '1990-12-31')").unwrap_err();
    assert!(
        year.fields().iter().any(|(_, v)| v.contains("1990")),
        "{year}"
    );
}
