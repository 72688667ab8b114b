//! What only Unix tells.

/// The machine's name, `''` where it does not say.
pub(super) fn host_name() -> String {
    let named = ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .iter()
        .find_map(|file| std::fs::read_to_string(file).ok());
    let named = named.or_else(|| std::env::var("HOSTNAME").ok());
    named.map_or_else(String::new, |name| name.trim().to_owned())
}
