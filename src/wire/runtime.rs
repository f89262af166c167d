//! The one place where async runtimes are started.

use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// How long the end of a run waits for what nothing can stop: the system, which is looking up a name.
const END_WAIT: Duration = Duration::from_millis(500);

/// Runs a future to its end on a runtime with a worker a core.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    Ok(to_its_end(Builder::new_multi_thread().enable_all().build()?, future))
}

/// Runs a future to its end on this thread alone: many short waits need no other thread to be woken.
pub(crate) fn block_on_here<F: Future>(future: F) -> io::Result<F::Output> {
    Ok(to_its_end(Builder::new_current_thread().enable_all().build()?, future))
}

fn to_its_end<F: Future>(runtime: Runtime, future: F) -> F::Output {
    let output = runtime.block_on(future);
    runtime.shutdown_timeout(END_WAIT);
    output
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_run_ends_though_the_system_does_not() {
        let (end, ends) = mpsc::channel::<()>();
        let system = async move {
            tokio::task::spawn_blocking(move || ends.recv());
        };
        block_on_here(system).unwrap();
        drop(end);
    }
}
