//! What the portals of the three districts show, and what they leave out: a few numbers each.
//!
//! All of it is made up and says so on every page; the figures of Hải Hà that stand in its news are its published ones.

use super::topics;
use crate::demo::district::District;
use crate::demo::{hai_ha, sample};

/// A district's portal in numbers.
#[derive(Debug)]
pub(super) struct Shown {
    /// The district.
    pub district: &'static District,
    /// Days for which its certificate is still valid.
    pub days_left: i64,
    /// How well its pages are made.
    pub made: Made,
    /// How much it says of itself.
    pub about: About,
    /// Its lists, in the order of the menu.
    pub lists: &'static [List],
    /// Of the documents that have to be public, those that stand on the portal, and those of them with another day of
    /// issue and with a file that is not there.
    pub documents: (usize, usize, usize),
}

/// How well pages are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// Everything that a visitor or a machine wants.
    Well,
    /// Some of it.
    Fairly,
    /// Text and links alone.
    Badly,
}

/// What a portal says of its district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Functions, leaders with duties, an official to turn to, every sub-unit with its telephone.
    All,
    /// The same, but for the official's own address and the telephones of some sub-units.
    Most,
    /// A few words, and the leaders' positions.
    Little,
}

/// A list of dated entries.
#[derive(Debug)]
pub(super) struct List {
    /// Its path.
    pub path: &'static str,
    /// Its label in the menu.
    pub label: &'static str,
    /// The menu that it stands in, where it is not the first level.
    pub under: &'static str,
    /// Titles, taken in turn.
    pub titles: &'static [&'static str],
    /// How many entries it has.
    pub entries: usize,
    /// Day of the newest: year, month, day.
    pub newest: (i16, i8, i8),
    /// Days between two entries.
    pub every: i64,
    /// What is special about it.
    pub kind: Kind,
}

/// What is special about a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Articles.
    Articles,
    /// Articles that carry a file.
    Files,
    /// Weeks: an entry is about the seven days from its day.
    Weeks,
    /// Its page never answers.
    Silent,
}

/// A list of articles on the first level of the menu.
const fn list(
    path: &'static str,
    label: &'static str,
    titles: &'static [&'static str],
    (entries, newest, every): (usize, (i16, i8, i8), i64),
) -> List {
    List {
        path,
        label,
        under: "",
        titles,
        entries,
        newest,
        every,
        kind: Kind::Articles,
    }
}

impl List {
    const fn under(mut self, menu: &'static str) -> Self {
        self.under = menu;
        self
    }

    const fn with(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }
}

const STEERING: &str = "Điều hành";
const PUBLIC: &str = "Công khai";

/// Good, but the section of direction has had nothing new since August.
pub(super) const HAI_HA: Shown = Shown {
    district: &hai_ha::HAI_HA,
    days_left: 82,
    made: Made::Well,
    about: About::All,
    lists: &[
        list(
            "tin-tuc",
            "Tin tức – Sự kiện",
            topics::NEWS_HAI_HA,
            (50, (2020, 12, 30), 2),
        ),
        list(
            "chi-dao-dieu-hanh",
            "Chỉ đạo điều hành",
            topics::DIRECTION,
            (9, (2020, 8, 14), 19),
        )
        .under(STEERING),
        list(
            "lich-cong-tac",
            "Lịch công tác",
            topics::SCHEDULE,
            (6, (2020, 12, 28), 7),
        )
        .under(STEERING)
        .with(Kind::Weeks),
        list(
            "xu-ly-kien-nghi",
            "Xử lý kiến nghị",
            topics::HANDLING,
            (5, (2020, 12, 18), 23),
        )
        .under(STEERING),
        list(
            "khen-thuong",
            "Khen thưởng, xử phạt",
            topics::REWARDS,
            (4, (2020, 12, 10), 70),
        )
        .under(STEERING),
        list(
            "quy-hoach",
            "Quy hoạch",
            topics::PLANNING,
            (3, (2020, 9, 22), 95),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "ke-hoach",
            "Kế hoạch",
            topics::PLANS,
            (4, (2020, 12, 22), 80),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "ngan-sach",
            "Công khai ngân sách",
            topics::BUDGET,
            (4, (2020, 10, 15), 92),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "du-an",
            "Dự án đầu tư",
            topics::PROJECTS,
            (3, (2020, 11, 5), 75),
        )
        .under(PUBLIC),
        list(
            "mua-sam-cong",
            "Mua sắm công",
            topics::PROCUREMENT,
            (3, (2020, 11, 26), 64),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "thong-ke",
            "Số liệu thống kê",
            topics::STATISTICS,
            (4, (2020, 12, 25), 91),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "chuyen-doi-so",
            "Chuyển đổi số",
            topics::EGOV,
            (5, (2020, 12, 15), 30),
        ),
        list(
            "pho-bien-phap-luat",
            "Phổ biến pháp luật",
            topics::LAW,
            (3, (2020, 11, 9), 45),
        ),
        list(
            "hoi-dap",
            "Hỏi đáp",
            topics::QUESTIONS,
            (4, (2020, 12, 21), 18),
        ),
    ],
    documents: (46, 2, 1),
};

/// Middling, and its page of statistics never answers.
pub(super) const MAU_A: Shown = Shown {
    district: &sample::MAU_A,
    days_left: 55,
    made: Made::Fairly,
    about: About::Most,
    lists: &[
        list(
            "tin-tuc",
            "Tin tức – Sự kiện",
            topics::NEWS,
            (22, (2020, 12, 29), 5),
        ),
        list(
            "chi-dao-dieu-hanh",
            "Chỉ đạo điều hành",
            topics::DIRECTION,
            (6, (2020, 12, 21), 24),
        ),
        list(
            "lich-cong-tac",
            "Lịch công tác",
            topics::SCHEDULE,
            (3, (2020, 12, 14), 7),
        )
        .with(Kind::Weeks),
        list(
            "khen-thuong",
            "Khen thưởng",
            topics::REWARDS,
            (2, (2020, 5, 19), 120),
        ),
        list(
            "quy-hoach",
            "Quy hoạch",
            topics::PLANNING,
            (2, (2020, 7, 2), 60),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "ke-hoach",
            "Kế hoạch",
            topics::PLANS,
            (3, (2020, 12, 17), 90),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "ngan-sach",
            "Công khai ngân sách",
            topics::BUDGET,
            (3, (2020, 10, 12), 92),
        )
        .under(PUBLIC)
        .with(Kind::Files),
        list(
            "du-an",
            "Dự án đầu tư",
            topics::PROJECTS,
            (2, (2020, 4, 16), 50),
        )
        .under(PUBLIC),
        list(
            "thong-ke",
            "Số liệu thống kê",
            topics::STATISTICS,
            (3, (2020, 12, 24), 91),
        )
        .under(PUBLIC)
        .with(Kind::Silent),
        list(
            "chuyen-doi-so",
            "Chuyển đổi số",
            topics::EGOV,
            (3, (2020, 8, 20), 40),
        ),
        list(
            "hoi-dap",
            "Hỏi đáp",
            topics::QUESTIONS,
            (2, (2020, 11, 12), 30),
        ),
    ],
    documents: (30, 1, 0),
};

/// Poor, and its certificate ends in nine days.
pub(super) const MAU_B: Shown = Shown {
    district: &sample::MAU_B,
    days_left: 9,
    made: Made::Badly,
    about: About::Little,
    lists: &[
        list("tin-tuc", "Tin tức", topics::NEWS, (9, (2020, 12, 2), 18)),
        list(
            "chi-dao",
            "Thông tin chỉ đạo",
            topics::DIRECTION,
            (2, (2019, 10, 3), 40),
        ),
        list(
            "ke-hoach",
            "Kế hoạch",
            topics::PLANS,
            (2, (2020, 2, 11), 200),
        ),
        list(
            "ngan-sach",
            "Ngân sách",
            topics::BUDGET,
            (2, (2019, 7, 18), 92),
        ),
    ],
    documents: (5, 1, 1),
};

/// The portals of the demo.
pub(super) const ALL: [&Shown; 3] = [&HAI_HA, &MAU_A, &MAU_B];
