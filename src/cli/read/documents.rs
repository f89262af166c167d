//! The documents of an input, one after the other, for commands that look at each by itself.

use super::chunks::Chunks;
use crate::cli::args::{InputArgs, WithoutInput, inputs};
use crate::cli::output::color;
use crate::cli::{CliError, Context, Stop};
use crate::model::Document;
use crate::render::text::Paint;
use crate::report::{Exit, InputTally};
use crate::source::Inputs;

/// The documents of an input, until a signal comes. What cannot be read is said, and counts for the exit.
pub(crate) struct Documents {
    inputs: Inputs,
    paint: Paint,
    stop: Stop,
    count: u64,
    exit: Exit,
}

impl Documents {
    /// Opens what the arguments name; that they name nothing, and nothing is piped in, is an error.
    pub(crate) fn open(args: InputArgs, context: &Context) -> Result<Self, CliError> {
        let stop = Stop::watch();
        let request = inputs::request(args, &context.passed_over, WithoutInput::Refuse)?;
        let unwrap = request.unwrap;
        let inputs = Inputs::new(Chunks::of(request, &stop)?, unwrap);
        Ok(Self { inputs, paint: color::for_stderr(context.color), stop, count: 0, exit: Exit::Clean })
    }

    /// Makes the exit worse, where it is not worse already.
    pub(crate) fn raise(&mut self, exit: Exit) {
        self.exit = self.exit.max(exit);
    }

    pub(crate) fn tally(&self) -> InputTally {
        self.inputs.tally()
    }

    /// Whether a signal ended them: what is half done is not kept.
    pub(crate) fn are_stopped(&self) -> bool {
        self.exit.signal().is_some()
    }

    /// What they came to; that there was none is an error.
    pub(crate) fn end(&self) -> Result<Exit, CliError> {
        if self.count == 0 && self.exit == Exit::Clean {
            return Err(CliError::no_event(&self.tally().unwrapped));
        }
        Ok(self.exit)
    }
}

impl Iterator for Documents {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        loop {
            let next = self.inputs.next();
            if let Some(exit) = self.stop.exit() {
                self.raise(exit);
                return None;
            }
            match next? {
                Ok(document) => {
                    self.count += 1;
                    return Some(document);
                }
                Err(error) => {
                    let exit = CliError::from(error).say(self.paint);
                    self.raise(exit);
                }
            }
        }
    }
}
