//! Ending early, and well: the first Ctrl-C or SIGTERM stops new work, the second ends at once.

use tokio::sync::watch;

#[cfg(unix)]
pub(super) use super::unix::Orders;
#[cfg(windows)]
pub(super) use super::windows::Orders;

/// Why nothing more is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The hours in which portals may be asked are over.
    Hours,
    /// Nobody takes what we tell any more, or a person asked us to stop.
    Asked,
}

/// How far a run is told to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Go,
    Finish(Why),
    Now,
}

/// The hand on the brake.
#[derive(Debug, Clone)]
pub(super) struct Brake(watch::Sender<Level>);

/// What everybody looks at before beginning anything.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<Level>);

/// A brake that is off, and what tells of it.
pub(super) fn brake() -> (Brake, Stop) {
    let (hand, eyes) = watch::channel(Level::Go);
    (Brake(hand), Stop(eyes))
}

impl Brake {
    /// Stops new work; a second time, everything.
    pub(super) fn pull(&self, why: Why) {
        self.0.send_modify(|level| {
            *level = match (*level, why) {
                (Level::Go, why) => Level::Finish(why),
                (Level::Finish(_) | Level::Now, Why::Asked) => Level::Now,
                (level @ (Level::Finish(_) | Level::Now), Why::Hours) => level,
            };
        });
    }

    /// Stops new work where it has not been stopped.
    pub(super) fn ease(&self, why: Why) {
        self.0.send_if_modified(|level| {
            let going = *level == Level::Go;
            if going {
                *level = Level::Finish(why);
            }
            going
        });
    }
}

impl Stop {
    /// Why nothing new is to be begun; nothing = go on.
    pub(super) fn asked(&self) -> Option<Why> {
        match *self.0.borrow() {
            Level::Go => None,
            Level::Finish(why) => Some(why),
            Level::Now => Some(Why::Asked),
        }
    }

    /// Waits until nothing new is to be begun.
    pub(super) async fn finish(&self) {
        self.until(|level| level != Level::Go).await;
    }

    /// Waits until everything is to end.
    pub(super) async fn now(&self) {
        self.until(|level| level == Level::Now).await;
    }

    async fn until(&self, reached: impl Fn(Level) -> bool) {
        let mut eyes = self.0.clone();
        if eyes.wait_for(|level| reached(*level)).await.is_err() {
            // The hand is gone, so it will never be pulled.
            std::future::pending::<()>().await;
        }
    }
}

/// Pulls the brake at each order to end.
pub(super) async fn listen(mut orders: Orders, brake: Brake) {
    while orders.next().await.is_some() {
        brake.pull(Why::Asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_ends_new_work_and_the_second_everything() {
        let (brake, stop) = brake();
        assert_eq!(stop.asked(), None);
        brake.pull(Why::Asked);
        assert_eq!(stop.asked(), Some(Why::Asked));
        stop.finish().await;
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(10), stop.now());
        assert!(waiting.await.is_err());
        brake.pull(Why::Asked);
        stop.now().await;
    }

    #[tokio::test]
    async fn hours_that_are_over_end_new_work_only() {
        let (brake, stop) = brake();
        brake.pull(Why::Hours);
        brake.pull(Why::Hours);
        assert_eq!(stop.asked(), Some(Why::Hours));
        brake.ease(Why::Asked);
        assert_eq!(stop.asked(), Some(Why::Hours));
    }
}
