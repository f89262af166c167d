//! A request that came, for people: a row, and below it what is wrong and why.

use crate::model::Lang;
use crate::render::text::{Clock, Paint, counted, grouped, short_id, visible, words};
use crate::report::{
    Delivery, Finding, Forwarded, Mischief, Receipt, Received, ReceivedTally, Refusal, Severity, Summary,
    Trust,
};

/// What stands below a row begins under its words.
const INDENT: &str = "              ";
/// Columns for the change, so that what follows stands in one line.
const CHANGE: usize = 44;

/// The row of a request and what stands below it.
pub(crate) fn rows(
    received: &Received,
    shown: &[Finding],
    clock: &Clock,
    lang: Lang,
    paint: Paint,
) -> String {
    let mut text = format!("{}\n", line(received, clock, lang, paint));
    let mut below = |line: String| text.extend([INDENT, &line, "\n"]);
    if let Receipt::Refused(Refusal { help: Some(help), .. }) = &received.receipt {
        below(sentence_of(help));
    }
    match &received.forwarded {
        Some(Forwarded::Answered { status: 200, .. }) => below(paint.dim("the app behind answered 200")),
        Some(Forwarded::Answered { status, body }) => {
            below(paint.warn(&format!("the app behind answered {status}: {}", visible(body))));
        }
        Some(Forwarded::Failed { reason }) => {
            below(paint.warn(&format!("the app behind did not answer: {}", visible(reason))));
        }
        None => {}
    }
    for finding in shown {
        let weight = format!("{}[{}]", finding.severity.name(), finding.code.slug());
        let weight = match finding.severity {
            Severity::Error => paint.bad(&weight),
            Severity::Warning => paint.warn(&weight),
            Severity::Note => paint.note(&weight),
        };
        let place = match &*finding.pointer {
            "" => String::new(),
            pointer => format!(" at {}", visible(pointer)),
        };
        below(format!("{weight}: {}{}", visible(&finding.message), paint.dim(&place)));
    }
    text
}

/// The row alone, without the line's end.
pub(crate) fn line(received: &Received, clock: &Clock, lang: Lang, paint: Paint) -> String {
    let time = paint.dim(&clock.time_of_day(received.at));
    let rest = match &received.receipt {
        Receipt::UrlCheck { token } => {
            format!("{} URL check answered{}", paint.good("✓"), trusted(None, *token, paint))
        }
        Receipt::Event(delivery) => event(delivery, received.status, clock, lang, paint),
        Receipt::Refused(refusal) => {
            let status = received.status.map_or(String::new(), |it| format!(" ({it})"));
            format!("{} refused{status}: {}.", paint.bad("✗"), visible(&refusal.message))
        }
    };
    format!("{time}  {rest}")
}

fn event(delivery: &Delivery, status: Option<u16>, clock: &Clock, lang: Lang, paint: Paint) -> String {
    let id = delivery.ticket_id.as_ref().or(delivery.event_id.as_ref());
    let id = id.map_or("no id".to_owned(), |it| short_id(it));
    let id = paint.strong(&id);
    if let Some(first) = delivery.duplicate_of {
        let first = clock.time_of_day(first);
        let left_out = if delivery.recorded { "" } else { ", not recorded" };
        return format!("{} {id}  duplicate of {first} (same event_id){left_out}", paint.dim("="));
    }
    let kind = visible(delivery.event_type.as_deref().unwrap_or("JSON of no known type"));
    let said =
        |paint| delivery.transition.as_ref().map_or(kind.clone().into_owned(), |it| words(it, lang, paint));
    let (plain, change) = (said(Paint::default()), said(paint));
    let room = " ".repeat(CHANGE.saturating_sub(plain.chars().count()));
    let trust = trusted(Some(delivery.signature), delivery.token, paint);
    let (mark, end) = match delivery.mischief {
        None => (paint.good("✓"), trust),
        Some(mischief) => (paint.warn("!"), format!("  {}", on_purpose(mischief, status))),
    };
    format!("{mark} {id}  {change}{room}{end}")
}

fn on_purpose(mischief: Mischief, status: Option<u16>) -> String {
    let status = status.map_or(String::new(), |it| it.to_string());
    match mischief {
        Mischief::FailedFirst => format!("{status} on purpose (--fail-first)"),
        Mischief::Dropped => "no answer on purpose (--drop)".to_owned(),
        Mischief::Responded => format!("{status} on purpose (--respond)"),
    }
}

fn trusted(signature: Option<Trust>, token: Trust, paint: Paint) -> String {
    let mut parts = Vec::new();
    if signature == Some(Trust::Verified) {
        parts.push("signature ok");
    }
    if token == Trust::Verified {
        parts.push("token ok");
    }
    match (parts.is_empty(), signature) {
        (true, None) => String::new(),
        (true, Some(_)) => format!("  {}", paint.dim("not verified")),
        (false, _) => format!("  {}", paint.dim(&parts.join(", "))),
    }
}

/// A help as a sentence of its own.
fn sentence_of(help: &str) -> String {
    let help = visible(help);
    let mut letters = help.chars();
    let first = letters.next().map_or(String::new(), |it| it.to_uppercase().to_string());
    let end = if help.ends_with('?') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// `3 events: 2 acknowledged (1 duplicate), 2 recorded; 1 URL check; 1 request refused; 1 warning`.
pub(crate) fn sentence(summary: &Summary, tally: &ReceivedTally, paint: Paint) -> String {
    let mut good = format!("{} acknowledged", grouped(tally.acknowledged));
    if tally.duplicates > 0 {
        good = format!("{good} ({})", counted(tally.duplicates, "duplicate"));
    }
    let mut events = vec![if tally.acknowledged > 0 { paint.good(&good) } else { good }];
    if tally.recorded > 0 {
        events.push(format!("{} recorded", grouped(tally.recorded)));
    }
    if tally.mischief > 0 {
        events.push(format!("{} not acknowledged on purpose", grouped(tally.mischief)));
    }
    let mut parts = vec![format!("{}: {}", counted(summary.documents, "event"), events.join(", "))];
    if tally.url_checks > 0 {
        parts.push(counted(tally.url_checks, "URL check"));
    }
    if tally.refused > 0 {
        parts.push(paint.bad(&format!("{} refused", counted(tally.refused, "request"))));
    }
    if tally.missing > 0 {
        parts.push(paint.bad(&format!("{} did not come", counted(tally.missing, "awaited event"))));
    }
    parts.extend(counted::found(summary, paint));
    parts.extend(counted::stopped(summary).map(str::to_owned));
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{finding, received, refused, url_check};
    use crate::report::{Code, Record};

    fn shown(record: &Record, lang: Lang) -> String {
        let Record::Received(received) = record else { panic!() };
        rows(received, &received.findings, &Clock::utc(), lang, Paint::default())
    }

    #[test]
    fn a_row_says_time_ticket_change_and_what_was_verified() {
        assert_eq!(shown(&url_check(), Lang::En), "22:13:20.511  ✓ URL check answered  token ok\n");
        assert_eq!(
            shown(&received(None), Lang::En),
            "22:13:20.511  ✓ 7100…0340  created → queueing, handed over               signature ok, token ok\n"
        );
        assert_eq!(
            shown(&received(Some(1_700_000_000_004)), Lang::En),
            "22:13:20.511  = 7100…0340  duplicate of 22:13:20.004 (same event_id)\n"
        );
        assert!(shown(&received(None), Lang::Zh).contains("已创建 → 排队中, handed over"));
    }

    #[test]
    fn a_refusal_has_its_likely_cause_below() {
        assert_eq!(
            shown(&refused(), Lang::En),
            "22:13:20.511  ✗ refused (401): the signature does not match the body.\n              What came is \
             HMAC-SHA256 of the body.\n"
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
        assert!(text.contains("\n              the app behind answered 500: no␛\n"), "{text}");
        assert!(text.ends_with("error[status-unknown]: `status` is 99, which is not a documented ticket status at /event/object/status\n"), "{text}");
    }
}
