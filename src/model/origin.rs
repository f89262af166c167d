//! Where a document stood.

use std::sync::Arc;

use super::source_map::SourceMap;

/// Where a document begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file as the user named it, `<stdin>`, or `sample:NAME`.
    pub file: Arc<str>,
    /// The number of the document in its file, from 1.
    pub index: u64,
    /// The byte offset of the document in the (decompressed) file.
    pub offset: u64,
    /// The line of its first byte, from 1.
    pub line: u64,
    /// The column of its first byte in characters, from 1.
    pub column: u64,
    /// Where the bytes were opened from `{"encrypt": ...}`, the line of that: positions count within the opened text.
    pub opened: Option<u64>,
    /// Where its bytes lie in the file, where it was taken out of a wrapper.
    pub(crate) map: Option<Arc<SourceMap>>,
}

impl Origin {
    /// The same of a document that turned out to be number `index` of its file and to begin `lines` lines further down.
    #[must_use]
    pub(crate) fn moved(mut self, index: u64, lines: u64) -> Self {
        if let Some(map) = &mut self.map {
            Arc::make_mut(map).pieces.iter_mut().for_each(|it| it.line += lines);
        }
        Self { index, line: self.line + lines, ..self }
    }

    /// The origin of the first document of `file`.
    pub fn start_of(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), index: 1, offset: 0, line: 1, column: 1, opened: None, map: None }
    }
}
