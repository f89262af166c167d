//! What the system says of a failure, in words.

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
