//! Staff and what belongs to them: trainings, mailboxes, logins, certificates. Nobody has a name, only a number.

use super::district::{District, commune_name, person};
use super::sheet::{Column, Sheet, YEAR, cells, col, num, spread, weekday};

const STAFF: &[Column] = &[
    col("", "STT"),
    col("id", "Mã cán bộ"),
    col("org_id", "Đơn vị công tác"),
    col("kind", "Đối tượng").values(&[
        ("Công chức", "civil_servant"),
        ("Viên chức", "public_employee"),
        ("Hợp đồng", "contract"),
    ]),
    col("active", "Đang công tác"),
    col("duty", "Nhiệm vụ").values(&[
        ("Lãnh đạo", "leader"),
        ("Kế toán", "accountant"),
        ("Khác", "other"),
    ]),
    col("it_role", "Phụ trách CNTT").values(&[
        ("Chuyên trách", "full_time"),
        ("Kiêm nhiệm", "part_time"),
        ("Không", "none"),
    ]),
    col("it_degree", "Trình độ CNTT").values(&[
        ("Đại học", "bachelor"),
        ("Cao đẳng", "college"),
        ("Không", "none"),
    ]),
];

/// People of each commune's list.
const EACH: usize = 6;

/// The personnel list: the district's own offices, then the communes that sent theirs.
pub(super) fn staff(d: &District) -> Sheet {
    let p = &d.people;
    let it_officer = p.leaders + p.accountants;
    let own = p.officials + p.employees + p.contracts;
    let district = (0..own).map(|i| {
        let kind = match i {
            i if i < p.officials => "Công chức",
            i if i < p.officials + p.contracts => "Hợp đồng",
            _ => "Viên chức",
        };
        let duty = match i {
            i if i < p.leaders => "Lãnh đạo",
            i if i < it_officer => "Kế toán",
            _ => "Khác",
        };
        let (role, degree) = if i == it_officer {
            p.it_officer
        } else {
            ("Không", "Không")
        };
        let who = [&num(i + 1), &person(i + 1), d.name].map(str::to_owned);
        who.into_iter()
            .chain(cells([kind, "có", duty, role, degree]))
    });
    let communes = (0..d.heard() * EACH).map(|i| {
        let (commune, place) = (i / EACH, i % EACH);
        let duty = match place {
            0 | 1 => "Lãnh đạo",
            2 => "Kế toán",
            _ => "Khác",
        };
        let it = place == 3 && spread(commune, d.heard(), d.people.commune_it);
        let role = if it { "Kiêm nhiệm" } else { "Không" };
        let n = own + i + 1;
        let who = [num(n), person(n), commune_name(commune + 1)];
        who.into_iter()
            .chain(cells(["Công chức", "có", duty, role, "Không"]))
    });
    Sheet {
        title: "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC",
        remark: if d.one_silent {
            "Danh sách nhân sự của huyện và các xã; người chỉ có mã, không có họ tên. Xã 11 chưa gửi danh sách nào, nên
             không có trong `covers` của nguồn này và các nguồn dưới: phần của xã đó là chưa biết, không phải là không có."
        } else {
            "Danh sách nhân sự của huyện và các xã; người chỉ có mã, không có họ tên."
        },
        owner: "unit",
        covers: d.covered(),
        rows: district
            .map(Iterator::collect)
            .chain(communes.map(Iterator::collect))
            .collect(),
        ..Sheet::of("staff", "danh-sach-can-bo", STAFF)
    }
}

const TRAININGS: &[Column] = &[
    col("id", "Mã dòng"),
    col("staff_id", "Mã cán bộ"),
    col("kind", "Nội dung").values(&[
        ("Chuẩn kỹ năng CNTT", "it_skill_standard"),
        ("Tập huấn CNTT", "it_training"),
        ("Tập huấn an toàn thông tin", "security_training"),
    ]),
    col("held_on", "Ngày cấp hoặc ngày học"),
    col("valid_to", "Giá trị đến")
        .values(&[("Không thời hạn", "9999-12-31")])
        .none(),
];

/// Attestations and courses. Where the district has slips, one date is no day and one row is of no known kind.
pub(super) fn trainings(d: &District) -> Sheet {
    let p = &d.people;
    let standard = (0..p.officials)
        .filter(|&i| spread(i, p.officials, p.standard))
        .map(|i| {
            let day = weekday(2017, i, p.officials);
            (i, "Chuẩn kỹ năng CNTT", day, "Không thời hạn")
        });
    let trained = (0..p.officials)
        .filter(|&i| spread(i, p.officials, p.trained))
        .map(|i| {
            let kind = if i % 2 == 0 {
                "Tập huấn CNTT"
            } else {
                "Tập huấn an toàn thông tin"
            };
            (i, kind, weekday(2020, i, p.officials), "")
        });
    let numbered = standard.chain(trained).enumerate();
    let mut rows: Vec<_> = numbered
        .map(|(n, (i, kind, day, until))| {
            cells([
                &format!("TH-{:03}", n + 1),
                &person(i + 1),
                kind,
                &day,
                until,
            ])
        })
        .collect();
    if d.slips {
        let untrained = (0..p.officials).find(|&i| !spread(i, p.officials, p.trained));
        let who = person(untrained.unwrap_or_default() + 1);
        rows.push(cells(["TH-901", &who, "Tập huấn CNTT", "31/02/2020", ""]));
        rows.push(cells([
            "TH-902",
            &person(p.officials),
            "Lớp khác, không rõ",
            "15/06/2020",
            "",
        ]));
    }
    Sheet {
        title: "TỔNG HỢP TẬP HUẤN, CHỨNG NHẬN",
        remark: if d.slips {
            "Hai dòng cuối của tệp có lỗi cố ý: một ngày không có trong lịch, một nội dung không có trong danh sách;
            `audit` chỉ ra cả hai, khoảng điểm của A2.2 và A2.3 rộng ra đúng bằng phần không đọc được."
        } else {
            "Danh sách chứng nhận và lớp tập huấn trong năm."
        },
        owner: "unit",
        rows,
        ..Sheet::of("trainings", "tap-huan", TRAININGS)
    }
}

const MAILBOXES: &[Column] = &[
    col("id", "Mã hộp thư"),
    col("staff_id", "Mã cán bộ").none(),
    col("kind", "Loại hộp thư").values(&[("Cá nhân", "person"), ("Cơ quan", "organisation")]),
    col("active", "Đang mở"),
    col("last_login_on", "Đăng nhập gần nhất").none(),
];

/// The accounts of the mail system.
pub(super) fn mailboxes(d: &District) -> Sheet {
    let p = &d.people;
    let mut rows: Vec<_> = (0..p.officials)
        .filter(|&i| spread(i, p.officials, p.mailboxes))
        .map(|i| {
            let last = format!("{}/12/2020", 1 + i % 28);
            cells([
                &format!("HT-{:03}", i + 1),
                &person(i + 1),
                "Cá nhân",
                "có",
                &last,
            ])
        })
        .collect();
    rows.push(cells(["HT-CQ", "", "Cơ quan", "có", "31/12/2020"]));
    Sheet {
        title: "DANH BẠ THƯ CÔNG VỤ",
        remark: "Danh sách hộp thư công vụ; ô mã cán bộ trống là hộp thư dùng chung.",
        form: d.mail_form,
        rows,
        ..Sheet::of("mailboxes", "danh-ba-thu", MAILBOXES)
    }
}

const LOGINS: &[Column] = &[
    col("mailbox_id", "Mã hộp thư"),
    col("on_date", "Ngày đăng nhập"),
];

/// The login log of the mail system, one login a week and person, where there is a log.
pub(super) fn logins(d: &District) -> Option<Sheet> {
    let p = &d.people;
    let (regular, weeks) = p.logins?;
    let whole = weeks >= 52;
    let people = (0..p.officials).filter(|&i| spread(i, p.officials, p.mailboxes));
    let people = people.filter(|&i| spread(i, p.officials, regular));
    let rows = people.flat_map(|i| {
        (0..weeks).map(move |back| {
            let week = 51 - back;
            cells([&format!("HT-{:03}", i + 1), &weekday(2020, week, 52)])
        })
    });
    Some(Sheet {
        title: "NHẬT KÝ ĐĂNG NHẬP THƯ CÔNG VỤ",
        remark: if whole {
            "Nhật ký đăng nhập cả năm."
        } else {
            "Hệ thống chỉ giữ nhật ký 90 ngày, nên phần còn lại của năm là chưa biết."
        },
        coverage: if whole {
            YEAR
        } else {
            "period = { from = 2020-10-03, to = 2020-12-31 }"
        },
        form: d.mail_form,
        rows: rows.collect(),
        ..Sheet::of("logins", "dang-nhap-thu", LOGINS)
    })
}

const CERTIFICATES: &[Column] = &[
    col("id", "Số hiệu"),
    col("subject_kind", "Chủ thể").values(&[("Cá nhân", "person"), ("Cơ quan", "organisation")]),
    col("holder_id", "Mã cán bộ").none(),
    col("org_id", "Cơ quan").none(),
    col("chain_from", "Hiệu lực từ"),
    col("chain_until", "Hiệu lực đến"),
    col("revoked_on", "Thu hồi").values(&[("Không", "")]),
];

/// Certificates of leaders and accountants, some expired, some whose revocation nobody looked up; and those of the
/// district and the communes.
pub(super) fn certificates(d: &District) -> Sheet {
    let p = &d.people;
    let (expired, unknown, without) = p.certificates;
    let own = (0..p.leaders + p.accountants - without).map(|i| {
        let (until, revoked) = match i {
            i if i < expired => ("30/06/2020", "Không"),
            i if i < expired + unknown => ("31/12/2022", ""),
            _ => ("31/12/2022", "Không"),
        };
        let id = format!("CTS-{:03}", i + 1);
        cells([
            &id,
            "Cá nhân",
            &person(i + 1),
            "",
            "01/01/2018",
            until,
            revoked,
        ])
    });
    let seal = |n: usize| {
        let id = format!("CTS-CQ-{n:02}");
        let name = if n == 0 {
            d.name.to_owned()
        } else {
            commune_name(n)
        };
        cells([
            &id,
            "Cơ quan",
            "",
            &name,
            "01/01/2018",
            "31/12/2022",
            "Không",
        ])
    };
    let sealed = |&n: &usize| n == 0 || spread(n - 1, d.heard(), d.office.commune_documents);
    Sheet {
        title: "DANH SÁCH CHỨNG THƯ SỐ",
        remark: "Ô «Thu hồi» ghi «Không» là đã tra và không bị thu hồi; ô trống là chưa tra, tức là chưa biết.",
        covers: d.covered(),
        rows: own
            .chain((0..=d.heard()).filter(sealed).map(seal))
            .collect(),
        ..Sheet::of("certificates", "chung-thu-so", CERTIFICATES)
    }
}

/// Whether a person of the staff list has a computer, for the register.
pub(super) fn has_computer(d: &District, i: usize) -> bool {
    spread(i, d.people.officials, d.devices.computers.0)
}
