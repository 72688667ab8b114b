//! Numbers in text, six bits a character: what is packed stays text, so that it is cut without being checked anew.

/// Bits of a number that one character holds.
const BITS: u32 = 6;
/// Says that more characters follow.
const MORE: u8 = 1 << BITS;

/// Adds a number.
pub(super) fn push(text: &mut String, mut number: u64) {
    loop {
        let low = u8::try_from(number & u64::from(MORE - 1)).unwrap_or_default();
        number >>= BITS;
        if number == 0 {
            text.push(char::from(low));
            return;
        }
        text.push(char::from(low | MORE));
    }
}

/// Takes a number off the front; 0 where none is there.
pub(super) fn take(text: &mut &str) -> u64 {
    let (mut number, mut shift, mut read) = (0_u64, 0, 0);
    for byte in text.bytes() {
        read += 1;
        let low = u64::from(byte & (MORE - 1));
        number |= low.checked_shl(shift).unwrap_or_default();
        shift += BITS;
        if byte & MORE == 0 {
            break;
        }
    }
    *text = text.get(read..).unwrap_or_default();
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_and_take_no_more_than_they_need() {
        let numbers = [0, 1, 63, 64, 4_095, 4_096, 1 << 40, u64::MAX];
        let mut text = String::new();
        for number in numbers {
            push(&mut text, number);
        }
        assert_eq!(text.len(), 1 + 1 + 1 + 2 + 2 + 3 + 7 + 11);
        let mut rest = text.as_str();
        assert_eq!(numbers.map(|_| take(&mut rest)), numbers);
        assert_eq!((rest, take(&mut rest)), ("", 0));
    }
}
