//! A line of a table.

/// English, and the same in Chinese: its `{}` are the parts of the English text in their order.
pub(super) type Entry = (&'static str, &'static str);
