//! Bytes of an export → text: UTF-8, UTF-16 with its mark, or the encoding that the profile names.

use encoding_rs::{DecoderResult, Encoding, UTF_16BE, UTF_16LE};

use crate::words::{Place, Problem};

/// The encoding of a label, where there is one.
pub(super) fn encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// The text of an export. `named` is the encoding that its source names, for a file without a mark.
///
/// Errors, each with the line: bytes that are no UTF-8 while no encoding is named, bytes that are not of the encoding,
/// UTF-16 without its mark.
pub(super) fn text(
    file: &str,
    bytes: &[u8],
    named: Option<&'static Encoding>,
) -> Result<String, Problem> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return utf8(file, rest);
    }
    let marked = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => named.map(|encoding| (encoding, bytes)),
    };
    let text = match marked {
        None => utf8(file, bytes)?,
        Some((encoding, rest)) => legacy(file, rest, encoding)?,
    };
    // Half of the bytes of UTF-16 are zero where the letters are Latin.
    let start: String = text.chars().take(64).collect();
    if start.matches('\0').count() > 8 {
        return Err(Problem::new("csv.utf16_unmarked").at(Place::line(file, 1)));
    }
    Ok(text)
}

fn utf8(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let read = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = read.split(|byte| *byte == b'\n').count();
            Err(Problem::new("csv.not_utf8").at(Place::line(file, line)))
        }
    }
}

fn legacy(file: &str, bytes: &[u8], encoding: &'static Encoding) -> Result<String, Problem> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .unwrap_or_default();
    let mut text = String::with_capacity(room);
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
            let line = text.matches('\n').count() + 1;
            Err(Problem::new("csv.encoding_broken")
                .with("encoding", encoding.name())
                .at(Place::line(file, line)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let mark = std::iter::once(0xfeff_u16);
        mark.chain(text.encode_utf16())
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn the_mark_decides_then_the_profile() {
        let hello = "Số;Hải Hà";
        assert_eq!(text("a", hello.as_bytes(), None).unwrap(), hello);
        assert_eq!(
            text("a", &[b"\xef\xbb\xbf", hello.as_bytes()].concat(), None).unwrap(),
            hello
        );
        assert_eq!(text("a", &utf16(hello, true), None).unwrap(), hello);
        assert_eq!(
            text("a", &utf16(hello, false), encoding("windows-1258")).unwrap(),
            hello
        );
        // Windows-1258 writes a tone as a mark of its own; the cells compose it.
        let decoded = text("a", b"H\xe0 N\xf4\xf2i", encoding("windows-1258")).unwrap();
        assert_eq!(decoded, "Hà Nô\u{323}i");
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        let broken = |bytes: &[u8], named: &str| {
            let problem = text("a.csv", bytes, encoding(named)).unwrap_err();
            (problem.code(), problem.place().unwrap().to_string())
        };
        assert_eq!(
            broken(b"a\nb\nH\xe0", ""),
            ("csv.not_utf8", "a.csv:3".into())
        );
        assert_eq!(
            broken(b"a\nb\xff\xff", "shift_jis"),
            ("csv.encoding_broken", "a.csv:2".into())
        );
        let odd = [utf16("a\nb", true), vec![0]].concat();
        assert_eq!(broken(&odd, ""), ("csv.encoding_broken", "a.csv:2".into()));
        let unmarked = utf16("Number;Direction", true)[2..].to_vec();
        assert_eq!(
            broken(&unmarked, ""),
            ("csv.utf16_unmarked", "a.csv:1".into())
        );
    }
}
