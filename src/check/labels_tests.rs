use super::*;

fn labels() -> Labels {
    Labels::parse("vi.toml", include_str!("../../checks/sections/vi.toml")).unwrap()
}

#[test]
fn marks_case_and_dashes_do_not_matter() {
    let labels = labels();
    for text in [
        "Tin tức – Sự kiện",
        "TIN TỨC, SỰ KIỆN",
        "Tin tuc su kien",
        "» Tin tức - sự kiện",
    ] {
        assert_eq!(labels.whole(Group::Section, text), Some("news"), "{text}");
    }
    assert_eq!(labels.whole(Group::Section, "Tin tức của tôi"), None);
}

#[test]
fn the_longest_label_wins() {
    let labels = labels();
    let within = |text| labels.within(Group::Section, &words_of(text));
    assert_eq!(within("Các văn bản lấy ý kiến"), Some("drafts"));
    assert_eq!(within("Các văn bản khác"), Some("documents"));
    assert_eq!(within("Bản đồ"), None);
    let leading = |text| labels.leading(Group::Part, &words_of(text));
    assert_eq!(leading("Số lượng hồ sơ: 01 bộ"), Some(("copies", 4)));
    assert_eq!(leading("Một số lượng hồ sơ"), None);
}

#[test]
fn every_part_has_a_label() {
    let labels = labels();
    for (_, group, codes) in GROUPS {
        let known: Vec<&str> = labels.groups[group]
            .labels
            .values()
            .flatten()
            .copied()
            .collect();
        for code in codes.iter().filter(|code| **code != "other") {
            assert!(known.contains(code), "{code} has no label");
        }
    }
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (text, code, line) in [
        ("[sections]\nnews = [\"Tin\"]\n", "label.group", 1),
        ("[section]\nnew = [\"Tin\"]\n", "label.code", 2),
        ("[section]\nnews = [\"–\"]\n", "label.empty", 2),
        (
            "[section]\nbudget = [\"Tin\"]\nnews = [\"tin\"]\n",
            "label.twice",
            3,
        ),
    ] {
        let problem = Labels::parse("vi.toml", text).unwrap_err();
        let place = problem.place().and_then(|place| place.line);
        assert_eq!((problem.code(), place), (code, Some(line)), "{text}");
    }
}
