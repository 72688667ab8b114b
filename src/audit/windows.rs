//! What Windows has to end a program by: Ctrl-C and the closing of the console.

use tokio::signal::windows::{CtrlC, CtrlClose, ctrl_c, ctrl_close};

/// The orders to end, from now on.
#[derive(Debug)]
pub(super) struct Orders {
    interrupt: CtrlC,
    close: CtrlClose,
}

impl Orders {
    /// Listens, within a runtime.
    ///
    /// Errors: the system does not let us.
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            close: ctrl_close()?,
        })
    }

    /// Waits for the next; nothing = there will be none.
    pub(super) async fn next(&mut self) -> Option<()> {
        tokio::select! {
            order = self.interrupt.recv() => order,
            order = self.close.recv() => order,
        }
    }
}
