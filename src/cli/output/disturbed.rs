//! What is said when a file that is written to is renamed, deleted or cut.

use std::path::Path;

use crate::cli::put;
use crate::files::FileDisturbance;
use crate::render::text::visible;

pub(crate) fn disturbed(path: &Path, what: FileDisturbance) {
    let path = path.display().to_string();
    let path = visible(&path);
    let text = match what {
        FileDisturbance::Deleted => format!("`{path}` was deleted or renamed meanwhile; a new file was made"),
        FileDisturbance::Replaced => format!("`{path}` is another file now; it is written to from here on"),
        FileDisturbance::Truncated => format!("`{path}` was cut meanwhile; writing goes on at its end"),
    };
    put(format!("warning: {text}"));
}
