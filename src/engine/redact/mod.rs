//! Events without what identifies anybody: the same story told with pseudonyms. What is not known as safe is replaced.

mod alphabet;
mod broken;
mod event_type;
mod literal;
mod marks;
mod place;
mod pseudonym;
mod redactor;

pub(crate) use marks::{Looks, looks};
pub(crate) use pseudonym::Pseudonyms;
pub(crate) use redactor::{Redacted, Redactor};
