//! A request that came, for people: a row, and below it what is wrong and why.

use crate::model::Lang;
use crate::render::Appearance;
use crate::render::chinese::said;
use crate::render::text::layout::{Break, beside, wrap};
use crate::render::text::{
    Mark, Zone, counted, counted_in, finding, grouped, labels, phrase, short_id, stopped, visible,
};
use crate::report::{
    Exit, Finding, Forwarded, Mischief, Receipt, Received, ReceivedEvent, ReceivedTally, Refusal,
    SecretCheck, Summary,
};

/// What stands below a row begins here.
const INDENT: usize = 4;
/// The column of what was done on purpose.
const PURPOSE: usize = 58;

pub(crate) fn rows(received: &Received, shown: &[Finding], zone: &Zone, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let mut rows = row(received, zone, look);
    let mut below = |text: &str| rows.extend(look.below(INDENT, text));
    if let Receipt::Refused(Refusal { help: Some(help), .. }) = &received.receipt {
        below(&visible(&said(help, lang)));
    }
    if matches!(&received.receipt, Receipt::Event(it) if it.signature == SecretCheck::ByOldKey) {
        below(&paint.dim(phrase("verified with the old key", lang)));
    }
    match &received.forwarded {
        Some(Forwarded::Answered { status: 200, .. }) => {
            below(&paint.dim(&format!("{} 200", phrase("the app behind answered", lang))));
        }
        Some(Forwarded::Answered { status, body }) => {
            let text = format!("{} {status}: {}", phrase("the app behind answered", lang), visible(body));
            below(&paint.warn(&text));
        }
        Some(Forwarded::Failed { reason }) => {
            let text = format!("{} {}", phrase("the app behind did not answer:", lang), visible(reason));
            below(&paint.warn(&text));
        }
        None => {}
    }
    for finding in shown {
        let weight = finding::weight(finding, paint);
        let place = match &*finding.pointer {
            "" => String::new(),
            pointer => format!(" at {}", visible(pointer)),
        };
        below(&format!("{weight}: {}{}", visible(&finding.message), paint.dim(&place)));
    }
    rows
}

/// A request in one line, however long.
pub(crate) fn line(received: &Received, zone: &Zone, look: Appearance) -> String {
    row(received, zone, Appearance { width: usize::MAX / 2, ..look }).concat()
}

fn row(received: &Received, zone: &Zone, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let time = paint.dim(&zone.time(Some(received.at)));
    match &received.receipt {
        Receipt::UrlCheck { .. } => {
            vec![format!("{time} {} {}", paint.good("✓"), phrase("URL check answered", lang))]
        }
        Receipt::Event(delivery) => {
            let (left, right) = event(delivery, received.status, zone, look);
            beside(&format!("{time} {left}"), PURPOSE, &right, look.width, INDENT)
        }
        Receipt::Refused(refusal) => {
            let status = received.status.map_or(String::new(), |it| format!(" ({it})"));
            let refused = phrase("refused", lang);
            let colon = Mark::Colon.text(lang);
            let message = said(&refusal.message, lang);
            let text = format!("{time} {} {refused}{status}{colon}{}", paint.bad("✗"), visible(&message));
            wrap(&text, look.width, 0, INDENT, Break::Blank)
        }
    }
}

/// An event, and what was done to its sender on purpose.
fn event(it: &ReceivedEvent, status: Option<u16>, zone: &Zone, look: Appearance) -> (String, String) {
    let (lang, paint) = (look.lang, look.paint);
    let id = paint.strong(&it.id().map_or_else(|| "—".to_owned(), short_id));
    if let Some(first) = it.duplicate_of {
        let first = zone.time(Some(first));
        let same = phrase("(same event_id)", lang);
        let said = match lang {
            Lang::En => format!("duplicate of {first} {same}"),
            Lang::Zh => format!("与 {first} 重复{same}"),
        };
        let not_recorded = phrase("not recorded", lang).to_owned();
        let end = if it.recorded { String::new() } else { not_recorded };
        return (format!("{} {id}  {said}", paint.dim("=")), end);
    }
    let change = it.transition.as_ref().map_or_else(
        || visible(it.event_type.as_deref().unwrap_or("JSON")).into_owned(),
        |it| labels::transition(it, lang, paint),
    );
    let (mark, end) = match it.mischief {
        None => (paint.good("✓"), String::new()),
        Some(mischief) => (paint.warn("!"), on_purpose(mischief, status, lang)),
    };
    (format!("{mark} {id}  {change}"), end)
}

fn on_purpose(mischief: Mischief, status: Option<u16>, lang: Lang) -> String {
    let status = status.map_or(String::new(), |it| it.to_string());
    let purpose = phrase("on purpose", lang);
    match mischief {
        Mischief::FailedFirst => format!("{status} {purpose} (--fail-first)"),
        Mischief::Dropped => format!("{} (--drop)", phrase("no answer on purpose", lang)),
        Mischief::Responded => format!("{status} {purpose} (--respond)"),
    }
}

/// `ok: 3 events: 2 acknowledged, …`, or `failed: …`.
pub(crate) fn verdict(summary: &Summary, tally: &ReceivedTally, look: Appearance) -> String {
    // Listening ends by a signal as a rule.
    let ended = summary.exit == Exit::Clean || summary.exit.signal().is_some();
    let is_good = ended && summary.errors + tally.refused + tally.missing == 0;
    let more = [counted::found(summary, look.lang), stopped(summary, look.lang)];
    let parts = [counts(tally, look)].into_iter().chain(more.into_iter().flatten());
    counted::verdict(is_good, look.lang, look.paint) + &Mark::Semicolon.joined(parts, look.lang)
}

/// `3 events: 2 acknowledged (1 duplicate), 2 recorded; 1 URL check; 1 request refused`.
pub(crate) fn counts(tally: &ReceivedTally, look: Appearance) -> String {
    let lang = look.lang;
    let count = |count, noun| counted_in(count, noun, lang);
    let mut good = format!("{} {}", grouped(tally.acknowledged), phrase("acknowledged", lang));
    if tally.duplicates > 0 {
        good = format!("{good} ({})", count(tally.duplicates, "duplicate"));
    }
    let mut events = vec![good];
    for (number, what) in [(tally.recorded, "recorded"), (tally.mischief, "not acknowledged on purpose")] {
        if number > 0 {
            events.push(format!("{} {}", grouped(number), phrase(what, lang)));
        }
    }
    let came = count(tally.acknowledged + tally.mischief, "event");
    let mut parts = vec![Mark::Colon.joined([came, Mark::Comma.joined(events, lang)], lang)];
    if tally.url_checks > 0 {
        parts.push(count(tally.url_checks, "URL check"));
    }
    for (number, noun, what) in
        [(tally.refused, "request", "refused"), (tally.missing, "awaited event", "did not come")]
    {
        if number > 0 {
            parts.push(look.paint.bad(&format!("{} {}", count(number, noun), phrase(what, lang))));
        }
    }
    Mark::Semicolon.joined(parts, lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{finding, received, refused, url_check};
    use crate::report::{Code, Record};

    fn shown(record: &Record, lang: Lang) -> String {
        let Record::Received(received) = record else { panic!() };
        rows(received, &received.findings, &Zone::utc(), Appearance { lang, ..Appearance::plain(80) })
            .join("\n")
    }

    #[test]
    fn a_row_says_time_ticket_and_change() {
        assert_eq!(shown(&url_check(), Lang::En), "22:13:20.511 ✓ URL check answered");
        assert_eq!(
            shown(&received(None), Lang::En),
            "22:13:20.511 ✓ 7100…0340  created → queueing, handed over"
        );
        assert_eq!(
            shown(&received(Some(1_700_000_000_004)), Lang::En),
            "22:13:20.511 = 7100…0340  duplicate of 22:13:20.004 (same event_id)"
        );
        assert_eq!(shown(&received(None), Lang::Zh), "22:13:20.511 ✓ 7100…0340  已创建 → 排队中，转人工");
    }

    #[test]
    fn a_refusal_has_its_likely_cause_below() {
        assert_eq!(
            shown(&refused(), Lang::En),
            "22:13:20.511 ✗ refused (401): the signature does not match the body\n    what came is HMAC-SHA256 of the \
             body"
        );
    }

    #[test]
    fn findings_and_the_app_behind_stand_below_the_row() {
        let mut record = received(None);
        if let Record::Received(it) = &mut record {
            it.findings = vec![finding(Code::StatusUnknown)];
            it.forwarded = Some(Forwarded::Answered { status: 500, body: "no\u{1b}".to_owned() });
        }
        let text = shown(&record, Lang::En);
        assert!(text.contains("\n    the app behind answered 500: no␛\n"), "{text}");
        assert!(
            text.contains("\n    error[status-unknown]: `status` is 99, which is not a documented"),
            "{text}"
        );
        assert!(text.lines().all(|it| it.chars().count() <= 80), "{text}");
    }
}
