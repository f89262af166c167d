//! Parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    helpdesk_evt::main()
}
