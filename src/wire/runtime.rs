//! The one place where async runtimes are started.

use std::future::Future;
use std::io;

/// Runs a future to its end on a runtime with a worker a core.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future))
}

/// Runs a future to its end on this thread alone: many short waits need no other thread to be woken.
pub(crate) fn block_on_here<F: Future>(future: F) -> io::Result<F::Output> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future))
}
