//! What is said of a text that is not JSON, and of a document in the middle of which its file ends.

use super::finding_builder::Draft;
use crate::json::{self, Fault, SyntaxError};
use crate::model::Document;
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

/// What is wrong with the text of a document that begins at `offset` of its file.
pub(super) fn syntax(error: &SyntaxError, bytes: &[u8], offset: u64) -> Draft {
    let code = match error.fault {
        Fault::InvalidUtf8(_) => Code::InvalidUtf8,
        Fault::LoneSurrogate => Code::LoneSurrogate,
        Fault::TooDeep => Code::NestedTooDeep,
        _ => Code::JsonSyntax,
    };
    let span = error.offset..error.offset + error.len;
    // Another encoding shows at the beginning of a file; elsewhere these are wrong bytes.
    let encoding = if offset == 0 { json::other_encoding(bytes) } else { None };
    if trailing_comma(bytes) {
        let draft = Draft::new(Code::JsonSyntax, "", 0..1, "a comma before `]`");
        return draft.help("remove the comma");
    }
    if let Some(encoding) = encoding {
        let draft = Draft::new(Code::InvalidUtf8, "", span, format!("the file is {encoding}"));
        return draft.help("save it as UTF-8");
    }
    let draft = Draft::new(code, "", span, error.fault.to_string());
    let help = error.fault.help();
    match (help, &error.fault) {
        (_, Fault::InvalidUtf8(_)) => {
            draft.help(format!("save the file as UTF-8 (byte offset {})", error.offset))
        }
        (Some(help), _) => draft.help(help),
        (None, _) => draft,
    }
}
