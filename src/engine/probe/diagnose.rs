//! What an answer may mean beyond itself: which mistake a receiver made that refuses what is right, which valid event it
//! takes, and whether a refusal says anything.

use std::time::Duration;

use super::case::{Act, Case, Expect, Request};
use super::events::Shape;
use super::judge::{Grade, Judged, Seen, judge, sentence};
use super::requests::{SIGNED_CHECK, Suspicion};
use super::session::Session;
use crate::protocol::sdks::{self, Meaning};
use crate::protocol::webhook::{Dialogue, Transport};
use crate::report::Weight;

/// The valid events that are tried, until the receiver takes one.
const BASES: [Shape; 6] =
    [Shape::Full, Shape::Sparse, Shape::Minimal, Shape::Created, Shape::Message, Shape::Notification];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Advice {
    pub(crate) text: Option<String>,
    /// Whether it is clear why a right request was not taken.
    pub(crate) is_cause: bool,
}

impl Advice {
    fn general(text: Option<String>) -> Self {
        Self { text, is_cause: false }
    }
}

impl<T: Transport, D: Dialogue> Session<'_, T, D> {
    /// What to do about a case: what the answer is known to mean, else what the receiver takes instead.
    pub(crate) async fn advice(&mut self, case: &Case, judged: &Judged) -> Advice {
        if case.weight == Weight::Note && judged.seen == Some(Seen::Ok) {
            return Advice::general(Some(case.advice.to_owned()));
        }
        let hint = judged.hint.clone();
        if judged.grade != Grade::Miss {
            return Advice::general(hint);
        }
        if let Some(text) = self.known_cause(case, judged).await {
            return Advice { is_cause: case.act.is_right(), text: Some(text) };
        }
        let answered =
            matches!(judged.seen, Some(Seen::Refused | Seen::OtherSuccess | Seen::Ok | Seen::OkEmpty));
        let found = match case.act {
            Act::Send(Request::UrlCheck, _) if answered => {
                self.suspect(self.forge.url_check_suspicions(), judged).await
            }
            Act::Send(Request::Event(_), Expect::Confirmed) if answered => {
                self.suspect(self.forge.event_suspicions(), judged).await
            }
            Act::Send(Request::Event(_), Expect::Confirmed) => None,
            Act::Send(Request::Event(_), _) | Act::SendUpperCase | Act::SendTwice | Act::SendAtOnce(_)
                if self.tried(self.forge.base) == Some(false) =>
            {
                return Advice::general(Some("As for a plain valid event.".to_owned()));
            }
            _ => None,
        };
        if let Some(text) = found.or_else(|| wrong_address(judged).map(str::to_owned)) {
            return Advice { is_cause: case.act.is_right(), text: Some(text) };
        }
        let is_gone = judged.seen == Some(Seen::Closed) && hint.is_some();
        let is_known = hint.is_some() && judged.meaning.is_some();
        Advice {
            is_cause: case.act.is_right() && (is_gone || is_known || says_it_itself(case, judged)),
            text: hint.or_else(|| Some(case.advice.to_owned())),
        }
    }

    /// What an answer that is known leaves no doubt of. A key that does not fit is either another one or the token.
    async fn known_cause(&mut self, case: &Case, judged: &Judged) -> Option<String> {
        let Act::Send(request @ (Request::UrlCheck | Request::Event(_) | Request::OldKey), _) = case.act
        else {
            return None;
        };
        match judged.meaning? {
            Meaning::OtherSignature | Meaning::Unread | Meaning::Panicked => None,
            Meaning::OtherKey if request == Request::OldKey => None,
            Meaning::OtherKey => {
                let swapped = match request {
                    Request::UrlCheck => self.forge.swapped_check(),
                    _ => self.forge.swapped_event(),
                };
                let swapped = self.suspect(swapped.into_iter().collect(), judged).await;
                Some(swapped.unwrap_or_else(|| {
                    "It could not open the body: its encrypt key is another one than the given.".to_owned()
                }))
            }
            _ => judged.hint.clone(),
        }
    }

    /// Why a good answer to a case says nothing, if so: where right requests are refused, too, refusing a wrong one is no
    /// merit, and the time of a refusal is not that of an answer.
    pub(crate) async fn void(&mut self, case: &Case) -> Option<&'static str> {
        match case.act {
            Act::Send(Request::UrlCheckWrongToken, _) | Act::TimeUrlChecks if !self.takes_checks().await => {
                Some("a right URL check is not answered, either")
            }
            Act::Send(Request::UrlCheckWrongToken, _) => None,
            Act::Send(_, Expect::Refused | Expect::Told | Expect::Decided) | Act::TimeEvents
                if self.base().await.is_none() =>
            {
                Some("no valid event is taken, either")
            }
            _ => None,
        }
    }

    /// A shape of valid events that the receiver takes, looked for where that is not known.
    pub(crate) async fn base(&mut self) -> Option<Shape> {
        for shape in BASES {
            if self.takes(shape).await {
                self.forge.base = shape;
                return Some(shape);
            }
        }
        None
    }

    /// The event types of which a plain valid event is taken; the first of all where there is none.
    pub(crate) async fn types_taken(&mut self) -> Vec<&'static str> {
        let base = self.base().await.unwrap_or(Shape::Full);
        let mut types = vec![base.event_type()];
        for shape in [Shape::Sparse, Shape::Created, Shape::Message, Shape::Notification] {
            if self.takes(shape).await && !types.contains(&shape.event_type()) {
                types.push(shape.event_type());
            }
        }
        types
    }

    /// Whether it takes a valid event of this shape, tried where that is not known.
    async fn takes(&mut self, shape: Shape) -> bool {
        if self.tried(shape).is_none() {
            self.put_one(Request::Event(shape), Expect::Handled).await;
        }
        self.tried(shape) == Some(true)
    }

    /// Whether its empty answers are those of a handler that returns nothing: then an event of another type gets another
    /// answer, which it would not where the signature is what does not fit.
    pub(crate) async fn handler_returns_nothing(&mut self) -> bool {
        if self.returns_nothing.is_none() {
            let mut seen = [Seen::Gone; 2];
            for (shape, seen) in [self.forge.base, Shape::OtherType].into_iter().zip(&mut seen) {
                let packet = self.forge.request(Request::Event(shape)).packet;
                *seen = self.send(&packet).await.seen();
            }
            self.returns_nothing = Some(seen == [Seen::OkEmpty, Seen::NoHandler]);
        }
        self.returns_nothing.unwrap_or(false)
    }

    async fn takes_checks(&mut self) -> bool {
        if self.takes_checks.is_none() {
            self.put_one(Request::UrlCheck, Expect::Challenge).await;
        }
        self.takes_checks.unwrap_or(false)
    }

    async fn suspect(&mut self, suspicions: Vec<Suspicion>, judged: &Judged) -> Option<String> {
        for Suspicion { forged, means } in suspicions {
            let sent = self.send(&forged.packet).await;
            let check = forged.challenge.as_deref().map(|it| (it, Duration::MAX));
            let expect = if check.is_some() { Expect::Challenge } else { Expect::Handled };
            if judge(expect, &sent, check).grade == Grade::Good {
                let is_withdrawn = means == SIGNED_CHECK && is_of_python(judged);
                let release = if is_withdrawn { format!(" ({})", sdks::WITHDRAWN) } else { String::new() };
                return Some(sentence(&format!("{means}{release}")));
            }
            if sent.answer.is_err() {
                break;
            }
        }
        None
    }
}

/// What is to be done where a status says that the app is not there.
fn wrong_address(judged: &Judged) -> Option<&'static str> {
    match judged.answer.as_ref()?.status {
        404 | 405 | 410 => Some("The app takes nothing at this path: is it that of its request URL?"),
        300..400 => Some("The platform follows no redirect: give the address that it leads to."),
        _ => None,
    }
}

/// Whether the answer to an event leaves no doubt: the app failed, or it took it with another status than 200.
fn says_it_itself(case: &Case, judged: &Judged) -> bool {
    let is_event = matches!(case.act, Act::Send(Request::Event(_) | Request::EventSigned, _));
    let status = judged.answer.as_ref().map_or(0, |it| it.status);
    is_event && (status == 500 || judged.seen == Some(Seen::OtherSuccess))
}

/// Whether it is the Python SDK that misses a signature, in its very words.
fn is_of_python(judged: &Judged) -> bool {
    judged.answer.as_ref().is_some_and(|it| it.body.contains("\"signature verification failed\""))
}
