//! A folder in a workspace: rows, whose they are, and what is counted where it cannot be read.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tempfile::TempDir;

use super::*;
use crate::collect::CellRef;
use crate::collect::csv::tests::catalogue;
use crate::collect::{Collected, collect};
use crate::indicator::State;
use crate::unit::{Profile, RoundFile};

const ROUND: &str =
    "id = \"2020\"\nrubric = \"r\"\nperiod = { from = 2020-01-01, to = 2020-12-31 }\n";
const PROFILE: &str = r#"id = "u"
name = { vi = "Huyện Mẫu", en = "Sample district" }
kind = "district"
[[organisation]]
id = "xa-a"
kind = "commune"
name = "Ủy ban nhân dân xã A"
[[source.staff]]
kind = "csv"
path = "exports/staff.csv"
covers = "all"
coverage = "complete"
[[source.certificates]]
kind = "x509-folder"
path = "exports/chung-thu"
covers = "all"
coverage = "complete"
values = { issuer_kind = { "CA Mẫu" = "official" } }
"#;
const ANCHORS: &str = "anchors = [\"trust/*.pem\"]\n";
const STAFF: &str = "id,org_id,kind,active,duty,name\n\
    CB-1,xa-a,civil_servant,1,leader,Nguyễn Văn Mẫu\n\
    CB-2,u,civil_servant,1,accountant,Trần Thị Mẫu\n\
    CB-3,u,civil_servant,1,other,Lê Mẫu\n\
    CB-4,u,civil_servant,1,other,Lê Mẫu\n";

struct Signer {
    params: CertificateParams,
    key: KeyPair,
}

struct Workspace {
    root: TempDir,
    authority: Signer,
}

impl Workspace {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, "CA Mẫu");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.not_before = date_time_ymd(2015, 1, 1);
        params.not_after = date_time_ymd(2021, 6, 30);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let workspace = Self {
            root,
            authority: Signer { params, key },
        };
        workspace.put("exports/staff.csv", STAFF.as_bytes());
        workspace.put("trust/goc.pem", pem.as_bytes());
        workspace.put("exports/chung-thu/.an", b"");
        workspace
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Puts a certificate of a holder; `number` as his `serialNumber`.
    fn issue(&self, file: &str, name: &str, number: &str, until: i32, hosts: &[&str]) {
        let hosts: Vec<String> = hosts.iter().map(|&host| host.to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        if !number.is_empty() {
            let oid = DnType::CustomDnType(vec![2, 5, 4, 5]);
            params.distinguished_name.push(oid, number);
        }
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(until, 3, 31);
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&self.authority.params, &self.authority.key);
        let made = params.signed_by(&key, &issuer).unwrap();
        self.put(&format!("exports/chung-thu/{file}"), made.der());
    }

    fn collect(&self, profile: &str) -> Result<Collected, Problem> {
        let profile_text = profile;
        let profile = Profile::parse("units/u.toml", profile_text, "u")?;
        let round = RoundFile::parse("sansang.toml", ROUND)?.round;
        let request = Request {
            root: self.root.path(),
            profile: &profile,
            profile_file: ("units/u.toml", profile_text.as_bytes()),
            round: &round,
            catalogue: &catalogue(),
            observed_at: "2020-12-31T15:00:00",
        };
        collect(request, &mut |_| {})
    }

    fn rows(&self, profile: &str) -> Rows {
        let collected = self.collect(profile).unwrap();
        Rows(collected)
    }
}

struct Rows(Collected);

impl Rows {
    /// The cells of some columns, a text a row.
    fn of(&self, columns: &[&str]) -> Vec<String> {
        let schema = catalogue();
        let schema = schema.table("certificates").unwrap();
        let at: Vec<usize> = columns
            .iter()
            .map(|name| schema.columns.iter().position(|c| c.name == *name).unwrap())
            .collect();
        let text = |cell: CellRef<'_>| match cell {
            CellRef::Null => "NULL".to_owned(),
            CellRef::Int(n) => n.to_string(),
            CellRef::Text(text) => text.to_owned(),
        };
        let rows = self.0.tables["certificates"].iter();
        let mut rows: Vec<String> = rows
            .map(|row| {
                at.iter()
                    .map(|n| text(row.cell(*n).unwrap()))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        rows.sort();
        rows
    }

    fn listed(&self) -> Vec<String> {
        let unread = self.0.unread.iter();
        let mut listed: Vec<String> = unread
            .map(|(_, one)| format!("{} {} {}", one.cell, one.code, one.detail))
            .collect();
        listed.sort();
        listed
    }

    fn coverage(&self, body: &str) -> (State, Option<u64>) {
        let mut rows = self.0.coverage.iter();
        let row = rows.find(|row| row.table == "certificates" && row.body == body);
        let row = row.unwrap();
        (row.state, row.missing)
    }
}

fn profile() -> String {
    format!("{PROFILE}{ANCHORS}")
}

#[test]
fn holders_are_matched_by_number_then_name_and_dates_are_those_of_the_chain() {
    let workspace = Workspace::new();
    workspace.issue("a/1.cer", "Ai đó", "CCCD:CB-1", 2020, &[]);
    workspace.issue("a/1-moi.cer", "Ai đó", "CCCD:CB-1", 2023, &[]);
    workspace.issue("b.crt", "trần thị mẫu", "", 2020, &[]);
    workspace.issue("c.der", "Lê Mẫu", "", 2020, &[]);
    workspace.issue("d.pem", "UBND xã A", "MST:0123", 2020, &[]);
    workspace.issue("e.cer", "Ủy ban nhân dân xã A", "", 2020, &[]);
    let rows = workspace.rows(&profile());
    assert_eq!(
        rows.of(&[
            "subject_kind",
            "holder_id",
            "org_id",
            "unit_id",
            "chain_until",
            "renewed"
        ]),
        [
            "organisation  xa-a xa-a 2020-03-31 0",
            "person CB-1  xa-a 2020-03-31 1",
            "person CB-1  xa-a 2021-06-30 0",
            "person CB-2  u 2020-03-31 0",
        ]
    );
    assert!(
        rows.of(&["issuer_kind", "revoked_on"])
            .iter()
            .all(|row| row == "official NULL")
    );
    // A holder whom two people could be, and a body that is not on the list, are nobody's; each is a row that is missing.
    assert_eq!(
        rows.listed(),
        [
            "c.der row_of_nobody 1",
            "c.der two_matches ",
            "d.pem no_match UBND xã A",
            "d.pem row_of_nobody 1",
        ]
    );
    assert_eq!(rows.coverage("u"), (State::Partial, Some(2)));
    // Without anchors no chain is known.
    let rows = workspace.rows(PROFILE);
    assert!(
        rows.of(&["chain_from", "chain_until"])
            .iter()
            .all(|row| row == "NULL NULL")
    );
    assert!(rows.listed().contains(&" no_anchors ".to_owned()));
}

#[test]
fn what_cannot_be_read_is_missing_by_its_number_or_by_an_unknown_one() {
    let workspace = Workspace::new();
    workspace.issue("b.cer", "Trần Thị Mẫu", "", 2020, &[]);
    workspace.issue("lạ.cer", "Không Rõ", "", 2020, &[]);
    workspace.put("exports/chung-thu/hong.cer", b"hong");
    workspace.put("exports/chung-thu/ghi-chu.txt", b"chu");
    workspace.put("exports/chung-thu/x.crl", b"hong");
    let one = profile().replace(
        "covers = \"all\"\ncoverage = \"complete\"\nvalues",
        "coverage = \"complete\"\nvalues",
    );
    let rows = workspace.rows(&one);
    assert_eq!(
        rows.listed(),
        [
            "ghi-chu.txt file_of_other_kind ",
            "hong.cer certificate_broken 1",
            "lạ.cer row_lost 1",
            "lạ.cer subject_unclear ",
            "x.crl list_broken ",
        ]
    );
    assert_eq!(rows.coverage("u"), (State::Partial, Some(2)));
    assert_eq!(rows.of(&["renewed"]), ["NULL"]);
    workspace.put("exports/chung-thu/goi.p7b", b"hong");
    let rows = workspace.rows(&one);
    assert_eq!(rows.coverage("u"), (State::Partial, None));
    // A device's certificate is nobody's own.
    workspace.issue("web.cer", "Trần Thị Mẫu", "", 2020, &["u.gov.vn"]);
    let kinds = workspace
        .rows(&one)
        .of(&["subject_kind", "holder_id", "org_id"]);
    assert_eq!(kinds, ["device  ", "person CB-2 "]);
}

#[test]
fn one_certificate_in_two_files_is_one_row_and_the_folder_is_known_by_its_content() {
    let workspace = Workspace::new();
    workspace.issue("b.cer", "Trần Thị Mẫu", "", 2020, &[]);
    let bytes = std::fs::read(workspace.root.path().join("exports/chung-thu/b.cer")).unwrap();
    workspace.put("exports/chung-thu/lai/b.cer", &bytes);
    let rows = workspace.rows(&profile());
    assert_eq!(rows.of(&["holder_id"]), ["CB-2"]);
    let of = |rows: &Rows| {
        let mut seen = rows.0.observations.iter();
        let folder = seen.find(|seen| seen.file == "exports/chung-thu").unwrap();
        (folder.step, folder.sha256.clone(), folder.detail.clone())
    };
    let (step, before, detail) = of(&rows);
    assert_eq!((step, detail.as_str()), ("x509-folder", "files=2"));
    workspace.put("exports/chung-thu/lai/b.cer", b"khac");
    assert_ne!(of(&workspace.rows(&profile())).1, before);
    let anchor = rows
        .0
        .observations
        .iter()
        .find(|seen| seen.file == "trust/goc.pem");
    assert_eq!(anchor.unwrap().sha256.len(), 64);
}

#[test]
fn mistakes_of_the_profile_and_of_the_folder_are_named() {
    let workspace = Workspace::new();
    let refused = |profile: &str| {
        let problem = workspace.collect(profile).unwrap_err();
        problem.code()
    };
    let with = |from: &str, to: &str| profile().replace(from, to);
    assert_eq!(
        refused(&with("exports/chung-thu", "exports/khong-co")),
        "x509.no_folder"
    );
    assert_eq!(
        refused(&with("exports/chung-thu", "exports/staff.csv")),
        "x509.no_folder"
    );
    assert_eq!(
        refused(&with("trust/*.pem", "trust/*.cer")),
        "x509.no_anchor"
    );
    assert_eq!(
        refused(&with("trust/*.pem", "exports/staff.csv")),
        "x509.anchor"
    );
    assert_eq!(
        refused(&with("trust/*.pem", "trust/khong-co.pem")),
        "csv.no_file"
    );
    assert_eq!(refused(&with("trust/*.pem", "../*.pem")), "profile.path");
    assert_eq!(
        refused(&with(
            "values = { issuer",
            "columns = { id = \"Mã\" }\nvalues = { issuer"
        )),
        "profile.no_columns"
    );
    assert_eq!(
        refused(&with("[[source.certificates]]", "[[source.devices]]")),
        "profile.folder_table"
    );
    let of_csv = with("kind = \"x509-folder\"", "kind = \"csv\"");
    assert_eq!(refused(&of_csv), "profile.only_folder");
    let deep = "/x".repeat(10);
    workspace.put(&format!("exports/chung-thu{deep}/x.cer"), b"");
    assert_eq!(refused(&profile()), "x509.too_deep");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let workspace = Workspace::new();
    let other = tempfile::tempdir().unwrap();
    let link = |to: &std::path::Path, name: &str| {
        let at = workspace.root.path().join("exports/chung-thu").join(name);
        std::os::unix::fs::symlink(to, at).unwrap();
    };
    link(workspace.root.path(), "vong");
    assert_eq!(
        workspace.rows(&profile()).listed(),
        ["vong file_not_followed "]
    );
    std::fs::write(other.path().join("x.cer"), b"").unwrap();
    link(&other.path().join("x.cer"), "x.cer");
    assert_eq!(
        workspace.collect(&profile()).unwrap_err().code(),
        "profile.path"
    );
}
