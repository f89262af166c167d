//! From a document to an event that is ready to be sent: checked, opened, made compact, edited.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::event::{Event, EventDigests, SentReading};
use super::setting::Setting;
use crate::engine::deliver::Surroundings;
use crate::engine::validate::{Checker, Duplicates, Examined, Sighting};
use crate::json::{Editable, Node, compact, parse_lenient};
use crate::model::{Document, EventRole, EventView, OtherUnit, Secret, Slot, Transition, digest};
use crate::report::{Checked, Ignored, Subject};

/// What is changed in every event. The files stay as they are.
#[derive(Clone, Default)]
pub(crate) struct Edits {
    /// The token that goes into `header.token`.
    pub token: Option<Secret>,
    /// Where a new `event_id` and `create_time` come from, if they are wanted.
    pub fresh: Option<Arc<dyn Surroundings>>,
    /// Values for places, one after the other.
    pub settings: Vec<Setting>,
}

pub(crate) struct Preparer {
    checker: Checker,
    /// The events of the run: one whose id came before is told.
    seen: Duplicates,
    edits: Edits,
    invalid: Invalid,
    /// Whether the document as it was read is kept with every event.
    pub keeps_originals: bool,
    /// Whether a digest of it is, for a ledger to know it by.
    pub keeps_digests: bool,
    /// Whether events of other products are taken, too.
    pub sends_all_types: bool,
    count: u64,
}

/// What becomes of events that are not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Invalid {
    Refused,
    Delivered,
}

impl Preparer {
    /// Checks and opens with `checker`. With `force` invalid events are prepared like valid ones.
    pub(crate) fn new(checker: Checker, edits: Edits, force: bool) -> Self {
        let invalid = if force { Invalid::Delivered } else { Invalid::Refused };
        Self {
            checker,
            seen: Duplicates::default(),
            edits,
            invalid,
            keeps_originals: false,
            keeps_digests: false,
            sends_all_types: false,
            count: 0,
        }
    }

    pub(crate) fn prepare(&mut self, entry: &Document) -> Result<Box<Event>, Box<Checked>> {
        self.count += 1;
        let (examined, edited) = self.examine(entry);
        if self.invalid == Invalid::Refused && !self.is_sent(&examined.validation.checked) {
            return Err(Box::new(examined.validation.checked));
        }
        let (text, view) = (examined.opened().unwrap_or(&entry.bytes), examined.view.as_ref());
        // What is not JSON could become it without its white space: that would be another text.
        let is_json = edited.is_some() || view.is_some();
        let plain = || if is_json { compact(text) } else { text.to_vec() };
        let edited = match edited {
            _ if entry.is_cut() => Err(format!("the document is larger than 16 MiB ({} bytes)", entry.size)),
            Some(edited) => edited,
            // The screen took it: there is no tree yet.
            None if is_json => self.edits.made_of(text),
            None => Ok(None),
        };
        let is_as_read = matches!(edited, Ok(None));
        let original = (self.keeps_originals || self.keeps_digests).then(plain);
        let digests = original.as_deref().filter(|_| self.keeps_digests).map(|text| EventDigests {
            text: digest(text),
            event: examined.any_view().and_then(EventView::digest),
        });
        let changes = view.filter(|it| !matches!(it.role, EventRole::Message | EventRole::Review));
        let create_time = view.and_then(|it| it.state.get(Slot::CreateTime));
        let unit = create_time.and_then(OtherUnit::of);
        let create_ms = create_time.map(|time| unit.map_or(time, |unit| unit.ms(time)));
        let mut subject = Subject::of(&entry.origin, view.unwrap_or(&EventView::default()));
        // The event id is the one that is sent.
        if let Ok(Some(Edited { event_id: Some(id), .. })) = &edited {
            subject.event_id = Some(id.clone());
        }
        let body = edited.map(|it| match (it, &original) {
            (Some(edited), _) => edited.text,
            (None, Some(original)) => original.clone(),
            (None, None) => plain(),
        });
        let (ticket, transition) = (ticket(view, self.count), changes.map(Transition::of));
        let examined_as_sent = is_as_read.then(|| SentReading {
            event_type: examined.view.or(examined.foreign).and_then(|it| it.event_type).map(Cow::into_owned),
            findings: examined.validation.checked.findings,
        });
        Ok(Box::new(Event {
            number: self.count,
            digests: digests.unwrap_or_default(),
            subject,
            ticket,
            transition,
            create_ms,
            unit,
            body,
            original: original.filter(|_| self.keeps_originals),
            built: None,
            looked_at: examined_as_sent.map_or_else(OnceLock::new, OnceLock::from),
            sent: None,
        }))
    }

    /// What a document is, and its text with every edit made, where it was parsed. Of an event that came before, that too is
    /// found.
    fn examine(&mut self, entry: &Document) -> (Examined, Option<Result<Option<Edited>, String>>) {
        let Self { checker, seen, edits, .. } = self;
        let (mut examined, edited) =
            checker.examine_and(entry, |text, parsed| edits.made(text, &parsed.root));
        let sighting = examined.validation.mark.map(|it| seen.saw(it, &entry.origin));
        if let Some(sighting) = sighting.filter(|it| *it != Sighting::New) {
            let validation = examined.validation.clone();
            examined.validation.checked = checker.seen_before(entry, validation, &sighting);
        }
        (examined, edited)
    }

    /// Whether a document is sent, valid or of another product.
    fn is_sent(&self, checked: &Checked) -> bool {
        match &checked.ignored {
            Some(Ignored::OtherType(_)) => self.sends_all_types,
            Some(Ignored::Cut) => false,
            _ => checked.is_valid(),
        }
    }
}

impl Edits {
    /// The same of a text that was not parsed yet.
    fn made_of(&self, text: &[u8]) -> Result<Option<Edited>, String> {
        if self.are_none() {
            return Ok(None);
        }
        let parsed = parse_lenient(text).expect("what the screen takes is JSON");
        self.made(text, &parsed.root)
    }

    fn are_none(&self) -> bool {
        self.token.is_none() && self.fresh.is_none() && self.settings.is_empty()
    }

    /// The text, compact, with every edit made, where there is one to make; `root` is what it was parsed to.
    fn made(&self, text: &[u8], root: &Node<'_>) -> Result<Option<Edited>, String> {
        if self.are_none() {
            return Ok(None);
        }
        let mut own = Vec::new();
        own.extend(self.token.as_ref().map(|it| Setting::text("/header/token", it.expose())));
        if let Some(surroundings) = &self.fresh {
            own.push(Setting::text(EVENT_ID, &surroundings.id()));
            own.push(Setting::text("/header/create_time", &surroundings.now_ms().to_string()));
        }
        let settings: Vec<&Setting> = own.iter().chain(&self.settings).collect();
        let parsed = settings.iter().map(|it| parse_lenient(&it.value));
        let values: Vec<Node<'_>> = parsed.map(|it| it.expect("a setting's value is JSON").root).collect();
        let (mut document, mut sets_id) = (Editable::Read(root, text), false);
        for (setting, value) in settings.iter().zip(&values) {
            let pointer = setting.pointer(&mut document)?;
            let value = Editable::Read(value, &setting.value);
            document.set(&pointer, value).map_err(|error| error.to_string())?;
            sets_id |= EVENT_ID.starts_with(&*pointer);
        }
        let mut edited = Vec::with_capacity(text.len() + 64);
        document.compact(&mut edited);
        let id = document.member("header").and_then(|it| it.member("event_id")).filter(|_| sets_id);
        Ok(Some(Edited { text: edited, event_id: id.and_then(|it| it.text().map(str::to_owned)) }))
    }
}

const EVENT_ID: &str = "/header/event_id";

/// A text with every edit made.
struct Edited {
    text: Vec<u8>,
    /// The id that is sent, where an edit set it.
    event_id: Option<String>,
}

/// What is kept in order. An event without a ticket stands for itself.
fn ticket(view: Option<&EventView<'_>>, number: u64) -> Arc<str> {
    let id = view.and_then(EventView::ticket_id);
    id.map_or_else(|| format!("event {number}").into(), Arc::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Origin;
    use crate::protocol::webhook::seal;
    use crate::protocol::{Keys, Stamp};
    use crate::report::Levels;

    struct Fixed;

    impl Surroundings for Fixed {
        fn now_ms(&self) -> i64 {
            1_700_000_000_123
        }

        fn random(&self) -> [u8; 16] {
            [0xab; 16]
        }
    }

    fn entry(text: &[u8]) -> Document {
        Document::new(Origin::start_of("a.json"), text.to_vec())
    }

    fn body(event: &Event) -> String {
        String::from_utf8(event.body.clone().unwrap()).unwrap()
    }

    const SAMPLE: &[u8] = include_bytes!("../../../../samples/bot-closes.json");

    #[test]
    fn an_event_keeps_its_bytes_but_for_the_white_space() {
        let mut preparer = Preparer::new(Checker::default(), Edits::default(), false);
        let event = preparer.prepare(&entry(SAMPLE)).unwrap();
        assert_eq!(event.body.clone().unwrap(), compact(SAMPLE));
        assert_eq!((event.number, &*event.ticket), (1, event.subject.ticket_id.as_deref().unwrap()));
        assert!(event.original.is_none() && event.transition.is_some() && event.create_ms.is_some());
    }

    #[test]
    fn edits_touch_their_places_only() {
        let edits = Edits {
            token: Some(Secret::new("example-token")),
            fresh: Some(Arc::new(Fixed)),
            settings: vec![
                "/event/object/status=51".parse().unwrap(),
                "/event/extra/a=[1, 2]".parse().unwrap(),
            ],
        };
        let plain = br#"{"header":{"token":"old","event_id":"e","create_time":"1"},"event":{"object":{"ticket_id":"7","status":1}}}"#;
        let mut preparer = Preparer::new(Checker::default(), edits, true);
        preparer.keeps_originals = true;
        let event = preparer.prepare(&entry(plain)).unwrap();
        assert_eq!(
            body(&event),
            r#"{"header":{"token":"example-token","event_id":"abababababababababababababababab","create_time":"1700000000123"},"event":{"object":{"ticket_id":"7","status":51},"extra":{"a":[1,2]}}}"#
        );
        assert_eq!(event.subject.event_id.as_deref(), Some("abababababababababababababababab"));
        assert_eq!((event.original.as_deref(), event.create_ms), (Some(&plain[..]), Some(1)));
    }

    #[test]
    fn an_invalid_event_is_a_finding_and_with_force_an_event() {
        let strict = &mut Preparer::new(Checker::default(), Edits::default(), false);
        let forced = &mut Preparer::new(Checker::default(), Edits::default(), true);
        for text in [&b"{\"a\" : 1}"[..], b"{\"a\" ", b"[1 2]", b"\xff"] {
            assert!(!strict.prepare(&entry(text)).unwrap_err().is_valid());
            assert!(forced.prepare(&entry(text)).unwrap().body.is_ok());
        }
        assert_eq!(body(&forced.prepare(&entry(b"{\"a\" : 1}")).unwrap()), "{\"a\":1}");
        assert_eq!(body(&forced.prepare(&entry(b"{\"a\" ")).unwrap()), "{\"a\" ");
        assert_eq!(body(&forced.prepare(&entry(b"[1 2]")).unwrap()), "[1 2]");
        let two = [forced.prepare(&entry(b"{}")).unwrap(), forced.prepare(&entry(b"{}")).unwrap()];
        assert_ne!(two[0].ticket, two[1].ticket);
    }

    #[test]
    fn an_encrypted_recording_is_sent_as_the_event_inside() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        let stamp = Stamp { timestamp_s: 1, nonce: "n".into(), iv: [1; 16] };
        let sealed = seal(&keys, SAMPLE, &stamp).body;
        let mut preparer =
            Preparer::new(Checker::new(Levels::default(), keys.cipher().cloned()), Edits::default(), false);
        assert_eq!(preparer.prepare(&entry(&sealed)).unwrap().body.clone().unwrap(), compact(SAMPLE));
    }

    #[test]
    fn a_value_that_finds_no_place_makes_the_event_unsendable() {
        let edits = Edits { settings: vec!["/a/b=1".parse().unwrap()], ..Edits::default() };
        let event = Preparer::new(Checker::default(), edits, true).prepare(&entry(b"{\"a\":5}")).unwrap();
        assert_eq!(event.body.clone().unwrap_err(), "`/a/b` cannot be set: `/a` is a number");
    }

    #[test]
    fn a_time_in_another_unit_is_read_in_ms_and_told() {
        let text = std::str::from_utf8(SAMPLE).unwrap();
        let prepared = |text: &str| {
            let mut preparer = Preparer::new(Checker::default(), Edits::default(), true);
            let event = preparer.prepare(&entry(text.as_bytes())).unwrap();
            (event.create_ms, event.unit)
        };
        let (ms, unit) = prepared(text);
        assert_eq!(unit, None);
        let seconds =
            text.replacen(&format!("\"{}\"", ms.unwrap()), &format!("\"{}\"", ms.unwrap() / 1_000), 1);
        assert_eq!(prepared(&seconds), (Some(ms.unwrap() / 1_000 * 1_000), Some(OtherUnit::Seconds)));
    }
}
