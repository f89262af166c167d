//! `helpdesk-evt`: check, compare, replay and receive Feishu/Lark Helpdesk ticket events, offline.
//!
//! # The house
//!
//! Rooms on five floors. A folder imports only folders below it; the wings on floor 3 never import each other, they
//! meet in [`cli`]. `tests/it/floors.rs` holds this plan as a test.
//!
//! ```text
//! 5  main.rs
//! 4  cli/                                        the hall: the only place where the wings meet
//! 3  source/   engine/   render/   wire/          the wings: what is read, judged, shown, and what waits on sockets
//! 2  protocol/    catalog/     report/           Lark's delivery rules | event types | our output contract
//! 1  model/       json/                          Lark's words | JSON text with positions; no IO
//! ```
//!
//! # The way through it
//!
//! - validate: `source` reads blocks of whole lines -> `engine::sift`, on every core: its screen, compiled from the
//!   schema of a [`catalog`] entry, takes clean events from the raw bytes; what it does not take is parsed with [`json`]
//!   and judged by the schema and the lints -> in the order of the input, at the `source::Seam`, what is longer than a
//!   line is cut into an [`model::Entry`] and judged likewise -> a [`report::Record`] -> `render`.
//! - diff: the same, but that a clean event's transition is taken from what the screen saw.
//! - replay: `source` -> `engine::Preparer` makes an event of an entry -> `engine::replay` says whose turn it is,
//!   seals it with [`protocol`] -> a [`protocol::Transport`] (`wire::HttpTransport`) -> a [`report::Record`] -> `render`,
//!   and the ledger.
//! - gateway: the same with another transport: `wire::Hub` sends an event as frames to one of the apps that came to
//!   `wire::Gateway`, and its ack is the reply.
//! - listen: `wire::Server` hands a [`protocol::Arrival`] to `engine::Desk`, which has it on disk before it answers,
//!   and tells of it -> a [`report::Record`] -> `render`.
//! - probe: each of `engine::probe`'s cases is sealed, broken in one way, sent over a [`protocol::Transport`] and judged
//!   -> a [`report::Record`] -> `render`.

pub mod catalog;
pub mod cli;
pub mod engine;
pub mod json;
pub mod model;
pub mod protocol;
pub mod render;
pub mod report;
pub mod source;
pub mod wire;
