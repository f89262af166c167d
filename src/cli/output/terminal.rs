//! Standard output on a terminal: of formats that hold texts as they are, what a terminal would obey is not sent to it, and
//! rows for people are broken where it is narrower than they are made for.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::cli::args::Format;
use crate::mask::stand_in;
use crate::render::text::layout::{Break, WIDTH, width, wrap};

/// How a format writes a control character or a direction mark that is not to be sent.
type Rewrite = fn(char, &mut String);

/// Renderers write whole rows and whole texts: no write ends inside a character.
struct Terminal {
    out: Box<dyn Write + Send>,
    rewrite: Rewrite,
}

/// Breaks each row that is wider than the terminal at its blanks; a place stays whole, so that it can be opened.
struct NarrowTerminal {
    out: Box<dyn Write + Send>,
    columns: usize,
    /// What was written of a row.
    row: Vec<u8>,
}

/// The sink for a format that is shown on a terminal of so many columns. The formats for people hold nothing that is to be
/// rewritten.
pub(super) fn terminal(out: Box<dyn Write + Send>, format: Format, columns: usize) -> Box<dyn Write + Send> {
    match format {
        Format::Human if columns < WIDTH => Box::new(NarrowTerminal { out, columns, row: Vec::new() }),
        // JSON is the same value afterwards.
        Format::Json | Format::Ndjson | Format::Sarif | Format::CodeQuality => {
            let rewrite = |c, text: &mut String| {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            };
            Box::new(Terminal { out, rewrite })
        }
        Format::Human | Format::Short => out,
        _ => Box::new(Terminal { out, rewrite: |c, text| text.extend(stand_in(c)) }),
    }
}

fn rewritten(text: &str, rewrite: Rewrite) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        // Line ends stay: CSV has two characters.
        let ends_line = c == '\n' || c == '\r' && rest.peek() == Some(&'\n');
        if ends_line || stand_in(c).is_none() {
            shown.push(c);
        } else {
            rewrite(c, &mut shown);
        }
    }
    shown
}

/// A row in lines that fit, its gaps made small.
fn broken(row: &str, columns: usize) -> String {
    let is_place = row.split_once("-->").is_some_and(|(before, _)| width(before.trim_start()) == 0);
    if width(row) <= columns || is_place {
        return row.to_owned();
    }
    let (blanks, text) = row.split_at(row.len() - row.trim_start_matches(' ').len());
    let cells = text.split("  ").map(str::trim).filter(|it| !it.is_empty());
    // A small cell is not broken: its blanks are none until the row is.
    let is_small = |cell: &str| width(cell) <= columns / 2;
    let cells = cells.map(|it| if is_small(it) { it.replace(' ', "\u{a0}") } else { it.to_owned() });
    let row = blanks.to_owned() + &cells.collect::<Vec<_>>().join("  ");
    wrap(&row, columns, 0, blanks.len() + 2, Break::Blank).join("\n").replace('\u{a0}', " ")
}

impl Write for NarrowTerminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.row.extend_from_slice(part);
            if let Some(row) = self.row.strip_suffix(b"\n") {
                writeln!(self.out, "{}", broken(&String::from_utf8_lossy(row), self.columns))?;
                self.row.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.row))?;
        self.out.flush()
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let shown = rewritten(&String::from_utf8_lossy(bytes), self.rewrite);
        self.out.write_all(shown.as_bytes()).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn shown(format: Format, text: &str) -> String {
        let out = Shared::default();
        let mut terminal = terminal(Box::new(out.clone()), format, 30);
        terminal.write_all(text.as_bytes()).unwrap();
        terminal.flush().unwrap();
        let bytes = out.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_is_the_same_value_and_csv_shows_what_is_there() {
        let text = "{\"a\":\"工单\u{9b}2J\u{202e}\u{7f}\"}\n";
        let json = shown(Format::Ndjson, text);
        assert_eq!(json, "{\"a\":\"工单\\u009b2J\\u202e\\u007f\"}\n");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&json), value(text));
        assert_eq!(shown(Format::Csv, "a\r\n\"\u{1b}[2Jb\rc\nd\"\r\n"), "a\r\n\"␛[2Jb␍c\nd\"\r\n");
        assert_eq!(shown(Format::Human, "\u{1b}[1m"), "\u{1b}[1m");
    }

    #[test]
    fn a_row_that_is_too_wide_goes_on_below_and_a_place_stays_whole() {
        let row = "  20:47:29   被机器人关闭          \u{1b}[1mreopened after 10 min\u{1b}[0m\n";
        let broken = "  20:47:29  被机器人关闭\n    \u{1b}[1mreopened after 10 min\u{1b}[0m\n";
        assert_eq!(shown(Format::Human, row), broken);
        let place = "  --> samples/broken/status-unknown.json:26:17\n";
        assert_eq!(shown(Format::Human, place), place);
        let ticket = "20:47:29  x-->y                closed by guest\n";
        assert_eq!(shown(Format::Human, ticket), "20:47:29  x-->y\n  closed by guest\n");
    }
}
