//! The first and the last lines of a file, read without the rest.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};

/// Bytes read at once from the end of a file.
const CHUNK: u64 = 1 << 16;
/// The longest line that is looked for, bytes: longer than any document.
const MAX_LINE: u64 = 1 << 26;

/// What a file begins and ends with.
pub(crate) struct Ends {
    /// The first line that is ended, without its end.
    pub(crate) first: Option<Vec<u8>>,
    /// The last line that is ended, without its end.
    pub(crate) last: Option<Vec<u8>>,
    /// What stands after the last line end.
    pub(crate) open: Vec<u8>,
}

/// The ends of a file of `len` bytes. `None` where it is empty, or a line is longer than any of ours.
pub(crate) fn ends(file: &File, len: u64) -> io::Result<Option<Ends>> {
    if len == 0 {
        return Ok(None);
    }
    let Some(open_from) = line_start(file, len)? else { return Ok(None) };
    let open = read(file, open_from, len)?;
    if open_from == 0 {
        return Ok(Some(Ends { first: None, last: None, open }));
    }
    let Some(last_from) = line_start(file, open_from - 1)? else { return Ok(None) };
    let last = read(file, last_from, open_from - 1)?;
    let Some(first) = first_line(file, open_from)? else { return Ok(None) };
    Ok(Some(Ends { first: Some(first), last: Some(last), open }))
}

pub(crate) fn read(mut file: &File, from: u64, to: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(to - from).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The line that a file begins with, without its end; one is known to stand before `to`.
fn first_line(mut file: &File, to: u64) -> io::Result<Option<Vec<u8>>> {
    file.seek(SeekFrom::Start(0))?;
    let mut line = Vec::new();
    BufReader::new(file.take(MAX_LINE.min(to))).read_until(b'\n', &mut line)?;
    Ok((line.pop() == Some(b'\n')).then_some(line))
}

/// Where the line begins that ends at `to`. `None` where that is further back than a line of ours is long.
fn line_start(file: &File, end: u64) -> io::Result<Option<u64>> {
    let mut to = end;
    while to > 0 {
        let from = to.saturating_sub(CHUNK);
        let chunk = read(file, from, to)?;
        if let Some(at) = chunk.iter().rposition(|byte| *byte == b'\n') {
            return Ok(Some(from + at as u64 + 1));
        }
        to = from;
        if end - to > MAX_LINE {
            return Ok(None);
        }
    }
    Ok(Some(0))
}
