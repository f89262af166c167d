//! How much memory a process has had.

/// The most memory a process has had resident, kB; 0 where the system does not say.
pub(crate) fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    line.map_or(0, |it| it.trim().trim_end_matches(" kB").parse().unwrap())
}
