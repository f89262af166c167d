//! What the user asked to read, as blocks or as the documents in them.

use std::collections::VecDeque;
use std::fs::{File, Metadata};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::{InputError, unreadable};
use super::sample;
use super::sample::Sample;
use super::walk::{Excluded, Files};
use crate::model::Document;
use crate::report::InputTally;
use crate::source::read::{Block, Chunking, InputStream, KnownLength, MAX_SMALL, Piece, Pool, SmallFiles};
use crate::source::split::Joiner;
use crate::source::unwrap::Unwrap;

/// What to read: the paths in their order, then the samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InputRequest {
    /// Files, folders, globs, or `-` for standard input. With no path and no sample standard input is read.
    pub paths: Vec<PathBuf>,
    /// Names of bundled samples, or `all`.
    pub samples: Vec<String>,
    /// Files that are left out where a folder or a glob holds them.
    pub passed_over: Vec<PathBuf>,
    /// Globs of files that are left out where a folder or a glob holds them.
    pub exclude: Vec<String>,
    /// Whether events are taken out of the wrappers of logs.
    pub unwrap: Unwrap,
}

impl InputRequest {
    /// Begins to read documents. `stdin` is read only where the request names it. Fails on `-` named twice and on an unknown
    /// sample, before anything is read.
    pub(crate) fn open(self, stdin: Box<dyn Read + Send>) -> Result<Inputs, InputError> {
        let unwrap = self.unwrap;
        Ok(Inputs::new(self.blocks(stdin)?, unwrap))
    }

    /// Begins to read blocks; otherwise the same.
    pub(crate) fn blocks(self, stdin: Box<dyn Read + Send>) -> Result<Blocks, InputError> {
        let is_stdin = |path: &Path| path.as_os_str() == "-";
        if self.paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err(InputError::StdinTwice);
        }
        let mut sources: VecDeque<NamedInput> = self
            .paths
            .into_iter()
            .map(|path| if is_stdin(&path) { NamedInput::Stdin } else { NamedInput::Path(path) })
            .collect();
        for name in &self.samples {
            sources.extend(sample::pick(name)?.into_iter().map(NamedInput::Sample));
        }
        if sources.is_empty() {
            sources.push_back(NamedInput::Stdin);
        }
        Ok(Blocks {
            excluded: Excluded::new(&self.exclude)?,
            passed_over: self.passed_over,
            sources,
            stdin: Some(stdin),
            walk: None,
            current: None,
            pool: Pool::default(),
            next: None,
            is_begun: false,
        })
    }
}

#[derive(Debug)]
enum NamedInput {
    Path(PathBuf),
    Stdin,
    Sample(&'static Sample),
}

/// What comes next of a request.
#[derive(Debug)]
pub(crate) enum Chunk {
    /// What was read of an input.
    Piece(Piece),
    /// Small files, not opened yet.
    SmallFiles(SmallFiles),
}

/// The blocks of a request, one after the other. A block lives until it is dropped; its buffer is then used again.
///
/// Trouble is about one input; the next call goes on with the one after it.
pub(crate) struct Blocks {
    excluded: Excluded,
    passed_over: Vec<PathBuf>,
    sources: VecDeque<NamedInput>,
    stdin: Option<Box<dyn Read + Send>>,
    walk: Option<Files>,
    current: Option<InputStream>,
    /// What was found while small files were gathered.
    next: Option<NextInput>,
    /// Whether anything came of the sources.
    is_begun: bool,
    pool: Pool,
}

/// What comes next, before anything is read of it.
enum NextInput {
    Small(PathBuf, usize),
    /// A pipe that has a name, or a device: even opening it may take for ever.
    Pipe(PathBuf),
    InputStream(InputStream),
    Trouble(InputError),
}

impl Blocks {
    /// Whether what comes next may take for ever: standard input, or a pipe that has a name.
    pub(crate) fn may_wait(&mut self) -> bool {
        if self.current.is_none() && self.next.is_none() {
            self.next = self.advance();
        }
        match &self.next {
            Some(NextInput::Pipe(_)) => true,
            Some(NextInput::InputStream(stream)) => stream.is_stdin,
            Some(NextInput::Small(..) | NextInput::Trouble(_)) | None => false,
        }
    }

    /// What comes next; `None` at the end.
    fn advance(&mut self) -> Option<NextInput> {
        if let Some(next) = self.next.take() {
            return Some(next);
        }
        let next = self.find();
        let is_begun = std::mem::replace(&mut self.is_begun, true);
        next.or_else(|| (!is_begun).then_some(NextInput::Trouble(InputError::AllLeftOut)))
    }

    /// The same of what was not looked at yet.
    fn find(&mut self) -> Option<NextInput> {
        loop {
            let is_left_out =
                |path: &Path| self.passed_over.iter().any(|it| it == path) || self.excluded.holds(path);
            if let Some(found) = self.walk.as_mut().and_then(|it| it.next_kept(is_left_out)) {
                return Some(found.map_or_else(NextInput::Trouble, |path| {
                    let metadata = path.metadata().ok();
                    open(path, metadata.as_ref())
                }));
            }
            self.walk = None;
            match self.sources.pop_front()? {
                NamedInput::Path(path) => match path.metadata() {
                    Ok(metadata) if !metadata.is_dir() => return Some(open(path, Some(&metadata))),
                    _ => self.walk = Some(Files::of(path)),
                },
                NamedInput::Stdin => {
                    let read = self.stdin.take()?;
                    let stream = InputStream::new("<stdin>".into(), read, Chunking::Available, true);
                    return Some(NextInput::InputStream(stream));
                }
                NamedInput::Sample(sample) => {
                    let (name, read) = (format!("sample:{}", sample.name), Cursor::new(sample.bytes));
                    let stream = InputStream::new(name.into(), Box::new(read), Chunking::Full, false);
                    return Some(NextInput::InputStream(stream));
                }
            }
        }
    }

    /// Gathers small files behind this one.
    fn small(&mut self, path: PathBuf, size: usize) -> SmallFiles {
        let mut small = SmallFiles::new(self.pool.clone());
        small.add(path, size);
        while !small.is_enough() {
            match self.advance() {
                Some(NextInput::Small(path, size)) => small.add(path, size),
                other => {
                    self.next = other;
                    break;
                }
            }
        }
        small
    }
}

/// A file that is ready to be read. One that is small is opened by the thread that works on it.
fn open(path: PathBuf, metadata: Option<&Metadata>) -> NextInput {
    let Some(size) = metadata.filter(|it| it.is_file()).map(Metadata::len) else {
        return NextInput::Pipe(path);
    };
    if let Ok(size @ 0..=MAX_SMALL) = usize::try_from(size) {
        return NextInput::Small(path, size);
    }
    match File::open(&path).and_then(KnownLength::of) {
        Ok(file) => {
            let name = path.display().to_string().into();
            NextInput::InputStream(InputStream::new(name, Box::new(file), Chunking::Full, false))
        }
        Err(source) => NextInput::Trouble(unreadable(&path, source)),
    }
}

impl Iterator for Blocks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let stream = match &mut self.current {
            Some(stream) => stream,
            None => match self.advance()? {
                NextInput::InputStream(stream) => self.current.insert(stream),
                NextInput::Pipe(path) => match File::open(&path) {
                    Ok(file) => {
                        let name = path.display().to_string().into();
                        let stream = InputStream::new(name, Box::new(file), Chunking::Available, false);
                        self.current.insert(stream)
                    }
                    Err(source) => return Some(Chunk::Piece(Piece::Trouble(unreadable(&path, source)))),
                },
                NextInput::Small(path, size) => return Some(Chunk::SmallFiles(self.small(path, size))),
                NextInput::Trouble(error) => return Some(Chunk::Piece(Piece::Trouble(error))),
            },
        };
        let given = stream.next(&self.pool);
        let piece = Piece::of(stream, given);
        if piece.is_last() {
            self.current = None;
        }
        Some(Chunk::Piece(piece))
    }
}

/// Bytes that are cut at a time: what they hold waits until it is asked for.
const CUT_BYTES: usize = 4 << 10;

/// The entries of a request. Memory is bounded by the largest document.
///
/// An error is about one input; the next call goes on with the one after it.
pub(crate) struct Inputs {
    chunks: Box<dyn Iterator<Item = Chunk> + Send>,
    /// Small files that are being read.
    small: Option<Box<dyn Iterator<Item = Piece> + Send>>,
    joiner: Joiner,
    /// The block that is being cut, and how far.
    current: Option<(Block, usize)>,
    ready: VecDeque<Result<Document, InputError>>,
}

impl Inputs {
    pub(crate) fn new(chunks: impl Iterator<Item = Chunk> + Send + 'static, unwrap: Unwrap) -> Self {
        let joiner = Joiner::new(unwrap);
        Self { chunks: Box::new(chunks), small: None, joiner, current: None, ready: VecDeque::new() }
    }

    pub(crate) fn tally(&self) -> InputTally {
        self.joiner.tally()
    }

    fn piece(&mut self) -> Option<Piece> {
        loop {
            if let Some(piece) = self.small.as_mut().and_then(Iterator::next) {
                return Some(piece);
            }
            match self.chunks.next()? {
                Chunk::SmallFiles(small) => self.small = Some(Box::new(small.read())),
                Chunk::Piece(piece) => return Some(piece),
            }
        }
    }

    /// Reads on a little. `None` at the end.
    fn advance(&mut self) -> Option<()> {
        let (block, at) = match self.current.take() {
            Some(current) => current,
            None => match self.piece()? {
                Piece::Block(block) => {
                    let skipped = self.joiner.begin(&block);
                    (block, skipped)
                }
                Piece::Damaged(damage) => {
                    self.ready.push_back(Err(self.joiner.damaged(damage)));
                    return Some(());
                }
                Piece::Trouble(error) => {
                    self.ready.push_back(Err(error));
                    return Some(());
                }
            },
        };
        let mut end = (at + CUT_BYTES).min(block.text().len());
        // A byte-order mark stays in one piece.
        while block.text().get(end).is_some_and(|it| it & 0xc0 == 0x80) {
            end += 1;
        }
        let ready = &mut self.ready;
        let mut keep = |found| {
            ready.push_back(found);
            ControlFlow::Continue(())
        };
        // What only keeps never breaks.
        let _ = self.joiner.feed(&block.text()[at..end], |entry| keep(Ok(entry)));
        if end < block.text().len() {
            self.current = Some((block, end));
        } else if block.ends {
            let _ = self.joiner.end(&block, keep);
        }
        Some(())
    }
}

impl Iterator for Inputs {
    type Item = Result<Document, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            self.advance()?;
        }
        self.ready.pop_front()
    }
}
