//! Requests of web pages, which a browser on this machine sends whatever site they are of: they are refused.

use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};

use crate::wire::{ip_of, is_this_machine};

/// The browser's word on where a request comes from.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// By which names a server may be called.
#[derive(Clone, Debug)]
pub(crate) struct AllowedHosts {
    /// `None` for any name.
    names: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BrowserRefusal {
    pub(crate) header: &'static str,
    pub(crate) value: String,
}

impl AllowedHosts {
    /// Any name: tunnels set their own.
    pub(crate) fn any() -> Self {
        Self { names: None }
    }

    /// This machine's own names and addresses, and `names`: no page can be called by those.
    pub(crate) fn local_and(names: Vec<String>) -> Self {
        Self { names: Some(names) }
    }

    pub(crate) fn refusal(&self, headers: &HeaderMap) -> Option<BrowserRefusal> {
        let refused = |header, value: &HeaderValue| {
            let value = String::from_utf8_lossy(value.as_bytes()).chars().take(100).collect();
            Some(BrowserRefusal { header, value })
        };
        let host = headers.get(HOST);
        if let Some(value) = host
            && let Some(names) = &self.names
            && !names_this_machine(value, names)
        {
            return refused("Host", value);
        }
        if let Some(value) = headers.get(SEC_FETCH_SITE)
            && !matches!(value.as_bytes(), b"none" | b"same-origin")
        {
            return refused("Sec-Fetch-Site", value);
        }
        let origin = headers.get(ORIGIN)?;
        let is_own = host.is_some_and(|host| {
            let named = origin.as_bytes().strip_prefix(b"http://");
            named.is_some_and(|it| it.eq_ignore_ascii_case(host.as_bytes()))
                && (is_address(host) || names_this_machine(host, self.names.as_deref().unwrap_or_default()))
        });
        if is_own { None } else { refused("Origin", origin) }
    }
}

/// Host and port without the port, `None` where it is no text.
fn without_port(host: &HeaderValue) -> Option<&str> {
    let host = host.to_str().ok()?;
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => Some(name),
        _ => Some(host),
    }
}

/// Whether a host is an address: no page can have it for its name.
fn is_address(host: &HeaderValue) -> bool {
    without_port(host).and_then(ip_of).is_some()
}

fn names_this_machine(host: &HeaderValue, names: &[String]) -> bool {
    let Some(name) = without_port(host) else { return false };
    is_this_machine(name) || names.iter().any(|it| it.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    fn refused(hosts: &AllowedHosts, pairs: &[(&'static str, &'static str)]) -> Option<&'static str> {
        hosts.refusal(&headers(pairs)).map(|it| it.header)
    }

    #[test]
    fn a_page_of_another_site_is_refused_and_our_own_is_not() {
        let any = AllowedHosts::any();
        assert_eq!(refused(&any, &[]), None);
        assert_eq!(refused(&any, &[("host", "tunnel.example")]), None);
        for site in ["cross-site", "same-site", "x"] {
            assert_eq!(refused(&any, &[("sec-fetch-site", site)]), Some("Sec-Fetch-Site"));
        }
        assert_eq!(refused(&any, &[("sec-fetch-site", "none")]), None);
        let own = [("host", "127.0.0.1:7777"), ("origin", "http://127.0.0.1:7777")];
        assert_eq!(refused(&any, &own), None);
        for origin in ["null", "http://evil.example", "http://127.0.0.1:8000", "https://127.0.0.1:7777"] {
            let pairs = [("host", "127.0.0.1:7777"), ("origin", origin)];
            assert_eq!(refused(&any, &pairs), Some("Origin"), "{origin}");
        }
        // A page whose name resolves to this machine is its own origin.
        let rebound = [("host", "evil.example:7777"), ("origin", "http://evil.example:7777")];
        assert_eq!(refused(&any, &rebound), Some("Origin"));
    }

    #[test]
    fn a_name_that_is_not_this_machines_is_refused_unless_it_is_allowed() {
        let hosts = AllowedHosts::local_and(vec!["gateway".to_owned()]);
        for host in ["127.0.0.1:9000", "localhost", "app.localhost:9000", "[::1]:9000", "Gateway:9000"] {
            assert_eq!(refused(&hosts, &[("host", host)]), None, "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example:9000", "10.0.0.1:9000", "localhost.evil:1", ""] {
            assert_eq!(refused(&hosts, &[("host", host)]), Some("Host"), "{host}");
        }
        let own = [("host", "gateway:9000"), ("origin", "http://gateway:9000")];
        assert_eq!(refused(&hosts, &own), None);
    }
}
