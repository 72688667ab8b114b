//! Certificates of a real web server, as sent and as judged afterwards.

use std::process::Command;
use std::sync::Arc;

use sansang::collect::{Outcome, Seen, Stage, Tls};
use sansang::exact::Day;
use sansang::extract::certificate::{Anchors, ChainFacts, judge};

use crate::authority::{Made, chain, made};
use crate::servers::{Nginx, Odd, free_port};
use crate::wire_support::{asking, home, portal, runtime, seen, settings, told, wire};

/// A server over TLS with this chain and key.
fn nginx(chain: &str, key: &str, more: &str) -> (Nginx, String) {
    let port = free_port();
    let server = format!(
        "server {{ listen 127.0.0.1:{port} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; {more} }}"
    );
    let files: [(&str, &[u8]); 3] = [
        ("chain.pem", chain.as_bytes()),
        ("key.pem", key.as_bytes()),
        ("index.html", b"<p>xin chao</p>"),
    ];
    let nginx = Nginx::start(&files, &server, port);
    (nginx, format!("https://localhost:{port}/"))
}

/// The TLS of a page that was read whole.
fn tls(page: &Seen) -> &Tls {
    assert_eq!(
        (page.outcome, page.status, page.complete),
        (Outcome::Observed, Some(200), true)
    );
    assert_eq!(told(page), [(Stage::Done, "status=200")]);
    page.tls.as_ref().unwrap()
}

/// Asks a server with this chain, and judges what it sent with the root that the profile names.
fn judged(sent: &[&Made], root: &Made) -> (Tls, ChainFacts) {
    let pem: String = sent.iter().map(|made| made.pem.as_str()).collect();
    let (_nginx, url) = nginx(&pem, &sent[0].key, "ssl_protocols TLSv1.2 TLSv1.3;");
    let page = home(&url);
    let tls = tls(&page).clone();
    let anchors = Anchors::browsers()
        .with_pem("root.pem", root.pem.as_bytes())
        .unwrap();
    let facts = judge(&tls.chain, "localhost", &anchors);
    (tls, facts)
}

#[test]
fn the_chain_is_kept_as_sent_and_judged_afterwards() {
    let [root, middle, leaf] = chain(&["localhost"]);
    let (tls, facts) = judged(&[&leaf, &middle], &root);
    assert_eq!(tls.chain, [leaf.der, middle.der]);
    assert_eq!((tls.version, tls.key_proof), ("1.3", Some(true)));
    assert_eq!(
        (facts.chain_ok, facts.name_ok, facts.self_signed),
        (Some(true), Some(true), Some(false))
    );
    assert_eq!(facts.not_after, Day::parse("2120-12-31"));
}

#[test]
fn a_certificate_that_browsers_refuse_is_seen_all_the_same() {
    let [root, middle, leaf] = chain(&["localhost"]);
    let expired = made("Expired", Some(&middle), &["localhost"], (2012, 2019));
    let (tls, facts) = judged(&[&expired, &middle], &root);
    assert_eq!((tls.key_proof, facts.chain_ok), (Some(true), Some(true)));
    assert_eq!(facts.not_after, Day::parse("2019-12-31"));
    let other = made("Other", Some(&middle), &["khac.example.vn"], (2012, 2120));
    let (_, facts) = judged(&[&other, &middle], &root);
    assert_eq!((facts.chain_ok, facts.name_ok), (Some(true), Some(false)));
    let own = made("Own", None, &["localhost"], (2012, 2120));
    let (_, facts) = judged(&[&own], &root);
    assert_eq!(
        (facts.chain_ok, facts.self_signed),
        (Some(false), Some(true))
    );
    let (tls, facts) = judged(&[&leaf], &root);
    assert_eq!(
        (tls.chain.len(), facts.chain_ok, facts.self_signed),
        (1, Some(false), Some(false))
    );
}

#[test]
fn a_short_key_says_nothing_of_its_holder() {
    let folder = tempfile::tempdir().unwrap();
    let (key, pem) = (
        folder.path().join("key.pem"),
        folder.path().join("cert.pem"),
    );
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-sha256", "-days", "30",
    ]);
    openssl.args([
        "-subj",
        "/CN=short",
        "-addext",
        "subjectAltName=DNS:localhost",
    ]);
    let made = openssl
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&pem)
        .output();
    assert!(
        made.expect("openssl is not installed: apt-get install openssl")
            .status
            .success()
    );
    let read = |path| std::fs::read_to_string(path).unwrap();
    // OpenSSL itself refuses so short a key unless it is told to be lax.
    let lax = "ssl_ciphers DEFAULT@SECLEVEL=0; ssl_protocols TLSv1.2;";
    let (_nginx, url) = nginx(&read(&pem), &read(&key), lax);
    let page = home(&url);
    assert_eq!((tls(&page).version, tls(&page).key_proof), ("1.2", None));
    let facts = judge(&tls(&page).chain, "localhost", &Anchors::browsers());
    assert_eq!((facts.self_signed, facts.name_ok), (None, Some(true)));
}

#[test]
fn each_version_is_told_and_an_older_one_is_not_spoken() {
    let [_, middle, leaf] = chain(&["localhost"]);
    let pem = format!("{}{}", leaf.pem, middle.pem);
    for (protocol, version) in [("TLSv1.2", "1.2"), ("TLSv1.3", "1.3")] {
        let (_nginx, url) = nginx(&pem, &leaf.key, &format!("ssl_protocols {protocol};"));
        let page = home(&url);
        assert_eq!(
            (tls(&page).version, tls(&page).key_proof),
            (version, Some(true))
        );
    }
    let old = "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;";
    let (_nginx, url) = nginx(&pem, &leaf.key, old);
    let page = home(&url);
    assert_eq!(
        (page.outcome, page.tls.is_none()),
        (Outcome::Unreachable, true)
    );
    // The alert tells more than the other address of this machine, where nobody listens.
    assert_eq!(
        told(&page).first(),
        Some(&(Stage::Tls, "tls_alert=ProtocolVersion"))
    );
}

#[test]
fn a_connection_is_used_again_with_its_chain_and_each_handshake_shows_it() {
    let [_, middle, leaf] = chain(&["localhost"]);
    let (nginx, url) = nginx(
        &format!("{}{}", leaf.pem, middle.pem),
        &leaf.key,
        "keepalive_requests 2;",
    );
    let (portal, url) = (portal(&url), url::Url::parse(&url).unwrap());
    runtime().block_on(async {
        let wire = wire(&settings());
        for _ in 0..4 {
            let page = wire.fetch(asking(&portal, &url)).await;
            assert_eq!(tls(&page).chain, [leaf.der.clone(), middle.der.clone()]);
        }
    });
    assert_eq!((nginx.requests(4).len(), nginx.connections(4)), (4, 2));
}

#[test]
fn two_hosts_of_one_address_never_share_a_connection() {
    let [_, middle, first] = chain(&["a.localhost"]);
    let second = made("Second", Some(&middle), &["b.localhost"], (2012, 2120));
    let port = free_port();
    let host = |name: &str| {
        format!(
            "server {{ listen 127.0.0.1:{port} ssl; server_name {name}.localhost; \
             ssl_certificate {name}.pem; ssl_certificate_key {name}.key; }}\n"
        )
    };
    let files: [(&str, &[u8]); 5] = [
        ("a.pem", first.pem.as_bytes()),
        ("a.key", first.key.as_bytes()),
        ("b.pem", second.pem.as_bytes()),
        ("b.key", second.key.as_bytes()),
        ("index.html", b"<p>xin chao</p>"),
    ];
    let nginx = Nginx::start(&files, &(host("a") + &host("b")), port);
    runtime().block_on(async {
        let wire = wire(&settings());
        for _ in 0..2 {
            for (name, leaf) in [("a", &first), ("b", &second)] {
                let url = format!("https://{name}.localhost:{port}/");
                let (portal, url) = (portal(&url), url::Url::parse(&url).unwrap());
                let page = wire.fetch(asking(&portal, &url)).await;
                assert_eq!(tls(&page).chain, std::slice::from_ref(&leaf.der));
            }
        }
    });
    assert_eq!((nginx.requests(4).len(), nginx.connections(4)), (4, 2));
}

#[test]
fn http_that_leads_to_https_has_no_certificate_of_its_own() {
    let [_, middle, leaf] = chain(&["localhost"]);
    let (secure, plain) = (free_port(), free_port());
    let server = format!(
        "server {{ listen 127.0.0.1:{secure} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; }}\n\
         server {{ listen 127.0.0.1:{plain}; return 301 https://localhost:{secure}$request_uri; }}"
    );
    let pem = format!("{}{}", leaf.pem, middle.pem);
    let files: [(&str, &[u8]); 3] = [
        ("chain.pem", pem.as_bytes()),
        ("key.pem", leaf.key.as_bytes()),
        ("index.html", b"<p>xin chao</p>"),
    ];
    let _nginx = Nginx::start(&files, &server, secure);
    let mut portal = portal(&format!("https://localhost:{secure}/"));
    portal.plain_url = Some(format!("http://localhost:{plain}/"));
    let page = seen(&settings(), &portal, &format!("http://localhost:{plain}/"));
    assert_eq!(
        told(&page),
        [(Stage::Done, "status=301"), (Stage::Done, "status=200")]
    );
    assert_eq!(
        page.final_url.unwrap().as_str(),
        format!("https://localhost:{secure}/")
    );
    assert!(page.tls.is_none());
}

#[test]
fn a_server_that_asks_for_our_certificate_gets_none() {
    let [_, middle, leaf] = chain(&["localhost"]);
    let pem = format!("{}{}", leaf.pem, middle.pem);
    let (_nginx, url) = nginx(
        &pem,
        &leaf.key,
        "ssl_verify_client on; ssl_client_certificate chain.pem;",
    );
    let page = home(&url);
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(400)));
    assert_eq!(page.tls.unwrap().chain.len(), 2);
}

/// Shows one certificate and signs with the key of another.
#[derive(Debug)]
struct Impostor(Arc<rustls::sign::CertifiedKey>);

impl rustls::server::ResolvesServerCert for Impostor {
    fn resolve(
        &self,
        _hello: rustls::server::ClientHello<'_>,
    ) -> Option<Arc<rustls::sign::CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

#[test]
fn a_server_that_does_not_hold_the_key_of_its_certificate_is_found_out() {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let [_, middle, leaf] = chain(&["localhost"]);
    let key = PrivateKeyDer::from_pem_slice(middle.key.as_bytes()).unwrap();
    let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
    let shown = vec![CertificateDer::from(leaf.der.clone())];
    let certified = Arc::new(rustls::sign::CertifiedKey::new(shown, key));
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider);
        let config = config
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth();
        let config =
            Arc::new(config.with_cert_resolver(Arc::new(Impostor(Arc::clone(&certified)))));
        let server = Odd::start(move |mut stream| {
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::Stream::new(&mut tls, &mut stream);
            let mut read = [0; 4_096];
            if std::io::Read::read(&mut stream, &mut read).is_ok() {
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                drop(std::io::Write::write_all(&mut stream, answer));
            }
        });
        let page = home(&format!("https://localhost:{}/", server.port));
        assert_eq!(tls(&page).key_proof, Some(false));
        assert_eq!(tls(&page).chain, std::slice::from_ref(&leaf.der));
    }
}
