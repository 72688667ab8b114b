use super::*;

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

/// Runs with a clock that jumps to whatever is waited for.
fn paused(test: impl Future<Output = ()>) {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(test);
}

#[test]
fn two_requests_to_an_address_start_a_pause_apart_whoever_asks() {
    paused(async {
        let lanes: Arc<Lanes<u8, ()>> = Arc::new(Lanes::new(Duration::from_secs(1)));
        let began = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        // Four portals of one host, over both of its ports, and one of another host.
        for text in [
            "8.8.8.8:80",
            "8.8.8.8:443",
            "8.8.8.8:443",
            "8.8.8.8:80",
            "8.8.4.4:80",
        ] {
            let lanes = Arc::clone(&lanes);
            tasks.spawn(async move {
                drop(lanes.turn(address(text)).await);
                (text, began.elapsed().as_secs())
            });
        }
        let mut starts = tasks.join_all().await;
        starts.sort_unstable();
        let other: Vec<u64> = starts
            .iter()
            .filter(|(a, _)| *a == "8.8.4.4:80")
            .map(|(_, at)| *at)
            .collect();
        let mut same: Vec<u64> = starts
            .iter()
            .filter(|(a, _)| *a != "8.8.4.4:80")
            .map(|(_, at)| *at)
            .collect();
        same.sort_unstable();
        assert_eq!((other, same), (vec![0], vec![0, 1, 2, 3]));
    });
}

#[test]
fn a_request_that_hangs_keeps_none_of_its_neighbours_waiting() {
    paused(async {
        let lanes: Lanes<u8, ()> = Lanes::new(Duration::from_secs(1));
        let began = Instant::now();
        let hanging = lanes.turn(address("8.8.8.8:443")).await;
        let _other = lanes.turn(address("8.8.8.8:443")).await;
        let _more = lanes.turn(address("8.8.8.8:80")).await;
        assert_eq!(began.elapsed(), Duration::from_secs(2));
        // On loopback each port is a server of its own.
        let _one = lanes.turn(address("127.0.0.1:1000")).await;
        let _two = lanes.turn(address("127.0.0.1:1001")).await;
        assert_eq!(began.elapsed(), Duration::from_secs(2));
        drop(hanging);
    });
}

#[test]
fn who_waits_already_when_an_address_asks_for_rest_waits_for_it_too() {
    paused(async {
        let lanes: Arc<Lanes<u8, ()>> = Arc::new(Lanes::new(Duration::from_secs(10)));
        let began = Instant::now();
        let turn = lanes.turn(address("8.8.8.8:443")).await;
        let waiting = Arc::clone(&lanes);
        let waiting = tokio::spawn(async move {
            drop(waiting.turn(address("8.8.8.8:443")).await);
        });
        tokio::time::sleep(Duration::from_secs(5)).await;
        turn.rest(Duration::from_secs(30));
        waiting.await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 35);
    });
}

#[test]
fn an_address_that_asks_to_be_left_alone_is() {
    paused(async {
        let lanes: Lanes<u8, ()> = Lanes::new(Duration::from_secs(1));
        let began = Instant::now();
        let turn = lanes.turn(address("8.8.8.8:443")).await;
        turn.rest(Duration::from_secs(30));
        turn.rest(Duration::from_secs(3));
        drop(turn);
        drop(lanes.turn(address("8.8.8.8:443")).await);
        assert_eq!(began.elapsed().as_secs(), 30);
    });
}

#[test]
fn a_connection_waits_for_its_own_host_and_not_for_long() {
    paused(async {
        let lanes: Lanes<u8, &str> = Lanes::new(Duration::ZERO);
        let turn = lanes.turn(address("8.8.8.8:443")).await;
        turn.keep(1, "one");
        turn.keep(2, "two");
        assert_eq!(
            (turn.take(&3), turn.take(&2), turn.take(&2)),
            (None, Some("two"), None)
        );
        tokio::time::sleep(IDLE_FOR).await;
        assert_eq!(turn.take(&1), None);
        for n in 0..20 {
            turn.keep(n, "many");
        }
        let kept = (0..20).filter(|n| turn.take(n).is_some()).count();
        assert_eq!(kept, IDLE);
    });
}
