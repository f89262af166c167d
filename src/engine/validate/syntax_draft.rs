//! What is said of a text that is not JSON, and of a document in the middle of which its file ends.

use memchr::{memchr, memchr_iter, memrchr};

use super::extraction::piped;
use super::finding_builder::Draft;
use crate::json::{self, Fault, SyntaxError};
use crate::model::{Document, Origin};
use crate::protocol::webhook::{named_event, named_otherwise};
use crate::report::Code;

/// What is said of a document that [is cut off](is_cut_off).
pub(super) fn cut_off(error: &SyntaxError) -> Draft {
    let span = error.offset..error.offset + error.len;
    Draft::new(Code::CutDocument, "", span, "the document breaks off at the end of its file")
        .help("what comes before it is whole; restore the end, or remove the line")
}

/// Whether a document ends with its file and not as JSON does, in a file that holds others. One that is alone is broken.
pub(super) fn is_cut_off(document: &Document, error: &SyntaxError) -> bool {
    document.breaks_off && document.origin.index > 1 && error.is_cut(&document.bytes)
}

/// Whether the text is what the end of an array is read as where a comma stands before it.
fn trailing_comma(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b",").and_then(|it| it.strip_suffix(b"]")).is_some_and(|it| it.trim_ascii().is_empty())
}

/// What is wrong with the text of a document that stands at `origin`.
pub(super) fn syntax(error: &SyntaxError, bytes: &[u8], origin: &Origin) -> Draft {
    let code = match error.fault {
        Fault::InvalidUtf8(_) => Code::InvalidUtf8,
        Fault::LoneSurrogate => Code::LoneSurrogate,
        Fault::TooDeep => Code::NestedTooDeep,
        _ => Code::JsonSyntax,
    };
    let span = error.offset..error.offset + error.len;
    // Another encoding shows at the beginning of a file; elsewhere these are wrong bytes.
    let encoding = if origin.offset == 0 { json::other_encoding(bytes) } else { None };
    if trailing_comma(bytes) {
        let draft = Draft::new(Code::JsonSyntax, "", 0..1, "a comma before `]`");
        return draft.help("remove the comma");
    }
    if let Some(encoding) = encoding {
        let draft = Draft::new(Code::InvalidUtf8, "", span, format!("the file is {encoding}"));
        return draft.help("save it as UTF-8");
    }
    if let Some(draft) = event_behind_text(error, bytes, origin) {
        return draft;
    }
    let draft = Draft::new(code, "", span, error.fault.to_string());
    let help = error.fault.help();
    match (help, &error.fault) {
        (_, Fault::InvalidUtf8(_)) => {
            let as_read = || origin.offset + error.offset as u64;
            let offset = origin.map.as_ref().map_or_else(as_read, |map| map.place(error.offset).offset);
            draft.help(format!("save the file as UTF-8 (byte offset {offset})"))
        }
        (Some(help), _) => draft.help(help),
        (None, _) => draft,
    }
}

/// What is said of a line of text that is no JSON before an event begins in it, and of an event in another notation.
fn event_behind_text(error: &SyntaxError, bytes: &[u8], origin: &Origin) -> Option<Draft> {
    let is_early = |at| error.offset <= at && !matches!(error.fault, Fault::InvalidUtf8(_));
    let Some((name_at, name)) = named_event(bytes) else {
        // A line of an event that is printed over several is read as a text with something behind it.
        let is_line = bytes.starts_with(b"\"");
        let at = named_otherwise(bytes).filter(|at| is_line || is_early(*at))?;
        let draft =
            Draft::new(Code::JsonSyntax, "", at..at + 1, "an event stands here that is not written as JSON");
        return Some(
            draft.help("log the body as it was received, on one line and not as the language prints it"),
        );
    };
    let (at, first) = (memrchr(b'{', &bytes[..name_at])?, memchr(b'{', bytes)?);
    let (text, count) = (&bytes[..at], |byte| memchr_iter(byte, &bytes[..at]).count());
    // Inside an object that does not end before it, an event is a part of broken JSON, or of a record behind a text.
    if count(b'{') != count(b'}') {
        let before = &bytes[..first];
        let is_text = before.iter().any(u8::is_ascii_alphanumeric) && !before.contains(&b'"');
        let draft =
            Draft::new(Code::JsonSyntax, "", first..first + 1, "a record stands here in a line of text");
        let draft = draft.help(piped(origin, "sed 's/^[^{]*//'", ""));
        return Some(draft).filter(|_| is_text && is_early(first) && bytes.ends_with(b"}"));
    }
    // In a table the text stands in quotes, and each quote in it twice.
    let is_doubled = text.ends_with(b"\"") && bytes[..name_at].ends_with(b"\"");
    if !(is_doubled || text.iter().any(u8::is_ascii_alphanumeric) && is_early(at)) {
        return None;
    }
    let unescape = match bytes[..name_at].last() {
        Some(b'\\') => r" | sed 's/\\\(.\)/\1/g'",
        _ if is_doubled => r#" | sed 's/""/"/g'"#,
        _ => "",
    };
    let grep = format!("grep -o '{{[^{{]*\"{name}.*}}'");
    let draft = Draft::new(Code::JsonSyntax, "", at..at + 1, "an event stands here in a line of text");
    Some(draft.help(piped(origin, &grep, unescape)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"schema":"2.0","header":{}}"#;

    /// What is said of a text, at which byte, and the way out.
    fn said(text: &str) -> (String, usize, String) {
        let error = json::parse_lenient(text.as_bytes()).unwrap_err();
        let draft = syntax(&error, text.as_bytes(), &Origin::start_of("a"));
        (draft.message, draft.span.start, draft.help.unwrap_or_default())
    }

    #[test]
    fn an_event_in_a_line_of_text_is_named_where_it_stands() {
        let escaped = EVENT.replace('"', "\\\"");
        for (text, at, command) in [
            (format!("\"POST /\" {EVENT} (3 ms)"), 9, r#"grep -o '{[^{]*"schema.*}' FILE |"#),
            (format!("2023-11-14 {{a}} {EVENT}"), 15, r#"grep -o '{[^{]*"schema.*}' FILE |"#),
            (format!("{{a}} got {EVENT}"), 8, r#"grep -o '{[^{]*"schema.*}' FILE |"#),
            (r#"got {"encrypt":"YQ=="}"#.to_owned(), 4, r#"grep -o '{[^{]*"encrypt.*}' FILE |"#),
            (
                format!("\"{}\",7", EVENT.replace('"', "\"\"")),
                1,
                r#"grep -o '{[^{]*"schema.*}' FILE | sed 's/""/"/g' |"#,
            ),
            (
                format!("level=info body=\"{escaped}\""),
                17,
                r#"grep -o '{[^{]*"schema.*}' FILE | sed 's/\\\(.\)/\1/g' |"#,
            ),
        ] {
            let (message, found, help) = said(&text);
            assert_eq!((&*message, found), ("an event stands here in a line of text", at), "{text}");
            assert!(help.contains(command), "{help}");
        }
    }

    #[test]
    fn a_record_in_a_line_of_text_is_named_where_it_stands() {
        let record = serde_json::json!({ "log": EVENT }).to_string();
        let (message, at, help) = said(&format!("2023-11-14T22:13:20Z\tdocker.app\t{record}"));
        assert_eq!((&*message, at), ("a record stands here in a line of text", 32));
        assert_eq!(help, "take it out: `sed 's/^[^{]*//' FILE | helpdesk-evt validate -`");
        assert_ne!(said(&format!("{{a: {record}}}")).0, "a record stands here in a line of text");
    }

    #[test]
    fn an_event_as_a_language_prints_it_is_named() {
        let (message, at, help) = said("got {'schema': '2.0', 'header': {'event_type': 'a'}}");
        assert_eq!((&*message, at), ("an event stands here that is not written as JSON", 6));
        assert_eq!(help, "log the body as it was received, on one line and not as the language prints it");
        for line in ["  event_type: 'helpdesk.a',", "\"event_type\": \"helpdesk.a\","] {
            assert_eq!((said(line).0, said(line).1), (message.clone(), line.find('h').unwrap()), "{line}");
        }
        let (message, at, _) = said(r#"{"schema":"2.0","header:{"event_type":"a"}}"#);
        assert_eq!((&*message, at), ("expected `:` after the key, found `event_type`", 26));
    }

    #[test]
    fn a_byte_that_is_not_utf_8_is_told_by_its_place_in_the_file() {
        let text = b"{\"a\":\"\xe9\"}";
        let error = json::parse_lenient(text).unwrap_err();
        let help = syntax(&error, text, &Origin { offset: 100, ..Origin::start_of("a") }).help.unwrap();
        assert_eq!(help, "save the file as UTF-8 (byte offset 106)");
    }

    #[test]
    fn an_event_that_is_broken_is_no_line_of_text() {
        for text in [
            format!(",{EVENT}"),
            format!("{EVENT} x"),
            format!("{{a: {EVENT}}}"),
            EVENT.replacen('"', "\"\"", 1),
            r#"got {"schema":"public"}"#.to_owned(),
        ] {
            assert_ne!(said(&text).0, "an event stands here in a line of text", "{text}");
        }
    }
}
