//! The control server of a run: started before it, stopped after it.

use std::sync::Arc;

use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::api::RunApi;
use super::args::ControlArgs;
use super::live::WatchedRun;
use super::on_demand::OnDemand;
use crate::cli::{CliError, Machine, run_id, say, say_other_protocol};
use crate::engine::deliver::Surroundings as _;
use crate::model::{Lang, Secret};
use crate::render::chinese::said;
use crate::render::page;
use crate::wire::control::{self, Access, Asset};
use crate::wire::http::Server;

/// The page; a control server without one has none of them.
const ASSETS: &[Asset] = &[
    Asset { path: "/", media_type: "text/html; charset=utf-8", text: page::PAGE },
    Asset { path: "/page.css", media_type: "text/css; charset=utf-8", text: page::STYLE },
    Asset { path: "/page.js", media_type: "text/javascript; charset=utf-8", text: page::SCRIPT },
];

/// A control server whose port is its own; nothing is answered yet.
pub(crate) struct BoundControl {
    server: Server,
    has_page: bool,
}

/// A control server that runs.
pub(crate) struct Control {
    pub(crate) live: Arc<WatchedRun>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl BoundControl {
    /// Takes the port where one is asked for: what hinders that is to be said before anything begins.
    pub(crate) async fn bind(args: ControlArgs) -> Result<Option<Self>, CliError> {
        let Some(port) = args.ui.or(args.control) else { return Ok(None) };
        let mut server = control::bind(port).await.map_err(|error| CliError::Unreachable {
            message: error.to_string(),
            help: "another process listens there; stop it, or use --ui=0 or --control 0 for a free port"
                .to_owned(),
        })?;
        server.other_protocols.tell = say_other_protocol;
        Ok(Some(Self { server, has_page: args.ui.is_some() }))
    }

    /// Starts the server, and says where it is. The run begins held where `held` says so.
    pub(crate) fn start(self, command: &'static str, lang: Lang, on_demand: OnDemand, held: bool) -> Control {
        let Self { server, has_page } = self;
        let address = server.address();
        let token = Secret::new(Machine.id());
        let (access, assets) = if has_page {
            say(&said(&format!("page on http://{address}/?token={}", token.expose()), lang));
            (Access::for_page(address, token, Secret::new(Machine.id())), ASSETS)
        } else {
            let line = format!("control on http://{address}/api/ · Authorization: Bearer {}", token.expose());
            say(&said(&line, lang));
            (Access::for_programs(address, token), &[] as &'static [Asset])
        };
        let headers = on_demand.settings.headers.clone();
        let target = said(&on_demand.target(), lang).into_owned();
        let live = WatchedRun::new(&on_demand.keys, lang, target, headers);
        if held {
            live.held.send_replace(true);
            say(&said("held: nothing is delivered until a release", lang));
        }
        let api = Arc::new(RunApi { live: Arc::clone(&live), on_demand, command, run: run_id() });
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(control::serve(server, access, assets, api, async {
            let _ = stopped.await;
        }));
        Control { live, stop, serving }
    }
}

impl Control {
    pub(crate) fn held(&self) -> watch::Receiver<bool> {
        self.live.held.subscribe()
    }

    /// Ends the streams and stops the server.
    pub(crate) async fn end(self) {
        self.live.store.close();
        drop(self.stop);
        let _ = self.serving.await;
    }
}
