//! What Unix has to end a program by: SIGINT and SIGTERM.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The orders to end, from now on.
#[derive(Debug)]
pub(super) struct Orders {
    interrupt: Signal,
    terminate: Signal,
}

impl Orders {
    /// Listens, within a runtime.
    ///
    /// Errors: the system does not let us.
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next; nothing = there will be none.
    pub(super) async fn next(&mut self) -> Option<()> {
        tokio::select! {
            order = self.interrupt.recv() => order,
            order = self.terminate.recv() => order,
        }
    }
}
