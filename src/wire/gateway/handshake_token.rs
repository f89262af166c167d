//! What a gateway makes up: the tokens with which a handshake shows that it asked before, and the ids of messages.

use std::collections::VecDeque;
use std::sync::Arc;

/// How many tokens wait to be used. A client uses its own at once.
const MAX_TOKENS: usize = 1_024;

/// Who asked for a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenHolder {
    pub(crate) app_id: Arc<str>,
    /// The `User-Agent` of the request.
    pub(crate) agent: Option<Arc<str>>,
}

/// The tokens that were given out, and the source of ids.
pub(crate) struct HandshakeTokens {
    random: fastrand::Rng,
    held: VecDeque<(String, TokenHolder)>,
}

impl HandshakeTokens {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), held: VecDeque::new() }
    }

    /// A new token; the oldest one is forgotten where there are too many.
    pub(crate) fn give(&mut self, holder: TokenHolder) -> String {
        let token = self.uuid();
        if self.held.len() == MAX_TOKENS {
            self.held.pop_front();
        }
        self.held.push_back((token.clone(), holder));
        token
    }

    /// Takes a token back: it is good for one handshake.
    pub(crate) fn take(&mut self, token: &str) -> Option<TokenHolder> {
        let at = self.held.iter().position(|(it, _)| it == token)?;
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
        let hex = format!("{bits:032x}");
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(name: &str) -> TokenHolder {
        TokenHolder { app_id: name.into(), agent: None }
    }

    #[test]
    fn a_token_is_good_once_and_the_oldest_are_forgotten() {
        let mut tokens = HandshakeTokens::new(7);
        let first = tokens.give(holder("a"));
        assert_eq!(tokens.take(&first), Some(holder("a")));
        assert_eq!(tokens.take(&first), None);
        let all: Vec<String> = (0..=MAX_TOKENS).map(|_| tokens.give(holder("b"))).collect();
        assert_eq!(tokens.take(&all[0]), None);
        assert!(all[1..].iter().all(|it| tokens.take(it).is_some()));
    }

    #[test]
    fn ids_look_as_they_should() {
        let mut tokens = HandshakeTokens::new(7);
        for _ in 0..100 {
            let (id, log_id) = tokens.message();
            let parts: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12]);
            assert!(id.as_bytes()[14] == b'4' && b"89ab".contains(&id.as_bytes()[19]), "{id}");
            assert!(log_id > 0 && tokens.device_id().to_string().len() == 19);
        }
    }
}
