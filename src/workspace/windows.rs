//! What only Windows tells.

/// The machine's name, `''` where it does not say.
pub(super) fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}
