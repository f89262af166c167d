//! `helpdesk-evt validate`: check events, tell what is wrong where.

use std::ops::ControlFlow;

use crate::cli::args::{
    Format, InputArgs, JobsArgs, KeyArgs, LintArgs, OutputArgs, WithoutInput, format, keys, lint_levels,
};
use crate::cli::output::{self, MakeRenderer, RecordOutput};
use crate::cli::read::{DocumentVisitor, JudgedEarly, ScanOutput, scan};
use crate::cli::{CliError, Context};
use crate::engine::validate::{
    Checker, Clean, Duplicates, OtherTypes, SaidStage, Sighting, Stages, Validation,
};
use crate::model::{Document, Origin, Sdk};
use crate::render::human::Human;
use crate::render::{FormattedRow, FormattedRows};
use crate::report::{Checked, Exit, InputTally, Record};
use crate::source::InputError;

const FORMATS: &[Format] = &[
    Format::Human,
    Format::Short,
    Format::Json,
    Format::Ndjson,
    Format::Github,
    Format::CodeQuality,
    Format::Junit,
    Format::Sarif,
];

/// Check events against the documented schema, with the exact place and the way out.
#[derive(Debug, clap::Args)]
#[command(mut_args(format::offers(FORMATS)))]
#[command(after_help = "Examples:
  every event file in a folder
    helpdesk-evt validate fixtures/
  standard input
    curl -s … | helpdesk-evt validate -
  warnings fail, too
    helpdesk-evt validate captured.ndjson --deny warnings
  in CI
    helpdesk-evt validate fixtures --format github --report junit=out.xml")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    jobs: JobsArgs,
    #[command(flatten)]
    lints: LintArgs,
    /// Say what a typed handler of this SDK would make of each event (repeatable): what it refuses, what it alters
    #[arg(long, value_name = "SDK", help_heading = "Checks")]
    sdk: Vec<Sdk>,
    /// Stop after the first faulty event
    #[arg(long, help_heading = "Checks")]
    fail_fast: bool,
    /// Show each finding, and not each cause once
    #[arg(long, help_heading = "Output")]
    all: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    keys: KeyArgs,
}

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let levels = lint_levels::levels(&args.lints, context.lints())?;
    let mut sdks: Vec<_> = Vec::new();
    for sdk in args.sdk {
        if !sdks.contains(&sdk) {
            sdks.push(sdk);
        }
    }
    let checker = Checker::new(levels.clone(), keys::cipher(&args.keys)?).lang(context.lang).sdks(sdks);
    let make: MakeRenderer<'_> = &|format, sink, look| match format {
        Format::Human => {
            let mut human = Human::new(sink, look);
            human.all = args.all;
            Box::new(human)
        }
        other => output::renderer(other, sink, look),
    };
    let output = || RecordOutput::open_by("validate", FORMATS, &args.output, context, make);
    let quiet = args.output.quiet;
    let (chunks, unwrap, shown) = ScanOutput::open(args.input, WithoutInput::Refuse, quiet, context, output)?;
    let shows_clean = shown.output.shows_clean();
    let mut run = ValidateRun {
        checker: &checker,
        seen: Duplicates::default(),
        stages: Stages::default(),
        other_types: OtherTypes::new(levels),
        shown,
        shows_clean,
        fail_fast: args.fail_fast,
    };
    let (threads, judge) = (args.jobs.threads(), |line: &Document| checker.check_line(line));
    let tally = scan(chunks, unwrap, threads, &checker, judge, |_, _| FormattedRows::default(), &mut run);
    run.finish(tally)
}

/// Hands findings to the output, in the order of the input.
struct ValidateRun<'c> {
    checker: &'c Checker,
    seen: Duplicates,
    stages: Stages,
    other_types: OtherTypes,
    shown: ScanOutput,
    /// Whether documents without findings are shown, and not only counted.
    shows_clean: bool,
    fail_fast: bool,
}

impl ValidateRun<'_> {
    /// Takes what came of a document; of an event that came before, that too is said.
    fn take(
        &mut self,
        validation: Validation,
        origin: &Origin,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        self.decide(Some(origin))?;
        let sighting = validation.mark.map_or(Sighting::New, |mark| self.seen.saw(mark, origin));
        let known = self.known_stage(validation.said, &sighting);
        let checked = match (sighting, known) {
            (Sighting::New, None) => validation.checked,
            (Sighting::New, Some(known)) => self.checker.stage_contradicted(&document(), validation, known),
            (before, _) => self.checker.seen_before(&document(), validation, &before),
        };
        self.other_types.take(checked).map_or(ControlFlow::Continue(()), |checked| self.say(checked))
    }

    /// Says what is said of a document that waited for the next one.
    fn decide(&mut self, next: Option<&Origin>) -> ControlFlow<()> {
        self.other_types.decide(next).map_or(ControlFlow::Continue(()), |checked| self.say(checked))
    }

    /// The stage that a message contradicts. What came before says nothing new.
    fn known_stage(&mut self, said: Option<SaidStage>, sighting: &Sighting) -> Option<i64> {
        said.filter(|_| *sighting == Sighting::New).and_then(|it| self.stages.saw(it))
    }

    fn say(&mut self, checked: Checked) -> ControlFlow<()> {
        self.shown.record(&Record::Checked(checked))?;
        self.stop_if_faulty()?;
        self.shown.go_on()
    }

    /// Ends the run at the first fault, where that is asked for.
    fn stop_if_faulty(&mut self) -> ControlFlow<()> {
        let summary = self.shown.output.summary();
        if !self.fail_fast || summary.exit == Exit::Clean {
            return ControlFlow::Continue(());
        }
        summary.stopped = true;
        ControlFlow::Break(())
    }

    fn finish(mut self, input: InputTally) -> Result<Exit, CliError> {
        // What it breaks with is in the summary.
        let _ = self.decide(None);
        let color = self.shown.color;
        let mut output = self.shown.end(input)?;
        let nothing = CliError::of_nothing(output.summary());
        if let Some(nothing) = nothing {
            output.trouble(&nothing, color);
        }
        Ok(output.finish()?.exit)
    }
}

impl DocumentVisitor<JudgedEarly<Validation>> for ValidateRun<'_> {
    fn clean(
        &mut self,
        clean: &Clean,
        text: &[u8],
        origin: &Origin,
        _: Option<FormattedRow<'_>>,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        self.decide(Some(origin))?;
        let sighting = clean.mark.map_or(Sighting::New, |mark| self.seen.saw(mark, origin));
        let passes = self.stages.passes(clean.seen.role());
        let said = if passes { None } else { self.checker.said(&clean.seen, text) };
        let known = self.known_stage(said, &sighting);
        if self.shows_clean || sighting != Sighting::New || known.is_some() {
            let document = document();
            let validation = self.checker.clean(origin, text, clean.from, &clean.seen);
            return self.say(match known {
                Some(known) => self.checker.stage_contradicted(&document, validation, known),
                None => self.checker.seen_before(&document, validation, &sighting),
            });
        }
        self.shown.output.summary().documents += 1;
        self.shown.go_on()
    }

    fn other(
        &mut self,
        event_type: &[u8],
        origin: &Origin,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        let Some(why) = self.other_types.told(event_type, origin.index) else {
            return self.entry(document());
        };
        self.decide(Some(origin))?;
        self.shown.output.summary().left_out.count(&why);
        self.shown.go_on()
    }

    fn judged(&mut self, early: JudgedEarly<Validation>, origin: &Origin) -> ControlFlow<()> {
        let JudgedEarly { mut entry, judged, .. } = early;
        let validation = judged.moved(origin.index, origin.line - entry.origin.line);
        entry.origin = origin.clone();
        self.take(validation, origin, || entry)
    }

    fn entry(&mut self, entry: Document) -> ControlFlow<()> {
        let (validation, origin) = (self.checker.check(&entry), entry.origin.clone());
        self.take(validation, &origin, || entry)
    }

    fn prefetch(&mut self, clean: &Clean, _: &[u8]) {
        if let Some(mark) = clean.mark {
            self.seen.fetch(mark);
        }
    }

    fn passed(&mut self, bytes: u64) {
        self.shown.progress.advance(bytes);
    }

    fn trouble(&mut self, error: InputError) -> ControlFlow<()> {
        self.shown.trouble(error)?;
        self.stop_if_faulty()
    }
}
