//! One event delivered at once, beside a run: no schedule, no retries, no ledger.

use super::attempt::EventSender;
use super::deliver_once::deliver_once;
use crate::engine::deliver::prepare::Event;
use crate::engine::deliver::timing::{Delays, Delivery};
use crate::protocol::webhook::Transport;
use crate::report::{Delivered, Next, Purpose};

/// Delivers an event, and gives it back with what came of it. Over a kept connection that had died it is sent again once.
pub(crate) async fn deliver_now<T: Transport>(
    sender: &EventSender<T>,
    event: Box<Event>,
) -> (Box<Event>, Delivered) {
    let mut delivery =
        Delivery { event, purpose: Purpose::Delivery, attempt: 1, resent: None, due: None, turn: 0 };
    loop {
        let back = deliver_once(sender, None, Delays::default(), delivery).await;
        if back.delivered.next != Next::Resend {
            return (back.delivery.event, back.delivered);
        }
        delivery = back.delivery;
    }
}
