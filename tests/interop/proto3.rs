//! A long-connection client that writes frames by the rules of proto3, as public clients in Rust do: a field that is zero
//! is left out.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Message, WebSocket, client};

use crate::app::{APP_ID, APP_SECRET};
use crate::binary::Gateway;
use crate::protocol::Frame;

/// A number of seven bits a byte, the last ones first.
fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap());
}

fn number(field: u64, value: u64, out: &mut Vec<u8>) {
    if value != 0 {
        varint(field << 3, out);
        varint(value, out);
    }
}

fn bytes(field: u64, value: &[u8], out: &mut Vec<u8>) {
    if !value.is_empty() {
        varint(field << 3 | 2, out);
        varint(value.len() as u64, out);
        out.extend_from_slice(value);
    }
}

/// A frame without the fields that are zero.
fn frame(numbers: [u64; 4], headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (field, value) in (1..).zip(numbers) {
        number(field, value, &mut out);
    }
    for (key, value) in headers {
        let mut header = Vec::new();
        bytes(1, key.as_bytes(), &mut header);
        bytes(2, value.as_bytes(), &mut header);
        bytes(5, &header, &mut out);
    }
    bytes(8, payload, &mut out);
    out
}

/// Asks the endpoint for a URL, and connects to that.
fn connect(gateway: &str) -> WebSocket<TcpStream> {
    let host = gateway.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let body = json!({ "AppID": APP_ID, "AppSecret": APP_SECRET }).to_string();
    let head = format!(
        "POST /callback/ws/endpoint HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let answer: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    let url = answer["data"]["URL"].as_str().unwrap();
    client(url, TcpStream::connect(host).unwrap()).unwrap().0
}

#[test]
fn a_client_that_leaves_zeros_out_gets_its_pong_and_its_event() {
    let gateway = Gateway::start(&["samples/bot-closes.json", "--format", "json"]);
    let mut socket = connect(&gateway.url);
    socket.send(Message::Binary(frame([0, 0, 1, 0], &[("type", "ping")], b"").into())).unwrap();
    let mut got = Vec::new();
    while !(got.iter().any(|it| it == "pong") && got.iter().any(|it| it == "event")) {
        let Message::Binary(message) = socket.read().unwrap() else { continue };
        let frame_of_event = Frame::decode(&message).unwrap();
        let kind = frame_of_event.header("type").unwrap().to_owned();
        if kind == "event" {
            let headers: Vec<_> =
                frame_of_event.headers.iter().map(|it| (it.key.as_str(), it.value.as_str())).collect();
            let headers = [&headers[..], &[("biz_rt", "1")]].concat();
            let numbers = [frame_of_event.seq_id, frame_of_event.log_id, 1, 1];
            let ack = frame(numbers, &headers, br#"{"code":200}"#);
            socket.send(Message::Binary(ack.into())).unwrap();
        }
        got.push(kind);
    }
    let finished = gateway.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(finished.json()["summary"]["deliveries"]["accepted"], 1, "{finished:?}");
}
