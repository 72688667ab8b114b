//! Audits of portals on loopback by the program itself: killed, interrupted, at the same time, in part, and once more.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sansang::demo::portal::{Running, districts, start};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, run};

const UNIT: &str = "don-vi-mau";

/// A workspace with two portals that are up as long as it lives.
struct Stand {
    folder: TempDir,
    running: Option<Running>,
}

impl Stand {
    fn new() -> Self {
        let running = start(|ports| districts(ports).unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let stand = Self {
            folder,
            running: Some(running),
        };
        run(&["init", stand.root(), "--year", "2026"]).well();
        let running = stand.running.as_ref().unwrap();
        std::fs::create_dir(stand.path("trust")).unwrap();
        std::fs::write(stand.path("trust/root.pem"), &running.root_pem).unwrap();
        let (https, http) = (running.https.port(), running.http.port());
        let portal = |id: &str, host: &str, more: &str| {
            format!(
                "\n[[portal]]\nid = \"{id}\"\nrole = \"info_portal\"\nurl = \"https://{host}.localhost:{https}/\"\n\
                 plain_url = \"http://{host}.localhost:{http}/\"\nprivate = true\nillustrative = true\n\
                 roots = [\"trust/root.pem\"]\n{more}"
            )
        };
        stand.append(
            "units/don-vi-mau.toml",
            &(portal("cong-a", "hai-ha", "")
                + &portal(
                    "cong-b",
                    "mau-a",
                    "[portal.sections]\nstatistics = \"/thong-ke\"\n",
                )),
        );
        stand.append(
            "sansang.toml",
            &format!(
                "\n[collect]\nrate = 100\ncontact = \"cntt@example.vn\"\ncontrol_hosts = [\"127.0.0.1:{http}\"]\n\
                 [collect.limits]\npages = 25\nconnect_ms = 2000\nfirst_byte_ms = 700\nattempt_ms = 3000\nattempts = 1\n\
                 probes = 2\nprobe_ms = 50\n"
            ),
        );
        stand
    }

    fn root(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn append(&self, below: &str, text: &str) {
        let path = self.path(below);
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, before + text).unwrap();
    }

    fn audit(&self, args: &[&str]) -> Ran {
        let mut all = vec!["audit", "-C", self.root(), "--lang", "en"];
        all.extend(args);
        run(&all)
    }

    fn spawn(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_sansang"))
            .env_remove("SANSANG_LANG")
            .args(["audit", "-C", self.root(), "--lang", "en"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn parts(&self) -> Vec<PathBuf> {
        files(&self.path("runs/2026").join(UNIT), "part")
    }

    /// The scorecard of the newest bundle, without what differs from run to run.
    fn card(&self) -> Value {
        let mut card = run(&["score", "-C", self.root(), UNIT, "--format", "json"])
            .well()
            .json();
        card["bundle"] = Value::Null;
        card
    }

    fn forget_runs(&self) {
        std::fs::remove_dir_all(self.path("runs")).unwrap();
    }

    /// Waits until a part holds something.
    fn begun(&self) {
        let until = Instant::now() + Duration::from_mins(1);
        while self.parts().is_empty() {
            assert!(Instant::now() < until, "nothing was begun");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

/// The next of a sequence that only looks like chance.
fn next(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn twenty_kills_at_any_moment_and_each_time_the_same_scorecard() {
    let stand = Stand::new();
    let began = Instant::now();
    stand.audit(&[]).well();
    let long = u64::try_from(began.elapsed().as_millis()).unwrap();
    let expected = stand.card();
    let mut state = 2026;
    let mut cut_off = 0;
    for n in 0..20 {
        stand.forget_runs();
        let mut child = stand.spawn(&[]);
        // A run that shares its machine may end sooner than the first one did.
        let after = next(&mut state) % (long * 3 / 4);
        std::thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
        let resumed = stand.audit(&["--resume"]);
        if resumed.code == 3 && resumed.err.contains("no run to go on with") {
            // It had not begun, or had come to its end.
            if files(&stand.path("runs/2026").join(UNIT), "sansang").is_empty() {
                stand.audit(&[]).well();
            }
        } else {
            resumed.well();
            cut_off += 1;
        }
        assert!(stand.parts().is_empty(), "{n}: after {after} ms");
        assert_eq!(stand.card(), expected, "{n}: after {after} of {long} ms");
    }
    assert!(cut_off >= 5, "{cut_off} of 20 were cut off");
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let kill = Command::new("kill").args([name, &pid]).status();
    assert!(kill.unwrap().success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_sigterm_end_well_and_name_the_line_that_goes_on() {
    let stand = Stand::new();
    stand.audit(&[]).well();
    let expected = stand.card();
    for name in ["-INT", "-TERM"] {
        stand.forget_runs();
        let child = stand.spawn(&[]);
        stand.begun();
        signal(&child, name);
        let began = Instant::now();
        let output = child.wait_with_output().unwrap();
        assert!(began.elapsed() < Duration::from_secs(8));
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{err}");
        let line = format!("audit -C {} --resume", stand.root());
        assert!(err.contains(&line), "{err}");
        assert_eq!(stand.parts().len(), 1);
        let resumed = stand.audit(&["--resume", "--format", "json"]).well().json();
        assert_eq!(resumed["runs"][0]["resumed"], true);
        assert_eq!(resumed["left"], Value::Array(Vec::new()));
        assert_eq!(stand.card(), expected, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn the_second_ctrl_c_ends_at_once() {
    let stand = Stand::new();
    let settings = std::fs::read_to_string(stand.path("sansang.toml")).unwrap();
    let patient = settings.replace("first_byte_ms = 700", "first_byte_ms = 60000");
    let patient = patient.replace("attempt_ms = 3000", "attempt_ms = 60000");
    std::fs::write(stand.path("sansang.toml"), patient).unwrap();
    // The page that never answers is waited for.
    let child = stand.spawn(&[]);
    stand.begun();
    std::thread::sleep(Duration::from_millis(1_500));
    let began = Instant::now();
    signal(&child, "-INT");
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(stand.parts().len(), 1);
}

#[test]
fn of_two_audits_at_once_the_second_is_told_who_holds_it() {
    let stand = Stand::new();
    let mut first = stand.spawn(&[]);
    stand.begun();
    let second = stand.audit(&["--offline"]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.code, 3);
    let pid = first.id().to_string();
    assert!(second.err.contains(&pid), "{}", second.err);
    assert!(second.err.contains("sansang audit -C"), "{}", second.err);
    // A text that nobody holds is no lock.
    stand.audit(&["--resume"]).well();
}

#[test]
fn what_was_cut_off_is_left_alone_and_named() {
    let stand = Stand::new();
    let mut child = stand.spawn(&[]);
    stand.begun();
    // Long enough that something stands in it.
    std::thread::sleep(Duration::from_millis(700));
    child.kill().unwrap();
    child.wait().unwrap();
    let other = stand.audit(&["--offline"]).well();
    assert!(other.err.contains("--resume"), "{}", other.err);
    assert_eq!(stand.parts().len(), 1);
    // What it set out to do is another thing than to ask nothing.
    let refused = stand.audit(&["--resume", "--offline"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("--offline"), "{}", refused.err);
    stand.append("units/don-vi-mau.toml", "\n# khác\n");
    let refused = stand.audit(&["--resume"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(
        refused.err.contains("units/don-vi-mau.toml"),
        "{}",
        refused.err
    );
}

#[test]
fn a_bundle_is_gone_through_once_more_with_the_portals_gone() {
    let mut stand = Stand::new();
    let first = stand.audit(&["--format", "json"]).well().json();
    let expected = stand.card();
    let bundle = first["runs"][0]["bundle"].as_str().unwrap().to_owned();
    drop(stand.running.take());
    std::fs::remove_dir_all(stand.path("exports")).unwrap();
    std::fs::remove_dir_all(stand.path("trust")).unwrap();
    let again = stand
        .audit(&["--replay", &bundle, "--format", "json"])
        .well()
        .json();
    assert_ne!(again["runs"][0]["bundle"], first["runs"][0]["bundle"]);
    assert_eq!(stand.card(), expected);
    let other = stand.audit(&["--replay", &bundle, "khac"]);
    assert_eq!(other.code, 3);
}

#[test]
fn what_is_not_asked_again_is_taken_over() {
    let mut stand = Stand::new();
    let first = stand.audit(&["--format", "json"]).well().json();
    let expected = stand.card();
    let digest = first["runs"][0]["sha256"].clone();
    let counted = || stand.running.as_ref().unwrap().counted()["hai-ha.localhost"];
    let before = counted();
    let second = stand
        .audit(&["--only", "tls", "--format", "json"])
        .well()
        .json();
    assert_eq!(second["runs"][0]["carried"]["sha256"], digest);
    let tables = second["runs"][0]["carried"]["tables"].as_array().unwrap();
    assert!(tables.contains(&"pages".into()) && !tables.contains(&"endpoints".into()));
    let asked = counted().requests - before.requests;
    assert!((1..=8).contains(&asked), "{asked}");
    assert_eq!(stand.card(), expected);
    drop(stand.running.take());
    let third = stand.audit(&["--offline"]).well();
    assert!(third.err.contains("taken over"), "{}", third.err);
    assert_eq!(stand.card(), expected);
}

#[test]
fn the_plan_and_the_notice_ask_nobody_and_the_budget_is_kept() {
    let stand = Stand::new();
    let plan = stand.audit(&["--plan", "--format", "json"]).well().json();
    let steps = plan["units"][0]["steps"].as_array().unwrap();
    let step = |name: &str| steps.iter().filter(|step| step["step"] == name).count();
    assert_eq!((step("http"), step("tls")), (2, 2));
    let notice = stand
        .audit(&["--dry-run", "--format", "json"])
        .well()
        .json();
    assert!(
        notice["user_agent"]
            .as_str()
            .unwrap()
            .ends_with("(+cntt@example.vn)")
    );
    let shown = stand.audit(&["--dry-run"]).well();
    assert!(shown.out.contains("hai-ha.localhost"), "{}", shown.out);
    assert!(shown.out.contains("`Crawl-delay`, up to 10 seconds"));
    assert!(!shown.out.contains("control_hosts"), "{}", shown.out);
    let running = stand.running.as_ref().unwrap();
    assert!(running.counted().is_empty());
    assert!(!stand.path("runs").exists());

    stand.audit(&["--progress", "none"]).well();
    for host in notice["units"][0]["hosts"].as_array().unwrap() {
        let (name, _) = host["host"].as_str().unwrap().split_once(':').unwrap();
        let counted = running.counted()[name];
        let asked = counted.requests + counted.plain;
        let budget = host["requests"].as_u64().unwrap();
        assert!(asked <= budget, "{name}: {asked} of {budget}");
        assert!(counted.handshakes <= budget);
    }
}

#[test]
fn progress_is_told_as_lines_or_as_json_and_not_beside_a_document() {
    let stand = Stand::new();
    let lines = stand.audit(&["--only", "tls"]).well();
    assert!(lines.err.contains("asking 2 portals"), "{}", lines.err);
    assert!(lines.err.contains("portal cong-a done"), "{}", lines.err);
    let json = stand.audit(&["--only", "tls", "--progress", "json"]).well();
    let events: Vec<Value> = json
        .err
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds: Vec<&str> = events
        .iter()
        .map(|e| e["event"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.first(), Some(&"started"));
    assert_eq!(kinds.last(), Some(&"sealed"));
    assert!(kinds.contains(&"reading") && kinds.contains(&"portal"));
    let quiet = stand.audit(&["--only", "tls", "--format", "json"]).well();
    assert_eq!(quiet.err, "");
}

#[test]
fn outside_of_the_hours_no_portal_is_asked() {
    let stand = Stand::new();
    let settings = std::fs::read_to_string(stand.path("sansang.toml")).unwrap();
    // Two minutes that are never now: they begin twelve hours from now.
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let minute = (seconds / 60 + 7 * 60 + 12 * 60) % (24 * 60);
    let clock = |minute: u64| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let hours = format!(
        "hours = {{ from = \"{}\", to = \"{}\" }}\n[collect.limits]",
        clock(minute),
        clock(minute + 2)
    );
    std::fs::write(
        stand.path("sansang.toml"),
        settings.replace("[collect.limits]", &hours),
    )
    .unwrap();
    let refused = stand.audit(&[]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("--offline"), "{}", refused.err);
    stand.audit(&["--offline"]).well();
}
