//! A receiver of the tests' own, on raw sockets, so that it can also do what no server would. It does as a script says
//! and keeps what came.

use std::io::{self, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::keys;
use helpdesk_evt::internals::{Packet, open};
use serde_json::Value;

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) line: String,
    pub(crate) packet: Packet,
}

impl Got {
    /// The text inside, opened and verified with the keys of the tests if it is encrypted.
    pub(crate) fn text(&self) -> Vec<u8> {
        if self.packet.body.starts_with(b"{\"encrypt\"") {
            open(&keys(), &self.packet).unwrap().plaintext
        } else {
            self.packet.body.clone()
        }
    }

    /// A value of the event inside, by its pointer.
    pub(crate) fn value(&self, pointer: &str) -> Value {
        let event: Value = serde_json::from_slice(&self.text()).unwrap();
        event.pointer(pointer).unwrap().clone()
    }

    fn string(&self, pointer: &str) -> String {
        self.value(pointer).as_str().unwrap().to_owned()
    }

    pub(crate) fn ticket_id(&self) -> String {
        self.string("/event/object/ticket_id")
    }

    pub(crate) fn event_id(&self) -> String {
        self.string("/header/event_id")
    }
}

/// What to do with a request.
pub(crate) enum Act {
    /// Answer with a status, more headers and a body.
    Answer(u16, &'static str, Vec<u8>),
    /// Send these bytes and close.
    Raw(Vec<u8>),
    /// Send these bytes and nothing more until the other side gives up.
    Hang(Vec<u8>),
}

impl Act {
    pub(crate) fn ok() -> Self {
        Self::Answer(200, "", b"{\"msg\":\"success\"}".to_vec())
    }
}

pub(crate) type Script = dyn Fn(usize, &Got) -> Act + Send + Sync;

#[derive(Default)]
pub(crate) struct State {
    got: Mutex<Vec<Got>>,
    came: Condvar,
    gone: AtomicBool,
}

/// A receiver on a free port.
pub(crate) struct Sink {
    state: Arc<State>,
    address: String,
}

impl Sink {
    /// Answers every request with success.
    pub(crate) fn kind() -> Self {
        Self::start(|_, _| Act::ok())
    }

    /// Does as the script says; it is told the number of the request, from 0, and the request.
    pub(crate) fn start(script: impl Fn(usize, &Got) -> Act + Send + Sync + 'static) -> Self {
        let script: Arc<Script> = Arc::new(script);
        Self::serve(move |stream, state| {
            let reader = BufReader::new(stream.try_clone()?);
            talk(reader, stream, state, &*script)
        })
    }

    /// Hands every connection as it is to `serve`, on a thread of its own.
    pub(crate) fn serve(serve: impl Fn(TcpStream, &State) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(State::default());
        let (shared, serve) = (Arc::clone(&state), Arc::new(serve));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.gone.load(Ordering::Relaxed) {
                    return;
                }
                let (state, serve) = (Arc::clone(&shared), Arc::clone(&serve));
                // How a connection ends is the other side's matter.
                thread::spawn(move || serve(stream.unwrap(), &state));
            }
        });
        Self { state, address }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/webhook/event", self.address)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// All requests so far.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.state.got.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.state.got.lock().unwrap().len()
    }

    /// Waits until so many requests have come.
    pub(crate) fn wait_for(&self, count: usize) {
        let got = self.state.got.lock().unwrap();
        drop(self.state.came.wait_while(got, |got| got.len() < count).unwrap());
    }

    /// Waits until so many requests have come or the process has ended; whether it is still there.
    pub(crate) fn wait_while_running(&self, count: usize, child: &mut std::process::Child) -> bool {
        loop {
            let got = self.state.got.lock().unwrap();
            let step = std::time::Duration::from_millis(20);
            let (got, _) = self.state.came.wait_timeout_while(got, step, |got| got.len() < count).unwrap();
            if got.len() >= count {
                return true;
            }
            if child.try_wait().unwrap().is_some() {
                return false;
            }
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.state.gone.store(true, Ordering::Relaxed);
        // The listener looks up only when a connection comes.
        let _ = TcpStream::connect(&self.address);
    }
}

/// Serves requests on one connection as the script says.
pub(crate) fn talk(
    mut reader: impl io::BufRead,
    mut writer: impl Write,
    state: &State,
    script: &Script,
) -> io::Result<()> {
    while let Some(got) = request(&mut reader)? {
        let number = {
            let mut all = state.got.lock().unwrap();
            all.push(got.clone());
            state.came.notify_all();
            all.len() - 1
        };
        match script(number, &got) {
            Act::Answer(status, headers, body) => {
                // In one piece: two would wait for each other's acknowledgement.
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
                writer.write_all(&[head.as_bytes(), &body].concat())?;
                writer.flush()?;
            }
            Act::Raw(bytes) => return writer.write_all(&bytes).and_then(|()| writer.flush()),
            Act::Hang(bytes) => {
                writer.write_all(&bytes).and_then(|()| writer.flush())?;
                return io::copy(&mut reader, &mut io::sink()).map(drop);
            }
        }
    }
    Ok(())
}

fn request(reader: &mut impl io::BufRead) -> io::Result<Option<Got>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let (mut packet, mut length) = (Packet::default(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap();
        }
        packet.headers.push((name.to_owned().into(), value.to_owned().into()));
    }
    packet.body = vec![0; length];
    reader.read_exact(&mut packet.body)?;
    Ok(Some(Got { line: first.trim_end().to_owned(), packet }))
}
