//! Standard output: how it is buffered, what a terminal is not sent, how wide it is, and that it may be closed.

use std::io::{self, BufWriter, IsTerminal as _, LineWriter, Write};

use super::file::Sink;
use super::live::Piped;
use super::terminal::terminal;
use crate::cli::args::Format;
use crate::cli::pipe::is_pipe;
use crate::render::text::layout::WIDTH;

/// Standard output of a run whose verdict counts although nobody reads it any more: what it cannot take is dropped.
struct UnlessClosed(Sink);

impl UnlessClosed {
    fn tolerated<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.0 = Box::new(io::sink());
                Ok(instead)
            }
            done => done,
        }
    }
}

impl Write for UnlessClosed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes);
        self.tolerated(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.0.flush();
        self.tolerated(flushed, ())
    }
}

/// Standard output of a command whose exit code counts although nobody reads it any more.
pub(crate) fn unless_closed() -> Sink {
    Box::new(UnlessClosed(open()))
}

pub(crate) fn open() -> Sink {
    let out = io::stdout();
    if out.is_terminal() {
        Box::new(LineWriter::new(out))
    } else if is_pipe(&out) {
        Box::new(BufWriter::with_capacity(1 << 16, Piped::new(out)))
    } else {
        Box::new(BufWriter::with_capacity(1 << 16, out))
    }
}

/// Standard output for a format: a terminal is sent nothing that it would obey.
pub(crate) fn for_format(sink: Sink, format: Format) -> Sink {
    if io::stdout().is_terminal() { terminal(sink, format, width()) } else { sink }
}

/// Standard output for lists that are made for people.
pub(crate) fn for_people() -> Sink {
    for_format(open(), Format::Human)
}

/// Standard output for requests: JSON is the same value on a terminal, other text has signs in it.
pub(crate) fn for_requests(are_json: bool) -> Sink {
    for_format(open(), if are_json { Format::Ndjson } else { Format::Csv })
}

/// The columns of the terminal on standard output; 80 where it is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}
