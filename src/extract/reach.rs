//! Telephone numbers and mail addresses in a text.

/// The mail addresses of a text, in lower case; «(at)» and «[dot]» are read as what they stand for.
pub(super) fn emails(text: &str) -> Vec<String> {
    if !text.contains(['@', '(', '[']) {
        return Vec::new();
    }
    let mut plain = text.to_owned();
    for (from, to) in [
        ("(at)", "@"),
        ("[at]", "@"),
        ("(a)", "@"),
        ("[a]", "@"),
        ("(dot)", "."),
        ("[dot]", "."),
        (" @ ", "@"),
        (" @", "@"),
        ("@ ", "@"),
    ] {
        if plain.contains(from) {
            plain = plain.replace(from, to);
        }
    }
    let mut found: Vec<String> = Vec::new();
    for word in plain.split(|c: char| !is_of_address(c)) {
        let word = word.trim_matches(['.', '-', '_', '+']);
        let Some((name, domain)) = word.split_once('@') else {
            continue;
        };
        let formed = !name.is_empty()
            && name.len() <= 64
            && domain.len() <= 200
            && domain.contains('.')
            && !domain.contains('@')
            && domain.split('.').all(|label| {
                !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            })
            && domain.rsplit('.').next().is_some_and(|last| {
                last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic())
            });
        let address = word.to_ascii_lowercase();
        if formed && !found.contains(&address) {
            found.push(address);
        }
        if found.len() >= 200 {
            break;
        }
    }
    found
}

fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@')
}

/// The first telephone number of a text, as it is written: nine to eleven digits that begin with 0, or `+84`.
pub(super) fn phone_in(text: &str) -> Option<String> {
    let text: String = text.chars().take(4_000).collect();
    let mut rest = text.as_str();
    let mut before = ' ';
    loop {
        let at = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))?;
        if let Some(c) = rest
            .get(..at)
            .and_then(|skipped| skipped.chars().next_back())
        {
            before = c;
        }
        rest = rest.get(at..)?;
        let end = number_end(rest);
        let run = rest.get(..end)?;
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let starts = digits.starts_with('0')
            || run.trim_start_matches('(').starts_with("+84")
            || digits.starts_with("1900")
            || digits.starts_with("1800");
        let long = matches!(digits.len(), 9..=12)
            || starts && digits.len() == 8 && !digits.starts_with('0');
        let alone = !before.is_alphanumeric() && !matches!(before, '/' | '.');
        if starts && long && alone && !is_date(run) {
            return Some(run.trim().trim_end_matches(['.', '-', '(', ' ']).to_owned());
        }
        let step = end.max(1);
        before = run.chars().next_back().unwrap_or(' ');
        rest = rest.get(step..)?;
    }
}

/// Where a run of digits and the signs between them ends.
fn number_end(text: &str) -> usize {
    let mut end = 0;
    let mut digits = 0;
    let mut signs = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            digits += 1;
            signs = 0;
            end = at + 1;
        } else if matches!(c, ' ' | '.' | '-' | '(' | ')' | '+') && signs < 3 && digits <= 12 {
            signs += 1;
        } else {
            break;
        }
        if digits >= 13 {
            break;
        }
    }
    end
}

/// `05.11.2020` has the digits of no telephone, but `05-11-2020 08` would.
fn is_date(run: &str) -> bool {
    let parts: Vec<&str> = run
        .split(['.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let short = |part: Option<&&str>| part.is_some_and(|part| part.len() <= 2);
    short(parts.first()) && short(parts.get(1)) && parts.get(2).is_some_and(|part| part.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_read_as_people_write_them() {
        assert_eq!(
            emails("Email: VanPhong@haiha.quangninh.gov.vn; a(at)b[dot]vn, x @ y.vn."),
            ["vanphong@haiha.quangninh.gov.vn", "a@b.vn", "x@y.vn"]
        );
        for text in [
            "@",
            "a@b",
            "@tin",
            "a@@b.vn",
            "a@b..vn",
            "(a) mục, [a] khoản",
            "a@1.2",
        ] {
            assert_eq!(emails(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn telephones_begin_with_nought() {
        for (text, phone) in [
            ("ĐT: 0203.3879.123", "0203.3879.123"),
            ("Điện thoại: (0203) 3879 123 - Fax", "(0203) 3879 123"),
            ("+84 203 3879123", "+84 203 3879123"),
            ("Di động 0912 345 678.", "0912 345 678"),
            ("Ngày 05/11/2020, gọi 0203387912", "0203387912"),
        ] {
            assert_eq!(phone_in(text).as_deref(), Some(phone), "{text}");
        }
        for text in [
            "Số 12/QĐ-UBND",
            "05/11/2020 08:30",
            "05-11-2020 0830",
            "1.004203.000.00.00.H49",
            "Lượt xem: 123456789",
            "",
            "(((((",
            "0123",
        ] {
            assert_eq!(phone_in(text), None, "{text}");
        }
    }
}
