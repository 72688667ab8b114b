//! Hải Hà in 2020. Its published figures are its own, slips included; rows that nobody published are made up so that
//! they add up to those figures, and are marked.

use super::district::{Devices, District, Office, People, Services};
use super::exports;
use super::services::{self, TO_CUTOFF};
use super::sheet::{Form, Sheet};

/// The published figures: 68 + 73 + 78 posts, 1.287 people in post, 8.008 outgoing documents, 530 conferences,
/// 93 + 279 procedures, 168 and 111 of them at level 3 and 4, 241 over public post, eight fields of software, and the
/// dossiers of the eleven communes. The rest is made up.
pub(super) const HAI_HA: District = District {
    id: "hai-ha",
    name: "Huyện Hải Hà",
    communes: 11,
    one_silent: true,
    slips: true,
    documents_form: Form::Semicolon,
    mail_form: Form::Utf16,
    people: People {
        officials: 68 + 73,
        leaders: 68,
        accountants: 12,
        employees: 1_287 - 68 - 73 - 78,
        contracts: 78,
        it_officer: ("Chuyên trách", "Đại học"),
        standard: 118,
        trained: 96,
        mailboxes: 138,
        logins: None,
        certificates: (2, 1, 0),
        commune_it: 8,
    },
    devices: Devices {
        computers: (134, 11),
        on_lan: 138,
        antivirus: 102,
        scanner: true,
        firewall: "",
        backup: "18/12/2020",
        unit_wan: true,
        commune_wan: 10,
        video: 11,
    },
    office: Office {
        documents: [8_008, 8, 7_600, 6_840],
        public: 52,
        commune_documents: 9,
        work_files: (420, 315),
        plan_tasks: (20, 18),
        reports: [14, 1, 0],
        board_meetings: 3,
        meetings: (530, None),
        fields: &[
            "Y tế",
            "Giáo dục",
            "An ninh trật tự",
            "Tài nguyên môi trường",
            "Du lịch",
            "Tư pháp",
            "Tài chính kế hoạch",
            "Lao động, thương binh và xã hội",
        ],
        data_links: 2,
        secured: 3,
        initiatives: 1,
    },
    services: Services {
        procedures: (93 + 279, 279),
        levels: (168, 111),
        complete: 240,
        fees: Some((120, 48)),
        public_post: 241,
        used: None,
        commune_dossiers: 11,
        commune_totals: ([38_345, 38_305, 38_255], None),
        feedback: [40, 2, 1],
    },
};

/// Its exports. The list of dossiers was never sent; the digitisation report is there, but not bound.
pub(super) fn sheets() -> Vec<Sheet> {
    let d = &HAI_HA;
    let mut sheets = exports::common(d);
    // Early and on time are one number in print, so it stands under «Đúng hạn» with none under «Trước hạn».
    let printed = ["23.209", "", "", "", "21.843", "0", "21.815", "28"];
    let report = services::district_report(
        d,
        printed,
        "Số liệu đã công bố, từ 01/01 đến 05/11/2020; trước hạn và đúng hạn gộp một số. Số hồ sơ trực tuyến được công bố
         cho «năm 2020», không cùng kỳ với 23.209, nên để trống: B3.3 chưa biết. Nguồn này không phải số liệu minh họa.",
    );
    sheets.push(Sheet {
        title: "",
        illustrative: false,
        ..report
    });
    sheets.push(services::commune_report(
        d,
        "Tổng 38.345, 38.305 và 38.255 là số đã công bố (không nêu kỳ, ở đây ghi cùng kỳ với huyện); cách chia cho
         từng xã là minh họa. Không có số hồ sơ trực tuyến của xã, nên nửa trực tuyến của B3.8 chưa biết.",
    ));
    let survey = services::survey(
        "",
        "9.312",
        "Chỉ số hài lòng đã công bố: 93,12%. Không công bố số người trả lời, nên B4.6 chưa biết.
         Nguồn này không phải số liệu minh họa.",
    );
    sheets.push(Sheet {
        title: "",
        illustrative: false,
        ..survey
    });
    let digitisation = services::digitisation(
        ["01/01/2020", "05/11/2020", "23.209", "9.180", "21.843", "12.402"],
        TO_CUTOFF,
        "THỬ TIẾP: tệp này có trong exports/ nhưng chưa được nạp, nên B4.3 chưa biết. Hãy bỏ dấu # ở đầu các dòng dưới,
         chạy lại `sansang audit hai-ha`, rồi xem khoảng điểm hẹp lại.",
    );
    sheets.push(Sheet {
        left_out: true,
        ..digitisation
    });
    sheets
}
