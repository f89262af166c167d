//! A gateway in the test's own process: its registry, its address, and what it tells.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_evt::internals::{
    Behaviour, Frame, Gateway, Keys, Notice, Packet, Registry, Reply, SendError, Stamp, Transport as _,
    block_on, seal,
};
use tokio::sync::mpsc;

use super::event;

/// Longer than any test takes, however slow the machine.
pub(crate) const LONG: Duration = Duration::from_mins(2);
/// Short, for tests in which nothing comes.
pub(crate) const SHORT: Duration = Duration::from_millis(50);

pub(crate) const DONE: &str = r#"{"code":200}"#;

/// A gateway in this process.
pub(crate) struct Bench {
    pub(crate) registry: Arc<Registry>,
    pub(crate) address: SocketAddr,
    notices: mpsc::UnboundedReceiver<Notice>,
}

impl Bench {
    pub(crate) async fn start(change: impl FnOnce(&mut Behaviour)) -> Self {
        let mut behaviour = Behaviour::new(7, || 1_700_000_000_000);
        behaviour.ack_limit = LONG;
        behaviour.settling = Duration::ZERO;
        change(&mut behaviour);
        let (tell, notices) = mpsc::unbounded_channel();
        // A notice that is not read any more is no fault.
        let registry = Arc::new(Registry::new(behaviour, Arc::new(move |it| drop(tell.send(it)))));
        let gateway = Gateway::bind("127.0.0.1", 0).await.unwrap();
        let address = gateway.address();
        tokio::spawn(gateway.serve(Arc::clone(&registry)));
        Self { registry, address, notices }
    }

    pub(crate) fn send(&self, id: &str) -> tokio::task::JoinHandle<Result<Reply, SendError>> {
        let (registry, packet) = (Arc::clone(&self.registry), packet(id));
        tokio::spawn(async move { registry.send(packet).await })
    }

    /// The next notice that fits.
    pub(crate) async fn told<T>(&mut self, fits: impl Fn(Notice) -> Option<T>) -> T {
        loop {
            if let Some(it) = fits(self.notices.recv().await.unwrap()) {
                return it;
            }
        }
    }

    pub(crate) async fn left(&mut self) -> (String, usize) {
        self.told(|it| match it {
            Notice::Left { why, unanswered, .. } => Some((why, unanswered)),
            _ => None,
        })
        .await
    }

    pub(crate) async fn fault_told(&mut self) -> String {
        self.told(|it| if let Notice::Fault { fault, .. } = it { Some(fault) } else { None }).await
    }
}

pub(crate) fn packet(id: &str) -> Packet {
    let stamp = Stamp { timestamp_s: 1_700_000_000, nonce: "n".to_owned(), iv: [0; 16] };
    seal(&Keys::default(), &event(id), &stamp)
}

pub(crate) fn run(test: impl Future<Output = ()>) {
    block_on(async { tokio::time::timeout(LONG, test).await.expect("the test came to no end") }).unwrap();
}

pub(crate) fn ping() -> Frame {
    Frame { service: 1, ..Frame::default() }.with("type", "ping")
}
