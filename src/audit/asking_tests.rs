//! An answer is asked for once, stored before it is given, and not asked for at all once the run is told to stop.

use std::sync::atomic::Ordering;

use url::Url;

use super::*;
use crate::audit::answer::tests::portal;
use crate::audit::canned::CannedOrigin;
use crate::audit::stop::{Brake, Why, brake};
use crate::audit::tests::pack;
use crate::bundle::Draft;
use crate::collect::Step;
use crate::unit::Portal;

struct Stand {
    asking: Asking,
    origin: Arc<CannedOrigin>,
    brake: Brake,
    writer: Writer,
    portal: Portal,
    _folder: tempfile::TempDir,
}

fn stand(origin: CannedOrigin) -> Stand {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("a.sansang.part");
    let draft = Draft::create(&part, &pack().catalogue, &BTreeMap::new()).unwrap();
    let writer = Writer::start(draft, "a");
    let (brake, stop) = brake();
    let origin = Arc::new(origin);
    let means = Means {
        origin: Arc::clone(&origin) as Arc<dyn Origin>,
        stop,
        memory: Arc::new(Semaphore::new(65_536)),
        body_kib: 4_096,
        workers: Arc::new(Semaphore::new(1)),
    };
    Stand {
        asking: Asking::new(means, writer.clone(), BTreeMap::new()),
        origin,
        brake,
        writer,
        portal: portal(),
        _folder: folder,
    }
}

fn ask<'a>(portal: &'a Portal, url: &'a Url, probe: u32) -> Ask<'a> {
    let step = if probe == 0 { Step::Http } else { Step::Uptime };
    Ask {
        probe,
        ..Ask::of(step, portal, url)
    }
}

#[tokio::test]
async fn the_same_question_gets_the_stored_answer() {
    let stand = stand(CannedOrigin::of(3));
    let url = Url::parse("https://u.example.vn/").unwrap();
    let one = stand.asking.fetch(ask(&stand.portal, &url, 0));
    let two = stand.asking.fetch(ask(&stand.portal, &url, 0));
    let (one, two) = tokio::join!(one, two);
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.obs, 1);
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
    assert_eq!(stand.origin.asked.load(Ordering::SeqCst), 1);
    // Another question is another answer.
    let probe = stand.asking.fetch(ask(&stand.portal, &url, 1)).await;
    assert_eq!(probe.unwrap().obs, 2);
    assert_eq!(stand.origin.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_is_stored_is_given_after_a_stop_and_nothing_new_is_asked() {
    let stand = stand(CannedOrigin::of(3));
    let url = Url::parse("https://u.example.vn/").unwrap();
    let other = Url::parse("https://u.example.vn/0").unwrap();
    stand
        .asking
        .fetch(ask(&stand.portal, &url, 0))
        .await
        .unwrap();
    stand.brake.pull(Why::Asked);
    assert!(
        stand
            .asking
            .fetch(ask(&stand.portal, &url, 0))
            .await
            .is_ok()
    );
    let refused = stand.asking.fetch(ask(&stand.portal, &other, 0)).await;
    assert_eq!(refused.unwrap_err(), Stopped);
    let other = ask(&stand.portal, &other, 0);
    assert_eq!(stand.asking.wait(other, 60_000).await, Err(Stopped));
    assert_eq!(stand.origin.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_under_way_gets_a_few_seconds() {
    let mut origin = CannedOrigin::of(3);
    origin.hangs_at = Some(1);
    let stand = stand(origin);
    let url = Url::parse("https://u.example.vn/").unwrap();
    let began = tokio::time::Instant::now();
    let later = async {
        tokio::time::sleep(Duration::from_secs(10)).await;
        stand.brake.pull(Why::Asked);
    };
    let (answer, ()) = tokio::join!(stand.asking.fetch(ask(&stand.portal, &url, 0)), later);
    assert_eq!(answer.unwrap_err(), Stopped);
    let took = began.elapsed();
    assert!(
        took >= Duration::from_secs(13) && took < Duration::from_secs(14),
        "{took:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn stored_probes_are_not_waited_for() {
    let stand = stand(CannedOrigin::of(3));
    let url = Url::parse("https://u.example.vn/").unwrap();
    for probe in 1..=2 {
        stand
            .asking
            .fetch(ask(&stand.portal, &url, probe))
            .await
            .unwrap();
    }
    // The run was cut off and goes on with what it has.
    let index = stand
        .writer
        .run(None, |tables| Record::index(tables, |_| true))
        .await;
    let again = Asking::new(
        stand.asking.means.clone(),
        stand.writer.clone(),
        index.unwrap(),
    );
    let began = tokio::time::Instant::now();
    for probe in 1..=3 {
        if probe > 1 {
            let next = ask(&stand.portal, &url, probe);
            again.wait(next, 20_000).await.unwrap();
        }
        again.fetch(ask(&stand.portal, &url, probe)).await.unwrap();
    }
    let took = began.elapsed();
    assert!(
        took >= Duration::from_secs(20) && took < Duration::from_secs(21),
        "{took:?}"
    );
    assert_eq!(stand.origin.asked.load(Ordering::SeqCst), 3);
}

/// A record: its answers are there or are not.
struct Timeless;

impl Origin for Timeless {
    fn ask<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Seen> {
        Box::pin(std::future::ready(crate::audit::canned::answer(&ask, b"")))
    }

    fn takes_time(&self) -> bool {
        false
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_late_where_no_time_passes() {
    let mut stand = stand(CannedOrigin::of(3));
    let began = tokio::time::Instant::now();
    stand.asking.late(5_000).await;
    assert_eq!(began.elapsed(), Duration::from_secs(5));
    stand.asking.means.origin = Arc::new(Timeless);
    let late = stand.asking.late(5_000);
    let ended = tokio::time::timeout(Duration::from_hours(1), late).await;
    assert!(ended.is_err());
}
