//! What happens is told on the caller's own thread, some times a second: nobody who asks a portal waits for whoever looks on.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::Event;
use super::stop::{Brake, Why};

/// How long nothing happens until that is told.
const QUIET: Duration = Duration::from_millis(500);
/// How long events gather before they are heard.
const BREATH: Duration = Duration::from_millis(20);

/// Tells what happens until nothing more can; pulls the brake where whoever hears it breaks.
pub(super) fn heed(
    heard: &Receiver<Event>,
    hear: &mut dyn FnMut(Event) -> ControlFlow<()>,
    brake: &Brake,
) {
    loop {
        let event = match heard.recv_timeout(QUIET) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Event::Quiet,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let mut ends = hear(event).is_break();
        while let Ok(event) = heard.try_recv() {
            ends |= hear(event).is_break();
        }
        if ends {
            brake.ease(Why::Asked);
        }
        // Whoever tells something need not wake us each time.
        std::thread::sleep(BREATH);
    }
}
