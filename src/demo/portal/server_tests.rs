use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::*;

/// Two sites, one with a page that never answers and a search.
fn sites() -> Vec<Site> {
    let mut first = many(1).remove(0);
    first.host = "mot.localhost".to_owned();
    first.pages.insert("/im".to_owned(), Reply::Silence);
    let found = [
        ("/1", "Đường giao thông xã", ""),
        ("/2", "Trường học & trạm", ""),
    ];
    let found = found.map(|(address, title, more)| (address.into(), title.into(), more.into()));
    let search = Search {
        field: "q",
        frame: ["<p>", RESULTS, "</p>"].concat(),
        found: found.into(),
    };
    first.searches.insert("/tim".to_owned(), search);
    let mut second = many(1).remove(0);
    second.host = "hai.localhost".to_owned();
    vec![first, second]
}

fn served() -> Running {
    start(|_| sites()).unwrap()
}

fn wait<T>(what: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(what)
}

async fn tcp(at: SocketAddr) -> TcpStream {
    TcpStream::connect(at).await.unwrap()
}

type Secure = tokio_rustls::client::TlsStream<TcpStream>;

/// A handshake that names a host and trusts the root alone.
async fn handshake(running: &Running, host: &str) -> std::io::Result<Secure> {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(running.root_pem.as_bytes()).unwrap();
    roots.add(root).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let stream = tcp(running.https).await;
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

/// Sends requests on one connection, and gives each answer with its body.
async fn send<S>(stream: S, requests: &[(&str, &str, &str)]) -> Vec<(Response<()>, String)>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shaken = hyper::client::conn::http1::handshake(TokioIo::new(stream));
    let (mut sender, connection) = shaken.await.unwrap();
    let driven = tokio::spawn(connection);
    let mut answers = Vec::new();
    for (method, host, path) in requests {
        let request = Request::builder().method(*method).uri(*path);
        let request = request.header("host", *host);
        let request = request.body(Empty::<Bytes>::new()).unwrap();
        let answer = sender.send_request(request).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        answers.push((Response::from_parts(head, ()), body));
    }
    drop(sender);
    driven.await.unwrap().unwrap();
    answers
}

#[test]
fn a_page_is_served_over_tls_under_its_own_certificate() {
    let running = served();
    let answers = wait(async {
        let stream = handshake(&running, "mot.localhost").await.unwrap();
        let host = "mot.localhost:443";
        send(
            stream,
            &[("GET", host, "/"), ("HEAD", host, "/"), ("GET", host, "/x")],
        )
        .await
    });
    let said: Vec<u16> = answers
        .iter()
        .map(|(head, _)| head.status().as_u16())
        .collect();
    assert_eq!(said, [200, 200, 404]);
    let (head, body) = &answers[0];
    assert!(body.contains("Trang minh họa") && answers[1].1.is_empty());
    assert_eq!(head.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(
        answers[1].0.headers()["content-length"],
        body.len().to_string()
    );
    assert!(wait(handshake(&running, "ba.localhost")).is_err());
}

#[test]
fn what_is_asked_is_counted_by_host() {
    let running = served();
    assert!(running.counted().is_empty());
    wait(async {
        let (one, two) = ("mot.localhost", "HAI.localhost");
        for host in [one, one, two] {
            let stream = handshake(&running, host).await.unwrap();
            send(stream, &[("GET", host, "/"), ("GET", host, "/")]).await;
        }
        send(
            tcp(running.http).await,
            &[("GET", one, "/"), ("GET", "ba.localhost", "/")],
        )
        .await;
    });
    let counted = |handshakes, requests, plain| Counted {
        handshakes,
        requests,
        plain,
    };
    let expected = [
        ("hai.localhost".to_owned(), counted(1, 2, 0)),
        ("mot.localhost".to_owned(), counted(2, 4, 1)),
    ];
    assert_eq!(running.counted(), expected.into());
}

#[test]
fn without_tls_every_path_leads_to_the_port_with_it_and_no_other_host_does() {
    let running = served();
    let asked = [
        ("GET", "mot.localhost", "/a?b=c"),
        ("GET", "ba.localhost", "/"),
        ("POST", "mot.localhost", "/"),
    ];
    let answers = wait(async { send(tcp(running.http).await, &asked).await });
    let said: Vec<u16> = answers
        .iter()
        .map(|(head, _)| head.status().as_u16())
        .collect();
    assert_eq!(said, [301, 421, 405]);
    let port = running.https.port();
    let to = format!("https://mot.localhost:{port}/a?b=c");
    assert_eq!(answers[0].0.headers()["location"], to);
}

#[test]
fn a_search_finds_titles_with_and_without_diacritics_and_writes_no_markup() {
    let running = served();
    let host = "mot.localhost";
    let asked = [
        ("GET", host, "/tim?q=giao+thong"),
        ("GET", host, "/tim?q=%C4%91%C6%B0%E1%BB%9Dng"),
        ("GET", host, "/tim?q=tr%E1%BA%A1m"),
        ("GET", host, "/tim?q=khong+co"),
        ("GET", host, "/tim?q="),
    ];
    let answers = wait(async {
        let stream = handshake(&running, host).await.unwrap();
        send(stream, &asked).await
    });
    let holds = |n: usize, text: &str| answers[n].1.contains(text);
    assert!(holds(0, "href=\"/1\"") && holds(1, "href=\"/1\"") && !holds(0, "href=\"/2\""));
    assert!(holds(2, "Trường học &amp; trạm"));
    assert!(holds(3, "Không tìm thấy") && holds(4, "Không tìm thấy"));
}

#[test]
fn a_page_that_never_answers_holds_nobody_else_up_nor_the_end() {
    let running = served();
    let host = "mot.localhost";
    wait(async {
        let silent = handshake(&running, host).await.unwrap();
        let asked = [("GET", host, "/im")];
        let silent = tokio::time::timeout(Duration::from_millis(80), send(silent, &asked));
        let stream = handshake(&running, host).await.unwrap();
        let home = [("GET", host, "/")];
        let (silent, answers) = tokio::join!(silent, send(stream, &home));
        assert!(silent.is_err());
        assert_eq!(answers[0].0.status(), 200);
        // A connection that is still waiting does not keep the server from its end.
        let waiting = handshake(&running, host).await.unwrap();
        let waiting = tokio::spawn(async move { send(waiting, &[("GET", host, "/im")]).await });
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(running);
        assert!(waiting.await.is_err());
    });
}

#[test]
fn ports_that_are_taken_are_refused_and_free_again_after_the_end() {
    let running = served();
    let ports = Ports {
        https: running.https.port(),
        http: running.http.port(),
    };
    assert_eq!(Door::at(ports).unwrap_err().code(), "demo.ports");
    drop(running);
    assert_eq!(Door::at(ports).unwrap().ports(), ports);
}

#[test]
fn a_certificate_ends_when_its_site_says_and_the_root_vouches_for_localhost_alone() {
    let [mut near, mut elsewhere] = [many(1).remove(0), many(1).remove(0)];
    near.host = "gan.localhost".to_owned();
    near.days_left = 9;
    elsewhere.host = "example.vn".to_owned();
    let running = start(|_| vec![near, elsewhere]).unwrap();
    let stream = wait(handshake(&running, "gan.localhost")).unwrap();
    let (_, session) = stream.get_ref();
    let leaf = &session.peer_certificates().unwrap()[0];
    let leaf: x509_cert::Certificate = x509_cert::der::Decode::from_der(leaf).unwrap();
    let until = leaf
        .tbs_certificate()
        .validity()
        .not_after
        .to_unix_duration()
        .as_secs();
    let now = u64::try_from(jiff::Timestamp::now().as_second()).unwrap();
    let left = until - now;
    assert!((8 * 86_400..=9 * 86_400).contains(&left), "{left}");
    assert!(wait(handshake(&running, "example.vn")).is_err());
}

#[test]
fn many_sites_are_served_from_one_thread() {
    let running = start(|_| many(40)).unwrap();
    wait(async {
        for n in 1..=40 {
            let host = format!("site-{n:03}.localhost");
            let stream = handshake(&running, &host).await.unwrap();
            let answers = send(stream, &[("GET", &host, "/")]).await;
            assert!(answers[0].1.contains(&format!("site-{n:03}")));
        }
    });
    assert_eq!(running.counted().len(), 40);
}
