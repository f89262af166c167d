//! A request as a curl command line sends it.

use std::fs;

use super::request::{CapturedRequest, header};
use super::shell_words;

/// Options that take a value and do not matter here, beside those that are read.
const VALUED: &str = "AbcCDeEFKmoPQrRtTuUwxyYz";
/// The same by their long names.
const VALUED_LONG: &[&str] = &[
    "cacert", "capath", "cert", "cert-type", "ciphers", "config", "connect-timeout", "connect-to", "cookie",
    "cookie-jar", "dump-header", "form", "interface", "key", "key-type", "limit-rate", "max-time", "noproxy",
    "output", "pass", "proxy", "proxy-user", "referer", "resolve", "retry", "retry-delay", "retry-max-time",
    "trace", "trace-ascii", "unix-socket", "upload-file", "user", "user-agent", "write-out",
];

/// The request of a command line.
pub(super) fn read(text: &str) -> Result<CapturedRequest, String> {
    let mut command = Command::default();
    let mut words = shell_words::split(text)?.into_iter().skip(1);
    while let Some(word) = words.next() {
        if let Some(long) = word.strip_prefix("--") {
            let (name, inline) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            if takes_value(name) {
                let value = inline.or_else(|| words.next());
                command.option(name, value.ok_or_else(|| no_value(&word))?)?;
            }
        } else if let Some(short) = word.strip_prefix('-').filter(|it| !it.is_empty()) {
            command.shorts(short, &word, &mut words)?;
        }
    }
    Ok(command.finish())
}

fn takes_value(name: &str) -> bool {
    matches!(name, "request" | "header" | "json" | "url")
        || name.starts_with("data")
        || VALUED_LONG.contains(&name)
}

fn no_value(option: &str) -> String {
    format!("`{option}` of the curl command has no value")
}

#[derive(Default)]
struct Command {
    found: CapturedRequest,
    body: Option<Vec<u8>>,
    is_json: bool,
}

impl Command {
    /// `-sXPOST`: switches, until one takes the rest or the next word.
    fn shorts(
        &mut self,
        short: &str,
        word: &str,
        words: &mut impl Iterator<Item = String>,
    ) -> Result<(), String> {
        for (at, c) in short.char_indices() {
            let name = match c {
                'X' => "request",
                'H' => "header",
                'd' => "data",
                c if VALUED.contains(c) => "",
                _ => continue,
            };
            let rest = &short[at + c.len_utf8()..];
            let value = if rest.is_empty() { words.next() } else { Some(rest.to_owned()) };
            return self.option(name, value.ok_or_else(|| no_value(word))?);
        }
        Ok(())
    }

    fn option(&mut self, name: &str, value: String) -> Result<(), String> {
        match name {
            "request" => self.found.method = Some(value),
            "header" => self.found.packet.headers.extend(header(&value)),
            "data" | "data-ascii" => self.data(&value, true, true)?,
            "data-binary" => self.data(&value, true, false)?,
            "data-raw" | "data-urlencode" => self.data(&value, false, false)?,
            "json" => {
                self.is_json = true;
                self.data(&value, true, false)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds to the body; of a file, `-d` leaves the line breaks out. Several are joined with `&`.
    fn data(&mut self, value: &str, may_be_file: bool, is_stripped: bool) -> Result<(), String> {
        let mut piece = match value.strip_prefix('@').filter(|_| may_be_file) {
            Some(path) => {
                let mut bytes = fs::read(path).map_err(|error| {
                    format!("cannot read `{path}`, the body of the curl command: {error}")
                })?;
                if is_stripped {
                    bytes.retain(|it| !matches!(it, b'\n' | b'\r'));
                }
                bytes
            }
            None => value.as_bytes().to_vec(),
        };
        match &mut self.body {
            Some(body) => {
                if !self.is_json {
                    body.push(b'&');
                }
                body.append(&mut piece);
            }
            None => self.body = Some(piece),
        }
        Ok(())
    }

    /// What curl adds by itself.
    fn finish(self) -> CapturedRequest {
        let Self { mut found, body, is_json } = self;
        let method = if body.is_some() { "POST" } else { "GET" };
        found.method.get_or_insert_with(|| method.to_owned());
        if body.is_some() && found.packet.header("Content-Type").is_none() {
            let kind = if is_json { "application/json" } else { "application/x-www-form-urlencoded" };
            found.packet.headers.push(("Content-Type".into(), kind.into()));
        }
        found.packet.body = body.unwrap_or_default();
        found.line = 1;
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> CapturedRequest {
        read(text).unwrap()
    }

    #[test]
    fn method_headers_and_body_are_those_that_curl_sends() {
        let found = parsed(
            "curl -sS -XPOST http://h/e -H 'X-Lark-Signature: 00ff' --header \"X-B: 2\" -m 3 --data-raw '{\"a\":1}' -o out",
        );
        assert_eq!(found.method.as_deref(), Some("POST"));
        assert_eq!(found.packet.header("x-lark-signature"), Some("00ff"));
        assert_eq!(found.packet.header("x-b"), Some("2"));
        assert_eq!(found.packet.body, b"{\"a\":1}");
    }

    #[test]
    fn what_curl_adds_by_itself_is_added() {
        assert_eq!(parsed("curl h").method.as_deref(), Some("GET"));
        let form = parsed("curl h -d a -d b");
        assert_eq!((form.method.as_deref(), &form.packet.body[..]), (Some("POST"), &b"a&b"[..]));
        assert_eq!(form.packet.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(parsed("curl h --json={}").packet.header("content-type"), Some("application/json"));
    }

    #[test]
    fn a_body_of_a_file_loses_its_line_breaks_by_data_only() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "{}\n").unwrap();
        let path = file.path().display();
        assert_eq!(parsed(&format!("curl h -d @{path}")).packet.body, b"{}");
        assert_eq!(parsed(&format!("curl h --data-binary @{path}")).packet.body, b"{}\n");
        assert!(read("curl h -d @no/such/file").is_err());
        assert!(read("curl h -H").is_err());
    }
}
