//! `helpdesk-evt diff`: what events changed, one by one, as a ticket's life, or as a tally.

use clap::builder::NonEmptyStringValueParser;

use super::output::DiffOutput;
use super::rows_ahead::RowsAhead;
use super::rules;
use super::run::DiffRun;
use super::view::{Counting, DiffView, LifeView};
use crate::cli::args::{
    Format, InputArgs, JobsArgs, KeyArgs, LintArgs, OutputArgs, WithoutInput, format, keys, lint_levels, time,
};
use crate::cli::output::{self, MakeRenderer, RecordOutput, Sink};
use crate::cli::read::{ScanOutput, scan};
use crate::cli::{CliError, Context, now_ms};
use crate::engine::diff::{Differ, Filter, IdPattern, Messages, Read, Timeline};
use crate::engine::validate::{Checker, Clean, Depth, OtherTypes};
use crate::model::Document;
use crate::render::csv::{Cells, Csv, CsvRows};
use crate::render::graph::{Graph, Syntax};
use crate::render::html::Html;
use crate::render::human::moved::HumanMoved;
use crate::render::human::{Form, MovedStyle};
use crate::render::markdown::MarkdownMoved;
use crate::render::text::Zone;
use crate::render::{Appearance, Renderer};
use crate::report::{Code, Exit, Level};
use crate::source::read::Block;

const FORMATS: &[Format] = &[
    Format::Human,
    Format::Short,
    Format::Json,
    Format::Ndjson,
    Format::Csv,
    Format::Markdown,
    Format::Html,
    Format::Github,
    Format::CodeQuality,
    Format::Junit,
    Format::Sarif,
    Format::Mermaid,
    Format::Dot,
];

/// Show what events changed: one by one, as a ticket's life, or as a tally.
#[derive(Debug, clap::Args)]
#[command(mut_args(format::offers(FORMATS)))]
#[command(after_help = "Rules:
  `stage: bot -> human`, `status: * -> closed`, `status: 50 -> created`,
  `status: processing|pending -> open`
  A side is a label, a code, `*`, or for the status the groups `open` and
  `closed`; `|` stands between alternatives.

Examples:
  one event
    helpdesk-evt diff event.json
  a ticket's whole life
    helpdesk-evt diff log.ndjson --timeline --ticket 7100…0340
  what is missing in a log, and what is open
    helpdesk-evt diff log.ndjson --gaps
    helpdesk-evt diff log.ndjson --open
  a week in numbers
    helpdesk-evt diff log.ndjson --summary --since 7d
  a contract
    helpdesk-evt diff log.ndjson --expect \"status: * -> closed\"
    helpdesk-evt diff log.ndjson --forbid \"stage: human -> bot\"
  a picture
    helpdesk-evt diff log.ndjson --format mermaid
  a page to look at
    helpdesk-evt diff log.ndjson --format html -o log.html")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    jobs: JobsArgs,
    #[command(flatten)]
    view: ViewArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    contract: ContractArgs,
    #[command(flatten)]
    lints: LintArgs,
    /// Leave text in CSV cells that a spreadsheet would take for a formula as it is
    #[arg(long, help_heading = "Output")]
    csv_raw: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "View")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line; below it they become a view"
)]
struct ViewArgs {
    /// Tell each ticket's life in the order of time, with gaps, duplicates and late arrivals
    #[arg(long, conflicts_with_all = ["summary", "gaps", "open"])]
    timeline: bool,
    /// Messages, too, as marks in each ticket's life (implies --timeline)
    #[arg(long, conflicts_with_all = ["summary", "gaps", "open"])]
    messages: bool,
    /// Count: transitions, time in each status, hand-overs, closings, answers, events a day
    #[arg(long, conflicts_with_all = ["gaps", "open"])]
    summary: bool,
    /// List where events are missing: a row a gap, with the ticket to fetch again
    #[arg(long, conflicts_with = "open")]
    gaps: bool,
    /// List the tickets that are not closed, the one that waits longest first
    #[arg(long)]
    open: bool,
    /// The long form for each event, also where there are several
    #[arg(long)]
    full: bool,
    /// Show the ticket's other fields, too, decoded (implies --full)
    #[arg(long)]
    all_fields: bool,
    /// The time zone: a name (Asia/Shanghai), an offset (+08:00) or UTC [default: this machine's]
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
struct FilterArgs {
    /// Only this ticket (repeatable), by its id or the short form that is shown: 7100…0340
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    ticket: Vec<String>,
    /// Only this event (repeatable), by its id or the short form; in a timeline, the ticket's whole life
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    event: Vec<String>,
    /// Only events from this time on: a date, an RFC 3339 time, or an age (`2h`, `2h ago`, `7d`)
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only events before this time
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Only events that this rule matches; of several all must match
    #[arg(long = "where", value_name = "RULE")]
    rules: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Contract")]
struct ContractArgs {
    /// Exit 1 unless some event matches (repeatable: each must be met)
    #[arg(long, value_name = "RULE")]
    expect: Vec<String>,
    /// Exit 1 if any event matches (repeatable); each is a finding at its place
    #[arg(long, value_name = "RULE")]
    forbid: Vec<String>,
    /// Exit 1 if anything changed at all
    #[arg(long)]
    exit_code: bool,
    /// Gaps and duplicates of the timeline are errors
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let lang = context.lang;
    refuse_unshown(&args)?;
    let mut levels = lint_levels::levels(&args.lints, context.lints())?;
    if args.contract.strict {
        levels.set(Code::EventGap, Level::Deny);
        levels.set(Code::DuplicateEvent, Level::Deny);
    }
    let zone = zone(args.view.tz.as_deref())?;
    let contract = rules::contract(&args.contract.expect, &args.contract.forbid)?;
    let checker = Checker::new(levels.clone(), keys::cipher(&args.keys)?).lang(lang);
    let filter = filter(&args.filter, &zone)?;
    let is_filtered = filter.is_set();
    let differ = Differ::new(levels.clone(), filter, contract);
    let form = if args.view.full || args.view.all_fields { Form::Full } else { Form::Auto };
    let moved = MovedStyle { zone: zone.clone(), lang, form, all_fields: args.view.all_fields };
    let rows = match &args.view {
        ViewArgs { gaps: true, .. } => CsvRows::Gaps,
        ViewArgs { open: true, .. } => CsvRows::OpenTickets,
        _ => CsvRows::Events,
    };
    let cells = if args.csv_raw { Cells::Raw } else { Cells::Neutralised };
    let make: MakeRenderer<'_> = &|format, sink, look| renderer(format, sink, look, &moved, cells, rows);
    let output = || RecordOutput::open_by("diff", FORMATS, &args.output, context, make);
    let quiet = args.output.quiet;
    let (chunks, unwrap, shown) =
        ScanOutput::open(args.input, WithoutInput::Samples, quiet, context, output)?;
    let view = DiffView::of(&args.view, args.output.format);
    let is_pictured = asks_for_html(&args.output) && !(args.view.gaps || args.view.open);
    let counting = (args.view.summary || is_pictured).then(|| Counting::new(zone, is_filtered));
    let depth = if args.view.all_fields { Depth::AllFields } else { Depth::View };
    let ahead = RowsAhead::of(&shown.output, &view, depth, is_filtered, &differ);
    let out = DiffOutput::new(shown, view, counting, OtherTypes::new(levels.clone()), is_filtered);
    let mut run = DiffRun::new(&checker, differ, depth, out);
    let (threads, read) = (args.jobs.threads(), |line: &Document| Read::of_line(&checker, line, depth));
    let format = |block: &Block, clean: &mut dyn Iterator<Item = (&Clean, &[u8])>| ahead.format(block, clean);
    let tally = scan(chunks, unwrap, threads, &checker, read, format, &mut run);
    run.finish(tally, &levels, args.contract.exit_code)
}

/// The renderers of this command; what it shares with others is made there.
fn renderer(
    format: Format,
    sink: Sink,
    look: Appearance,
    moved: &MovedStyle,
    cells: Cells,
    rows: CsvRows,
) -> Box<dyn Renderer + Send> {
    match format {
        Format::Human => Box::new(HumanMoved::new(sink, look, moved.clone())),
        Format::Csv => Box::new(Csv::new(sink, moved.zone.clone(), cells, rows)),
        Format::Markdown => Box::new(MarkdownMoved::new(sink, look.command, moved.clone())),
        Format::Html => Box::new(Html::new(sink, look.command, moved.clone())),
        Format::Mermaid => Box::new(Graph::new(sink, Syntax::Mermaid, moved.lang)),
        Format::Dot => Box::new(Graph::new(sink, Syntax::Dot, moved.lang)),
        other => output::renderer(other, sink, look),
    }
}

/// Whether a format shows what a view has; the others show single events, or what is wrong with them.
fn shows(view: &ViewArgs, format: Format) -> bool {
    match format {
        Format::Csv => !(view.timeline || view.messages || view.summary),
        Format::Mermaid | Format::Dot => !(view.gaps || view.open || view.messages),
        Format::Github | Format::CodeQuality | Format::Junit | Format::Sarif => !view.open,
        _ => true,
    }
}

/// Refuses a format that cannot show the view, whichever way it is asked for.
fn refuse_unshown(args: &Args) -> Result<(), CliError> {
    let view = match &args.view {
        ViewArgs { messages: true, .. } => "--messages",
        ViewArgs { timeline: true, .. } => "--timeline",
        ViewArgs { summary: true, .. } => "--summary",
        ViewArgs { gaps: true, .. } => "--gaps",
        ViewArgs { open: true, .. } => "--open",
        _ => return Ok(()),
    };
    let format = args.output.format;
    let main = (!shows(&args.view, format)).then(|| format!("--format {}", format.name()));
    let report = || {
        let mut formats = args.output.reports.iter().filter_map(|it| Format::find(&it.format, FORMATS));
        let unshown = formats.find(|it| !shows(&args.view, *it));
        unshown.map(|it| format!("--report {}=", it.name()))
    };
    let Some(asked) = main.or_else(report) else { return Ok(()) };
    let help = "leave one of the two out; human, json, ndjson, markdown and html can show every view";
    Err(CliError::usage_with(format!("`{asked}` cannot show `{view}`"), help))
}

/// Whether a page is asked for, on standard output or as a report.
fn asks_for_html(output: &OutputArgs) -> bool {
    output.format == Format::Html || output.reports.iter().any(|it| it.format == Format::Html.name())
}

impl DiffView {
    fn of(args: &ViewArgs, format: Format) -> Self {
        // What a message found is known to a list of tickets, whether or not messages are told.
        if args.gaps {
            Self::Lives(Timeline::new(Messages::Told), LifeView::Gaps)
        } else if args.open {
            Self::Lives(Timeline::new(Messages::Told), LifeView::Open)
        } else if args.messages {
            Self::Lives(Timeline::new(Messages::Told), LifeView::Story)
        } else if args.timeline {
            Self::Lives(Timeline::new(Messages::Hidden), LifeView::Story)
        } else if args.summary {
            Self::Summary
        } else if format == Format::Html && !args.full && !args.all_fields {
            // Its pictures are of tickets, and not of single events.
            Self::Lives(Timeline::new(Messages::Told), LifeView::Story)
        } else {
            Self::Rows
        }
    }
}

fn zone(name: Option<&str>) -> Result<Zone, CliError> {
    let Some(name) = name else { return Ok(Zone::local()) };
    Zone::parse(name).map_err(|error| CliError::usage(format!("`--tz`: {error}")))
}

fn filter(args: &FilterArgs, zone: &Zone) -> Result<Filter, CliError> {
    let now = now_ms();
    let moment = |flag: &str, text: &Option<String>| {
        let parsed = text.as_deref().map(|text| time::moment_ms(text, now, zone));
        parsed.transpose().map_err(|error| CliError::usage(format!("`{flag}`: {error}")))
    };
    Ok(Filter {
        tickets: args.ticket.iter().map(|it| IdPattern::new(it)).collect(),
        events: args.event.iter().map(|it| IdPattern::new(it)).collect(),
        since: moment("--since", &args.since)?,
        until: moment("--until", &args.until)?,
        rules: rules::parse("--where", &args.rules)?,
    })
}
