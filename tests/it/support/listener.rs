//! `helpdesk-evt listen` as a process on a free port.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};

use helpdesk_evt::internals::Packet;
use tempfile::TempDir;

use super::{Answer, Sender, peak_memory, sealed};
use crate::process::{Finished, command};

/// A listener that is ready. It is killed when a test lets go of it.
pub(crate) struct Listener {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
    pub(crate) url: String,
}

impl Listener {
    /// Starts with the keys of the tests.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let keys = ["--encrypt-key", "example-key", "--verification-token", "example-token"];
        Self::start_bare(&[&keys, arguments].concat())
    }

    /// Starts without keys, and waits for the line that says it is ready.
    pub(crate) fn start_bare(arguments: &[&str]) -> Self {
        let mut command: Command = command(&[&["listen", "--port", "0"], arguments].concat());
        let mut child =
            command.env("TZ", "UTC").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let url = loop {
            let mut line = String::new();
            let read = stderr.read_line(&mut line).unwrap();
            said.push_str(&line);
            assert!(read > 0, "it ended before it was ready: {said}");
            if let Some(rest) = line.strip_prefix("listening on ") {
                break rest.split_whitespace().next().unwrap().to_owned();
            }
        };
        Self { child, stderr, said, url }
    }

    /// The most memory it has had, kB.
    pub(crate) fn peak_memory(&self) -> u64 {
        peak_memory(self.child.id())
    }

    pub(crate) fn sender(&self) -> Sender {
        Sender::to(&self.url)
    }

    /// Delivers an event on a connection of its own.
    pub(crate) fn deliver(&self, plaintext: &[u8]) -> Answer {
        self.sender().post(&sealed(plaintext)).unwrap()
    }

    /// The same, neither encrypted nor signed.
    pub(crate) fn deliver_plain(&self, text: &[u8]) -> Answer {
        self.sender().post(&Packet { headers: Vec::new(), body: text.to_vec() }).unwrap()
    }

    /// Sends a signal by its name, as in `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Finished {
        let mut stdout = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut self.said).unwrap();
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        Finished { code, stdout, stderr: std::mem::take(&mut self.said) }
    }

    /// Asks it to stop and waits for its end.
    pub(crate) fn stop(self) -> Finished {
        self.signal("INT");
        self.finish()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for a test's files, and the path of one in it as an argument.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).into_os_string().into_string().unwrap()
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// How many lines a file has.
    pub(crate) fn lines(&self, name: &str) -> usize {
        String::from_utf8(self.read(name)).unwrap().lines().count()
    }
}
