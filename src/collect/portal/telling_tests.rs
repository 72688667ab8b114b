//! What a crawl says of its progress.

use std::sync::Mutex;

use tokio::sync::Notify;
use url::Url;

use super::super::super::seen::{Ask, Fetch, Outcome, Pending, Seen, Stopped};
use super::super::telling::{Door, How, Told};
use super::town::unasked;
use super::world::World;

/// Answers at the second attempt; the first address only once the second has answered.
struct Slow {
    second: Notify,
}

impl Fetch for Slow {
    fn fetch<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Result<Seen, Stopped>> {
        Box::pin(async move {
            ask.hearing.tell(1);
            if ask.url.path() == "/dau" {
                self.second.notified().await;
                ask.hearing.tell(2);
            } else {
                self.second.notify_one();
            }
            Ok(Seen {
                outcome: Outcome::Observed,
                status: Some(200),
                complete: true,
                ..unasked(&ask)
            })
        })
    }

    fn wait<'a>(&'a self, _: Ask<'a>, _: u64) -> Pending<'a, Result<(), Stopped>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn late(&self, _: u64) -> Pending<'_, ()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn what_has_been_waited_for_the_longest_is_told_with_its_attempt() {
    let world = World::with("");
    let slow = Slow {
        second: Notify::new(),
    };
    let told = Mutex::new(Vec::new());
    let hear = |said: Told| {
        let path = said.waiting.rsplit('/').next().unwrap_or_default();
        told.lock().unwrap().push(format!(
            "{}/{} {path} {}",
            said.asked, said.known, said.attempt
        ));
    };
    let door = Door::new(&world.profile.portals[0], &slow, &hear);
    let url = |path: &str| Url::parse(&format!("https://haiha.example.vn{path}")).unwrap();
    let (first, second) = (url("/dau"), url("/sau"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let both = tokio::join!(door.ask(&first, How::PAGE), door.ask(&second, How::PAGE));
        assert!(both.0.is_ok() && both.1.is_ok());
    });
    let told = told.into_inner().unwrap();
    let expected = [
        // The first is asked, then the second beside it, which answers first.
        "0/1 dau 0",
        "0/1 dau 1",
        "0/2 dau 1",
        "0/2 dau 1",
        "1/2 dau 1",
        "1/2 dau 2",
        "2/2  0",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_question_that_is_given_up_is_waited_for_no_longer() {
    let world = World::with("");
    let slow = Slow {
        second: Notify::new(),
    };
    let waiting = Mutex::new(Vec::new());
    let hear = |said: Told| waiting.lock().unwrap().push(said.waiting);
    let door = Door::new(&world.profile.portals[0], &slow, &hear);
    let url = |path: &str| Url::parse(&format!("https://haiha.example.vn{path}")).unwrap();
    let (first, second) = (url("/dau"), url("/sau"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        tokio::select! {
            biased;
            _ = door.ask(&first, How::PAGE) => {}
            () = std::future::ready(()) => {}
        }
        assert!(door.ask(&second, How::PAGE).await.is_ok());
    });
    let waiting = waiting.into_inner().unwrap();
    let (first, second) = (first.as_str(), second.as_str());
    assert_eq!(waiting, [first, first, second, second, ""]);
}
