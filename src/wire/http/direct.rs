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
        if target.proxy_variable().is_some() {
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

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::Notify;

    use super::*;

    const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    async fn server() -> (TcpListener, Direct) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let target: Target = format!("http://{address}/hook?a=b").parse().unwrap();
        let direct = Direct::to(&target, &plain()).unwrap();
        (listener, direct)
    }

    /// No headers of its own.
    fn plain() -> Settings {
        Settings { headers: Vec::new(), ..Settings::default() }
    }

    fn packet(body: &str) -> Packet {
        Packet { headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    /// Reads a request to the end of its body, which ends with a `!`.
    async fn read(stream: &mut TcpStream) -> String {
        let mut bytes = Vec::new();
        while bytes.last() != Some(&b'!') {
            assert!(stream.read_buf(&mut bytes).await.unwrap() > 0, "the request is cut");
        }
        String::from_utf8(bytes).unwrap()
    }

    /// Takes two requests on one connection and answers the first.
    async fn answer_first_of_two(listener: &TcpListener) -> TcpStream {
        let (mut stream, _) = listener.accept().await.unwrap();
        read(&mut stream).await;
        stream.write_all(OK).await.unwrap();
        read(&mut stream).await;
        stream
    }

    /// What comes of the second of two requests.
    async fn send_two(direct: &Direct) -> Result<Reply, SendError> {
        direct.deliver(packet("1!")).await.unwrap();
        direct.deliver(packet("2!")).await
    }

    /// Waits until the one resting connection is known to have ended.
    async fn notice(direct: &Direct) {
        let kept = direct.resting().pop().unwrap();
        kept.connection.from.readable().await.unwrap();
        direct.resting().push(kept);
    }

    #[tokio::test]
    async fn a_request_says_where_it_goes_and_how_long_it_is() {
        let (listener, direct) = server().await;
        let serve = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read(&mut stream).await;
            stream.write_all(OK).await.unwrap();
            request
        };
        let (request, reply) = tokio::join!(serve, direct.deliver(packet("hi!")));
        let host = listener.local_addr().unwrap();
        let expected =
            format!("POST /hook?a=b HTTP/1.1\r\nAccept: */*\r\nHost: {host}\r\nContent-Length: 3\r\n\r\nhi!");
        assert_eq!((request, reply.unwrap().body), (expected, b"ok".to_vec()));
    }

    #[tokio::test]
    async fn what_announces_an_answer_stops_no_request() {
        let (listener, direct) = server().await;
        let serve = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n").await.unwrap();
            read(&mut stream).await;
            stream.write_all(OK).await.unwrap();
        };
        // More than both sides hold of it before it is read.
        let body = format!("{}!", "-".repeat(32 << 20));
        let (announced, answer) = tokio::join!(serve, direct.deliver(packet(&body)));
        assert_eq!((announced, answer.unwrap().body), ((), b"ok".to_vec()));
    }

    #[tokio::test]
    async fn a_connection_that_was_closed_while_it_rested_costs_nothing() {
        let (listener, direct) = server().await;
        let rests = Notify::new();
        let serve = async {
            for _ in 0..2 {
                let (mut stream, _) = listener.accept().await.unwrap();
                read(&mut stream).await;
                stream.write_all(OK).await.unwrap();
                rests.notified().await;
            }
        };
        let send = async {
            assert_eq!(direct.deliver(packet("1!")).await.unwrap().status, 200);
            rests.notify_one();
            notice(&direct).await;
            assert_eq!(direct.deliver(packet("2!")).await.unwrap().status, 200);
            rests.notify_one();
        };
        tokio::join!(serve, send);
    }

    #[tokio::test]
    async fn a_request_that_was_begun_is_not_sent_again() {
        let (listener, direct) = server().await;
        let serve = async {
            answer_first_of_two(&listener).await;
        };
        let ((), answer) = tokio::join!(serve, send_two(&direct));
        assert!(matches!(answer, Err(SendError::ReusedClosed { .. })), "{answer:?}");
        // There was no second connection: the next to be accepted is the one that comes now.
        let address = listener.local_addr().unwrap();
        let (probe, next) = tokio::join!(TcpStream::connect(address), listener.accept());
        assert_eq!(probe.unwrap().local_addr().unwrap(), next.unwrap().1);
    }

    #[tokio::test]
    async fn a_connection_that_ends_within_an_answer_is_not_one_that_died_before_it() {
        let (listener, direct) = server().await;
        let serve = async {
            let mut stream = answer_first_of_two(&listener).await;
            stream.write_all(b"HTTP/1.1 200").await.unwrap();
        };
        let ((), answer) = tokio::join!(serve, send_two(&direct));
        assert!(matches!(answer, Err(SendError::Closed { .. })), "{answer:?}");
    }

    #[tokio::test]
    async fn answers_that_only_announce_another_one_come_to_an_end() {
        let (listener, direct) = server().await;
        let serve = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            read(&mut stream).await;
            while stream.write_all(&b"HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000)).await.is_ok() {}
        };
        let ((), answer) = tokio::join!(serve, direct.deliver(packet("1!")));
        let Err(SendError::Other { reason }) = answer else { panic!("{answer:?}") };
        assert_eq!(reason, "more than 64 kB came before an answer");
    }

    #[tokio::test]
    async fn a_connection_that_is_to_close_does_not_rest() {
        let (listener, direct) = server().await;
        let serve = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            read(&mut stream).await;
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .await
                .unwrap();
            stream
        };
        let (_stream, reply) = tokio::join!(serve, direct.deliver(packet("1!")));
        assert_eq!((reply.unwrap().status, direct.resting().len()), (200, 0));
    }

    #[test]
    fn what_stands_between_is_not_for_the_straight_way() {
        let to = |url: &str| Direct::to(&url.parse().unwrap(), &plain()).is_some();
        assert!(to("http://127.0.0.1:7777/hook") && to("http://[::1]/"));
        assert!(!to("https://127.0.0.1/") && !to("http://user:example-pass@127.0.0.1/"));
    }
}
