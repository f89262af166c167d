//! `helpdesk-evt redact`: recordings that can be shown to others.

use std::fs;

use crate::cli::args::{InputArgs, InputPath, KeyArgs, OutputPath};
use crate::cli::{CliError, HOW_TO_MAKE_SALT, Machine};
use crate::engine::deliver::Surroundings as _;
use crate::engine::redact::Pseudonyms;

/// The least that a salt file holds, bytes.
const SALT_BYTES: usize = 16;

/// Write recordings without what identifies anybody, or check that there is nothing of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  a recording for a public repository
    helpdesk-evt redact events.ndjson --to fixtures
  the same pseudonyms in every run
    head -c 32 /dev/urandom > salt
    helpdesk-evt redact logs/ --to fixtures --salt-file salt
  a check before a commit
    helpdesk-evt redact --check fixtures/

Codes, times, documented constants and names of documented members stay;
everything else is replaced by a pseudonym of the same form, equal values by
equal ones. Order, white space, duplicates and faults stay. Events in the
wrappers of logs are written without them, what is no event is left out.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The folder to write to, a file for each file that is read; none of them may be there
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "check",
        conflicts_with = "check",
        help_heading = "Output"
    )]
    pub(super) to: Option<OutputPath>,
    /// Make the same pseudonyms as every run with this file; keep it secret [default: others in every run]
    #[arg(long, value_name = "FILE", conflicts_with = "check", help_heading = "Output")]
    pub(super) salt_file: Option<InputPath>,
    /// Write nothing: exit 1 if an event looks as if it was captured and not redacted
    #[arg(long, help_heading = "Output")]
    pub(super) check: bool,
    /// Say less: no summary
    #[arg(short, long, help_heading = "Output")]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) keys: KeyArgs,
}

/// The pseudonyms of a salt file, else such as nobody had before.
pub(crate) fn pseudonyms(salt_file: Option<&InputPath>) -> Result<Pseudonyms, CliError> {
    let Some(path) = salt_file else {
        return Ok(Pseudonyms::new(&[Machine.random(), Machine.random()].concat()));
    };
    let salt = fs::read(path).map_err(|source| CliError::unreadable("--salt-file", path, source))?;
    if salt.trim_ascii().len() < SALT_BYTES {
        return Err(CliError::usage_with(
            format!("`--salt-file`: `{}` holds fewer than {SALT_BYTES} bytes", path.display()),
            HOW_TO_MAKE_SALT,
        ));
    }
    Ok(Pseudonyms::new(&salt))
}
