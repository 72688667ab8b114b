//! One request and its answer on one connection: head, body, unpacking, each within its limits.
//!
//! What was read is kept; `complete` says whether it is all. Start at [`exchange`].

use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};

use super::connection::{Connection, Meter};
use super::fault::Fault;
use super::unpack::{self, Unpacked};
use crate::collect::{Outcome, Stage};

/// Limits of one exchange.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds<'a> {
    /// From the request to the first byte of the answer.
    pub(super) first_byte: Duration,
    /// Until all must be there.
    pub(super) deadline: Instant,
    /// Bytes of the body: packed, and as many unpacked.
    pub(super) body: usize,
    /// Bytes of a body under a status that only leads elsewhere.
    pub(super) away: usize,
    /// Room for large bodies, of all exchanges together.
    pub(super) room: &'a Room,
}

/// Memory for bodies that are more than small, of all exchanges together, in KiB.
#[derive(Debug)]
pub(super) struct Room {
    free: Semaphore,
    /// What one body may take.
    body: u32,
}

/// KiB for all large bodies together, unless one alone may be larger.
const ROOM: u64 = 64 << 10;
/// Bytes up to which a body needs no room.
const SMALL: usize = 128 << 10;

impl Room {
    /// Room where one body takes so many KiB at most.
    pub(super) fn of(body_kib: u64) -> Self {
        let body = u32::try_from(body_kib).unwrap_or(u32::MAX);
        let all = usize::try_from(ROOM.max(body_kib)).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            free: Semaphore::new(all.min(Semaphore::MAX_PERMITS)),
            body,
        }
    }

    /// Waits until there is room for a body.
    async fn take(&self) -> Option<SemaphorePermit<'_>> {
        self.free.acquire_many(self.body).await.ok()
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    /// Its head.
    pub(super) head: hyper::http::response::Parts,
    /// Its unpacked body, as much as was read.
    pub(super) body: Vec<u8>,
    /// Why the body is not whole; nothing where it is.
    pub(super) cut: Option<Fault>,
    /// Whether the connection may be asked again.
    pub(super) reusable: bool,
}

/// What a head may cost, with all interim answers before it.
const HEADS: usize = 256 * 1_024;

/// What chunks and trailers may cost beside the body.
const FRAMES: usize = 64 * 1_024;

/// Asks, and reads the answer.
pub(super) async fn exchange(
    connection: &mut Connection,
    request: Request<Empty<Bytes>>,
    bounds: Bounds<'_>,
) -> Result<Reply, Fault> {
    let head_only = request.method() == hyper::Method::HEAD;
    connection.meter.allow(HEADS);
    let fresh = !std::mem::replace(&mut connection.asked, true);
    let until = bounds.deadline.min(Instant::now() + bounds.first_byte);
    let answer = timeout_at(until, connection.sender.send_request(request)).await;
    let Ok(answer) = answer else {
        return Err(Fault::unreachable(Stage::FirstByte, "timeout"));
    };
    let answer: Response<Incoming> = answer.map_err(|error| {
        if connection.meter.spent() {
            return Fault::unreachable(Stage::FirstByte, "head_too_long");
        }
        // The request was not even taken: the server had spoken before it was asked.
        if error.is_canceled() && fresh && connection.meter.heard() {
            return Fault::unreachable(Stage::FirstByte, "garbage");
        }
        Fault::http(Stage::FirstByte, &error)
    })?;
    let (head, body) = answer.into_parts();
    let bounds = Bounds {
        body: if head.status.is_redirection() {
            bounds.away
        } else {
            bounds.body
        },
        ..bounds
    };
    connection
        .meter
        .allow(bounds.body.saturating_mul(2).saturating_add(FRAMES));
    let mut room = None;
    let (packed, cut) = read(body, bounds, &connection.meter, &mut room).await;
    let reusable = cut.is_none();
    let codings = unpack::codings(&head.headers);
    if head_only || codings.is_empty() || packed.is_empty() {
        return Ok(Reply {
            head,
            body: packed,
            cut,
            reusable,
        });
    }
    let left = bounds.deadline.saturating_duration_since(Instant::now());
    if room.is_none() {
        // However little it is packed, it may be much.
        room = bounds.room.take().await;
    }
    // Unpacking what is there takes little; it is never left without any time.
    let patience = left.clamp(Duration::from_secs(1), Duration::from_secs(10));
    let cap = bounds.body;
    let work = move || unpack::unpack(packed, &codings, cap, patience);
    let unpacked = tokio::task::spawn_blocking(work).await;
    drop(room);
    let Ok(Unpacked { body, cut: packing }) = unpacked else {
        return Err(Fault::ours(Stage::Body, "packed"));
    };
    let packing = packing.map(|word| ended(word, Outcome::Observed));
    Ok(Reply {
        head,
        body,
        // A stream that was cut cannot be unpacked to its end: the first reason is the one.
        cut: cut.or(packing),
        reusable,
    })
}

/// The body as sent, up to its cap, and why it is not whole. A large one waits for room, which does not count against the
/// server.
async fn read<'a>(
    mut body: Incoming,
    bounds: Bounds<'a>,
    meter: &Meter,
    room: &mut Option<SemaphorePermit<'a>>,
) -> (Vec<u8>, Option<Fault>) {
    let mut read = Vec::new();
    let mut deadline = bounds.deadline;
    loop {
        if read.len() > SMALL && room.is_none() {
            let began = Instant::now();
            *room = bounds.room.take().await;
            deadline += began.elapsed();
        }
        let frame = match timeout_at(deadline, body.frame()).await {
            Err(_) => return (read, Some(ended("timeout", Outcome::Unreachable))),
            Ok(None) => return (read, None),
            Ok(Some(Err(error))) => {
                if meter.spent() {
                    return (read, Some(ended("too_long", Outcome::Observed)));
                }
                return (read, Some(Fault::http(Stage::Body, &error)));
            }
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(bytes) = frame.into_data() else {
            continue;
        };
        let left = bounds.body.saturating_sub(read.len());
        read.extend_from_slice(bytes.get(..left).unwrap_or(&bytes));
        if bytes.len() > left {
            return (read, Some(ended("too_long", Outcome::Observed)));
        }
    }
}

fn ended(word: &str, outcome: Outcome) -> Fault {
    Fault {
        stage: Stage::Body,
        outcome,
        detail: word.to_owned(),
    }
}
