//! The vendor's receivers and clients as child processes.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::protocol::seal_challenge;
use crate::raw::{keys, post};
use crate::sdk::Sdk;
use crate::toolchain::scratch;

/// An app's two secrets; "" for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Secrets {
    pub(crate) encrypt_key: &'static str,
    pub(crate) token: &'static str,
}

/// Key and token.
pub(crate) const ENCRYPTED: Secrets =
    Secrets { encrypt_key: "interop-example-encrypt-key", token: "interop-example-token" };
/// No key, a token.
pub(crate) const PLAIN: Secrets = Secrets { encrypt_key: "", ..ENCRYPTED };

/// What long connections ask with; the Node SDK wants `cli_` and 16 hex digits.
pub(crate) const APP_ID: &str = "cli_0000000000000001";
/// Its secret.
pub(crate) const APP_SECRET: &str = "interop-example-secret";

/// A running app with the record of what its handler handled. It ends when this is dropped, or when its standard
/// input closes because the tests died.
pub(crate) struct App {
    child: Child,
    _stdin: ChildStdin,
    folder: PathBuf,
    port: u16,
}

impl App {
    /// The SDK's webhook receiver, ready.
    pub(crate) fn receiver(sdk: Sdk, secrets: Secrets) -> Self {
        Self::receiver_with(sdk, secrets, &[])
    }

    /// A receiver that lives as long as the tests: the Python SDK takes seconds to load. What a test sends to it needs
    /// an `event_id` of its own.
    pub(crate) fn shared(sdk: Sdk, secrets: Secrets) -> &'static Self {
        static SHARED: Mutex<Vec<(Sdk, Secrets, &App)>> = Mutex::new(Vec::new());
        let mut shared = SHARED.lock().unwrap();
        if let Some((.., app)) = shared.iter().find(|(its, own, _)| (*its, *own) == (sdk, secrets)) {
            return app;
        }
        let app = Box::leak(Box::new(Self::receiver(sdk, secrets)));
        shared.push((sdk, secrets, app));
        app
    }

    /// A receiver of one's own, with more environment.
    pub(crate) fn receiver_with(sdk: Sdk, secrets: Secrets, environment: &[(&str, &str)]) -> Self {
        let mut command = sdk.command("receiver");
        command.env("INTEROP_ENCRYPT_KEY", secrets.encrypt_key);
        command.env("INTEROP_VERIFICATION_TOKEN", secrets.token);
        let mut app = Self::spawn(command.envs(environment.iter().copied()));
        let mut stdout = BufReader::new(app.child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("port ") {
            line.clear();
            assert!(stdout.read_line(&mut line).unwrap() > 0, "{sdk:?} receiver ended:\n{}", app.said());
        }
        app.port = line["port ".len()..].trim().parse().unwrap();
        // The SDKs log there; a full pipe would stop the receiver.
        thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        // The first answer may take a second, which is the limit of the URL check. This one is not looked at.
        post(&app, &seal_challenge(&keys(secrets), "first", [7; 16]));
        app
    }

    /// The SDK's long-connection client, on its way to a gateway.
    pub(crate) fn client(sdk: Sdk, domain: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = sdk.command("ws_client");
        command.env("INTEROP_DOMAIN", domain).env("INTEROP_APP_ID", APP_ID);
        command.env("INTEROP_APP_SECRET", APP_SECRET);
        let mut app = Self::spawn(command.envs(environment.iter().copied()));
        let mut stdout = app.child.stdout.take().unwrap();
        thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        app
    }

    fn spawn(command: &mut Command) -> Self {
        static APPS: AtomicUsize = AtomicUsize::new(0);
        let number = APPS.fetch_add(1, Ordering::Relaxed);
        let folder = scratch().join(format!("app-{number}"));
        fs::create_dir(&folder).unwrap();
        let stderr = fs::File::create(folder.join("stderr")).unwrap();
        fs::write(folder.join("record"), "").unwrap();
        command.env("INTEROP_RECORD", folder.join("record"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        Self { child, _stdin: stdin, folder, port: 0 }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Where the receiver takes events.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/webhook/event", self.port)
    }

    /// Event id and ticket id of every event the handler finished, in its order.
    pub(crate) fn handled(&self) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.folder.join("record")).unwrap();
        text.lines()
            .map(|line| {
                let (event_id, ticket_id) = line.split_once(' ').unwrap();
                (event_id.to_owned(), ticket_id.to_owned())
            })
            .collect()
    }

    /// What it said on standard error so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(self.folder.join("stderr")).unwrap()
    }

    /// Waits for its end; for apps that are known to exit.
    pub(crate) fn end(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
