//! `replay --dry-run`: the requests as text, their secrets masked; nothing is sent.

use std::io::Write as _;
use std::sync::Arc;

use super::args::Args;
use crate::cli::args::keys;
use crate::cli::deliver::{PreparedInput, options};
use crate::cli::output::{TextOutput, WriterMessage, color, stdout, unwritten};
use crate::cli::{CliError, Context, Machine};
use crate::engine::deliver::EventSender;
use crate::engine::deliver::prepare::{Event, InputItem};
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::Header;
use crate::render::DryRunRequest;
use crate::render::text::Paint;
use crate::report::{Checked, Exit, Levels, Record, Subject, Summary};
use crate::wire::http::{HttpTransport, Settings};

/// Prints every request in the order it would be sent.
pub(crate) fn run(args: Args, levels: Levels, context: &Context) -> Result<Exit, CliError> {
    let to = &args.wire.to;
    let target = if to.url.is_some() { options::target(to)? } else { options::default_target() };
    let settings = options::settings(&args.wire.to, args.wire.http2)?;
    let keys = args.wire.signing(keys::keys(&args.keys, &args.token, keys::EmptySecret::Warned)?)?;
    let input = PreparedInput::open(args.input, &args.delivery, &keys, levels, context)?;
    // Set up as for sending, so that what is wrong with it is said here, too.
    let transport = options::transport(target.clone(), &settings)?;
    let sender = EventSender::new(keys, transport, Arc::new(Machine), false);
    let out = TextOutput::open(args.delivery.output.output.as_ref(), stdout::for_requests(false))?;
    let paint = color::for_stderr(context.color);
    let summary = Summary::default();
    let mut run = DryRun { sender, settings, url: target.to_string(), out, paint, summary };
    run.print(input)?;
    run.out.keep()?;
    CliError::of_nothing(&run.summary).map_or(Ok(run.summary.exit), Err)
}

struct DryRun {
    sender: EventSender<HttpTransport>,
    settings: Settings,
    url: String,
    out: TextOutput,
    paint: Paint,
    summary: Summary,
}

impl DryRun {
    fn print(&mut self, mut input: PreparedInput) -> Result<(), CliError> {
        for item in input.by_ref() {
            match item {
                InputItem::Event(event) => self.request(&event)?,
                InputItem::Aside(WriterMessage::Record(record)) => {
                    self.summary.count(&record);
                    if let Record::Checked(checked) = &record {
                        self.not_sent(checked)?;
                    }
                }
                InputItem::Aside(WriterMessage::Trouble(error)) => {
                    let exit = CliError::from(error).say(self.paint);
                    self.summary.raise(exit);
                }
                InputItem::Aside(_) => {}
            }
        }
        self.summary.read(input.tally());
        Ok(())
    }

    /// Tells of a document that is not sent.
    fn not_sent(&mut self, checked: &Checked) -> Result<(), CliError> {
        let Subject { file, line, .. } = &checked.subject;
        let Some(finding) = checked.findings.first() else { return Ok(()) };
        if checked.is_left_out() {
            return self.line(&format!("{file}:{line}: left out: {}", finding.message));
        }
        self.summary.raise(Exit::Findings);
        self.line(&format!("{file}:{line}: invalid, not sent: {}", finding.message))
    }

    fn request(&mut self, event: &Event) -> Result<(), CliError> {
        self.summary.documents += 1;
        let text = match &event.body {
            Ok(text) => text,
            Err(reason) => {
                let Subject { file, line, .. } = &event.subject;
                self.summary.raise(Exit::Findings);
                return self.line(&format!("{file}:{line}: cannot be sent: {reason}"));
            }
        };
        let packet = self.sender.request_builder.packet(text);
        let headers: Vec<Header> = self.settings.headers_of(&packet).cloned().collect();
        let keys: &Keys = &self.sender.request_builder.keys;
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
