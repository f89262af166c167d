//! What is said to the person at the terminal, beside the results.

use std::io::{self, IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::sync::LazyLock;

use terminal_size::{Height, Width, terminal_size_of};

use super::pipe;
use crate::render::progress;
use crate::render::text::layout::{self, Break, WIDTH};
use crate::render::text::visible;
use crate::wire::http::OtherProtocol;

/// The columns that a text needs beside another.
const LEAST: usize = 20;

/// Says something on standard error, each line broken where the terminal ends. It may be closed; the run goes on.
pub(crate) fn say(text: &str) {
    let lines = text.split('\n').map(|line| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        fitted(line, 0, blanks + 2, Break::Blank)
    });
    put(lines.collect::<Vec<_>>().join("\n"));
}

/// Says what was spoken to a server of ours, and the way out.
pub(crate) fn say_other_protocol(spoken: OtherProtocol, address: SocketAddr) {
    let way_out = match spoken {
        OtherProtocol::Tls => format!(
            "a TLS handshake came: this is plain HTTP; write http://{address}, or have a tunnel or proxy speak TLS"
        ),
        OtherProtocol::Http2 => format!(
            "an HTTP/2 connection came to {address}: this is HTTP/1.1; have the sender speak that (curl --http1.1)"
        ),
        OtherProtocol::Unreadable { reason } => format!(
            "a request came to {address} that cannot be read ({reason}) and was refused; the next like it are not told"
        ),
    };
    say(&format!("note: {way_out}"));
}

/// Writes lines to standard error in one piece: another thread may write to the same terminal meanwhile.
pub(crate) fn put(mut text: String) {
    static IS_PIPE: LazyLock<bool> = LazyLock::new(|| pipe::is_pipe(io::stderr()));
    text.push('\n');
    if *IS_PIPE {
        pipe::put(text);
    } else {
        let _ = progress::BAR.aside(|| io::stderr().write_all(text.as_bytes()));
    }
}

/// The text as it fits the terminal on standard error: its first line begins at column `first`, those below it at
/// `indent`. Elsewhere than on a terminal it stays as it is, for a program may read it.
pub(crate) fn fitted(text: &str, first: usize, indent: usize, at: Break) -> String {
    let stderr = io::stderr();
    let columns = columns(stderr.is_terminal(), || terminal_size_of(&stderr));
    fitted_to(text, columns, first, indent, at)
}

/// The same on standard output, for a text beside `head`: what does not fit goes on below its beginning.
pub(crate) fn beside(head: &str, text: &str) -> String {
    let (stdout, indent) = (io::stdout(), layout::width(head));
    let columns = columns(stdout.is_terminal(), || terminal_size_of(&stdout));
    // Beside a head that fills the line it is broken with it, where it is written.
    let columns = columns.filter(|it| *it >= indent + LEAST);
    head.to_owned() + &fitted_to(text, columns, indent, indent, Break::Blank)
}

/// Says what others can do where a server is bound to more than this machine. The address counts: a name may be any.
pub(crate) fn say_public(host: &str, address: SocketAddr, what: &str) {
    if !address.ip().to_canonical().is_loopback() {
        say(&format!("note: --host {} lets everyone who can reach this machine {what}", visible(host)));
    }
}

/// The columns of a terminal; none of what is no terminal.
fn columns(is_terminal: bool, size: impl Fn() -> Option<(Width, Height)>) -> Option<usize> {
    is_terminal.then(|| size().map_or(WIDTH, |(width, _)| usize::from(width.0)))
}

fn fitted_to(text: &str, columns: Option<usize>, first: usize, indent: usize, at: Break) -> String {
    columns
        .map_or_else(|| text.to_owned(), |columns| layout::wrap(text, columns, first, indent, at).join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_on_a_terminal_alone() {
        let shown = |columns| fitted_to("one two three", columns, 2, 2, Break::Blank);
        assert_eq!(shown(None), "one two three");
        assert_eq!(shown(Some(9)), "one two\n  three");
    }
}
