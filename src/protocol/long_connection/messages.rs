//! What the frames of the long connection mean: pings and pongs, events whole or in pieces, acks.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::frame::Frame;

/// `method` of pings and pongs.
const CONTROL: i32 = 0;
/// `method` of events and acks.
const DATA: i32 = 1;

/// What the platform tells its clients, when they connect and with every pong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ClientConfig {
    /// How often to try again after a lost connection; -1 for ever.
    pub reconnect_count: i32,
    /// Seconds between two tries.
    pub reconnect_interval: u32,
    /// The first try comes after a random time of at most so many seconds.
    pub reconnect_nonce: u32,
    /// Seconds between two pings.
    pub ping_interval: u32,
}

impl Default for ClientConfig {
    /// The values the platform's clients have built in.
    fn default() -> Self {
        Self { reconnect_count: -1, reconnect_interval: 120, reconnect_nonce: 30, ping_interval: 120 }
    }
}

pub(crate) fn pong(service: i32, config: &ClientConfig) -> Frame {
    let payload = serde_json::to_vec(config).expect("four numbers are JSON");
    Frame { service, method: CONTROL, payload: Some(payload), ..Frame::default() }.with("type", "pong")
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dispatch<'a> {
    /// `message_id`, new for every attempt: a UUID.
    pub message_id: &'a str,
    pub log_id: u64,
    /// The `service_id` of the connection.
    pub service: i32,
    /// When it is sent, ms since the epoch.
    pub timestamp_ms: i64,
    /// The event's JSON, plain.
    pub payload: &'a [u8],
}

impl Dispatch<'_> {
    /// The frames of the event, one or `pieces`. A payload of fewer bytes has fewer pieces: to the Python SDK an empty
    /// one never came.
    pub(crate) fn frames(&self, pieces: NonZeroUsize) -> Vec<Frame> {
        let length = self.payload.len();
        let sum = pieces.get().min(length).max(1);
        // Without a trace id Python and Java send no ack.
        let trace_id = event_id(self.payload).unwrap_or(Cow::Borrowed(self.message_id));
        let piece = |seq: usize| {
            let bytes = &self.payload[seq * length / sum..(seq + 1) * length / sum];
            Frame {
                seq_id: seq as u64,
                log_id: self.log_id,
                service: self.service,
                method: DATA,
                payload: Some(bytes.to_vec()),
                ..Frame::default()
            }
            .with("type", "event")
            .with("message_id", self.message_id)
            .with("sum", sum.to_string())
            .with("seq", seq.to_string())
            .with("trace_id", &*trace_id)
            .with("timestamp", self.timestamp_ms.to_string())
        };
        (0..sum).map(piece).collect()
    }
}

/// `header.event_id` of an event's JSON, where there is a text.
fn event_id(payload: &[u8]) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Outer<'a> {
        #[serde(borrow)]
        header: Inner<'a>,
    }
    #[derive(Deserialize)]
    struct Inner<'a> {
        #[serde(borrow)]
        event_id: Cow<'a, str>,
    }
    let outer: Outer<'_> = serde_json::from_slice(payload).ok()?;
    Some(outer.header.event_id).filter(|it| !it.is_empty())
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FromClient {
    Ping,
    /// What became of an event.
    Ack(Ack),
}

/// What a client says of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ack {
    /// Which event, by its attempt.
    pub message_id: String,
    /// 200 handled, 500 failed; or why there is no code in it.
    pub code: Result<u16, String>,
    /// What the handler returned, where the SDK says so.
    pub data: Option<Vec<u8>>,
    /// How long the handler took, ms. The Node SDK's is negative.
    pub biz_rt_ms: Option<i64>,
}

/// Why a frame means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MeaningError {
    #[error("a frame with the method {0}; there are 0 (control) and 1 (data)")]
    Method(i32),
    #[error("a control frame {}; a client sends `ping`", of_type(.0.as_deref()))]
    Control(Option<String>),
    #[error("a data frame {}; a client sends `event` frames back as acks", of_type(.0.as_deref()))]
    Data(Option<String>),
    #[error("an ack without `message_id`; send back the headers of the event's frame")]
    NoMessageId,
}

fn of_type(name: Option<&str>) -> String {
    name.map_or("without a `type`".to_owned(), |name| format!("of the type `{name}`"))
}

impl FromClient {
    /// Reads what a client means by a frame.
    pub(crate) fn of(frame: Frame) -> Result<Self, MeaningError> {
        let kind = frame.header("type").map(str::to_owned);
        match (frame.method, kind.as_deref()) {
            (CONTROL, Some("ping")) => Ok(Self::Ping),
            (CONTROL, _) => Err(MeaningError::Control(kind)),
            (DATA, Some("event")) => {
                let message_id = frame.header("message_id").ok_or(MeaningError::NoMessageId)?.to_owned();
                let biz_rt_ms = frame.header("biz_rt").and_then(|it| it.trim().parse().ok());
                let payload = frame.payload.unwrap_or_default();
                let (code, data) = read_answer(&payload);
                Ok(Self::Ack(Ack { message_id, code, data, biz_rt_ms }))
            }
            (DATA, _) => Err(MeaningError::Data(kind)),
            (other, _) => Err(MeaningError::Method(other)),
        }
    }
}

/// `{"code":200}`, with `data` in base64 where a handler returned something.
fn read_answer(payload: &[u8]) -> (Result<u16, String>, Option<Vec<u8>>) {
    #[derive(Deserialize)]
    struct Answer {
        code: serde_json::Number,
        #[serde(default)]
        data: serde_json::Value,
    }
    let answer: Answer = match serde_json::from_slice(payload) {
        Ok(answer) => answer,
        Err(error) => return (Err(format!("the ack's payload is not {{\"code\":200}}: {error}")), None),
    };
    let code = answer.code.as_u64().and_then(|it| u16::try_from(it).ok());
    let code = code.ok_or_else(|| format!("the ack's code is {}; there are 200 and 500", answer.code));
    let data = answer.data.as_str().and_then(|it| STANDARD.decode(it).ok());
    (code, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str =
        r#"{"schema":"2.0","header":{"event_id":"e-1","token":""},"event":{"n":1e400,"t":"工单"}}"#;

    fn frames(payload: &str, pieces: usize) -> Vec<Frame> {
        let payload = payload.as_bytes();
        Dispatch { message_id: "m-1", log_id: 5, service: 7, timestamp_ms: 1_700_000_000_000, payload }
            .frames(NonZeroUsize::new(pieces).unwrap())
    }

    fn ack(payload: &str) -> Ack {
        let frame = frames(EVENT, 1).remove(0).with("biz_rt", "-12");
        let frame = Frame { payload: Some(payload.as_bytes().to_vec()), ..frame };
        let FromClient::Ack(ack) = FromClient::of(frame).unwrap() else { panic!("no ack") };
        ack
    }

    #[test]
    fn an_event_is_one_frame_with_every_header_the_sdks_ask_for() {
        let frame = frames(EVENT, 1).remove(0);
        assert_eq!((frame.method, frame.service), (1, 7));
        let header = |key| frame.header(key).unwrap();
        assert_eq!(
            ["type", "message_id", "sum", "seq", "trace_id"].map(header),
            ["event", "m-1", "1", "0", "e-1"]
        );
        assert_eq!(header("timestamp"), "1700000000000");
        assert_eq!(frame.payload.unwrap(), EVENT.as_bytes());
    }

    #[test]
    fn pieces_make_the_whole_again_and_none_is_empty() {
        for pieces in [2, 3, 7, EVENT.len(), 1_000] {
            let frames = frames(EVENT, pieces);
            assert_eq!(frames.len(), pieces.min(EVENT.len()));
            let mut whole = Vec::new();
            for (seq, frame) in frames.iter().enumerate() {
                assert_eq!(frame.header("seq"), Some(&*seq.to_string()));
                assert_eq!(frame.header("sum"), Some(&*frames.len().to_string()));
                assert_eq!(frame.header("message_id"), Some("m-1"));
                let piece = frame.payload.as_ref().unwrap();
                assert!(!piece.is_empty());
                whole.extend_from_slice(piece);
            }
            assert_eq!(whole, EVENT.as_bytes());
        }
        assert_eq!(frames("", 3).len(), 1);
    }

    #[test]
    fn an_event_without_an_id_is_traced_by_its_message() {
        for payload in ["{}", "[]", "hello", r#"{"header":{"event_id":""}}"#, r#"{"header":{"event_id":7}}"#]
        {
            assert_eq!(frames(payload, 1)[0].header("trace_id"), Some("m-1"), "{payload}");
        }
        assert_eq!(frames(r#"{"header":{"event_id":"a\u0062"}}"#, 1)[0].header("trace_id"), Some("ab"));
    }

    #[test]
    fn acks_are_read_in_every_spelling() {
        for (payload, code, data) in [
            (r#"{"code":200}"#, 200, None),
            (r#" { "code" : 200, "headers": null, "data": null } "#, 200, None),
            (r#"{"code": 500, "data": ""}"#, 500, Some(&b""[..])),
            (r#"{"data":"InJlc3VsdCI=","code":200}"#, 200, Some(b"\"result\"")),
            (r#"{"code":200,"data":"not base64"}"#, 200, None),
            (r#"{"code":200,"data":{"a":1}}"#, 200, None),
        ] {
            let ack = ack(payload);
            assert_eq!((ack.code, ack.data.as_deref()), (Ok(code), data), "{payload}");
            assert_eq!((ack.message_id.as_str(), ack.biz_rt_ms), ("m-1", Some(-12)));
        }
        for payload in
            ["", "200", "{}", "{\"code\":\"200\"}", "{\"code\":-1}", "{\"code\":70000}", "{\"code\":2.5}"]
        {
            assert!(ack(payload).code.is_err(), "{payload}");
        }
    }

    #[test]
    fn frames_without_a_meaning_are_told_apart() {
        let fault = |method, kind: &str| {
            FromClient::of(Frame { method, ..Frame::default() }.with("type", kind)).unwrap_err()
        };
        assert_eq!(fault(7, "event"), MeaningError::Method(7));
        assert_eq!(fault(0, "pong"), MeaningError::Control(Some("pong".to_owned())));
        assert_eq!(fault(1, "card"), MeaningError::Data(Some("card".to_owned())));
        assert_eq!(fault(1, "event"), MeaningError::NoMessageId);
        let bare = FromClient::of(Frame::default()).unwrap_err();
        assert_eq!(bare, MeaningError::Control(None));
    }

    #[test]
    fn a_pong_carries_the_configuration_by_its_documented_names() {
        let frame = pong(7, &ClientConfig::default());
        assert_eq!((frame.method, frame.header("type")), (0, Some("pong")));
        let text = String::from_utf8(frame.payload.unwrap()).unwrap();
        let names = r#"{"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":120}"#;
        assert_eq!(text, names);
        assert_eq!(FromClient::of(Frame::default().with("type", "ping")), Ok(FromClient::Ping));
    }
}
