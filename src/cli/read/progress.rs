//! How far a long reading has come, shown on a terminal once it takes long enough to wonder.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use crate::cli::args::InputArgs;
use crate::render::progress;

/// A reading that is over before this is not worth a bar.
const SHOWN_AFTER: Duration = Duration::from_millis(700);

pub(crate) struct ReadProgress {
    /// `None` where it is not shown.
    begun: Option<Instant>,
    /// The bytes to read, where that is known.
    total: Option<u64>,
    read: u64,
    is_shown: bool,
}

impl ReadProgress {
    pub(crate) fn of(args: &InputArgs, quiet: bool) -> Self {
        let begun = (!quiet && io::stderr().is_terminal()).then(Instant::now);
        let total = begun.and_then(|_| total(args));
        Self { begun, total, read: 0, is_shown: false }
    }

    pub(crate) fn advance(&mut self, bytes: u64) {
        let Some(begun) = self.begun else { return };
        self.read += bytes;
        if self.is_shown {
            progress::BAR.advance(bytes);
        } else if begun.elapsed() > SHOWN_AFTER {
            self.is_shown = true;
            progress::BAR.show_bytes(self.total);
            progress::BAR.advance(self.read);
        }
    }
}

/// The size of all inputs together, if they are plain files: of a packed one it is not known how much it holds.
fn total(args: &InputArgs) -> Option<u64> {
    if args.paths.is_empty() || !args.samples.is_empty() {
        return None;
    }
    let size = |path: &crate::cli::args::InputPath| {
        let is_packed = path.extension().is_some_and(|it| it == "gz" || it == "zst");
        let file = fs::metadata(path).ok().filter(|it| it.is_file() && !is_packed);
        file.map(|it| it.len())
    };
    args.paths.iter().map(size).sum()
}
