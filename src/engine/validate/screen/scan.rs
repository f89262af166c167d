//! One look at the bytes of a document: clean without doubt, or look closer.

use std::slice::Iter;

use memchr::{memchr, memmem};

use super::compile::{compile, envelope};
use super::digits::digits;
use super::node::{IntegerRule, ScreenMember, ScreenNode, ScreenObject, TextRule};
use super::screened_event::{ScreenedEvent, Text};
use crate::catalog::{self, EventKind};
use crate::engine::validate::rules::Rules;
use crate::model::{OtherUnit, Slot, ascii_run, chunk, is_utf8, last_bytes, run};

/// A compiled schema. It takes a document only if nothing could be found in it: neither by the schema, nor by any lint,
/// whatever its level. What it does not take is not faulty, only not decided here.
#[derive(Clone, Debug)]
pub struct Screen {
    kind: &'static EventKind,
    root: ScreenNode,
    rules: Rules,
}

/// A text beyond 4 GiB is not looked at: places in what was seen have 32 bits.
const MAX_TEXT: usize = u32::MAX as usize;

/// How deep a value may be in which nothing is looked for; the parser allows for more.
const MAX_DEPTH: u8 = 64;

/// Any text, which is not kept.
const ANY_TEXT: TextRule = TextRule { least: 0, prefix: "", keep: Text::Unused };

/// How far into a document its type is looked for, bytes.
const NEAR: usize = 4_096;

/// The type that a document names, told much quicker than by a look; where another document follows, it may be the type of
/// that.
pub(crate) fn named_type(text: &[u8]) -> Option<&[u8]> {
    const KEY: &[u8] = b"\"event_type\"";
    let text = &text[..text.len().min(NEAR)];
    let first = text.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    // A line of a log begins otherwise.
    EventKind::wire_order("").iter().find(|it| first.starts_with(it.as_bytes()))?;
    let behind = &text[memmem::find(text, KEY)? + KEY.len()..];
    let value = behind.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    Some(&value[..memchr(b'"', value)?])
}

/// The extent of a document that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The byte behind it.
    pub(crate) end: usize,
    pub(crate) breaks: u32,
}

impl Screen {
    /// Compiles the schema of an event type.
    pub fn new(kind: &'static EventKind) -> Self {
        Self { kind, root: compile(kind), rules: Rules::of(kind) }
    }

    /// The screen of events of other products: it takes what is JSON in the envelope that every event has, no more and no
    /// less, and keeps its type. What is said of such an event hangs on that alone.
    pub(crate) fn of_other_types() -> Self {
        let kind = catalog::ALL[0];
        Self { kind, root: envelope(), rules: Rules::of(kind) }
    }

    /// What is known of an event before it is looked at.
    pub(crate) fn unseen(&self) -> ScreenedEvent {
        ScreenedEvent::new(self.kind)
    }

    /// The event that is the whole of `text`, if it is clean. Places in what was seen are places in `text`.
    pub fn see(&self, text: &[u8]) -> Option<ScreenedEvent> {
        let mut seen = self.unseen();
        self.take(text, 0, &mut seen).filter(|taken| taken.end == text.len()).map(|_| seen)
    }

    /// The extent of the event that begins at `at`, if it is clean. What it says is written to `seen`, which is new: it is
    /// too large to be handed back.
    #[inline]
    pub(crate) fn take(&self, text: &[u8], at: usize, seen: &mut ScreenedEvent) -> Option<Taken> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let mut look = Scan { text, breaks: 0, seen };
        let ScreenNode::Object(root) = &self.root else { return None };
        let end = look.object(root, at)?;
        let Scan { breaks, seen, .. } = look;
        seen.state_mut().forget_unused();
        let mut is_clean = !seen.repeats_id(text);
        self.rules.check(seen.state(), |_| is_clean = false);
        is_clean.then_some(Taken { end, breaks })
    }
}

/// One pass over a document. Every step is told where it stands and says where the next one does; `None` means: look
/// closer. Places go by value, so that they stay in registers.
struct Scan<'t, 's> {
    text: &'t [u8],
    breaks: u32,
    seen: &'s mut ScreenedEvent,
}

impl Scan<'_, '_> {
    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    #[inline]
    fn eat(&self, byte: u8, at: usize) -> Option<usize> {
        (self.byte(at)? == byte).then_some(at + 1)
    }

    #[cold]
    fn skip_white(&mut self, mut at: usize) -> usize {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.byte(at) {
            self.breaks += u32::from(byte == b'\n');
            at += 1;
        }
        at
    }

    fn object(&mut self, object: &ScreenObject, at: usize) -> Option<usize> {
        let mut at = self.begin(b'{', at)?;
        self.seen.state_mut().set(object.keep, 1);
        let (mut met, mut expected) = (0_u32, object.members.iter());
        if self.byte(at)? != b'"' {
            at = self.skip_white(at);
            if self.byte(at)? == b'}' {
                return (object.required == 0).then_some(at + 1);
            }
        }
        loop {
            let (member, behind) = self.member(object, &mut expected, at)?;
            if met & member.bit != 0 {
                return None;
            }
            met |= member.bit;
            at = self.value(&member.value, behind)?;
            let mut byte = self.byte(at)?;
            if byte <= b' ' {
                at = self.skip_white(at);
                byte = self.byte(at)?;
            }
            at += 1;
            if byte != b',' {
                return (byte == b'}' && met & object.required == object.required).then_some(at);
            }
        }
    }

    /// The place behind a byte that may stand behind white space, which no wire form has.
    #[inline]
    fn begin(&mut self, byte: u8, at: usize) -> Option<usize> {
        let at = if self.byte(at)? == byte { at } else { self.skip_white(at) };
        self.eat(byte, at)
    }

    /// A value. Of a text the opening quote was read.
    #[expect(clippy::inline_always, reason = "a call for each value costs as much as the value")]
    #[inline(always)]
    fn value(&mut self, node: &ScreenNode, at: usize) -> Option<usize> {
        match node {
            ScreenNode::Text(rule) => self.string(rule, at),
            ScreenNode::Code { bits, keep } => self.code(*bits, *keep, at),
            ScreenNode::Integer(rule) => self.integer(rule, at),
            ScreenNode::Object(object) => self.object(object, at),
            ScreenNode::Exactly(pieces) => pieces.iter().try_fold(at, |at, piece| piece.after(self.text, at)),
            ScreenNode::Digits { is_time, keep } => {
                let (number, end) = digits(self.text, at)?;
                self.seen.state_mut().set(*keep, number);
                if *is_time && OtherUnit::of(number).is_some() {
                    return None;
                }
                self.eat(b'"', end)
            }
            ScreenNode::OneOf { texts, keep } => {
                let found =
                    (0..).zip(texts).find_map(|(number, it)| Some((number, it.after(self.text, at)?)));
                found.map(|(number, end)| {
                    self.seen.state_mut().set(*keep, number);
                    end
                })
            }
            ScreenNode::TextOrInteger => self.text_or_integer(at),
            ScreenNode::Boolean => self.boolean(at),
            ScreenNode::Any => self.any(at, MAX_DEPTH),
            ScreenNode::Unknown => None,
        }
    }

    /// A key, and the opening quote of a text behind it: the member, and the place behind. The members that are `expected`
    /// come in their order, some left out.
    #[expect(clippy::inline_always, reason = "a call for each key costs as much as the key")]
    #[inline(always)]
    fn member<'o>(
        &mut self,
        object: &'o ScreenObject,
        expected: &mut Iter<'o, ScreenMember>,
        at: usize,
    ) -> Option<(&'o ScreenMember, usize)> {
        let last;
        let window = if let Some(window) = chunk(self.text, at) {
            window
        } else {
            last = last_bytes(self.text, at);
            &last
        };
        match expected.find(|it| it.key.begins(window)) {
            Some(member) => Some((member, at + member.value_at)),
            None => self.member_of_any_order(object, expected, at),
        }
    }

    #[cold]
    fn member_of_any_order<'o>(
        &mut self,
        object: &'o ScreenObject,
        expected: &mut Iter<'o, ScreenMember>,
        at: usize,
    ) -> Option<(&'o ScreenMember, usize)> {
        let at = self.skip_white(at);
        let at = self.eat(b'"', at)?;
        let rest = self.text.get(at..)?;
        let named = |name: &str| rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'"');
        *expected = object.members.iter();
        let member = expected.find(|it| named(it.name))?;
        let at = self.skip_white(at + member.name.len() + 1);
        let at = self.eat(b':', at)?;
        let behind = if member.value.is_text() { self.begin(b'"', at)? } else { at };
        let (prefix, value) = (member.value.prefix(), &self.text[behind..]);
        let fits = prefix.is_empty() || value.starts_with(prefix.as_bytes()) || value.first() == Some(&b'"');
        fits.then_some((member, behind))
    }

    #[expect(clippy::inline_always, reason = "a call for each text costs as much as the text")]
    #[inline(always)]
    fn string(&mut self, rule: &TextRule, at: usize) -> Option<usize> {
        let mut end = ascii_run(self.text, at);
        if self.byte(end)? != b'"' {
            end = self.difficult(rule, end)?;
        }
        if end - at < rule.least {
            return None;
        }
        self.seen.keep_text(rule.keep, at, end);
        Some(end + 1)
    }

    /// The end of a text that holds more than plain ASCII, which stands first at `end`.
    fn difficult(&self, rule: &TextRule, mut end: usize) -> Option<usize> {
        let mut foreign = None;
        loop {
            match self.byte(end)? {
                b'"' => break,
                0x80.. => {
                    foreign.get_or_insert(end);
                    end = run(self.text, end);
                }
                _ => end = ascii_run(self.text, rule.takes_escapes().then(|| escape(self.text, end))??),
            }
        }
        foreign.is_none_or(|from| is_utf8(&self.text[from..end])).then_some(end)
    }

    /// A code of one digit or two.
    #[expect(clippy::inline_always, reason = "a call for each code costs as much as the code")]
    #[inline(always)]
    fn code(&mut self, bits: u64, keep: Slot, at: usize) -> Option<usize> {
        let [first, second] = chunk(self.text, at)?.map(|byte| byte.wrapping_sub(b'0'));
        if first > 9 {
            return self.code_elsewhere(bits, keep, at);
        }
        let (code, end) = if second > 9 { (first, at + 1) } else { (first * 10 + second, at + 2) };
        // A leading zero is no JSON; a third digit is not what ends a value.
        if code > 63 || bits >> code & 1 == 0 || (first == 0 && second < 10) {
            return None;
        }
        self.seen.state_mut().set(keep, code.into());
        Some(end)
    }

    #[cold]
    fn code_elsewhere(&mut self, bits: u64, keep: Slot, at: usize) -> Option<usize> {
        let begin = self.skip_white(at);
        if begin == at { None } else { self.code(bits, keep, begin) }
    }

    #[expect(clippy::inline_always, reason = "a call for each number costs as much as the number")]
    #[inline(always)]
    fn integer(&mut self, rule: &IntegerRule, at: usize) -> Option<usize> {
        let Some((number, end)) = digits(self.text, at) else { return self.odd_integer(rule, at) };
        // A leading zero is no JSON.
        let is_led_by_zero = self.text[at] == b'0' && end - at > 1;
        (!is_led_by_zero && self.keeps(rule, number)).then_some(end)
    }

    /// Keeps a number; whether it is within its limits.
    #[inline]
    fn keeps(&mut self, rule: &IntegerRule, number: i64) -> bool {
        self.seen.state_mut().set(rule.keep, number);
        number >= rule.least && (!rule.is_time || OtherUnit::of(number).is_none())
    }

    /// An integer behind white space, or a negative one.
    #[cold]
    fn odd_integer(&mut self, rule: &IntegerRule, at: usize) -> Option<usize> {
        let at = self.skip_white(at);
        let is_negative = self.byte(at)? == b'-';
        let from = at + usize::from(is_negative);
        let (number, end) = digits(self.text, from)?;
        // -0 is not worth a thought.
        if self.text[from] == b'0' && (is_negative || end - from > 1) {
            return None;
        }
        self.keeps(rule, if is_negative { -number } else { number }).then_some(end)
    }

    fn text_or_integer(&mut self, at: usize) -> Option<usize> {
        let at = self.skip_blanks(at);
        if self.byte(at)? == b'"' {
            return self.string(&ANY_TEXT, at + 1);
        }
        self.integer(&IntegerRule { least: i64::MIN, is_time: false, keep: Slot::Unused }, at)
    }

    /// A value in which nothing is looked for.
    fn any(&mut self, at: usize, depth: u8) -> Option<usize> {
        let at = self.skip_blanks(at);
        match self.byte(at)? {
            b'{' => self.items(at + 1, b'}', depth),
            b'[' => self.items(at + 1, b']', depth),
            b'n' => self.text[at..].starts_with(b"null").then_some(at + 4),
            b't' | b'f' => self.boolean(at),
            _ => self.text_or_integer(at),
        }
    }

    /// The values of an object or an array, the first of which begins at `at`, and the bracket that ends it.
    fn items(&mut self, at: usize, close: u8, depth: u8) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        let mut at = self.skip_blanks(at);
        if self.byte(at)? == close {
            return Some(at + 1);
        }
        loop {
            if close == b'}' {
                let key = self.begin(b'"', at)?;
                at = self.string(&ANY_TEXT, key)?;
                at = self.begin(b':', at)?;
            }
            at = self.any(at, depth)?;
            at = self.skip_blanks(at) + 1;
            match self.byte(at - 1)? {
                b',' => {}
                byte => return (byte == close).then_some(at),
            }
        }
    }

    #[inline]
    fn skip_blanks(&mut self, at: usize) -> usize {
        if self.byte(at).is_some_and(|byte| byte <= b' ') { self.skip_white(at) } else { at }
    }

    #[cold]
    fn boolean(&mut self, at: usize) -> Option<usize> {
        let at = self.skip_white(at);
        let rest = self.text.get(at..)?;
        let len = if rest.starts_with(b"true") { 4 } else { 5 };
        (len == 4 || rest.starts_with(b"false")).then_some(at + len)
    }
}

/// The place behind an escape that stands for one character, or `None` for any that needs a closer look.
#[cold]
fn escape(text: &[u8], at: usize) -> Option<usize> {
    let [b'\\', byte, rest @ ..] = text.get(at..)? else { return None };
    match byte {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => {
            let hex = rest.get(..4).filter(|it| it.iter().all(u8::is_ascii_hexdigit))?;
            // Surrogates come in pairs that must fit: D800 to DFFF.
            let is_surrogate = matches!(hex, [b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]);
            (!is_surrogate).then_some(at + 6)
        }
        _ => None,
    }
}
