//! What the user asked to read, and the entries it yields.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cut::Cutter;
use super::decode::{Packing, unpack};
use super::error::InputError;
use super::sample::{self, Sample};
use super::walk::Files;
use crate::model::Entry;

/// What to read: the paths in their order, then the samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Files, folders, globs, or `-` for standard input. With no path and no sample standard input is read.
    pub paths: Vec<PathBuf>,
    /// Names of bundled samples, or `all`.
    pub samples: Vec<String>,
}

impl Request {
    /// Begins to read. `stdin` is read only where the request names it. Fails on `-` named twice and on an unknown
    /// sample, before anything is read.
    pub fn open(self, stdin: Box<dyn Read + Send>) -> Result<Inputs, InputError> {
        let is_stdin = |path: &Path| path.as_os_str() == "-";
        if self.paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err(InputError::StdinTwice);
        }
        let mut sources: VecDeque<Source> = self
            .paths
            .into_iter()
            .map(|path| if is_stdin(&path) { Source::Stdin } else { Source::Path(path) })
            .collect();
        for name in &self.samples {
            sources.extend(sample::pick(name)?.into_iter().map(Source::Sample));
        }
        if sources.is_empty() {
            sources.push_back(Source::Stdin);
        }
        Ok(Inputs { sources, stdin: Some(stdin), walk: None, current: None, chunk: Vec::new(), opened: 0 })
    }
}

#[derive(Debug)]
enum Source {
    Path(PathBuf),
    Stdin,
    Sample(&'static Sample),
}

struct Current {
    name: Arc<str>,
    packing: Packing,
    cutter: Cutter,
    is_stdin: bool,
}

/// The entries of a request, one after the other. Memory is bounded by the largest document.
///
/// An error is about one input; the next call goes on with the one after it.
pub struct Inputs {
    sources: VecDeque<Source>,
    stdin: Option<Box<dyn Read + Send>>,
    walk: Option<Files>,
    current: Option<Current>,
    chunk: Vec<u8>,
    opened: u64,
}

impl Inputs {
    /// How many files were opened so far; standard input and a sample count as one each.
    pub fn files(&self) -> u64 {
        self.opened
    }

    /// Opens what comes next; `None` at the end.
    fn advance(&mut self) -> Option<Result<(), InputError>> {
        loop {
            if let Some(found) = self.walk.as_mut().and_then(Files::next) {
                return Some(found.and_then(|path| self.open_file(&path)));
            }
            self.walk = None;
            match self.sources.pop_front()? {
                Source::Path(path) => self.walk = Some(Files::of(&path)),
                Source::Stdin => {
                    let read = self.stdin.take()?;
                    return Some(self.begin("<stdin>".into(), read, true));
                }
                Source::Sample(sample) => {
                    let name = format!("sample:{}", sample.name);
                    return Some(self.begin(name, Box::new(Cursor::new(sample.bytes)), false));
                }
            }
        }
    }

    fn open_file(&mut self, path: &Path) -> Result<(), InputError> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => self.begin(name, Box::new(file), false),
            Err(source) => Err(InputError::Unreadable { file: name, source }),
        }
    }

    fn begin(&mut self, name: String, read: Box<dyn Read + Send>, is_stdin: bool) -> Result<(), InputError> {
        let name: Arc<str> = name.into();
        let unreadable = |source| InputError::Unreadable { file: name.to_string(), source };
        let (packing, read) = unpack(read).map_err(unreadable)?;
        self.opened += 1;
        let chunk = std::mem::take(&mut self.chunk);
        let cutter = Cutter::open(Arc::clone(&name), read, chunk)
            .map_err(|source| failure(&name, packing, 0, source))?;
        self.current = Some(Current { name, packing, cutter, is_stdin });
        Ok(())
    }
}

impl Iterator for Inputs {
    type Item = Result<Entry, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(current) = &mut self.current else {
                match self.advance()? {
                    Ok(()) => continue,
                    Err(error) => return Some(Err(error)),
                }
            };
            let end = match current.cutter.next() {
                Ok(Some(entry)) => return Some(Ok(entry)),
                Ok(None) if current.is_stdin && current.cutter.count() == 0 => Some(InputError::EmptyStdin),
                Ok(None) => None,
                Err(source) => Some(failure(&current.name, current.packing, current.cutter.count(), source)),
            };
            if let Some(done) = self.current.take() {
                self.chunk = done.cutter.into_chunk();
            }
            if let Some(error) = end {
                return Some(Err(error));
            }
        }
    }
}

fn failure(file: &str, packing: Packing, after: u64, source: std::io::Error) -> InputError {
    let file = file.to_owned();
    match packing {
        Packing::Plain => InputError::Unreadable { file, source },
        Packing::Gzip | Packing::Zstd => InputError::Damaged { file, packing, after, source },
    }
}
