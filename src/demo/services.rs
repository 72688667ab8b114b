//! Services: procedures, dossiers and their reports, digitisation, questions, surveys.

use super::district::{District, commune_name};
use super::sheet::{COMPLETE, Column, Sheet, YEAR, after, cells, col, num, spread, weekday, yes};

/// The first ten months and five days: to the round's cut-off.
pub(super) const TO_CUTOFF: &str = "period = { from = 2020-01-01, to = 2020-11-05 }";

const PROCEDURES: &[Column] = &[
    col("code", "Mã thủ tục"),
    col("field", "Nhóm"),
    col("in_force", "Còn hiệu lực"),
    col("has_fee", "Có phí, lệ phí"),
    col("public_post", "Qua bưu chính công ích"),
];

/// Code of a procedure.
fn procedure(i: usize) -> String {
    format!("TTHC-{:03}", i + 1)
}

/// Whether a procedure bears a fee, and whether the fee can be paid on line; nothing where the list does not say.
fn fee(d: &District, i: usize) -> Option<(bool, bool)> {
    let (fees, payable) = d.services.fees?;
    let (all, _) = d.services.procedures;
    let bears = spread(i, all, fees);
    Some((bears, bears && spread(i * fees / all.max(1), fees, payable)))
}

/// The procedures in force; the district's own come first.
pub(super) fn procedures(d: &District) -> Sheet {
    let (all, own) = d.services.procedures;
    let rows = (0..all).map(|i| {
        let group = if i < own {
            "Cấp huyện"
        } else {
            "Ngành dọc"
        };
        let fee = fee(d, i).map_or_else(String::new, |(bears, _)| yes(bears));
        let post = yes(spread(i, all, d.services.public_post));
        cells([&procedure(i), group, "có", &fee, &post])
    });
    Sheet {
        title: "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        remark: if d.services.fees.is_some() {
            "Danh mục thủ tục đang có hiệu lực."
        } else {
            "Danh mục chưa ghi thủ tục nào thu phí: cột «Có phí, lệ phí» để trống, nên B3.6 có thể không áp dụng."
        },
        rows: rows.collect(),
        ..Sheet::of("procedures", "thu-tuc", PROCEDURES)
    }
}

const PAGES: &[Column] = &[
    col("code", "Mã thủ tục"),
    col("level", "Mức độ").values(&[("Mức độ 3", "l3"), ("Mức độ 4", "l4")]),
    col("payable_online", "Thanh toán trực tuyến"),
    col("parts_missing", "Nội dung còn thiếu").none(),
];

/// What the service portal lists at level 3 and 4.
pub(super) fn procedure_pages(d: &District) -> Sheet {
    let (third, fourth) = d.services.levels;
    let rows = (0..third + fourth).map(|i| {
        let level = if i < third {
            "Mức độ 3"
        } else {
            "Mức độ 4"
        };
        let payable = fee(d, i).map_or_else(String::new, |(_, payable)| yes(payable));
        let complete = spread(i, third + fourth, d.services.complete);
        let missing = if complete {
            ""
        } else {
            "Mẫu đơn, tờ khai"
        };
        cells([&procedure(i), level, &payable, missing])
    });
    Sheet {
        title: "DỊCH VỤ CÔNG TRỰC TUYẾN MỨC ĐỘ 3, 4",
        remark: "Danh sách dịch vụ công trực tuyến lấy từ cổng dịch vụ công.",
        rows: rows.collect(),
        ..Sheet::of("procedure_pages", "dich-vu-cong", PAGES)
    }
}

/// Codes of the first procedures with what the portal says of their level.
pub(super) fn shown(d: &District, n: usize) -> impl Iterator<Item = (String, &'static str)> {
    let (third, fourth) = d.services.levels;
    // Every sixth is one of the few that are offered at level 4.
    let level = move |i: usize| {
        if i % 6 == 5 && fourth > 0 {
            "Mức độ 4"
        } else {
            "Mức độ 3"
        }
    };
    (0..n.min(third)).map(move |i| (procedure(i), level(i)))
}

const DOSSIERS: &[Column] = &[
    col("id", "Mã hồ sơ"),
    col("procedure_code", "Mã thủ tục"),
    col("online", "Nộp trực tuyến"),
    col("filed_on", "Ngày nộp"),
];

/// Dossiers, one or two a procedure, where the one-stop system gave a list.
pub(super) fn dossiers(d: &District) -> Option<Sheet> {
    let used = d.services.used?;
    let (third, fourth) = d.services.levels;
    let offered = third + fourth;
    let rows = (0..offered * 2).filter_map(|n| {
        let (i, second) = (n / 2, n % 2 == 1);
        let online = spread(i, offered, used);
        let wanted = if second {
            i % 3 == 0
        } else {
            online || i % 2 == 0
        };
        let id = format!("HS-{:04}", n + 1);
        let day = weekday(2020, n, offered * 2);
        wanted.then(|| cells([&id, &procedure(i), &yes(online && !second), &day]))
    });
    Some(Sheet {
        title: "DANH SÁCH HỒ SƠ",
        remark: "Danh sách hồ sơ của hệ thống một cửa.",
        coverage: YEAR,
        rows: rows.collect(),
        ..Sheet::of("dossiers", "ho-so-mot-cua", DOSSIERS)
    })
}

/// A report as the one-stop system prints it, a line each body; a cell that the report leaves empty is not known.
pub(super) const REPORT: &[Column] = &[
    col("report_id", "Mã báo cáo"),
    col("org_id", "Đơn vị"),
    col("period_from", "Từ ngày"),
    col("period_to", "Đến ngày"),
    col("received_total", "Tiếp nhận"),
    col("received_online", "Trong đó trực tuyến"),
    col("received_direct", "Trong đó trực tiếp"),
    col("carried_over", "Kỳ trước chuyển sang"),
    col("solved_total", "Đã giải quyết"),
    col("solved_early", "Trước hạn"),
    col("solved_on_time", "Đúng hạn"),
    col("solved_overdue", "Quá hạn"),
];

/// One line of the district's own report.
pub(super) fn district_report(d: &District, numbers: [&str; 8], remark: &'static str) -> Sheet {
    let head = ["BC-HS-2020", d.name, "01/01/2020", "05/11/2020"];
    Sheet {
        title: "TÌNH HÌNH GIẢI QUYẾT HỒ SƠ",
        remark,
        coverage: TO_CUTOFF,
        constants: &[("form", "by_unit"), ("row_kind", "total")],
        rows: vec![head.into_iter().chain(numbers).map(str::to_owned).collect()],
        ..Sheet::of("dossier_report", "bao-cao-ho-so", REPORT)
    }
}

/// The communes' lines, which add up to the district's published or made-up totals.
pub(super) fn commune_report(d: &District, remark: &'static str) -> Sheet {
    let ([received, solved, in_time], online) = d.services.commune_totals;
    let n = d.services.commune_dossiers;
    let open = Parts::of(received - solved, n);
    let late = Parts::of(solved - in_time, n);
    let received = Parts::of(received, n);
    let online = online.map(|online| Parts::of(online, n));
    let rows = (0..n).map(|i| {
        let all = received.part(i);
        let solved = all - open.part(i);
        let late = late.part(i);
        let online = online.as_ref().map(|online| online.part(i));
        let cell = |n: Option<usize>| n.map_or_else(String::new, num);
        let direct = online.map(|online| all - online);
        let name = commune_name(i + 1);
        let head = ["BC-HS-XA-2020", &name, "01/01/2020", "05/11/2020"].map(str::to_owned);
        let carried = if online.is_some() { "0" } else { "" };
        let amounts = [num(all), cell(online), cell(direct), carried.to_owned()];
        let solved = [num(solved), "0".to_owned(), num(solved - late), num(late)];
        head.into_iter().chain(amounts).chain(solved).collect()
    });
    Sheet {
        title: "TÌNH HÌNH GIẢI QUYẾT HỒ SƠ CẤP XÃ",
        remark,
        covers: {
            let ids = (1..=d.communes).map(|n| format!("\"{}\"", super::district::commune_id(n)));
            format!("[{}]", ids.collect::<Vec<_>>().join(", "))
        },
        coverage: TO_CUTOFF,
        constants: &[("form", "by_unit"), ("row_kind", "part")],
        rows: rows.collect(),
        ..Sheet::of("dossier_report", "bao-cao-ho-so-xa", REPORT)
    }
}

/// A whole split into uneven parts that add up to it.
struct Parts {
    whole: usize,
    parts: usize,
}

impl Parts {
    fn of(whole: usize, parts: usize) -> Self {
        Self { whole, parts }
    }

    fn part(&self, i: usize) -> usize {
        self.until(i + 1) - self.until(i)
    }

    /// The first `i` parts: every third body is twice the size of its neighbours.
    fn until(&self, i: usize) -> usize {
        let weight = |i: usize| i + i / 3;
        self.whole * weight(i) / weight(self.parts).max(1)
    }
}

const DIGITISATION: &[Column] = &[
    col("period_from", "Từ ngày"),
    col("period_to", "Đến ngày"),
    col("received", "Hồ sơ tiếp nhận"),
    col("input_digitised", "Đã số hóa thành phần"),
    col("solved", "Hồ sơ đã giải quyết"),
    col("result_digitised", "Đã số hóa kết quả"),
];

/// The digitisation report: its period, then received, digitised, solved, digitised.
pub(super) fn digitisation(
    numbers: [&str; 6],
    coverage: &'static str,
    remark: &'static str,
) -> Sheet {
    Sheet {
        title: "SỐ HÓA HỒ SƠ, KẾT QUẢ",
        remark,
        coverage,
        constants: &[("row_kind", "total")],
        rows: vec![cells(numbers)],
        ..Sheet::of("digitisation", "so-hoa", DIGITISATION)
    }
}

const FEEDBACK: &[Column] = &[
    col("id", "Mã phản ánh"),
    col("received_on", "Ngày nhận"),
    col("due_on", "Hạn riêng").none(),
    col("answered", "Đã trả lời"),
    col("answered_on", "Ngày trả lời").none(),
];

/// Petitions, with their answers.
pub(super) fn feedback(d: &District) -> Sheet {
    let [on_time, late, open] = d.services.feedback;
    let all = on_time + late + open;
    let rows = (0..all).map(|i| {
        // The last ones come late in the year, so that their answers lie in it too.
        let slot = all + 4;
        let (answered, day) = match i {
            i if i < late => (true, after(2020, i, slot, 45)),
            i if i < late + open => (false, String::new()),
            _ => (true, after(2020, i, slot, 6)),
        };
        cells([
            &format!("PA-{:03}", i + 1),
            &weekday(2020, i, slot),
            "",
            &yes(answered),
            &day,
        ])
    });
    Sheet {
        title: "PHẢN ÁNH, KIẾN NGHỊ",
        remark: "Phản ánh, kiến nghị nhận trong năm; không có hạn riêng thì tính 15 ngày làm việc.",
        coverage: YEAR,
        constants: &[("kind", "petition"), ("origin", "export")],
        rows: rows.collect(),
        ..Sheet::of("feedback", "phan-anh", FEEDBACK)
    }
}

const SURVEYS: &[Column] = &[
    col("id", "Khảo sát"),
    col("period_from", "Từ ngày"),
    col("period_to", "Đến ngày"),
    col("respondents", "Số người trả lời"),
    col("score_num", "Điểm"),
    col("score_den", "Thang điểm"),
];

/// The satisfaction survey: how many answered, and the score of 10,000.
pub(super) fn survey(respondents: &str, score: &str, remark: &'static str) -> Sheet {
    Sheet {
        title: "CHỈ SỐ HÀI LÒNG",
        remark,
        owner: "survey",
        coverage: COMPLETE,
        constants: &[("kind", "sipas")],
        rows: vec![cells([
            "SIPAS-2020",
            "01/01/2020",
            "31/12/2020",
            respondents,
            score,
            "10.000",
        ])],
        ..Sheet::of("surveys", "hai-long", SURVEYS)
    }
}
