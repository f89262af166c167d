//! `helpdesk-evt gateway` as a process on a free port.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;

use super::peak_memory;
use crate::process::{Finished, command};

/// A gateway that is ready. It is killed when a test lets go of it.
pub(crate) struct Gate {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
    pub(crate) address: SocketAddr,
}

impl Gate {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command: Command = command(&[&["gateway", "--port", "0"], arguments].concat());
        let mut child =
            command.env("TZ", "UTC").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let address = ([0, 0, 0, 0], 0).into();
        let mut gate = Self { child, stderr, said: String::new(), address };
        let line = gate.hear("gateway on http://");
        let rest = line.strip_prefix("gateway on http://").unwrap();
        gate.address = rest.split(' ').next().unwrap().parse().unwrap();
        gate
    }

    /// Reads standard error up to a line that holds `text`, and gives that line.
    pub(crate) fn hear(&mut self, text: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.stderr.read_line(&mut line).unwrap();
            self.said.push_str(&line);
            assert!(read > 0, "it ended without `{text}`: {}", self.said);
            if line.contains(text) {
                return line;
            }
        }
    }

    /// The most memory it has had, kB.
    pub(crate) fn peak_memory(&self) -> u64 {
        peak_memory(self.child.id())
    }

    /// Sends SIGINT.
    pub(crate) fn interrupt(&self) {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Waits for its end. What it prints is not read before: a report that is longer than a pipe holds must not keep its
    /// apps waiting.
    pub(crate) fn finish(mut self) -> Finished {
        let mut out = self.child.stdout.take().unwrap();
        let printed = thread::spawn(move || {
            let mut stdout = String::new();
            out.read_to_string(&mut stdout).map(|_| stdout)
        });
        self.stderr.read_to_string(&mut self.said).unwrap();
        let stdout = printed.join().unwrap().unwrap();
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        Finished { code, stdout, stderr: std::mem::take(&mut self.said) }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
