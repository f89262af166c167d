//! What is said to the person at the terminal, beside the results.

use std::io::{self, Write as _};

/// Says a line on standard error. It may be closed; the run goes on.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
