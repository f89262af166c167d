//! A receiver that runs beside: what `listen` is about, and what a sender without a target can send to.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::cli::say_other_protocol;
use crate::engine::receive::EventReceiver;
use crate::report::Received;
use crate::wire::http::{BindError, Limits, Server};

/// A receiver behind a server, running. Dropping it stops it, as [`LocalReceiver::stop`] does.
pub(crate) struct LocalReceiver {
    /// Where events are delivered to, with the true port.
    pub(crate) url: String,
    pub(crate) address: SocketAddr,
    /// What was answered; ends when everything in flight has been answered after a stop.
    pub(crate) arrivals: mpsc::Receiver<Received>,
    halt: Option<oneshot::Sender<()>>,
}

impl LocalReceiver {
    /// Binds and serves, in a task of the runtime it is called on. Port 0 takes a free one.
    pub(crate) async fn start(
        receiver: EventReceiver,
        arrivals: mpsc::Receiver<Received>,
        host: &str,
        port: u16,
        limits: Limits,
    ) -> Result<Self, BindError> {
        let mut server = Server::bind(host, port, limits).await?;
        server.other_protocols.tell = say_other_protocol;
        let address = server.address();
        let url = format!("http://{address}{}", receiver.path());
        let (halt, halted) = oneshot::channel::<()>();
        let serving = server.serve(Arc::new(receiver), async {
            let _ = halted.await;
        });
        tokio::spawn(serving);
        Ok(Self { url, address, arrivals, halt: Some(halt) })
    }

    /// Takes no more requests; those in flight are answered.
    pub(crate) fn stop(&mut self) {
        self.halt = None;
    }

    /// Whether no stop has been asked for.
    pub(crate) fn is_open(&self) -> bool {
        self.halt.is_some()
    }
}
