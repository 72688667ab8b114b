//! The office: documents, work files, meetings, duties, acts, software.

use super::district::{District, commune_name};
use super::sheet::{Column, Sheet, YEAR, cells, col, num, spread, vn, weekday, yes};

const DOCUMENTS: &[Column] = &[
    col("", "STT"),
    col("id", "Mã văn bản"),
    col("number", "Số ký hiệu"),
    col("org_id", "Cơ quan ban hành"),
    col("direction", "Loại").values(&[("Văn bản đi", "outgoing"), ("Văn bản đến", "incoming")]),
    col("issued_on", "Ngày ban hành"),
    col("classified", "Văn bản mật"),
    col("electronic", "Gửi điện tử"),
    col("signed", "Ký số"),
    col("must_publish", "Phải công khai"),
];

/// Documents of each commune's log.
const EACH: usize = 5;

/// The outgoing documents of the district committee, then of the communes that sent their log.
pub(super) fn documents(d: &District) -> Sheet {
    let [all, classified, electronic, signed] = d.office.documents;
    let open = all - classified;
    let document = |n: usize, number: usize, issuer: &str, day: String, flags: [bool; 4]| {
        let text = [num(n), format!("VB-{n:05}"), format!("{number}/UBND")];
        let text = text
            .into_iter()
            .chain([issuer.to_owned(), "Văn bản đi".to_owned(), day]);
        text.chain(flags.map(yes)).collect::<Vec<String>>()
    };
    let own = (0..all).map(|i| {
        let secret = i >= open;
        let sent = !secret && spread(i, open, electronic);
        // Which of the electronic ones it is.
        let k = i * electronic / open.max(1);
        let public = !secret && spread(i, open, d.office.public);
        let flags = [secret, sent, sent && spread(k, electronic, signed), public];
        document(i + 1, i + 1, d.name, weekday(2020, i, all), flags)
    });
    let communes = (0..d.heard() * EACH).map(|i| {
        let (commune, n) = (i / EACH, i % EACH);
        let sent = spread(commune, d.heard(), d.office.commune_documents);
        let name = commune_name(commune + 1);
        document(
            all + i + 1,
            n + 1,
            &name,
            weekday(2020, n, EACH),
            [false, sent, sent, false],
        )
    });
    Sheet {
        title: "SỔ VĂN BẢN ĐI",
        remark: "Văn bản đi của huyện và các xã; các tiêu chí không hỏi văn bản đến nên không xuất.",
        covers: d.covered(),
        coverage: YEAR,
        form: d.documents_form,
        rows: own.chain(communes).collect(),
        ..Sheet::of("documents", "van-ban-di", DOCUMENTS)
    }
}

/// The documents that have to be public: number, and day of issue as the export writes it.
pub(super) fn public(d: &District) -> Vec<(String, String)> {
    let [all, classified, ..] = d.office.documents;
    let open = all - classified;
    let public = (0..open).filter(|i| spread(*i, open, d.office.public));
    public
        .map(|i| (format!("{}/UBND", i + 1), weekday(2020, i, all)))
        .collect()
}

const WORK_FILES: &[Column] = &[
    col("id", "Mã hồ sơ"),
    col("opened_on", "Ngày mở"),
    col("in_system", "Xử lý trọn vẹn trên hệ thống"),
];

/// Work files, paper ones included.
pub(super) fn work_files(d: &District) -> Sheet {
    let (all, in_system) = d.office.work_files;
    let rows = (0..all).map(|i| {
        let met = yes(spread(i, all, in_system));
        cells([&format!("HSCV-{:03}", i + 1), &weekday(2020, i, all), &met])
    });
    Sheet {
        title: "HỒ SƠ CÔNG VIỆC",
        remark: "Hồ sơ công việc mở trong năm, kể cả hồ sơ giấy.",
        coverage: YEAR,
        rows: rows.collect(),
        ..Sheet::of("work_files", "ho-so-cong-viec", WORK_FILES)
    }
}

const MEETINGS: &[Column] = &[
    col("id", "Mã cuộc họp"),
    col("kind", "Loại").values(&[("Ban Chỉ đạo", "steering_board"), ("Khác", "other")]),
    col("online", "Trực tuyến"),
    col("held_on", "Ngày họp"),
    col("record_number", "Thông báo kết luận").none(),
];

/// On-line meetings of this year and, where the log goes back so far, the last; and those of the steering board.
pub(super) fn meetings(d: &District) -> Sheet {
    let (now, before) = d.office.meetings;
    let online = |year: i16, n: usize| {
        (0..n).map(move |i| {
            let id = format!("HTH-{year}-{:03}", i + 1);
            cells([&id, "Khác", "có", &weekday(year, i, n), ""])
        })
    };
    let mut rows: Vec<_> = online(2020, now)
        .chain(online(2019, before.unwrap_or(0)))
        .collect();
    rows.extend((0..d.office.board_meetings).map(|i| {
        let day = weekday(2020, i, d.office.board_meetings);
        cells([
            &format!("BCD-{}", i + 1),
            "Ban Chỉ đạo",
            "không",
            &day,
            &format!("{}/TB", i + 1),
        ])
    }));
    Sheet {
        title: "NHẬT KÝ CUỘC HỌP",
        remark: if before.is_some() {
            "Nhật ký của năm nay và năm trước."
        } else {
            "Nhật ký chỉ có năm 2020; số cuộc họp năm trước là chưa biết, nên B2.8 là một khoảng."
        },
        coverage: if before.is_some() {
            "period = { from = 2019-01-01, to = 2020-12-31 }"
        } else {
            YEAR
        },
        rows,
        ..Sheet::of("meetings", "cuoc-hop", MEETINGS)
    }
}

const TASKS: &[Column] = &[
    col("id", "Mã việc"),
    col("kind", "Loại").values(&[
        ("Nhiệm vụ kế hoạch", "plan_task"),
        ("Báo cáo định kỳ", "periodic_report"),
    ]),
    col("due_on", "Hạn"),
    col("done", "Hoàn thành"),
    col("done_on", "Ngày hoàn thành").none(),
];

/// Tasks of the plan and periodic reports.
pub(super) fn tasks(d: &District) -> Sheet {
    let (all, done) = d.office.plan_tasks;
    let mut rows: Vec<_> = (0..all)
        .map(|i| {
            let met = spread(i, all, done);
            let day = if met { "25/11/2020" } else { "" };
            let id = format!("NV-{:02}", i + 1);
            cells([&id, "Nhiệm vụ kế hoạch", "30/11/2020", &yes(met), day])
        })
        .collect();
    let [on_time, late, missing] = d.office.reports;
    for i in 0..on_time + late + missing {
        let month = i % 12 + 1;
        let (done, sent) = match i {
            i if i < on_time => (true, format!("20/{month}/2020")),
            i if i < on_time + late => (true, format!("28/{month}/2020")),
            _ => (false, String::new()),
        };
        let id = format!("BC-{:02}", i + 1);
        rows.push(cells([
            &id,
            "Báo cáo định kỳ",
            &format!("25/{month}/2020"),
            &yes(done),
            &sent,
        ]));
    }
    Sheet {
        title: "NHIỆM VỤ VÀ BÁO CÁO",
        remark: "Nhiệm vụ của kế hoạch năm và báo cáo định kỳ.",
        owner: "unit",
        rows,
        ..Sheet::of("tasks", "nhiem-vu", TASKS)
    }
}

const ACTS: &[Column] = &[
    col("id", "Mã"),
    col("kind", "Loại").values(&[
        ("Kế hoạch năm", "annual_plan"),
        ("Ban Chỉ đạo", "steering_board"),
        ("Quy chế", "rule"),
        ("Công bố ISO", "iso_9001"),
        ("Cấp độ an toàn", "security_level"),
        ("Sáng kiến", "initiative"),
    ]),
    col("subject", "Nội dung")
        .values(&[
            ("Chủ tịch làm Trưởng ban", "head"),
            ("Phó Chủ tịch làm Trưởng ban", "deputy"),
            ("Quản lý văn bản", "documents"),
            ("Thư điện tử", "mail"),
            ("An toàn thông tin", "security"),
        ])
        .none(),
    col("number", "Số ký hiệu"),
    col("issued_on", "Ngày ban hành"),
    col("due_on", "Hạn ban hành").none(),
    col("valid_from", "Hiệu lực từ"),
    col("valid_to", "Hiệu lực đến").values(&[("Không thời hạn", "9999-12-31")]),
    col("level", "Cấp độ"),
    col("file_id", "Tệp kiểm chứng").none(),
];

/// The unit's list of evidence. What its files hold is not read yet, so what they prove stays unknown.
pub(super) fn acts(d: &District) -> Sheet {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut act = |kind: &str, subject: &str, code: &str, day: &str, due: &str| {
        let level = if kind == "Cấp độ an toàn" {
            "2"
        } else {
            ""
        };
        let id = format!("TL-{:02}", rows.len() + 1);
        let file = format!("evidence/{}/{code}-01_MH-01_{day}.pdf", d.id);
        let on = vn(day);
        let until = "Không thời hạn";
        rows.push(cells([
            &id, kind, subject, "MH-01", &on, due, &on, until, level, &file,
        ]));
    };
    act("Kế hoạch năm", "", "A3.1", "2020-01-15", "31/01/2020");
    act(
        "Ban Chỉ đạo",
        "Chủ tịch làm Trưởng ban",
        "A3.3",
        "2019-03-20",
        "",
    );
    act("Quy chế", "Quản lý văn bản", "A3.5", "2018-06-01", "");
    act("Quy chế", "An toàn thông tin", "A3.5", "2018-06-01", "");
    act("Công bố ISO", "", "A3.6", "2018-09-10", "");
    for n in 1..=d.office.secured {
        act("Cấp độ an toàn", &system(n), "B4.4", "2020-04-22", "");
    }
    for _ in 0..d.office.initiatives {
        act("Sáng kiến", "", "B4.7", "2020-10-12", "");
    }
    Sheet {
        title: "DANH MỤC TÀI LIỆU KIỂM CHỨNG",
        remark: "Danh mục tài liệu kiểm chứng của đơn vị; số ký hiệu MH là minh họa.",
        owner: "unit",
        rows,
        ..Sheet::of("acts", "tai-lieu-kiem-chung", ACTS)
    }
}

/// Id of a system.
fn system(n: usize) -> String {
    format!("HTTT-{n:02}")
}

const SYSTEMS: &[Column] = &[
    col("id", "Mã hệ thống"),
    col("kind", "Loại").values(&[
        ("Chuyên ngành", "specialised"),
        ("Quản lý văn bản", "document"),
        ("Một cửa", "one_stop"),
    ]),
    col("field", "Lĩnh vực").none(),
    col("in_use", "Đang dùng"),
    col("users", "Số tài khoản"),
];

/// Specialised software by field, and the two systems that every office has.
pub(super) fn systems(d: &District) -> Sheet {
    let mut rows = vec![
        cells([&system(1), "Quản lý văn bản", "", "có", "120"]),
        cells([&system(2), "Một cửa", "", "có", "40"]),
    ];
    rows.extend(
        d.office
            .fields
            .iter()
            .enumerate()
            .map(|(i, field)| cells([&system(i + 3), "Chuyên ngành", field, "có", &num(3 + i)])),
    );
    Sheet {
        title: "DANH MỤC HỆ THỐNG THÔNG TIN",
        remark: "Hệ thống thông tin và phần mềm chuyên ngành.",
        owner: "unit",
        rows,
        ..Sheet::of("systems", "he-thong", SYSTEMS)
    }
}

const DATA_LINKS: &[Column] = &[
    col("id", "Mã kết nối"),
    col("partner", "Kết nối với"),
    col("transactions", "Số giao dịch"),
    col("last_used_on", "Giao dịch gần nhất").none(),
];

/// Connections to the platform.
pub(super) fn data_links(d: &District) -> Sheet {
    let partners = [
        "CSDL quốc gia về đăng ký doanh nghiệp",
        "CSDL hộ tịch",
        "Trục liên thông văn bản",
    ];
    let rows = partners.iter().enumerate().map(|(i, partner)| {
        let used = i < d.office.data_links;
        let (n, last) = if used {
            ("1.204", "30/12/2020")
        } else {
            ("0", "")
        };
        cells([&format!("LK-{}", i + 1), partner, n, last])
    });
    Sheet {
        title: "KẾT NỐI, CHIA SẺ DỮ LIỆU",
        remark: "Kết nối qua nền tảng tích hợp, chia sẻ dữ liệu.",
        rows: rows.collect(),
        ..Sheet::of("data_links", "ket-noi-du-lieu", DATA_LINKS)
    }
}

const INCIDENTS: &[Column] = &[
    col("id", "Mã sự cố"),
    col("kind", "Loại sự cố"),
    col("happened_on", "Ngày xảy ra"),
    col("confirmed", "Đã xác nhận"),
];

/// The closed list of incidents: one warning that turned out to be none.
pub(super) fn incidents(_: &District) -> Sheet {
    Sheet {
        title: "SỰ CỐ AN TOÀN THÔNG TIN",
        remark: "Danh sách đã khóa; chưa tìm nội dung lạ bị chèn trên cổng nên B4.5 vẫn là một khoảng.",
        owner: "unit",
        rows: vec![cells(["SC-01", "Cảnh báo mã độc", "14/05/2020", "không"])],
        ..Sheet::of("incidents", "su-co", INCIDENTS)
    }
}
