//! `replay --dry-run`: the requests as text, their secrets masked; nothing is sent.

use std::io::{self, Write as _};
use std::sync::Arc;

use super::args::Args;
use crate::cli::args::{WithoutInput, inputs, keys};
use crate::cli::deliver::options;
use crate::cli::output::{TextOutput, color, open, unwritten};
use crate::cli::{CliError, Context, Machine};
use crate::engine::deliver::EventSender;
use crate::engine::deliver::prepare::{Event, Preparer, ReorderBuffer};
use crate::engine::validate::OtherTypes;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::Header;
use crate::render::DryRunRequest;
use crate::render::text::Paint;
use crate::report::{Checked, Exit, Levels, Subject};
use crate::source::Inputs;
use crate::wire::http::{HttpTransport, Settings};

/// Prints every request in the order it would be sent.
pub(crate) fn run(args: Args, levels: Levels, context: &Context) -> Result<Exit, CliError> {
    let to = &args.wire.to;
    let target = if to.url.is_some() { options::target(to)? } else { options::usual_target() };
    let settings = options::settings(&args.wire.to, args.wire.http2)?;
    let keys = args.wire.signing(keys::keys(&args.keys, &args.token, keys::EmptySecret::Warned)?)?;
    let other_types = OtherTypes::new(levels.clone());
    let preparer = options::preparer(&args.delivery.change, &keys, levels);
    let reorder = options::reorder(&args.delivery.course);
    let request = inputs::request(args.input, &context.passed_over, WithoutInput::Samples)?;
    let inputs = request.open(Box::new(io::stdin()))?;
    // Set up as for sending, so that what is wrong with it is said here, too.
    let transport = options::transport(target.clone(), &settings)?;
    let sender = EventSender::new(keys, transport, Arc::new(Machine), false);
    let out = TextOutput::open(args.delivery.output.output.as_ref(), open::stdout())?;
    let paint = color::for_stderr(context.color);
    let mut run = DryRun { sender, settings, url: target.to_string(), out, paint, exit: Exit::Clean };
    run.print(inputs, preparer, other_types, reorder)?;
    run.out.keep()?;
    Ok(run.exit)
}

struct DryRun {
    sender: EventSender<HttpTransport>,
    settings: Settings,
    url: String,
    out: TextOutput,
    paint: Paint,
    exit: Exit,
}

impl DryRun {
    fn print(
        &mut self,
        mut inputs: Inputs,
        mut preparer: Preparer,
        mut other_types: OtherTypes,
        mut reorder: ReorderBuffer,
    ) -> Result<(), CliError> {
        let mut is_empty = true;
        for entry in inputs.by_ref() {
            is_empty = false;
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let exit = CliError::from(error).say(self.paint);
                    self.exit = self.exit.max(exit);
                    continue;
                }
            };
            self.not_sent(other_types.decide(Some(&entry.origin)))?;
            match preparer.prepare(&entry) {
                Ok(event) => reorder.push(event).map_or(Ok(()), |event| self.request(&event))?,
                Err(checked) => self.not_sent(other_types.take(*checked))?,
            }
        }
        self.not_sent(other_types.decide(None))?;
        while let Some(event) = reorder.pop() {
            self.request(&event)?;
        }
        if is_empty { Err(CliError::no_event(&inputs.tally().unwrapped)) } else { Ok(()) }
    }

    /// Tells of a document that is not sent.
    fn not_sent(&mut self, checked: Option<Checked>) -> Result<(), CliError> {
        let Some(checked) = checked else { return Ok(()) };
        let Subject { file, line, .. } = &checked.subject;
        let Some(finding) = checked.findings.first() else { return Ok(()) };
        if checked.is_left_out() {
            return self.line(&format!("{file}:{line}: left out: {}", finding.message));
        }
        self.exit = self.exit.max(Exit::Findings);
        self.line(&format!("{file}:{line}: invalid, not sent: {}", finding.message))
    }

    fn request(&mut self, event: &Event) -> Result<(), CliError> {
        let text = match &event.body {
            Ok(text) => text,
            Err(reason) => {
                let Subject { file, line, .. } = &event.subject;
                self.exit = self.exit.max(Exit::Findings);
                return self.line(&format!("{file}:{line}: cannot be sent: {reason}"));
            }
        };
        let packet = self.sender.request_builder().packet(text);
        let headers: Vec<Header> = self.settings.headers_of(&packet).cloned().collect();
        let keys: &Keys = self.sender.request_builder().keys();
        let secrets: Vec<&Secret> =
            [keys.encrypt_key(), keys.verification_token()].into_iter().flatten().collect();
        let request = DryRunRequest { url: &self.url, headers: &headers, packet: &packet, secrets: &secrets };
        request.write(&mut self.out).map_err(unwritten)
    }

    /// A line, and an empty one below it.
    fn line(&mut self, text: &str) -> Result<(), CliError> {
        writeln!(self.out, "{text}\n").map_err(unwritten)
    }
}
