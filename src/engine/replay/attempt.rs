//! One attempt: stamped and sealed anew, sent, judged.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::verdict::{Verdict, judge};
use super::{Event, Surroundings};
use crate::model::Secret;
use crate::protocol::{Keys, Packet, Transport, seal};
use crate::report::Outcome;

/// Whoever takes events to the receiver: keys, transport, clock and chance together.
pub struct Postman<T> {
    keys: Keys,
    transport: T,
    surroundings: Arc<dyn Surroundings>,
}

/// What came of one attempt.
pub(super) struct Attempted {
    pub(super) at_ms: i64,
    pub(super) took: Duration,
    pub(super) verdict: Verdict,
}

impl<T: Transport> Postman<T> {
    /// Delivers over `transport`, sealed with `keys`.
    pub fn new(keys: Keys, transport: T, surroundings: Arc<dyn Surroundings>) -> Self {
        Self { keys, transport, surroundings }
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// The app's secrets.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Clock and chance.
    pub fn surroundings(&self) -> &dyn Surroundings {
        &*self.surroundings
    }

    /// The request of a text: fresh timestamp, nonce and IV.
    pub fn packet(&self, text: &[u8]) -> Packet {
        let mut packet = seal(&self.keys, text, &self.surroundings.stamp());
        packet.headers.push((Cow::Borrowed("X-Request-Id"), Cow::Owned(self.surroundings.id())));
        packet
    }

    /// Sends an event once.
    pub(super) async fn attempt(&self, event: &Event) -> Attempted {
        let at_ms = self.surroundings.now_ms();
        let text = match &event.body {
            Ok(text) => text,
            Err(reason) => {
                let verdict = Verdict::plain(Outcome::Unsendable { reason: reason.clone() });
                return Attempted { at_ms, took: Duration::ZERO, verdict };
            }
        };
        let begun = Instant::now();
        let answer = self.transport.send(self.packet(text)).await;
        let took = begun.elapsed();
        let mut verdict = judge(answer);
        verdict.said = verdict.said.map(|said| self.masked(&said));
        Attempted { at_ms, took, verdict }
    }

    /// A text from outside without our secrets, should it echo them.
    fn masked(&self, text: &str) -> String {
        let secrets = [self.keys.encrypt_key(), self.keys.verification_token()];
        let secrets = secrets.into_iter().flatten().map(Secret::expose).filter(|it| !it.is_empty());
        secrets.fold(text.to_owned(), |text, secret| text.replace(secret, "[redacted]"))
    }
}
