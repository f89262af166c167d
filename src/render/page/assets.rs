//! The files of the live page.

pub(crate) const PAGE: &str = include_str!("page.html");
pub(crate) const STYLE: &str = include_str!("page.css");
pub(crate) const SCRIPT: &str = include_str!("page.js");
