//! The asset register and the operator's list of connection points.

use super::district::{District, commune_name, person};
use super::people::has_computer;
use super::sheet::{Column, Sheet, cells, col, spread, yes};

const DEVICES: &[Column] = &[
    col("id", "Mã tài sản"),
    col("kind", "Loại thiết bị").values(&[
        ("Máy tính", "computer"),
        ("Máy quét", "scanner"),
        ("Tường lửa", "firewall"),
        ("Thiết bị sao lưu", "backup"),
    ]),
    col("staff_id", "Người được giao").none(),
    col("in_use", "Đang sử dụng"),
    col("lan", "Nối mạng LAN"),
    col("antivirus", "Diệt vi-rút bản quyền"),
    col("antivirus_until", "Bản quyền đến").none(),
    col("last_log_on", "Nhật ký, bản sao lưu gần nhất").none(),
];

/// The register: computers by holder, then the devices of the office.
pub(super) fn register(d: &District) -> Sheet {
    let (issued, spare) = d.devices.computers;
    let all = issued + spare;
    let holders = (0..d.people.officials)
        .filter(|&i| has_computer(d, i))
        .map(|i| person(i + 1));
    let nobody = std::iter::repeat_n(String::new(), spare);
    let mut rows: Vec<_> = holders
        .chain(nobody)
        .enumerate()
        .map(|(n, holder)| {
            let licensed = spread(n, all, d.devices.antivirus);
            let until = if licensed { "31/03/2021" } else { "" };
            let id = format!("MT-{:03}", n + 1);
            let lan = yes(spread(n, all, d.devices.on_lan));
            cells([
                &id,
                "Máy tính",
                &holder,
                "có",
                &lan,
                &yes(licensed),
                until,
                "",
            ])
        })
        .collect();
    if d.devices.scanner {
        rows.push(cells(["MQ-01", "Máy quét", "", "có", "", "", "", ""]));
    }
    rows.push(cells([
        "TL-01",
        "Tường lửa",
        "",
        d.devices.firewall,
        "",
        "",
        "",
        "",
    ]));
    rows.push(cells([
        "SL-01",
        "Thiết bị sao lưu",
        "",
        "có",
        "",
        "",
        "",
        d.devices.backup,
    ]));
    Sheet {
        title: "SỔ TÀI SẢN CÔNG NGHỆ THÔNG TIN",
        remark: "Sổ tài sản; ô «Người được giao» trống là máy dùng chung.",
        owner: "unit",
        rows,
        ..Sheet::of("devices", "so-tai-san", DEVICES)
    }
}

const SITES: &[Column] = &[
    col("id", "Mã điểm"),
    col("org_id", "Cơ quan"),
    col("kind", "Loại kết nối").values(&[
        ("Truyền số liệu chuyên dùng", "state_wan"),
        ("Hội nghị truyền hình", "video_conference"),
    ]),
    col("working", "Đang hoạt động"),
    col("last_used_on", "Dùng gần nhất").none(),
];

/// Connection points of the unit and of the communes that sent their list.
pub(super) fn sites(d: &District) -> Sheet {
    let bodies = d.heard() + 1;
    let name = |n: usize| {
        if n == 0 {
            d.name.to_owned()
        } else {
            commune_name(n)
        }
    };
    let mut rows = Vec::new();
    for n in 0..bodies {
        let wan = if n == 0 {
            d.devices.unit_wan
        } else {
            spread(n - 1, d.heard(), d.devices.commune_wan)
        };
        let id = format!("KN-{n:02}");
        let kind = "Truyền số liệu chuyên dùng";
        rows.push(cells([&id, &name(n), kind, &yes(wan), "31/12/2020"]));
        if spread(n, bodies, d.devices.video) {
            let id = format!("TH-{n:02}");
            rows.push(cells([
                &id,
                &name(n),
                "Hội nghị truyền hình",
                "có",
                "15/12/2020",
            ]));
        }
    }
    Sheet {
        title: "DANH SÁCH ĐIỂM KẾT NỐI",
        remark: "Điểm kết nối mạng truyền số liệu chuyên dùng và điểm cầu hội nghị truyền hình.",
        covers: d.covered(),
        rows,
        ..Sheet::of("sites", "diem-ket-noi", SITES)
    }
}
