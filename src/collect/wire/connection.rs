//! A connection to an address that the guard has checked: the socket, TLS on it, HTTP/1.1 on that.
//!
//! What it reads is metered, so that a server cannot send for ever what HTTP skips. Start at [`Connection::open`].

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout_at};

use super::fault::Fault;
use super::tls::Handshakes;
use crate::collect::{Stage, Tls};

/// Whose connection it is: it is never used for another host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// With TLS.
    pub(super) secure: bool,
    /// As in the address: a name, or a literal with its brackets.
    pub(super) host: String,
    /// The socket address that was checked.
    pub(super) address: SocketAddr,
}

/// A connection that stands.
#[derive(Debug)]
pub(super) struct Connection {
    /// Where requests go.
    pub(super) sender: SendRequest<Empty<Bytes>>,
    /// What its handshake showed.
    pub(super) tls: Option<Tls>,
    /// What it may still read.
    pub(super) meter: Arc<Meter>,
    /// A request was sent on it.
    pub(super) asked: bool,
    task: AbortHandle,
}

impl Connection {
    /// Connects to the address that was checked, and to no other; `patience` for the socket, and as much for TLS.
    pub(super) async fn open(
        origin: &Origin,
        handshakes: &Handshakes,
        patience: Duration,
        deadline: Instant,
    ) -> Result<Self, Fault> {
        let late = |stage| move |_| Fault::unreachable(stage, "timeout");
        let until = deadline.min(Instant::now() + patience);
        let stream = timeout_at(until, TcpStream::connect(origin.address)).await;
        let stream = stream.map_err(late(Stage::Connect))?;
        let stream = stream.map_err(|error| Fault::io(Stage::Connect, &error))?;
        // Without it a small request may wait for an acknowledgement; with an error it is only slower.
        drop(stream.set_nodelay(true));
        let meter = Arc::new(Meter::default());
        if !origin.secure {
            return Self::on(stream, None, meter).await;
        }
        let until = deadline.min(Instant::now() + patience);
        let shake = handshakes.shake(&origin.host, stream);
        let (stream, tls) = timeout_at(until, shake).await.map_err(late(Stage::Tls))??;
        Self::on(stream, Some(tls), meter).await
    }

    /// HTTP/1.1 on a stream.
    async fn on<S>(stream: S, tls: Option<Tls>, meter: Arc<Meter>) -> Result<Self, Fault>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let metered = Metered {
            stream,
            meter: Arc::clone(&meter),
        };
        let handshake = http1::Builder::new()
            .max_buf_size(HEAD)
            .max_headers(HEADERS)
            .handshake(TokioIo::new(metered));
        let (sender, connection) = handshake
            .await
            .map_err(|error| Fault::http(Stage::FirstByte, &error))?;
        // What goes wrong with it is told where the answer is awaited.
        let task = tokio::spawn(async move { drop(connection.await) });
        Ok(Self {
            sender,
            tls,
            meter,
            asked: false,
            task: task.abort_handle(),
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Bytes of an answer's head at most.
const HEAD: usize = 64 * 1_024;

/// Headers of an answer at most.
const HEADERS: usize = 200;

/// How much may still be read.
#[derive(Debug)]
pub(super) struct Meter {
    left: AtomicUsize,
    heard: AtomicBool,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            left: AtomicUsize::new(HEAD),
            heard: AtomicBool::new(false),
        }
    }
}

impl Meter {
    /// Whether anything was read at all.
    pub(super) fn heard(&self) -> bool {
        self.heard.load(Ordering::Relaxed)
    }

    /// From here on so many bytes.
    pub(super) fn allow(&self, bytes: usize) {
        self.left.store(bytes, Ordering::Relaxed);
    }

    /// Whether reading was ended by the meter.
    pub(super) fn spent(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}

/// A stream that reads no more than its meter allows.
#[derive(Debug)]
struct Metered<S> {
    stream: S,
    meter: Arc<Meter>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        let read = buffer.filled().len().saturating_sub(before);
        let left = this.meter.left.load(Ordering::Relaxed);
        this.meter.allow(left.saturating_sub(read));
        this.meter.heard.fetch_or(read > 0, Ordering::Relaxed);
        if read > 0 && left <= read {
            buffer.set_filled(before);
            return Poll::Ready(Err(io::Error::other("too_long")));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
