//! Puts the cases one after the other, and tells how each went.

use std::ops::ControlFlow;

use super::case::{Act, Case, Expect, Need, Request};
use super::deviations::own as own_of;
use super::events::Shape;
use super::judge::{Grade, Judged, Seen};
use super::plan::{Instruments, OnceClear, ProbePlan};
use super::session::Session;
use crate::protocol::sdks::Meaning;
use crate::protocol::webhook::{Dialogue, SendError, Transport};
use crate::report::{Probed, Verdict, Weight};

/// Probes a receiver: `tell` hears of every case in order and can end the run. Where a clear cause ended
/// it: the case that found it, and how many others were not put. The error is that of a target that could not be reached
/// at all.
pub(crate) async fn probe<T: Transport, D: Dialogue>(
    plan: &ProbePlan,
    instruments: Instruments<T, D>,
    mut tell: impl FnMut(Probed) -> ControlFlow<()>,
) -> Result<Option<(&'static str, usize)>, SendError> {
    let mut session = Session::new(plan, instruments);
    let cases = plan.cases();
    for (at, case) in cases.iter().enumerate() {
        let (probed, is_cause) = match hindrance(plan, &session, case) {
            Some(reason) => (skipped(plan, case, reason), false),
            None => session.decide(case).await?,
        };
        let ends = is_cause && probed.verdict == Verdict::Fail && plan.once_clear == OnceClear::End;
        if tell(probed).is_break() {
            break;
        }
        let left = cases.len() - at - 1;
        if ends && left > 0 {
            return Ok(Some((case.slug, left)));
        }
    }
    Ok(None)
}

impl<T: Transport, D: Dialogue> Session<'_, T, D> {
    /// Puts a case, and tells whether the cause of what is wrong is known. The error: the target never answered anything.
    async fn decide(&mut self, case: &Case) -> Result<(Probed, bool), SendError> {
        let plan = self.plan;
        let mut judged = self.put(case).await;
        if judged.seen == Some(Seen::OkEmpty)
            && case.act.reaches_a_handler_of_node()
            && self.handler_returns_nothing().await
        {
            judged = judged.handled_without_a_word();
        }
        if judged.seen == Some(Seen::Gone) {
            if let Some(error) = self.unreached() {
                return Err(error);
            }
            if case.act != Act::SeeWhetherAlive {
                let reason = format!("nothing listens any more, since `{}`", self.last);
                return Ok((skipped(plan, case, reason), false));
            }
        }
        if judged.meaning == Some(Meaning::NoHandler)
            && let Some(reason) = self.unhandled(case).await
        {
            return Ok((skipped(plan, case, reason), false));
        }
        // A failure of the receiver says as little of a large body as its success.
        let is_open = judged.grade == Grade::Good || matches!(case.act, Act::Send(_, Expect::Decided));
        if is_open && let Some(reason) = self.void(case).await {
            return Ok((skipped(plan, case, format!("{}, but {reason}", judged.got)), false));
        }
        let advice = self.advice(case, &judged).await;
        self.last = case.slug;
        Ok((decided(plan, case, judged, advice.text), advice.is_cause))
    }

    /// Why a case says nothing where no handler is registered for its event's type: a receiver need not handle all types.
    /// Updates of tickets are left out of that where it takes no other type.
    async fn unhandled(&mut self, case: &Case) -> Option<String> {
        let Act::Send(Request::Event(shape), _) = case.act else { return None };
        let of = shape.event_type();
        let says_nothing = match shape {
            Shape::OtherType => false,
            Shape::Created | Shape::Message | Shape::Notification => true,
            _ => self.base().await.is_some_and(|it| it.event_type() != of),
        };
        says_nothing.then(|| format!("nothing was handled: no handler is registered for {of}"))
    }
}

/// Why a case cannot be put, if so.
fn hindrance<T, D>(plan: &ProbePlan, session: &Session<'_, T, D>, case: &Case) -> Option<String> {
    if plan.selection.skips(case) {
        return Some("as asked (--skip)".to_owned());
    }
    let keys = &session.forge.keys;
    case.needs.iter().find_map(|need| {
        let reason = match need {
            Need::EncryptKey if keys.encrypt_key().is_none() => "no encrypt key was given",
            Need::NoEncryptKey if keys.encrypt_key().is_some() => {
                "with an encrypt key the platform encrypts this, too"
            }
            Need::OldKey if plan.old_key.is_none() || keys.encrypt_key().is_none() => {
                "no encrypt key and no old one were given (--old-key-file)"
            }
            Need::Generated if plan.generate.is_none() => "no events were asked for (--generate N)",
            Need::Token if keys.verification_token().is_none() => "no verification token was given",
            Need::Dialogue => session.no_dialogue()?,
            Need::Effect => session.no_effect()?,
            _ => return None,
        };
        Some(reason.to_owned())
    })
}

fn skipped(plan: &ProbePlan, case: &Case, reason: String) -> Probed {
    Probed { verdict: Verdict::Skipped, got: reason, ..blank(plan, case) }
}

/// The verdict, by the case's weight; what is an SDK's own warns, what loses real events of a type always fails.
fn decided(plan: &ProbePlan, case: &Case, judged: Judged, advice: Option<String>) -> Probed {
    let own = judged.seen.zip(plan.sdk).filter(|_| judged.grade != Grade::Good);
    let own = own.and_then(|(seen, sdk)| Some((sdk, own_of(sdk, case.slug, seen, judged.meaning)?)));
    let is_event = matches!(case.act, Act::Send(Request::Event(_), _));
    let loses = is_event && judged.meaning == Some(Meaning::CannotHold);
    let weight = if loses { Weight::Must } else { case.weight };
    let verdict = match (judged.grade, weight) {
        (Grade::Good, _) | (_, Weight::Note) => Verdict::Pass,
        (Grade::Miss, Weight::Must) if own.is_none() => Verdict::Fail,
        (Grade::Miss | Grade::Odd, _) => Verdict::Warn,
    };
    let advice = own.map(|(sdk, does)| format!("The {} SDK {does}.", sdk.title())).or(advice);
    Probed {
        verdict,
        got: judged.got,
        advice,
        sdk: own.map(|(sdk, _)| sdk.name()),
        answer: judged.answer,
        curl: judged.curl,
        ..blank(plan, case)
    }
}

fn blank(plan: &ProbePlan, case: &Case) -> Probed {
    Probed {
        target: plan.target.clone(),
        case: case.slug,
        title: case.title,
        weight: case.weight,
        verdict: Verdict::Pass,
        expected: case.expected,
        got: String::new(),
        advice: None,
        sdk: None,
        answer: None,
        curl: None,
        why: case.why,
        reference: case.reference,
    }
}
