//! `listen` as a process.

mod forward;
mod kill;
mod requests;
mod scripts;
