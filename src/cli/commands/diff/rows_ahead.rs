//! The rows of clean events, formatted on the threads that read, where nothing but its place depends on other events.

use super::view::DiffView;
use crate::cli::output::RecordOutput;
use crate::engine::diff::{Differ, blank, rewrite};
use crate::engine::validate::{Clean, Depth};
use crate::model::{EventRole, Origin};
use crate::render::{FormattedRows, RowFormatter, RowPool};
use crate::source::read::Block;

/// Formats rows ahead, or none.
pub(super) struct RowsAhead(Option<Box<dyn RowFormatter>>, RowPool);

impl RowsAhead {
    /// Rows are formatted ahead if every clean event has one, of what the screen saw, and all outputs can take it.
    pub(super) fn of(
        output: &RecordOutput,
        view: &DiffView,
        depth: Depth,
        is_filtered: bool,
        differ: &Differ,
    ) -> Self {
        let has_rows = matches!(view, DiffView::Rows) && depth == Depth::View;
        let each = has_rows && !is_filtered && !differ.forbids();
        Self(output.row_formatter().filter(|_| each), RowPool::default())
    }

    /// The rows of the clean events of a block, each with the text in which its places are.
    pub(super) fn format(
        &self,
        block: &Block,
        clean: &mut dyn Iterator<Item = (&Clean, &[u8])>,
    ) -> FormattedRows {
        let Some(formatter) = &self.0 else { return FormattedRows::default() };
        let mut rows = self.1.rows();
        let origin = Origin { index: 0, line: 0, ..Origin::start_of(block.file.clone()) };
        let mut moved = blank();
        for (clean, text) in clean {
            match clean.seen.role() {
                EventRole::Update | EventRole::Birth => {
                    rewrite(&mut moved, &clean.seen.view(text), clean.mark, &origin);
                    rows.push(formatter.as_ref(), &moved);
                }
                EventRole::Message | EventRole::Review => rows.skip(),
            }
        }
        rows
    }
}
