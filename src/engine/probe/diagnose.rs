//! What an answer may mean beyond itself: which mistake a receiver made that refuses what is right, and whether a refusal
//! says anything.

use std::time::Duration;

use super::case::{Act, Case, Expect, Request};
use super::judge::{Grade, Judged, Seen, judge, sentence};
use super::requests::Suspicion;
use super::session::Session;
use super::valid_events::Shape;
use crate::protocol::webhook::{Dialogue, Transport};
use crate::report::Weight;

impl<T, D> Session<'_, T, D>
where
    T: Transport + Send + Sync + 'static,
    D: Dialogue,
{
    /// What to do about a case: for the first ones what the receiver takes instead is looked for.
    pub(crate) async fn advice(&mut self, case: &Case, judged: &Judged) -> Option<String> {
        if case.weight == Weight::Note && judged.seen == Some(Seen::Ok) {
            return Some(case.advice.to_owned());
        }
        let hint = judged.hint.clone();
        if judged.grade != Grade::Miss {
            return hint;
        }
        let answered = matches!(judged.seen, Some(Seen::Refused | Seen::OtherSuccess | Seen::Ok));
        let found = match case.act {
            Act::Send(Request::UrlCheck, _) if answered || judged.seen == Some(Seen::OkEmpty) => {
                self.suspect(self.forge.url_check_suspicions(), Expect::Challenge).await
            }
            Act::Send(Request::Event(_), Expect::Confirmed) if answered => {
                self.suspect(self.forge.event_suspicions(), Expect::Handled).await
            }
            Act::Send(Request::Event(_), Expect::Confirmed) => None,
            Act::Send(Request::Event(_), _) | Act::SendUpperCase | Act::SendTwice | Act::SendAtOnce(_)
                if self.takes_events == Some(false) =>
            {
                return Some("As for a plain valid event.".to_owned());
            }
            _ => None,
        };
        found.or(hint).or_else(|| Some(case.advice.to_owned()))
    }

    /// Why a good answer to a case says nothing, if so: where right requests are refused, too, refusing a wrong one is no
    /// merit, and the time of a refusal is not that of an answer.
    pub(crate) async fn void(&mut self, case: &Case) -> Option<&'static str> {
        match case.act {
            Act::Send(Request::UrlCheckWrongToken, _) | Act::TimeUrlChecks if !self.takes_checks().await => {
                Some("a right URL check is not answered, either")
            }
            Act::Send(Request::UrlCheckWrongToken, _) => None,
            Act::Send(_, Expect::Refused) | Act::TimeEvents if !self.takes_events().await => {
                Some("a valid event is not taken, either")
            }
            _ => None,
        }
    }

    async fn takes_events(&mut self) -> bool {
        if self.takes_events.is_none() {
            self.put_one(Request::Event(Shape::Full), Expect::Handled).await;
        }
        self.takes_events.unwrap_or(false)
    }

    async fn takes_checks(&mut self) -> bool {
        if self.takes_checks.is_none() {
            self.put_one(Request::UrlCheck, Expect::Challenge).await;
        }
        self.takes_checks.unwrap_or(false)
    }

    async fn suspect(&mut self, suspicions: Vec<Suspicion>, expect: Expect) -> Option<String> {
        for Suspicion { forged, means } in suspicions {
            let sent = self.send(&forged.packet).await;
            let check = forged.challenge.as_deref().map(|it| (it, Duration::MAX));
            if judge(expect, &sent, check).grade == Grade::Good {
                return Some(sentence(&means));
            }
            if sent.answer.is_err() {
                break;
            }
        }
        None
    }
}
