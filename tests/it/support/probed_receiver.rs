//! A receiver whose answer a test decides, and what `probe` says of it.

use helpdesk_evt::internals::{Keys, Kind, OpenError, Opened, Packet, Secret, open};
use serde_json::Value;

use super::{Act, Sink};
use crate::process::{Finished, run};

/// Status and body of an answer; `None` leaves the sender waiting.
pub(crate) type Said = Option<(u16, String)>;

pub(crate) const KEY: &str = "example-key";
pub(crate) const TOKEN: &str = "example-token";

pub(crate) fn keys(key: &str, token: Option<&str>) -> Keys {
    Keys::new(Some(Secret::new(key)), token.map(Secret::new))
}

/// What a faithful receiver makes of a request.
pub(crate) fn right(packet: &Packet) -> Result<Opened, OpenError> {
    open(&keys(KEY, Some(TOKEN)), packet)
}

/// The answer to what was made of a request.
#[expect(clippy::unnecessary_wraps, reason = "one of the receivers never answers")]
pub(crate) fn answer(opened: Result<Opened, OpenError>) -> Said {
    Some(match opened {
        Ok(Opened { kind: Kind::Challenge { challenge, .. }, .. }) => {
            (200, format!("{{\"challenge\":\"{challenge}\"}}"))
        }
        Ok(_) => (200, "{\"msg\":\"success\"}".to_owned()),
        Err(error) => (500, format!("{{\"msg\":{:?}}}", error.to_string())),
    })
}

/// A receiver that answers as `answer` says.
pub(crate) fn receiver(answer: impl Fn(&Packet) -> Said + Send + Sync + 'static) -> Sink {
    Sink::start(move |_, got| match answer(&got.packet) {
        Some((status, body)) => Act::Answer(status, "", body.into_bytes()),
        None => Act::Hang(Vec::new()),
    })
}

pub(crate) fn probe(receiver: &Sink, format: &str, more: &[&str]) -> Finished {
    let url = receiver.url();
    let mut arguments = vec!["probe", "--url", &url, "--encrypt-key", KEY, "--verification-token", TOKEN];
    arguments.extend(["--format", format]);
    if more.contains(&"--effect") {
        arguments.extend(["--effect-wait", "0s"]);
    }
    // How fast this machine is right now is no matter of these tests; a clock that stands still tests the times.
    arguments.extend(["--skip", "answer-time", "--skip", "url-check-time"]);
    arguments.extend(more);
    run(&arguments)
}

/// A finished probe, as its JSON says.
pub(crate) struct Report {
    pub(crate) code: i32,
    pub(crate) cases: Vec<Value>,
}

impl Report {
    pub(crate) fn of(answer: impl Fn(&Packet) -> Said + Send + Sync + 'static, more: &[&str]) -> Self {
        let done = probe(&receiver(answer), "json", more);
        let json: Value = serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}", done.stderr));
        let cases = json["records"].as_array().unwrap().iter().map(|it| it["data"].clone()).collect();
        Self { code: done.code, cases }
    }

    pub(crate) fn with(&self, verdict: &str) -> Vec<&str> {
        self.cases
            .iter()
            .filter(|it| it["verdict"] == verdict)
            .map(|it| it["case"].as_str().unwrap())
            .collect()
    }

    pub(crate) fn text(&self, case: &str, field: &str) -> &str {
        let found = self.cases.iter().find(|it| it["case"] == case).unwrap();
        found[field].as_str().unwrap_or_default()
    }
}
