//! `helpdesk-evt validate`: check events, tell what is wrong where.

use super::args::{ColorChoice, InputArgs, KeyArgs, LintArgs, OutputArgs};
use super::error::CliError;
use super::format::{self, Format};
use super::input::Otherwise;
use super::output::{Output, Style};
use super::signal::Stop;
use super::{color, config, input, keys, lints};
use crate::engine::Validator;
use crate::model::Lang;
use crate::report::{Exit, Record};

const FORMATS: &[Format] = &[
    Format::Human,
    Format::Short,
    Format::Json,
    Format::Ndjson,
    Format::Github,
    Format::Junit,
    Format::Sarif,
];

/// Check events against the documented schema, with the exact place and the way out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  helpdesk-evt validate fixtures/                        every event file in a folder
  helpdesk-evt validate --sample all                     the bundled events
  curl -s … | helpdesk-evt validate -                    standard input
  helpdesk-evt validate captured.ndjson --deny warnings  warnings fail, too
  helpdesk-evt validate fixtures --format github --report junit=out.xml --report sarif=out.sarif")]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    lints: LintArgs,
    /// Stop after the first faulty event
    #[arg(long, help_heading = "Checks")]
    fail_fast: bool,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format::parser(FORMATS), help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    keys: KeyArgs,
}

pub(super) fn run(args: Args, choice: ColorChoice, lang: Lang) -> Result<Exit, CliError> {
    let levels = lints::levels(&args.lints, &config::load()?.lints()?)?;
    let mut validator = Validator::new(levels, keys::cipher(&args.keys)?).lang(lang);
    let style = Style { command: "validate", offered: FORMATS, format: args.format, color: choice, lang };
    let mut inputs = input::open(args.input, Otherwise::Refuse)?;
    let mut output = Output::open(&args.output, style)?;
    let stop = Stop::watch();
    for entry in inputs.by_ref() {
        match entry {
            Ok(entry) => output.record(&Record::Checked(validator.check(&entry)))?,
            Err(error) => {
                let exit = CliError::from(error).say(color::for_stderr(choice));
                output.summary().raise(exit);
            }
        }
        if let Some(exit) = stop.exit() {
            output.summary().raise(exit);
            output.summary().stopped = true;
            break;
        }
        if args.fail_fast && output.summary().exit != Exit::Clean {
            output.summary().stopped = true;
            break;
        }
    }
    output.summary().files = inputs.files();
    let summary = output.finish()?;
    if summary.documents == 0 && summary.exit == Exit::Clean {
        return Err(CliError::usage_with("no event in the input", "the files are empty; name others"));
    }
    Ok(summary.exit)
}
