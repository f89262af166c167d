//! One probe under way: sends what the cases say, and remembers what later cases need.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::aggregate;
use super::case::{Act, Case, Expect, Request};
use super::curl::curl;
use super::events::{Generator, Shape};
use super::judge::{Grade, Judged, Seen, Sent, judge};
use super::plan::{CountEffects, Generate, Instruments, ProbePlan};
use super::requests::Forge;
use super::time::Times;
use crate::protocol::sdks::Sdk;
use crate::protocol::webhook::{Dialogue, Packet, SendError, Transport};

/// How many answers are measured at most, and for how long.
const MEASURED: usize = 100;
const MEASURING: Duration = Duration::from_secs(2);

/// How many generated events are missed at most, before no more are sent.
const MISSED: u32 = 10;

pub(crate) struct Session<'a, T, D> {
    pub(crate) plan: &'a ProbePlan,
    pub(crate) forge: Forge,
    transport: Arc<T>,
    dialogue: Result<D, &'static str>,
    effect: Option<CountEffects>,
    /// Answers to valid events, and to URL checks.
    events: Times,
    checks: Times,
    /// Whether anything ever answered, else why not.
    reached: bool,
    unreached: Option<SendError>,
    /// The case that was decided last.
    pub(crate) last: &'static str,
    /// The event that was delivered twice.
    twice: Option<String>,
    /// Shapes of valid events that were sent, and whether they were taken.
    tried: Vec<(Shape, bool)>,
    /// Whether a right URL check is answered, once that is known.
    pub(crate) takes_checks: Option<bool>,
    /// Whether the app's handler returns nothing, once that is known.
    pub(crate) returns_nothing: Option<bool>,
}

impl<'a, T, D> Session<'a, T, D> {
    pub(crate) fn new(plan: &'a ProbePlan, instruments: Instruments<T, D>) -> Self {
        let Instruments { keys, surroundings, transport, dialogue, effect } = instruments;
        let forge = Forge::new(keys, plan.old_key.clone(), surroundings);
        Self {
            plan,
            forge,
            transport,
            dialogue,
            effect,
            events: Times::default(),
            checks: Times::default(),
            reached: false,
            unreached: None,
            last: "",
            twice: None,
            tried: Vec::new(),
            takes_checks: None,
            returns_nothing: None,
        }
    }

    /// The failure of a target that never answered.
    pub(crate) fn unreached(&self) -> Option<SendError> {
        if self.reached { None } else { self.unreached.clone() }
    }

    pub(crate) fn no_dialogue(&self) -> Option<&'static str> {
        self.dialogue.as_ref().err().copied()
    }

    pub(crate) fn no_effect(&self) -> Option<&'static str> {
        if self.effect.is_none() {
            return Some("no command was given that counts effects (--effect)");
        }
        self.twice.is_none().then_some("no event was taken twice (the case `duplicate`)")
    }

    /// Whether a valid event of this shape was taken, where one was sent.
    pub(crate) fn tried(&self, shape: Shape) -> Option<bool> {
        self.tried.iter().find(|(it, _)| *it == shape).map(|(_, taken)| *taken)
    }
}

impl<T: Transport, D: Dialogue> Session<'_, T, D> {
    pub(crate) async fn put(&mut self, case: &Case) -> Judged {
        if case.act.needs_a_taken_event() {
            self.base().await;
        }
        match case.act {
            Act::Send(request, expect) => self.put_one(request, expect).await,
            Act::SendUpperCase => self.upper_case().await,
            Act::SendTwice => self.twice().await,
            Act::SendAtOnce(count) => self.at_once(count).await,
            Act::SendGenerated => self.generated().await,
            Act::TimeEvents => self.time_events().await,
            Act::TimeUrlChecks => self.time_url_checks().await,
            Act::Reuse => self.reuse().await,
            Act::CountEffects => self.count_effects().await,
            Act::SeeWhetherAlive => self.see_whether_alive().await,
        }
    }

    pub(crate) async fn put_one(&mut self, request: Request, expect: Expect) -> Judged {
        // Without a key there is no signature that an empty answer could be about, unless the app has one.
        let keyless = self.forge.keys.encrypt_key().is_none() && self.plan.sdk != Some(Sdk::Node);
        let expect = if keyless && expect == Expect::Confirmed { Expect::Handled } else { expect };
        let forged = self.forge.request(request);
        let sent = self.send(&forged.packet).await;
        match expect {
            Expect::Challenge => self.checks.add(sent.took),
            Expect::Handled | Expect::Confirmed | Expect::Taken => self.events.add(sent.took),
            Expect::Refused | Expect::Decided | Expect::Answered | Expect::Told => {}
        }
        match request {
            Request::UrlCheck => {
                let ever = forged.challenge.as_deref().map(|it| (it, Duration::MAX));
                // A cold app may be too slow for the first: then it is asked again.
                if sent.seen() != Seen::TimedOut {
                    self.takes_checks = Some(judge(expect, &sent, ever).grade == Grade::Good);
                }
            }
            Request::Event(shape) if self.tried(shape).is_none() => {
                self.tried.push((shape, judge(Expect::Handled, &sent, None).grade != Grade::Miss));
            }
            _ => {}
        }
        let check = forged.challenge.as_deref().map(|it| (it, self.plan.url_check_limit));
        let judged = judge(expect, &sent, check);
        match expect {
            Expect::Handled | Expect::Confirmed | Expect::Taken | Expect::Decided | Expect::Answered => {
                judged.within(sent.took, self.plan.limit)
            }
            Expect::Challenge | Expect::Refused | Expect::Told => judged,
        }
    }

    /// Header names in capitals, which only a connection of our own can send.
    async fn upper_case(&mut self) -> Judged {
        let mut packet = self.forge.event(&self.forge.fresh_id()).packet;
        for (name, _) in &mut packet.headers {
            *name = name.to_ascii_uppercase().into();
        }
        let sent = self.converse(vec![packet]).await;
        judge(Expect::Handled, &sent.0, None)
    }

    async fn twice(&mut self) -> Judged {
        let id = self.forge.fresh_id();
        let mut both = Vec::new();
        for _ in 0..2 {
            let packet = self.forge.event(&id).packet;
            both.push(self.send_event(&packet).await);
        }
        if both.iter().all(|it| judge(Expect::Handled, it, None).grade != Grade::Miss) {
            self.twice = Some(id);
        }
        let [first, second] = &both[..] else { unreachable!("two are sent") };
        aggregate::of_two(first, second).within(first.took.max(second.took), self.plan.limit)
    }

    async fn at_once(&mut self, count: usize) -> Judged {
        let mut flights = JoinSet::new();
        for _ in 0..count {
            let packet = self.forge.event(&self.forge.fresh_id()).packet;
            let transport = Arc::clone(&self.transport);
            flights.spawn(async move { send(&*transport, packet).await });
        }
        let mut all = Vec::new();
        while let Some(landed) = flights.join_next().await {
            // A task ends early only if it panics, which is a bug of ours: let it be one.
            let sent = landed.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            self.hear(&sent);
            self.events.add(sent.took);
            all.push(sent);
        }
        aggregate::of_many(&all)
            .within(all.iter().map(|it| it.took).max().unwrap_or_default(), self.plan.limit)
    }

    /// Events of chance: the first that is not taken is shown, and after some of those no more are sent.
    async fn generated(&mut self) -> Judged {
        let Some(Generate { count, seed }) = self.plan.generate else { unreachable!("the case needs it") };
        let types = self.types_taken().await;
        let (mut taken, mut missed, mut first) = (0, 0, None);
        for (number, generated) in (1..=count).zip(Generator::new(seed, &types)) {
            let packet = self.forge.generated(&generated).packet;
            let sent = self.send(&packet).await;
            let judged = judge(Expect::Handled, &sent, None).within(sent.took, self.plan.limit);
            if judged.grade != Grade::Miss {
                taken += 1;
                continue;
            }
            missed += 1;
            first.get_or_insert_with(|| {
                let curl = curl(&self.plan.target, &packet, self.forge.keys.verification_token());
                (format!("event {number} of seed {seed}: {}", generated.about()), curl, judged)
            });
            if missed == MISSED || sent.answer.is_err() {
                break;
            }
        }
        aggregate::of_generated(taken, missed, first)
    }

    async fn time_events(&mut self) -> Judged {
        let begun = Instant::now();
        let mut failure = None;
        while self.events.count() < MEASURED && begun.elapsed() < MEASURING && failure.is_none() {
            let packet = self.forge.event(&self.forge.fresh_id()).packet;
            let sent = self.send_event(&packet).await;
            failure = sent.answer.is_err().then_some(sent);
        }
        aggregate::of_times(&self.events, self.plan.limit, failure.as_ref())
    }

    async fn time_url_checks(&mut self) -> Judged {
        let begun = Instant::now();
        let mut failure = None;
        while self.checks.count() < MEASURED / 4 && begun.elapsed() < MEASURING && failure.is_none() {
            let packet = self.forge.request(Request::UrlCheck).packet;
            let sent = self.send(&packet).await;
            self.checks.add(sent.took);
            failure = sent.answer.is_err().then_some(sent);
        }
        aggregate::of_times(&self.checks, self.plan.url_check_limit, failure.as_ref())
    }

    async fn reuse(&mut self) -> Judged {
        let packets = (0..2).map(|_| self.forge.event(&self.forge.fresh_id()).packet).collect();
        let (first, answers) = self.converse(packets).await;
        match answers {
            2.. => Judged::summed(Grade::Good, "2 answers over one connection".to_owned()),
            1 => Judged::summed(Grade::Miss, "the connection was closed after the first answer".to_owned()),
            _ => judge(Expect::Answered, &first, None),
        }
    }

    async fn count_effects(&mut self) -> Judged {
        let (Some(count), Some(id)) = (&self.effect, &self.twice) else {
            unreachable!("the case needs both")
        };
        sleep(self.plan.effect_wait).await;
        aggregate::of_effects(count(id))
    }

    async fn see_whether_alive(&mut self) -> Judged {
        let packet = self.forge.request(Request::UrlCheck).packet;
        let sent = self.send(&packet).await;
        let mut judged = judge(Expect::Answered, &sent, None);
        if judged.seen == Some(Seen::Gone) {
            judged.got = format!("nothing listens any more, since `{}`", self.last);
        }
        judged
    }

    /// The first answer of a conversation, and how many there were.
    async fn converse(&mut self, packets: Vec<Packet>) -> (Sent, usize) {
        let Ok(dialogue) = &self.dialogue else { unreachable!("the case needs it") };
        let begun = Instant::now();
        let answers = dialogue.converse(packets).await;
        let took = begun.elapsed();
        let count = answers.as_ref().map_or(0, Vec::len);
        let first = answers.and_then(|it| {
            it.into_iter().next().ok_or_else(|| SendError::Closed { reason: "no answer".to_owned() })
        });
        let sent = Sent { answer: first, took };
        self.hear(&sent);
        (sent, count)
    }

    async fn send_event(&mut self, packet: &Packet) -> Sent {
        let sent = self.send(packet).await;
        self.events.add(sent.took);
        sent
    }

    pub(crate) async fn send(&mut self, packet: &Packet) -> Sent {
        let sent = send(&*self.transport, packet.clone()).await;
        self.hear(&sent);
        sent
    }

    fn hear(&mut self, sent: &Sent) {
        match &sent.answer {
            Err(error) if sent.seen() == Seen::Gone => self.unreached = Some(error.clone()),
            _ => self.reached = true,
        }
    }
}

async fn send<T: Transport>(transport: &T, packet: Packet) -> Sent {
    let begun = Instant::now();
    let answer = transport.send(packet).await;
    Sent { answer, took: begun.elapsed() }
}
