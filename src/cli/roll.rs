//! The files of an input in their order, and which of them records are of: what shards need to be put together again.

use std::sync::Arc;

/// Files as they come by. Only those that hold documents count, which are the same in every shard.
#[derive(Debug, Default)]
pub(super) struct Roll {
    place: u64,
    current: Option<Arc<str>>,
    called: Vec<(u64, Arc<str>)>,
}

impl Roll {
    /// The next document is of this file. A file that is read twice counts twice.
    pub(super) fn turn(&mut self, file: &Arc<str>) {
        if !self.current.as_ref().is_some_and(|it| Arc::ptr_eq(it, file)) {
            self.place += 1;
            self.current = Some(Arc::clone(file));
        }
    }

    /// The next record is of the current document.
    pub(super) fn call(&mut self) {
        if let Some(file) =
            self.current.as_ref().filter(|_| self.called.last().is_none_or(|it| it.0 < self.place))
        {
            self.called.push((self.place, Arc::clone(file)));
        }
    }

    /// The files that records are of: the place of each, from 1, and its name.
    pub(super) fn into_called(self) -> Vec<(u64, Arc<str>)> {
        self.called
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_records_are_called_once_by_their_place() {
        let files: [Arc<str>; 4] = ["b", "a", "a", "c"].map(Into::into);
        let mut roll = Roll::default();
        for (at, file) in files.iter().enumerate() {
            for _ in 0..3 {
                roll.turn(file);
                if at != 1 {
                    roll.call();
                }
            }
        }
        let called = roll.into_called();
        let called: Vec<_> = called.iter().map(|(place, file)| (*place, &**file)).collect();
        assert_eq!(called, [(1, "b"), (3, "a"), (4, "c")]);
    }
}
