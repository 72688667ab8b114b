//! Units whose portals keep us waiting are waited for together.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::audit_faults::Scene;
use crate::servers::{Odd, read_head};

/// Units of the test.
const UNITS: usize = 24;

#[test]
fn two_dozen_portals_that_keep_us_waiting_are_waited_for_together() {
    // Nobody is answered until all have asked, so one that waits for another is never answered.
    let here = Arc::new((Mutex::new(0), Condvar::new()));
    let server = Odd::start(move |mut stream| {
        let head = read_head(&mut stream);
        if head.starts_with("GET /robots.txt ") {
            let (came, all) = &*here;
            let mut came = came.lock().unwrap();
            *came += 1;
            all.notify_all();
            let patience = Duration::from_secs(20);
            drop(all.wait_timeout_while(came, patience, |came| *came < UNITS));
        }
        let none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        drop(stream.write_all(none));
    });
    let ids: Vec<String> = (0..UNITS).map(|n| format!("cho-{n}")).collect();
    let units: Vec<(&str, u16)> = ids.iter().map(|id| (id.as_str(), server.port)).collect();
    let scene = Scene::of(&units, None);
    scene.patient(15_000);
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    scene.audit(&names);
    for unit in names {
        let robots = scene.ends(unit, "http").pop();
        assert_eq!(robots.as_deref(), Some("absent: done status=404"), "{unit}");
    }
}
