//! One request, looked at part by part: what each is worth, and which known mistake makes it what it is.

mod judge;
mod timestamp;

pub(crate) use judge::{RequestJudge, Verification};
