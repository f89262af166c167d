//! One delivery taken one step further: an attempt, what follows from it, and the line in the ledger; or one beside a run.

use std::time::Duration;

use tokio::time::Instant;

use super::attempt::{Attempted, EventSender};
use super::plan::ON_TIME;
use crate::engine::deliver::ledger::{Attempt, Ledger, LedgerError, Then};
use crate::engine::deliver::prepare::Event;
use crate::engine::deliver::timing::{Delays, Delivery, MAX_RETRY_AFTER, Resent};
use crate::protocol::webhook::Transport;
use crate::report::{Delivered, Next, Outcome, Purpose};

/// What is said where the receiver died under an event.
const GONE: &str = "the app closed the connection without an answer and takes no other: it has ended (an app on the Node SDK ends where a handler raises and on a body that it cannot decrypt: is the encrypt key the app's?)";

/// What comes back from a step.
pub(crate) struct DeliveredOnce {
    pub(crate) delivery: Delivery,
    pub(crate) delivered: Delivered,
    pub(crate) recorded: Result<(), LedgerError>,
}

/// Sends a delivery once over a transport that is ready, and records what came of it.
pub(crate) async fn deliver_once<T: Transport>(
    sender: &EventSender<T>,
    ledger: Option<&Ledger>,
    delays: Delays,
    mut delivery: Delivery,
) -> DeliveredOnce {
    // Only the first attempt has a due time of the schedule.
    let due = delivery.due.filter(|_| delivery.attempt == 1 && delivery.purpose == Purpose::Delivery);
    let waited = due.map_or(Duration::ZERO, |due| Instant::now().saturating_duration_since(due));
    let resent = delivery.resent.clone().filter(|it| it.attempt == delivery.attempt);
    if resent.is_some() {
        // Where one kept connection has died, the others are no better.
        sender.transport.forget_connections();
    }
    let mut attempted = sender.attempt(&mut delivery.event).await;
    if let Some(Resent { cause, .. }) = resent
        && !attempted.judged.outcome.connected()
    {
        // Nothing listens any more: what ended it is what happened before.
        attempted.judged.warnings.push(GONE.to_owned());
        attempted.judged.outcome = cause;
    }
    let next = if attempted.judged.reused && delivery.resent.is_none() {
        let cause = attempted.judged.outcome.clone();
        delivery.resent = Some(Resent { attempt: delivery.attempt, cause });
        Next::Resend
    } else {
        next(&attempted, delivery.attempt, delays)
    };
    if let (Next::Retry { .. }, Some(asked)) = (next, attempted.judged.retry_after)
        && asked > MAX_RETRY_AFTER
    {
        let text = format!("`Retry-After` asks for {} s; an hour is waited at most", asked.as_secs());
        attempted.judged.warnings.push(text);
    }
    let delivered = delivered(&delivery, attempted, waited, next);
    let recorded = match ledger {
        Some(ledger) => ledger.append(line(&delivery.event, &delivered)).await,
        None => Ok(()),
    };
    DeliveredOnce { delivery, delivered, recorded }
}

/// Delivers an event beside a run: no schedule, no retries, no ledger; once more where a kept connection had died.
pub(crate) async fn deliver_now<T: Transport>(
    sender: &EventSender<T>,
    event: Box<Event>,
) -> (Box<Event>, Delivered) {
    let mut delivery =
        Delivery { event, purpose: Purpose::Delivery, attempt: 1, resent: None, due: None, turn: 0 };
    sender.transport.ready().await;
    loop {
        let back = deliver_once(sender, None, Delays::default(), delivery).await;
        if back.delivered.next != Next::Resend {
            return (back.delivery.event, back.delivered);
        }
        delivery = back.delivery;
    }
}

fn next(attempted: &Attempted, attempt: u32, delays: Delays) -> Next {
    let judged = &attempted.judged;
    match judged.outcome {
        Outcome::Accepted => Next::Done,
        // Nothing about it would be different the next time.
        Outcome::Unsendable { .. } => Next::GaveUp,
        _ => match delays.before(attempt, judged.retry_after) {
            Some(after) => Next::Retry { after, number: attempt, of: delays.count() },
            None => Next::GaveUp,
        },
    }
}

fn delivered(delivery: &Delivery, attempted: Attempted, waited: Duration, next: Next) -> Delivered {
    Delivered {
        subject: delivery.event.subject.clone(),
        transition: delivery.event.transition.clone(),
        at_ms: attempted.at_ms,
        attempt: delivery.attempt,
        purpose: delivery.purpose,
        outcome: attempted.judged.outcome,
        latency: attempted.took + waited,
        took: attempted.took,
        late: (waited > ON_TIME).then_some(waited),
        said: attempted.judged.said,
        answer: attempted.judged.answer.map(Into::into),
        warnings: attempted.judged.warnings,
        next,
    }
}

fn line(event: &Event, delivered: &Delivered) -> Attempt {
    Attempt {
        number: event.number,
        digest: format!("{:016x}", event.digests.text),
        event_digest: event.digests.event.map(|it| format!("{it:016x}")),
        event_id: delivered.subject.event_id.clone(),
        ticket_id: delivered.subject.ticket_id.clone(),
        count: delivered.attempt,
        duplicate: delivered.purpose == Purpose::Duplicate,
        at_ms: delivered.at_ms,
        took_us: u64::try_from(delivered.took.as_micros()).unwrap_or(u64::MAX),
        outcome: delivered.outcome.name().to_owned(),
        status: delivered.outcome.status(),
        then: match delivered.next {
            Next::Done => Then::Accepted,
            Next::Retry { .. } => Then::Retry,
            Next::Resend => Then::Resend,
            Next::GaveUp => Then::Failed,
        },
    }
}
