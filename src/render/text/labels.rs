//! Stages, statuses and moves in words, in the user's language.

use super::table::Role;
use crate::model::{Lang, Move, Stage, Status, Step, label_of};

/// `1 bot`, `99 unknown`.
pub(crate) fn coded(field: &str, code: i64, lang: Lang) -> String {
    format!("{code} {}", label_of(field, code, lang).unwrap_or("unknown"))
}

/// The label of a stage; a code without one is `99 unknown`.
pub(crate) fn stage(stage: Stage, lang: Lang) -> String {
    bare("stage", stage.code(), lang)
}

/// The label of a status; a code without one is `99 unknown`.
pub(crate) fn status(status: Status, lang: Lang) -> String {
    bare("status", status.code(), lang)
}

fn bare(field: &str, code: i64, lang: Lang) -> String {
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
    let words = match (kind, lang) {
        (Move::Close, _) => return to.map(|it| status(it, lang)).unwrap_or_default(),
        (Move::Create, Lang::En) => "new",
        (Move::Create, Lang::Zh) => "新建",
        (Move::Stay, Lang::En) => "no transition",
        (Move::Stay, Lang::Zh) => "无变化",
        (Move::Progress, Lang::En) => "progress",
        (Move::Progress, Lang::Zh) => "进展",
        (Move::HandOver, Lang::En) => "handed over",
        (Move::HandOver, Lang::Zh) => "转人工",
        (Move::HandBack, Lang::En) => "handed back",
        (Move::HandBack, Lang::Zh) => "转回机器人",
        (Move::Reopen, Lang::En) => "reopened",
        (Move::Reopen, Lang::Zh) => "重新打开",
    };
    words.to_owned()
}

/// The same where there is room to say it: `handed over to a human`.
pub(crate) fn move_sentence(kind: Move, to: Option<Status>, lang: Lang) -> String {
    match (kind, lang) {
        (Move::HandOver, Lang::En) => "handed over to a human".to_owned(),
        (Move::HandBack, Lang::En) => "handed back to the bot".to_owned(),
        _ => move_name(kind, to, lang),
    }
}

/// The colour of a move.
pub(crate) fn move_role(kind: Move) -> Role {
    match kind {
        Move::Close => Role::Bad,
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
        assert_eq!(step(Some(moved), |it| stage(it, Lang::Zh)), "机器人 → 7 unknown");
    }
}
