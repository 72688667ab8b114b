//! Files of a workspace that are not what they should be: each is named and ends with 3, and nothing outside the workspace
//! is ever shown.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::program::{Ran, finish, program, run};

struct Desk {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Desk {
    /// A new workspace with more lines at the end of its unit's profile.
    fn with(profile: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("w");
        run(&["init", root.to_str().unwrap(), "--year", "2020"]).well();
        let desk = Self {
            _folder: folder,
            root,
        };
        let text = std::fs::read_to_string(desk.profile()).unwrap();
        std::fs::write(desk.profile(), format!("{text}\n{profile}\n")).unwrap();
        desk
    }

    fn profile(&self) -> PathBuf {
        self.root.join("units/don-vi-mau.toml")
    }

    fn put(&self, path: &str, text: &str) {
        std::fs::write(self.root.join(path), text).unwrap();
    }

    fn audit(&self) -> Ran {
        let mut audit = program();
        audit.timeout(Duration::from_mins(1));
        finish(audit.arg("audit").arg("-C").arg(&self.root))
    }

    /// The audit, which must have been refused for these reasons and left nothing.
    fn refused(&self, says: &[&str]) -> Ran {
        let ran = self.audit();
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:?}");
        for part in says {
            assert!(ran.err.contains(part), "{part} is not in\n{}", ran.err);
        }
        let runs = self.root.join("runs/2020/don-vi-mau");
        let left = std::fs::read_dir(runs).map_or(0, Iterator::count);
        assert_eq!(left, 0);
        ran
    }
}

const CLAIM: &str = "[declared.\"A3.6\"]\nyes = true\nevidence = [\"evidence/a.pdf\"]\n";
const LIST: &str = "[[source.evidence_files]]\nkind = \"csv\"\npath = \"exports/tai-lieu.csv\"\n";

#[test]
fn a_made_up_digest_of_a_file_that_is_here_proves_nothing() {
    let desk = Desk::with(&format!("{CLAIM}{LIST}"));
    desk.put("evidence/a.pdf", "%PDF-1.7");
    let made_up = "ab".repeat(32);
    let list = |sha256: &str| {
        let text =
            format!("id,sha256,opens,number_found,date_found\nevidence/a.pdf,{sha256},1,1,1\n");
        desk.put("exports/tai-lieu.csv", &text);
    };
    list(&made_up);
    let ran = desk.refused(&["exports/tai-lieu.csv:2", &made_up, "`evidence/a.pdf`"]);
    let own = ran.err.split("SHA-256 ").nth(2).unwrap();
    let own: String = own.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_eq!(own.len(), 64, "{}", ran.err);
    list(&own);
    assert_eq!(desk.audit().code, 0);
}

#[test]
fn a_digest_of_a_file_that_is_not_here_passes_no_rule() {
    let desk = Desk::with(&format!("{CLAIM}{LIST}"));
    let row = format!("evidence/a.pdf,{},1,1,1,1", "ab".repeat(32));
    desk.put(
        "exports/tai-lieu.csv",
        &format!("id,sha256,opens,number_found,date_found,text_layer\n{row}\n"),
    );
    let ran = desk.audit().well();
    assert!(
        ran.err
            .contains("tai-lieu.csv:2: sha256: không thấy tệp `evidence/a.pdf`"),
        "{ran:?}"
    );
    let root = desk.root.to_str().unwrap();
    let card = run(&["score", "-C", root, "don-vi-mau", "--format", "json"]).well();
    let card = card.json();
    let criteria = card["criteria"].as_array().unwrap();
    let claimed = criteria.iter().find(|c| c["code"] == "A3.6").unwrap();
    assert_eq!(claimed["evidence"][0]["sha256"], serde_json::Value::Null);
    assert_eq!(claimed["evidenced"], serde_json::Value::Null, "{claimed}");
}

#[test]
fn a_name_of_two_lines_is_refused_before_anything_is_sealed() {
    let desk = Desk::with("");
    let text = std::fs::read_to_string(desk.profile()).unwrap();
    desk.put(
        "units/don-vi-mau.toml",
        &text.replace("vi = \"Đơn vị mẫu\"", "vi = \"Đơn vị\\u0007 mẫu\""),
    );
    let ran = desk.refused(&["don-vi-mau.toml:6", "một dòng chữ"]);
    assert!(!ran.err.contains('\u{7}'), "{ran:?}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    const SECRET: &str = "root:x:0:0";

    fn secret(desk: &Desk) -> PathBuf {
        let secret = desk.root.parent().unwrap().join("secret");
        std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
        secret
    }

    fn in_place_of(path: &Path, target: &Path) {
        drop(std::fs::remove_file(path));
        symlink(target, path).unwrap();
    }

    #[test]
    fn an_export_that_is_a_link_out_of_the_workspace_is_not_read() {
        let desk = Desk::with("");
        let export = desk.root.join("exports/danh-sach-can-bo.csv");
        in_place_of(&export, &secret(&desk));
        let ran = desk.refused(&["units/don-vi-mau.toml:36", "ra ngoài thư mục làm việc"]);
        assert!(!ran.err.contains(SECRET), "{ran:?}");
    }

    #[test]
    fn evidence_that_is_a_link_out_of_the_workspace_is_not_hashed() {
        let desk = Desk::with(CLAIM);
        in_place_of(&desk.root.join("evidence/a.pdf"), &secret(&desk));
        desk.refused(&["units/don-vi-mau.toml:", "`evidence/a.pdf` của A3.6"]);
    }

    #[test]
    fn a_profile_that_is_a_link_out_of_the_workspace_is_not_shown() {
        let desk = Desk::with("");
        in_place_of(&desk.root.join("units/b.toml"), &secret(&desk));
        let ran = desk.refused(&["units/b.toml", "ra ngoài thư mục làm việc"]);
        assert!(!ran.err.contains(SECRET), "{ran:?}");
    }

    #[test]
    fn a_pipe_is_no_file_and_is_not_waited_for() {
        let pipe = |path: &Path| {
            drop(std::fs::remove_file(path));
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        };
        let desk = Desk::with(CLAIM);
        pipe(&desk.root.join("exports/danh-sach-can-bo.csv"));
        desk.refused(&["danh-sach-can-bo.csv", "không phải tệp thường"]);
        let desk = Desk::with(CLAIM);
        pipe(&desk.root.join("evidence/a.pdf"));
        let ran = desk.audit().well();
        assert!(ran.err.contains("không thấy tệp minh chứng"), "{ran:?}");
        let desk = Desk::with("");
        pipe(&desk.root.join("units/b.toml"));
        desk.refused(&["units/b.toml", "không phải tệp thường"]);
    }
}
