//! What single cells and whole sources say: NULL, a lost row, whose row it is, and what is refused before reading.

use super::*;

#[test]
fn an_unreadable_cell_is_null_and_an_unreadable_key_costs_its_row() {
    let read = staff(
        "values = { active = { \"Nghỉ hưu\" = false, \"Đang làm\" = true } }",
        "id,active,duty,kind\nCB-1,nghỉ HƯU,leader,cadre\nCB-2,chưa rõ,boss,\n,1,,\nCB-4,Đang làm,,x\u{1b}y\n",
    );
    assert_eq!(read.column("id"), ["CB-1", "CB-2", "CB-4"]);
    assert_eq!(read.column("active"), ["0", "-", "1"]);
    assert_eq!(read.column("duty"), ["leader", "-", "-"]);
    assert_eq!(
        read.unread(),
        [
            "3 active cell_bool",
            "3 duty cell_code",
            "4 id cell_empty",
            "4  row_lost",
            "5 kind cell_control"
        ]
    );
    assert_eq!(read.out.unread[0].detail, "chưa rõ");
    assert_eq!(read.lost(), 1);
    assert_eq!(read.out.lost[&Some("u".to_owned())], 1);
    // A code that is never NULL costs its row too.
    let tasks = "coverage = \"complete\"";
    let text = "id,kind,due_on\n1,plan_task,31/12/2020\n2,plan,31/12/2020\n3,plan_task,31/2/2020\n";
    let read = read_by("tasks", tasks, text.as_bytes()).unwrap();
    assert_eq!((read.column("id"), read.lost()), (vec!["1"], 2));
}

#[test]
fn what_an_empty_cell_means_is_said_a_column_at_a_time() {
    let text = "id,revoked_on,renewed,chain_until,subject_kind,holder_id\nc,, ,,person,\n";
    let quiet = read_by("certificates", "", text.as_bytes()).unwrap();
    assert_eq!(
        (quiet.column("revoked_on"), quiet.column("renewed")),
        (vec!["-"], vec!["-"])
    );
    let said = "empty = { revoked_on = \"none\", renewed = \"zero\", holder_id = \"none\" }";
    let said = read_by("certificates", said, text.as_bytes()).unwrap();
    assert_eq!(
        (said.column("revoked_on"), said.column("renewed")),
        (vec!["''"], vec!["0"])
    );
    assert_eq!(
        (said.column("chain_until"), said.column("holder_id")),
        (vec!["-"], vec!["''"])
    );
}

#[test]
fn people_are_found_by_id_or_name_and_anyone_else_is_null() {
    let text = "id,holder_id,subject_kind\n1,CB-1,person\n2,tran mau,person\n3,Lê Mẫu,person\n4,Người Lạ,person\n";
    let read = read_by("certificates", "", text.as_bytes()).unwrap();
    assert_eq!(read.column("holder_id"), ["CB-1", "CB-1", "-", "-"]);
    assert_eq!(
        read.unread(),
        ["4 holder_id two_matches", "5 holder_id no_match"]
    );
    assert!(
        read.out
            .unread
            .iter()
            .all(|unread| unread.detail.is_empty())
    );
}

#[test]
fn a_row_of_a_commune_counts_for_the_commune() {
    let text = "id,org_id\n1,Xã A\n2,xa-b\n3,Văn phòng\n4,Xã Z\n5,\n";
    let read = staff("covers = \"all\"", text);
    assert_eq!(read.column("unit_id"), ["xa-a", "xa-b", "u"]);
    assert_eq!(read.column("org_id"), ["xa-a", "xa-b", "vp"]);
    // Whose the others are is not known: given to the unit they would be its proof and a commune's gap.
    assert_eq!(
        read.unread(),
        [
            "5 org_id no_match",
            "5  row_of_nobody",
            "6 org_id cell_empty",
            "6  row_of_nobody"
        ]
    );
    assert_eq!(read.out.lost, [(None, 2)].into());
    assert!(read.out.strays.is_empty());
    // A source of the unit alone says nothing of communes, so their rows are listed.
    let alone = staff("", text);
    assert_eq!(alone.column("unit_id"), ["xa-a", "xa-b", "u", "u", "u"]);
    assert_eq!(alone.out.strays, ["xa-a", "xa-b"].map(str::to_owned).into());
    assert_eq!(
        alone.unread()[1..],
        ["- org_id body_not_covered", "- org_id body_not_covered"]
    );
}

#[test]
fn a_certificate_is_where_its_holder_is_and_the_total_of_a_report_is_the_unit_s() {
    let none = "covers = \"all\"\nempty = { org_id = \"none\", holder_id = \"none\" }";
    let head = "id,subject_kind,holder_id,org_id\n";
    let text = format!("{head}1,person,CB-1,\n2,person,Lê Mẫu,\n3,organisation,,Xã B\n4,,,\n");
    let read = read_by("certificates", none, text.as_bytes()).unwrap();
    assert_eq!(read.column("id"), ["1", "3"]);
    assert_eq!(read.column("unit_id"), ["xa-a", "xa-b"]);
    assert_eq!(read.out.lost, [(None, 2)].into());
    let report = |empty: &str, cell: &str| {
        let source = format!(
            "covers = \"all\"\ncoverage = \"complete\"\nconstants = {{ form = \"07a\", report_id = \"1\", period_from = \"2020-01-01\", period_to = \"2020-12-31\" }}\n{empty}"
        );
        let text = format!("row_kind,org_id\npart,Xã A\ntotal,{cell}\npart,{cell}\n");
        let read = read_by("dossier_report", &source, text.as_bytes()).unwrap();
        let units = read.column("unit_id").join(" ");
        (units, read.lost())
    };
    assert_eq!(
        report("empty = { org_id = \"none\" }", ""),
        ("xa-a u".into(), 1)
    );
    // Neither an empty cell that is not said to mean «none» nor another's name is the whole.
    assert_eq!(report("", ""), ("xa-a".into(), 2));
    assert_eq!(report("", "Xã Z"), ("xa-a".into(), 2));
}

#[test]
fn a_source_of_one_commune_is_all_its_own() {
    let read = staff("covers = [\"xa-a\"]", "id\n1\n,\n");
    assert_eq!(
        (read.column("unit_id"), read.column("org_id")),
        (vec!["xa-a"], vec!["xa-a"])
    );
    let problem = refused("staff", "covers = \"all\"", "id\n1\n");
    assert_eq!(
        (problem.code(), field(&problem, "column")),
        ("csv.whose_row", "org_id")
    );
    let problem = refused("procedures", "covers = [\"xa-a\", \"xa-b\"]", "code\n1\n");
    assert_eq!(
        (problem.code(), field(&problem, "column")),
        ("csv.whose_row", "unit_id")
    );
    let mapped = "covers = \"all\"\ncolumns = { unit_id = \"Xã\" }";
    let text = "code,Xã\n1.1,Xã A\n1.2,Xã Z\n1.3,\n";
    let read = read_by("procedures", mapped, text.as_bytes()).unwrap();
    assert_eq!(read.column("unit_id"), ["xa-a"]);
    // Whose rows these are is not known, so they may be anyone's.
    assert!(read.unread().contains(&"4 unit_id cell_empty".to_owned()));
    assert_eq!(read.out.lost[&None], 2);
}

#[test]
fn a_header_cannot_be_personal_and_kept() {
    let problem = refused(
        "staff",
        "columns = { id = \"Họ tên\", name = \"Họ tên\" }",
        "Họ tên\nX\n",
    );
    assert_eq!(
        (problem.code(), field(&problem, "column")),
        ("csv.personal_header", "id")
    );
}

#[test]
fn a_source_is_held_against_its_table_before_its_file_is_read() {
    for (table, source, code, line) in [
        ("stafff", "", "profile.table", 4),
        ("coverage", "", "profile.frame_table", 4),
        ("staff", "columns = { idd = \"A\" }", "profile.column", 7),
        (
            "staff",
            "values = { org = { a = \"b\" } }",
            "profile.column",
            7,
        ),
        ("staff", "empty = { row = \"none\" }", "profile.column", 7),
        (
            "staff",
            "constants = { duty = \"boss\" }",
            "profile.value",
            7,
        ),
        (
            "staff",
            "values = { active = { x = \"maybe\" } }",
            "profile.value",
            7,
        ),
        (
            "staff",
            "empty = { active = \"none\" }",
            "profile.empty_kind",
            7,
        ),
        (
            "staff",
            "empty = { duty = \"zero\" }",
            "profile.empty_kind",
            7,
        ),
        ("staff", "encoding = \"tcvn3\"", "profile.encoding", 7),
        ("staff", "covers = [\"xa-c\"]", "profile.unknown_body", 7),
    ] {
        let problem = refused(table, source, "id\n1\n");
        let place = problem.place().and_then(|place| place.line);
        assert_eq!((problem.code(), place), (code, Some(line)), "{source}");
    }
    let text = format!("{UNIT}[[source.staff]]\nkind = \"csv\"\npath = \"a.csv\"\n");
    let profile = Profile::parse("units/u.toml", &text, "u").unwrap();
    let unsaid = binding::bind(&profile, &profile.sources[0], &catalogue(), &bodies()).unwrap_err();
    assert_eq!(
        (unsaid.code(), unsaid.place().unwrap().line),
        ("profile.coverage_unsaid", Some(4))
    );
    assert_eq!(crate::indicator::State::None.code(), "none");
}
