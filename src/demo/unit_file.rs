//! `units/ID.toml` of a district: its head, its bodies, the bindings of its exports, its claims.

use super::district::{District, commune_id, commune_name};
use super::portal::Ports;
use super::sheet::Sheet;

/// What the demo has of a district.
pub(super) struct Unit {
    /// Its numbers.
    pub district: &'static District,
    /// Its exports.
    pub sheets: Vec<Sheet>,
    /// The hand-written top of its profile.
    pub head: &'static str,
    /// The hand-written claims.
    pub declared: &'static str,
}

impl Unit {
    /// The text of its profile.
    /// With its portal on these ports.
    pub(super) fn profile(&self, ports: Ports) -> String {
        let d = self.district;
        let mut text = ports.fill(self.head);
        for n in 1..=d.communes {
            let (id, name) = (commune_id(n), commune_name(n));
            text.extend(["[[organisation]]\nid = \"", &id, "\"\nkind = \"commune\"\n"]);
            text.extend(["name = \"", &name, "\"\n\n"]);
        }
        text.push_str(BINDINGS);
        for sheet in &self.sheets {
            text.push_str(&sheet.binding(d.id));
            text.push('\n');
        }
        if d.services.used.is_none() && d.people.logins.is_none() {
            text.push_str(NOT_SENT);
        }
        text.push_str(self.declared);
        text
    }
}

/// Stands above the bindings.
const BINDINGS: &str = "\
# ---- Nguồn số liệu: mỗi tệp nạp vào một bảng ----
# columns: cột của bảng = tiêu đề cột trong tệp; values: chữ trong tệp = mã; empty: ô trống nghĩa là gì (không ghi = chưa biết).
# `sansang tables` liệt kê mọi bảng và cột.

";

/// Stands where tables have no source.
const NOT_SENT: &str = "\
# Bảng dossiers (danh sách hồ sơ một cửa) và logins (nhật ký đăng nhập thư) chưa có tệp nào: không phải là không có hồ sơ
# hay không ai đăng nhập, mà là chưa biết; B3.2 và B2.5 vì thế chưa biết.

";
