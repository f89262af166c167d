//! What is secret, and how it is hidden: the one list of names of headers, query keys and JSON members, and the one mask
//! of known values in every encoding that requests, answers and our own output are written in.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

/// What stands in a secret's place.
pub(crate) const MASK: &str = "[redacted]";
/// The same in a URL, where brackets would be encoded.
pub(crate) const URL_MASK: &str = "***";

/// Parts of names whose values are secret, in lower case, without `-` and `_`.
const SECRET: &[&str] = &[
    "token",
    "secret",
    "passw",
    "passphrase",
    "authorization",
    "cookie",
    "apikey",
    "accesskey",
    "privatekey",
    "encryptkey",
    "credential",
    "sessionid",
    "appticket",
];
/// Words, in the names of headers and query keys, whose values are secret, beside those.
const SECRET_WORDS: &[&str] = &["key", "auth", "pass", "pwd"];
/// Words, in the names of query keys, whose values are secret, beside those.
const SECRET_IN_QUERY: &[&str] = &["sig", "sign", "signature", "code", "session"];
/// How far a value's escapes may be nested: JSON in JSON in JSON.
const DEPTH: usize = 4;

/// Whether the value of a JSON member of this name is a secret.
pub(crate) fn is_secret_member(name: &str) -> bool {
    let plain: String =
        name.chars().filter(|c| !matches!(c, '-' | '_' | '.')).map(|c| c.to_ascii_lowercase()).collect();
    SECRET.iter().any(|part| plain.contains(part))
}

/// Whether the value of a header is a secret.
pub(crate) fn is_secret_header(name: &str) -> bool {
    is_secret_member(name) || has_word(name, SECRET_WORDS)
}

/// Whether the value of a query key is a secret.
pub(crate) fn is_secret_query_key(name: &str) -> bool {
    is_secret_header(name) || has_word(name, SECRET_IN_QUERY)
}

fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(['-', '_', '.']).any(|word| words.iter().any(|it| word.eq_ignore_ascii_case(it)))
}

/// Hides known values, and the values of secret names.
#[derive(Clone, Default)]
pub(crate) struct Mask {
    /// The values, the longest first: one may be the beginning of another.
    values: Vec<String>,
    /// Each of them as a whole in base64 and hex.
    encoded: Vec<String>,
}

impl Mask {
    /// A mask of these values. An empty one hides nothing.
    pub(crate) fn new<'v>(values: impl IntoIterator<Item = &'v str>) -> Self {
        let mut values: Vec<String> =
            values.into_iter().filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let longest_first = |values: &mut Vec<String>| {
            values.sort_by_key(|it| std::cmp::Reverse(it.len()));
            values.dedup();
        };
        longest_first(&mut values);
        let mut encoded: Vec<String> = values.iter().flat_map(|it| encodings(it)).collect();
        longest_first(&mut encoded);
        Self { values, encoded }
    }

    /// A text without the known values.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if let Some(len) = self.secret_at(&text[at..]) {
                shown.push_str(MASK);
                at += len;
            } else {
                shown.push(c);
                at += c.len_utf8();
            }
        }
        shown
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str, value: &str) -> String {
        if is_secret_header(name) { MASK.to_owned() } else { self.text(value) }
    }

    /// A request's target, or a URL: without user information, secret query values and known values.
    pub(crate) fn target(&self, target: &str) -> String {
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let path =
            match path.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('@')?))) {
                Some((scheme, (user, rest))) if !user.contains('/') => {
                    let password = if user.contains(':') { format!(":{URL_MASK}") } else { String::new() };
                    format!("{scheme}://{URL_MASK}{password}@{rest}")
                }
                _ => path.to_owned(),
            };
        let part = |part: &str| match part.split_once('=') {
            Some((name, _)) if is_secret_query_key(&percent_decoded(name)) => format!("{name}={URL_MASK}"),
            _ => part.to_owned(),
        };
        let query = query.map(|it| it.split('&').map(part).collect::<Vec<_>>().join("&"));
        self.text(&query.map_or(path.clone(), |query| format!("{path}?{query}")))
    }

    /// A JSON text without the values of secret members and without the known values; everything else as it stands.
    /// `None` for what is not JSON: what may stand there nobody can tell.
    pub(crate) fn json(&self, text: &str) -> Option<String> {
        serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
        Some(self.text(&members_hidden(text, DEPTH)))
    }

    /// How long the secret is that a text begins with, bytes.
    fn secret_at(&self, text: &str) -> Option<usize> {
        let known = self.values.iter().find_map(|value| written_at(text.as_bytes(), value));
        known.or_else(|| self.encoded.iter().find(|it| text.starts_with(&***it)).map(String::len))
    }
}

/// A value as a whole in base64, at each of the three places it can have in a longer text, and in hex.
fn encodings(value: &str) -> Vec<String> {
    let mut all = Vec::new();
    for lead in 0..3 {
        let bytes = [&vec![0; lead][..], value.as_bytes()].concat();
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = engine.encode(&bytes);
            // The first and the last character also hold bits of what stands beside.
            let (from, to) = ((lead * 8).div_ceil(6), bytes.len() * 8 / 6);
            if to > from + 4 {
                all.push(text[from..to].to_owned());
            }
        }
    }
    let hex = hex(value);
    all.extend([hex.to_uppercase(), hex]);
    all
}

fn hex(value: &str) -> String {
    value
        .bytes()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|it| char::from_digit(it.into(), 16))
        .collect()
}

/// How many bytes at the beginning of `text` are `value`, each of its characters written as it is or escaped in any way.
fn written_at(text: &[u8], value: &str) -> Option<usize> {
    let mut at = 0;
    for c in value.chars() {
        at += character_at(&text[at..], c)?;
    }
    Some(at)
}

/// How many bytes at the beginning of `text` are this character: itself, or escaped as in JSON (also in a string of
/// JSON), in a URL (also twice), in HTML, in a string of Python, or in quoted-printable.
fn character_at(text: &[u8], c: char) -> Option<usize> {
    let mut utf8 = [0; 4];
    let utf8 = c.encode_utf8(&mut utf8).as_bytes();
    let escaped = match text.first()? {
        b'\\' => backslashed(text, c),
        b'%' | b'=' => hexed(text, utf8),
        b'&' => entity(text, c),
        b'+' if c == ' ' => Some(1),
        _ => None,
    };
    escaped.or_else(|| text.starts_with(utf8).then_some(utf8.len()))
}

/// `\u0041`, `\x41`, `\n` and the like, after any number of backslashes.
fn backslashed(text: &[u8], c: char) -> Option<usize> {
    let slashes = text.iter().take_while(|it| **it == b'\\').count();
    let rest = &text[slashes..];
    match (rest.first(), c) {
        (Some(b'u'), _) => {
            let mut units = [0; 2];
            let mut at = slashes;
            for (number, unit) in c.encode_utf16(&mut units).iter().enumerate() {
                if number > 0 {
                    at += text[at..].iter().take_while(|it| **it == b'\\').count();
                }
                let digits = text[at..].strip_prefix(b"u")?.get(..4)?;
                (number_of(digits, 16)? == u32::from(*unit)).then_some(())?;
                at += 5;
            }
            Some(at)
        }
        (Some(b'x'), _) if number_of(rest.get(1..3)?, 16) == Some(u32::from(c)) => Some(slashes + 3),
        (Some(b'n'), '\n')
        | (Some(b't'), '\t')
        | (Some(b'r'), '\r')
        | (Some(b'"'), '"')
        | (Some(b'/'), '/') => Some(slashes + 1),
        (_, '\\') => Some(slashes.min(2)),
        _ => None,
    }
}

/// `%41`, `%2541` or `=41`, byte by byte.
fn hexed(text: &[u8], utf8: &[u8]) -> Option<usize> {
    let mut at = 0;
    for byte in utf8 {
        let sign = *text.get(at)?;
        matches!(sign, b'%' | b'=').then_some(())?;
        at += 1;
        while sign == b'%' && text[at..].starts_with(b"25") && *byte != b'%' {
            at += 2;
        }
        (number_of(text.get(at..at + 2)?, 16)? == u32::from(*byte)).then_some(())?;
        at += 2;
    }
    Some(at)
}

/// `&#65;`, `&#x41;`, `&quot;` and the like.
fn entity(text: &[u8], c: char) -> Option<usize> {
    let end = text.iter().take(12).position(|it| *it == b';')?;
    let is_it = match &text[1..end] {
        [b'#', b'x' | b'X', digits @ ..] => number_of(digits, 16) == Some(u32::from(c)),
        [b'#', digits @ ..] => number_of(digits, 10) == Some(u32::from(c)),
        name => matches!(
            (name, c),
            (b"amp", '&') | (b"lt", '<') | (b"gt", '>') | (b"quot", '"') | (b"apos", '\'')
        ),
    };
    is_it.then_some(end + 1)
}

fn number_of(digits: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = tail.get(..2).and_then(|it| number_of(it, 16)).and_then(|it| u8::try_from(it).ok());
        if let (b'%', Some(byte)) = (first, escaped) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A JSON text, with the values of secret members hidden, also within strings that hold JSON.
fn members_hidden(text: &str, depth: usize) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    let mut hides_next = false;
    while let Some(at) = rest.find(['"', ',', '{', '}', '[', ']']) {
        let (before, from) = rest.split_at(at);
        shown.push_str(before);
        if !from.starts_with('"') {
            // A number, or what else stands there, of a secret name is no token; a nested value has its own names.
            hides_next = false;
            shown.push_str(&from[..1]);
            rest = &from[1..];
            continue;
        }
        let literal = &from[..literal_len(from)];
        rest = &from[literal.len()..];
        let value: Option<String> = serde_json::from_str(literal).ok();
        let is_name = rest.trim_start().starts_with(':');
        match value {
            Some(name) if is_name => {
                shown.push_str(literal);
                hides_next = is_secret_member(&name);
            }
            Some(value) if hides_next && !value.is_empty() => shown.push_str(&Value::from(MASK).to_string()),
            Some(value) if depth > 0 && value.trim_start().starts_with(['{', '[']) => {
                let inner = members_hidden(&value, depth - 1);
                if inner == value {
                    shown.push_str(literal);
                } else {
                    shown.push_str(&Value::from(inner).to_string());
                }
            }
            _ => shown.push_str(literal),
        }
    }
    shown.push_str(rest);
    shown
}

/// How long the string literal is that a text begins with, its quotes included.
fn literal_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "v-Tok/en 7&\"\u{e9}z";

    #[test]
    fn a_known_value_is_hidden_in_every_encoding() {
        let escape = |each: fn(char) -> String| TOKEN.chars().map(each).collect::<String>();
        let utf8 = |sign: &str| {
            let bytes = TOKEN.bytes().map(|it| format!("{sign}{it:02X}"));
            bytes.collect::<Vec<_>>().concat()
        };
        let json = Value::from(TOKEN).to_string();
        let twice = Value::from(json.clone()).to_string();
        let base64 = |lead: &str| STANDARD_NO_PAD.encode(format!("{lead}{TOKEN}after"));
        let written = [
            TOKEN.to_owned(),
            json,
            twice,
            escape(|c| format!("\\u{:04x}", u32::from(c))),
            escape(|c| format!("\\\\u{:04X}", u32::from(c))),
            escape(|c| format!("&#{};", u32::from(c))),
            escape(|c| format!("&#x{:x};", u32::from(c))),
            escape(|c| if c.is_ascii() { format!("\\x{:02x}", u32::from(c)) } else { c.to_string() }),
            utf8("%"),
            utf8("%").to_lowercase(),
            utf8("%25"),
            utf8("="),
            "v-Tok%2Fen+7%26%22%C3%A9z".to_owned(),
            "v-Tok\\/en 7&amp;\\\"\\u00e9z".to_owned(),
            base64(""),
            base64("a"),
            base64("ab"),
            URL_SAFE_NO_PAD.encode(TOKEN),
            hex(TOKEN),
            utf8(""),
        ];
        let mask = Mask::new([TOKEN]);
        for text in written {
            let shown = mask.text(&format!("<{text}>"));
            assert!(shown.contains(MASK), "{text} -> {shown}");
            assert!(shown.len() <= MASK.len() + 2 + 12, "{text} -> {shown}");
        }
        assert_eq!(mask.text("v-Tok/en 7"), "v-Tok/en 7", "a part of it is not the secret");
    }

    #[test]
    fn the_values_of_secret_members_are_hidden_and_all_else_stays_as_it_is() {
        let mask = Mask::default();
        let text = r#"{ "token" : "a", "header":{"\u0074oken":"b","app_id":"c"}, "AppSecret":"d","n":[1, "x"],"body":"{\"access_token\":\"e\"}","empty":{"token":""}}"#;
        let shown = r#"{ "token" : "[redacted]", "header":{"\u0074oken":"[redacted]","app_id":"c"}, "AppSecret":"[redacted]","n":[1, "x"],"body":"{\"access_token\":\"[redacted]\"}","empty":{"token":""}}"#;
        assert_eq!(mask.json(text).as_deref(), Some(shown));
        assert_eq!(mask.json(r#"{"token":"a"#), None);
    }

    #[test]
    fn headers_and_query_keys_are_hidden_by_name() {
        let mask = Mask::new(["known"]);
        for name in [
            "Authorization",
            "X-Auth-Token",
            "Api-Key",
            "Set-Cookie",
            "X-Lark-Helpdesk-Authorization",
            "X-API-KEY",
            "X-Auth",
            "X-Key",
        ] {
            assert_eq!(mask.header(name, "any"), MASK, "{name}");
        }
        assert_eq!(mask.header("X-Lark-Signature", "00ff"), "00ff");
        assert_eq!(mask.header("X-Note", "a known b"), "a [redacted] b");
        assert_eq!(
            mask.target("http://u:p@host/e?access_token=a&%6Bey=b&x=known&y"),
            "http://***:***@host/e?access_token=***&%6Bey=***&x=[redacted]&y"
        );
    }
}
