//! What a source says of evidence files, and what the folder says of them.

use super::*;

#[test]
fn a_source_of_evidence_tells_more_than_the_folder() {
    let sources = "[[source.evidence_files]]\nkind = \"csv\"\npath = \"exports/e.csv\"\n\
                   [declared.\"A3.6\"]\nyes = true\nevidence = [\"evidence/a.pdf\", \"evidence/b.pdf\", \"evidence/c.pdf\"]\n";
    let files = [
        (
            "exports/e.csv",
            "id,opens,number_found\nevidence/a.pdf,1,1\n",
        ),
        ("evidence/b.pdf", "%PDF-1.7"),
    ];
    let tables = Folder::with(sources, &files).filled();
    assert_eq!(
        ask(
            &tables,
            "select e.id, opens, number_found, media_type, length(e.sha256), criterion, step, outcome \
                      from evidence_files e join observation o on o.id = e.obs"
        ),
        [
            "evidence/a.pdf|1|1|-|-|-|csv|observed",
            "evidence/b.pdf|-|-|application/pdf|64|A3.6|declared|observed",
            "evidence/c.pdf|-|-|-|-|A3.6|declared|absent"
        ]
    );
    assert_eq!(
        ask(&tables, "select code, detail from unread"),
        ["no_evidence|evidence/a.pdf", "evidence_absent|A3.6"]
    );
    assert_eq!(
        ask(&tables, "select code, shape, value, file_ids from declared"),
        ["A3.6|yes_no|true|evidence/a.pdf,evidence/b.pdf,evidence/c.pdf"]
    );
    let coverage = "select state, missing from coverage where table_name = 'evidence_files'";
    assert_eq!(ask(&tables, coverage)[0], "complete|0");
}

#[test]
fn what_a_source_says_of_a_file_that_is_here_is_held_against_the_file() {
    let sources = "[[source.evidence_files]]\nkind = \"csv\"\npath = \"exports/e.csv\"\n";
    let own = sha256(b"%PDF-1.7");
    let told = |rows: &str| {
        let files = [
            ("exports/e.csv", format!("id,sha256,opens\n{rows}")),
            ("evidence/a.pdf", "%PDF-1.7".to_owned()),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        Folder::with(sources, &files)
    };
    let kept = "select id, sha256, media_type from evidence_files";
    let here = format!("evidence/a.pdf|{own}|application/pdf");
    for stated in ["", own.as_str(), &own.to_uppercase()] {
        let tables = told(&format!("evidence/a.pdf,{stated},1\n")).filled();
        assert_eq!(ask(&tables, kept), [here.as_str()], "{stated}");
        assert_eq!(ask(&tables, "select code from unread"), [""; 0]);
    }
    // Nobody can look at a file that is not here, and a path that leaves the workspace is no file of it.
    for path in [
        "evidence/b.pdf",
        "../evidence/a.pdf",
        "/etc/passwd",
        "evidence",
    ] {
        let tables = told(&format!("{path},{own},1\n")).filled();
        assert_eq!(ask(&tables, kept), [format!("{path}|-|-")]);
        let unread = ask(&tables, "select row, column_name, code, detail from unread");
        assert_eq!(unread, [format!("2|sha256|no_evidence|{path}")]);
    }
    let other = "0".repeat(64);
    let problem = told(&format!("x,,\nevidence/a.pdf,{other},1\n")).collect();
    let problem = problem.unwrap_err();
    let field = |name| problem.fields().iter().find(|(known, _)| *known == name);
    assert_eq!(
        (problem.code(), problem.place().unwrap().to_string()),
        ("csv.evidence_sha256", "exports/e.csv:3".to_owned())
    );
    assert_eq!(field("stated").unwrap().1, other);
    assert_eq!(field("found").unwrap().1, own);
}
