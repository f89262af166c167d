//! Plain HTTP/1.1 to one target, where no proxy stands between: connections are kept, and each is driven by the delivery
//! that uses it, in no task of its own. A profile showed general clients to cost more than the request itself.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::raw_client::{Dialer, RawConnection};
use super::raw_response::Keeps;
use super::settings::Settings;
use crate::protocol::webhook::{Header, Packet, Reply, SendError};
use crate::wire::Target;

/// How long a connection may rest and still be used; a firewall may have forgotten it by then.
const MAX_IDLE: Duration = Duration::from_secs(90);

/// The way to a target.
pub(crate) struct Direct {
    dialer: Dialer,
    resting: Mutex<Vec<PooledConnection>>,
}

struct PooledConnection {
    connection: RawConnection,
    /// When it was last taken to be used.
    since: Instant,
}

impl Direct {
    /// The way to `target`, if nothing stands between: no TLS, no proxy, no credentials to be made a header of.
    pub(crate) fn to(target: &Target, settings: &Settings) -> Option<Self> {
        if !target.is_loopback() && a_proxy_is_named() {
            return None;
        }
        let mut settings = settings.clone();
        title_case(&mut settings.headers);
        Some(Self { dialer: Dialer::new(target, settings).ok()?, resting: Mutex::default() })
    }

    /// Closes the connections that are kept: the next request goes over a fresh one.
    pub(crate) fn forget(&self) {
        self.resting().clear();
    }

    /// Sends a packet over a resting connection or a new one and reads the answer, for as long as it takes.
    pub(crate) async fn deliver(&self, mut packet: Packet) -> Result<Reply, SendError> {
        title_case(&mut packet.headers);
        let request = self.dialer.request(&packet)?;
        let (mut pooled, is_new) = match self.rested() {
            Some(pooled) => (pooled, false),
            // On the heap: it happens once a connection, and its size is not needed after that.
            None => (Box::pin(self.connect()).await?, true),
        };
        let connection = &mut pooled.connection;
        let (reply, keeps) = connection.exchange(&request).await.map_err(|error| {
            let reused = !is_new && !connection.has_begun;
            self.dialer.failure(&error, reused)
        })?;
        if keeps == Keeps::Yes {
            self.resting().push(pooled);
        }
        Ok(reply)
    }

    /// The connection that was used last, if it has not rested for too long and did not end meanwhile.
    fn rested(&self) -> Option<PooledConnection> {
        let mut resting = self.resting();
        let now = Instant::now();
        loop {
            let pooled = resting.pop()?;
            if now - pooled.since > MAX_IDLE {
                // The others have rested for longer.
                resting.clear();
            } else if pooled.connection.is_quiet() {
                return Some(PooledConnection { since: now, ..pooled });
            }
        }
    }

    fn resting(&self) -> MutexGuard<'_, Vec<PooledConnection>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> Result<PooledConnection, SendError> {
        Ok(PooledConnection { connection: self.dialer.connect().await?, since: Instant::now() })
    }
}

/// Writes names that begin small as the platform writes its own: `X-Env`.
fn title_case(headers: &mut [Header]) {
    for (name, _) in
        headers.iter_mut().filter(|(name, _)| name.starts_with(|it: char| it.is_ascii_lowercase()))
    {
        let mut begins = true;
        let words = name.chars().map(|it| {
            let begun = std::mem::replace(&mut begins, it == '-');
            if begun { it.to_ascii_uppercase() } else { it }
        });
        *name = Cow::Owned(words.collect());
    }
}

/// Whether the environment names a proxy for plain HTTP; for which hosts is the general client's to tell.
fn a_proxy_is_named() -> bool {
    let names = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    names.iter().any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()))
}

#[cfg(test)]
#[path = "direct_tests.rs"]
mod tests;
