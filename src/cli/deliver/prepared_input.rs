//! The input as events, in the order they are sent.

use std::collections::VecDeque;
use std::io;

use super::options;
use crate::cli::args::{DeliveryArgs, InputArgs, WithoutInput, inputs};
use crate::cli::output::WriterMessage;
use crate::cli::{CliError, Context};
use crate::engine::deliver::prepare::{Event, InputItem, Preparer, ReorderBuffer};
use crate::engine::validate::OtherTypes;
use crate::model::Document;
use crate::protocol::Keys;
use crate::report::{Checked, InputTally, Levels, Record};
use crate::source::Inputs;

/// Each document is an event, or a record that says why it is none.
pub(crate) struct PreparedInput {
    inputs: Inputs,
    pub(super) preparer: Preparer,
    other_types: OtherTypes,
    ready: VecDeque<InputItem<WriterMessage>>,
    /// `None` once the input is at its end and everything held was given.
    reorder: Option<ReorderBuffer>,
}

impl PreparedInput {
    /// Opens what is to be read, and changed and put in order as the arguments say.
    pub(crate) fn open(
        input: InputArgs,
        args: &DeliveryArgs,
        keys: &Keys,
        levels: Levels,
        context: &Context,
    ) -> Result<Self, CliError> {
        let request = inputs::request(input, &context.passed_over, WithoutInput::Samples)?;
        Ok(Self {
            inputs: request.open(Box::new(io::stdin()))?,
            other_types: OtherTypes::new(levels.clone()),
            preparer: options::preparer(&args.change, keys, levels, context.lang),
            ready: VecDeque::new(),
            reorder: Some(options::reorder(&args.schedule)),
        })
    }

    pub(crate) fn tally(&self) -> InputTally {
        self.inputs.tally()
    }

    /// Makes what is ready of a document, and of one that waited for it.
    fn take(&mut self, entry: &Document) {
        self.ready.extend(self.other_types.decide(Some(&entry.origin)).map(skipped));
        match self.preparer.prepare(entry) {
            Err(checked) => self.ready.extend(self.other_types.take(*checked).map(skipped)),
            Ok(event) => {
                let event = self.reorder.as_mut().and_then(|it| it.push(event));
                self.ready.extend(event.map(InputItem::Event));
            }
        }
    }

    fn rest(&mut self) -> Option<Box<Event>> {
        let event = self.reorder.as_mut()?.pop();
        if event.is_none() {
            self.reorder = None;
        }
        event
    }
}

impl Iterator for PreparedInput {
    type Item = InputItem<WriterMessage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            match self.inputs.next() {
                None => {
                    let last = self.other_types.decide(None).map(skipped);
                    return last.or_else(|| self.rest().map(InputItem::Event));
                }
                Some(Err(error)) => return Some(InputItem::Aside(WriterMessage::Trouble(error))),
                Some(Ok(entry)) => self.take(&entry),
            }
        }
    }
}

fn skipped(checked: Checked) -> InputItem<WriterMessage> {
    InputItem::Aside(WriterMessage::Record(Record::Checked(checked)))
}
