//! Puts the cases one after the other, and tells how each went.

use std::ops::ControlFlow;

use super::case::{Act, Case, Need};
use super::judge::{Grade, Judged, Seen};
use super::plan::{Instruments, Plan};
use super::requests::Forge;
use super::session::Session;
use crate::protocol::webhook::{Dialogue, SendError, Transport};
use crate::report::{Probed, Verdict, Weight};

/// Probes a receiver: `tell` hears of every case in order and can end the run. The error is that of a target that could
/// not be reached at all.
pub(crate) async fn probe<T, D>(
    plan: &Plan,
    instruments: Instruments<T, D>,
    mut tell: impl FnMut(Probed) -> ControlFlow<()>,
) -> Result<(), SendError>
where
    T: Transport + Send + Sync + 'static,
    D: Dialogue,
{
    let Instruments { keys, surroundings, transport, dialogue, effect } = instruments;
    let mut session = Session::new(plan, Forge::new(keys, surroundings), transport, dialogue, effect);
    for case in plan.selection.cases() {
        let probed = match hindrance(plan, &session, case) {
            Some(reason) => skipped(plan, case, reason),
            None => put(plan, &mut session, case).await?,
        };
        if tell(probed).is_break() {
            break;
        }
    }
    Ok(())
}

/// Puts a case. The error is that of a target that never answered anything.
async fn put<T, D>(plan: &Plan, session: &mut Session<'_, T, D>, case: &Case) -> Result<Probed, SendError>
where
    T: Transport + Send + Sync + 'static,
    D: Dialogue,
{
    let judged = session.put(case).await;
    if judged.seen == Some(Seen::Gone) {
        if let Some(error) = session.unreached() {
            return Err(error);
        }
        if case.act != Act::SeeWhetherAlive {
            let reason = format!("nothing listens any more, since `{}`", session.last());
            return Ok(skipped(plan, case, reason));
        }
    }
    if judged.grade == Grade::Good
        && let Some(reason) = session.void(case).await
    {
        return Ok(skipped(plan, case, format!("{}, but {reason}", judged.got)));
    }
    let advice = session.advice(case, &judged).await;
    session.note(case);
    Ok(decided(plan, case, judged, advice))
}

/// Why a case cannot be put, if so.
fn hindrance<T, D>(plan: &Plan, session: &Session<'_, T, D>, case: &Case) -> Option<String> {
    if plan.selection.skips(case) {
        return Some("as asked (--skip)".to_owned());
    }
    let keys = session.keys();
    case.needs.iter().find_map(|need| {
        let reason = match need {
            Need::EncryptKey if keys.encrypt_key().is_none() => "no encrypt key was given",
            Need::NoEncryptKey if keys.encrypt_key().is_some() => {
                "with an encrypt key the platform encrypts this, too"
            }
            Need::Token if keys.verification_token().is_none() => "no verification token was given",
            Need::Dialogue => session.no_dialogue()?,
            Need::Effect => session.no_effect()?,
            _ => return None,
        };
        Some(reason.to_owned())
    })
}

fn skipped(plan: &Plan, case: &Case, reason: String) -> Probed {
    Probed { verdict: Verdict::Skipped, got: reason, ..blank(plan, case) }
}

/// The verdict: what is missed fails or warns by the case's weight; what is an SDK's own warns.
fn decided(plan: &Plan, case: &Case, judged: Judged, advice: Option<String>) -> Probed {
    let own = judged.seen.zip(plan.sdk).filter(|_| judged.grade != Grade::Good);
    let own = own.and_then(|(seen, sdk)| Some((sdk, sdk.own(case.slug, seen)?)));
    let verdict = match (judged.grade, case.weight) {
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
        ..blank(plan, case)
    }
}

fn blank(plan: &Plan, case: &Case) -> Probed {
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
        why: case.why,
        reference: case.reference,
    }
}
