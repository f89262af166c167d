//! `helpdesk-evt schema`.

use std::io::{self, Write as _};

use crate::catalog;
use crate::cli::CliError;
use crate::render::json;
use crate::report::Exit;

/// What names the schema of our own JSON output.
pub(crate) const JSON_OUTPUT: &str = "json-output";

/// Print the JSON Schema of an event type, or of our own JSON output.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An event type, or `json-output`: what --format json and ndjson write
    #[arg(value_name = "NAME", default_value = "helpdesk.ticket.updated_v1")]
    name: String,
    /// List the names instead
    #[arg(long, conflicts_with = "name")]
    list: bool,
    /// One schema that takes an event of any known type
    #[arg(long, conflicts_with_all = ["list", "name"])]
    all: bool,
}

pub(crate) fn run(args: &Args) -> Result<Exit, CliError> {
    let mut out = io::stdout().lock();
    if args.list {
        for kind in catalog::ALL {
            writeln!(out, "{}  {}", kind.name, kind.about).map_err(CliError::stdout)?;
        }
        let about = "What --format json and ndjson write";
        writeln!(out, "{JSON_OUTPUT}  {about}").map_err(CliError::stdout)?;
        return Ok(Exit::Clean);
    }
    if args.name == JSON_OUTPUT {
        out.write_all(json::SCHEMA.as_bytes()).map_err(CliError::stdout)?;
        return Ok(Exit::Clean);
    }
    if args.all {
        let text = serde_json::to_string_pretty(&catalog::any_kind()).map_err(io::Error::from);
        writeln!(out, "{}", text.map_err(CliError::stdout)?).map_err(CliError::stdout)?;
        return Ok(Exit::Clean);
    }
    let kind = catalog::find(&args.name).ok_or_else(|| {
        let known: Vec<_> = catalog::ALL.iter().map(|kind| kind.name).chain([JSON_OUTPUT]).collect();
        CliError::usage_with(
            format!("`{}` names no schema this tool knows", args.name),
            format!("one of {}", known.join(", ")),
        )
    })?;
    let text = kind.schema.trim_end();
    writeln!(out, "{text}").map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}
