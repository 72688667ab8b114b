//! The two sample districts: one well prepared, one not. All of their figures are made up.

use super::district::{Devices, District, Office, People, Services};
use super::exports;
use super::services;
use super::sheet::{Form, Sheet};

/// Well prepared; one report of it covers twelve months that are not the round's.
pub(super) const MAU_A: District = District {
    id: "mau-a",
    name: "Huyện mẫu A",
    communes: 9,
    one_silent: false,
    slips: false,
    documents_form: Form::Comma,
    mail_form: Form::Semicolon,
    people: People {
        officials: 36,
        leaders: 10,
        accountants: 4,
        employees: 60,
        contracts: 8,
        it_officer: ("Chuyên trách", "Đại học"),
        standard: 34,
        trained: 33,
        mailboxes: 36,
        logins: Some((32, 52)),
        certificates: (0, 0, 0),
        commune_it: 9,
    },
    devices: Devices {
        computers: (36, 4),
        on_lan: 40,
        antivirus: 38,
        scanner: true,
        firewall: "có",
        backup: "28/12/2020",
        unit_wan: true,
        commune_wan: 9,
        video: 10,
    },
    office: Office {
        documents: [640, 0, 640, 621],
        public: 40,
        commune_documents: 9,
        work_files: (180, 171),
        plan_tasks: (16, 16),
        reports: [12, 0, 0],
        board_meetings: 4,
        meetings: (42, Some(30)),
        fields: &[
            "Y tế",
            "Giáo dục",
            "Tư pháp",
            "Tài nguyên môi trường",
            "Tài chính kế hoạch",
            "Nông nghiệp",
            "Lao động, thương binh và xã hội",
            "Nội vụ",
        ],
        data_links: 3,
        secured: 7,
        initiatives: 1,
    },
    services: Services {
        procedures: (250, 240),
        levels: (150, 85),
        complete: 228,
        fees: Some((80, 66)),
        public_post: 215,
        used: Some(205),
        commune_dossiers: 9,
        commune_totals: ([9_420, 9_400, 9_362], Some(4_310)),
        feedback: [47, 1, 0],
    },
};

/// Less well prepared: half of what it claims does not show in its own exports.
pub(super) const MAU_B: District = District {
    id: "mau-b",
    name: "Huyện mẫu B",
    communes: 8,
    one_silent: false,
    slips: false,
    documents_form: Form::Semicolon,
    mail_form: Form::Comma,
    people: People {
        officials: 40,
        leaders: 10,
        accountants: 5,
        employees: 52,
        contracts: 12,
        it_officer: ("Kiêm nhiệm", "Không"),
        standard: 14,
        trained: 9,
        mailboxes: 27,
        logins: Some((10, 12)),
        certificates: (2, 1, 6),
        commune_it: 3,
    },
    devices: Devices {
        computers: (22, 2),
        on_lan: 13,
        antivirus: 6,
        scanner: true,
        firewall: "",
        backup: "02/03/2020",
        unit_wan: true,
        commune_wan: 3,
        video: 4,
    },
    office: Office {
        documents: [400, 4, 214, 118],
        public: 24,
        commune_documents: 2,
        work_files: (120, 42),
        plan_tasks: (15, 9),
        reports: [7, 3, 2],
        board_meetings: 1,
        meetings: (4, Some(10)),
        fields: &["Tư pháp", "Tài chính kế hoạch", "Giáo dục"],
        data_links: 1,
        secured: 0,
        initiatives: 0,
    },
    services: Services {
        procedures: (260, 250),
        levels: (60, 10),
        complete: 34,
        fees: None,
        public_post: 60,
        used: Some(22),
        commune_dossiers: 6,
        commune_totals: ([5_120, 4_870, 4_602], Some(190)),
        feedback: [6, 9, 5],
    },
};

/// Exports of the first.
pub(super) fn sheets_a() -> Vec<Sheet> {
    let d = &MAU_A;
    let mut sheets = exports::common(d);
    let report = [
        "6.204", "3.020", "3.104", "80", "6.050", "4.212", "1.790", "48",
    ];
    sheets.push(services::district_report(
        d,
        report,
        "Báo cáo của hệ thống một cửa, cộng khớp.",
    ));
    sheets.push(services::commune_report(d, "Báo cáo của các xã."));
    sheets.push(services::survey(
        "312",
        "9.020",
        "Khảo sát mức độ hài lòng.",
    ));
    sheets.push(services::digitisation(
        ["01/11/2019", "31/10/2020", "6.310", "4.900", "6.188", "5.120"],
        "period = { from = 2019-11-01, to = 2020-10-31 }",
        "Báo cáo 12 tháng từ 01/11/2019: không cùng kỳ với đợt đánh giá, nên không kết luận được B4.3 (period_conflict).",
    ));
    sheets
}

/// Exports of the second.
pub(super) fn sheets_b() -> Vec<Sheet> {
    let d = &MAU_B;
    let mut sheets = exports::common(d);
    let report = [
        "2.714", "141", "2.520", "53", "2.571", "1.249", "1.027", "198",
    ];
    sheets.push(services::district_report(
        d,
        report,
        "Ba phần trước hạn, đúng hạn, quá hạn cộng lại là 2.474, không bằng 2.571 đã giải quyết: 97 hồ sơ không rõ ở đâu,
         nên B3.4 là một khoảng.",
    ));
    sheets.push(services::commune_report(
        d,
        "Báo cáo của các xã; hai xã không có hồ sơ nào.",
    ));
    sheets.push(services::survey(
        "148",
        "6.480",
        "Khảo sát mức độ hài lòng.",
    ));
    sheets.push(services::digitisation(
        ["01/01/2020", "31/12/2020", "2.714", "310", "2.571", "402"],
        super::sheet::YEAR,
        "Số hóa cả năm.",
    ));
    sheets
}
