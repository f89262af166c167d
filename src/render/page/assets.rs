//! The files of the live page.

/// Its document.
pub(crate) const PAGE: &str = include_str!("page.html");
/// Its looks.
pub(crate) const STYLE: &str = include_str!("page.css");
/// Its behaviour.
pub(crate) const SCRIPT: &str = include_str!("page.js");
