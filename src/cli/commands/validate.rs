//! `helpdesk-evt validate`: check events, tell what is wrong where.

use std::ops::ControlFlow;

use crate::cli::args::{
    ColorChoice, Format, InputArgs, JobsArgs, KeyArgs, LintArgs, OutputArgs, SdkChoice, WithoutInput, format,
    inputs, keys, lint_levels,
};
use crate::cli::output::{Output, Style, color, open};
use crate::cli::read::{Chunks, DocumentVisitor, JudgedEarly, ReadProgress, scan};
use crate::cli::{CliError, Context, Stop, say_none_of_ours};
use crate::engine::validate::{
    Checker, Clean, Duplicates, OtherTypes, SaidStage, Sighting, Stages, Validation,
};
use crate::model::{Document, Origin};
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
    sdk: Vec<SdkChoice>,
    /// Stop after the first faulty event
    #[arg(long, help_heading = "Checks")]
    fail_fast: bool,
    /// Show each finding, and not each cause once
    #[arg(long, help_heading = "Output")]
    all: bool,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format::parser(FORMATS), help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    keys: KeyArgs,
}

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let (color, lang) = (context.color, context.lang);
    let levels = lint_levels::levels(&args.lints, &context.lints)?;
    let mut sdks: Vec<_> = Vec::new();
    for sdk in args.sdk.into_iter().map(SdkChoice::sdk) {
        if !sdks.contains(&sdk) {
            sdks.push(sdk);
        }
    }
    let checker = Checker::new(levels.clone(), keys::cipher(&args.keys)?).lang(lang).sdks(sdks);
    let style = Style { command: "validate", offered: FORMATS, format: args.format, color, lang };
    let progress = ReadProgress::of(&args.input, args.output.quiet);
    let stop = Stop::watch();
    let may_wait = inputs::is_stream(&args.input);
    let blocks = inputs::blocks(args.input, WithoutInput::Refuse)?;
    let unwrap = blocks.unwrap_mode();
    let chunks = Chunks::of(blocks, may_wait, &stop);
    let output = Output::open_by(&args.output, style, &|format, sink, look| match format {
        Format::Human => {
            let human = Human::new(sink, look.paint, look.width);
            Box::new(human.quiet(look.quiet).all(args.all))
        }
        other => open::renderer(other, sink, look),
    })?;
    let mut run = ValidateRun {
        checker: &checker,
        seen: Duplicates::default(),
        stages: Stages::default(),
        other_types: OtherTypes::new(levels),
        shows_clean: output.shows_clean(),
        output,
        fail_fast: args.fail_fast,
        color,
        stop,
        progress,
        failure: None,
    };
    let (hands, judge) = (args.jobs.hands(), |line: &Document| checker.check_line(line));
    let input = scan(chunks, unwrap, hands, &checker, judge, |_, _| FormattedRows::default(), &mut run);
    run.finish(input)
}

/// Hands findings to the output, in the order of the input.
struct ValidateRun<'c> {
    checker: &'c Checker,
    seen: Duplicates,
    stages: Stages,
    other_types: OtherTypes,
    output: Output,
    /// Whether documents without findings are shown, and not only counted.
    shows_clean: bool,
    fail_fast: bool,
    color: ColorChoice,
    stop: Stop,
    progress: ReadProgress,
    /// Why nothing can be written any more.
    failure: Option<CliError>,
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
        let Self { progress, output, .. } = self;
        if let Err(error) = progress.aside(|| output.record(&Record::Checked(checked))) {
            self.failure = Some(error);
            return ControlFlow::Break(());
        }
        let is_faulty = self.fail_fast && self.output.summary().exit != Exit::Clean;
        self.output.summary().stopped |= is_faulty;
        if is_faulty { ControlFlow::Break(()) } else { self.go_on() }
    }

    fn go_on(&mut self) -> ControlFlow<()> {
        let Some(exit) = self.stop.exit() else { return ControlFlow::Continue(()) };
        self.output.summary().raise(exit);
        self.output.summary().stopped = true;
        ControlFlow::Break(())
    }

    fn finish(mut self, input: InputTally) -> Result<Exit, CliError> {
        // What it breaks with is told by the summary.
        let _ = self.decide(None);
        self.progress.finish();
        if let Some(error) = self.failure {
            return Err(error);
        }
        self.output.summary().read(input);
        let lacks_events = self.output.summary().lacks_events();
        if lacks_events {
            self.output.summary().raise(Exit::Findings);
        }
        // A signal may have come while nothing was read.
        let _ = self.go_on();
        let summary = self.output.finish()?;
        if lacks_events {
            say_none_of_ours(&summary, color::for_stderr(self.color));
        }
        if summary.documents == 0 && summary.exit == Exit::Clean {
            return Err(CliError::usage_with("no event in the input", "the files are empty; name others"));
        }
        Ok(summary.exit)
    }
}

impl DocumentVisitor<JudgedEarly<Validation>> for ValidateRun<'_> {
    fn clean(
        &mut self,
        clean: &Clean,
        text: &[u8],
        origin: &Origin,
        _: Option<FormattedRow<'_>>,
    ) -> ControlFlow<()> {
        self.decide(Some(origin))?;
        let sighting = clean.mark.map_or(Sighting::New, |mark| self.seen.saw(mark, origin));
        let passes = self.stages.passes(clean.seen.role());
        let said = if passes { None } else { self.checker.said(&clean.seen, text) };
        let known = self.known_stage(said, &sighting);
        if self.shows_clean || sighting != Sighting::New || known.is_some() {
            let document = Document::new(origin.clone(), text[clean.from..clean.to].to_vec());
            let validation = self.checker.clean(origin, text, clean.from, &clean.seen);
            return self.say(match known {
                Some(known) => self.checker.stage_contradicted(&document, validation, known),
                None => self.checker.seen_before(&document, validation, &sighting),
            });
        }
        self.output.summary().documents += 1;
        self.go_on()
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
        self.progress.advance(bytes);
    }

    fn trouble(&mut self, error: InputError) -> ControlFlow<()> {
        // Who was interrupted while waiting for input knows that nothing came.
        if matches!(error, InputError::EmptyStdin) && self.stop.exit().is_some() {
            return self.go_on();
        }
        let exit = self.progress.aside(|| CliError::from(error).say(color::for_stderr(self.color)));
        self.output.summary().raise(exit);
        self.output.summary().stopped |= self.fail_fast;
        if self.fail_fast { ControlFlow::Break(()) } else { self.go_on() }
    }
}
