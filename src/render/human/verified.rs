//! A request that was looked at, for people: a row a part, and below it why and the way out.

use crate::render::Appearance;
use crate::render::chinese::said;
use crate::render::text::layout::{Break, width, wrap};
use crate::render::text::{Mark, counted, finding, labels, phrase, short_id, visible};
use crate::report::{
    Exit, Finding, PartGrade, PartState, PartVerdict, RequestPart, Summary, Verified, VerifiedContent,
};

/// The column behind the names of the parts.
const COLUMN: usize = 12;

pub(crate) fn rows(it: &Verified, shown: &[Finding], look: Appearance) -> Vec<String> {
    let lang = look.lang;
    let mut rows = Vec::new();
    for point in &it.points {
        let mut text = state(point.state, look);
        if point.part == RequestPart::Body
            && point.state != PartState::DoesNotOpen
            && let Some(content) = &it.content
        {
            text = format!("{text}{}{}", Mark::Colon.text(lang), self::content(content, look));
        }
        let say = |it: &Option<String>| it.as_deref().map(|it| visible(&said(it, lang)).into_owned());
        let reason = say(&point.reason);
        let beside = point.state.grade() != PartGrade::Wrong;
        if beside && let Some(reason) = &reason {
            text = format!("{text}{}{reason}", Mark::Colon.text(lang));
        }
        let name = phrase(point.part.name(), lang);
        let gap = " ".repeat(COLUMN.saturating_sub(width(name)));
        rows.extend(wrap(&format!("{name}{gap}{text}"), look.width, 0, COLUMN, Break::Blank));
        let below = [reason.filter(|_| !beside), say(&point.help)];
        rows.extend(below.into_iter().flatten().flat_map(|it| look.below(COLUMN, &it)));
    }
    for finding in shown {
        let weight = finding::weight(finding, look.paint);
        rows.extend(look.below(COLUMN, &format!("{weight}: {}", visible(&finding.message))));
    }
    rows
}

/// Each part on a line of its own: `captured.http:1: signature: does not match: …`.
pub(crate) fn lines(it: &Verified, look: Appearance) -> Vec<String> {
    let place = finding::spot(&it.subject.file, it.subject.line);
    let line = |point: &PartVerdict| {
        let mut told =
            vec![place.clone(), phrase(point.part.name(), look.lang).to_owned(), state(point.state, look)];
        told.extend(
            point.reason.iter().chain(&point.help).map(|it| visible(&said(it, look.lang)).into_owned()),
        );
        told.join(": ")
    };
    it.points.iter().map(line).collect()
}

/// `ok: the platform's own request would look so`.
pub(crate) fn verdict(summary: &Summary, look: Appearance) -> String {
    let is_good = summary.exit == Exit::Clean;
    let text = if is_good {
        "the platform's own request would look so"
    } else {
        "the platform's own request would not look so"
    };
    counted::verdict(is_good, look.lang, look.paint) + phrase(text, look.lang)
}

/// `URL check`, or `helpdesk.ticket.updated_v1, 7100…0340, created → queueing`.
fn content(content: &VerifiedContent, look: Appearance) -> String {
    let VerifiedContent::Event(event) = content else { return phrase("URL check", look.lang).to_owned() };
    let mut parts = vec![visible(event.event_type.as_deref().unwrap_or("JSON")).into_owned()];
    parts.extend(event.id().map(short_id));
    parts.extend(event.transition.as_ref().map(|it| labels::transition(it, look.lang, look.paint)));
    Mark::Comma.joined(parts, look.lang)
}

fn state(state: PartState, look: Appearance) -> String {
    let text = match state {
        PartState::Matches => "matches",
        PartState::DoesNotMatch => "does not match",
        PartState::Missing => "is missing",
        PartState::NotNeeded => "not needed",
        PartState::NotChecked => "not checked",
        PartState::Opens => "opens",
        PartState::DoesNotOpen => "does not open",
        PartState::Plain => "plain",
        PartState::NotEncrypted => "is not encrypted",
        PartState::Fine => "fine",
        PartState::Wrong => "wrong",
    };
    let text = phrase(text, look.lang);
    match state.grade() {
        PartGrade::Right => look.paint.good(text),
        PartGrade::Wrong => look.paint.bad(text),
        PartGrade::Open => look.paint.dim(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::render::fixture::verified;

    fn shown(lang: Lang, max_width: usize) -> String {
        rows(&verified(), &[], Appearance { lang, ..Appearance::plain(max_width) }).join("\n")
    }

    #[test]
    fn each_part_has_a_row_and_what_is_wrong_its_reason_below() {
        assert_eq!(
            shown(Lang::En, 60),
            "signature   does not match
            what came is HMAC-SHA256 of the body; the
            platform sends a plain hash
timestamp   fine: 1700000000, 3 s ago
body        opens: helpdesk.ticket.updated_v1, 7100…0340,
            created → queueing, handed over
token       matches"
        );
    }

    #[test]
    fn it_is_said_in_chinese_and_on_lines() {
        let text = shown(Lang::Zh, 80);
        assert!(text.starts_with("签名        不匹配\n"), "{text}");
        assert!(text.contains("正文        可解密："), "{text}");
        let lines = lines(&verified(), Appearance::plain(80));
        assert_eq!(lines[3], "captured.http:1: token: matches");
        assert!(
            lines[0].starts_with("captured.http:1: signature: does not match: what came is HMAC"),
            "{lines:?}"
        );
    }
}
