//! How many file descriptors the process may have: as many as the system lets it.

use std::sync::LazyLock;

/// Descriptors that are left for files, standard streams and the runtime.
const RESERVE: usize = 32;

/// The limit of the process, raised to the most that is allowed.
static LIMIT: LazyLock<usize> = LazyLock::new(raise);

/// How many connections may be open to others, and how many from others: a process may have both.
pub(crate) fn connections_allowed() -> usize {
    (LIMIT.saturating_sub(RESERVE) / 2).max(1)
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
