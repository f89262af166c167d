//! The connections of a gateway: who is there, and the transport that sends each event to one of them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use super::connection::{Link, OUTBOX, Outbox};
use super::connection_notice::{Notice, Notices};
use super::handshake_token::Tickets;
use super::misbehaviour::Conduct;
use super::pending_acks::Tally;
use crate::protocol::long_connection::{Ack, Denial, Dispatch, Frame};
use crate::protocol::webhook::{Extent, Packet, Reply, SendError, Transport};

/// `service_id`, of which a gateway has one.
pub(crate) const SERVICE: i32 = 1;

/// How far a gateway has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Events wait for a connection if there is none.
    #[default]
    Open,
    /// They no longer do.
    Hurrying,
    /// The connections leave.
    Over,
}

#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    /// Connections that are not closed for good.
    present: usize,
    /// Those that get events.
    settled: usize,
    stage: Stage,
}

struct Room {
    /// How many connections there are.
    count: usize,
    /// Those that get events.
    settled: Vec<Arc<Link>>,
    made: u64,
    latest_app: Option<Arc<str>>,
    random: fastrand::Rng,
    tickets: Tickets,
}

/// The connections of a gateway.
pub struct Hub {
    pub(crate) conduct: Conduct,
    notices: Notices,
    room: Mutex<Room>,
    standing: watch::Sender<Standing>,
    tally: watch::Sender<Tally>,
    failures_left: AtomicU32,
}

impl Hub {
    /// Nobody there yet.
    pub fn new(conduct: Conduct, notices: Notices) -> Self {
        let room = Room {
            count: 0,
            settled: Vec::new(),
            made: 0,
            latest_app: None,
            random: fastrand::Rng::with_seed(conduct.seed),
            tickets: Tickets::new(conduct.id_seed),
        };
        Self {
            failures_left: AtomicU32::new(conduct.endpoint_fails),
            conduct,
            notices,
            room: Mutex::new(room),
            standing: watch::Sender::default(),
            tally: watch::Sender::default(),
        }
    }

    /// Waits until so many connections can get events. Whether there are, or the wait was cut short.
    pub async fn connected(&self, count: usize) -> bool {
        let mut standing = self.standing.subscribe();
        let it = standing.wait_for(|it| it.settled >= count || it.stage > Stage::Open).await;
        it.is_ok_and(|it| it.settled >= count)
    }

    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.standing.borrow().present
    }

    /// How many acks came late.
    pub fn late(&self) -> u64 {
        self.tally.borrow().late
    }

    /// From now on nobody waits for a connection: an event that finds none fails.
    pub fn hurry(&self) {
        self.advance(Stage::Hurrying);
    }

    /// Waits until no ack is overdue any more, at most so long.
    pub async fn settled(&self, limit: Duration) {
        let mut tally = self.tally.subscribe();
        let _ = tokio::time::timeout(limit, tally.wait_for(|it| it.overdue == 0)).await;
    }

    /// Ends every connection and waits until all are gone.
    pub async fn close(&self) {
        self.advance(Stage::Over);
        let mut standing = self.standing.subscribe();
        let _ = standing.wait_for(|it| it.present == 0).await;
    }

    fn advance(&self, stage: Stage) {
        self.standing.send_modify(|it| it.stage = it.stage.max(stage));
    }

    /// Done once the connections have to leave.
    pub(crate) async fn over(&self) {
        let mut standing = self.standing.subscribe();
        let _ = standing.wait_for(|it| it.stage == Stage::Over).await;
    }

    pub(crate) fn tell(&self, notice: Notice) {
        (self.notices)(notice);
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        // Nothing panics while it holds the lock: what is in it is whole.
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tickets<T>(&self, with: impl FnOnce(&mut Tickets) -> T) -> T {
        with(&mut self.room().tickets)
    }

    /// Whether a request to the endpoint has to fail.
    pub(crate) fn fails_on_purpose(&self) -> bool {
        self.failures_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| it.checked_sub(1)).is_ok()
    }

    /// Whether there is room for another connection.
    pub(crate) fn has_room(&self) -> Result<(), Denial> {
        if self.room().count < self.conduct.connections { Ok(()) } else { Err(Denial::TooMany) }
    }

    /// Lets a connection in, unless there are too many.
    pub(crate) fn join(
        &self,
        app_id: &Arc<str>,
        tell: impl FnOnce(u64, usize, bool) -> Notice,
    ) -> Result<(Arc<Link>, Outbox), Denial> {
        let mut room = self.room();
        if room.count >= self.conduct.connections {
            return Err(Denial::TooMany);
        }
        room.made += 1;
        let (sender, outbox) = mpsc::channel(OUTBOX);
        let link = Arc::new(Link::new(room.made, sender, self.tally.clone()));
        room.count += 1;
        let count = room.count;
        let before = room.latest_app.replace(Arc::clone(app_id));
        let stranger = before.is_some_and(|it| it != *app_id);
        drop(room);
        self.tell(tell(link.number, count, stranger));
        self.standing.send_modify(|it| it.present += 1);
        Ok((link, outbox))
    }

    /// From now on a connection gets events.
    pub(crate) fn settle(&self, link: &Arc<Link>) {
        let mut room = self.room();
        if room.settled.iter().all(|it| it.number != link.number) {
            room.settled.push(Arc::clone(link));
            let settled = room.settled.len();
            self.standing.send_modify(|it| it.settled = settled);
        }
    }

    /// A connection gets no more events, and who waits for its acks learns why.
    pub(crate) fn part(&self, link: &Link, why: &str) {
        let mut room = self.room();
        room.settled.retain(|it| it.number != link.number);
        room.count -= 1;
        let (connections, settled) = (room.count, room.settled.len());
        self.standing.send_modify(|it| it.settled = settled);
        drop(room);
        let unanswered = link.waiting.close(why);
        self.tell(Notice::Left { link: link.number, why: why.to_owned(), unanswered, connections });
    }

    /// A connection is closed for good.
    pub(crate) fn gone(&self) {
        self.standing.send_modify(|it| it.present -= 1);
    }

    /// One of the connections by chance, as soon as there is one.
    async fn pick(&self) -> Result<(Arc<Link>, String, u64), SendError> {
        let mut standing = self.standing.subscribe();
        loop {
            {
                let mut room = self.room();
                if !room.settled.is_empty() {
                    let count = room.settled.len();
                    let at = room.random.usize(..count);
                    let link = Arc::clone(&room.settled[at]);
                    let (message_id, log_id) = room.tickets.message();
                    return Ok((link, message_id, log_id));
                }
            }
            if standing.borrow_and_update().stage > Stage::Open || standing.changed().await.is_err() {
                let target = "the app".to_owned();
                return Err(SendError::Unreachable {
                    target,
                    reason: "it has no connection open".to_owned(),
                });
            }
        }
    }

    async fn exchange(&self, link: &Link, message_id: &str, frames: Vec<Frame>) -> Result<Ack, SendError> {
        let closed = |reason: String| SendError::Closed { reason };
        let mut ending = link.waiting.begin(message_id).map_err(closed)?;
        let limit = self.conduct.ack_limit + self.conduct.gaps();
        let acked = tokio::time::timeout(limit, async {
            // Where the connection ends first, the ending says why.
            let _ = link.outbox.send(frames).await;
            (&mut ending).await
        });
        let ending = match acked.await {
            Ok(ending) => ending,
            // The ack may have come just now.
            Err(_) if !link.waiting.give_up(message_id) => ending.await,
            Err(_) => {
                let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
                return Err(SendError::AnswerTimeout { limit_ms });
            }
        };
        ending.unwrap_or_else(|_| Err("the gateway has ended".to_owned())).map_err(closed)
    }
}

impl Transport for Hub {
    async fn ready(&self) {
        self.connected(1).await;
    }

    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        let (link, message_id, log_id) = self.pick().await?;
        let dispatch = Dispatch {
            message_id: &message_id,
            log_id,
            service: SERVICE,
            timestamp_ms: (self.conduct.now_ms)(),
            payload: &packet.body,
        };
        let frames = dispatch.frames(self.conduct.pieces);
        let ack = self.exchange(&link, &message_id, frames).await?;
        reply(ack)
    }
}

/// An ack as a reply: its code is the status, what the handler returned is the body, else the code alone in one
/// spelling.
fn reply(ack: Ack) -> Result<Reply, SendError> {
    let status = ack.code.map_err(|reason| SendError::Other { reason })?;
    let headers = ack.biz_rt_ms.map(|ms| ("biz_rt".into(), ms.to_string().into())).into_iter().collect();
    let bare = || format!("{{\"code\":{status}}}").into_bytes();
    let body = ack.data.filter(|it| !it.is_empty()).unwrap_or_else(bare);
    Ok(Reply { status, headers, body, extent: Extent::Whole })
}
