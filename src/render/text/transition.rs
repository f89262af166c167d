//! A transition in words, for one row of a log.

use super::control_characters::visible;
use super::paint::Paint;
use crate::model::{Lang, Move, Stage, Status, Transition};

/// `created → queueing, handed over`; `closed by agent → processing, reopened`; `no change`.
pub(crate) fn words(transition: &Transition, lang: Lang, paint: Paint) -> String {
    let status = match transition.status {
        Some(step) if step.changed() => {
            format!("{} → {}", name(step.from, lang), painted(step.to, lang, paint))
        }
        Some(step) => name(step.to, lang),
        None => "status not said".to_owned(),
    };
    match transition.kind() {
        Move::HandOver => format!("{status}, {}", paint.stage("handed over")),
        Move::HandBack => format!("{status}, {}", paint.stage("handed back to the bot")),
        Move::Reopen => format!("{status}, {}", paint.warn("reopened")),
        Move::Create => format!("{status}, new"),
        Move::Stay => format!("{status}, no change"),
        Move::Close | Move::Progress => match transition.stage {
            Some(step) if step.changed() => format!("{status}, now {}", paint.stage(&stage(step.to, lang))),
            _ => status,
        },
    }
}

fn painted(status: Status, lang: Lang, paint: Paint) -> String {
    if status.is_closed() { paint.bad(&name(status, lang)) } else { paint.status(&name(status, lang)) }
}

/// The label of a status; a code without one is shown by its number.
fn name(status: Status, lang: Lang) -> String {
    match status {
        Status::Other(code) => format!("status {code}"),
        known => known.label(lang).to_owned(),
    }
}

fn stage(stage: Stage, lang: Lang) -> String {
    match stage {
        Stage::Other(code) => format!("stage {code}"),
        known => known.label(lang).to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Step;

    fn said(stage: (i64, i64), status: (i64, i64)) -> String {
        let transition = Transition {
            role: crate::model::EventRole::Update,
            ticket_id: "7".to_owned(),
            at: None,
            stage: Some(Step { from: Stage::from_code(stage.0), to: Stage::from_code(stage.1) }),
            status: Some(Step { from: Status::from_code(status.0), to: Status::from_code(status.1) }),
        };
        words(&transition, Lang::En, Paint::default())
    }

    #[test]
    fn a_move_reads_as_an_operator_would_say_it() {
        assert_eq!(said((1, 2), (1, 3)), "created → queueing, handed over");
        assert_eq!(said((2, 1), (2, 1)), "processing → created, handed back to the bot");
        assert_eq!(said((2, 2), (2, 51)), "processing → closed by agent");
        assert_eq!(said((1, 2), (1, 51)), "created → closed by agent, now human");
        assert_eq!(said((2, 2), (51, 2)), "closed by agent → processing, reopened");
        assert_eq!(said((1, 1), (99, 99)), "status 99, no change");
    }

    #[test]
    fn long_ids_keep_their_ends() {
        assert_eq!(short_id("7100000000000000340"), "7100…0340");
        assert_eq!(short_id("工单\u{1b}1"), "工单␛1");
    }
}
