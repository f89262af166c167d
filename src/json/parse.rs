//! Text to [`Node`]: strict JSON (RFC 8259), every span kept, errors that say what was expected.

use super::fault::{Fault, MAX_DEPTH, SyntaxError};
use super::lex::Lexer;
use super::node::{Kind, Member, Node};

/// A document that was parsed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parsed<'a> {
    pub(crate) root: Node<'a>,
    /// Halves of surrogate pairs: faults that leave all but their own texts readable. The replacement character stands
    /// for each.
    pub(crate) faults: Vec<SyntaxError>,
}

impl Parsed<'_> {
    /// Whether a fault lies in a value: what it holds is then not what was written.
    pub(crate) fn is_garbled(&self, node: &Node<'_>) -> bool {
        self.faults.iter().any(|it| node.span.contains(&it.offset))
    }
}

/// Parses one document, strictly. A byte-order mark before it is skipped.
pub fn parse(bytes: &[u8]) -> Result<Node<'_>, SyntaxError> {
    let Parsed { root, faults } = parse_lenient(bytes)?;
    faults.into_iter().next().map_or(Ok(root), Err)
}

/// The same, but a half of a surrogate pair makes only its own text unreadable.
pub(crate) fn parse_lenient(bytes: &[u8]) -> Result<Parsed<'_>, SyntaxError> {
    #[cfg(test)]
    super::count::parsing(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        SyntaxError { offset, len: error.error_len().unwrap_or(1), fault: Fault::InvalidUtf8(bytes[offset]) }
    })?;
    let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut parser = Parser { lexer: Lexer { text, at, lone: Vec::new() }, depth: 0 };
    let root = parser.value("a JSON value")?;
    parser.lexer.skip_white();
    let rest = text.len() - parser.lexer.at;
    if rest > 0 {
        return Err(Lexer::error(parser.lexer.at, rest, Fault::Trailing));
    }
    Ok(Parsed { root, faults: parser.lexer.lone })
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, expected: &'static str) -> Result<Node<'a>, SyntaxError> {
        self.lexer.skip_white();
        let start = self.lexer.at;
        let kind = match self.lexer.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Kind::String(self.lexer.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.lexer.number()?),
            _ => self.word(expected)?,
        };
        Ok(Node { span: start..self.lexer.at, kind })
    }

    fn word(&mut self, expected: &'static str) -> Result<Kind<'a>, SyntaxError> {
        let rest = &self.lexer.text[self.lexer.at..];
        let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let kind = match &rest[..len] {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => return Err(self.lexer.unexpected(expected)),
        };
        self.lexer.at += len;
        Ok(kind)
    }

    fn nested(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<Kind<'a>, SyntaxError>,
    ) -> Result<Kind<'a>, SyntaxError> {
        if self.depth == MAX_DEPTH {
            return Err(Lexer::error(self.lexer.at, 1, Fault::TooDeep));
        }
        self.depth += 1;
        self.lexer.at += 1;
        let kind = inside(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn array(&mut self) -> Result<Kind<'a>, SyntaxError> {
        let (mut items, bracket) = (Vec::new(), self.lexer.at - 1);
        self.lexer.skip_white();
        if self.lexer.take(b']') {
            return Ok(Kind::Array(items));
        }
        if self.lexer.peek().is_none() {
            return Err(Lexer::error(bracket, 1, Fault::UnclosedArray));
        }
        loop {
            items.push(self.value("a value")?);
            if !self.more(b']', "`,` or `]`")? {
                return Ok(Kind::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Kind<'a>, SyntaxError> {
        let mut members = Vec::new();
        self.lexer.skip_white();
        if self.lexer.take(b'}') {
            return Ok(Kind::Object(members));
        }
        loop {
            members.push(self.member()?);
            if !self.more(b'}', "`,` or `}`")? {
                return Ok(Kind::Object(members));
            }
        }
    }

    fn member(&mut self) -> Result<Member<'a>, SyntaxError> {
        self.lexer.skip_white();
        let start = self.lexer.at;
        if self.lexer.peek() != Some(b'"') {
            return Err(self.lexer.unexpected("a key in double quotes"));
        }
        let key = self.lexer.string()?;
        let key_span = start..self.lexer.at;
        self.lexer.skip_white();
        if !self.lexer.take(b':') {
            return Err(self.lexer.unexpected("`:` after the key"));
        }
        Ok(Member { key, key_span, value: self.value("a value")? })
    }

    /// After an element: whether another one follows.
    fn more(&mut self, close: u8, expected: &'static str) -> Result<bool, SyntaxError> {
        self.lexer.skip_white();
        if self.lexer.take(close) {
            return Ok(false);
        }
        let comma = self.lexer.at;
        if !self.lexer.take(b',') {
            return Err(self.lexer.unexpected(expected));
        }
        self.lexer.skip_white();
        if let Some(next) = self.lexer.peek().filter(|it| *it == close || *it == b',') {
            return Err(Lexer::error(comma, 1, Fault::ExtraComma(char::from(next))));
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (usize, Fault) {
        let error = parse(text.as_bytes()).unwrap_err();
        (error.offset, error.fault)
    }

    #[test]
    fn spans_cover_exactly_the_values() {
        let text = "{\"a\": [1, \"b\\u0041\", {\"c\": null}]}";
        let node = parse(text.as_bytes()).unwrap();
        let a = node.member("a").unwrap();
        assert_eq!(&text[a.key_span.clone()], "\"a\"");
        let Kind::Array(items) = &a.value.kind else { panic!("an array") };
        assert_eq!(&text[items[1].span.clone()], "\"b\\u0041\"");
        assert_eq!(items[1].as_str(), Some("bA"));
        assert_eq!(&text[items[2].span.clone()], "{\"c\": null}");
    }

    #[test]
    fn faults_name_what_was_expected() {
        assert_eq!(fault("{\"a\":1,}"), (6, Fault::ExtraComma('}')));
        assert_eq!(fault("[1,,2]"), (2, Fault::ExtraComma(',')));
        assert_eq!(fault("{\"a\" 1}"), (5, Fault::Unexpected { found: '1', expected: "`:` after the key" }));
        assert_eq!(
            fault("{a:1}").1,
            Fault::Word { found: "a".to_owned(), expected: "a key in double quotes" }
        );
        assert_eq!(fault("{\"a\":1"), (6, Fault::End { expected: "`,` or `}`" }));
        assert_eq!(fault("{\"a\":\"x\n\"}"), (5, Fault::UnclosedString));
        assert_eq!(fault("{\"a\":[ \n"), (5, Fault::UnclosedArray));
        assert_eq!(fault("[01]"), (1, Fault::BadNumber("a number must not begin with 0")));
        assert_eq!(fault("{} {}"), (3, Fault::Trailing));
        assert_eq!(fault("[\"\\ud800\"]"), (2, Fault::LoneSurrogate));
        assert_eq!(fault("[\"\\x\"]"), (2, Fault::BadEscape));
        assert_eq!(parse(b"[\"\xff\"]").unwrap_err().fault, Fault::InvalidUtf8(0xff));
    }

    #[test]
    fn half_a_surrogate_pair_leaves_the_rest_readable() {
        let text = r#"{"a":"x\ud83d\u0041","b":"\ude00","c":"\ud83d\ude00"}"#;
        let parsed = parse_lenient(text.as_bytes()).unwrap();
        let read = |key: &str| parsed.root.get(key).unwrap();
        assert_eq!(read("a").as_str(), Some("x\u{fffd}A"));
        assert_eq!(read("c").as_str(), Some("\u{1f600}"));
        assert_eq!(parsed.faults.iter().map(|it| it.offset).collect::<Vec<_>>(), [7, 26]);
        assert!(
            parsed.is_garbled(read("a")) && parsed.is_garbled(read("b")) && !parsed.is_garbled(read("c"))
        );
    }

    #[test]
    fn a_hundred_thousand_brackets_are_a_fault_and_no_crash() {
        assert_eq!(fault(&"[".repeat(100_000)), (128, Fault::TooDeep));
        assert_eq!(fault(&"{\"a\":".repeat(100_000)).1, Fault::TooDeep);
    }

    #[test]
    fn verdicts_agree_with_serde_json() {
        let texts = [
            "1", "-0", "1.5e3", "1e400", "-", "1.", ".5", "+1", "0x1", "tru", "true", "nulll", "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\"", "[1,]", "[,1]", "{\"a\":1,\"a\":2}", "{}",
            "[]", "[[]", "\"\t\"", "\"\u{7f}\"", " 1 ", "",
        ];
        for text in texts {
            let theirs = serde_json::from_str::<serde_json::Value>(text);
            // The one difference is on purpose: a number that is too large is JSON, and a finding of its own.
            let expected = text == "1e400" || theirs.is_ok();
            assert_eq!(parse(text.as_bytes()).is_ok(), expected, "{text}");
        }
    }

    #[test]
    fn the_plain_value_is_the_one_serde_json_reads() {
        let text = r#"{"a":[1,-2,1.5,18446744073709551615,18446744073709551616,1e2],"b":"é\n","c":{"d":null,"e":true}}"#;
        let theirs: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(parse(text.as_bytes()).unwrap().to_value(), theirs);
    }
}
