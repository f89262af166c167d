//! The interop suite: this program against the vendor's own SDKs, installed at pinned versions. `--features interop`.
//!
//! It needs Python and Node (README says which); without them every test fails and says so.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod app;
mod binary;
mod gateway;
mod listen;
mod probe;
mod raw;
mod replay;
mod stories;
mod table;
mod tamperer;
mod workshop;
