//! `helpdesk-evt schema`.

use std::io::{self, Write as _};

use crate::catalog;
use crate::cli::{CliError, Context, beside};
use crate::render::json;
use crate::report::Exit;

/// What names the schema of our own JSON output.
pub(crate) const JSON_OUTPUT: &str = "json-output";

/// Print the JSON Schema of an event type.
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

pub(crate) fn run(args: &Args, _: &Context) -> Result<Exit, CliError> {
    let text = if args.list {
        let kinds = catalog::ALL.iter().map(|kind| (kind.name, kind.about));
        let all = kinds.chain([(JSON_OUTPUT, "What --format json and ndjson write")]);
        all.map(|(name, about)| beside(&format!("{name:<35} "), about)).collect::<Vec<_>>().join("\n")
    } else if args.name == JSON_OUTPUT {
        json::SCHEMA.to_owned()
    } else if args.all {
        format!("{:#}", catalog::any_kind())
    } else {
        let kind = catalog::find(&args.name).ok_or_else(|| {
            let known: Vec<_> = catalog::ALL.iter().map(|kind| kind.name).chain([JSON_OUTPUT]).collect();
            let message = format!("`{}` names no schema this tool knows", args.name);
            CliError::usage_with(message, format!("one of {}", known.join(", ")))
        })?;
        kind.schema.to_owned()
    };
    writeln!(io::stdout().lock(), "{}", text.trim_end()).map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}
