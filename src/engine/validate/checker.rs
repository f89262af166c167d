//! One document in, its findings out: screen; else parse, open, recognise, judge by the schema, lint.
//!
//! A checker keeps nothing of what it checks, so that several threads may use one.

use std::sync::OnceLock;

use super::duplicates::{First, Mark, Marker};
use super::finding_builder;
use super::finding_builder::Draft;
use super::recognize::recognize;
use super::schema::Judge;
use crate::catalog::EventKind;
use crate::engine::validate::lints::{fields, ticket};
use crate::engine::validate::screen::{Glimpse, Screen, Taken};
use crate::json::{Fault, Node, SyntaxError};
use crate::model::{Document, Lang, Origin};
use crate::protocol::webhook::{Cipher, encrypted_body};
use crate::report::{Checked, Code, Finding, Levels, Subject};
use crate::{catalog, json};

/// Checks documents.
pub struct Checker {
    levels: Levels,
    cipher: Option<Cipher>,
    lang: Lang,
    marker: Marker,
    screens: Vec<Screen>,
    /// By the place in the catalog; compiled at the first document that needs it.
    judges: Vec<OnceLock<Judge>>,
}

/// What a document came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// Its findings, but for what hangs on the documents before it.
    pub checked: Checked,
    /// The mark of its event id, where it is an event that has one.
    pub mark: Option<Mark>,
}

impl Validation {
    /// The same of a document that turned out to be number `index` of its file and to begin `lines` lines further down.
    #[must_use]
    pub fn moved(mut self, index: u64, lines: u64) -> Self {
        self.checked.subject.index = index;
        self.checked.subject.line += lines;
        for finding in self.checked.findings.iter_mut().filter(|it| !it.place.opened) {
            finding.place.line += lines;
            finding.place.end_line += lines;
            if let Some(excerpt) = &mut finding.excerpt {
                excerpt.first_line += lines;
            }
        }
        self
    }
}

/// Where a document's bytes are looked at: as they were read, or as they were opened.
struct Page<'p> {
    origin: &'p Origin,
    bytes: &'p [u8],
    /// The line of the document in its file, whatever was opened.
    line: u64,
    /// Where its event id was seen before.
    first: Option<&'p First>,
}

impl Default for Checker {
    fn default() -> Self {
        Self::new(Levels::default(), None)
    }
}

impl Checker {
    /// A checker with the severities of this run and the key that opens encrypted bodies.
    pub fn new(levels: Levels, cipher: Option<Cipher>) -> Self {
        Self {
            levels,
            cipher,
            lang: Lang::default(),
            marker: Marker::default(),
            screens: catalog::ALL.iter().map(|kind| Screen::new(kind)).collect(),
            judges: catalog::ALL.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Says Lark's own labels in `lang`.
    #[must_use]
    pub fn lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The document inside an encrypted body, where this is one and the key opens it. Its positions count within the
    /// opened text.
    pub fn opened(&self, entry: &Document) -> Option<Document> {
        let plain = self.open(encrypted_body(&entry.bytes)?.as_ref()).ok()?;
        let origin = Origin { line: 1, column: 1, offset: 0, opened: true, ..entry.origin.clone() };
        Some(Document::new(origin, plain))
    }

    /// The clean event that begins at `at`; nothing is said of any other.
    pub(crate) fn take(&self, text: &[u8], at: usize) -> Option<Taken> {
        self.screens.iter().find_map(|screen| screen.take(text, at))
    }

    /// What is to be seen of a document that is a clean event; nothing of any other.
    pub(crate) fn see(&self, text: &[u8]) -> Option<Glimpse> {
        self.screens.iter().find_map(|screen| screen.see(text))
    }

    /// The mark of an event id.
    pub fn mark(&self, event_id: &[u8]) -> Mark {
        self.marker.mark(event_id)
    }

    /// What is wrong with a document.
    pub fn check(&self, entry: &Document) -> Validation {
        match self.see(&entry.bytes) {
            Some(seen) => self.clean(&entry.origin, &entry.bytes, &seen),
            None => self.judged(entry, None),
        }
    }

    /// The same, without the screen.
    pub fn look_closer(&self, entry: &Document) -> Validation {
        self.judged(entry, None)
    }

    /// The same for an event whose id came before, at `first`.
    pub fn check_duplicate(&self, entry: &Document, first: &First) -> Checked {
        self.judged(entry, Some(first)).checked
    }

    /// The verdict on an event that the screen took.
    pub fn clean(&self, origin: &Origin, bytes: &[u8], seen: &Glimpse) -> Validation {
        let id = &bytes[seen.event_id()];
        let text = |bytes| Some(String::from_utf8_lossy(bytes).into_owned());
        let subject = Subject {
            file: origin.file.clone(),
            index: origin.index,
            line: origin.line,
            event_id: text(id),
            ticket_id: text(&bytes[seen.ticket_id()]),
        };
        Validation { checked: Checked { subject, findings: Vec::new() }, mark: Some(self.mark(id)) }
    }

    fn judged(&self, entry: &Document, first: Option<&First>) -> Validation {
        let page = Page { origin: &entry.origin, bytes: &entry.bytes, line: entry.origin.line, first };
        if entry.is_cut() {
            let message = format!("the document is larger than 16 MiB ({} bytes)", entry.size);
            let draft = Draft::new(Code::DocumentTooLarge, "", 0..0, message)
                .help("an event has a few kB: put each event on a line of its own");
            return self.verdict(&page, vec![draft], None, None);
        }
        let node = match json::parse(page.bytes) {
            Ok(node) => node,
            Err(error) => {
                return self.verdict(&page, vec![syntax(&error, page.bytes, page.origin.offset)], None, None);
            }
        };
        match encrypted_body(page.bytes) {
            None => self.check_plain(&page, &node),
            Some(body) => match self.open(&body) {
                Ok(plain) => self.check_opened(&page, &plain),
                Err(draft) => {
                    let span = node.get("encrypt").map_or(0..1, |it| it.span.clone());
                    let draft = Draft { span, ..draft };
                    self.verdict(&page, vec![draft], Some(&node), None)
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

    fn check_opened(&self, page: &Page<'_>, plain: &[u8]) -> Validation {
        let origin = Origin { line: 1, column: 1, offset: 0, opened: true, ..page.origin.clone() };
        let page = Page { origin: &origin, bytes: plain, ..*page };
        match json::parse(plain) {
            Ok(node) => self.check_plain(&page, &node),
            Err(error) => self.verdict(&page, vec![syntax(&error, plain, page.origin.offset)], None, None),
        }
    }

    fn check_plain(&self, page: &Page<'_>, node: &Node<'_>) -> Validation {
        let (mut drafts, mut mark) = (Vec::new(), None);
        fields::text(node, json::Path::Root, page.bytes, &mut drafts);
        match recognize(node, page.bytes) {
            Err(draft) => drafts.push(draft),
            Ok(kind) => {
                self.judge(kind).judge(node, page.bytes, self.lang, &mut drafts);
                fields::fields(kind, node, page.bytes, &mut drafts);
                ticket::ticket(node, self.lang, &mut drafts);
                let id = node.at("/header/event_id").map(|it| it.node);
                mark = id.and_then(Node::as_str).map(|it| self.mark(it.as_bytes()));
                drafts.extend(page.first.zip(id).map(|(first, id)| duplicate(page, first, id)));
            }
        }
        self.verdict(page, drafts, Some(node), mark)
    }

    fn judge(&self, kind: &'static EventKind) -> &Judge {
        let at = catalog::ALL.iter().position(|it| it.name == kind.name);
        self.judges[at.expect("a kind is in the catalog")].get_or_init(|| Judge::new(kind))
    }

    fn verdict(
        &self,
        page: &Page<'_>,
        drafts: Vec<Draft>,
        node: Option<&Node<'_>>,
        mark: Option<Mark>,
    ) -> Validation {
        let text = |pointer: &str| Some(node?.at(pointer)?.node.as_str()?.to_owned());
        let subject = Subject {
            file: page.origin.file.clone(),
            index: page.origin.index,
            line: page.line,
            event_id: text("/header/event_id"),
            ticket_id: text("/event/object/ticket_id"),
        };
        let findings: Vec<Finding> = finding_builder::place(drafts, &self.levels, page.origin, page.bytes);
        Validation { checked: Checked { subject, findings }, mark }
    }
}

fn duplicate(page: &Page<'_>, (file, line): &First, id: &Node<'_>) -> Draft {
    let place = if *file == page.origin.file { format!("line {line}") } else { format!("{file}:{line}") };
    let message = format!("this `event_id` came before, at {place}");
    Draft::new(Code::DuplicateEvent, "/header/event_id", id.span.clone(), message)
        .help("delivery is at least once; receivers dedupe by `event_id`")
}

/// What is wrong with the text of a document that begins at `offset` of its file.
fn syntax(error: &SyntaxError, bytes: &[u8], offset: u64) -> Draft {
    let code = match error.fault {
        Fault::InvalidUtf8(_) => Code::InvalidUtf8,
        Fault::LoneSurrogate => Code::LoneSurrogate,
        Fault::TooDeep => Code::NestedTooDeep,
        _ => Code::JsonSyntax,
    };
    let span = error.offset..error.offset + error.len;
    let begins = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    // Such a mark stands at the beginning of a file; elsewhere these are two wrong bytes.
    let utf16 = begins && offset == 0;
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
