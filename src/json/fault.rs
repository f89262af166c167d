//! Why a text is not JSON, where, and what was expected there.

use std::fmt;

/// How deep a document may nest; the limit of `serde_json`, far beyond any event.
pub(crate) const MAX_DEPTH: usize = 128;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The bytes stop being UTF-8 here; the byte is given.
    InvalidUtf8(u8),
    /// The text ends where something was expected.
    End {
        expected: &'static str,
    },
    Unexpected {
        found: char,
        expected: &'static str,
    },
    /// A bare word: `NaN`, `True`, an unquoted key.
    Word {
        found: String,
        expected: &'static str,
    },
    /// A control character inside a string, which JSON wants escaped.
    Control(char),
    UnclosedString,
    /// An array of which nothing but the bracket is there.
    UnclosedArray,
    /// A backslash followed by something else than JSON's escapes.
    BadEscape,
    LoneSurrogate,
    /// A number JSON does not allow, and why.
    BadNumber(&'static str),
    Trailing,
    ExtraComma(char),
    /// Deeper than [`MAX_DEPTH`] levels.
    TooDeep,
}

/// A syntax error at a byte range of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte offset in the text.
    pub offset: usize,
    /// How many bytes to underline; 0 at the end of the text.
    pub len: usize,
    pub fault: Fault,
}

impl SyntaxError {
    /// Whether `text`, which it is of, ends before what it begins does.
    pub(crate) fn is_cut(&self, text: &[u8]) -> bool {
        match self.fault {
            Fault::End { .. } => true,
            // A quote that is missing in a whole line is no cut.
            Fault::UnclosedString => !text.ends_with(b"}"),
            Fault::Word { ref found, .. } => {
                let may_go_on = ["true", "false", "null"].iter().any(|it| it.starts_with(&**found));
                may_go_on && self.offset + self.len >= text.len()
            }
            Fault::Unexpected { .. } | Fault::Trailing | Fault::ExtraComma(_) | Fault::UnclosedArray => false,
            _ => self.offset + self.len >= text.len() || is_half_escape(&text[self.offset..]),
        }
    }
}

/// Whether a text is `\u` and fewer digits than belong to it.
fn is_half_escape(text: &[u8]) -> bool {
    text.len() < 6 && text.strip_prefix(b"\\u").is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit))
}

/// A character as it is, or by its number where there is nothing to see.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(c) = *self;
        // What the language writes as a number in a text has no picture of its own.
        let is_seen = c == ' ' || matches!(c, '\'' | '"' | '\\') || c.escape_debug().len() == 1;
        if is_seen { write!(f, "`{c}`") } else { write!(f, "U+{:04X}", u32::from(c)) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUtf8(byte) => write!(f, "byte 0x{byte:02x} is not UTF-8"),
            Self::End { expected } => write!(f, "the text ends here; expected {expected}"),
            Self::Unexpected { found, expected } => {
                write!(f, "expected {expected}, found {}", Shown(*found))
            }
            Self::Word { found, expected } => write!(f, "expected {expected}, found `{found}`"),
            Self::Control(found) => {
                write!(f, "a string holds the raw control character U+{:04X}", u32::from(*found))
            }
            Self::UnclosedString => f.write_str("the string that begins here is not closed"),
            Self::UnclosedArray => f.write_str("the array that begins here is not closed"),
            Self::BadEscape => f.write_str("this is not one of JSON's escapes"),
            Self::LoneSurrogate => f.write_str("the escape is half of a surrogate pair"),
            Self::BadNumber(why) => f.write_str(why),
            Self::Trailing => f.write_str("text after the end of the document"),
            Self::ExtraComma(close) => write!(f, "a comma before `{close}`"),
            Self::TooDeep => write!(f, "nested deeper than {MAX_DEPTH} levels"),
        }
    }
}

impl Fault {
    /// The way out, where the fault itself tells one.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidUtf8(_) => "save the file as UTF-8",
            Self::End { .. } | Self::UnclosedString | Self::UnclosedArray => {
                "the document was cut off; restore its end"
            }
            Self::Unexpected { found: '\'', .. } => "JSON strings stand in double quotes",
            Self::Unexpected { found: '/', .. } => "JSON has no comments; remove it",
            Self::Word { found, .. } => return word_help(found),
            Self::Unexpected { found: '\0', .. } => {
                "zero bytes, as a crash leaves them: `tr -d '\\0' < FILE | helpdesk-evt validate -`"
            }
            Self::Control(_) => "escape it, for instance \\n for a newline",
            Self::BadEscape => {
                "write \\\\ for a backslash; the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
            }
            Self::LoneSurrogate => "write the character itself, or both halves of the pair",
            Self::Trailing => "put each document on a line of its own, or remove the rest",
            Self::ExtraComma(_) | Self::Unexpected { found: ',', expected: "a JSON value" } => {
                "remove the comma"
            }
            Self::TooDeep => "this is not an event of the platform; check what wrote it",
            Self::Unexpected { .. } | Self::BadNumber(_) => return None,
        })
    }
}

fn word_help(word: &str) -> Option<&'static str> {
    Some(match word {
        "True" | "False" | "None" => "this is Python's repr; write the event with json.dumps",
        "NaN" | "Infinity" | "undefined" => "JSON has no such value; leave the field out",
        "TRUE" | "FALSE" | "NULL" | "Null" => "write it in lower case",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_without_a_picture_is_told_by_its_number() {
        let told = |found| Fault::Unexpected { found, expected: "a value" }.to_string();
        for (found, shown) in [
            ('“', "`“`"),
            ('\'', "`'`"),
            ('\\', "`\\`"),
            ('\0', "U+0000"),
            ('\t', "U+0009"),
            ('\u{200b}', "U+200B"),
            ('\u{feff}', "U+FEFF"),
        ] {
            assert_eq!(told(found), format!("expected a value, found {shown}"));
        }
    }
}
