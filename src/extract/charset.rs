//! Bytes → text: what was declared, what was found, and text in either case.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use super::{Answer, legacy};

/// How far into a page a declaration is looked for.
const PRESCAN: usize = 4_096;

/// A body as text.
pub(super) struct Decoded {
    /// The text; not yet in NFC.
    pub(super) text: String,
    /// What header, `meta` or mark declare, in lower case.
    pub(super) declared: String,
    /// What was found.
    pub(super) encoding: Option<&'static str>,
    /// Whether every byte is valid in what is declared.
    pub(super) bytes_valid: Option<bool>,
}

/// Decodes a body.
pub(super) fn decode(answer: &Answer<'_>) -> Decoded {
    let body = answer.body;
    let mark = Encoding::for_bom(body).map(|(encoding, _)| encoding);
    let declared = answer
        .header("content-type")
        .and_then(charset_of)
        .or_else(|| from_meta(body))
        .or_else(|| mark.map(|encoding| encoding.name().to_ascii_lowercase()))
        .unwrap_or_default();
    let label = Encoding::for_label(declared.as_bytes());
    let bytes_valid =
        label.map(|encoding| is_valid(body, mark.unwrap_or(encoding), answer.complete));
    let (text, encoding) = text_of(body, mark, label, answer.complete);
    Decoded {
        text,
        declared,
        encoding,
        bytes_valid,
    }
}

fn text_of(
    body: &[u8],
    mark: Option<&'static Encoding>,
    label: Option<&'static Encoding>,
    complete: bool,
) -> (String, Option<&'static str>) {
    if let Some(encoding) = mark {
        let (text, _) = encoding.decode_with_bom_removal(body);
        return (text.into_owned(), Some(name(encoding)));
    }
    let utf16 = |encoding: &&'static Encoding| *encoding == UTF_16LE || *encoding == UTF_16BE;
    if let Some(encoding) = label.filter(utf16) {
        let (text, _) = encoding.decode_without_bom_handling(body);
        return (text.into_owned(), Some("utf-16"));
    }
    if is_valid(body, UTF_8, complete) {
        let text = String::from_utf8_lossy(body).into_owned();
        // A font hack survives being saved as UTF-8: its signs are then letters of Latin-1.
        return match legacy::found(&text) {
            Some(hack) => (hack.converted(&text), Some(hack.code())),
            None => (text, Some("utf-8")),
        };
    }
    let (western, _) = WINDOWS_1252.decode_without_bom_handling(body);
    if let Some(hack) = legacy::found(&western) {
        return (hack.converted(&western), Some(hack.code()));
    }
    let (vietnamese, _) = WINDOWS_1258.decode_without_bom_handling(body);
    let named = label == Some(WINDOWS_1258);
    if named || legacy::has_marks(&vietnamese) {
        return (vietnamese.into_owned(), Some("windows-1258"));
    }
    match label {
        Some(encoding) if encoding != UTF_8 => {
            let (text, _) = encoding.decode_without_bom_handling(body);
            (text.into_owned(), Some("other"))
        }
        // UTF-8 with broken letters is still UTF-8.
        Some(_) => (String::from_utf8_lossy(body).into_owned(), Some("utf-8")),
        None => {
            let mut guess = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            guess.feed(body, true);
            let encoding = guess.guess(None, chardetng::Utf8Detection::Allow);
            let (text, _) = encoding.decode_without_bom_handling(body);
            (text.into_owned(), Some(name(encoding)))
        }
    }
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_8 {
        "utf-8"
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        "utf-16"
    } else if encoding == WINDOWS_1258 {
        "windows-1258"
    } else {
        "other"
    }
}

/// Whether every byte is valid; of a body that was cut, but for a letter cut in two.
fn is_valid(body: &[u8], encoding: &'static Encoding, complete: bool) -> bool {
    if encoding == UTF_8 {
        return match std::str::from_utf8(body) {
            Ok(_) => true,
            Err(error) => !complete && error.error_len().is_none(),
        };
    }
    !encoding.decode_with_bom_removal(body).1
}

/// The text of an XML file: UTF-8, UTF-16 with its mark, or what its declaration names; nothing where it is no text.
pub(super) fn xml_text(body: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        let (text, broken) = encoding.decode_with_bom_removal(body);
        return (!broken).then(|| text.into_owned());
    }
    let start = body.get(..200).unwrap_or(body);
    let start: String = start
        .iter()
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    let declared = start
        .split_once("encoding")
        .and_then(|(_, rest)| named(rest.trim_start().strip_prefix('=')?));
    let encoding = declared
        .and_then(|name| Encoding::for_label(name.as_bytes()))
        .unwrap_or(UTF_8);
    let (text, _) = encoding.decode_without_bom_handling(body);
    Some(text.into_owned())
}

/// The charset of a media type.
fn charset_of(value: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let (_, rest) = lower.split_once("charset")?;
    named(rest.trim_start().strip_prefix('=')?)
}

/// A name at the start of a text, with or without quotes.
fn named(text: &str) -> Option<String> {
    let text = text.trim_start().trim_start_matches(['"', '\'']);
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(text.len());
    let name = text.get(..end).filter(|name| !name.is_empty())?;
    Some(name.chars().take(40).collect())
}

/// What a `meta` of the page's beginning declares.
fn from_meta(body: &[u8]) -> Option<String> {
    let start = body.get(..PRESCAN).unwrap_or(body);
    let text: String = start
        .iter()
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once("<meta") {
        let tag = after.split('>').next().unwrap_or_default();
        if let Some(found) = charset_of(tag) {
            return Some(found);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
#[path = "charset_tests.rs"]
mod tests;
