//! Rows that are kept up to a size.

/// Rows as one text; those from the first that did not fit are counted.
#[derive(Default)]
pub(crate) struct CappedRows {
    pub(crate) text: String,
    pub(crate) left_out: u64,
}

impl CappedRows {
    /// Adds a row, unless there would be more than `most` bytes.
    pub(crate) fn add(&mut self, most: usize, row: impl FnOnce() -> String) {
        if self.left_out == 0 {
            let row = row();
            if self.text.len() + row.len() <= most {
                return self.text.push_str(&row);
            }
        }
        self.left_out += 1;
    }
}
