//! The one place where an async runtime is started.

use std::future::Future;
use std::io;

/// Runs a future to its end on a runtime with a worker a core.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future))
}
