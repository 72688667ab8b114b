//! TLS that records instead of refusing: every handshake ends, its chain is kept as sent, its signature is checked.
//!
//! Nothing secret may ever be sent on such a connection: whom it leads to is judged afterwards ([`certificate`]).

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, ProtocolVersion, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::fault::Fault;
use crate::collect::{Stage, Tls};
use crate::extract::certificate;
use crate::words::Problem;

/// Makes TLS connections.
#[derive(Debug)]
pub(super) struct Handshakes {
    config: ClientConfig,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Handshakes {
    /// TLS 1.2 and 1.3 with classical key shares, HTTP/1.1, no session to resume and no certificate of our own.
    pub(super) fn new() -> Result<Self, Problem> {
        let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
        let algorithms = provider.signature_verification_algorithms;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Problem::new("wire.tls").with("why", error))?;
        let recorder = Arc::new(Recorder::new(algorithms));
        let mut config = builder
            .dangerous()
            .with_custom_certificate_verifier(recorder)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config.resumption = Resumption::disabled();
        Ok(Self { config, algorithms })
    }

    /// Shakes hands over a connection that stands.
    pub(super) async fn shake(
        &self,
        host: &str,
        stream: TcpStream,
    ) -> Result<(TlsStream<TcpStream>, Tls), Fault> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let bare = bare.strip_suffix('.').unwrap_or(bare);
        let Ok(name) = ServerName::try_from(bare.to_owned()) else {
            return Err(Fault::ours(Stage::Tls, "name"));
        };
        let recorder = Arc::new(Recorder::new(self.algorithms));
        let verifier: Arc<dyn ServerCertVerifier> = recorder.clone();
        let mut config = self.config.clone();
        config.dangerous().set_certificate_verifier(verifier);
        let connector = TlsConnector::from(Arc::new(config));
        let stream = connector.connect(name, stream).await;
        let stream = stream.map_err(|error| fault(&error))?;
        let version = match stream.get_ref().1.protocol_version() {
            Some(ProtocolVersion::TLSv1_3) => "1.3",
            _ => "1.2",
        };
        let (chain, key_proof) = recorder.recorded();
        let tls = Tls {
            chain,
            version,
            key_proof,
        };
        Ok((stream, tls))
    }
}

/// Why a handshake did not end.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "not our own list: what is not named here is told as it is"
)]
fn fault(error: &io::Error) -> Fault {
    let inner = error.get_ref();
    let Some(tls) = inner.and_then(|inner| inner.downcast_ref::<Error>()) else {
        return Fault::io(Stage::Tls, error);
    };
    let detail = match tls {
        Error::AlertReceived(alert) => format!("tls_alert={alert:?}"),
        Error::PeerIncompatible(_) => "tls_none_shared".to_owned(),
        Error::InvalidMessage(_)
        | Error::InappropriateMessage { .. }
        | Error::InappropriateHandshakeMessage { .. } => "garbage".to_owned(),
        other => {
            let said = other.to_string();
            format!("tls={}", said.chars().take(100).collect::<String>())
        }
    };
    Fault::unreachable(Stage::Tls, detail)
}

/// Takes down the chain and whether the handshake's signature fits it, and lets every handshake pass.
#[derive(Debug)]
struct Recorder {
    algorithms: WebPkiSupportedAlgorithms,
    record: Mutex<(Vec<Vec<u8>>, Option<bool>)>,
}

impl Recorder {
    fn new(algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self {
            algorithms,
            record: Mutex::new((Vec::new(), None)),
        }
    }

    fn recorded(&self) -> (Vec<Vec<u8>>, Option<bool>) {
        let record = self.record.lock();
        record.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes down what rustls's own check says, and lets the handshake go on.
    fn proof(
        &self,
        leaf: &CertificateDer<'_>,
        checked: &Result<HandshakeSignatureValid, Error>,
    ) -> HandshakeSignatureValid {
        let proof = match checked {
            Ok(_) => Some(true),
            // A key that the library cannot use says nothing about who holds it.
            Err(_) if !certificate::key_is_usable(leaf) => None,
            Err(Error::InvalidCertificate(rustls::CertificateError::BadSignature)) => Some(false),
            Err(_) => None,
        };
        let record = self.record.lock();
        record.unwrap_or_else(PoisonError::into_inner).1 = proof;
        HandshakeSignatureValid::assertion()
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(end_entity).chain(intermediates);
        let chain = chain.take(CHAIN).map(|one| one.to_vec()).collect();
        let record = self.record.lock();
        record.unwrap_or_else(PoisonError::into_inner).0 = chain;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let checked = verify_tls12_signature(message, cert, dss, &self.algorithms);
        Ok(self.proof(cert, &checked))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let checked = verify_tls13_signature(message, cert, dss, &self.algorithms);
        Ok(self.proof(cert, &checked))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Certificates of a chain that are kept.
const CHAIN: usize = 16;
