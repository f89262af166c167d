//! One document as it was read.

use super::origin::Origin;

/// One document as it was read: raw bytes, not yet known to be JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it stood.
    pub origin: Origin,
    /// Its bytes. Shorter than [`Document::size`] where the document was over the limit and only its start was kept.
    pub bytes: Vec<u8>,
    /// The size of the whole document in bytes.
    pub size: u64,
    /// Whether its file may end in the middle of it: it is the last and its end was not seen.
    pub breaks_off: bool,
}

impl Document {
    /// A document that is held whole.
    pub fn new(origin: Origin, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        Self { origin, bytes, size, breaks_off: false }
    }

    /// Whether the document was over the limit and only its start was kept.
    pub fn is_cut(&self) -> bool {
        self.size > self.bytes.len() as u64
    }
}
