//! `diff` as a process.

mod textconv;
mod tickets;
