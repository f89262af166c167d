//! The documents of an input, one after the other, for commands that look at each by itself.

use crate::cli::CliError;
use crate::cli::args::{InputArgs, WithoutInput, inputs};
use crate::cli::output::color;
use crate::model::Document;
use crate::render::text::{ColorChoice, Paint};
use crate::report::{Exit, InputTally};
use crate::source::Inputs;

/// The documents of an input. What cannot be read is said, and counts for the exit.
pub(crate) struct Documents {
    inputs: Inputs,
    paint: Paint,
    /// What they come to so far.
    pub(crate) exit: Exit,
}

impl Documents {
    /// Opens what the arguments name; nothing is an error.
    pub(crate) fn open(args: InputArgs, color: ColorChoice) -> Result<Self, CliError> {
        let inputs = inputs::open(args, WithoutInput::Refuse)?;
        Ok(Self { inputs, paint: color::for_stderr(color), exit: Exit::Clean })
    }

    /// Makes the exit worse, where it is not worse already.
    pub(crate) fn raise(&mut self, exit: Exit) {
        self.exit = self.exit.max(exit);
    }

    /// What was read.
    pub(crate) fn tally(&self) -> InputTally {
        self.inputs.tally()
    }
}

impl Iterator for Documents {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        loop {
            match self.inputs.next()? {
                Ok(document) => return Some(document),
                Err(error) => {
                    let exit = CliError::from(error).say(self.paint);
                    self.raise(exit);
                }
            }
        }
    }
}
