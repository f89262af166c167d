//! This program as a child process: the environment of whoever runs the tests stays outside.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;

use crate::app::Secrets;

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

/// Runs to the end.
pub(crate) fn run(command: &mut Command) -> Finished {
    let output = command.output().unwrap();
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
