//! Where a long connection begins: the endpoint an app asks for a URL, its codes, and the headers of a refused handshake.

use serde::Deserialize;
use serde_json::json;

use super::messages::ClientConfig;
use crate::model::Secret;

/// The path an app asks with POST. The SDKs put their `domain` in front of it.
pub(crate) const ENDPOINT_PATH: &str = "/callback/ws/endpoint";

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Credentials {
    #[serde(rename = "AppID")]
    pub app_id: String,
    #[serde(rename = "AppSecret", default)]
    pub app_secret: Secret,
}

impl Credentials {
    /// Reads `{"AppID":"cli_..","AppSecret":".."}`; other members may stand beside. `None` where it is not that.
    pub fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok().filter(|it: &Self| !it.app_id.is_empty())
    }
}

/// Which credentials are let in; what is `None` is not checked.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// The one app id.
    pub app_id: Option<String>,
    /// The app's secret.
    pub app_secret: Option<Secret>,
}

impl Admission {
    /// Checks who asks, the secret in constant time.
    pub fn check(&self, asked: &Credentials) -> Result<(), Denial> {
        let is_secret = |text: &str| self.app_secret.as_ref().is_some_and(|it| it.matches(text));
        let is_app_id = |text: &str| text.starts_with("cli_");
        let looks_swapped = is_app_id(asked.app_secret.expose()) && !is_app_id(&asked.app_id);
        if looks_swapped || is_secret(&asked.app_id) {
            return Err(Denial::Swapped);
        }
        if self.app_id.as_ref().is_some_and(|it| *it != asked.app_id) {
            return Err(Denial::Forbidden);
        }
        if self.app_secret.is_some() && !is_secret(asked.app_secret.expose()) {
            return Err(Denial::AuthFailed);
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    #[error("another app id is expected")]
    Forbidden,
    #[error("the app secret does not match")]
    AuthFailed,
    #[error("there is no AppID in the body: is this an SDK's long connection?")]
    NoAppId,
    #[error("the URL is used up or was never given out; ask the endpoint for another")]
    UnknownToken,
    #[error("app id and app secret are swapped")]
    Swapped,
    #[error("the domain given to the SDK ends with a slash; leave it out")]
    SlashAtEnd,
    #[error("the gateway ends")]
    Ending,
    #[error("internal error, on purpose")]
    Internal,
    #[error("refused on purpose")]
    OnPurpose(u32),
    #[error("the number of connections exceeds the limit")]
    TooMany,
}

impl Denial {
    pub fn code(self) -> u32 {
        match self {
            Self::Ending => 1,
            Self::Forbidden | Self::SlashAtEnd => 403,
            Self::AuthFailed | Self::NoAppId | Self::UnknownToken | Self::Swapped => 514,
            Self::Internal => 1_000_040_343,
            Self::OnPurpose(code) => code,
            Self::TooMany => 1_000_040_350,
        }
    }

    /// The headers of a refused handshake. The SDKs read them where the status is not 101.
    pub fn handshake_headers(self) -> [(&'static str, String); 3] {
        // Too many connections are a 514 with the true code in `Handshake-Autherrcode`.
        let status = if self == Self::TooMany { Self::AuthFailed } else { self };
        [
            ("Handshake-Status", status.code().to_string()),
            ("Handshake-Msg", self.to_string()),
            ("Handshake-Autherrcode", self.code().to_string()),
        ]
    }
}

/// The endpoint's answer: where to connect, and how to behave.
pub(crate) fn endpoint_granted(url: &str, config: &ClientConfig) -> Vec<u8> {
    let data = json!({ "URL": url, "ClientConfig": config });
    json!({ "code": 0, "msg": "", "data": data }).to_string().into_bytes()
}

/// The endpoint's answer: no. `data` is there and empty: without it the Node SDK does not see the code.
pub(crate) fn endpoint_denied(denial: Denial) -> Vec<u8> {
    json!({ "code": denial.code(), "msg": denial.to_string(), "data": {} }).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_answers_have_their_documented_form() {
        let url = "ws://127.0.0.1:9000/ws/v2?device_id=1";
        assert_eq!(
            text(endpoint_granted(url, &ClientConfig::default())),
            r#"{"code":0,"msg":"","data":{"URL":"ws://127.0.0.1:9000/ws/v2?device_id=1","ClientConfig":{"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":120}}}"#
        );
        assert_eq!(
            text(endpoint_denied(Denial::TooMany)),
            r#"{"code":1000040350,"msg":"the number of connections exceeds the limit","data":{}}"#
        );
    }

    #[test]
    fn every_denial_has_its_code() {
        let all =
            [Denial::Forbidden, Denial::AuthFailed, Denial::UnknownToken, Denial::Internal, Denial::TooMany];
        assert_eq!(all.map(Denial::code), [403, 514, 514, 1_000_040_343, 1_000_040_350]);
        let [status, _, code] = Denial::TooMany.handshake_headers();
        assert_eq!((status.1.as_str(), code.1.as_str()), ("514", "1000040350"));
    }

    #[test]
    fn only_what_is_given_is_checked() {
        let asked = Credentials::read(br#"{"AppSecret":"s","AppID":"cli_a","more":1}"#).unwrap();
        let admission = |id: Option<&str>, secret: Option<&str>| Admission {
            app_id: id.map(str::to_owned),
            app_secret: secret.map(Secret::new),
        };
        assert_eq!(Admission::default().check(&asked), Ok(()));
        assert_eq!(admission(Some("cli_a"), Some("s")).check(&asked), Ok(()));
        assert_eq!(admission(Some("cli_b"), Some("s")).check(&asked), Err(Denial::Forbidden));
        assert_eq!(admission(None, Some("t")).check(&asked), Err(Denial::AuthFailed));
        // The secret where the id should be is not told as an app id.
        let swapped = Credentials { app_id: "s".to_owned(), app_secret: Secret::new("cli_a") };
        for admission in [Admission::default(), admission(None, Some("s")), admission(Some("cli_a"), None)] {
            assert_eq!(admission.check(&swapped), Err(Denial::Swapped));
        }
        for body in [&b""[..], b"{}", b"[]", br#"{"AppID":""}"#, br#"{"AppID":1}"#, b"\xff"] {
            assert_eq!(Credentials::read(body), None);
        }
        assert!(!format!("{asked:?}").contains("\"s\""));
    }
}
