//! `replay --dry-run`: the requests as text, their secrets masked; nothing is sent.

use std::io::Write;
use std::sync::Arc;

use super::args::Args;
use crate::cli::args::{inputs, keys};
use crate::cli::deliver::options;
use crate::cli::output::{PendingFile, open};
use crate::cli::{CliError, Machine};
use crate::engine::deliver::EventSender;
use crate::engine::deliver::prepare::{Event, Preparer, ReorderBuffer};
use crate::engine::validate::OtherTypes;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::Header;
use crate::render::Request;
use crate::report::{Checked, Exit, Levels};
use crate::source::Inputs;
use crate::wire::http::{HttpTransport, Settings};

/// Prints every request in the order it would be sent.
pub(crate) fn run(args: Args, levels: Levels) -> Result<Exit, CliError> {
    let to = &args.wire.to;
    let target = if to.url.is_some() { options::target(to)? } else { options::usual_target() };
    let settings = options::settings(&args.wire.to, args.wire.http2)?;
    let keys = args.wire.signing(keys::keys(&args.keys, &args.token, keys::EmptySecret::Warned)?)?;
    let other_types = OtherTypes::new(levels.clone());
    let preparer = options::preparer(&args.delivery.change, &keys, levels, false);
    let reorder = options::reorder(&args.delivery.course);
    let inputs = inputs::open(args.input, inputs::WithoutInput::Samples)?;
    // Set up as for sending, so that what is wrong with it is said here, too.
    let transport = HttpTransport::new(target.clone(), &settings).map_err(|error| options::setup(&error))?;
    let sender = EventSender::new(keys, transport, Arc::new(Machine));
    let mut files = Vec::new();
    let (mut out, name) = match &args.delivery.output.output {
        Some(path) => (open::create(path, &mut files)?, open::shown(path)),
        None => (open::stdout(), "standard output".to_owned()),
    };
    let page = DryRun { sender, settings, url: target.to_string(), name };
    let exit = page.print(inputs, (preparer, other_types), reorder, &mut out)?;
    out.flush().map_err(|source| page.failed(source))?;
    files.into_iter().try_for_each(PendingFile::keep)?;
    Ok(exit)
}

struct DryRun {
    sender: EventSender<HttpTransport>,
    settings: Settings,
    url: String,
    name: String,
}

impl DryRun {
    fn print(
        &self,
        inputs: Inputs,
        (mut preparer, mut other_types): (Preparer, OtherTypes),
        mut reorder: ReorderBuffer,
        out: &mut dyn Write,
    ) -> Result<Exit, CliError> {
        let mut exit = Exit::Clean;
        for entry in inputs {
            let entry = entry?;
            exit = exit.max(self.not_sent(other_types.decide(Some(&entry.origin)), out)?);
            match preparer.prepare(&entry) {
                Ok(event) => {
                    if let Some(event) = reorder.push(event) {
                        exit = exit.max(self.request(&event, out)?);
                    }
                }
                Err(checked) => exit = exit.max(self.not_sent(other_types.take(*checked), out)?),
            }
        }
        exit = exit.max(self.not_sent(other_types.decide(None), out)?);
        while let Some(event) = reorder.pop() {
            exit = exit.max(self.request(&event, out)?);
        }
        Ok(exit)
    }

    /// Tells of a document that is not sent.
    fn not_sent(&self, checked: Option<Checked>, out: &mut dyn Write) -> Result<Exit, CliError> {
        let Some(checked) = checked else { return Ok(Exit::Clean) };
        let subject = &checked.subject;
        let left_out = checked.is_left_out();
        let Some(finding) = checked.findings.first() else { return Ok(Exit::Clean) };
        let why = if left_out { "left out" } else { "invalid, not sent" };
        let line = format!("{}:{}: {why}: {}", subject.file, subject.line, finding.message);
        writeln!(out, "{line}\n").map_err(|source| self.failed(source))?;
        Ok(if left_out { Exit::Clean } else { Exit::Findings })
    }

    fn request(&self, event: &Event, mut out: &mut dyn Write) -> Result<Exit, CliError> {
        let failed = |source| self.failed(source);
        let text = match &event.body {
            Ok(text) => text,
            Err(reason) => {
                let place = format!("{}:{}", event.subject.file, event.subject.line);
                writeln!(out, "{place}: cannot be sent: {reason}\n").map_err(failed)?;
                return Ok(Exit::Findings);
            }
        };
        let packet = self.sender.request_builder().packet(text);
        let headers: Vec<Header> = self.settings.headers_of(&packet).cloned().collect();
        let keys: &Keys = self.sender.request_builder().keys();
        let secrets: Vec<&Secret> =
            [keys.encrypt_key(), keys.verification_token()].into_iter().flatten().collect();
        let request = Request { url: &self.url, headers: &headers, packet: &packet, secrets: &secrets };
        request.write(&mut out).map_err(failed)?;
        Ok(Exit::Clean)
    }

    fn failed(&self, source: std::io::Error) -> CliError {
        CliError::Write { path: self.name.clone(), source }
    }
}
