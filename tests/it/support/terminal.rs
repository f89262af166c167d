//! The binary on a pseudo-terminal, and the screen that is left when it has ended.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::Pid;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// More rows than any view has.
const ROWS: u16 = 1_000;

/// What was left on the screen.
pub(crate) struct Screen {
    /// The rows, without the empty ones at the end.
    pub(crate) rows: Vec<String>,
    /// The rows that went on in the next one.
    pub(crate) wrapped: Vec<String>,
    pub(crate) code: Option<i32>,
}

/// A process on a terminal of its own.
pub(crate) struct Session {
    child: Child,
    terminal: File,
    columns: u16,
}

impl Session {
    /// Starts the binary in `folder` with standard output and standard error on a terminal.
    pub(crate) fn start(folder: &Path, lang: &str, columns: u16, args: &[&str]) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let size = Winsize { ws_row: ROWS, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&terminal, size).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let open = || {
            let path = Path::new(OsStr::from_bytes(name.as_bytes()));
            OpenOptions::new().read(true).write(true).open(path).unwrap()
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_helpdesk-evt"));
        command.args(args).args(["--lang", lang]).current_dir(folder);
        command.env_clear().env("TZ", "UTC").env("TERM", "xterm-256color");
        command.stdin(Stdio::null()).stdout(open()).stderr(open());
        let child = command.spawn().unwrap();
        // Closing the ends that the command still holds lets the reading end with the process.
        drop(command);
        Self { child, terminal: File::from(terminal), columns }
    }

    /// The process, to be told to end.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Reads to the end, and gives the screen back.
    pub(crate) fn end(self) -> Screen {
        let columns = self.columns;
        let (parser, code) = self.parsed();
        let screen = parser.screen();
        let rows: Vec<String> = screen.rows(0, columns).collect();
        let wrapped = (0..ROWS).filter(|row| screen.row_wrapped(*row));
        let wrapped = wrapped.map(|row| rows[usize::from(row)].clone()).collect();
        let used = rows.iter().rposition(|row| !row.trim().is_empty()).map_or(0, |last| last + 1);
        Screen { rows: rows[..used].to_vec(), wrapped, code }
    }

    /// Reads to the end, and gives the terminal's state back, with the exit code.
    pub(crate) fn parsed(mut self) -> (vt100::Parser, Option<i32>) {
        let mut bytes = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        // A terminal whose other side is closed is an error on Linux and an end elsewhere.
        while let Ok(count @ 1..) = self.terminal.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..count]);
        }
        let code = self.child.wait().unwrap().code();
        let mut parser = vt100::Parser::new(ROWS, self.columns, 0);
        parser.process(&bytes);
        (parser, code)
    }
}

/// Runs the binary to its end on a terminal of so many columns.
pub(crate) fn run(folder: &Path, lang: &str, columns: u16, args: &[&str]) -> Screen {
    Session::start(folder, lang, columns, args).end()
}
