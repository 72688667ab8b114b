//! Titles of the entries. `{n}` is a commune's number, `{week}`, `{month}`, `{quarter}` and `{year}` those of the day,
//! `{from}` and `{to}` the days of a week, `{past}` the quarter before.

/// News of any district.
pub(super) const NEWS: &[&str] = &[
    "Giao ban công tác tháng {month}: rà soát việc chậm hạn của từng phòng",
    "Xã {n} ra quân vệ sinh môi trường dịp cuối tuần {week}",
    "Tập huấn nộp hồ sơ trực tuyến cho tổ công nghệ của Xã {n}",
    "Kết quả giải quyết hồ sơ tuần {week} tại bộ phận một cửa",
    "Kiểm tra tuyến đường liên thôn đang thi công ở Xã {n}",
    "Tiếp xúc cử tri Xã {n} trước kỳ họp tháng {month}",
    "Xã {n} hướng dẫn người dân tra cứu hồ sơ bằng điện thoại",
    "Ngày hội đọc sách của các trường học Xã {n} trong tháng {month}",
];

/// News of Hải Hà: its published figures of 2020 in sentences of our own, then what any district has.
pub(super) const NEWS_HAI_HA: &[&str] = &[
    "Giao ban công tác tháng {month}: rà soát việc chậm hạn của từng phòng",
    "Niêm yết 372 thủ tục trên 20 lĩnh vực, trong đó 279 thủ tục do huyện giải quyết",
    "Xã {n} ra quân vệ sinh môi trường dịp cuối tuần {week}",
    "Trong năm đã có 530 cuộc họp trực tuyến ở ba cấp",
    "Tập huấn nộp hồ sơ trực tuyến cho tổ công nghệ của Xã {n}",
    "Mười một bộ phận một cửa cấp xã đều dùng phần mềm một cửa điện tử",
    "Kết quả giải quyết hồ sơ tuần {week} tại bộ phận một cửa",
    "Sau sắp xếp, huyện có 11 xã, thị trấn và 114 thôn, bản, khu phố",
    "Tiếp xúc cử tri Xã {n} trước kỳ họp tháng {month}",
    "Trung tâm hành chính công tiếp nhận 23.209 hồ sơ đến ngày 05/11/2020",
    "Xã {n} hướng dẫn người dân tra cứu hồ sơ bằng điện thoại",
    "Có 241 thủ tục nhận và trả kết quả qua bưu chính công ích",
    "Ngày hội đọc sách của các trường học Xã {n} trong tháng {month}",
];

/// Direction and management.
pub(super) const DIRECTION: &[&str] = &[
    "Yêu cầu các phòng giải quyết dứt điểm hồ sơ quá hạn trước cuối tháng {month}",
    "Chỉ đạo rà soát phương án phòng, chống thiên tai tại Xã {n}",
    "Đôn đốc giải ngân vốn đầu tư công quý {quarter} năm {year}",
    "Chấn chỉnh việc gửi, nhận văn bản giấy khi đã có bản điện tử",
];

/// The leaders' schedule.
pub(super) const SCHEDULE: &[&str] =
    &["Lịch công tác của lãnh đạo huyện tuần {week} (từ ngày {from} đến ngày {to})"];

/// How petitions were handled.
pub(super) const HANDLING: &[&str] = &[
    "Trả lời kiến nghị của cử tri Xã {n} về chiếu sáng đường thôn",
    "Kết quả xử lý phản ánh về bãi rác tạm ở Xã {n}",
    "Trả lời kiến nghị về thời gian trả kết quả hồ sơ đất đai tháng {month}",
];

/// Rewards and penalties.
pub(super) const REWARDS: &[&str] = &[
    "Khen thưởng các tập thể làm tốt công tác cải cách hành chính quý {quarter} năm {year}",
    "Xử phạt hành vi đổ vật liệu xây dựng ra lòng đường ở Xã {n}",
    "Tuyên dương tổ công nghệ cộng đồng của Xã {n}",
];

/// Spatial planning.
pub(super) const PLANNING: &[&str] = &[
    "Công bố quy hoạch chi tiết khu trung tâm Xã {n}",
    "Điều chỉnh quy hoạch sử dụng đất cấp huyện, công bố trong tháng {month} năm {year}",
    "Quy hoạch mạng lưới trường học của huyện",
];

/// Plans.
pub(super) const PLANS: &[&str] = &[
    "Kế hoạch phát triển kinh tế – xã hội, giao trong quý {quarter} năm {year}",
    "Kế hoạch ứng dụng công nghệ thông tin ban hành tháng {month} năm {year}",
    "Kế hoạch kiểm soát thủ tục hành chính năm {year}",
    "Kế hoạch cải cách hành chính năm {year}",
];

/// The budget.
pub(super) const BUDGET: &[&str] = &[
    "Công khai thực hiện dự toán ngân sách {past}",
    "Công khai số liệu ngân sách của huyện, cập nhật tháng {month} năm {year}",
];

/// Projects.
pub(super) const PROJECTS: &[&str] = &[
    "Tiến độ dự án đường vào trung tâm Xã {n}",
    "Danh mục dự án đầu tư công năm {year}",
    "Dự án cải tạo trạm y tế Xã {n}",
];

/// Procurement.
pub(super) const PROCUREMENT: &[&str] = &[
    "Thông báo mời thầu gói thầu thiết bị văn phòng tháng {month} năm {year}",
    "Kết quả lựa chọn nhà thầu gói thầu sửa chữa trụ sở Xã {n}",
    "Kế hoạch lựa chọn nhà thầu mua sắm máy tính năm {year}",
];

/// Statistics.
pub(super) const STATISTICS: &[&str] = &[
    "Số liệu kinh tế – xã hội {past}",
    "Báo cáo thống kê tháng {month} năm {year}",
];

/// E-government and digital transformation.
pub(super) const EGOV: &[&str] = &[
    "Tiến độ số hóa kết quả giải quyết thủ tục trong tháng {month}",
    "Cấp chứng thư số cho bộ phận một cửa của Xã {n}",
    "Tỷ lệ văn bản điện tử ký số của các phòng trong quý {quarter}",
];

/// Guidance on the law.
pub(super) const LAW: &[&str] = &[
    "Hướng dẫn quy định mới về tiếp nhận hồ sơ qua mạng",
    "Tìm hiểu quy định về đăng ký hộ tịch tại Xã {n}",
    "Tuyên truyền quy định về bảo vệ môi trường trong tháng {month}",
];

/// Questions and answers.
pub(super) const QUESTIONS: &[&str] = &[
    "Nộp hồ sơ trực tuyến có cần mang bản giấy đến không?",
    "Tra cứu tình trạng hồ sơ của Xã {n} ở đâu?",
    "Thời hạn cấp bản sao trích lục hộ tịch là bao lâu?",
    "Có thể nhận kết quả qua bưu chính không?",
];
