//! An app of the tests: asks the gateway's endpoint for a URL, connects, takes events apart and acks them.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;

use futures_util::{SinkExt as _, StreamExt as _};
use helpdesk_evt::internals::{Frame, FrameHeader};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) const APP: &str = "cli_0000000000000001";
pub(crate) const SECRET: &str = "example-secret";

/// What the endpoint answers to these credentials.
pub(crate) async fn ask(address: SocketAddr, app_id: &str, secret: &str) -> Value {
    let body = json!({ "AppID": app_id, "AppSecret": secret }).to_string();
    ask_raw(address, "POST", &body).await.1
}

/// Status and body of a request to the endpoint; a body that is not JSON is null.
pub(crate) async fn ask_raw(address: SocketAddr, method: &str, body: &str) -> (u16, Value) {
    try_ask(address, method, body).await.unwrap()
}

async fn try_ask(address: SocketAddr, method: &str, body: &str) -> io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "{method} /callback/ws/endpoint HTTP/1.1\r\nhost: {address}\r\nuser-agent: example/1.0\r\n\
         connection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok((status, serde_json::from_str(body).unwrap_or_default()))
}

/// The URL the endpoint gives out.
pub(crate) async fn url(address: SocketAddr) -> String {
    ask(address, APP, SECRET).await["data"]["URL"].as_str().unwrap().to_owned()
}

/// An app with one connection.
pub(crate) struct App {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pieces: HashMap<String, Vec<Vec<u8>>>,
}

/// An event as an app gets it, whole.
#[derive(Debug)]
pub(crate) struct Got {
    /// The frame that completed it.
    pub(crate) frame: Frame,
    /// All of its payload.
    pub(crate) payload: Vec<u8>,
}

impl Got {
    pub(crate) fn event_id(&self) -> String {
        let event: Value = serde_json::from_slice(&self.payload).unwrap();
        event["header"]["event_id"].as_str().unwrap().to_owned()
    }

    /// The ack of an SDK.
    pub(crate) fn ack(&self, payload: &str) -> Frame {
        let mut frame = self.frame.clone();
        frame.headers.push(FrameHeader { key: "biz_rt".to_owned(), value: "-3".to_owned() });
        frame.payload = Some(payload.as_bytes().to_vec());
        frame
    }
}

impl App {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self::try_connect(address).await.unwrap()
    }

    /// `None` where the gateway is gone.
    pub(crate) async fn try_connect(address: SocketAddr) -> Option<Self> {
        let body = json!({ "AppID": APP, "AppSecret": SECRET }).to_string();
        let (_, answer) = try_ask(address, "POST", &body).await.ok()?;
        Self::try_connect_to(answer["data"]["URL"].as_str()?).await
    }

    /// Connects to the URL that the endpoint gave out.
    pub(crate) async fn try_connect_to(url: &str) -> Option<Self> {
        let (socket, _) = connect_async(url).await.ok()?;
        Some(Self { socket, pieces: HashMap::new() })
    }

    pub(crate) async fn send(&mut self, frame: &Frame) {
        self.socket.send(Message::Binary(frame.encode().into())).await.unwrap();
    }

    pub(crate) async fn send_bytes(&mut self, bytes: &[u8]) {
        // Where the gateway has closed it already, the test sees so when it reads.
        let _ = self.socket.send(Message::Binary(bytes.to_vec().into())).await;
    }

    /// The next frame; `None` once the connection has ended.
    pub(crate) async fn frame(&mut self) -> Option<Frame> {
        loop {
            match self.socket.next().await? {
                Ok(Message::Binary(bytes)) => return Some(Frame::decode(&bytes).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The next event, put together; `None` once the connection has ended.
    pub(crate) async fn event(&mut self) -> Option<Got> {
        loop {
            let frame = self.frame().await?;
            if frame.method != 1 {
                continue;
            }
            let number = |key| frame.header(key).unwrap().parse::<usize>().unwrap();
            let (sum, seq) = (number("sum"), number("seq"));
            let message_id = frame.header("message_id").unwrap().to_owned();
            let pieces = self.pieces.entry(message_id.clone()).or_insert_with(|| vec![Vec::new(); sum]);
            pieces[seq] = frame.payload.clone().unwrap();
            if pieces.iter().all(|it| !it.is_empty()) {
                let payload = self.pieces.remove(&message_id).unwrap().concat();
                return Some(Got { frame, payload });
            }
        }
    }

    /// The code and reason with which the gateway closes the connection; `None` where it breaks off.
    pub(crate) async fn closed(&mut self) -> Option<(u16, String)> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Some((frame.code.into(), frame.reason.as_str().to_owned()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Acks every event with 200 until the connection ends, and gives the ids of the events.
    pub(crate) async fn handle(mut self) -> Vec<String> {
        let mut ids = Vec::new();
        while let Some(got) = self.event().await {
            ids.push(got.event_id());
            self.send(&got.ack(r#"{"code":200}"#)).await;
        }
        ids
    }
}

/// The headers of a refused handshake.
pub(crate) async fn refusal(url: &str) -> (u16, HashMap<String, String>) {
    let Err(Error::Http(response)) = connect_async(url).await else { panic!("it was not refused") };
    let header = |(name, value): (&_, &tokio_tungstenite::tungstenite::http::HeaderValue)| {
        (format!("{name}"), value.to_str().unwrap().to_owned())
    };
    let headers = response.headers().iter().map(header).collect();
    (response.status().as_u16(), headers)
}
