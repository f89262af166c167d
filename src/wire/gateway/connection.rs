//! One connection of an app: events go out, acks and pings come in, until one side ends it.

use std::collections::VecDeque;
use std::future::pending;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt as _;
use tokio::sync::oneshot;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

use super::connection_handle::{ConnectionHandle, Outbox, Outgoing};
use super::connection_notice::Notice;
use super::misbehaviour::{Behaviour, DropHow, Pong};
use super::pending_acks::AckMatch;
use super::registry::{Registry, SERVICE};
use crate::protocol::long_connection::{Frame, FrameError, FromClient, MAX_FRAME, pong};
use crate::wire::http::root;

/// How many frames without a meaning a connection may send.
const MAX_FAULTS: u32 = 16;
/// How long the exchange of close frames may take.
const CLOSE_WAIT: Duration = Duration::from_secs(1);
/// The longest reason of a close frame, bytes. Source: RFC 6455, 5.5.
const MAX_REASON: usize = 123;
/// The largest message that is read at all, bytes: what is larger than a frame may be is answered as long as it fits.
const MAX_MESSAGE: usize = 4 * MAX_FRAME;
/// The buffer a connection reads into, bytes: what an app sends is small.
const READ_BUFFER: usize = 8 << 10;

type Socket = WebSocketStream<TokioIo<Upgraded>>;
type SocketSink = SplitSink<Socket, Message>;
type SocketStream = SplitStream<Socket>;

/// Why a connection ends.
enum End {
    /// The app closed it, with these words.
    Left(String),
    /// It broke, or what came is no WebSocket.
    Broken(String),
    /// The app broke the protocol: a close code and what is wrong.
    Fault(CloseCode, String),
    /// Nothing came for so long.
    Silent(Duration),
    Dropped(DropHow),
    Over,
}

impl End {
    fn broken(error: &Error) -> Self {
        Self::Broken(format!("the connection broke: {}", root(error)))
    }

    fn why(&self) -> String {
        match self {
            Self::Left(words) if words.is_empty() => "the app closed it".to_owned(),
            Self::Left(words) => format!("the app closed it: {words}"),
            Self::Broken(reason) | Self::Fault(_, reason) => reason.clone(),
            Self::Silent(limit) => format!("nothing came for {} s", limit.as_secs()),
            Self::Dropped(DropHow::Tcp | DropHow::Stall) => "dropped on purpose".to_owned(),
            Self::Dropped(DropHow::Close) => "closed on purpose".to_owned(),
            Self::Over => "the gateway ends".to_owned(),
        }
    }

    /// The code of the close frame, where one is sent.
    fn code(&self) -> Option<CloseCode> {
        match self {
            Self::Left(_) | Self::Dropped(DropHow::Tcp | DropHow::Stall) => None,
            Self::Broken(_) => Some(CloseCode::Protocol),
            Self::Fault(code, _) => Some(*code),
            Self::Silent(_) => Some(CloseCode::Policy),
            Self::Dropped(DropHow::Close) => Some(CloseCode::Normal),
            Self::Over => Some(CloseCode::Away),
        }
    }
}

pub(crate) async fn run(
    registry: &Registry,
    handle: &Arc<ConnectionHandle>,
    upgraded: Upgraded,
    mut outbox: Outbox,
) {
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
    let (mut sink, mut stream) = socket.split();
    let behaviour = &registry.behaviour;
    let end = tokio::select! {
        end = read(registry, handle, &mut stream) => end,
        end = write(behaviour, handle, &mut sink, &mut outbox) => end,
        end = dropped(behaviour) => end,
        how = handle.dropped() => End::Dropped(how),
        end = settle(registry, handle) => end,
        () = registry.over() => End::Over,
    };
    if matches!(end, End::Dropped(DropHow::Stall)) {
        registry.tell(Notice::Stalled { connection: handle.number });
        let why = tokio::select! {
            () = stalled(sink, stream) => "it was stalled on purpose",
            () = handle.dropped_from_stall() => "it was stalled on purpose, then dropped",
            () = registry.over() => "it was stalled on purpose",
        };
        registry.leave(handle, why);
        return registry.closed();
    }
    let why = end.why();
    registry.leave(handle, &why);
    if let Some(code) = end.code() {
        // An app that does not take the close frame is left without it.
        let _ = timeout(CLOSE_WAIT, close(sink, stream, code, &why)).await;
    }
    registry.closed();
}

async fn settle(registry: &Registry, handle: &Arc<ConnectionHandle>) -> End {
    sleep(registry.behaviour.settling).await;
    registry.settle(handle);
    pending().await
}

async fn dropped(behaviour: &Behaviour) -> End {
    let Some((after, how)) = behaviour.drop else { return pending().await };
    sleep(after).await;
    End::Dropped(how)
}

/// Keeps a connection and sends nothing more on it, until the app ends it. What the app sends is thrown away.
async fn stalled(sink: SocketSink, stream: SocketStream) {
    let Ok(mut socket) = sink.reunite(stream) else { return };
    let mut thrown_away = vec![0; READ_BUFFER];
    while let Ok(1..) = socket.get_mut().read(&mut thrown_away).await {}
}

/// Sends a close frame and waits for the other side's.
async fn close(mut sink: SocketSink, mut stream: SocketStream, code: CloseCode, why: &str) {
    let reason = &why[..why.floor_char_boundary(MAX_REASON)];
    let frame = CloseFrame { code, reason: reason.into() };
    if sink.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(_)) = stream.next().await {}
    }
}

/// An event of which pieces are still to be written.
struct Sending {
    frames: std::vec::IntoIter<Frame>,
    written: oneshot::Sender<()>,
    due: Instant,
}

impl From<Outgoing> for Sending {
    fn from(it: Outgoing) -> Self {
        Self { frames: it.frames.into_iter(), written: it.written, due: Instant::now() }
    }
}

async fn write(
    behaviour: &Behaviour,
    handle: &ConnectionHandle,
    sink: &mut SocketSink,
    outbox: &mut Outbox,
) -> End {
    let answer: Bytes = pong(SERVICE, &behaviour.config).encode().into();
    let every = behaviour.native_ping;
    let mut pings = interval_at(Instant::now() + every, every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // By when their next pieces are due: an event does not wait for the gaps of another one.
    let mut sending = VecDeque::<Sending>::new();
    loop {
        let due = sending.front().map_or_else(Instant::now, |it| it.due);
        let sent = tokio::select! {
            biased;
            () = handle.pinged.notified() => sink.send(Message::Binary(answer.clone())).await,
            _ = pings.tick() => sink.send(Message::Ping(Bytes::new())).await,
            () = sleep_until(due), if !sending.is_empty() => {
                write_pieces(handle, sink, &mut sending, behaviour.gap).await
            }
            next = outbox.recv() => match next {
                Some(next) => {
                    sending.push_front(next.into());
                    // What is written together costs less.
                    while behaviour.gap.is_zero()
                        && let Ok(next) = outbox.try_recv()
                    {
                        sending.push_back(next.into());
                    }
                    Ok(())
                }
                None => return End::Over,
            },
        };
        if let Err(error) = sent {
            return End::broken(&error);
        }
    }
}

/// Writes the next piece of the event that is due; where no gap is asked for, all pieces of all events.
async fn write_pieces(
    handle: &ConnectionHandle,
    sink: &mut SocketSink,
    sending: &mut VecDeque<Sending>,
    gap: Duration,
) -> Result<(), Error> {
    let (mut pieces, mut complete) = (0, Vec::new());
    while let Some(mut event) = sending.pop_front() {
        let count = if gap.is_zero() { usize::MAX } else { 1 };
        for frame in event.frames.by_ref().take(count) {
            sink.feed(Message::Binary(frame.encode().into())).await?;
            pieces += 1;
        }
        if event.frames.len() == 0 {
            complete.push(event.written);
        } else {
            sending.push_back(Sending { due: Instant::now() + gap, ..event });
        }
        if !gap.is_zero() {
            break;
        }
    }
    sink.flush().await?;
    handle.progress.send_modify(|it| *it += pieces);
    for written in complete {
        // The sender may have given up.
        let _ = written.send(());
    }
    Ok(())
}

async fn read(registry: &Registry, handle: &Arc<ConnectionHandle>, stream: &mut SocketStream) -> End {
    let silence = registry.behaviour.silence();
    let mut reader = FrameReader { registry, handle, faults: 0, ping: None };
    loop {
        let message = match timeout(silence, stream.next()).await {
            Ok(Some(Ok(message))) => message,
            Ok(Some(Err(error))) => return End::broken(&error),
            Ok(None) => return End::Broken("the connection broke".to_owned()),
            Err(_) => return End::Silent(silence),
        };
        match message {
            Message::Binary(bytes) => {
                if let ControlFlow::Break(end) = reader.take(&bytes) {
                    return end;
                }
            }
            Message::Text(_) => {
                let fault = "a text message came; frames are binary".to_owned();
                return End::Fault(CloseCode::Unsupported, fault);
            }
            Message::Close(frame) => return End::Left(frame.map_or(String::new(), |it| words(&it))),
            // The app's own pings are answered by the WebSocket below us.
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
    }
}

fn words(frame: &CloseFrame) -> String {
    let (code, reason) = (u16::from(frame.code), frame.reason.as_str());
    if reason.is_empty() { code.to_string() } else { format!("{code} {reason}") }
}

/// Takes what a connection sends.
struct FrameReader<'a> {
    registry: &'a Registry,
    handle: &'a Arc<ConnectionHandle>,
    faults: u32,
    ping: Option<Instant>,
}

impl FrameReader<'_> {
    fn take(&mut self, bytes: &[u8]) -> ControlFlow<End> {
        let frame = match Frame::decode(bytes) {
            Ok(frame) => frame,
            Err(error @ FrameError::TooLarge { .. }) => {
                return ControlFlow::Break(End::Fault(CloseCode::Size, error.to_string()));
            }
            Err(error) => {
                let fault = format!("a message came that is no frame: {error}");
                return ControlFlow::Break(End::Fault(CloseCode::Protocol, fault));
            }
        };
        match FromClient::of(frame) {
            Ok(FromClient::Ping) => self.ping(),
            Ok(FromClient::Ack(ack)) => match self.handle.pending_acks.ack(ack) {
                AckMatch::InTime => {}
                AckMatch::Late(after, ack) => {
                    let (connection, message_id, code) = (self.handle.number, ack.message_id, ack.code);
                    self.registry.tell(Notice::Late { connection, message_id, code, after });
                }
                AckMatch::Unknown => {
                    // Acking twice is no reason to close.
                    let _ = self.fault("an ack of a message that does not wait for one".to_owned());
                }
            },
            Err(error) => return self.fault(format!("{error}; ignored")),
        }
        ControlFlow::Continue(())
    }

    fn ping(&mut self) {
        let now = Instant::now();
        let since = self.ping.replace(now).map(|it| now - it);
        let answered = self.registry.behaviour.pong == Pong::Answer;
        self.registry.tell(Notice::Pinged { connection: self.handle.number, since, answered });
        // An app that pings listens.
        self.registry.settle(self.handle);
        if answered {
            self.handle.pinged.notify_one();
        }
    }

    /// Tells of a frame without a meaning; with too many of them the connection ends.
    fn fault(&mut self, fault: String) -> ControlFlow<End> {
        self.faults += 1;
        if self.faults > MAX_FAULTS {
            let fault = format!("more than {MAX_FAULTS} frames that mean nothing");
            return ControlFlow::Break(End::Fault(CloseCode::Policy, fault));
        }
        self.registry.tell(Notice::Fault { connection: self.handle.number, fault });
        ControlFlow::Continue(())
    }
}
