//! The connections of a gateway that are open, and the transport that sends each event to one of them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use super::connection_handle::{ConnectionHandle, Outbox, Outgoing};
use super::connection_notice::{Notice, Notices};
use super::handshake_token::{HandshakeTokens, TokenHolder};
use super::misbehaviour::{Behaviour, DropHow, EndpointFailures};
use super::pending_acks::AckTally;
use crate::protocol::long_connection::{Ack, Denial, Dispatch, Frame};
use crate::protocol::webhook::{Extent, Packet, Reply, SendError, Transport};
use crate::wire::http::ms;

/// `service_id`, of which a gateway has one.
pub(crate) const SERVICE: i32 = 1;

/// How far a gateway has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum GatewayPhase {
    /// Events wait for a connection if there is none.
    #[default]
    Open,
    /// They no longer do, and no other connection comes in.
    Ending,
    /// The connections are closed.
    Over,
}

#[derive(Clone, Copy, Debug, Default)]
struct ConnectionCounts {
    /// Connections that are not closed for good.
    present: usize,
    /// Those that get events.
    settled: usize,
    phase: GatewayPhase,
}

struct RegistryState {
    count: usize,
    /// Those that get events.
    settled: Vec<Arc<ConnectionHandle>>,
    made: u64,
    latest_app: Option<Arc<str>>,
    /// The latest that kept an app from being connected.
    latest_obstacle: Option<Notice>,
    random: fastrand::Rng,
    tokens: HandshakeTokens,
}

/// The connections of a gateway.
pub struct Registry {
    pub(crate) behaviour: Behaviour,
    notices: Notices,
    state: Mutex<RegistryState>,
    counts: watch::Sender<ConnectionCounts>,
    tally: watch::Sender<AckTally>,
    endpoint_requests: AtomicU32,
}

impl Registry {
    /// No connection yet.
    pub fn new(behaviour: Behaviour, notices: Notices) -> Self {
        let state = RegistryState {
            count: 0,
            settled: Vec::new(),
            made: 0,
            latest_app: None,
            latest_obstacle: None,
            random: fastrand::Rng::with_seed(behaviour.seed),
            tokens: HandshakeTokens::new(behaviour.id_seed),
        };
        Self {
            endpoint_requests: AtomicU32::new(0),
            behaviour,
            notices,
            state: Mutex::new(state),
            counts: watch::Sender::default(),
            tally: watch::Sender::default(),
        }
    }

    /// Waits until so many connections can get events. Whether there are, or the wait was cut short.
    pub async fn connected(&self, count: usize) -> bool {
        let mut counts = self.counts.subscribe();
        let it = counts.wait_for(|it| it.settled >= count || it.phase > GatewayPhase::Open).await;
        it.is_ok_and(|it| it.settled >= count)
    }

    /// Done once no connection has got events for so long, after one did.
    pub async fn deserted(&self, limit: Duration) {
        let mut counts = self.counts.subscribe();
        // They end with the registry itself.
        while counts.wait_for(|it| it.settled > 0).await.is_ok() {
            let _ = counts.wait_for(|it| it.settled == 0).await;
            if tokio::time::timeout(limit, counts.wait_for(|it| it.settled > 0)).await.is_err() {
                return;
            }
        }
    }

    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.counts.borrow().present
    }

    /// How many acks came late.
    pub fn late(&self) -> u64 {
        self.tally.borrow().late
    }

    /// From now on an event that finds no connection fails instead of waiting for one.
    pub fn end_waits(&self) {
        self.advance(GatewayPhase::Ending);
    }

    /// Waits until no ack is overdue any more, at most so long.
    pub async fn settled(&self, limit: Duration) {
        let mut tally = self.tally.subscribe();
        let _ = tokio::time::timeout(limit, tally.wait_for(|it| it.overdue == 0)).await;
    }

    /// Ends every connection and waits until all are gone.
    pub async fn close(&self) {
        self.advance(GatewayPhase::Over);
        let mut counts = self.counts.subscribe();
        let _ = counts.wait_for(|it| it.present == 0).await;
    }

    /// Ends the connections that get events in this way, on purpose. How many there were.
    pub fn end_connections(&self, how: DropHow) -> usize {
        let settled = self.state().settled.clone();
        for handle in &settled {
            handle.ending.send_replace(Some(how));
        }
        settled.len()
    }

    fn advance(&self, phase: GatewayPhase) {
        self.counts.send_modify(|it| it.phase = it.phase.max(phase));
    }

    /// Done once the connections have to leave.
    pub(crate) async fn over(&self) {
        let mut counts = self.counts.subscribe();
        let _ = counts.wait_for(|it| it.phase == GatewayPhase::Over).await;
    }

    /// The latest refusal, or end of a connection.
    pub(crate) fn latest_obstacle(&self) -> Option<Notice> {
        self.state().latest_obstacle.clone()
    }

    pub(crate) fn tell(&self, notice: Notice) {
        if matches!(notice, Notice::Denied { .. } | Notice::OtherRequest { .. } | Notice::Left { .. }) {
            self.state().latest_obstacle = Some(notice.clone());
        }
        (self.notices)(notice);
    }

    fn state(&self) -> MutexGuard<'_, RegistryState> {
        // Nothing panics while it holds the lock: what is in it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tokens<T>(&self, with: impl FnOnce(&mut HandshakeTokens) -> T) -> T {
        with(&mut self.state().tokens)
    }

    /// Whether the next request to the endpoint has to fail.
    pub(crate) fn fails_on_purpose(&self) -> Result<(), Denial> {
        let EndpointFailures { after, count, code } = self.behaviour.endpoint_failures;
        let number = self.endpoint_requests.fetch_add(1, Ordering::Relaxed);
        let fails = number >= after && number - after < count;
        if fails { Err(code.map_or(Denial::Internal, Denial::OnPurpose)) } else { Ok(()) }
    }

    pub(crate) fn may_join(&self) -> Result<(), Denial> {
        self.admits(self.state().count)
    }

    fn admits(&self, connections: usize) -> Result<(), Denial> {
        if self.counts.borrow().phase > GatewayPhase::Open {
            return Err(Denial::Ending);
        }
        if connections < self.behaviour.connections { Ok(()) } else { Err(Denial::TooMany) }
    }

    pub(crate) fn join(
        &self,
        holder: &TokenHolder,
        from: SocketAddr,
    ) -> Result<(Arc<ConnectionHandle>, Outbox), Denial> {
        let TokenHolder { app_id, agent } = holder;
        let mut state = self.state();
        self.admits(state.count)?;
        state.made += 1;
        let (handle, outbox) = ConnectionHandle::new(state.made, agent.clone(), self.tally.clone());
        state.count += 1;
        let connections = state.count;
        let before = state.latest_app.replace(Arc::clone(app_id));
        drop(state);
        self.tell(Notice::Joined {
            connection: handle.number,
            app_id: Arc::clone(app_id),
            from,
            agent: agent.clone(),
            connections,
            other_app: before.is_some_and(|it| it != *app_id),
        });
        self.counts.send_modify(|it| it.present += 1);
        Ok((Arc::new(handle), outbox))
    }

    /// From now on a connection gets events.
    pub(crate) fn settle(&self, handle: &Arc<ConnectionHandle>) {
        let mut state = self.state();
        if state.settled.iter().all(|it| it.number != handle.number) {
            state.settled.push(Arc::clone(handle));
            let settled = state.settled.len();
            self.counts.send_modify(|it| it.settled = settled);
        }
    }

    /// A connection gets no more events, and those that wait for its acks fail with the reason.
    pub(crate) fn leave(&self, handle: &ConnectionHandle, why: &str) {
        let mut state = self.state();
        state.settled.retain(|it| it.number != handle.number);
        state.count -= 1;
        let (connections, settled) = (state.count, state.settled.len());
        self.counts.send_modify(|it| it.settled = settled);
        drop(state);
        let unanswered = handle.pending_acks.close(why);
        self.tell(Notice::Left { connection: handle.number, why: why.to_owned(), unanswered, connections });
    }

    pub(crate) fn closed(&self) {
        self.counts.send_modify(|it| it.present -= 1);
    }

    /// One of the connections by chance, as soon as there is one.
    async fn pick(&self) -> Result<(Arc<ConnectionHandle>, String, u64), SendError> {
        let mut counts = self.counts.subscribe();
        loop {
            {
                let mut state = self.state();
                if !state.settled.is_empty() {
                    let count = state.settled.len();
                    let at = state.random.usize(..count);
                    let handle = Arc::clone(&state.settled[at]);
                    let (message_id, log_id) = state.tokens.message();
                    return Ok((handle, message_id, log_id));
                }
            }
            if counts.borrow_and_update().phase > GatewayPhase::Open || counts.changed().await.is_err() {
                let target = "the app".to_owned();
                return Err(SendError::Unreachable {
                    target,
                    reason: "it has no connection open".to_owned(),
                });
            }
        }
    }

    /// Sends an event's pieces and waits for its ack, whose time begins when the last piece is written.
    async fn exchange(
        &self,
        handle: &ConnectionHandle,
        message_id: &str,
        frames: Vec<Frame>,
    ) -> Result<Ack, SendError> {
        let closed = |reason: String| SendError::Closed { reason };
        let pieces = frames.len();
        let mut result = handle.pending_acks.begin(message_id).map_err(closed)?;
        let limit = self.behaviour.ack_limit;
        let acked = async {
            let written = self.write(handle, frames);
            tokio::select! {
                result = &mut result => return Some(result),
                written = written => if !written { return None },
            }
            tokio::time::timeout(limit, &mut result).await.ok()
        };
        let result = match acked.await {
            Some(result) => result,
            // The ack may have come just now.
            None if !handle.pending_acks.give_up(message_id) => result.await,
            None => {
                let limit_ms = ms(limit);
                return Err(match pieces {
                    1 => SendError::AnswerTimeout { limit_ms },
                    pieces => SendError::SplitTimeout { limit_ms, pieces },
                });
            }
        };
        result.unwrap_or_else(|_| Err("the gateway has ended".to_owned())).map_err(closed)
    }

    /// Has an event's pieces written, behind those of other events. Whether they were: where nothing at all is written
    /// for as long as an ack may take, the connection is stuck.
    async fn write(&self, handle: &ConnectionHandle, frames: Vec<Frame>) -> bool {
        let mut progress = handle.progress.subscribe();
        let (tell, written) = oneshot::channel();
        let queued = async {
            // Where the connection ends first, its end says why.
            let _ = handle.outbox.send(Outgoing { frames, written: tell }).await;
            let _ = written.await;
        };
        let mut queued = std::pin::pin!(queued);
        let stuck = self.behaviour.ack_limit + self.behaviour.gap;
        loop {
            tokio::select! {
                biased;
                () = &mut queued => return true,
                moved = tokio::time::timeout(stuck, progress.changed()) => if moved.is_err() { return false },
            }
        }
    }
}

impl Transport for Arc<Registry> {
    async fn ready(&self) {
        self.connected(1).await;
    }

    /// The gaps between the pieces of an event.
    fn own_time(&self) -> Duration {
        let gaps = u32::try_from(self.behaviour.pieces.get() - 1).unwrap_or(u32::MAX);
        self.behaviour.gap.saturating_mul(gaps)
    }

    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        let (handle, message_id, log_id) = self.pick().await?;
        let dispatch = Dispatch {
            message_id: &message_id,
            log_id,
            service: SERVICE,
            timestamp_ms: (self.behaviour.now_ms)(),
            payload: &packet.body,
        };
        let frames = dispatch.frames(self.behaviour.pieces);
        let ack = self.exchange(&handle, &message_id, frames).await?;
        reply(ack, handle.agent.as_deref())
    }
}

/// An ack as a reply: its code is the status, what the handler returned is the body, else the code alone in one
/// spelling. Its headers hold how long the handler took, and the app's `User-Agent`.
fn reply(ack: Ack, agent: Option<&str>) -> Result<Reply, SendError> {
    let status = ack.code.map_err(|reason| SendError::Other { reason })?;
    let took = ack.biz_rt_ms.map(|ms| ("biz_rt".into(), ms.to_string().into()));
    let agent = agent.map(|it| ("user-agent".into(), it.to_owned().into()));
    let bare = || format!("{{\"code\":{status}}}").into_bytes();
    let body = ack.data.filter(|it| !it.is_empty()).unwrap_or_else(bare);
    Ok(Reply { status, headers: took.into_iter().chain(agent).collect(), body, extent: Extent::Whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_is_deserted_once_none_came_back_in_time() {
        let registry = Registry::new(Behaviour::new(1, || 0), Arc::new(|_| {}));
        let settled = |count| registry.counts.send_modify(|it| it.settled = count);
        let second = Duration::from_secs(1);
        let within = |limit| tokio::time::timeout(limit, registry.deserted(second));
        assert!(within(second * 60).await.is_err(), "none was there");
        settled(1);
        assert!(within(second * 60).await.is_err(), "one is there");
        let comes_and_goes = async {
            tokio::time::sleep(second * 5).await;
            settled(0);
            tokio::time::sleep(second / 2).await;
            settled(1);
            tokio::time::sleep(second * 5).await;
            settled(0);
        };
        let begun = tokio::time::Instant::now();
        tokio::join!(registry.deserted(second), comes_and_goes);
        assert_eq!(begun.elapsed(), second * 23 / 2);
    }
}
