//! `helpdesk-evt`: check, compare, replay and receive Feishu/Lark Helpdesk ticket events, offline.
//!
//! This library is the program's inside and no API: what is public is what the binary, the tests and the benches take.
//!
//! # Layers
//!
//! A folder imports only folders of lower layers. The four of layer 3 never import each other, they meet in `cli`.
//! `tests/it/layers.rs` holds this as a test, and that no files of a folder import each other in a circle.
//!
//! ```text
//! 5  main.rs
//! 4  cli/                                        arguments -> options -> run; the only place where layer 3 meets
//! 3  wire/      source/      engine/    render/  sockets | input | what is judged and decided | output formats
//! 2  protocol/  catalog/     report/             Lark's delivery rules | event types | our output contract
//! 1  model/     json/        files/    mask      Lark's words | JSON | files that are never lost | secrets
//! ```
//!
//! # The way of an event through each command
//!
//! - validate: `source` reads blocks of whole lines -> `engine::validate::fast_path`, on every core: its screen, compiled
//!   from the schema of a `catalog` entry, takes clean events and other products' from the raw bytes; what it does not take
//!   is parsed with `json` and judged by schema and lints (`engine::validate::checker`). What is longer than a line is put
//!   together in the order of the input (`source::split::joiner`) and judged likewise -> a `report::Record` -> `render`.
//! - diff: the same, but that a clean event's transition is taken from what the screen saw -> `engine::diff`.
//! - replay: `source` -> `engine::deliver::prepare` makes an event of a document -> `engine::deliver::timing` says when it
//!   is sent -> the request is sealed with `protocol` -> a `Transport` (`wire::http`) -> a `report::Record` -> `render`,
//!   and the ledger.
//! - gateway: the same with another transport: `wire::gateway` sends an event as frames to one of the clients that are
//!   connected, and its ack is the reply.
//! - listen: `wire::http::server` hands a request to `engine::receive`, which has it on disk before it answers -> a
//!   `report::Record` -> `render`.
//! - probe: each case, a row of `engine/probe/cases.json`, is a request, broken in one way, sent over a `Transport` and
//!   judged -> a `report::Record` -> `render`.

mod catalog;
mod cli;
mod engine;
mod files;
mod json;
mod mask;
mod model;
mod protocol;
mod render;
mod report;
mod source;
mod wire;

pub use cli::main;

/// What this package's own tests, benches and fuzz targets take. No API: it changes without notice.
#[doc(hidden)]
pub mod internals {
    pub use crate::catalog::ALL as EVENT_KINDS;
    pub use crate::engine::diff::{Contract, Differ, Filter, Looked, Passage, Read, Tally};
    pub use crate::engine::generate::{Recipe, generate};
    pub use crate::engine::receive::{EventReceiver, Misbehaviour, ReceiverPlan, RecordPlan};
    pub use crate::engine::validate::screen::Screen;
    pub use crate::engine::validate::{Checker, Depth, Part, sift};
    pub use crate::json::{compact, parse};
    pub use crate::model::{Document, EventRole, Origin, Secret};
    pub use crate::protocol::long_connection::{Admission, ClientConfig, Frame, FrameHeader};
    pub use crate::protocol::webhook::{
        CONTENT_TYPE, Kind, NONCE_HEADER, OpenError, Opened, Packet, Reply, SIGNATURE_HEADER, SendError,
        SignatureCheck, TIMESTAMP_HEADER, Transport, open, seal, seal_challenge, signature,
    };
    pub use crate::protocol::{Keys, Stamp};
    pub use crate::render::json::{Line as JsonLine, Report as JsonReport};
    pub use crate::report::{Code, Level, Levels};
    pub use crate::wire::block_on;
    pub use crate::wire::gateway::{Behaviour, DropHow, EndpointFailures, Gateway, Notice, Pong, Registry};
    pub use crate::wire::http::{Limits, Server};
}
