//! Certificates as OpenSSL makes them: packages, armoured files and lists of revoked ones, read by an audit.
//!
//! Needs the command `openssl`, which `tests/run` installs.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::{Ran, run};

/// A folder with an authority that OpenSSL made, and its keys.
struct Authority {
    folder: PathBuf,
}

impl Authority {
    fn openssl(&self, args: &[&str]) {
        let output = Command::new("openssl")
            .args(args)
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|error| panic!("the tests need the command openssl ({error})"));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "openssl {args:?}: {told}");
    }

    fn new(folder: &Path) -> Self {
        let authority = Self {
            folder: folder.to_owned(),
        };
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("index.txt"), "").unwrap();
        std::fs::write(folder.join("crlnumber"), "01\n").unwrap();
        let settings = "[ca]\ndefault_ca = own\n[own]\ndatabase = index.txt\ncrlnumber = crlnumber\n\
            default_md = sha256\ndefault_crl_days = 3650\nnew_certs_dir = .\nserial = serial\npolicy = any\n\
            unique_subject = no\n[any]\ncommonName = supplied\nUID = optional\nserialNumber = optional\n\
            [req]\ndistinguished_name = dn\n[dn]\n[root]\nbasicConstraints = critical,CA:true\n\
            keyUsage = critical,keyCertSign,cRLSign\n[person]\nkeyUsage = critical,digitalSignature\n";
        std::fs::write(folder.join("ca.cnf"), settings).unwrap();
        std::fs::write(folder.join("serial"), "1000\n").unwrap();
        authority.openssl(&[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-days",
            "7300",
            "-subj",
            "/CN=CA Mau",
            "-utf8",
            "-config",
            "ca.cnf",
            "-extensions",
            "root",
        ]);
        authority
    }

    /// What `openssl ca` does in the name of the authority.
    fn sign(&self, args: &[&str]) {
        let own = [
            "ca", "-config", "ca.cnf", "-cert", "root.pem", "-keyfile", "root.key",
        ];
        self.openssl(&[&own, args].concat());
    }

    fn package(&self, out: &str, args: &[&str]) {
        self.openssl(&[&["crl2pkcs7", "-out", out], args].concat());
    }

    fn issue(&self, name: &str, subject: &str) {
        let (key, request, out) = (
            format!("{name}.key"),
            format!("{name}.csr"),
            format!("{name}.pem"),
        );
        self.openssl(&[
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-out", &request, "-subj",
            subject, "-utf8", "-config", "ca.cnf",
        ]);
        self.openssl(&[
            "ca",
            "-batch",
            "-notext",
            "-config",
            "ca.cnf",
            "-cert",
            "root.pem",
            "-keyfile",
            "root.key",
            "-in",
            &request,
            "-out",
            &out,
            "-startdate",
            "20190101000000Z",
            "-enddate",
            "20291231235959Z",
            "-extensions",
            "person",
            "-utf8",
        ]);
    }
}

fn workspace(root: &Path) -> String {
    let path = root.join("w").to_str().unwrap().to_owned();
    run(&["init", &path, "--year", "2020"]).well();
    let unit = root.join("w/units/don-vi-mau.toml");
    let text = std::fs::read_to_string(&unit).unwrap();
    let source = "[[source.certificates]]\nkind = \"x509-folder\"\npath = \"exports/chung-thu\"\n\
        coverage = \"complete\"\nanchors = [\"trust/*.pem\"]\n\n[declared.";
    std::fs::write(&unit, text.replacen("[declared.", source, 1)).unwrap();
    path
}

/// The rows of a query, a list of cells each.
fn rows(workspace: &str, query: &str) -> Vec<Value> {
    let ran = run(&[
        "query",
        "-C",
        workspace,
        "don-vi-mau",
        query,
        "--format",
        "json",
    ]);
    ran.well().json()["rows"].as_array().unwrap().clone()
}

/// Three holders, one of them revoked, as packages and lists in a workspace.
fn issued(home: &Path) -> (Authority, String) {
    let authority = Authority::new(&home.join("ca"));
    authority.issue("a", "/CN=Nguyễn Văn Mẫu/UID=CCCD:CB-001");
    authority.issue("b", "/CN=Người Khác/UID=CCCD:00");
    authority.issue("c", "/CN=Văn phòng/UID=MST:01");
    authority.sign(&["-revoke", "b.pem"]);
    authority.sign(&["-gencrl", "-out", "crl.pem"]);
    authority.openssl(&[
        "crl", "-in", "crl.pem", "-outform", "DER", "-out", "list.crl",
    ]);
    authority.package(
        "goi.p7b",
        &[
            "-in",
            "crl.pem",
            "-certfile",
            "a.pem",
            "-certfile",
            "b.pem",
            "-certfile",
            "root.pem",
            "-outform",
            "DER",
        ],
    );
    authority.package("goi-pem.p7b", &["-nocrl", "-certfile", "c.pem"]);
    let path = workspace(home);
    put(home, "ca/root.pem", "trust/goc.pem");
    put(home, "ca/goi.p7b", "exports/chung-thu/goi.p7b");
    put(home, "ca/goi-pem.p7b", "exports/chung-thu/vp/goi.P7B");
    (authority, path)
}

fn put(home: &Path, from: &str, to: &str) {
    let to = home.join("w").join(to);
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(home.join(from), to).unwrap();
}

fn audit(path: &str) -> Ran {
    // Runs are named by their second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    run(&["audit", "-C", path, "don-vi-mau", "--format", "json"]).well()
}

const REVOKED: &str = "select revoked_on <> '' from certificates where subject_kind = 'person'";

#[test]
fn packages_and_lists_of_openssl_are_read() {
    let home = tempfile::tempdir().unwrap();
    let (_, path) = issued(home.path());
    let audited = audit(&path).json();
    let read = audited.pointer("/runs/0/read").unwrap().as_array().unwrap();
    let folder = read
        .iter()
        .find(|one| one["table"] == "certificates")
        .unwrap();
    assert_eq!(folder["file"], "exports/chung-thu");
    assert_eq!(folder["rows"], 3);
    let found = rows(
        &path,
        "select subject_kind, org_id, chain_until, revoked_on <> '', issuer from certificates order by 1, 2, 4",
    );
    let row = |kind: &str, org: &str, revoked: i64| {
        serde_json::json!([kind, org, "2030-01-01", revoked, "CA Mau"])
    };
    let expected = [
        row("organisation", "van-phong", 0),
        row("person", "", 0),
        row("person", "", 1),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_list_of_another_authority_decides_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (authority, path) = issued(home.path());
    authority.package(
        "b.p7b",
        &["-nocrl", "-certfile", "b.pem", "-outform", "DER"],
    );
    put(home.path(), "ca/b.p7b", "exports/chung-thu/goi.p7b");
    put(home.path(), "ca/list.crl", "exports/chung-thu/list.crl");
    audit(&path);
    assert_eq!(rows(&path, REVOKED), [serde_json::json!([1])]);
    let other = Authority::new(&home.path().join("other"));
    other.sign(&["-gencrl", "-out", "crl.pem"]);
    put(home.path(), "other/crl.pem", "exports/chung-thu/list.crl");
    let told = audit(&path);
    assert!(told.out.contains("list_unsigned"), "{}", told.out);
    assert_eq!(rows(&path, REVOKED), [serde_json::json!([null])]);
}
