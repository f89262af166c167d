//! `gateway` as a process, and its wire.

mod process;
mod unruly;
mod wire;
