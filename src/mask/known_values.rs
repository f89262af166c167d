//! The one mask of known values, in every encoding that requests, answers and our own output are written in.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::escaped::{number_of, written_at};
use super::names::{is_secret_header, is_secret_member, is_secret_query_key};
use super::starred::literal;

/// What stands in a secret's place.
pub(crate) const MASK: &str = "[redacted]";
/// The same in a URL, where brackets would be encoded.
const URL_MASK: &str = "***";

/// How far a value's escapes may be nested: JSON in JSON in JSON.
const DEPTH: usize = 4;

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

    /// A text without the values of members with secret names, as JSON writes them, and without the known values; everything
    /// else as it stands. It need not be JSON.
    pub(crate) fn body(&self, text: &str) -> String {
        self.text(&members_hidden(text, DEPTH))
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
        let literal = &from[literal(from.as_bytes(), 0)];
        rest = &from[literal.len()..];
        let value: Option<String> = serde_json::from_str(literal).ok();
        let is_name = rest.trim_start().starts_with(':');
        match value {
            Some(name) if is_name => {
                shown.push_str(literal);
                hides_next = is_secret_member(&name);
            }
            // What cannot be read, with half a surrogate pair in it, may be a token as well.
            value if hides_next && !is_name && value.as_deref() != Some("") => {
                shown.push_str(&Value::from(MASK).to_string());
            }
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
        for secret in ["a\\b", "a\\\\ub", "a\\\"b", "\\a\\", "\\u0041"] {
            let mut text = secret.to_owned();
            for level in 0..4 {
                assert_eq!(Mask::new([secret]).text(&text), MASK, "{secret} at level {level}: {text}");
                let json = Value::from(text).to_string();
                text = json[1..json.len() - 1].to_owned();
            }
        }
    }

    #[test]
    fn the_values_of_secret_members_are_hidden_and_all_else_stays_as_it_is() {
        let mask = Mask::default();
        let text = r#"{ "token" : "a", "header":{"\u0074oken":"b","app_id":"c"}, "AppSecret":"d","n":[1, "x"],"body":"{\"access_token\":\"e\"}","empty":{"token":""}}"#;
        let shown = r#"{ "token" : "[redacted]", "header":{"\u0074oken":"[redacted]","app_id":"c"}, "AppSecret":"[redacted]","n":[1, "x"],"body":"{\"access_token\":\"[redacted]\"}","empty":{"token":""}}"#;
        assert_eq!(mask.body(text), shown);
        assert_eq!(mask.body(r#"{"token":"a"#), r#"{"token":"[redacted]""#);
        assert_eq!(mask.body("a \"token\": \"b\", 'it\n"), "a \"token\": \"[redacted]\", 'it\n");
        let half = mask.body(r#"{"token":"a\ud83d","name":"\ud83d"}"#);
        assert_eq!(half, r#"{"token":"[redacted]","name":"\ud83d"}"#);
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
