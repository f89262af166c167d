//! Stages, statuses, moves and transitions in words, in the user's language.

use super::paint::Paint;
use super::table::Role;
use super::words::Mark;
use crate::mask::visible;
use crate::model::{Lang, Move, Stage, Status, Step, Transition, label_of};
use crate::render::chinese::phrase;

/// `1 bot`, `99 unknown`.
pub(crate) fn coded(field: &str, code: i64, lang: Lang) -> String {
    format!("{code} {}", label_of(field, code, lang).unwrap_or(phrase("unknown", lang)))
}

/// The label of a stage; a code without one is `99 unknown`.
pub(crate) fn stage(stage: Stage, lang: Lang) -> String {
    bare("stage", stage.code(), lang)
}

/// The label of a status; a code without one is `99 unknown`.
pub(crate) fn status(status: Status, lang: Lang) -> String {
    bare("status", status.code(), lang)
}

/// The label of a code; one without is `99 unknown`.
pub(crate) fn bare(field: &str, code: i64, lang: Lang) -> String {
    label_of(field, code, lang).map_or_else(|| coded(field, code, lang), str::to_owned)
}

/// `bot → human`, or the value alone where it did not change; nothing where the event does not say.
pub(crate) fn step<T: PartialEq + Copy>(step: Option<Step<T>>, name: impl Fn(T) -> String) -> String {
    match step {
        None => String::new(),
        Some(step) if step.changed() => format!("{} → {}", name(step.from), name(step.to)),
        Some(step) => name(step.to),
    }
}

/// What a move is called: `handed over`, `closed by agent`.
pub(crate) fn move_name(kind: Move, to: Option<Status>, lang: Lang) -> String {
    let name = match kind {
        Move::Close => return to.map(|it| status(it, lang)).unwrap_or_default(),
        Move::Create => "new",
        Move::Stay => "no transition",
        Move::Progress => "progress",
        Move::HandOver => "handed over",
        Move::HandBack => "handed back",
        Move::Reopen => "reopened",
    };
    phrase(name, lang).to_owned()
}

/// The same in its long form: `handed over to a human`.
pub(crate) fn move_sentence(kind: Move, to: Option<Status>, lang: Lang) -> String {
    match kind {
        Move::HandOver => phrase("handed over to a human", lang).to_owned(),
        Move::HandBack => phrase("handed back to the bot", lang).to_owned(),
        _ => move_name(kind, to, lang),
    }
}

/// A transition in words: `created → queueing, handed over`; `closed by agent → processing, reopened`.
pub(crate) fn transition(it: &Transition, lang: Lang, paint: Paint) -> String {
    let changed = match it.status {
        Some(step) if step.changed() => {
            format!("{} → {}", status(step.from, lang), paint.status(&status(step.to, lang)))
        }
        Some(step) => status(step.to, lang),
        None => phrase("unknown", lang).to_owned(),
    };
    let more = match it.kind() {
        Move::HandOver | Move::HandBack => paint.stage(&move_name(it.kind(), None, lang)),
        Move::Reopen => paint.warn(phrase("reopened", lang)),
        Move::Create => phrase("new", lang).to_owned(),
        Move::Stay => phrase("no change", lang).to_owned(),
        Move::Close | Move::Progress => match it.stage {
            Some(step) if step.changed() => {
                format!("{} {}", phrase("now", lang), paint.stage(&stage(step.to, lang)))
            }
            _ => return changed,
        },
    };
    format!("{changed}{}{more}", Mark::Comma.text(lang))
}

/// `7100…0340`: the ends of a long id.
pub(crate) fn short_id(id: &str) -> String {
    let id = visible(id);
    let count = id.chars().count();
    if count <= 12 {
        return id.into_owned();
    }
    let head: String = id.chars().take(4).collect();
    let tail: String = id.chars().skip(count - 4).collect();
    format!("{head}…{tail}")
}

pub(crate) fn move_role(kind: Move) -> Role {
    match kind {
        Move::Close => Role::Strong,
        Move::Reopen => Role::Warn,
        Move::HandOver | Move::HandBack => Role::Stage,
        Move::Progress => Role::Plain,
        Move::Create | Move::Stay => Role::Dim,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_says_by_whom_and_an_unknown_code_stays_a_number() {
        assert_eq!(move_name(Move::Close, Some(Status::ClosedByGuest), Lang::En), "closed by guest");
        assert_eq!(move_name(Move::Close, Some(Status::ClosedByBot), Lang::Zh), "被机器人关闭");
        assert_eq!(status(Status::Other(99), Lang::En), "99 unknown");
        let moved = Step { from: Stage::Bot, to: Stage::Other(7) };
        assert_eq!(step(Some(moved), |it| stage(it, Lang::Zh)), "机器人 → 7 未知");
    }

    fn said(stage: (i64, i64), status: (i64, i64)) -> String {
        let transition = Transition {
            role: crate::model::EventRole::Update,
            ticket_id: "7".to_owned(),
            at: None,
            stage: Some(Step { from: Stage::from_code(stage.0), to: Stage::from_code(stage.1) }),
            status: Some(Step { from: Status::from_code(status.0), to: Status::from_code(status.1) }),
        };
        super::transition(&transition, Lang::En, Paint::default())
    }

    #[test]
    fn a_move_reads_as_an_operator_would_say_it() {
        assert_eq!(said((1, 2), (1, 3)), "created → queueing, handed over");
        assert_eq!(said((2, 1), (2, 1)), "processing → created, handed back");
        assert_eq!(said((2, 2), (2, 51)), "processing → closed by agent");
        assert_eq!(said((1, 2), (1, 51)), "created → closed by agent, now human");
        assert_eq!(said((2, 2), (51, 2)), "closed by agent → processing, reopened");
        assert_eq!(said((1, 1), (99, 99)), "99 unknown, no change");
    }

    #[test]
    fn long_ids_keep_their_ends() {
        assert_eq!(short_id("7100000000000000340"), "7100…0340");
        assert_eq!(short_id("工单\u{1b}1"), "工单␛1");
    }
}
