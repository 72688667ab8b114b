//! A whole unit collected from a folder and written into tables.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;

use super::*;
use crate::collect::csv::tests::catalogue;
use crate::collect::fill;
use crate::unit::RoundFile;

#[path = "gather_evidence_tests.rs"]
mod evidence;

const ROUND: &str = "id = \"2020\"\nrubric = \"r\"\nperiod = { from = 2020-01-01, to = 2020-12-31 }\ndata_cutoff = 2020-11-05\n";
const HEAD: &str = r#"id = "u"
name = { vi = "Huyện Mẫu", en = "Sample district" }
kind = "district"
[[organisation]]
id = "xa-a"
kind = "commune"
name = "Xã A"
[[organisation]]
id = "xa-b"
kind = "commune"
name = "Xã B"
active = false
[[organisation]]
id = "vp"
kind = "office"
name = "Văn phòng"
mail_domain = "vp.gov.vn"
"#;
const STAFF: &str = r#"[[source.staff]]
kind = "csv"
path = "exports/staff.csv"
covers = "all"
coverage = "complete"
illustrative = true
drawn_on = 2020-11-05
owner = "province"
"#;
const NAME: &str = "Nguyễn Thị Bí Mật";

struct Folder {
    root: TempDir,
    profile: String,
}

impl Folder {
    fn with(sources: &str, files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self {
            root,
            profile: format!("{HEAD}{sources}"),
        }
    }

    fn collect(&self) -> Result<Collected, Problem> {
        let profile = Profile::parse("units/u.toml", &self.profile, "u")?;
        let round = RoundFile::parse("sansang.toml", ROUND)?.round;
        let request = Request {
            root: self.root.path(),
            profile: &profile,
            profile_file: ("units/u.toml", self.profile.as_bytes()),
            round: &round,
            catalogue: &catalogue(),
            observed_at: "2020-12-31T15:00:00",
        };
        collect(request, &mut |_| {})
    }

    /// What was collected, in tables.
    fn filled(&self) -> Connection {
        let collected = self.collect().unwrap();
        let connection = Connection::open_in_memory().unwrap();
        for statement in catalogue().tables().flat_map(Schema::ddl) {
            connection.execute_batch(&statement).unwrap();
        }
        connection
            .execute_batch(
                "create table observation (id integer primary key, step, subject, outcome, file, sha256, bytes, owner, \
                 illustrative, period_from, period_to, observed_at, detail);
                 create table unread (id integer primary key, obs, row, cell, column_name, code, detail)",
            )
            .unwrap();
        fill(&connection, &catalogue(), "u", &collected).unwrap();
        connection
    }
}

/// The rows of a query, cells parted by `|`, NULL as `-`.
fn ask(connection: &Connection, sql: &str) -> Vec<String> {
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

#[test]
fn every_table_says_how_much_of_it_is_there() {
    let folder = Folder::with(STAFF, &[("exports/staff.csv", "id,org_id\n1,vp\n2,xa-a\n")]);
    let tables = folder.filled();
    let coverage = "select table_name, unit_id, state, missing from coverage";
    assert_eq!(
        ask(&tables, &format!("{coverage} where state <> 'none'")),
        [
            "evidence_files|u|complete|0",
            "organisations|u|complete|0",
            "staff|u|complete|0",
            "staff|xa-a|complete|0",
            "staff|xa-b|complete|0"
        ]
    );
    let none = ask(
        &tables,
        "select unit_id, count(*) from coverage where state = 'none' group by 1",
    );
    // All tables but these three, `coverage` and `declared`.
    assert_eq!(none, [format!("u|{}", catalogue().tables().count() - 5)]);
    assert_eq!(
        ask(
            &tables,
            "select id, unit_id, parent_id, kind, active, mail_domain from organisations"
        ),
        [
            "u|u||unit|1|",
            "vp|u|u|office|1|vp.gov.vn",
            "xa-a|u|u|commune|1|",
            "xa-b|u|u|commune|0|"
        ]
    );
    assert_eq!(
        ask(
            &tables,
            "select o.step, o.file, o.owner, o.illustrative, o.detail, o.bytes, s.row \
                      from staff s join observation o on o.id = s.obs where s.id = '2'"
        ),
        ["csv|exports/staff.csv|province|1|drawn_on=2020-11-05|22|3"]
    );
}

#[test]
fn an_unreadable_cell_is_null_and_an_unreadable_row_is_one_missing() {
    let read = |text: &str| {
        let tables = Folder::with(STAFF, &[("exports/staff.csv", text)]).filled();
        let rows = ask(&tables, "select id, active from staff");
        let coverage = ask(
            &tables,
            "select unit_id, state, missing from coverage where table_name = 'staff'",
        );
        let unread = ask(&tables, "select row, column_name, code, detail from unread");
        (rows.join(" "), coverage.join(" "), unread.join(" "))
    };
    let complete = "u|complete|0 xa-a|complete|0 xa-b|complete|0";
    assert_eq!(
        read("id,org_id,active\n1,vp,1\n2,vp,0\n"),
        ("1|1 2|0".into(), complete.into(), String::new())
    );
    assert_eq!(
        read("id,org_id,active\n1,vp,1\n2,vp,hưu\n"),
        (
            "1|1 2|-".into(),
            complete.into(),
            "3|active|cell_bool|".into()
        )
    );
    let (rows, coverage, unread) = read("id,org_id,active\n1,vp,1\n,xa-a,0\n");
    assert_eq!(rows, "1|1");
    assert_eq!(coverage, "u|complete|0 xa-a|partial|1 xa-b|complete|0");
    assert_eq!(unread, "3|id|cell_empty| 3||row_lost|1");
    // Whose row the broken one was is not known.
    let (_, coverage, _) = read("id,org_id,active\n1,vp,1\n2,vp,0,9\n");
    assert_eq!(coverage, "u|partial|1 xa-a|partial|1 xa-b|partial|1");
    let (rows, coverage, unread) = read("id,org_id,active\n1,vp,1\n,Xã Z,0\n3,,1\n");
    assert_eq!(rows, "1|1");
    assert_eq!(coverage, "u|partial|2 xa-a|partial|2 xa-b|partial|2");
    assert_eq!(
        unread,
        "3|org_id|no_match| 3|id|cell_empty| 3||row_of_nobody|1 4|org_id|cell_empty| 4||row_of_nobody|1"
    );
    let (rows, coverage, unread) = read("id,org_id,active\n1,vp,1\n1,vp,0\n");
    assert_eq!(
        (rows.as_str(), coverage.split(' ').next()),
        ("1|-", Some("u|partial|1"))
    );
    assert_eq!(unread, "2|active|key_differs|2 3|id|key_twice|2");
}

#[test]
fn nothing_personal_is_stored() {
    let sources = format!(
        "{STAFF}[[source.mailboxes]]\nkind = \"csv\"\npath = \"exports/mail.csv\"\ncoverage = \"complete\"\n\
         constants = {{ kind = \"person\" }}\n"
    );
    let staff = format!("id,name,org_id,duty\nCB-1,{NAME},vp,{NAME}\nCB-2,,vp,other\n");
    let mail = format!(
        "id,staff_id,address\nm1,{NAME},bi.mat@MAU.gov.vn\nm2,{NAME} khác,bi.mat2@mau.gov.vn\nm3,CB-2,\n"
    );
    let files = [
        ("exports/staff.csv", staff.as_str()),
        ("exports/mail.csv", mail.as_str()),
    ];
    let folder = Folder::with(
        &sources.replace("owner", "values = { name = { x = \"y\" } }\nowner"),
        &files,
    );
    let tables = folder.filled();
    assert_eq!(
        ask(&tables, "select id, name from staff"),
        ["CB-1|•", "CB-2|-"]
    );
    assert_eq!(
        ask(
            &tables,
            "select id, staff_id, address, domain from mailboxes"
        ),
        ["m1|CB-1|•|mau.gov.vn", "m2|-|•|mau.gov.vn", "m3|CB-2|-|-"]
    );
    let file = folder.root.path().join("t.sqlite");
    tables
        .execute("vacuum into ?1", [file.to_str().unwrap()])
        .unwrap();
    let bytes = std::fs::read(file).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(holds("CB-1") && holds("mau.gov.vn"));
    // A name in a column of duties cannot be read; it is told to the officer and stored nowhere.
    assert!(!holds("bi.mat") && !holds("Mật"));
    let listed = Folder::with(
        STAFF,
        &[(
            "exports/staff.csv",
            &format!("id,name,org_id\n1,{NAME}\0,vp\n"),
        )],
    );
    let unread = listed.collect().unwrap().unread;
    assert_eq!(
        (unread[0].1.code, unread[0].1.detail.as_str()),
        ("cell_control", "")
    );
}

#[test]
fn sources_that_number_their_own_rows_are_kept_apart() {
    let both = format!("{STAFF}{}", STAFF.replace("staff.csv", "staff-2.csv"));
    let mail = "[[source.mailboxes]]\nkind = \"csv\"\npath = \"exports/mail.csv\"\ncoverage = \"complete\"\n\
                constants = { kind = \"person\" }\n";
    let ids = |second: &str, mailbox: &str| {
        let mailbox = format!("id,staff_id\nm,{mailbox}\n");
        let files = [
            ("exports/staff.csv", "id,org_id\n1,vp\n2,vp\n"),
            ("exports/staff-2.csv", second),
            ("exports/mail.csv", mailbox.as_str()),
        ];
        let tables = Folder::with(&format!("{both}{mail}"), &files).filled();
        let staff = ask(&tables, "select id from staff order by id").join(" ");
        (
            staff,
            ask(&tables, "select staff_id from mailboxes").join(" "),
        )
    };
    assert_eq!(ids("id,org_id\n3,vp\n", "3"), ("1 2 3".into(), "3".into()));
    assert_eq!(
        ids("id,org_id\n2,xa-a\n3,vp\n", "3"),
        ("1/1 1/2 2/2 2/3".into(), "2/3".into())
    );
    assert_eq!(
        ids("id,org_id\n2,xa-a\n3,vp\n", "2"),
        ("1/1 1/2 2/2 2/3".into(), "-".into())
    );
}

#[test]
fn all_files_mistakes_are_told_in_one_go_and_a_missing_file_is_named() {
    let sources = format!("{STAFF}{}", STAFF.replace("staff", "devices"));
    let problem = Folder::with(&sources, &[]).collect().unwrap_err();
    assert_eq!((problem.code(), problem.others().len()), ("csv.no_file", 1));
    assert_eq!(problem.place().unwrap().file, "exports/staff.csv");
    let wrong = format!(
        "{STAFF}columns = {{ idd = \"A\" }}\n[[source.nothing]]\nkind = \"csv\"\npath = \"a\"\n"
    );
    let problem = Folder::with(&wrong, &[]).collect().unwrap_err();
    let codes = [problem.code(), problem.others()[0].code()];
    assert_eq!(codes, ["profile.table", "profile.column"]);
}

#[test]
fn bodies_may_come_from_a_source_and_portals_from_the_profile() {
    let sources = format!(
        "[[source.organisations]]\nkind = \"csv\"\npath = \"exports/o.csv\"\nempty = {{ mail_domain = \"none\" }}\n\
         [[portal]]\nid = \"cong\"\nrole = \"component_site\"\nurl = \"https://A.gov.vn/x\"\norganisation = \"xa-c\"\n{STAFF}"
    );
    let files = [
        ("exports/o.csv", "id,kind,name\nxa-c,commune,Xã C\n"),
        ("exports/staff.csv", "id,org_id\n1,Xã C\n2,Xã D\n"),
    ];
    let tables = Folder::with(&sources, &files).filled();
    let third = "select parent_id, unit_id, mail_domain, row from organisations where id = 'xa-c'";
    assert_eq!(ask(&tables, third), ["u|u||2"]);
    assert_eq!(
        ask(&tables, "select unit_id, org_id from staff"),
        ["xa-c|xa-c"]
    );
    let missing = "select unit_id, missing from coverage where table_name = 'staff'";
    assert_eq!(ask(&tables, missing), ["u|1", "xa-a|1", "xa-b|1", "xa-c|1"]);
    assert_eq!(
        ask(
            &tables,
            "select unit_id, id, host, outcome, observed_at from portals"
        ),
        ["xa-c|cong|a.gov.vn|not_run|2020-12-31T15:00:00"]
    );
    assert_eq!(
        ask(
            &tables,
            "select unit_id, state from coverage where table_name = 'portals'"
        ),
        ["u|complete", "xa-a|none", "xa-b|none", "xa-c|complete"]
    );
    let unknown = sources.replace("\"xa-c\"", "\"xa-z\"");
    let problem = Folder::with(&unknown, &files).collect().unwrap_err();
    assert_eq!(
        (problem.code(), problem.place().unwrap().line),
        ("profile.unknown_body", Some(26))
    );
}
