//! Small files for the evidence folder: real PDF and text, with the number and date of their names inside.

/// Files that claims name and that are not there.
const MISSING: &[&str] = &["evidence/mau-b/A3.4-01_TB-khong-gui.pdf"];

/// The bytes of a file of the evidence folder; nothing for one that is missing on purpose.
pub(super) fn bytes(path: &str) -> Option<Vec<u8>> {
    if MISSING.contains(&path) {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut parts = stem.split('_').skip(1);
    let number = parts.next().unwrap_or_default();
    let date = parts.next().unwrap_or_default();
    Some(if extension == "pdf" {
        pdf(&[
            "SO LIEU MINH HOA",
            &format!("So: {number}"),
            &format!("Ngay: {date}"),
        ])
    } else {
        let text = format!("SỐ LIỆU MINH HỌA\nTệp: {number}\nNgày: {date}\n");
        text.into_bytes()
    })
}

/// A PDF of one page with lines of plain Latin letters; the file's own font cannot write Vietnamese.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = "BT /F1 14 Tf 20 TL 60 760 Td ".to_owned();
    for line in lines {
        content.extend(["(", line, ") Tj T* "]);
    }
    content.push_str("ET");
    let stream = format!(
        "<< /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>",
        &stream,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (n, object) in (1..).zip(objects) {
        table.extend([format!("{:010}", file.len()).as_str(), " 00000 n \n"]);
        file.extend([&format!("{n} 0 obj\n"), object, "\nendobj\n"]);
    }
    let size = objects.len() + 1;
    let start = file.len();
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    [file, table, end].concat().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_pdf_points_at_its_object() {
        let bytes = bytes("evidence/hai-ha/B3.4-01_BC-512_2020-11-10.pdf").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("(So: BC-512) Tj") && text.contains("(Ngay: 2020-11-10) Tj"));
        let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
        let table: Vec<&str> = text.get(start..).unwrap().lines().collect();
        assert_eq!(table[0], "xref");
        for n in 1..=5 {
            let offset: usize = table[2 + n].split(' ').next().unwrap().parse().unwrap();
            assert!(
                text.get(offset..)
                    .unwrap()
                    .starts_with(&format!("{n} 0 obj")),
                "object {n}"
            );
        }
    }

    #[test]
    fn a_file_that_is_missing_on_purpose_is_not_made() {
        assert!(MISSING.iter().all(|path| bytes(path).is_none()));
        assert!(bytes("evidence/mau-a/B1.1-01_anh-chup_2020-12-21.txt").is_some());
    }
}
