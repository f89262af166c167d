//! Everything about one event, as the page shows it and the API tells it. Secrets are masked.

use std::borrow::Cow;

use serde::Serialize;

use super::row::Row;
use crate::mask::Mask;
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::json::{Finding, Ms, Time};
use crate::report::{Delivered, Exchange, ExchangeKind, Forwarded, LiveEvent, Next, Receipt, Received};

#[derive(Serialize)]
pub(crate) struct Detail<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    /// Its text, opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    findings: Vec<Finding<'a>>,
    exchanges: Vec<ExchangeShape<'a>>,
}

#[derive(Default, Serialize)]
struct ExchangeShape<'a> {
    /// `received`, `sent`, or `on-demand` for one that was sent because it was asked for just then.
    way: &'static str,
    at: Time,
    took_ms: Ms,
    target: &'a str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// `verified`, `verified-by-old-key`, `unchecked`, `wrong`, `missing`, `not-checked` (it did not come to that), `made`, `none`.
    signature: &'static str,
    token: &'static str,
    /// Why it was refused, or why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<Ms>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<Time>,
    /// What the app behind answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    forwarded: Option<String>,
    headers: Vec<(&'a str, String)>,
    /// The body as it went over the wire.
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
    /// The body of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

impl<'a> Detail<'a> {
    /// All of an event, its words in `lang`.
    pub(crate) fn of(event: &'a LiveEvent, lang: Lang, mask: &Mask) -> Self {
        Self {
            row: Row::of(event, lang),
            body: event.body.as_deref().map(|it| shown(it, mask)),
            findings: Finding::all(&event.findings),
            exchanges: event.exchanges.iter().map(|it| ExchangeShape::of(it, lang, mask)).collect(),
        }
    }
}

impl<'a> ExchangeShape<'a> {
    fn of(exchange: &'a Exchange, lang: Lang, mask: &Mask) -> Self {
        let own = match &exchange.way {
            ExchangeKind::Received(it) => Self::received(it, lang),
            ExchangeKind::Sent(it) => Self { way: "sent", ..Self::delivered(it, lang) },
            ExchangeKind::SentOnDemand(it) => Self { way: "on-demand", ..Self::delivered(it, lang) },
        };
        let sent = exchange.sent.as_ref();
        let is_out = own.way != "received";
        let has = |name: &str| {
            sent.is_some_and(|it| it.headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name)))
        };
        let header = |(name, value): &'a (String, String)| (name.as_str(), mask.header(name, value));
        Self {
            at: Time::of(exchange.at_ms()),
            took_ms: exchange.took.into(),
            target: &exchange.target,
            verdict: exchange.verdict().name(),
            status: exchange.status(),
            signature: match is_out {
                true if has("x-lark-signature") => "made",
                true => "none",
                false => own.signature,
            },
            headers: sent.map(|it| it.headers.iter().map(header).collect()).unwrap_or_default(),
            raw: sent.map(|it| shown(&it.body, mask)),
            answer: sent.and_then(|it| it.answer.as_deref()).map(|it| shown(it, mask)),
            ..own
        }
    }

    fn received(received: &'a Received, lang: Lang) -> Self {
        let shape = Self { way: "received", ..Self::default() };
        let shape = match &received.receipt {
            Receipt::UrlCheck { token } => Self { signature: "not-checked", token: token.name(), ..shape },
            Receipt::Event(event) => Self {
                signature: event.signature.name(),
                token: event.token.name(),
                duplicate_of: event.duplicate_of.map(Time::of),
                ..shape
            },
            Receipt::Refused(refusal) => {
                let (signature, token) = match refusal.cause.slug() {
                    "signature-wrong" => ("wrong", "not-checked"),
                    "signature-missing" => ("missing", "not-checked"),
                    "token-wrong" => ("not-checked", "wrong"),
                    "token-missing" => ("not-checked", "missing"),
                    _ => ("not-checked", "not-checked"),
                };
                let reason = Some(said(&refusal.message, lang));
                let help = refusal.help.as_deref().map(|it| said(it, lang));
                Self { signature, token, reason, help, ..shape }
            }
        };
        let forwarded = received.forwarded.as_ref().map(|it| match it {
            Forwarded::Answered { status, body } => format!("{status} {body}"),
            Forwarded::Failed { reason } => said(reason, lang).into_owned(),
        });
        Self { forwarded, ..shape }
    }

    fn delivered(it: &'a Delivered, lang: Lang) -> Self {
        let after = if let Next::Retry { after, .. } = it.next { Some(after) } else { None };
        Self {
            token: "none",
            reason: (!it.outcome.is_accepted())
                .then(|| said(&it.outcome.to_string(), lang).into_owned().into()),
            said: it.said.as_deref(),
            warnings: it.warnings.iter().map(|it| said(it, lang)).collect(),
            retry_after_ms: after.map(Ms::from),
            ..Self::default()
        }
    }
}

/// Bytes as text, without what is secret.
fn shown(bytes: &[u8], mask: &Mask) -> String {
    mask.body(&String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Refusal, RefusalCause, SentText};

    fn detail(event: &LiveEvent) -> serde_json::Value {
        serde_json::to_value(Detail::of(event, Lang::En, &Mask::new(["example-key"]))).unwrap()
    }

    #[test]
    fn a_refused_request_says_why_and_shows_no_secret() {
        let refusal = Refusal {
            cause: RefusalCause::SignatureWrong,
            message: "the signature does not match the body".to_owned(),
            help: Some("sign the raw body".to_owned()),
            mistakes: Vec::new(),
        };
        let received = Received {
            number: 1,
            at: 7,
            status: Some(401),
            receipt: Receipt::Refused(refusal),
            forwarded: None,
            findings: Vec::new(),
            took: std::time::Duration::ZERO,
            request: None,
        };
        let sent = SentText {
            headers: vec![("authorization".to_owned(), "Bearer x".to_owned())],
            body: br#"{"header":{"token":"example-token"},"note":"example-key"}"#.to_vec(),
            answer: None,
        };
        let exchange = Exchange {
            way: ExchangeKind::Received(Box::new(received)),
            took: std::time::Duration::from_millis(1),
            target: "/webhook/event".to_owned(),
            sent: Some(sent),
        };
        let event = LiveEvent { exchanges: vec![exchange], attempts: 1, ..LiveEvent::default() };
        let chinese =
            serde_json::to_value(Detail::of(&event, Lang::Zh, &Mask::new(["example-key"]))).unwrap();
        assert_eq!(chinese["exchanges"][0]["reason"], "签名与请求体不符");
        assert_eq!(chinese["words"], "签名与请求体不符");
        let shown = detail(&event);
        let exchange = &shown["exchanges"][0];
        assert_eq!((&exchange["verdict"], &exchange["status"]), (&"refused".into(), &401.into()));
        assert_eq!((&exchange["signature"], &exchange["token"]), (&"wrong".into(), &"not-checked".into()));
        assert_eq!(exchange["help"], "sign the raw body");
        assert!(!shown.to_string().contains("example-"), "{shown}");
        assert!(!shown.to_string().contains("Bearer"), "{shown}");
    }
}
