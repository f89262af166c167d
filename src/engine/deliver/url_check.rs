//! The URL check that the platform makes before it delivers anything.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::outcome::of_status;
use super::surroundings::Surroundings;
use crate::mask::Mask;
use crate::protocol::Keys;
use crate::protocol::sdks::{self, Meaning};
use crate::protocol::webhook::{Reply, SendError, Transport, seal_challenge, sign_without_key};

/// The platform's limit for the answer. Source: the vendor's page on receiving events.
pub(super) const URL_CHECK_LIMIT: Duration = Duration::from_secs(1);

/// What to look at where the receiver does not say.
const WAY_OUT: &str = "check that the app has this encrypt key and verification token, and that it answers this request \
                       before it looks for a signature";

/// So much of an answer is told, in characters.
const SAID: usize = 240;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UrlCheckError {
    #[error("the URL check got no answer: {0}")]
    Send(#[from] SendError),
    #[error("the URL check got no answer within 1 s, the platform's limit for it")]
    Late,
    #[error(
        "the URL check was answered with {status}{}; {means}", said.as_deref().map_or(String::new(), |it| format!(": {it}"))
    )]
    Refused { status: u16, said: Option<String>, means: &'static str },
    #[error(
        "the URL check was answered with 200, but not with {{\"challenge\": \"<the value sent>\"}}: {said}; decrypt the body if a key is set, and answer before checking a signature, for this request has none"
    )]
    Other { said: String },
}

impl UrlCheckError {
    /// Whether the target could not be reached at all.
    pub(crate) fn is_unreachable(&self) -> bool {
        matches!(self, Self::Send(error) if error.is_unreachable())
    }
}

/// Makes the URL check: unsigned, encrypted when there is a key. How long the answer took.
pub(crate) async fn check_url<T: Transport>(
    keys: &Keys,
    transport: &T,
    surroundings: &dyn Surroundings,
) -> Result<Duration, UrlCheckError> {
    let challenge = surroundings.id();
    let mut packet = seal_challenge(keys, &challenge, surroundings.random());
    if let Some(keyless) = keys.keyless_signature() {
        sign_without_key(&mut packet, keyless, &surroundings.stamp());
    }
    let begun = Instant::now();
    let answer = timeout(URL_CHECK_LIMIT, transport.send(packet)).await;
    let reply = answer.map_err(|_| UrlCheckError::Late)??;
    let took = begun.elapsed();
    judge(&reply, &challenge, &keys.mask()).map(|()| took)
}

fn judge(reply: &Reply, challenge: &str, mask: &Mask) -> Result<(), UrlCheckError> {
    let text = reply.text();
    // An app may say what it should not.
    let text = mask.body(text.trim());
    let mut said: String = text.chars().take(SAID).collect();
    if said.len() < text.len() {
        // Not in the middle of a word.
        let end = said.rfind(char::is_whitespace).map_or(said.len(), |at| at + 1);
        said.truncate(end);
        said.push('…');
    }
    if reply.status != 200 {
        let said = Some(said).filter(|it| !it.is_empty());
        // It came without a signature: that is what may be missed.
        let known = sdks::of_refused(&text).filter(|it| it.meaning != Meaning::OtherSignature);
        let means = known.map(|it| it.text).or(of_status(reply.status)).unwrap_or(WAY_OUT);
        return Err(UrlCheckError::Refused { status: reply.status, said, means });
    }
    let answer = serde_json::from_slice::<serde_json::Value>(&reply.body).ok();
    let echoed = answer.as_ref().and_then(|it| it.get("challenge")?.as_str());
    if echoed == Some(challenge) {
        return Ok(());
    }
    let said = if said.is_empty() { "the body is empty".to_owned() } else { format!("`{said}`") };
    Err(UrlCheckError::Other { said })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::Extent;

    fn said(status: u16, body: &str) -> String {
        let body = body.as_bytes().to_vec();
        let reply = Reply { status, headers: Vec::new(), body, extent: Extent::Whole };
        judge(&reply, "c-1", &Mask::new(["synthetic-key"]))
            .map_or_else(|error| error.to_string(), |()| "ok".to_owned())
    }

    #[test]
    fn only_the_same_value_back_with_200_passes() {
        assert_eq!(said(200, "{\"challenge\": \"c-1\"}"), "ok");
        assert!(said(200, "{\"challenge\":\"c-2\"}").contains("but not with"));
        assert!(said(200, "").contains("the body is empty"));
        assert_eq!(said(500, "no"), format!("the URL check was answered with 500: no; {WAY_OUT}"));
        assert_eq!(said(403, ""), format!("the URL check was answered with 403; {WAY_OUT}"));
        assert!(said(404, "").ends_with("; is the path of the URL right?"));
        assert!(said(302, "").ends_with("; a redirect is not followed: name the URL that it leads to"));
        assert!(said(500, "{\"msg\":\"invalid PKCS7 padding\"}").ends_with("token are swapped)"));
        assert!(said(500, "{\"msg\":\"signature verification failed\"}").ends_with(WAY_OUT));
        assert!(said(500, "key=synthetic-key").contains("500: key=[redacted]; "));
        let long = said(400, &"long ".repeat(100));
        assert!(long.contains("long …; check"), "{long}");
    }
}
