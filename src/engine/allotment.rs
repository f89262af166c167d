//! Which documents fall to a run that shares its input with others: decided by the ticket alone, the same in every version
//! and on every machine.

use super::checker::Checker;
use super::digest::digest;
use crate::model::{Entry, Event};
use crate::protocol::Cipher;
use crate::report::{Levels, Shard};

/// The documents of one shard. All events of a ticket fall to the same one.
pub struct Allotment {
    shard: Shard,
    checker: Checker,
}

impl Allotment {
    /// The documents of `shard`. The ticket of an encrypted body is known only with the key, so all shards need it alike.
    pub fn new(shard: Shard, cipher: Option<Cipher>) -> Self {
        Self { shard, checker: Checker::new(Levels::default(), cipher) }
    }

    /// Which shard.
    pub fn shard(&self) -> Shard {
        self.shard
    }

    /// Whether the events of this ticket are its.
    #[inline]
    pub fn holds_ticket(&self, ticket_id: &[u8]) -> bool {
        self.shard.holds(hash(ticket_id))
    }

    /// Whether a document is its. Events that name no ticket are of the empty one, as in a tally; what is no event goes by
    /// its bytes.
    pub fn holds(&self, entry: &Entry) -> bool {
        if let Some(seen) = self.checker.see(&entry.bytes) {
            return self.holds_ticket(&entry.bytes[seen.ticket_id()]);
        }
        let opened = self.checker.opened(entry);
        let text = opened.as_ref().map_or(&entry.bytes, |it| &it.bytes);
        match Event::from_slice(text) {
            Some(event) => self.holds_ticket(event.ticket.ticket_id.as_bytes()),
            None => self.holds_ticket(&entry.bytes),
        }
    }
}

/// The hash of a ticket's id. The digest alone tells numbers that follow one another apart by their last digit, in bits
/// that a remainder would see as a pattern; they are mixed as in `MurmurHash3`.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = digest(bytes);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, Secret};
    use crate::protocol::{Keys, Stamp, seal};

    fn entry(text: &[u8]) -> Entry {
        Entry::new(Origin::start_of("a.json"), text.to_vec())
    }

    fn shard_of(text: &[u8], count: u32, cipher: Option<&Cipher>) -> u32 {
        let held = |index: &u32| {
            Allotment::new(Shard::new(*index, count).unwrap(), cipher.cloned()).holds(&entry(text))
        };
        let holders: Vec<u32> = (1..=count).filter(held).collect();
        assert_eq!(holders.len(), 1, "{holders:?}: {}", String::from_utf8_lossy(text));
        holders[0]
    }

    #[test]
    fn a_ticket_has_the_same_hash_for_ever() {
        // Never to be changed: machines of different versions share one input.
        let pinned = [
            (&b""[..], 0xefd0_1f60_ba99_2926),
            (b"7100000000000000340", 0xf10f_6136_3ec9_4834),
            (b"7100000000000000341", 0xbfe8_c8fb_5e83_7e91),
            (b"a", 0x82a2_a958_a9be_ce5b),
        ];
        for (text, expected) in pinned {
            assert_eq!(hash(text), expected, "{}: {:#018x}", String::from_utf8_lossy(text), hash(text));
        }
    }

    #[test]
    fn tickets_that_follow_one_another_spread_evenly() {
        for count in [2, 3, 7, 8, 10, 16, 100] {
            let shards: Vec<Shard> = (1..=count).map(|index| Shard::new(index, count).unwrap()).collect();
            let mut held = vec![0_u32; shards.len()];
            for number in 7_100_000_000_000_000_000_u64..7_100_000_000_000_010_000 {
                let hash = hash(number.to_string().as_bytes());
                let at = shards.iter().position(|it| it.holds(hash)).unwrap();
                held[at] += 1;
            }
            let fair = 10_000 / count;
            // Four times the deviation that chance gives.
            let slack = 4 * (fair.isqrt() + 1);
            assert!(held.iter().all(|it| it.abs_diff(fair) <= slack), "{count}: {held:?}");
        }
    }

    #[test]
    fn every_form_of_an_event_falls_to_the_shard_of_its_ticket() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        let clean = include_bytes!("../../samples/bot-closes.json");
        let text = String::from_utf8(clean.to_vec()).unwrap();
        let id = Event::from_slice(clean).unwrap().ticket.ticket_id;
        let stamp = Stamp { timestamp_s: 1, nonce: "n".into(), iv: [1; 16] };
        let sealed = seal(&keys, clean, &stamp).body;
        for count in [1, 3, 7] {
            let expected = (1..=count).find(|it| Shard::new(*it, count).unwrap().holds(hash(id.as_bytes())));
            let shard = |text: &[u8]| Some(shard_of(text, count, keys.cipher()));
            assert_eq!(shard(clean), expected);
            assert_eq!(shard(&sealed), expected);
            let faulty = text.replace("\"stage\": 1", "\"stage\": 9");
            assert!(faulty != text && shard(faulty.as_bytes()) == expected);
            let escaped = text.replace(&id, &format!("\\u0037{}", &id[1..]));
            assert!(escaped != text && shard(escaped.as_bytes()) == expected);
            let number = text.replace(&format!("\"{id}\""), &id);
            assert!(number != text && shard(number.as_bytes()) == expected);
        }
    }

    #[test]
    fn what_names_no_ticket_is_of_one_shard_all_the_same() {
        for count in [1, 3, 7] {
            let nameless = |text: &[u8]| shard_of(text, count, None);
            let empty = nameless(br#"{"event":{"object":{"status":1}}}"#);
            assert_eq!(nameless(br#"{"event":{"object":{"ticket_id":"","status":2}}}"#), empty);
            assert_eq!(nameless(br#"{"event":{"object":{"ticket_id":[],"status":3}}}"#), empty);
            for text in [&b"{"[..], b"", b"[]", b"\xff", b"{\"encrypt\":\"AA==\"}", b"nothing"] {
                nameless(text);
            }
        }
    }
}
