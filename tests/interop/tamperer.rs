//! A proxy that changes one bit of an encrypted body and passes everything else on.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::App;
use crate::protocol::Packet;
use crate::raw::{Answer, post_to};

/// Takes requests on a port of its own, for as long as the tests run, and gives its URL.
pub(crate) fn before(app: &App) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/webhook/event", listener.local_addr().unwrap());
    let port = app.port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            pass_on(&mut stream.unwrap(), port);
        }
    });
    url
}

/// One request of a connection; the next one comes on another, for the answer closes this one.
fn pass_on(stream: &mut TcpStream, port: u16) {
    let Some(mut packet) = read(stream) else { return };
    flip_a_bit(&mut packet);
    if let Answer::Http(status, body) = post_to(port, &packet) {
        let length = body.len();
        let head = format!("HTTP/1.1 {status} \r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all((head + &body).as_bytes()).unwrap();
    }
}

fn read(stream: &mut TcpStream) -> Option<Packet> {
    let mut reader = BufReader::new(stream);
    let mut packet = Packet::default();
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|it| *it > 0)?;
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("content-length") {
            packet.body = vec![0; value.parse().unwrap()];
        } else if name.to_ascii_lowercase().starts_with("x-lark-") {
            packet.headers.push((name.to_owned().into(), value.to_owned().into()));
        }
    }
    reader.read_exact(&mut packet.body).unwrap();
    Some(packet)
}

/// Makes another letter of the `schema` that the body begins with. What opens is JSON still, so it is the signature that
/// must find it.
pub(crate) fn flip_a_bit(packet: &mut Packet) {
    let body = std::str::from_utf8(&packet.body).unwrap();
    let text = body.strip_prefix("{\"encrypt\":\"").and_then(|it| it.strip_suffix("\"}")).unwrap();
    let mut locked = STANDARD.decode(text).unwrap();
    // CBC: a bit of the IV is the same bit of the first block.
    locked[3] ^= 1;
    packet.body = format!("{{\"encrypt\":\"{}\"}}", STANDARD.encode(locked)).into_bytes();
}
