//! The one way to a plain TCP connection, for the client that keeps connections and for the raw one.

use std::io;
use std::time::Duration;

use hyper::Uri;
use hyper::service::Service as _;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::failure::{RequestProgress, failure, kind, ms};
use crate::protocol::webhook::SendError;
use crate::wire::Target;

/// After how long the system asks whether the other side of an idle connection is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(crate) struct Connector {
    connect: TowerToHyperService<HttpConnector>,
    pub(crate) target: Target,
    uri: Uri,
    limit: Duration,
}

impl Connector {
    /// To `target`, within `limit`; `None` where its URL is none that HTTP knows.
    pub(crate) fn new(target: &Target, limit: Duration) -> Option<Self> {
        let mut connect = HttpConnector::new();
        connect.set_nodelay(true);
        connect.set_keepalive(Some(KEEP_ALIVE));
        // Shared among a host's addresses: one that is silent leaves time for the next.
        connect.set_connect_timeout(Some(limit));
        let uri = target.url.as_str().parse().ok()?;
        Some(Self { connect: TowerToHyperService::new(connect), target: target.clone(), uri, limit })
    }

    pub(crate) async fn connect(&self) -> Result<TcpStream, SendError> {
        let late = || SendError::ConnectTimeout { limit_ms: ms(self.limit) };
        let connected = timeout(self.limit, self.connect.call(self.uri.clone())).await;
        match connected.map_err(|_| late())? {
            Ok(stream) => Ok(stream.into_inner()),
            Err(error) => {
                // The connector's error has no name for it; its words are all there is.
                let is_dns = error.to_string() == "dns error";
                let progress = if is_dns { RequestProgress::Resolving } else { RequestProgress::Connecting };
                let failure = failure(&error, progress, &self.target);
                Err(if kind(&error) == Some(io::ErrorKind::TimedOut) { late() } else { failure })
            }
        }
    }
}
