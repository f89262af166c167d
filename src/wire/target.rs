//! The URL that is delivered to. Only http and https; shown without what is secret in it. The only place of `url`.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::Url;

use crate::mask::Mask;

/// Where events are delivered. `Display` and `Debug` show it without credentials.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) url: Url,
}

impl FromStr for Target {
    type Err = String;

    // Where it is none, what was given is not shown: it may hold credentials.
    fn from_str(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim()).map_err(|error| {
            format!("the URL cannot be read: {error}; write it as http://127.0.0.1:7777/webhook/event")
        })?;
        match url.scheme() {
            "http" | "https" => Ok(Self { url }),
            other => Err(format!("`{other}:` is not delivered to; only http:// and https:// are")),
        }
    }
}

impl Target {
    /// Whether it is on this machine: no proxy stands between.
    pub(crate) fn is_loopback(&self) -> bool {
        is_this_machine(self.host())
    }

    /// The variable that names a proxy for what is not on this machine; for which hosts is the general client's to tell.
    pub(crate) fn proxy_variable(&self) -> Option<&'static str> {
        let of_scheme =
            if self.is_tls() { ["https_proxy", "HTTPS_PROXY"] } else { ["http_proxy", "HTTP_PROXY"] };
        let mut names = of_scheme.into_iter().chain(["all_proxy", "ALL_PROXY"]);
        let is_set = |name: &&str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
        names.find(is_set).filter(|_| !self.is_loopback())
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether it holds a user's name or password.
    pub(crate) fn has_credentials(&self) -> bool {
        !self.url.username().is_empty() || self.url.password().is_some()
    }

    pub(crate) fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The value of a request's `Host`: the port only where it is not the scheme's own.
    pub(crate) fn host_header(&self) -> String {
        self.url.port().map_or_else(|| self.host().to_owned(), |port| format!("{}:{port}", self.host()))
    }

    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// Whether a host, a name or an address as it stands in a URL, is this machine.
pub(crate) fn is_this_machine(host: &str) -> bool {
    if let Some(ip) = ip_of(host) {
        return ip.to_canonical().is_loopback();
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// The address that a host in a URL is.
pub(crate) fn ip_of(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.url.clone();
        url.set_fragment(None);
        f.write_str(&Mask::default().target(url.as_str()))
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        text.parse().unwrap()
    }

    #[test]
    fn the_host_of_a_request_has_a_port_where_it_is_not_the_usual_one() {
        for (url, host) in [
            ("https://host.example:443/x", "host.example"),
            ("http://host.example/", "host.example"),
            ("http://[::1]:7777/", "[::1]:7777"),
        ] {
            assert_eq!(target(url).host_header(), host);
        }
    }

    #[test]
    fn credentials_are_never_shown() {
        let shown = |text: &str| format!("{0} {0:?}", target(text));
        let text = shown(
            "https://user:example-pass@host.example:8443/hook?id=1&Access_Token=example-token&sign=x#f",
        );
        assert!(
            !text.contains("user") && !text.contains("example-pass") && !text.contains("example-token"),
            "{text}"
        );
        assert!(
            text.starts_with("https://***:***@host.example:8443/hook?id=1&Access_Token=***&sign=*** "),
            "{text}"
        );
        assert_eq!(
            target("http://127.0.0.1:7777/webhook/event").to_string(),
            "http://127.0.0.1:7777/webhook/event"
        );
        let error = "http://user:example-pass@:99999/".parse::<Target>().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("example-pass"));
    }

    #[test]
    fn only_http_and_https_are_targets() {
        assert!("HTTP://host/".parse::<Target>().is_ok());
        for text in [
            "ftp://host/", "file:///etc/passwd", "127.0.0.1:7777", "localhost:7777/x", "", "/path", "unix:/x",
        ] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }

    #[test]
    fn loopback_is_told_from_the_rest() {
        for text in [
            "http://localhost/",
            "http://a.localhost:1/",
            "http://127.8.8.8/",
            "http://[::1]:9/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert!(target(text).is_loopback(), "{text}");
        }
        for text in
            ["http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/", "http://[::]/"]
        {
            assert!(!target(text).is_loopback(), "{text}");
        }
    }
}
