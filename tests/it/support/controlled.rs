//! A command with `--control`, as a process, and what a program says to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};

use serde_json::Value;

use crate::process::command;

/// A command that can be watched and steered. It is killed when a test lets go of it.
pub(crate) struct Controlled {
    child: Child,
    /// Kept open: a process that says something must not fail for it.
    stderr: BufReader<ChildStderr>,
    /// What it said before it said where to call it.
    pub(crate) said: String,
    address: String,
    token: String,
}

impl Controlled {
    /// Starts a command on a free port for its control.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = command(&[arguments, &["--control", "0"]].concat());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let [said, address, token] = Default::default();
        let mut controlled = Self { child, stderr, said, address, token };
        while controlled.address.is_empty() {
            let mut line = String::new();
            let read = controlled.stderr.read_line(&mut line).unwrap();
            assert!(read > 0, "it ended before it was ready: {}", controlled.said);
            let after = line.strip_prefix("control on http://").and_then(|it| it.split_once("/api/"));
            if let Some((address, token)) = after {
                address.clone_into(&mut controlled.address);
                token.trim_end().rsplit(' ').next().unwrap().clone_into(&mut controlled.token);
            }
            controlled.said.push_str(&line);
        }
        controlled
    }

    /// The URL in the line that it began with these words.
    pub(crate) fn url_after(&self, words: &str) -> String {
        let line = self.said.lines().find_map(|it| it.strip_prefix(words)).unwrap();
        line.split_whitespace().next().unwrap().to_owned()
    }

    /// Reads what it says up to a line that holds `text`.
    pub(crate) fn hear(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert!(self.stderr.read_line(&mut line).unwrap() > 0, "it ended without `{text}`");
        }
    }

    /// Sends it SIGINT; its exit code.
    pub(crate) fn interrupt(&mut self) -> Option<i32> {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Its standard input, which ends when the caller drops it.
    pub(crate) fn stdin(&mut self) -> ChildStdin {
        self.child.stdin.take().unwrap()
    }

    /// The status of an answer, and its body where that is JSON.
    pub(crate) fn call(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        self.call_with(&self.token, method, path, body)
    }

    /// The same with another token.
    pub(crate) fn call_with(&self, token: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut answer = String::new();
        self.connect(token, method, path, body).read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    /// Does something, which must be possible.
    pub(crate) fn act(&self, path: &str, body: &str) -> Value {
        let (status, answer) = self.call("POST", path, body);
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    /// The list, once it is as wanted.
    pub(crate) fn wait_for(&self, is_wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let stream = BufReader::new(self.connect(&self.token, "GET", "stream", ""));
        // Each message that something has changed is a reason to look again.
        for _ in stream.lines().map_while(Result::ok).filter(|it| it.starts_with("data: ")) {
            let list = self.call("GET", "events", "").1["events"].as_array().unwrap().clone();
            if is_wanted(&list) {
                return list;
            }
        }
        panic!("it ended before the list was as wanted")
    }

    fn connect(&self, token: &str, method: &str, path: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} /api/{path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Controlled {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
