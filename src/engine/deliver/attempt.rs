//! One attempt: stamped and sealed anew, sent, judged.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::outcome::{JudgedReply, judge};
use super::surroundings::Surroundings;
use crate::engine::deliver::prepare::{Event, RequestBuilder, SentRequest};
use crate::mask::Mask;
use crate::protocol::Keys;
use crate::protocol::webhook::Transport;
use crate::report::Outcome;

/// What takes events to the receiver: the builder of their requests, and the transport.
pub(crate) struct EventSender<T> {
    pub(crate) request_builder: RequestBuilder,
    pub(crate) transport: T,
    /// What an answer may echo and must not be shown.
    mask: Mask,
    keeps_sent: bool,
}

pub(crate) struct Attempted {
    pub(crate) at_ms: i64,
    pub(crate) took: Duration,
    pub(crate) judged: JudgedReply,
}

impl<T: Transport> EventSender<T> {
    /// Delivers over `transport`, sealed with `keys`. `keeps_sent`: an event keeps what its last attempt sent and got.
    pub(crate) fn new(
        keys: Keys,
        transport: T,
        surroundings: Arc<dyn Surroundings>,
        keeps_sent: bool,
    ) -> Self {
        let mask = keys.mask();
        let request_builder = RequestBuilder::new(keys, surroundings);
        Self { request_builder, transport, mask, keeps_sent }
    }

    pub(crate) async fn attempt(&self, event: &mut Event) -> Attempted {
        let at_ms = self.request_builder.surroundings.now_ms();
        let begun = Instant::now();
        let packet = match self.request_builder.take(event) {
            Ok(packet) => packet,
            Err(reason) => {
                let judged = JudgedReply::plain(Outcome::Unsendable { reason });
                return Attempted { at_ms, took: Duration::ZERO, judged };
            }
        };
        let kept = self.keeps_sent.then(|| packet.clone());
        let answer = self.transport.send(packet).await;
        let took = begun.elapsed().saturating_sub(self.transport.own_time());
        event.sent = kept.map(|packet| {
            Box::new(SentRequest { packet, answer: answer.as_ref().ok().map(|it| it.body.clone()) })
        });
        let mut judged = judge(answer);
        if let Outcome::Redirected { location: Some(location), .. } = &mut judged.outcome {
            *location = self.mask.target(location);
        }
        judged.said = judged.said.map(|said| self.mask.text(&said));
        judged.answer = judged.answer.map(|answer| self.mask.body(&answer));
        if self.request_builder.keys.verification_token().is_none() {
            judged.say_that_no_token_was_given();
        }
        Attempted { at_ms, took, judged }
    }
}
