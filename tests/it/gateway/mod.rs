//! `gateway` as a process, and its wire.

mod process;
mod unruly;
mod waiting;
mod wire;
