//! One delivery taken one step further: an attempt, what follows from it, and the line in the ledger.

use std::time::Duration;

use tokio::time::Instant;

use super::attempt::{Attempted, EventSender};
use super::plan::ON_TIME;
use crate::engine::deliver::ledger::{Attempt, Ledger, LedgerError, Then};
use crate::engine::deliver::prepare::Event;
use crate::engine::deliver::timing::{Delays, Delivery};
use crate::protocol::webhook::Transport;
use crate::report::{Delivered, Next, Outcome, Purpose};

/// What comes back from a step.
pub(crate) struct DeliveredOnce {
    pub(crate) delivery: Delivery,
    pub(crate) delivered: Delivered,
    /// Whether it is on the disk, where there is a ledger.
    pub(crate) recorded: Result<(), LedgerError>,
}

/// Sends a delivery once and records what came of it.
pub(crate) async fn deliver_once<T: Transport>(
    sender: &EventSender<T>,
    ledger: Option<&Ledger>,
    delays: Delays,
    mut delivery: Delivery,
) -> DeliveredOnce {
    sender.transport().ready().await;
    // Only the first attempt has a due time of the schedule.
    let due = delivery.due.filter(|_| delivery.attempt == 1 && delivery.purpose == Purpose::Delivery);
    let waited = due.map_or(Duration::ZERO, |due| Instant::now().saturating_duration_since(due));
    let attempted = sender.attempt(&mut delivery.event).await;
    let next = next(&attempted, delivery.attempt, delays);
    let delivered = delivered(&delivery, attempted, waited, next);
    let recorded = match ledger {
        Some(ledger) => ledger.append(line(&delivery.event, &delivered)).await,
        None => Ok(()),
    };
    DeliveredOnce { delivery, delivered, recorded }
}

fn next(attempted: &Attempted, attempt: u32, delays: Delays) -> Next {
    let verdict = &attempted.verdict;
    match verdict.outcome {
        Outcome::Accepted => Next::Done,
        // Nothing about it would be different the next time.
        Outcome::Unsendable { .. } => Next::GaveUp,
        _ => match delays.before(attempt, verdict.retry_after) {
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
        outcome: attempted.verdict.outcome,
        latency: attempted.took + waited,
        took: attempted.took,
        late: (waited > ON_TIME).then_some(waited),
        said: attempted.verdict.said,
        warnings: attempted.verdict.warnings,
        next,
    }
}

fn line(event: &Event, delivered: &Delivered) -> Attempt {
    Attempt {
        number: event.number,
        digest: format!("{:016x}", event.digest),
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
            Next::GaveUp => Then::Failed,
        },
    }
}
