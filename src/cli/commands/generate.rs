//! `helpdesk-evt generate`: a log of synthetic tickets, for tests and benches.

use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;

use crate::cli::args::OutputPath;
use crate::cli::args::utc_ms;
use crate::cli::output::{TextOutput, stdout, unwritten};
use crate::cli::{CliError, Context, Stop, say};
use crate::engine;
use crate::engine::generate::{Made, Others, Recipe, RecipeError, Share};
use crate::engine::parse_percent;
use crate::render::text::{counted, visible};
use crate::report::Exit;

/// Where a log begins that does not say: 2024-01-01T00:00:00Z, ms. A constant, for a seed gives the same bytes always.
const FROM: i64 = 1_704_067_200_000;
/// How long a log is that does not say: 31 days, ms.
const LENGTH: i64 = 31 * 86_400_000;
/// How many tickets there are if none are asked for, and how many events each has then on average.
const TICKETS: u64 = 10;
const EVENTS_A_TICKET: u64 = 5;

/// Write a log of synthetic tickets, the same for the same seed, with labelled faults on request.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ten tickets, fifty events
    helpdesk-evt generate
  one ticket's life
    helpdesk-evt generate --tickets 1 --events 8 --seed 7
  a million events
    helpdesk-evt generate --events 1000000 -o big.ndjson
  whole lives with all event types, among events of other products
    helpdesk-evt generate --types all --mixed -o mixed.ndjson
  1 line in 100 broken, each told in faulty.ndjson.labels
    helpdesk-evt generate --events 5000 --invalid 1% -o faulty.ndjson")]
pub(crate) struct Args {
    /// How many tickets; every ticket has at least one event [default: a fifth of the events, else 10]
    #[arg(long, value_name = "N")]
    tickets: Option<u64>,
    /// How many updates of tickets in all, a line each [default: five a ticket]
    #[arg(long, value_name = "N")]
    events: Option<u64>,
    /// Which Helpdesk events: updates of tickets alone, or those of all four types, the updates being the same bytes
    #[arg(long, value_enum, value_name = "TYPES", default_value_t = Types::Updates)]
    types: Types,
    /// Add events of other products, as a log of a whole app holds them; the other lines stay the same
    #[arg(long)]
    mixed: bool,
    /// Which log: a seed gives the same bytes always and everywhere
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// When the log begins: a date (UTC) or an RFC 3339 time [default: 2024-01-01, or 31 days before its end]
    #[arg(long, value_name = "TIME", value_parser = utc_ms)]
    from: Option<i64>,
    /// Before when the log ends [default: 31 days after it begins]
    #[arg(long, value_name = "TIME", value_parser = utc_ms)]
    to: Option<i64>,
    /// Break this share of the lines, one fault each, as in `1%`
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = "Faults")]
    invalid: Option<Share>,
    /// Where to write line and code of each broken line [default: the output's name and `.labels`]
    #[arg(long, value_name = "FILE", requires = "invalid", help_heading = "Faults")]
    labels: Option<OutputPath>,
    /// Write the log to a file instead of standard output (whole or not at all)
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<OutputPath>,
    /// Do not say on standard error what was written
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
}

/// Which Helpdesk events a log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Types {
    /// Updates of tickets
    Updates,
    /// Whole lives: tickets that are created, their updates and messages, and reviews of push tasks
    All,
}

pub(crate) fn run(args: &Args, _: &Context) -> Result<Exit, CliError> {
    let recipe = recipe(args)?;
    let output = args.output.as_ref().filter(|it| !it.is_stdout());
    let labels = labels(args, output)?;
    let stop = Stop::watch();
    let log = TextOutput::open(output, stdout::open())?;
    let marks = match &labels {
        Some(path) => TextOutput::open(Some(path), stdout::open())?,
        None => TextOutput::none(),
    };
    let (mut log, mut marks) =
        (UntilStopped { out: log, stop: &stop }, UntilStopped { out: marks, stop: &stop });
    let made = match engine::generate::generate(&recipe, &mut log, &mut marks) {
        Ok(made) => made,
        Err(error) => return stop.exit().map_or_else(|| Err(unwritten(error)), Ok),
    };
    log.out.keep()?;
    marks.out.keep()?;
    if let (false, Some(output)) = (args.quiet, output) {
        say(&said(&made, output, labels.as_deref()));
    }
    Ok(Exit::Clean)
}

fn recipe(args: &Args) -> Result<Recipe, CliError> {
    let (tickets, events) = match (args.tickets, args.events) {
        (Some(tickets), Some(events)) => (tickets, events),
        (Some(tickets), None) => (tickets, tickets.saturating_mul(EVENTS_A_TICKET)),
        (None, Some(events)) => ((events / EVENTS_A_TICKET).max(1), events),
        (None, None) => (TICKETS, TICKETS * EVENTS_A_TICKET),
    };
    let (from, to) = match (args.from, args.to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, from.saturating_add(LENGTH)),
        (None, Some(to)) => (to.saturating_sub(LENGTH), to),
        (None, None) => (FROM, FROM + LENGTH),
    };
    let recipe = Recipe::new(tickets, events, args.seed, from, to);
    let others = Others { types: args.types == Types::All, products: args.mixed };
    recipe.map(|it| Recipe { invalid: args.invalid.unwrap_or_default(), others, ..it }).map_err(|error| {
        let help = match &error {
            RecipeError::Nothing | RecipeError::TooMany { .. } | RecipeError::TooFewEvents { .. } => {
                "`--events` is the number of updates in all; `--tickets` shares them out"
            }
            RecipeError::EndsBeforeItBegins => {
                "`--to` is a time after `--from`; a date is its midnight in UTC"
            }
            RecipeError::TimeOutOfRange => "choose `--from` and `--to` within these",
            RecipeError::TooShort { .. } => "give a longer time by `--from` and `--to`, or more tickets",
        };
        CliError::usage_with(error.to_string(), help)
    })
}

/// Where the labels go; a fault that nobody can look up is of no use.
fn labels(args: &Args, output: Option<&OutputPath>) -> Result<Option<OutputPath>, CliError> {
    if args.invalid.is_none() {
        return Ok(None);
    }
    match (&args.labels, output) {
        (Some(labels), Some(output)) if labels == output => Err(CliError::usage_with(
            format!("`{}` cannot hold the log and the labels at once", labels.display()),
            "give `--labels` another file",
        )),
        (Some(labels), _) => Ok(Some(labels.clone())),
        (None, Some(output)) => {
            let mut name = output.as_os_str().to_owned();
            name.push(".labels");
            Ok(Some(name.into()))
        }
        (None, None) => Err(CliError::usage_with(
            "`--invalid` needs a place for the labels that tell which line is broken how",
            "give `--labels FILE`, or `-o FILE` for `FILE.labels` beside it",
        )),
    }
}

/// `1%`, `0.5%`: up to four digits after the point.
fn share(text: &str) -> Result<Share, String> {
    let exact = |it: &f64| (it - it.round()).abs() < 1e-6;
    let millionths = parse_percent(text).map(|percent| percent * 10_000.0).filter(exact);
    let millionths = millionths.and_then(|it| format!("{}", it.round()).parse().ok());
    millionths.and_then(Share::millionths).ok_or_else(|| {
        format!("`{text}` is not a share: write a percentage from 0% to 100%, as in 1% or 0.25%")
    })
}

fn said(made: &Made, output: &Path, labels: Option<&Path>) -> String {
    let events = counted(made.events, "event");
    let tickets = counted(made.tickets, "ticket");
    let products = match made.products {
        0 => String::new(),
        count => format!(" and {} of other products", counted(count, "event")),
    };
    let log = format!("{events} of {tickets}{products} in `{}`", visible(&output.to_string_lossy()));
    match labels.map(Path::to_string_lossy) {
        Some(path) => {
            format!("{log}; {} broken: see `{}`", counted(made.broken, "line"), visible(&path))
        }
        None => log,
    }
}

/// One of the two texts. A signal ends the writing at the next piece.
struct UntilStopped<'s> {
    out: TextOutput,
    stop: &'s Stop,
}

impl Write for UntilStopped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.exit().is_some() {
            return Err(io::Error::other("stopped by a signal"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_percentage_with_its_sign() {
        let millionths = |it| Ok(Share::millionths(it).unwrap());
        assert_eq!(share("1%"), millionths(10_000));
        assert_eq!(share("0.25%"), millionths(2_500));
        assert_eq!(share("0.0001%"), millionths(1));
        assert_eq!(share("100%"), millionths(1_000_000));
        for text in ["1", "%", "-1%", "100.1%", "1.%", ".5%", "0.00001%", "1e2%", "99999999999%"] {
            assert!(share(text).unwrap_err().contains("as in 1%"), "{text}");
        }
    }
}
