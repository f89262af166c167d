//! The server: takes requests in over HTTP/1.1 and hands them to a receiver. Slow senders, half requests and crowds of
//! connections do not keep it from others.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::connection::{Line, serve};
use super::connection_limit::Crowd;
use crate::protocol::webhook::Receiver;

/// How long to wait before accepting again where the system has nothing to give, ms.
const BREATH: Duration = Duration::from_millis(10);

/// What a server allows a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body.
    pub body: u64,
    /// For the head of a request, and between two requests of a connection.
    pub head_time: Duration,
    /// For the body of a request.
    pub body_time: Duration,
    /// Connections at a time. One more takes the place of the one that has been idle the longest.
    pub connections: usize,
    /// How long a stop waits for requests that are still being sent. Those that are being answered are waited for.
    pub grace: Duration,
}

impl Default for Limits {
    /// 1 MB, 30 s for head and body each, 10,000 connections, 2 s of grace.
    fn default() -> Self {
        Self {
            body: 1_000_000,
            head_time: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            connections: 10_000,
            grace: Duration::from_secs(2),
        }
    }
}

/// Why a server cannot listen.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {host}:{port}: {source}")]
pub struct BindError {
    /// The host as it was given.
    pub host: String,
    /// The port as it was given.
    pub port: u16,
    /// What the system said.
    pub source: io::Error,
}

/// A server that is bound: connections queue up from now on.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    limits: Limits,
}

impl Server {
    /// Binds a host and a port; port 0 takes a free one.
    pub async fn bind(host: &str, port: u16, limits: Limits) -> Result<Self, BindError> {
        let error = |source| BindError { host: host.to_owned(), port, source };
        let listener = TcpListener::bind((host, port)).await.map_err(error)?;
        let address = listener.local_addr().map_err(error)?;
        Ok(Self { listener, address, limits })
    }

    /// Where it listens, with the true port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done; then takes no more connections, lets the requests in flight be answered, and ends.
    pub async fn serve<R: Receiver>(self, receiver: Arc<R>, stop: impl Future<Output = ()>) {
        let line = Arc::new(Line::new(receiver, self.limits));
        let mut crowd = Crowd::default();
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                Some(()) = crowd.gone() => {}
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        // An answer is small and waits for nothing.
                        let _ = stream.set_nodelay(true);
                        crowd.admit(|seat, stop| serve(stream, Arc::clone(&line), seat, stop));
                    }
                    Err(error) => Self::relieve(&mut crowd, &error).await,
                },
            }
            while crowd.len() > self.limits.connections {
                if !crowd.evict().await && crowd.gone().await.is_none() {
                    break;
                }
            }
        }
        drop(self.listener);
        crowd.disperse(self.limits.grace).await;
    }

    /// After a failed accept. Where the system is out of file descriptors, someone idle has to go; a connection that
    /// broke while it waited is nobody's loss.
    async fn relieve(crowd: &mut Crowd, error: &io::Error) {
        let broken = matches!(
            error.kind(),
            io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
        );
        if !broken && !crowd.evict().await {
            tokio::time::sleep(BREATH).await;
        }
    }
}
