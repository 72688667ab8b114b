//! Names and paths that stay inside a workspace on every system.

/// Whether a text is an id: `[a-z0-9-]`, 1 to 64 characters, and no name that Windows keeps for devices.
pub fn is_id(text: &str) -> bool {
    let formed = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let numbered = |stem: &str| {
        text.strip_prefix(stem)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let device =
        matches!(text, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    formed && !device
}

/// Whether a text is a kind of units: `[a-z_]`, 1 to 64 characters.
pub(super) fn is_kind(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Whether a text is one line as bundles keep it: no control characters, 1,000 bytes at most.
pub(super) fn is_line(text: &str) -> bool {
    text.len() <= 1_000 && !text.chars().any(char::is_control)
}

/// A path below the workspace with forward slashes, or nothing where it is empty or would leave it.
pub(crate) fn below_workspace(written: &str) -> Option<String> {
    let path = written.trim().replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || drive || path.chars().any(char::is_control) {
        return None;
    }
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_plain_and_no_devices() {
        for good in ["hai-ha", "2020", "a", "com10", "console"] {
            assert!(is_id(good), "{good} was refused");
        }
        let long = "a".repeat(65);
        for bad in [
            "",
            "Hai-ha",
            "hải-hà",
            "a_b",
            "a/b",
            "..",
            "nul",
            "com1",
            &long,
        ] {
            assert!(!is_id(bad), "{bad} was taken");
        }
    }

    #[test]
    fn a_path_never_leaves_the_workspace() {
        assert_eq!(
            below_workspace(r"exports\.\van-ban.csv").as_deref(),
            Some("exports/van-ban.csv")
        );
        for bad in [
            "",
            ".",
            "../a.csv",
            "a/../../b",
            "/etc/passwd",
            r"C:\a.csv",
            r"\\host\a",
            "a\0b",
        ] {
            assert!(below_workspace(bad).is_none(), "{bad:?} was taken");
        }
    }
}
