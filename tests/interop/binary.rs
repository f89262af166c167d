//! This program as a child process, without the environment that the tests run in.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use crate::app::{APP_ID, APP_SECRET, PLAIN, Secrets};

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Finished {
    /// The one document of `json` output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The `data` of every record of this type in `ndjson` output.
    pub(crate) fn lines(&self, kind: &str) -> Vec<Value> {
        let lines = self.stdout.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
        lines.filter(|it| it["type"] == kind).map(|mut it| it["data"].take()).collect()
    }
}

/// A subcommand with an app's secrets, in the project's folder.
pub(crate) fn command(subcommand: &str, secrets: Secrets) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpdesk-evt"));
    command.arg(subcommand).current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().stdin(Stdio::null());
    if !secrets.encrypt_key.is_empty() {
        command.env("HELPDESK_EVT_ENCRYPT_KEY", secrets.encrypt_key);
    }
    command.env("HELPDESK_EVT_VERIFICATION_TOKEN", secrets.token);
    command
}

/// `helpdesk-evt listen` on a free port, ready. It is killed when a test lets go of it.
pub(crate) struct Listener {
    child: Child,
    stderr: BufReader<ChildStderr>,
    port: String,
}

impl Listener {
    pub(crate) fn start(secrets: Secrets, arguments: &[&str]) -> Self {
        let mut command = command("listen", secrets);
        command.args(["--port", "0", "--format", "ndjson"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let port = line
            .strip_prefix("listening on http://127.0.0.1:")
            .and_then(|it| it.split_once('/'))
            .map(|(port, _)| port.to_owned());
        Self { child, stderr, port: port.unwrap_or_else(|| panic!("listen said first: {line}")) }
    }

    pub(crate) fn port(&self) -> &str {
        &self.port
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Finished {
        let mut stdout = String::new();
        let mut stderr = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        Finished { code: self.child.wait().unwrap().code(), stdout, stderr }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A process that is killed when this is dropped.
struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A gateway that apps can connect to. It is killed when a test lets go of it.
pub(crate) struct Gateway {
    child: Held,
    pub(crate) url: String,
    stdout: JoinHandle<String>,
    stdout_lines: Receiver<String>,
    stderr: JoinHandle<String>,
    stderr_lines: Receiver<String>,
}

impl Gateway {
    /// With a limit for acks that no machine is too slow for.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::with_limit("1m", arguments)
    }

    /// With this limit for acks.
    pub(crate) fn with_limit(limit: &str, arguments: &[&str]) -> Self {
        let mut command = command("gateway", PLAIN);
        command
            .args(["--port", "0", "--once", "--timeout", limit])
            .args(["--app-id", APP_ID, "--app-secret", APP_SECRET])
            .args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdout, stdout_lines) = read(child.stdout.take().unwrap());
        let (stderr, stderr_lines) = read(child.stderr.take().unwrap());
        let first = stderr_lines.recv().unwrap();
        let url = first.strip_prefix("gateway on ").and_then(|it| it.split(' ').next());
        let url = url.unwrap_or_else(|| panic!("gateway said first: {first}")).to_owned();
        let child = Held(child);
        Self { child, url, stdout, stdout_lines, stderr, stderr_lines }
    }

    /// Its standard input, which ends when the caller drops it.
    pub(crate) fn stdin(&mut self) -> ChildStdin {
        self.child.0.stdin.take().unwrap()
    }

    /// Waits for as many lines on standard error, from the last wait on, as there are texts: one with each.
    pub(crate) fn says(&self, texts: &[&str]) {
        let mut left = texts.to_vec();
        while !left.is_empty() {
            let Ok(line) = self.stderr_lines.recv() else { panic!("it ended and never said {left:?}") };
            if let Some(found) = left.iter().position(|it| line.contains(it)) {
                left.remove(found);
            }
        }
    }

    /// Waits for so many lines on standard output, from the last wait on, with this text.
    pub(crate) fn prints(&self, count: usize, text: &str) {
        let lines = self.stdout_lines.iter().filter(|it| it.contains(text));
        assert_eq!(lines.take(count).count(), count, "it ended before that: {text}");
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Finished {
        drop(self.child.0.stdin.take());
        let code = self.child.0.wait().unwrap().code();
        Finished { code, stdout: self.stdout.join().unwrap(), stderr: self.stderr.join().unwrap() }
    }
}

/// Reads to the end, and gives every line as it comes.
fn read(stream: impl Read + Send + 'static) -> (JoinHandle<String>, Receiver<String>) {
    let (sender, lines) = channel();
    let all = thread::spawn(move || {
        let mut all = String::new();
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            all += &line;
            all.push('\n');
            // The receiver may be gone.
            sender.send(line).ok();
        }
        all
    });
    (all, lines)
}

/// Runs to the end.
pub(crate) fn run(command: &mut Command) -> Finished {
    let output = command.output().unwrap();
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
