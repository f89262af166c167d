//! Whether something is there to deliver to: asked before a run, by a request that no handler is written for.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::wire::Target;

/// How long a connection may take, and how long an answer.
const CONNECT_LIMIT: Duration = Duration::from_secs(2);

/// Where the status of an answer ends, bytes: `HTTP/1.1 503`.
const STATUS_END: u64 = 12;

/// Whether a connection comes about.
pub(crate) fn is_listening(target: &Target) -> bool {
    connect(target).is_some()
}

/// Whether an app answers: over plain HTTP to a HEAD request, over TLS by taking the connection. What takes a connection
/// and closes it at once, or answers 502, 503 or 504, is a forwarder whose app is not there yet, or an app that is not
/// ready; what takes it and is silent is there.
pub(crate) fn answers(target: &Target) -> bool {
    let Some(mut stream) = connect(target) else { return false };
    if target.is_tls() {
        return true;
    }
    let path = target.url.path();
    let head = format!("HEAD {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", target.host_header());
    let mut begin = Vec::new();
    let asked =
        stream.write_all(head.as_bytes()).and_then(|()| stream.take(STATUS_END).read_to_end(&mut begin));
    match asked {
        Err(error) if begin.is_empty() => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        // What answers another protocol may break off behind it.
        _ => !begin.is_empty() && ![&b"502"[..], b"503", b"504"].iter().any(|it| begin.ends_with(it)),
    }
}

fn connect(target: &Target) -> Option<TcpStream> {
    let port = target.url.port_or_known_default()?;
    let host = target.host().trim_start_matches('[').trim_end_matches(']');
    let stream = (host, port)
        .to_socket_addrs()
        .ok()?
        .find_map(|it| TcpStream::connect_timeout(&it, CONNECT_LIMIT).ok())?;
    stream
        .set_read_timeout(Some(CONNECT_LIMIT))
        .and_then(|()| stream.set_write_timeout(Some(CONNECT_LIMIT)))
        .ok()?;
    Some(stream)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn what_speaks_another_protocol_and_breaks_off_is_there() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let target: Target = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let served = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(b"\x15\x03\x03\0\x02\x02\x46").unwrap();
            // Closed with a request that is not read, a connection is reset.
            stream.peek(&mut [0]).unwrap();
        });
        assert!(answers(&target));
        served.join().unwrap();
    }

    #[test]
    fn an_app_is_there_once_it_answers_and_a_forwarder_without_one_is_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let target: Target = format!("http://{}/hook", listener.local_addr().unwrap()).parse().unwrap();
        let served = thread::spawn(move || {
            for answer in
                ["", "HTTP/1.1 503 Service Unavailable\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n\r\n"]
            {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 5];
                stream.read_exact(&mut asked).unwrap();
                assert_eq!(&asked, b"HEAD ");
                stream.set_nodelay(true).unwrap();
                for byte in answer.bytes() {
                    // It is gone once it has seen enough.
                    let _ = stream.write_all(&[byte]);
                }
            }
        });
        assert!(!answers(&target) && !answers(&target));
        assert!(answers(&target));
        served.join().unwrap();
        assert!(!is_listening(&target));
    }
}
