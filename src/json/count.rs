//! Tests' own count of what was parsed.

use std::sync::{Mutex, PoisonError};

/// Texts that hold this are counted.
const MARK: &str = "parsed-once";

static PARSED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// A text is about to be parsed.
pub(super) fn parsing(text: &[u8]) {
    if memchr::memmem::find(text, MARK.as_bytes()).is_some() {
        let text = String::from_utf8_lossy(text).into_owned();
        PARSED.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }
}

/// The texts with this mark, which begins with `parsed-once`, that were parsed on any thread, as often as they were.
pub(crate) fn parsed(mark: &str) -> Vec<String> {
    assert!(mark.starts_with(MARK), "{mark} is not counted");
    let parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    parsed.iter().filter(|it| it.contains(mark)).cloned().collect()
}
