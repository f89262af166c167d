//! The interop suite: this program against the vendor's own SDKs, installed at pinned versions, and in the shells
//! that it has completions for. `--features interop`.
//!
//! It needs the toolchains that CONTRIBUTING.md names; without one of them every test of its SDK fails and says so.
//! `INTEROP_SDKS=go,java` runs the tests of these.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod answers;
mod app;
mod binary;
#[cfg(unix)]
mod ci;
#[cfg(unix)]
mod docs;
mod gateway;
mod listen;
mod mistakes;
mod mixed;
mod page;
mod pattern;
mod probe;
mod proto3;
mod protocol;
mod raw;
mod refusals;
mod replay;
mod reports;
mod sdk;
#[cfg(unix)]
mod shells;
mod stories;
mod tamperer;
mod toolchain;
mod verdicts;
