//! One integration binary: the layers, the samples, the transcripts, what is generated, what a process does.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod ci;
mod completions;
mod config;
mod control;
mod diff;
mod docs;
mod event_reading;
mod failures_in_reports;
mod gateway;
mod generate;
mod half_requests;
mod idle_flags;
mod json_output;
mod layers;
mod levels;
mod listen;
mod mixed_log;
mod output_guard;
mod outputs;
mod phrases;
mod probe;
mod process;
mod redact;
mod replay;
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
