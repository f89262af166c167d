//! One integration binary: the plan, the samples, the transcripts, what is generated, what a process does.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod ci;
mod completions;
mod config;
mod control;
mod diff;
mod diff_tickets;
mod docs;
mod event_reading;
mod gateway;
mod gateway_unruly;
mod gateway_wire;
mod generate;
mod half_requests;
mod idle_flags;
mod json_output;
mod layers;
mod levels;
mod listen;
mod listen_forward;
mod listen_kill;
mod listen_scripts;
mod mixed_log;
mod output_guard;
mod outputs;
mod probe;
mod process;
mod redact;
mod replay;
mod replay_causes;
mod replay_course;
mod replay_hostile;
mod replay_ledger;
mod replay_wire;
mod samples;
mod scale;
mod schema;
#[cfg(unix)]
mod screen;
mod secrets;
mod sign;
mod support;
mod transcripts;
mod verify;
mod version;
mod wrapped_logs;
