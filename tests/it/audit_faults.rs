//! A sound portal beside dead, hanging, dripping and lying ones, and beside pages that are too much: what they cost, what
//! is said of them, and that nothing of it touches the sound one. Time is counted in time-outs, never by the clock.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzEncoder;
use rusqlite::Connection;
use sansang::demo::portal::{Running, districts, start};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, run};
use crate::servers::{Odd, free_port, read_head};
use crate::wire_bodies::BROTLI_BOMB;

/// Attempts of the tests' settings.
const ATTEMPTS: usize = 2;
/// Largest body, in KiB.
const BODY: u64 = 2_560;
/// Probes of a portal.
const PROBES: usize = 3;
/// The unit with the sound portal.
const SOUND: &str = "khoe";

/// A workspace with a unit for each portal.
pub(crate) struct Scene {
    folder: TempDir,
    running: Running,
}

impl Scene {
    /// Audits the sound unit alone, then all together: its card is the same.
    fn hold_the_sound_one(&self) {
        self.forget_runs();
        self.audit(&[SOUND]);
        let alone = self.card(SOUND);
        self.forget_runs();
        self.audit(&[]);
        assert!(self.card(SOUND) == alone);
    }

    /// Units by id, with the port of their portal; the sound one is always there.
    pub(crate) fn of(units: &[(&str, u16)], control: Option<u16>) -> Self {
        let running = start(|ports| districts(ports).unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let scene = Self { folder, running };
        run(&["init", scene.root(), "--year", "2026"]).well();
        std::fs::create_dir(scene.path("trust")).unwrap();
        std::fs::write(scene.path("trust/root.pem"), &scene.running.root_pem).unwrap();
        std::fs::remove_file(scene.path("units/don-vi-mau.toml")).unwrap();
        let (https, http) = (scene.running.https.port(), scene.running.http.port());
        let sound = format!(
            "url = \"https://hai-ha.localhost:{https}/\"\nplain_url = \"http://hai-ha.localhost:{http}/\"\n\
             roots = [\"trust/root.pem\"]"
        );
        scene.unit(SOUND, &sound);
        let mut ids = vec![SOUND];
        for (id, port) in units {
            scene.unit(id, &format!("url = \"http://127.0.0.1:{port}/\""));
            ids.push(id);
        }
        let settings = std::fs::read_to_string(scene.path("sansang.toml")).unwrap();
        let settings = settings.replace("[\"don-vi-mau\"]", &format!("{ids:?}"));
        let control = control.unwrap_or(http);
        let collect = format!(
            "\n[collect]\nrate = 200\ncontrol_hosts = [\"127.0.0.1:{control}\"]\n\
             [collect.limits]\npages = 25\nbody_kib = {BODY}\nconnect_ms = 2000\nfirst_byte_ms = 1500\n\
             attempt_ms = 1500\nattempts = {ATTEMPTS}\nretry_ms = 10\nprobes = {PROBES}\nprobe_ms = 50\n"
        );
        std::fs::write(scene.path("sansang.toml"), settings + &collect).unwrap();
        scene
    }

    fn unit(&self, id: &str, portal: &str) {
        let text = format!(
            "schema = \"sansang/unit/1\"\nid = \"{id}\"\nname = {{ vi = \"Huyện {id}\", en = \"{id}\" }}\n\
             kind = \"district\"\n[[portal]]\nid = \"cong\"\nrole = \"info_portal\"\nprivate = true\n{portal}\n"
        );
        std::fs::write(self.path(&format!("units/{id}.toml")), text).unwrap();
    }

    fn root(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn audit(&self, args: &[&str]) -> Ran {
        let mut all = vec!["audit", "-C", self.root(), "--lang", "en"];
        all.extend(args);
        run(&all).well()
    }

    /// The bytes of the newest scorecard, but for the name of its bundle.
    fn card(&self, unit: &str) -> String {
        let card = run(&["score", "-C", self.root(), unit, "--format", "json"]).well();
        let bundle = card.json()["bundle"]["sha256"].as_str().unwrap().to_owned();
        card.out.replace(&bundle, "")
    }

    /// What each criterion measured.
    fn measured(&self, unit: &str) -> BTreeMap<String, (f64, f64)> {
        let card: Value = serde_json::from_str(&self.card(unit)).unwrap();
        let points = |value: &Value| value.as_str().unwrap().parse().unwrap();
        let of = |criterion: &Value| {
            let measured = &criterion["measured"];
            let ends = (points(&measured["low"]), points(&measured["high"]));
            (criterion["code"].as_str().unwrap().to_owned(), ends)
        };
        card["criteria"]
            .as_array()
            .unwrap()
            .iter()
            .map(of)
            .collect()
    }

    /// The worst and the best that the check of availability may say of the portal.
    fn answered(&self, unit: &str) -> String {
        let check = "portal.availability";
        let args = [
            "explain",
            "-C",
            self.root(),
            unit,
            check,
            "--format",
            "json",
        ];
        let said = run(&args).well().json();
        let verdict = &said["results"][0]["verdict"];
        let word = |end: &str| verdict[end].as_str().unwrap().to_owned();
        format!("{} {}", word("low"), word("high"))
    }

    /// Rows of the newest bundle, cells parted by `|`.
    fn rows(&self, unit: &str, sql: &str) -> Vec<String> {
        let folder = self.path("runs/2026").join(unit);
        let files = std::fs::read_dir(folder).unwrap();
        let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        let bundle = Connection::open(files.last().unwrap()).unwrap();
        let mut statement = bundle.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0));
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// How each question of a step ended, and the stage and reason of each of its attempts.
    pub(crate) fn ends(&self, unit: &str, step: &str) -> Vec<String> {
        self.rows(
            unit,
            &format!(
                "select o.outcome || ': ' || group_concat(a.stage || ' ' || json_extract(a.detail, '$.why'), ', ') \
                 from observation o join attempt a on a.observation = o.id where o.step = '{step}' group by o.id order by o.subject"
            ),
        )
    }

    fn covered(&self, unit: &str, table: &str) -> Vec<String> {
        let sql = "select state || ' ' || rule from coverage where table_name =";
        self.rows(unit, &format!("{sql} '{table}' and unit_id = '{unit}'"))
    }

    /// Waits so many milliseconds for an answer.
    pub(crate) fn patient(&self, milliseconds: u64) {
        let settings = std::fs::read_to_string(self.path("sansang.toml")).unwrap();
        let settings = settings.replace("_ms = 1500", &format!("_ms = {milliseconds}"));
        std::fs::write(self.path("sansang.toml"), settings).unwrap();
    }

    fn forget_runs(&self) {
        std::fs::remove_dir_all(self.path("runs")).unwrap();
    }
}

/// Accepts, and says nothing until the other side has had enough.
fn hanging() -> Odd {
    Odd::start(|mut stream| {
        read_head(&mut stream);
        drop(stream.read(&mut [0]));
    })
}

fn dripping() -> Odd {
    Odd::start(|mut stream| {
        read_head(&mut stream);
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>";
        let mut open = stream.write_all(head.as_bytes()).is_ok();
        while open {
            std::thread::sleep(Duration::from_millis(20));
            open = stream.write_all(b"a").is_ok();
        }
    })
}

/// No robots.txt, and this in place of every page.
fn showing(page: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Odd {
    Odd::start(move |mut stream| {
        if read_head(&mut stream).starts_with("GET /robots.txt ") {
            let none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            drop(stream.write_all(none));
        } else {
            page(&mut stream);
        }
    })
}

fn packed(coding: &'static str, body: Vec<u8>) -> Odd {
    showing(move |stream| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        drop(stream.write_all(head.as_bytes()));
        drop(stream.write_all(&body));
    })
}

#[test]
fn a_sound_portal_does_not_notice_bad_ones_and_each_of_them_costs_one_patience() {
    let (hangs, drips) = (hanging(), dripping());
    let lies = Odd::saying(b"\x00\xff\x16\x03 nonsense \r\n\r\n");
    let bad = [
        ("chet", free_port()),
        ("treo", hangs.port),
        ("nho-giot", drips.port),
        ("noi-bay", lies.port),
    ];
    let scene = Scene::of(&bad, None);
    scene.audit(&["--offline"]);
    let nothing = scene.measured("treo");
    scene.hold_the_sound_one();

    let probes = |end: &str| vec![end.to_owned(); PROBES];
    let asked = |unit: &str| (scene.ends(unit, "http"), scene.ends(unit, "uptime"));
    // One question with all its attempts, and beside it the probes with one each: no time-out waits for another.
    let refused = "connect refused";
    assert_eq!(
        asked("chet"),
        (
            vec![format!("unreachable: {refused}, {refused}")],
            probes(&format!("unreachable: {refused}"))
        )
    );
    let silent = "first_byte timeout";
    assert_eq!(
        asked("treo"),
        (
            vec![format!("unreachable: {silent}, {silent}")],
            probes(&format!("unreachable: {silent}"))
        )
    );
    // It answers, however slowly: it is not made to drip again.
    let slow = "observed: body timeout";
    assert_eq!(asked("nho-giot"), (vec![slow.to_owned()], probes(slow)));
    let garbage = "first_byte garbage";
    assert_eq!(
        asked("noi-bay"),
        (
            vec![format!("unreachable: {garbage}, {garbage}")],
            probes(&format!("unreachable: {garbage}"))
        )
    );
    // The same at the server: those, and the question to the host itself.
    assert_eq!(hangs.connections(), ATTEMPTS + PROBES + ATTEMPTS);
    assert_eq!(drips.connections(), 1 + PROBES + 1);

    // What did not answer took no point away, and what was never asked is not said to be missing.
    for (unit, _) in bad {
        for (code, (low, high)) in scene.measured(unit) {
            let (least, most) = nothing[&code];
            assert!(
                low >= least && high >= most,
                "{unit} {code}: {low}…{high} of {least}…{most}"
            );
        }
        let facts = "select coalesce(text_chars, viewport, images, 'none') from pages";
        assert_eq!(scene.rows(unit, facts), ["none"], "{unit}");
        assert_eq!(scene.covered(unit, "items"), ["partial robots"], "{unit}");
    }
    // Whether it answers is what the check of availability judges by itself: only a portal that did not fails it.
    let judged = bad.map(|(unit, _)| scene.answered(unit));
    assert_eq!(judged, ["fail fail", "fail fail", "pass pass", "fail fail"]);
    let told = |sql: &str| bad.map(|(unit, _)| scene.rows(unit, sql).join(" "));
    let home = told("select outcome from portals");
    assert_eq!(
        home,
        ["unreachable", "unreachable", "observed", "unreachable"]
    );
}

#[test]
fn pages_that_are_too_much_are_cut_and_said_to_be_partial() {
    let deep = "<div><a href=\"/tin-tuc\">Tin tức</a>".repeat(2 * 1_024 * 1_024 / 36);
    let nested = showing(move |stream| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n";
        drop(stream.write_all(head.as_bytes()));
        drop(stream.write_all(deep.as_bytes()));
    });
    let endless = showing(|stream| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>";
        let mut open = stream.write_all(head.as_bytes()).is_ok();
        while open {
            open = stream.write_all(&[b'a'; 8_192]).is_ok();
        }
    });
    let zeros = |megabytes: u64| std::io::repeat(b' ').take(megabytes << 20);
    let gzip = |bytes: &mut dyn Read| {
        let mut packed = Vec::new();
        let mut encoder = GzEncoder::new(bytes, Compression::fast());
        encoder.read_to_end(&mut packed).unwrap();
        packed
    };
    let zstd = zstd::encode_all(zeros(32), 3).unwrap();
    let twice = gzip(&mut gzip(&mut zeros(16)).as_slice());
    let zip = packed("gzip, gzip", twice);
    let br = packed("br", BROTLI_BOMB.to_vec());
    let zst = packed("zstd", zstd);
    let bad = [
        ("long-nhau", nested.port, "done status=200", "part"),
        ("vo-tan", endless.port, "body too_long", "part"),
        ("bom-gzip", zip.port, "body too_long", "part"),
        ("bom-br", br.port, "body too_long", "part"),
        ("bom-zstd", zst.port, "body too_long", "part"),
    ];
    let scene = Scene::of(&bad.map(|(unit, port, ..)| (unit, port)), None);
    scene.audit(&["--offline"]);
    let nothing = scene.measured("vo-tan");
    scene.hold_the_sound_one();
    for (unit, _, end, rule) in bad {
        let home = scene.ends(unit, "http").into_iter().next().unwrap();
        assert_eq!(home, format!("observed: {end}"), "{unit}");
        for table in ["pages", "items", "links"] {
            let rule = format!("partial {rule}");
            assert_eq!(scene.covered(unit, table), [rule], "{unit} {table}");
        }
        for (code, (low, high)) in scene.measured(unit) {
            let (least, most) = nothing[&code];
            assert!(low >= least && high >= most, "{unit} {code}: {low}…{high}");
        }
        let largest = "select max(bytes) || '' from observation where step = 'http'";
        let largest: u64 = scene.rows(unit, largest)[0].parse().unwrap();
        assert!((1_024..=BODY << 10).contains(&largest), "{unit} {largest}");
    }
}

#[test]
fn with_our_own_network_down_nothing_counts_and_no_gate_can_be_judged() {
    let closed = free_port();
    let scene = Scene::of(&[("mang-hong", free_port())], Some(closed));
    let gate = |points: &str| {
        let args = [
            "gate",
            "-C",
            scene.root(),
            "mang-hong",
            "--min-points",
            points,
        ];
        run(&args).code
    };
    scene.audit(&["--offline", "mang-hong"]);
    let nothing = scene.measured("mang-hong");
    scene.forget_runs();
    scene.audit(&["mang-hong"]);
    assert_eq!(scene.measured("mang-hong"), nothing);
    // Our own trouble is seen at the first attempt, and is not tried again.
    assert_eq!(
        scene.ends("mang-hong", "http"),
        ["tool_error: connect refused"]
    );
    assert_eq!(
        scene.rows("mang-hong", "select outcome from portals"),
        ["tool_error"]
    );
    assert_eq!(scene.answered("mang-hong"), "fail pass");
    assert_eq!(gate("10"), 2);
    // A sound portal is seen all the same: where it answers nobody asks for our network.
    scene.audit(&[SOUND]);
    assert_eq!(
        scene.rows(SOUND, "select outcome from portals"),
        ["observed"]
    );
}
