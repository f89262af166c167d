//! What every command that reads on all cores has in common: it opens its input, shows what it finds, and ends at a signal.

use std::ops::ControlFlow;

use super::chunks::Chunks;
use super::progress::ReadProgress;
use crate::cli::args::{InputArgs, WithoutInput, inputs};
use crate::cli::output::RecordOutput;
use crate::cli::{CliError, Context, Stop};
use crate::render::progress;
use crate::render::text::ColorChoice;
use crate::report::{InputTally, Record};
use crate::source::InputError;
use crate::source::unwrap::Unwrap;

/// What is shown while an input is read.
pub(crate) struct ScanOutput {
    pub(crate) output: RecordOutput,
    pub(crate) progress: ReadProgress,
    pub(crate) color: ColorChoice,
    stop: Stop,
    /// Why nothing can be written any more.
    failure: Option<CliError>,
}

impl ScanOutput {
    /// Opens what the arguments name, then the output, and watches for signals from now on: what is to be read, whether
    /// events are taken out of wrappers, and where they are shown.
    pub(crate) fn open(
        args: InputArgs,
        without_input: WithoutInput,
        quiet: bool,
        context: &Context,
        output: impl FnOnce() -> Result<RecordOutput, CliError>,
    ) -> Result<(Chunks, Unwrap, Self), CliError> {
        let progress = ReadProgress::of(&args, quiet);
        let stop = Stop::watch();
        let request = inputs::request(args, &context.passed_over, without_input)?;
        let unwrap = request.unwrap;
        let chunks = Chunks::of(request, &stop)?;
        let shown = Self { output: output()?, progress, color: context.color, stop, failure: None };
        Ok((chunks, unwrap, shown))
    }

    pub(crate) fn record(&mut self, record: &Record) -> ControlFlow<()> {
        self.write(|output| output.record(record))
    }

    /// Writes to the output while the bar is out of the way.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut RecordOutput) -> Result<(), CliError>,
    ) -> ControlFlow<()> {
        if let Err(error) = progress::BAR.aside(|| write(&mut self.output)) {
            self.failure = Some(error);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Goes on, unless a signal has come.
    pub(crate) fn go_on(&mut self) -> ControlFlow<()> {
        let Some(exit) = self.stop.exit() else { return ControlFlow::Continue(()) };
        if self.output.summary().exit.signal().is_none() {
            self.output.summary().interrupt(exit);
        }
        self.output.summary().stopped = true;
        ControlFlow::Break(())
    }

    pub(crate) fn trouble(&mut self, error: InputError) -> ControlFlow<()> {
        // Who was interrupted while waiting for input knows that nothing came.
        if !matches!(error, InputError::EmptyStdin) || self.stop.exit().is_none() {
            self.output.trouble(&error.into(), self.color);
        }
        self.go_on()
    }

    /// All is read: what there is to say of it is said on the output.
    pub(crate) fn end(mut self, input: InputTally) -> Result<RecordOutput, CliError> {
        // A signal may have come while nothing was read.
        let _ = self.go_on();
        progress::BAR.end();
        if let Some(error) = self.failure {
            return Err(error);
        }
        self.output.summary().read(input);
        Ok(self.output)
    }
}
