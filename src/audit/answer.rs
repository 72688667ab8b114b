//! An answer of the live world ↔ its record: what is given again on resuming and replaying is what was given at first.

use serde_json::{Map, Value, json};
use url::Url;

use crate::bundle::{Blob, Record, Tried};
use crate::collect::{Ask, Attempt, Outcome, Seen, Stage, Tls, Wire};
use crate::exact::sha256;

/// The media type of a stored certificate.
const CERTIFICATE: &str = "application/pkix-cert";
/// The media type of bytes whose owner names none.
const UNKNOWN: &str = "application/octet-stream";
/// Longest media type that is kept.
const LONGEST: usize = 100;
/// As much of a body as can be kept where it does not pack.
const UNPACKABLE: usize = 4 << 20;

/// The name of the field that marks what was taken over from an earlier bundle.
const CARRIED: &str = "carried_from";

/// The step and subject of a question as they are kept: without keys and sessions.
pub(super) fn key(ask: &Ask<'_>) -> (String, String) {
    let kept = Wire::redacted(ask.url);
    let subject = Ask { url: &kept, ..*ask }.subject();
    (ask.step.code().to_owned(), subject)
}

/// The record of an answer, with its bytes packed. A body that a bundle cannot hold is cut, in the answer too.
///
/// Errors: there is no memory to pack with.
pub(super) fn record(ask: &Ask<'_>, seen: &mut Seen) -> std::io::Result<(Record, Vec<Blob>)> {
    let mut blobs = Vec::new();
    if !seen.body.is_empty() {
        let media = media_type(seen);
        let mut packed = Blob::pack(&media, &seen.body)?;
        if packed.is_none() {
            seen.body.truncate(UNPACKABLE);
            seen.complete = false;
            packed = Blob::pack(&media, &seen.body)?;
        }
        blobs.extend(packed);
    }
    let body = blobs.first().map_or_else(String::new, |b| b.sha256.clone());
    let mut chain = Vec::new();
    for certificate in seen.tls.iter().flat_map(|tls| &tls.chain) {
        chain.push(sha256(certificate));
        blobs.extend(Blob::pack(CERTIFICATE, certificate)?);
    }
    let (step, subject) = key(ask);
    let record = Record {
        step,
        subject,
        outcome: seen.outcome.code().to_owned(),
        file: Wire::redacted(ask.url).to_string(),
        sha256: body,
        bytes: u64::try_from(seen.body.len()).unwrap_or(u64::MAX),
        illustrative: ask.portal.illustrative,
        observed_at: seen.observed_at.clone(),
        detail: detail(seen, &chain),
        attempts: seen.attempts.iter().map(tried).collect(),
        ..Record::default()
    };
    Ok((record, blobs))
}

fn detail(seen: &Seen, chain: &[String]) -> String {
    let tls = seen.tls.as_ref().map(|tls| {
        json!({
            "version": tls.version,
            "key_proof": tls.key_proof.map(u8::from),
            "chain": chain,
        })
    });
    json!({
        "status": seen.status,
        "final_url": seen.final_url.as_ref().map(Url::as_str),
        "headers": seen.headers,
        "complete": seen.complete,
        "tls": tls,
        "control": seen.control,
    })
    .to_string()
}

fn tried(attempt: &Attempt) -> Tried {
    Tried {
        started_at: attempt.started_at.clone(),
        address: attempt.address.clone(),
        stage: attempt.stage.code().to_owned(),
        outcome: attempt.outcome.code().to_owned(),
        detail: json!({
            "elapsed_ms": attempt.elapsed_ms,
            "url": attempt.url,
            "why": attempt.detail,
        })
        .to_string(),
    }
}

/// The media type that the answer names, without its parameters.
fn media_type(seen: &Seen) -> String {
    let named = seen.headers.iter().find(|(name, _)| name == "content-type");
    let named = named.and_then(|(_, value)| value.split(';').next());
    let named = named.unwrap_or_default().trim().to_ascii_lowercase();
    let formed = |c: char| c.is_ascii_graphic();
    if named.contains('/') && named.len() <= LONGEST && named.chars().all(formed) {
        named
    } else {
        UNKNOWN.to_owned()
    }
}

/// SHA-256 of all bytes that a record needs: body and chain.
pub(super) fn needs(record: &Record) -> Vec<String> {
    let mut all: Vec<String> = (!record.sha256.is_empty())
        .then(|| record.sha256.clone())
        .into_iter()
        .collect();
    let detail: Value = serde_json::from_str(&record.detail).unwrap_or_default();
    all.extend(chain(&detail));
    all
}

fn chain(detail: &Value) -> Vec<String> {
    let list = detail.pointer("/tls/chain").and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The answer of a record; nothing where it is no record of an answer, or its bytes are not there. `most` bounds the bytes
/// of a body.
pub(super) fn seen(id: i64, record: &Record, blobs: &[Blob], most: u64) -> Option<Seen> {
    let detail: Value = serde_json::from_str(&record.detail).ok()?;
    let bytes = |sha: &str| blobs.iter().find(|b| b.sha256 == sha)?.unpack(most);
    let body = if record.sha256.is_empty() {
        Vec::new()
    } else {
        bytes(&record.sha256)?
    };
    let tls = match detail.get("tls").and_then(Value::as_object) {
        Some(tls) => Some(Tls {
            chain: (chain(&detail).iter())
                .map(|sha| bytes(sha))
                .collect::<Option<_>>()?,
            version: version(
                tls.get("version")
                    .and_then(Value::as_str)
                    .unwrap_or_default(),
            ),
            key_proof: (tls.get("key_proof").and_then(Value::as_u64)).map(|proof| proof == 1),
        }),
        None => None,
    };
    let final_url = detail.get("final_url").and_then(Value::as_str);
    Some(Seen {
        obs: id,
        outcome: Outcome::of(&record.outcome)?,
        observed_at: record.observed_at.clone(),
        status: (detail.get("status").and_then(Value::as_u64))
            .and_then(|status| u16::try_from(status).ok()),
        final_url: final_url.and_then(|url| Url::parse(url).ok()),
        headers: headers(detail.get("headers")),
        body,
        complete: detail.get("complete")?.as_bool()?,
        tls,
        attempts: record.attempts.iter().map(attempt).collect::<Option<_>>()?,
        control: detail.get("control").and_then(Value::as_bool),
    })
}

fn headers(list: Option<&Value>) -> Vec<(String, String)> {
    let pairs = list.and_then(Value::as_array).into_iter().flatten();
    let text = |pair: &Value, n: usize| pair.get(n).and_then(Value::as_str).map(str::to_owned);
    pairs
        .filter_map(|pair| text(pair, 0).zip(text(pair, 1)))
        .collect()
}

/// A stored version of TLS as the wire names it.
fn version(stored: &str) -> &'static str {
    ["1.0", "1.1", "1.2", "1.3"]
        .into_iter()
        .find(|known| *known == stored)
        .unwrap_or("")
}

fn attempt(tried: &Tried) -> Option<Attempt> {
    let detail: Value = serde_json::from_str(&tried.detail).ok()?;
    let text = |name: &str| Some(detail.get(name)?.as_str()?.to_owned());
    Some(Attempt {
        started_at: tried.started_at.clone(),
        elapsed_ms: detail.get("elapsed_ms")?.as_u64()?,
        url: text("url")?,
        address: tried.address.clone(),
        stage: Stage::of(&tried.stage)?,
        outcome: Outcome::of(&tried.outcome)?,
        detail: text("why")?,
    })
}

/// The answer to a question that a replayed bundle has no answer to.
pub(super) fn not_run(observed_at: &str) -> Seen {
    Seen {
        obs: 0,
        outcome: Outcome::NotRun,
        observed_at: observed_at.to_owned(),
        status: None,
        final_url: None,
        headers: Vec::new(),
        body: Vec::new(),
        complete: true,
        tls: None,
        attempts: Vec::new(),
        control: None,
    }
}

/// Whether a record's detail marks it as taken over from an earlier bundle.
pub(super) fn is_carried(detail: &str) -> bool {
    detail.contains(CARRIED)
}

/// The digest of the bundle that a record was taken over from.
pub(super) fn carried_from(detail: &str) -> Option<String> {
    let (_, after) = detail.split_once(CARRIED)?;
    let digest = after.trim_start_matches(['"', ':', '=', ' ']);
    let digest = digest.split(|c: char| !c.is_ascii_hexdigit()).next()?;
    (!digest.is_empty()).then(|| digest.to_owned())
}

/// The detail of a record that is taken over from the bundle of a digest. The first bundle stays named.
pub(super) fn carried(detail: &str, digest: &str) -> String {
    if is_carried(detail) {
        return detail.to_owned();
    }
    match serde_json::from_str::<Map<String, Value>>(detail) {
        Ok(mut fields) => {
            fields.insert(CARRIED.to_owned(), Value::from(digest));
            Value::Object(fields).to_string()
        }
        Err(_) if detail.is_empty() => format!("{CARRIED}={digest}"),
        Err(_) => format!("{detail} {CARRIED}={digest}"),
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
pub(super) mod tests;
