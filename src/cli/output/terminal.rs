//! Standard output on a terminal, in formats that hold texts as they are: what a terminal would obey is not sent to it.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::cli::args::Format;
use crate::mask::stand_in;

/// How a format writes a control character or a direction mark that is not to be sent.
type Rewrite = fn(char, &mut String);

/// Renderers write whole rows and whole texts: no write ends inside a character.
struct Terminal {
    out: Box<dyn Write + Send>,
    rewrite: Rewrite,
}

/// The sink for a format that is shown on a terminal. The formats for people hold nothing that is to be rewritten.
pub(super) fn terminal(out: Box<dyn Write + Send>, format: Format) -> Box<dyn Write + Send> {
    match format {
        // JSON is the same value afterwards.
        Format::Json | Format::Ndjson | Format::Sarif | Format::CodeQuality => {
            let rewrite = |c, text: &mut String| {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            };
            Box::new(Terminal { out, rewrite })
        }
        Format::Csv => Box::new(Terminal { out, rewrite: |c, text| text.extend(stand_in(c)) }),
        _ => out,
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
        terminal(Box::new(out.clone()), format).write_all(text.as_bytes()).unwrap();
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
}
