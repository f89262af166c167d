//! Who may call a control server: it is called by its own address, by no page of another site, and with its token or
//! with the cookie that the page's one-time token was changed for.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderValue};
use hyper::{Method, StatusCode, Uri};

use crate::model::Secret;
use crate::wire::http::AllowedHosts;

/// What opens a control server.
pub(crate) struct Access {
    /// `HOST:PORT`, as it must be called.
    names: [String; 2],
    cookie: String,
    key: Key,
}

/// By what it is opened.
enum Key {
    Bearer(Secret),
    /// A token in the address of the page, once; from then on a cookie.
    Page {
        token: Secret,
        session: Secret,
        is_used: AtomicBool,
    },
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AccessDecision {
    Open,
    /// It is sent to the page without the token, with this cookie if it has none.
    Enter(Option<String>),
    Refused(StatusCode, String),
}

impl Access {
    /// For programs, which show the token as `Authorization: Bearer`.
    pub(crate) fn for_programs(address: SocketAddr, token: Secret) -> Self {
        Self::new(address, Key::Bearer(token))
    }

    /// For browsers: the token opens the page once, `session` becomes the cookie.
    pub(crate) fn for_page(address: SocketAddr, token: Secret, session: Secret) -> Self {
        Self::new(address, Key::Page { token, session, is_used: AtomicBool::new(false) })
    }

    fn new(address: SocketAddr, key: Key) -> Self {
        let port = address.port();
        // Cookies do not tell ports apart.
        Self { names: [address.to_string(), format!("localhost:{port}")], cookie: format!("evt-{port}"), key }
    }

    pub(crate) fn admit(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> AccessDecision {
        let host = headers.get(HOST).map(HeaderValue::as_bytes).unwrap_or_default();
        if !self.names.iter().any(|it| it.as_bytes().eq_ignore_ascii_case(host)) {
            return refused(StatusCode::FORBIDDEN, "call it by the address that was printed");
        }
        if let Some(refusal) = AllowedHosts::local_and(Vec::new()).refusal(headers) {
            let reason = &format!("it comes from another page: {}", refusal.header);
            return refused(StatusCode::FORBIDDEN, reason);
        }
        let is_known = self.knows(headers);
        if let Some(decision) = self.entry(method, uri, is_known) {
            return decision;
        }
        if !is_known {
            let text = match self.key {
                Key::Bearer(_) => "show the token that was printed: Authorization: Bearer TOKEN",
                Key::Page { .. } => {
                    "open the address that was printed; it opens the page once, in one browser"
                }
            };
            return refused(StatusCode::FORBIDDEN, text);
        }
        match *method {
            Method::GET => AccessDecision::Open,
            Method::POST if is_json(headers) => AccessDecision::Open,
            Method::POST => refused(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "a POST holds JSON: Content-Type: application/json",
            ),
            _ => refused(StatusCode::METHOD_NOT_ALLOWED, "it is GET or POST"),
        }
    }

    /// A page that is opened with a token in its address.
    fn entry(&self, method: &Method, uri: &Uri, is_known: bool) -> Option<AccessDecision> {
        let Key::Page { token, session, is_used } = &self.key else { return None };
        let given = uri.query().and_then(|it| it.strip_prefix("token="))?;
        if *method != Method::GET || uri.path() != "/" {
            return None;
        }
        if is_known {
            return Some(AccessDecision::Enter(None));
        }
        let is_right = token.matches(given);
        if !is_right || is_used.swap(true, Ordering::Relaxed) {
            return None;
        }
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, session.expose());
        Some(AccessDecision::Enter(Some(cookie)))
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let texts = |name| headers.get_all(name).into_iter().filter_map(|it| it.to_str().ok());
        let is = |secret: &Secret, text: &str| secret.matches(text);
        match &self.key {
            Key::Bearer(token) => texts(AUTHORIZATION)
                .any(|it| it.strip_prefix("Bearer ").is_some_and(|it| is(token, it.trim()))),
            Key::Page { session, .. } => texts(COOKIE)
                .flat_map(|it| it.split("; "))
                .filter_map(|it| it.split_once('='))
                .any(|(name, value)| name == self.cookie && is(session, value)),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"))
}

fn refused(status: StatusCode, text: &str) -> AccessDecision {
    AccessDecision::Refused(status, text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderName;

    const GET: Method = Method::GET;
    const OWN: (&str, &str) = ("host", "127.0.0.1:7700");
    const COOKIE: (&str, &str) = ("cookie", "a=b; evt-7700=example-session");

    fn admitted(
        access: &Access,
        method: &Method,
        path: &str,
        headers: &[(&'static str, &'static str)],
    ) -> AccessDecision {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        access.admit(method, &path.parse().unwrap(), &headers.iter().map(pair).collect())
    }

    fn status(decision: &AccessDecision) -> u16 {
        if let AccessDecision::Refused(status, _) = decision { status.as_u16() } else { 200 }
    }

    fn page() -> Access {
        let address = "127.0.0.1:7700".parse().unwrap();
        Access::for_page(address, Secret::new("example-token"), Secret::new("example-session"))
    }

    #[test]
    fn the_token_opens_the_page_once_and_the_cookie_from_then_on() {
        let access = page();
        assert_eq!(status(&admitted(&access, &GET, "/?token=other", &[OWN])), 403);
        assert_eq!(status(&admitted(&access, &Method::HEAD, "/?token=example-token", &[OWN])), 403);
        let entered = admitted(&access, &GET, "/?token=example-token", &[OWN]);
        let AccessDecision::Enter(Some(cookie)) = entered else { panic!("{entered:?}") };
        assert_eq!(cookie, "evt-7700=example-session; Path=/; HttpOnly; SameSite=Strict");
        assert_eq!(status(&admitted(&access, &GET, "/?token=example-token", &[OWN])), 403);
        assert_eq!(
            admitted(&access, &GET, "/?token=example-token", &[OWN, COOKIE]),
            AccessDecision::Enter(None)
        );
        assert_eq!(admitted(&access, &GET, "/page.js", &[OWN, COOKIE]), AccessDecision::Open);
        assert_eq!(status(&admitted(&access, &GET, "/page.js", &[OWN])), 403);
        let other_port = ("cookie", "evt-7701=example-session");
        assert_eq!(status(&admitted(&access, &GET, "/", &[OWN, other_port])), 403);
    }

    #[test]
    fn another_name_or_site_is_refused_whatever_it_shows() {
        let access = page();
        for host in ["evil.example:7700", "127.0.0.1", "127.0.0.1:7701", "app.localhost:7700", ""] {
            assert_eq!(status(&admitted(&access, &GET, "/", &[("host", host), COOKIE])), 403, "{host}");
        }
        assert_eq!(admitted(&access, &GET, "/", &[("host", "LOCALHOST:7700"), COOKIE]), AccessDecision::Open);
        for foreign in [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")] {
            assert_eq!(status(&admitted(&access, &GET, "/", &[OWN, COOKIE, foreign])), 403, "{foreign:?}");
        }
    }

    #[test]
    fn a_post_needs_the_cookie_and_json() {
        let access = page();
        let json = ("content-type", "application/json; charset=utf-8");
        let post = |headers: &[_]| admitted(&access, &Method::POST, "/api/reset", headers);
        assert_eq!(post(&[OWN, COOKIE, json]), AccessDecision::Open);
        assert_eq!(status(&post(&[OWN, json])), 403);
        assert_eq!(status(&post(&[OWN, COOKIE])), 415);
        assert_eq!(status(&post(&[OWN, COOKIE, ("content-type", "text/plain")])), 415);
        assert_eq!(status(&admitted(&access, &Method::DELETE, "/", &[OWN, COOKIE])), 405);
    }

    #[test]
    fn a_program_shows_its_token() {
        let access = Access::for_programs("127.0.0.1:7700".parse().unwrap(), Secret::new("example-token"));
        let read = |headers: &[_]| admitted(&access, &GET, "/api/state", headers);
        assert_eq!(read(&[OWN, ("authorization", "Bearer example-token")]), AccessDecision::Open);
        assert_eq!(status(&read(&[OWN, ("authorization", "Bearer other")])), 403);
        assert_eq!(status(&admitted(&access, &GET, "/?token=example-token", &[OWN])), 403);
    }
}
