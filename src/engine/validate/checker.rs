//! One document in, its findings out: screen; else parse, open, recognise, judge by the schema, lint.
//!
//! A checker keeps nothing of what it checks, so that several threads may use one.

use std::ops::Range;
use std::sync::OnceLock;

use super::duplicates::{Mark, Marker};
use super::examined::{Depth, Examined, Validation};
use super::finding_builder;
use super::finding_builder::{Draft, Drafts};
use super::recognize::recognize;
use super::schema::SchemaJudge;
use super::stages::SaidStage;
use super::syntax_draft::{cut_off, is_cut_off, syntax};
use crate::catalog::EventKind;
use crate::engine::validate::lints::{fields, sdk, ticket};
use crate::engine::validate::screen::{Screen, ScreenedEvent, Taken, named_type};
use crate::json::Parsed;
use crate::model::{Document, EventRole, EventState, EventView, Lang, Origin, Sdk};
use crate::protocol::webhook::{Cipher, encrypted_body};
use crate::report::{Checked, Code, Finding, Ignored, Levels, Subject};
use crate::{catalog, json};

/// Checks documents.
pub struct Checker {
    pub(crate) levels: Levels,
    cipher: Option<Cipher>,
    pub(super) lang: Lang,
    /// SDKs whose ways with events are told.
    sdks: Vec<Sdk>,
    marker: Marker,
    /// By the place in the catalog, and behind them the one of other types; compiled at the first document that comes to it.
    screens: Vec<OnceLock<Screen>>,
    /// By the place in the catalog; compiled at the first document that needs it.
    judges: Vec<OnceLock<SchemaJudge>>,
}

/// Where the text of an encrypted body stands.
const ENCRYPT: &str = "/encrypt";

/// Where a document's bytes are looked at: as they were read, or as they were opened.
struct SourceText<'p> {
    origin: &'p Origin,
    bytes: &'p [u8],
    /// The line of the document in its file, whatever was opened.
    line: u64,
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
            sdks: Vec::new(),
            marker: Marker::default(),
            screens: (0..=catalog::ALL.len()).map(|_| OnceLock::new()).collect(),
            judges: catalog::ALL.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Says Lark's own labels in `lang`.
    #[must_use]
    pub fn lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// Tells what these SDKs would make of events. Nothing is clean at a glance then.
    #[must_use]
    pub(crate) fn sdks(self, sdks: Vec<Sdk>) -> Self {
        let screens = if sdks.is_empty() { self.screens } else { Vec::new() };
        Self { sdks, screens, ..self }
    }

    /// The screen of the event type at this place in the catalog; there is none where nothing is clean at a glance.
    fn screen(&self, place: usize) -> Option<&Screen> {
        let make = || catalog::ALL.get(place).map_or_else(Screen::of_other_types, |kind| Screen::new(kind));
        Some(self.screens.get(place)?.get_or_init(make))
    }

    /// The extent of the event that begins at `at`, if it is clean or of a type we do not know, and in `seen` what it says;
    /// nothing is said of any other. `seen` is new, and of the first type.
    #[inline]
    pub(crate) fn take(&self, text: &[u8], at: usize, seen: &mut ScreenedEvent) -> Option<Taken> {
        // Most are of the commonest type, the first: what they are is only asked of the others.
        self.screen(0)?.take(text, at, seen).or_else(|| self.take_by_name(text, at, seen))
    }

    fn take_by_name(&self, text: &[u8], at: usize, seen: &mut ScreenedEvent) -> Option<Taken> {
        let name = named_type(&text[at..])?;
        let place = catalog::ALL.iter().position(|kind| kind.name.as_bytes() == name);
        let screen = self.screen(place.unwrap_or(catalog::ALL.len())).filter(|_| place != Some(0))?;
        *seen = screen.unseen();
        screen.take(text, at, seen)
    }

    /// The clean event that a document is; nothing is said of any other.
    pub(crate) fn see(&self, text: &[u8]) -> Option<ScreenedEvent> {
        let mut seen = ScreenedEvent::new(catalog::ALL[0]);
        let taken = self.take(text, 0, &mut seen)?;
        (taken.end == text.len() && seen.other_type().is_empty()).then_some(seen)
    }

    pub(crate) fn mark(&self, seen: &ScreenedEvent, text: &[u8]) -> Option<Mark> {
        self.marker.mark(&text[seen.event_id()], seen.content(text))
    }

    /// What a clean event says of the stage of its ticket.
    #[inline]
    pub(crate) fn said(&self, seen: &ScreenedEvent, text: &[u8]) -> Option<SaidStage> {
        self.said_of(seen.role(), seen.state(), &text[seen.subject_id()])
    }

    #[inline]
    fn said_of(&self, role: EventRole, state: &EventState, ticket: &[u8]) -> Option<SaidStage> {
        SaidStage::of(role, state, || self.marker.ticket(ticket))
    }

    /// What is wrong with a document.
    pub fn check(&self, document: &Document) -> Validation {
        match self.see(&document.bytes) {
            Some(seen) => self.clean(&document.origin, &document.bytes, 0, &seen),
            None => self.look_closer(document),
        }
    }

    /// The same, without the screen.
    pub fn look_closer(&self, document: &Document) -> Validation {
        self.parsed(document, |_, _| ()).0.validation
    }

    /// What is wrong with a line that the screen did not take, and whether it is JSON.
    pub(crate) fn check_line(&self, line: &Document) -> (Validation, bool) {
        // It saw the line as it stands, and not what was taken out of a wrapper.
        if line.origin.map.is_some()
            && let Some(seen) = self.see(&line.bytes)
        {
            return (self.clean(&line.origin, &line.bytes, 0, &seen), true);
        }
        let examined = self.parsed(line, |_, _| ()).0;
        (examined.validation, examined.is_json)
    }

    /// What is wrong with a document, and what it says.
    pub(crate) fn examine(&self, document: &Document, depth: Depth) -> Examined {
        match self.see(&document.bytes) {
            Some(seen) => self.screened(&document.origin, &document.bytes, &seen, depth),
            None => self.parsed(document, |_, _| ()).0,
        }
    }

    /// The same of a line that the screen did not take.
    pub(crate) fn examine_line(&self, line: &Document, depth: Depth) -> Examined {
        if line.origin.map.is_some() { self.examine(line, depth) } else { self.parsed(line, |_, _| ()).0 }
    }

    /// What is wrong with a document, and what it says; with what `then` makes of its text, opened where it was encrypted, and
    /// of the tree of that, where there is one: a document that the screen takes is not parsed.
    pub(crate) fn examine_and<T>(
        &self,
        document: &Document,
        then: impl FnOnce(&[u8], &Parsed<'_>) -> T,
    ) -> (Examined, Option<T>) {
        match self.see(&document.bytes) {
            Some(seen) => (self.screened(&document.origin, &document.bytes, &seen, Depth::View), None),
            None => self.parsed(document, then),
        }
    }

    /// What is wrong with a text that was parsed already, and what it says.
    pub(crate) fn examine_parsed(&self, origin: &Origin, text: &[u8], parsed: &Parsed<'_>) -> Examined {
        match self.see(text) {
            Some(seen) => self.screened(origin, text, &seen, Depth::View),
            None => self.check_plain(&SourceText { origin, bytes: text, line: origin.line }, parsed),
        }
    }

    fn screened(&self, origin: &Origin, text: &[u8], seen: &ScreenedEvent, depth: Depth) -> Examined {
        let validation = self.clean(origin, text, 0, seen);
        let view = seen.view(text);
        let parsed = (depth == Depth::AllFields).then(|| json::parse_lenient(text).ok()).flatten();
        let ticket = parsed.map(|it| catalog::ticket(&it, &view));
        Examined { validation, is_json: true, view: Some(view.into_owned()), foreign: None, ticket }
    }

    /// What came of an event that the screen took; it begins at `from` in `text`.
    pub(crate) fn clean(
        &self,
        origin: &Origin,
        text: &[u8],
        from: usize,
        seen: &ScreenedEvent,
    ) -> Validation {
        let view = seen.view(text);
        let checked = Checked { subject: Subject::of(origin, &view), findings: Vec::new(), ignored: None };
        let id = seen.event_id();
        let id = id.start - from - 1..id.end - from + 1;
        let (mark, said) = (self.mark(seen, text), self.said(seen, text));
        Validation { checked, mark, said, id, stage: None, opened: None }
    }

    fn parsed<T>(
        &self,
        document: &Document,
        then: impl FnOnce(&[u8], &Parsed<'_>) -> T,
    ) -> (Examined, Option<T>) {
        let page =
            SourceText { origin: &document.origin, bytes: &document.bytes, line: document.origin.line };
        if document.is_cut() {
            let message = format!("the document is larger than 16 MiB ({} bytes)", document.size);
            let draft = Draft::new(Code::DocumentTooLarge, "", 0..0, message)
                .help("an event has a few kB: put each event on a line of its own");
            return (self.unparsed(&page, draft), None);
        }
        let parsed = match json::parse_lenient(page.bytes) {
            Ok(parsed) => parsed,
            Err(error) if is_cut_off(document, &error) => {
                return (self.unparsed(&page, cut_off(&error)).ignored(Ignored::Cut), None);
            }
            Err(error) => {
                return (self.unparsed(&page, syntax(&error, page.bytes, page.origin)), None);
            }
        };
        let Some(body) = encrypted_body(&parsed.root) else {
            return (self.check_plain(&page, &parsed), Some(then(page.bytes, &parsed)));
        };
        let plain = match self.open(body) {
            Ok(plain) => plain,
            Err(draft) => {
                let span = parsed.root.at(ENCRYPT).map_or(0..0, |it| it.node.span.clone());
                let examined = self.unparsed(&page, Draft { span, ..draft });
                return (Examined { is_json: true, ..examined }, Some(then(page.bytes, &parsed)));
            }
        };
        let origin = inside(page.origin);
        let inner = SourceText { origin: &origin, bytes: &plain, line: page.line };
        let (mut examined, made) = match json::parse_lenient(&plain) {
            Ok(parsed) => (self.check_plain(&inner, &parsed), Some(then(&plain, &parsed))),
            Err(error) => (self.unparsed(&inner, syntax(&error, &plain, inner.origin)), None),
        };
        examined.is_json = true;
        examined.validation.opened = Some(plain);
        (examined, made)
    }

    fn open(&self, body: &str) -> Result<Vec<u8>, Draft> {
        let Some(cipher) = &self.cipher else {
            let message = "the body is encrypted and no encrypt key was given";
            return Err(Draft::new(Code::EncryptedBody, ENCRYPT, 0..0, message)
                .help("give it with --encrypt-key-file FILE or HELPDESK_EVT_ENCRYPT_KEY"));
        };
        cipher.unlock(body).map_err(|error| {
            let message = format!("the body does not open with this encrypt key: {error}");
            Draft::new(Code::UndecryptableBody, ENCRYPT, 0..0, message)
                .help("use the Encrypt Key of the app that received it, not the Verification Token")
        })
    }

    fn check_plain(&self, page: &SourceText<'_>, parsed: &Parsed<'_>) -> Examined {
        let root = &parsed.root;
        let mut drafts = Drafts::default();
        drafts.extend(parsed.faults.iter().map(|it| syntax(it, page.bytes, page.origin)));
        fields::text(root, page.bytes, &mut drafts);
        let view = catalog::view(parsed);
        match recognize(root, page.bytes, page.origin) {
            Err(found) => {
                let (draft, other) = *found;
                if let Some(name) = other {
                    // It is counted and left out, whether or not it came before and whatever it says.
                    let validation = self.validation(page, draft.into(), &view, 0..0);
                    let validation = Validation { mark: None, said: None, ..validation };
                    let foreign = Some(view.into_owned());
                    let examined = Examined { validation, is_json: true, view: None, foreign, ticket: None };
                    return examined.ignored(Ignored::OtherType(name));
                }
                drafts.push(draft);
            }
            Ok(kind) => {
                self.judge(kind).judge(root, page.bytes, self.lang, &mut drafts);
                fields::fields(kind, root, page.bytes, &mut drafts);
                ticket::ticket(kind, root, &view.state, self.lang, &mut drafts);
                sdk::sdks(kind, root, &self.sdks, page.bytes, &mut drafts);
            }
        }
        let ticket = catalog::kind_of(root).map(|_| catalog::ticket(parsed, &view));
        // Every command reads what is given here: none may pass over a document of which nothing is said.
        let is_read = ticket.is_some() && view.tells();
        let Origin { file, line, .. } = page.origin;
        assert!(is_read || !drafts.is_empty(), "{file}:{line} has no finding and cannot be read");
        let id = root.at("/header/event_id").map_or(0..0, |it| it.node.span.clone());
        let stage = ticket::stage_place(root);
        let validation = Validation { stage, ..self.validation(page, drafts, &view, id) };
        let view = Some(view.into_owned());
        let (view, foreign) = if ticket.is_some() { (view, None) } else { (None, view) };
        let examined = Examined { validation, is_json: true, view, foreign, ticket };
        if examined.view.is_none() { examined.ignored(Ignored::Allowed) } else { examined }
    }

    fn judge(&self, kind: &'static EventKind) -> &SchemaJudge {
        let at = catalog::ALL.iter().position(|it| it.name == kind.name);
        self.judges[at.expect("a kind is in the catalog")].get_or_init(|| SchemaJudge::new(kind))
    }

    /// What came of a document that cannot be read.
    fn unparsed(&self, page: &SourceText<'_>, draft: Draft) -> Examined {
        let validation = self.validation(page, draft.into(), &EventView::default(), 0..0);
        Examined { validation, is_json: false, view: None, foreign: None, ticket: None }
            .ignored(Ignored::Allowed)
    }

    fn validation(
        &self,
        page: &SourceText<'_>,
        drafts: Drafts,
        view: &EventView<'_>,
        id: Range<usize>,
    ) -> Validation {
        let subject = Subject { line: page.line, ..Subject::of(page.origin, view) };
        let findings: Vec<Finding> = finding_builder::place(drafts, &self.levels, page.origin, page.bytes);
        let mark = self.marker.mark(view.identity().unwrap_or_default().as_bytes(), view.content());
        let said = view.ticket_id().and_then(|it| self.said_of(view.role, &view.state, it.as_bytes()));
        let checked = Checked { subject, findings, ignored: None };
        Validation { checked, mark, said, id, stage: None, opened: None }
    }
}

/// Where a document stands that was opened: positions count within its text.
pub(super) fn inside(origin: &Origin) -> Origin {
    Origin { line: 1, column: 1, offset: 0, opened: Some(origin.line), map: None, ..origin.clone() }
}
