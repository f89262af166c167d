//! One document in, its findings out: parse, open, recognise, judge by the schema, lint.

use super::draft::{self, Draft};
use super::duplicates::Duplicates;
use super::judge::Judge;
use super::recognize::recognize;
use super::{lint, lint_ticket};
use crate::catalog::EventKind;
use crate::json::{self, Fault, Node, SyntaxError};
use crate::model::{Entry, Lang, Origin};
use crate::protocol::{Cipher, encrypted_body};
use crate::report::{Checked, Code, Finding, Levels, Subject};

/// Checks documents, one after the other; remembers the event ids of the run.
#[derive(Default)]
pub struct Validator {
    levels: Levels,
    cipher: Option<Cipher>,
    judges: Vec<Judge>,
    seen: Duplicates,
    lang: Lang,
}

impl Validator {
    /// A validator with the severities of this run and the key that opens encrypted bodies.
    pub fn new(levels: Levels, cipher: Option<Cipher>) -> Self {
        Self { levels, cipher, ..Self::default() }
    }

    /// Says Lark's own labels in `lang`.
    #[must_use]
    pub fn lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The document inside an encrypted body, where this is one and the key opens it. Its positions count within the
    /// opened text.
    pub fn opened(&self, entry: &Entry) -> Option<Entry> {
        let plain = self.open(encrypted_body(&entry.bytes)?.as_ref()).ok()?;
        let origin = Origin { line: 1, column: 1, offset: 0, opened: true, ..entry.origin.clone() };
        Some(Entry::new(origin, plain))
    }

    /// Everything that is wrong with a document.
    pub fn check(&mut self, entry: &Entry) -> Checked {
        let origin = &entry.origin;
        if entry.is_cut() {
            let message = format!("the document is larger than 16 MiB ({} bytes)", entry.size);
            let draft = Draft::new(Code::DocumentTooLarge, "", 0..0, message)
                .help("an event has a few kB: put each event on a line of its own");
            return self.checked(origin, &entry.bytes, vec![draft], None);
        }
        let node = match json::parse(&entry.bytes) {
            Ok(node) => node,
            Err(error) => {
                return self.checked(origin, &entry.bytes, vec![syntax(&error, &entry.bytes)], None);
            }
        };
        match encrypted_body(&entry.bytes) {
            None => self.check_plain(origin, &entry.bytes, &node),
            Some(body) => match self.open(&body) {
                Ok(plain) => self.check_opened(origin, &plain),
                Err(draft) => {
                    let span = node.get("encrypt").map_or(0..1, |it| it.span.clone());
                    let draft = Draft { span, ..draft };
                    self.checked(origin, &entry.bytes, vec![draft], Some(&node))
                }
            },
        }
    }

    fn open(&self, body: &str) -> Result<Vec<u8>, Draft> {
        let Some(cipher) = &self.cipher else {
            let message = "the body is encrypted and no encrypt key was given";
            return Err(Draft::new(Code::EncryptedBody, "/encrypt", 0..0, message)
                .help("give it with --encrypt-key-file FILE or HELPDESK_EVT_ENCRYPT_KEY"));
        };
        cipher.unlock(body).map_err(|error| {
            let message = format!("the body does not open with this encrypt key: {error}");
            Draft::new(Code::UndecryptableBody, "/encrypt", 0..0, message)
                .help("use the Encrypt Key of the app that received it, not the Verification Token")
        })
    }

    fn check_opened(&mut self, origin: &Origin, plain: &[u8]) -> Checked {
        let origin = Origin { line: 1, column: 1, offset: 0, opened: true, ..origin.clone() };
        match json::parse(plain) {
            Ok(node) => {
                let mut checked = self.check_plain(&origin, plain, &node);
                checked.subject.line = origin.line;
                checked
            }
            Err(error) => self.checked(&origin, plain, vec![syntax(&error, plain)], None),
        }
    }

    fn check_plain(&mut self, origin: &Origin, bytes: &[u8], node: &Node<'_>) -> Checked {
        let mut drafts = Vec::new();
        lint::text(node, json::Path::Root, bytes, &mut drafts);
        match recognize(node, bytes) {
            Err(draft) => drafts.push(draft),
            Ok(kind) => {
                let lang = self.lang;
                self.judge(kind).judge(node, bytes, lang, &mut drafts);
                lint::fields(kind, node, bytes, &mut drafts);
                lint_ticket::ticket(node, self.lang, &mut drafts);
                drafts.extend(self.duplicate(origin, node));
            }
        }
        self.checked(origin, bytes, drafts, Some(node))
    }

    fn judge(&mut self, kind: &'static EventKind) -> &Judge {
        let known = self.judges.iter().position(|judge| judge.kind().name == kind.name);
        let at = known.unwrap_or_else(|| {
            self.judges.push(Judge::new(kind));
            self.judges.len() - 1
        });
        &self.judges[at]
    }

    fn duplicate(&mut self, origin: &Origin, node: &Node<'_>) -> Option<Draft> {
        let found = node.at("/header/event_id")?.node;
        let (file, line) = self.seen.saw(found.as_str()?, origin)?;
        let place = if file == origin.file { format!("line {line}") } else { format!("{file}:{line}") };
        let message = format!("this `event_id` came before, at {place}");
        Some(
            Draft::new(Code::DuplicateEvent, "/header/event_id", found.span.clone(), message)
                .help("delivery is at least once; receivers dedupe by `event_id`"),
        )
    }

    fn checked(&self, origin: &Origin, bytes: &[u8], drafts: Vec<Draft>, node: Option<&Node<'_>>) -> Checked {
        let text = |pointer: &str| Some(node?.at(pointer)?.node.as_str()?.to_owned());
        let subject = Subject {
            file: origin.file.clone(),
            index: origin.index,
            line: origin.line,
            event_id: text("/header/event_id"),
            ticket_id: text("/event/object/ticket_id"),
        };
        let findings: Vec<Finding> = draft::place(drafts, &self.levels, origin, bytes);
        Checked { subject, findings }
    }
}

fn syntax(error: &SyntaxError, bytes: &[u8]) -> Draft {
    let code = match error.fault {
        Fault::InvalidUtf8(_) => Code::InvalidUtf8,
        Fault::LoneSurrogate => Code::LoneSurrogate,
        Fault::TooDeep => Code::NestedTooDeep,
        _ => Code::JsonSyntax,
    };
    let span = error.offset..error.offset + error.len;
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let message = if utf16 { "the file is UTF-16".to_owned() } else { error.fault.to_string() };
    let draft = Draft::new(code, "", span, message);
    let help = if utf16 { Some("save it as UTF-8") } else { error.fault.help() };
    match (help, &error.fault) {
        (_, Fault::InvalidUtf8(_)) if !utf16 => {
            draft.help(format!("save the file as UTF-8 (byte offset {})", error.offset))
        }
        (Some(help), _) => draft.help(help),
        (None, _) => draft,
    }
}
