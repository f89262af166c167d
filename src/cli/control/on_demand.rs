//! Events that are delivered at once, because a program or a person asked for that; sealed anew, beside the run.

use std::sync::Arc;

use super::disturbances::Disturbances;
use super::gate::Gated;
use super::live::WatchedRun;
use crate::cli::Machine;
use crate::engine::deliver::prepare::{Edits, Event, Preparer};
use crate::engine::deliver::{EventSender, deliver_now};
use crate::engine::validate::Checker;
use crate::model::{Document, Lang, Origin};
use crate::protocol::Keys;
use crate::protocol::webhook::Transport;
use crate::render::chinese::said;
use crate::report::Delivered;
use crate::wire::Target;
use crate::wire::gateway::Registry;
use crate::wire::http::{HttpTransport, Settings};

/// Where such events go when nothing else is said.
#[derive(Clone)]
pub(crate) enum DefaultTarget {
    /// Nowhere: an address must be given.
    None,
    /// To an app's request URL, where what goes wrong with the run's deliveries goes wrong with these, too.
    Url(Target, Option<Arc<Disturbances>>),
    Gateway(Arc<Registry>),
}

pub(crate) struct OnDemand {
    /// What they are sealed with, and the token that goes into them.
    pub(crate) keys: Keys,
    pub(crate) settings: Settings,
    pub(crate) usual: DefaultTarget,
}

impl OnDemand {
    /// Where events go when nothing else is said, masked; empty for nowhere.
    pub(crate) fn target(&self) -> String {
        match &self.usual {
            DefaultTarget::None => String::new(),
            DefaultTarget::Url(target, _) => target.to_string(),
            DefaultTarget::Gateway(_) => "the app's connections".to_owned(),
        }
    }

    pub(crate) fn gateway(&self) -> Option<&Arc<Registry>> {
        if let DefaultTarget::Gateway(registry) = &self.usual { Some(registry) } else { None }
    }

    /// What goes wrong with the deliveries of a run over HTTP.
    pub(crate) fn disturbances(&self) -> Option<&Arc<Disturbances>> {
        if let DefaultTarget::Url(_, disturbances) = &self.usual { disturbances.as_ref() } else { None }
    }

    /// Whether this is what `target` says, in words of any language.
    fn is_usual(&self, to: &str, lang: Lang) -> bool {
        let target = self.target();
        to == target || to == said(&target, lang)
    }

    /// Delivers an event to `to`, else where they go. Its number in the list and what came of it, or why it was not sent.
    pub(crate) async fn deliver(
        &self,
        live: &WatchedRun,
        text: Vec<u8>,
        to: Option<&str>,
    ) -> Result<(u64, Delivered), String> {
        let (target, disturbances) =
            match (to.filter(|it| !it.is_empty() && !self.is_usual(it, live.lang)), &self.usual) {
                (Some(url), _) => (url.parse::<Target>()?, None),
                (None, DefaultTarget::Url(target, disturbances)) => (target.clone(), disturbances.clone()),
                (None, DefaultTarget::Gateway(registry)) => {
                    if registry.count() == 0 {
                        return Err("no app is connected to the gateway".to_owned());
                    }
                    return Ok(self
                        .send(live, text, Keys::default(), Arc::clone(registry), self.target())
                        .await);
                }
                (None, DefaultTarget::None) => {
                    return Err("say where to: there is no usual address".to_owned());
                }
            };
        let transport = HttpTransport::new(target.clone(), &self.settings).map_err(|it| it.to_string())?;
        let transport = Gated::new(transport, None, disturbances);
        Ok(self.send(live, text, self.keys.clone(), transport, target.to_string()).await)
    }

    async fn send<T: Transport>(
        &self,
        live: &WatchedRun,
        text: Vec<u8>,
        keys: Keys,
        transport: T,
        target: String,
    ) -> (u64, Delivered) {
        let sender = EventSender::new(keys, transport, Arc::new(Machine), true);
        let (event, delivered) = deliver_now(&sender, self.event(text)).await;
        let id = live.delivered_on_demand(&delivered, &event, target);
        (id, delivered)
    }

    /// The event of a text, whatever is wrong with it, with the app's token.
    fn event(&self, text: Vec<u8>) -> Box<Event> {
        let edits = Edits { token: self.keys.verification_token().cloned(), ..Edits::default() };
        let document = Document::new(Origin::start_of("control"), text);
        // What is not JSON cannot be given a token: it is sent as it is.
        let mut preparer = Preparer::new(Checker::default(), edits, true);
        preparer.prepare(&document).expect("with force every document is an event")
    }
}
