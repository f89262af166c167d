//! One connection of an app: events go out, acks and pings come in, until one side has enough.

use std::future::pending;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

use super::connection_notice::Notice;
use super::misbehaviour::{Conduct, DropHow, Pong};
use super::pending_acks::{Met, Tally, Waiting};
use super::registry::{Hub, SERVICE};
use crate::protocol::long_connection::{Frame, FrameError, FromClient, pong};

/// How many events wait for a connection to take them.
pub(crate) const OUTBOX: usize = 64;
/// How many frames without a meaning a connection may send.
const PATIENCE: u32 = 16;
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);
/// The longest reason of a close frame, bytes. Source: RFC 6455, 5.5.
const REASON: usize = 123;

/// The events on their way to a connection, each in its frames.
pub(crate) type Outbox = mpsc::Receiver<Vec<Frame>>;

/// A connection, as the hub sees it.
pub(crate) struct Link {
    pub(crate) number: u64,
    pub(crate) outbox: mpsc::Sender<Vec<Frame>>,
    pub(crate) waiting: Waiting,
    /// A ping is to be answered.
    pinged: Notify,
}

impl Link {
    pub(crate) fn new(number: u64, outbox: mpsc::Sender<Vec<Frame>>, tally: watch::Sender<Tally>) -> Self {
        Self { number, outbox, waiting: Waiting::new(tally), pinged: Notify::new() }
    }
}

/// Why a connection ends.
enum End {
    /// The app closed it, with these words.
    Left(String),
    /// It broke, or what came is no WebSocket.
    Broken(String),
    /// The app broke the protocol: a close code and what is wrong.
    Fault(u16, String),
    /// Nothing came for so long.
    Silent(Duration),
    /// On purpose.
    Dropped(DropHow),
    /// The gateway ends.
    Over,
}

impl End {
    fn why(&self) -> String {
        match self {
            Self::Left(words) if words.is_empty() => "the app closed it".to_owned(),
            Self::Left(words) => format!("the app closed it: {words}"),
            Self::Broken(reason) | Self::Fault(_, reason) => reason.clone(),
            Self::Silent(limit) => format!("nothing came for {} s", limit.as_secs()),
            Self::Dropped(DropHow::Tcp) => "dropped on purpose".to_owned(),
            Self::Dropped(DropHow::Close) => "closed on purpose".to_owned(),
            Self::Over => "the gateway ends".to_owned(),
        }
    }

    /// The code of the close frame, where one is sent.
    fn code(&self) -> Option<u16> {
        match self {
            Self::Left(_) | Self::Dropped(DropHow::Tcp) => None,
            Self::Broken(_) => Some(close_code::PROTOCOL),
            Self::Fault(code, _) => Some(*code),
            Self::Silent(_) => Some(close_code::POLICY),
            Self::Dropped(DropHow::Close) => Some(close_code::NORMAL),
            Self::Over => Some(close_code::AWAY),
        }
    }
}

/// Runs a connection to its end.
pub(crate) async fn run(hub: &Hub, link: &Arc<Link>, socket: WebSocket, outbox: Outbox) {
    let (mut sink, mut stream) = socket.split();
    let end = tokio::select! {
        end = read(hub, link, &mut stream) => end,
        end = write(&hub.conduct, link, &mut sink, outbox) => end,
        end = dropped(&hub.conduct) => end,
        end = settle(hub, link) => end,
        () = hub.over() => End::Over,
    };
    let why = end.why();
    hub.part(link, &why);
    if let Some(code) = end.code() {
        // Whoever does not take the goodbye is left without it.
        let _ = timeout(GOODBYE, part(sink, stream, code, &why)).await;
    }
    hub.gone();
}

async fn settle(hub: &Hub, link: &Arc<Link>) -> End {
    sleep(hub.conduct.settling).await;
    hub.settle(link);
    pending().await
}

async fn dropped(conduct: &Conduct) -> End {
    let Some((after, how)) = conduct.drop else { return pending().await };
    sleep(after).await;
    End::Dropped(how)
}

/// Says goodbye and waits for the other side's.
async fn part(
    mut sink: SplitSink<WebSocket, Message>,
    mut stream: SplitStream<WebSocket>,
    code: u16,
    why: &str,
) {
    let reason = &why[..why.floor_char_boundary(REASON)];
    let frame = CloseFrame { code, reason: reason.into() };
    if sink.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(_)) = stream.next().await {}
    }
}

async fn write(
    conduct: &Conduct,
    link: &Link,
    sink: &mut SplitSink<WebSocket, Message>,
    mut outbox: Outbox,
) -> End {
    let answer = pong(SERVICE, &conduct.config).encode();
    loop {
        let sent = tokio::select! {
            biased;
            () = link.pinged.notified() => sink.send(Message::Binary(answer.clone().into())).await,
            frames = outbox.recv() => match frames {
                Some(frames) => send(sink, &mut outbox, frames, conduct.gap).await,
                None => return End::Over,
            },
        };
        if let Err(error) = sent {
            return End::Broken(format!("the connection broke: {error}"));
        }
    }
}

/// Sends the frames of an event, and with them those of the events behind it: what is written together costs less.
async fn send(
    sink: &mut SplitSink<WebSocket, Message>,
    outbox: &mut Outbox,
    frames: Vec<Frame>,
    gap: Duration,
) -> Result<(), axum::Error> {
    let mut next = Some(frames);
    while let Some(frames) = next {
        for (at, frame) in frames.iter().enumerate() {
            if at > 0 && !gap.is_zero() {
                sink.flush().await?;
                sleep(gap).await;
            }
            sink.feed(Message::Binary(frame.encode().into())).await?;
        }
        next = outbox.try_recv().ok();
    }
    sink.flush().await
}

async fn read(hub: &Hub, link: &Arc<Link>, stream: &mut SplitStream<WebSocket>) -> End {
    let silence = hub.conduct.silence();
    let mut ear = Ear { hub, link, faults: 0, ping: None };
    loop {
        let message = match timeout(silence, stream.next()).await {
            Ok(Some(Ok(message))) => message,
            Ok(Some(Err(error))) => return End::Broken(format!("the connection broke: {error}")),
            Ok(None) => return End::Broken("the connection broke".to_owned()),
            Err(_) => return End::Silent(silence),
        };
        match message {
            Message::Binary(bytes) => {
                if let ControlFlow::Break(end) = ear.hear(&bytes) {
                    return end;
                }
            }
            Message::Text(_) => {
                return End::Fault(
                    close_code::UNSUPPORTED,
                    "a text message came; frames are binary".to_owned(),
                );
            }
            Message::Close(frame) => return End::Left(frame.map_or(String::new(), |it| said(&it))),
            // The WebSocket's own pings are answered below us.
            Message::Ping(_) | Message::Pong(_) => {}
        }
    }
}

fn said(frame: &CloseFrame) -> String {
    let reason = frame.reason.as_str();
    if reason.is_empty() { frame.code.to_string() } else { format!("{} {reason}", frame.code) }
}

/// What a connection has said so far.
struct Ear<'a> {
    hub: &'a Hub,
    link: &'a Arc<Link>,
    faults: u32,
    ping: Option<Instant>,
}

impl Ear<'_> {
    fn hear(&mut self, bytes: &[u8]) -> ControlFlow<End> {
        let frame = match Frame::decode(bytes) {
            Ok(frame) => frame,
            Err(error @ FrameError::TooLarge { .. }) => {
                return ControlFlow::Break(End::Fault(close_code::SIZE, error.to_string()));
            }
            Err(error) => {
                let fault = format!("a message came that is no frame: {error}");
                return ControlFlow::Break(End::Fault(close_code::PROTOCOL, fault));
            }
        };
        match FromClient::of(frame) {
            Ok(FromClient::Ping) => self.ping(),
            Ok(FromClient::Ack(ack)) => match self.link.waiting.ack(ack) {
                Met::InTime => {}
                Met::Late(after, ack) => {
                    let (link, message_id, code) = (self.link.number, ack.message_id, ack.code);
                    self.hub.tell(Notice::Late { link, message_id, code, after });
                }
                Met::Unknown => {
                    // Acking twice is no reason to part.
                    let _ = self.tell_off("an ack of a message that does not wait for one".to_owned());
                }
            },
            Err(error) => return self.tell_off(format!("{error}; ignored")),
        }
        ControlFlow::Continue(())
    }

    fn ping(&mut self) {
        let now = Instant::now();
        let since = self.ping.replace(now).map(|it| now - it);
        let answered = self.hub.conduct.pong == Pong::Answer;
        self.hub.tell(Notice::Pinged { link: self.link.number, since, answered });
        // Who pings listens.
        self.hub.settle(self.link);
        if answered {
            self.link.pinged.notify_one();
        }
    }

    /// Says what is wrong, as long as it is worth saying.
    fn tell_off(&mut self, fault: String) -> ControlFlow<End> {
        self.faults += 1;
        if self.faults > PATIENCE {
            let fault = format!("more than {PATIENCE} frames that mean nothing");
            return ControlFlow::Break(End::Fault(close_code::POLICY, fault));
        }
        self.hub.tell(Notice::ToldOff { link: self.link.number, fault });
        ControlFlow::Continue(())
    }
}
