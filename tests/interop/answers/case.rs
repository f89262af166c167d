//! One case of the table: a request that is sent to a receiver of each SDK, and what must come back.

use crate::app::{App, ENCRYPTED, Secrets};
use crate::pattern::fits;
use crate::protocol::{
    NONCE_HEADER, Packet, SIGNATURE_HEADER, Secret, TIMESTAMP_HEADER, seal, seal_challenge, signature,
};
use crate::raw::{Answer, keys, post, stamp};
use crate::sdk::Sdk::{self, Node};
use crate::stories;

pub(super) const OTHER_KEY: Secrets = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
pub(super) const OTHER_TOKEN: Secrets = Secrets { token: "interop-other-token", ..ENCRYPTED };

/// What an SDK answers: status, text (`*` stands for anything), and how often its handler handled the case's event so far.
pub(super) type Expected = (Sdk, u16, &'static str, usize);

/// One case: an `event_id` of its own, since the receivers are shared.
pub(super) struct Case(pub(super) &'static str);

impl Case {
    /// The first event of the stories, as this case's.
    pub(super) fn event(&self, secrets: Secrets) -> String {
        let line = &stories::lines()[0];
        let (event_id, _) = &stories::ids(std::slice::from_ref(line))[0];
        line.replace(event_id.as_str(), self.0).replace("synthetic-token", secrets.token)
    }

    /// The same as the platform would send it.
    pub(super) fn sealed(&self, secrets: Secrets) -> Packet {
        sealed(secrets, &self.event(secrets))
    }

    /// Posts the packet to a receiver with each of these SDKs, where they live on.
    #[track_caller]
    pub(super) fn answers(&self, secrets: Secrets, packet: &Packet, expected: &[Expected]) {
        let mut differences = Vec::new();
        for &(sdk, status, text, handled) in expected.iter().filter(|(sdk, ..)| sdk.is_selected()) {
            let app = App::shared(sdk, secrets);
            let answer = post(app, packet);
            let count = app.handled().iter().filter(|(event_id, _)| event_id == self.0).count();
            let same = matches!(&answer, Answer::Http(its, body) if *its == status && fits(text, body));
            if !same || count != handled {
                differences.push((sdk, answer, count));
            }
        }
        assert!(differences.is_empty(), "{secrets:?} {differences:#?}");
    }
}

/// Node, where it is known to exit with an unhandled rejection: what it said.
pub(super) fn node_exits(secrets: Secrets, packet: &Packet, environment: &[(&str, &str)]) -> String {
    let mut app = App::receiver_with(Node, secrets, environment);
    assert_eq!(post(&app, packet), Answer::Nothing);
    assert!(!app.end().success());
    assert_eq!(app.handled(), []);
    app.said()
}

pub(super) fn sealed(secrets: Secrets, text: &str) -> Packet {
    seal(&keys(secrets), text.as_bytes(), &stamp())
}

pub(super) fn url_check(secrets: Secrets) -> Packet {
    seal_challenge(&keys(secrets), "interop-challenge", [7; 16])
}

pub(super) fn set_signature(packet: &mut Packet, change: impl FnOnce(&str) -> String) {
    let (_, value) = packet.headers.iter_mut().find(|(name, _)| name == SIGNATURE_HEADER).unwrap();
    *value = change(value).into();
}

/// Signs the body with this key, whatever it is.
pub(super) fn sign(packet: &mut Packet, key: &'static str) {
    let made = signature("1500000000", "n", &Secret::new(key), &packet.body);
    packet.headers.push((TIMESTAMP_HEADER.into(), "1500000000".into()));
    packet.headers.push((NONCE_HEADER.into(), "n".into()));
    packet.headers.push((SIGNATURE_HEADER.into(), made.into()));
}
