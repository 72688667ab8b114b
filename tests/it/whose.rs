//! A row of a list of several bodies that names none of them: nobody's proof, and everybody's gap.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::program::run;

/// The only person who looks after computers; whose person that is, is written otherwise in each world.
const ROW: &str = "CB-102;Xã Mẫu;Công chức;Có;Khác;Chuyên trách;Đại học";
/// Others of the new workspace's list who would hide that, and what they are here.
const OTHERS: [(&str, &str); 2] = [
    ("CB-102;Xã Mẫu;Công chức;Có;Khác;Kiêm nhiệm;Cao đẳng", ROW),
    (
        "CB-003;Văn phòng;Công chức;Có;Khác;Chuyên trách;Đại học",
        "CB-003;Văn phòng;Công chức;Có;Khác;Không;Không",
    ),
];

/// Makes a new workspace with another row in the place of [`ROW`].
fn workspace(folder: &Path, name: &str, row: &str) -> String {
    let workspace = folder.join(name).to_str().unwrap().to_owned();
    run(&["init", &workspace, "--year", "2020"]).well();
    let export = Path::new(&workspace).join("exports/danh-sach-can-bo.csv");
    let mut text = std::fs::read_to_string(&export).unwrap();
    for (theirs, ours) in OTHERS {
        assert!(text.contains(theirs), "{text}");
        text = text.replace(theirs, ours);
    }
    std::fs::write(&export, text.replace(ROW, row)).unwrap();
    workspace
}

/// Measured points by criterion of the workspace with a row.
fn measured(folder: &Path, name: &str, row: &str) -> BTreeMap<String, [f64; 2]> {
    let workspace = workspace(folder, name, row);
    let card = run(&["audit", "-C", &workspace, "--format", "json"]).well();
    let card = &card.json()["scorecards"][0];
    let criteria = card["criteria"].as_array().unwrap().iter();
    let end = |points: &Value, end: &str| points[end].as_str().map(|text| text.parse().unwrap());
    criteria
        .filter_map(|criterion| {
            let points = &criterion["measured"];
            let code = criterion["code"].as_str().unwrap().to_owned();
            Some((code, [end(points, "low")?, end(points, "high")?]))
        })
        .collect()
}

#[test]
fn a_row_of_nobody_leaves_room_for_every_body_that_it_may_be_of() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str, row: &str| measured(folder.path(), name, row);
    let worlds = [
        of("xa", ROW),
        of("huyen", &ROW.replace("Xã Mẫu", "Văn phòng")),
        // The person may be anything else too, in either body.
        of("khac", "CB-102;Xã Mẫu;Hợp đồng;Không;Lãnh đạo;Không;Không"),
        of(
            "ke-toan",
            "CB-102;Văn phòng;Công chức;Có;Kế toán;Không;Không",
        ),
    ];
    for (name, row) in [
        // Written otherwise, not written, and a row of a broken form.
        ("sai", ROW.replace("Xã Mẫu", "Xã Mẫu (mới)")),
        ("trong", ROW.replace("Xã Mẫu", "")),
        ("hong", format!("{ROW};;x")),
    ] {
        let nobody = of(name, &row);
        for world in &worlds {
            for (code, [low, high]) in world {
                let [least, most] = nobody[code];
                let within = least <= *low && *high <= most;
                assert!(
                    within,
                    "{name} {code}: [{low}, {high}] is not in [{least}, {most}]"
                );
            }
        }
        assert_eq!((nobody["A2.1"], nobody["A2.4"]), ([0.0, 4.0], [0.0, 4.0]));
    }
    let settled = |world: &BTreeMap<String, [f64; 2]>| [world["A2.1"], world["A2.4"]];
    assert_eq!(settled(&worlds[0]), [[0.0, 0.0], [4.0, 4.0]]);
    assert_eq!(settled(&worlds[1]), [[4.0, 4.0], [0.0, 0.0]]);
}

#[test]
fn a_row_of_nobody_is_listed_and_missing_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = workspace(folder.path(), "w", &ROW.replace("Xã Mẫu", "Xã Mẫu (mới)"));
    let ran = run(&["audit", "-C", &workspace]).well();
    for part in [
        "danh-sach-can-bo.csv:8: org_id: ",
        "danh-sach-can-bo.csv:8: bỏ dòng này vì không rõ là của cơ quan nào; tính thiếu 1 dòng ở mỗi cơ quan",
    ] {
        assert!(ran.err.contains(part), "{part} is not in\n{}", ran.err);
    }
    let sql = "select unit_id, state, missing from coverage where table_name = 'staff'";
    let asked = run(&[
        "query",
        "-C",
        &workspace,
        "don-vi-mau",
        sql,
        "--format",
        "json",
    ]);
    let rows = &asked.well().json()["rows"];
    let each = |unit: &str| serde_json::json!([unit, "partial", 1]);
    assert_eq!(
        *rows,
        serde_json::json!([each("don-vi-mau"), each("xa-mau")])
    );
}
