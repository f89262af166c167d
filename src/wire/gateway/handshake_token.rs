//! What a gateway makes up: the tickets with which a handshake shows that it asked before, and the ids of messages.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;

/// How many tickets wait to be used. A client uses its own at once.
const HELD: usize = 1_024;

/// Who asked for a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) app_id: Arc<str>,
    /// The `User-Agent` of the request.
    pub(crate) agent: Option<String>,
}

/// The tickets that were given out, and the source of ids.
pub(crate) struct Tickets {
    random: fastrand::Rng,
    held: VecDeque<(String, Holder)>,
}

impl Tickets {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), held: VecDeque::new() }
    }

    /// A new ticket; the oldest one is forgotten where there are too many.
    pub(crate) fn give(&mut self, holder: Holder) -> String {
        let ticket = self.uuid();
        if self.held.len() == HELD {
            self.held.pop_front();
        }
        self.held.push_back((ticket.clone(), holder));
        ticket
    }

    /// Takes a ticket back: it is good for one handshake.
    pub(crate) fn take(&mut self, ticket: &str) -> Option<Holder> {
        let at = self.held.iter().position(|(it, _)| it == ticket)?;
        self.held.remove(at).map(|(_, holder)| holder)
    }

    /// A `device_id`: 19 digits.
    pub(crate) fn device_id(&mut self) -> u64 {
        self.random.u64(1_000_000_000_000_000_000..10_000_000_000_000_000_000)
    }

    /// A `message_id`, and a `LogID` that JavaScript can count to.
    pub(crate) fn message(&mut self) -> (String, u64) {
        (self.uuid(), self.random.u64(1..1 << 53))
    }

    /// A random UUID (version 4).
    fn uuid(&mut self) -> String {
        let bits = self.random.u128(..);
        let bits = bits & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let mut text = String::with_capacity(36);
        for (at, byte) in bits.to_be_bytes().into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(name: &str) -> Holder {
        Holder { app_id: name.into(), agent: None }
    }

    #[test]
    fn a_ticket_is_good_once_and_the_oldest_are_forgotten() {
        let mut tickets = Tickets::new(7);
        let first = tickets.give(holder("a"));
        assert_eq!(tickets.take(&first), Some(holder("a")));
        assert_eq!(tickets.take(&first), None);
        let all: Vec<String> = (0..=HELD).map(|_| tickets.give(holder("b"))).collect();
        assert_eq!(tickets.take(&all[0]), None);
        assert!(all[1..].iter().all(|it| tickets.take(it).is_some()));
    }

    #[test]
    fn ids_look_as_they_should() {
        let mut tickets = Tickets::new(7);
        for _ in 0..100 {
            let (id, log_id) = tickets.message();
            let parts: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12]);
            assert!(id.as_bytes()[14] == b'4' && b"89ab".contains(&id.as_bytes()[19]), "{id}");
            assert!(log_id > 0 && tickets.device_id().to_string().len() == 19);
        }
    }
}
