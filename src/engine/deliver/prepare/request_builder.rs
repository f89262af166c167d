//! Makes requests of events: when they are sent, or a moment before.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::event::{BuiltRequest, Event};
use crate::engine::deliver::Surroundings;
use crate::protocol::Keys;
use crate::protocol::webhook::{Packet, seal};

/// How long a request that was made ahead is as good as new.
const AHEAD: Duration = Duration::from_millis(100);

/// The app's secrets, clock and chance: what a request is made with.
#[derive(Clone)]
pub(crate) struct RequestBuilder {
    pub(crate) keys: Keys,
    pub(crate) surroundings: Arc<dyn Surroundings>,
}

impl RequestBuilder {
    pub(crate) fn new(keys: Keys, surroundings: Arc<dyn Surroundings>) -> Self {
        Self { keys, surroundings }
    }

    /// The request of a text: fresh timestamp, nonce and IV.
    pub(crate) fn packet(&self, text: &[u8]) -> Packet {
        let mut packet = seal(&self.keys, text, &self.surroundings.stamp());
        packet.headers.push((Cow::Borrowed("X-Request-Id"), Cow::Owned(self.surroundings.id())));
        packet
    }

    /// Makes the request of an event that will be sent in a moment. If it is not, another one is made then.
    pub(crate) fn build_ahead(&self, event: &mut Event) {
        if let Ok(text) = &event.body {
            event.built = Some(Box::new(BuiltRequest { packet: self.packet(text), at: Instant::now() }));
        }
    }

    /// The request of an event's next attempt, or why there is none.
    pub(crate) fn take(&self, event: &mut Event) -> Result<Packet, String> {
        match event.built.take().filter(|it| it.at.elapsed() < AHEAD) {
            Some(built) => Ok(built.packet),
            None => event.body.as_deref().map(|text| self.packet(text)).map_err(Clone::clone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Surroundings for Fixed {
        fn now_ms(&self) -> i64 {
            1_700_000_000_000
        }

        fn random(&self) -> [u8; 16] {
            [7; 16]
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_made_ahead_is_sent_once_and_only_while_it_is_new() {
        let request_builder = RequestBuilder::new(Keys::default(), Arc::new(Fixed));
        let mut event = Event::sample(1, "7");
        request_builder.build_ahead(&mut event);
        event.body = Ok(b"another".to_vec());
        assert_eq!(request_builder.take(&mut event).unwrap().body, b"1");
        assert_eq!(request_builder.take(&mut event).unwrap().body, b"another");

        request_builder.build_ahead(&mut event);
        event.body = Ok(b"1".to_vec());
        tokio::time::advance(AHEAD).await;
        assert_eq!(request_builder.take(&mut event).unwrap().body, b"1");
    }

    #[test]
    fn what_has_no_text_is_not_sealed_and_says_why() {
        let request_builder = RequestBuilder::new(Keys::default(), Arc::new(Fixed));
        let mut event = Event { body: Err("too large".to_owned()), ..Event::sample(1, "7") };
        request_builder.build_ahead(&mut event);
        assert_eq!(request_builder.take(&mut event), Err("too large".to_owned()));
    }
}
