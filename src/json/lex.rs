//! The tokens below a value: white space, strings, numbers, words.

use std::borrow::Cow;

use super::fault::{Fault, SyntaxError};

/// How many halves of surrogate pairs a document may have and still be read; a hostile one must not fill the memory.
const MAX_LONE: usize = 1_000;

/// A position in a text that is UTF-8.
pub(crate) struct Lexer<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
    /// Halves of surrogate pairs met so far.
    pub(crate) lone: Vec<SyntaxError>,
}

impl<'a> Lexer<'a> {
    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(crate) fn skip_white(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// An error that underlines `len` bytes at `offset`.
    pub(crate) fn error(offset: usize, len: usize, fault: Fault) -> SyntaxError {
        SyntaxError { offset, len, fault }
    }

    /// What stands here instead of `expected`: the end, a bare word, or a character.
    pub(crate) fn unexpected(&self, expected: &'static str) -> SyntaxError {
        let rest = &self.text[self.at..];
        let Some(found) = rest.chars().next() else {
            return Self::error(self.at, 0, Fault::End { expected });
        };
        if !found.is_alphabetic() && found != '_' {
            return Self::error(self.at, found.len_utf8(), Fault::Unexpected { found, expected });
        }
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').take(24).collect();
        Self::error(self.at, word.len(), Fault::Word { found: word, expected })
    }

    /// A string; the opening quote stands here.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let mut run = self.at;
        let mut owned: Option<String> = None;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let tail = &self.text[run..self.at];
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(tail),
                        Some(text) => Cow::Owned(text + tail),
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(&self.text[run..self.at]);
                    text.push(self.escape()?);
                    run = self.at;
                }
                // A raw newline: the text was cut here, whatever comes on the next line.
                None | Some(b'\n' | b'\r') => {
                    return Err(Self::error(open, self.at - open, Fault::UnclosedString));
                }
                Some(byte) if byte < 0x20 => {
                    return Err(Self::error(self.at, 1, Fault::Control(char::from(byte))));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// An escape; the backslash stands here.
    fn escape(&mut self) -> Result<char, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let Some(byte) = self.peek() else {
            return Err(Self::error(start, 1, Fault::UnclosedString));
        };
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(start),
            _ => {
                let len = self.text[start + 1..].chars().next().map_or(1, |c| 1 + c.len_utf8());
                return Err(Self::error(start, len, Fault::BadEscape));
            }
        })
    }

    /// The four digits after `\u`, and the second half of a pair.
    fn unicode(&mut self, start: usize) -> Result<char, SyntaxError> {
        let first = self.hex(start)?;
        if let Some(char) = char::from_u32(first) {
            return Ok(char);
        }
        // The second half, where there is one; else this half is a fault, and what follows it stands for itself.
        let behind = self.at;
        if first < 0xDC00 && self.text[behind..].starts_with("\\u") {
            self.at += 2;
            let second = self.hex(behind)?;
            if (0xDC00..0xE000).contains(&second)
                && let Some(pair) = char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            {
                return Ok(pair);
            }
            self.at = behind;
        }
        let lone = Self::error(start, 6, Fault::LoneSurrogate);
        if self.lone.len() == MAX_LONE {
            return Err(lone);
        }
        self.lone.push(lone);
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self, start: usize) -> Result<u32, SyntaxError> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|it| it.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else {
            return Err(Self::error(start, 2, Fault::BadEscape));
        };
        self.at += 4;
        Ok(digits.iter().fold(0, |sum, it| sum * 16 + char::from(*it).to_digit(16).unwrap_or(0)))
    }

    /// A number; its first character (`-` or a digit) stands here.
    pub(crate) fn number(&mut self) -> Result<&'a str, SyntaxError> {
        let start = self.at;
        self.take(b'-');
        let whole = self.digits();
        if whole == 0 {
            return Err(self.bad_number(start, "a minus sign needs digits"));
        }
        if whole > 1 && self.text.as_bytes()[self.at - whole] == b'0' {
            return Err(self.bad_number(start, "a number must not begin with 0"));
        }
        if self.take(b'.') && self.digits() == 0 {
            return Err(self.bad_number(start, "a decimal point needs digits after it"));
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            if self.digits() == 0 {
                return Err(self.bad_number(start, "an exponent needs digits"));
            }
        }
        Ok(&self.text[start..self.at])
    }

    fn bad_number(&self, start: usize, why: &'static str) -> SyntaxError {
        Self::error(start, self.at - start, Fault::BadNumber(why))
    }

    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }
}
