//! Why an attempt ended: the stage that it came to, and a word of a closed list with what the system said.

use std::error::Error;
use std::io;

use crate::collect::{Outcome, Stage};

/// An attempt that brought no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// How far it came.
    pub(super) stage: Stage,
    /// What that means.
    pub(super) outcome: Outcome,
    /// A word of a closed list, with `=…` where the system said more: `closed`, `coding`, `dns`, `garbage`, `guard`,
    /// `head_too_long`, `io`, `loop`, `name`, `no_address`, `no_resolver`, `no_route`, `nxdomain`, `packed`, `redirects`,
    /// `refused`, `reset`, `timeout`, `tls`, `tls_alert`, `tls_none_shared`, `too_long`, `undeclared`; `status` is no fault.
    pub(super) detail: String,
}

impl Fault {
    /// The other side did not do what it should.
    pub(super) fn unreachable(stage: Stage, detail: impl Into<String>) -> Self {
        Self {
            stage,
            outcome: Outcome::Unreachable,
            detail: detail.into(),
        }
    }

    /// We did not ask, or could not.
    pub(super) fn ours(stage: Stage, detail: impl Into<String>) -> Self {
        Self {
            stage,
            outcome: Outcome::ToolError,
            detail: detail.into(),
        }
    }

    /// A socket's error.
    pub(super) fn io(stage: Stage, error: &io::Error) -> Self {
        use io::ErrorKind;
        // A route of our own that is missing says nothing about the other side.
        let ours = stage == Stage::Connect
            && matches!(
                error.kind(),
                ErrorKind::NetworkUnreachable
                    | ErrorKind::AddrNotAvailable
                    | ErrorKind::NetworkDown
            );
        if ours {
            return Self::ours(stage, "no_route");
        }
        Self::unreachable(stage, word(error))
    }

    /// An error of HTTP.
    pub(super) fn http(stage: Stage, error: &hyper::Error) -> Self {
        if error.is_parse_too_large() {
            return Self::unreachable(stage, "head_too_long");
        }
        if error.is_parse() {
            return Self::unreachable(stage, "garbage");
        }
        if error.is_timeout() {
            return Self::unreachable(stage, "timeout");
        }
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(error) = inner.downcast_ref::<io::Error>() {
                return Self::unreachable(stage, word(error));
            }
            cause = inner.source();
        }
        if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
            return Self::unreachable(stage, "closed");
        }
        // What is left is a body or chunk that cannot be read.
        Self::unreachable(stage, "garbage")
    }
}

/// The word for a socket's error.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "not our own list: what is not named here is told as it is"
)]
fn word(error: &io::Error) -> String {
    use io::ErrorKind;
    let kind = error.kind();
    let plain = match kind {
        ErrorKind::ConnectionRefused => "refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "reset"
        }
        ErrorKind::TimedOut => "timeout",
        ErrorKind::UnexpectedEof | ErrorKind::NotConnected => "closed",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "no_route",
        ErrorKind::InvalidData | ErrorKind::InvalidInput => "garbage",
        _ => return format!("io={kind:?}"),
    };
    plain.to_owned()
}
