//! What a portal says of its district: functions, leaders, officials, sub-units. Nobody has a name.

use serde::Serialize;

use super::shown::{About, Shown};
use crate::demo::district::commune_name;

/// A leader or official.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    name: String,
    position: &'static str,
    office: &'static str,
    phone: String,
    mail: String,
    duties: &'static str,
    biography: &'static str,
}

/// A sub-unit.
#[derive(Debug, Serialize)]
pub(super) struct Office {
    name: String,
    address: String,
    phone: String,
}

/// Positions of the leaders with their duties.
const LEADERS: [(&str, &str); 3] = [
    (
        "Chủ tịch UBND huyện",
        "Lãnh đạo, điều hành toàn diện công việc của Ủy ban nhân dân huyện.",
    ),
    (
        "Phó Chủ tịch UBND huyện",
        "Phụ trách kinh tế, tài nguyên, xây dựng và đầu tư công.",
    ),
    (
        "Phó Chủ tịch UBND huyện",
        "Phụ trách văn hóa, giáo dục, y tế và cải cách hành chính.",
    ),
];

/// Positions of the officials whom one may turn to, with their office.
const OFFICIALS: [(&str, &str); 2] = [
    ("Chánh Văn phòng", "Văn phòng HĐND và UBND"),
    ("Trưởng phòng", "Phòng Văn hóa và Thông tin"),
];

/// Divisions of a district committee.
pub(super) const DIVISIONS: [&str; 8] = [
    "Văn phòng HĐND và UBND",
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "Phòng Tài chính – Kế hoạch",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Văn hóa và Thông tin",
    "Phòng Giáo dục và Đào tạo",
    "Trung tâm Hành chính công",
];

/// Mail domain of a district: no such name is given to anybody.
pub(super) fn mail(shown: &Shown) -> String {
    format!("{}.minhhoa.gov.vn", shown.district.id)
}

pub(super) fn leaders(shown: &Shown) -> Vec<Person> {
    let person = |(n, (position, duties)): (usize, &(&'static str, &'static str))| Person {
        name: format!("Lãnh đạo mẫu {}", letter(n)),
        position,
        office: "",
        phone: format!("0203 000 00{}", n + 1),
        mail: format!("lanhdao{}@{}", n + 1, mail(shown)),
        duties,
        biography: "Có hơn mười năm công tác tại cơ sở; trình độ đại học (thông tin minh họa, không phải của ai).",
    };
    LEADERS.iter().enumerate().map(person).collect()
}

pub(super) fn officials(shown: &Shown) -> Vec<Person> {
    let person = |(n, (position, office)): (usize, &(&'static str, &'static str))| Person {
        name: format!("Người tiếp nhận {}", letter(n)),
        position,
        office,
        phone: format!("0203 000 01{}", n + 1),
        mail: match shown.about {
            About::All => format!("daumoi{}@{}", n + 1, mail(shown)),
            // Not an office's own address.
            About::Most | About::Little => format!("daumoi{}@example.com", n + 1),
        },
        duties: "",
        biography: "",
    };
    OFFICIALS.iter().enumerate().map(person).collect()
}

/// The divisions, then the communes; where not all is said, every third commune is without telephone and address.
pub(super) fn units(shown: &Shown) -> Vec<Office> {
    let communes = (1..=shown.district.communes).map(|n| format!("UBND {}", commune_name(n)));
    let divisions = DIVISIONS.iter().map(|&name| name.to_owned());
    let all = divisions.chain(communes).enumerate();
    let told = |n: usize| match shown.about {
        About::All => true,
        About::Most | About::Little => n < DIVISIONS.len() || !n.is_multiple_of(3),
    };
    all.map(|(n, name)| Office {
        address: shown_if(told(n), format!("Trụ sở {name} (minh họa)")),
        phone: shown_if(told(n), format!("0203 000 {:03}", 100 + n)),
        name,
    })
    .collect()
}

/// Nobody has a name: a letter tells them apart.
fn letter(n: usize) -> char {
    ['A', 'B', 'C'].get(n).copied().unwrap_or('D')
}

fn shown_if(told: bool, text: String) -> String {
    if told { text } else { String::new() }
}

/// Paragraphs of the page on functions and tasks.
pub(super) const FUNCTIONS: [&str; 3] = [
    "Ủy ban nhân dân huyện là cơ quan hành chính nhà nước ở địa phương, tổ chức thực hiện pháp luật và nghị quyết của Hội đồng nhân dân huyện trên địa bàn.",
    "Nhiệm vụ chính gồm lập và thực hiện kế hoạch phát triển kinh tế – xã hội, quản lý ngân sách, đất đai, đầu tư công, giáo dục, y tế, trật tự xây dựng và môi trường.",
    "Các phòng chuyên môn tham mưu theo từng lĩnh vực; Trung tâm Hành chính công tiếp nhận hồ sơ và trả kết quả. Toàn bộ nội dung trang này được viết ra để minh họa.",
];

/// Paragraphs of the general introduction.
pub(super) const INTRODUCTION: [&str; 3] = [
    "Huyện nằm ở phía đông bắc, có đồng bằng ven biển, vùng đồi và đường biên giới; khí hậu có mùa đông lạnh và mùa hè mưa nhiều.",
    "Dân cư sống chủ yếu bằng nông nghiệp, đánh bắt thủy sản, thương mại và dịch vụ; các xã cách trung tâm huyện từ vài đến vài chục ki-lô-mét.",
    "Trang này giới thiệu chung về vị trí, lịch sử và bản đồ hành chính. Nội dung được viết ra để minh họa.",
];

/// The same of a portal that says little.
pub(super) const STUB: [&str; 1] = ["Nội dung đang được cập nhật (minh họa)."];
