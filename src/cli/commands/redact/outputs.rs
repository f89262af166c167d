//! The files of a redacted run: one for each that is read, under the same name in another folder.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::CliError;
use crate::cli::args::InputPath;
use crate::cli::output::{PendingFile, Sink, file, unwritten};
use crate::engine::redact::Pseudonyms;
use crate::files::Readers;

/// Endings of compressed files: what is written is not compressed.
const PACKED: &[&str] = &["gz", "zst"];
/// Names of files and folders that say nothing of anybody are words of at most so many letters and digits.
const MAX_WORD: usize = 4;

/// Where redacted documents go.
pub(super) struct Outputs {
    to: PathBuf,
    /// The folders that were named: a file keeps its place below them.
    roots: Vec<PathBuf>,
    pseudonyms: Pseudonyms,
    /// Every file that is read, and the one that is written for it.
    targets: HashMap<Arc<str>, PathBuf>,
    current: Option<(Arc<str>, Sink)>,
    pending: Vec<PendingFile>,
}

impl Outputs {
    /// Writes into `to`, which must not lie in a folder that is read.
    pub(super) fn new(to: &Path, paths: &[InputPath], pseudonyms: Pseudonyms) -> Result<Self, CliError> {
        let failed = |source| CliError::unwritable(to, source);
        fs::create_dir_all(to).map_err(failed)?;
        let own = fs::canonicalize(to).map_err(failed)?;
        let roots: Vec<PathBuf> = paths.iter().filter(|it| it.is_dir()).map(|it| it.to_path_buf()).collect();
        for root in &roots {
            if fs::canonicalize(root).is_ok_and(|it| own.starts_with(it)) {
                let message = format!("`--to {}` lies in `{}`, which is read", to.display(), root.display());
                return Err(CliError::usage_with(message, "name a folder outside of it"));
            }
        }
        Ok(Self {
            to: to.to_owned(),
            roots,
            pseudonyms,
            targets: HashMap::new(),
            current: None,
            pending: Vec::new(),
        })
    }

    /// Adds a document of a file, a line break behind it.
    pub(super) fn put(&mut self, file: &Arc<str>, document: &[u8]) -> Result<(), CliError> {
        if self.current.as_ref().is_none_or(|(it, ..)| it != file) {
            self.close()?;
            let target = self.target(file)?;
            let sink = file::create(&target, Readers::Anybody, &mut self.pending)?;
            self.current = Some((Arc::clone(file), sink));
        }
        let Some((_, sink)) = &mut self.current else { return Ok(()) };
        sink.write_all(document).and_then(|()| sink.write_all(b"\n")).map_err(unwritten)
    }

    /// Puts every file in its place; how many there are.
    pub(super) fn keep(mut self) -> Result<usize, CliError> {
        self.close()?;
        let files = self.pending.len();
        self.pending.into_iter().try_for_each(PendingFile::keep)?;
        Ok(files)
    }

    fn close(&mut self) -> Result<(), CliError> {
        self.current.take().map_or(Ok(()), |(_, mut sink)| sink.flush()).map_err(unwritten)
    }

    /// The file that is written for `file`.
    fn target(&mut self, file: &Arc<str>) -> Result<PathBuf, CliError> {
        let target = self.to.join(self.name(file));
        let refused = |what: String, help: &str| Err(CliError::usage_with(what, help));
        if let Some((other, _)) = self.targets.iter().find(|(_, it)| **it == target) {
            let what = format!("`{other}` and `{file}` would both be written to `{}`", target.display());
            return refused(what, "redact them in two runs, each into a folder of its own");
        }
        if target.symlink_metadata().is_ok() {
            let what = format!("`{}` is there already", target.display());
            return refused(what, "name another folder with --to, or remove it");
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|source| CliError::unwritable(folder, source))?;
        }
        self.targets.insert(Arc::clone(file), target.clone());
        Ok(target)
    }

    /// The name of a file below the folder that was named, else its own. Ids in it are replaced, too.
    fn name(&self, file: &str) -> PathBuf {
        let path = Path::new(file);
        if file == "<stdin>" {
            return "stdin.ndjson".into();
        }
        if let Some(sample) = file.strip_prefix("sample:") {
            return format!("{sample}.json").into();
        }
        let below = self
            .roots
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok())
            .min_by_key(|it| it.as_os_str().len());
        let named =
            below.map_or_else(|| PathBuf::from(path.file_name().unwrap_or_default()), Path::to_path_buf);
        let named = match named.extension().and_then(|it| it.to_str()) {
            Some(ending) if PACKED.contains(&ending) => named.with_extension(""),
            _ => named,
        };
        named.components().map(|it| self.safe(&it.as_os_str().to_string_lossy())).collect()
    }

    /// A name without ids: what holds a digit among more than a few characters, or a letter beyond ASCII, is replaced.
    fn safe(&self, name: &str) -> String {
        let mut made = String::with_capacity(name.len());
        for word in name.split_inclusive(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()) {
            let bare = word.trim_end_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
            let is_id = bare.chars().count() > MAX_WORD && bare.chars().any(|c| c.is_ascii_digit());
            if is_id || !bare.is_ascii() {
                made.push_str(&self.pseudonyms.text(word));
            } else {
                made.push_str(word);
            }
        }
        made
    }
}
