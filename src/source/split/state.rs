//! Where a splitter is in its text.

use super::brackets::Brackets;

/// What the next byte of a text is part of.
#[derive(Debug)]
pub(super) enum SplitState {
    /// Between documents.
    Between,
    /// In an object or array.
    Nested(Brackets),
    /// In a line that is no JSON document, or in what follows a document on its line.
    Line,
    /// In an element of the array that is neither object nor array, or in what follows an element.
    Bare { in_string: bool, escaped: bool },
    /// After a document, which is still held: what follows may belong to it. The line on which it ended.
    Tail(u64),
    /// After a line that ended within a string, and is still held: whether the text ends with it is not known.
    Cut,
    /// In text of another encoding, which is one document to its end.
    Foreign,
    /// After a `[` of which it is not known whether it begins an array or a line of text; what followed it.
    Bracket(Vec<u8>),
}
