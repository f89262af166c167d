//! The tickets that are not closed, the one that waits longest first.

use std::cmp::Reverse;

use crate::model::{Move, Status};
use crate::report::{ListKind, Lived, Moment, OpenTicket, Place, TicketList};

/// The open tickets among all, waiting up to the time `until`, ms.
pub(crate) fn open(lives: impl Iterator<Item = Lived>, until: Option<i64>) -> (Vec<OpenTicket>, TicketList) {
    let mut tickets = Vec::new();
    let mut list = TicketList { kind: ListKind::Open, tickets: 0, listed: 0, until };
    for lived in lives {
        list.tickets += 1;
        if !lived.status.is_some_and(Status::is_closed) {
            tickets.extend(open_ticket(lived, until));
        }
    }
    list.listed = tickets.len() as u64;
    // Where the time is not known, nothing is known to wait.
    tickets.sort_by_key(|it| Reverse(it.waiting_ms));
    (tickets, list)
}

fn open_ticket(lived: Lived, until: Option<i64>) -> Option<OpenTicket> {
    let place = lived.moments.iter().rev().find_map(place_of)?;
    let (since, is_longer) = since(&lived.moments);
    let waiting_ms = until.zip(since).and_then(|(until, since)| until.checked_sub(since));
    Some(OpenTicket {
        ticket_id: lived.ticket_id,
        stage: lived.stage,
        status: lived.status,
        since,
        is_longer,
        waiting_ms,
        place,
    })
}

/// The place of an event that tells of the ticket's state.
fn place_of(moment: &Moment) -> Option<Place> {
    match moment {
        Moment::Step(step) => Some(step.place.clone()),
        Moment::Message(message) => Some(message.place.clone()),
        Moment::Gap(gap) => Some(gap.place.clone()),
        Moment::Duplicate { .. } => None,
    }
}

/// Since when the status is the one it is now, and whether it may be so for longer.
fn since(moments: &[Moment]) -> (Option<i64>, bool) {
    let mut since = None;
    for moment in moments.iter().rev() {
        match moment {
            Moment::Step(step) => {
                since = step.at.or(since);
                if step.kind == Move::Create || step.status.is_some_and(|it| it.changed()) {
                    return (since, step.at.is_none());
                }
            }
            // What a message found is at least as old as the message.
            Moment::Message(message) => since = message.at.or(since),
            Moment::Gap(gap) if gap.status.is_some() => return (since.or(gap.at), true),
            Moment::Gap(_) | Moment::Duplicate { .. } => {}
        }
    }
    (since, true)
}
