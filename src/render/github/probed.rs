//! A probe case as a workflow command of GitHub Actions.

use super::command::{data, property};
use crate::report::{Probed, Verdict};

/// The command of a case: an error or a warning; none where all is well.
pub(crate) fn command(probed: &Probed) -> Option<String> {
    let kind = match probed.verdict {
        Verdict::Fail => "error",
        Verdict::Warn => "warning",
        Verdict::Pass | Verdict::Skipped => return None,
    };
    let mut text = format!("{}: {} (expected {})", probed.title, probed.got, probed.expected);
    if let Some(advice) = &probed.advice {
        text = format!("{text}\n{advice}");
    }
    Some(format!("::{kind} title={}::{}", property(probed.case), data(&text)))
}
