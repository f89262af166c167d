//! What the user asked to read, and the blocks it yields.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use super::block::{Block, Pool};
use super::entries::Inputs;
use super::error::{Damage, InputError};
use super::sample::{self, Sample};
use super::stream::{Patience, Stream};
use super::walk::Files;

/// What to read: the paths in their order, then the samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Files, folders, globs, or `-` for standard input. With no path and no sample standard input is read.
    pub paths: Vec<PathBuf>,
    /// Names of bundled samples, or `all`.
    pub samples: Vec<String>,
}

impl Request {
    /// Begins to read documents. `stdin` is read only where the request names it. Fails on `-` named twice and on an unknown
    /// sample, before anything is read.
    pub fn open(self, stdin: Box<dyn Read + Send>) -> Result<Inputs, InputError> {
        Ok(Inputs::new(self.blocks(stdin)?))
    }

    /// Begins to read blocks; otherwise the same.
    pub fn blocks(self, stdin: Box<dyn Read + Send>) -> Result<Blocks, InputError> {
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
        Ok(Blocks {
            sources,
            stdin: Some(stdin),
            walk: None,
            current: None,
            pool: Pool::default(),
            opened: 0,
        })
    }
}

#[derive(Debug)]
enum Source {
    Path(PathBuf),
    Stdin,
    Sample(&'static Sample),
}

/// What comes next of a request.
#[derive(Debug)]
pub enum Chunk {
    /// A piece of an input.
    Block(Block),
    /// An input that cannot be read, or is none.
    Trouble(InputError),
    /// The input that was being read breaks off.
    Damaged(Damage),
}

/// The blocks of a request, one after the other. A block lives until it is dropped; its buffer is then used again.
///
/// Trouble is about one input; the next call goes on with the one after it.
pub struct Blocks {
    sources: VecDeque<Source>,
    stdin: Option<Box<dyn Read + Send>>,
    walk: Option<Files>,
    current: Option<Stream>,
    pool: Pool,
    opened: u64,
}

impl Blocks {
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
                    self.begin("<stdin>".into(), read, Patience::None, true);
                    return Some(Ok(()));
                }
                Source::Sample(sample) => {
                    let read = Box::new(Cursor::new(sample.bytes));
                    self.begin(format!("sample:{}", sample.name), read, Patience::Chunk, false);
                    return Some(Ok(()));
                }
            }
        }
    }

    fn open_file(&mut self, path: &Path) -> Result<(), InputError> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => {
                let is_plain = file.metadata().is_ok_and(|it| it.is_file());
                let patience = if is_plain { Patience::Chunk } else { Patience::None };
                self.begin(name, Box::new(file), patience, false);
                Ok(())
            }
            Err(source) => Err(InputError::Unreadable { file: name, source }),
        }
    }

    fn begin(&mut self, name: String, read: Box<dyn Read + Send>, patience: Patience, is_stdin: bool) {
        self.opened += 1;
        self.current = Some(Stream::new(name.into(), read, patience, is_stdin));
    }
}

impl Iterator for Blocks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            let Some(stream) = &mut self.current else {
                match self.advance()? {
                    Ok(()) => continue,
                    Err(error) => return Some(Chunk::Trouble(error)),
                }
            };
            let next = stream.next(&self.pool);
            let chunk = match next {
                Ok(block) if !block.ends => return Some(Chunk::Block(block)),
                Ok(block) => Chunk::Block(block),
                Err(source) => Chunk::Damaged(Damage::new(stream.file(), stream.packing(), source)),
            };
            self.current = None;
            return Some(chunk);
        }
    }
}
