//! What the system says of a failure, in words.

use std::io;
use std::path::Path;

/// A failure with the file of this name; an empty one says so.
pub(crate) fn of_file(path: &Path, source: io::Error) -> io::Error {
    let is_empty = path.as_os_str().is_empty();
    if is_empty { io::Error::other("an empty name is the name of no file") } else { source }
}

/// `No space left on device (os error 28)` as `no space left on device`.
pub(crate) fn words(reason: &str) -> String {
    let reason = reason.split(" (os error").next().unwrap_or(reason);
    let mut letters = reason.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => reason.to_owned(),
    }
}
