//! How many file descriptors the process may have: as many as the system lets it.

use std::sync::OnceLock;

/// Descriptors that are left for files, standard streams and the runtime.
const RESERVE: usize = 32;

/// Raises the limit of the process to the most that is allowed, once, and gives it.
fn limit() -> usize {
    static LIMIT: OnceLock<usize> = OnceLock::new();
    *LIMIT.get_or_init(raise)
}

/// How many connections may be open to others, and how many from others: a process may have both.
pub(crate) fn connections_allowed() -> usize {
    (limit().saturating_sub(RESERVE) / 2).max(1)
}

#[cfg(unix)]
fn raise() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: maximum, maximum };
    // Some systems call it unlimited and refuse to set it so: what there is stays.
    let current = if setrlimit(Resource::Nofile, raised).is_ok() { maximum } else { current };
    current.map_or(usize::MAX / 4, |it| usize::try_from(it).unwrap_or(usize::MAX / 4))
}

#[cfg(not(unix))]
fn raise() -> usize {
    usize::MAX / 4
}
