//! `helpdesk-evt gateway`: the platform's long connection on this machine.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::builder::{StringValueParser, TypedValueParser as _};

use crate::cli::args::{DeliveryArgs, InputArgs, InputPath, KeyArgs, OutputPath, keys};
use crate::cli::commands::listen::bound;
use crate::cli::control::{ControlArgs, HoldArgs};
use crate::cli::launch::DEFAULT_WAIT;
use crate::cli::{CliError, Machine};
use crate::engine::deliver::Surroundings as _;
use crate::engine::parse_time;
use crate::protocol::long_connection::{Admission, ClientConfig};
use crate::wire::gateway::{Behaviour, DropHow, EndpointFailures, Pong};

/// Be the platform's long connection, for the official clients.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  then connect with domain=\"http://127.0.0.1:9000\"
    helpdesk-evt gateway events.ndjson --port 9000
  to an app that is started elsewhere: wait for it, end after the report
    helpdesk-evt gateway --sample all --wait-for 60s --once
  two connections, each event in three frames
    helpdesk-evt gateway log.ndjson --wait-for 2 --split 3 --rate 50/s
  start the app, deliver to it, end it, as in CI
    helpdesk-evt gateway events.ndjson --run 'python app.py' --once
  try how an app comes back
    helpdesk-evt gateway log.ndjson --drop-after 10s --reconnect-nonce 0

The clients take the address as their domain, without a slash at the end:
  Python  lark.ws.Client(id, secret, event_handler=h, domain=d)
  Node    new WSClient({ appId, appSecret, domain })
  Go      larkws.NewClient(id, secret, larkws.WithEventHandler(h),
          larkws.WithDomain(d))
  Java    new Client.Builder(id, secret).eventHandler(h).domain(d)
For Node an app id is `cli_` and 16 hex digits.

An event goes to one of the connections, by chance, and counts as delivered
if it is acked with 200 in time. After the last one the report is shown, and
the connections are kept until Ctrl-C (130), or ended at once with --once.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) host: HostArgs,
    #[command(flatten)]
    misbehaviour: ConnectionFaultArgs,
    #[command(flatten)]
    pub(crate) control: ControlArgs,
    #[command(flatten)]
    pub(crate) hold: HoldArgs,
    #[command(flatten)]
    pub(crate) delivery: DeliveryArgs,
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    #[command(flatten)]
    app: AppArgs,
}

/// Where apps connect, and when the sending begins and ends.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Connections")]
pub(crate) struct HostArgs {
    /// The port; 0 takes a free one and says which
    #[arg(long, value_name = "PORT", default_value_t = 9000)]
    pub(crate) port: u16,
    /// The address to listen on; another one than this machine's own lets others connect
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1", value_parser = StringValueParser::new().map(bound))]
    pub(crate) host: String,
    /// How many connections there may be; the platform allows an app 50
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// Begin to send once there are so many connections [default: 1], or end after this time without them (60s: exit 4)
    ///
    /// With --once it ends, too, when none is left for so long.
    #[arg(long, value_name = "N|TIME", value_parser = wait_for)]
    wait_for: Vec<WaitFor>,
    /// Start the app by this command, wait up to 60s (or --wait-for) for it, and end it after the run
    #[arg(long, value_name = "COMMAND")]
    pub(crate) run: Option<String>,
    /// End after the last event, instead of keeping the connections
    #[arg(long)]
    pub(crate) once: bool,
    /// End after this time, as in 30s; where no app has connected by then, with an error (4)
    #[arg(long = "for", value_name = "TIME", value_parser = parse_time)]
    pub(crate) duration: Option<Duration>,
    /// A name that apps may call this machine by, beside its own, as from a container; repeatable. Without it, and while
    /// --host is this machine's own, requests by other names are refused
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Write the URL to this file once apps can connect
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<OutputPath>,
    /// The limit for an ack; the platform's is 3s
    #[arg(long, value_name = "TIME", default_value = "3s", value_parser = parse_time)]
    timeout: Duration,
    /// Send every event in N pieces
    #[arg(long, value_name = "N", default_value = "1")]
    split: NonZeroUsize,
    /// Wait between two pieces of an event: the Go and Java SDKs lose pieces that come back to back; 5ms does for Go,
    /// 100ms for a JVM that has just started
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = parse_time)]
    split_gap: Duration,
    /// What the connection of each event is chosen by: the same choices for the same seed
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    seed: u64,
    /// Tell clients to ping every so many seconds
    #[arg(long, value_name = "S", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    ping_interval: u32,
    /// Tell clients to wait so many seconds between two tries to reconnect
    #[arg(long, value_name = "S", default_value_t = 120)]
    reconnect_interval: u32,
    /// Tell clients to wait a random time of at most so many seconds before the first try
    #[arg(long, value_name = "S", default_value_t = 30)]
    reconnect_nonce: u32,
}

/// What is waited for before the first event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WaitFor {
    Connections(u16),
    Time(Duration),
}

fn wait_for(text: &str) -> Result<WaitFor, String> {
    if let Ok(count) = text.parse() {
        return Ok(WaitFor::Connections(count));
    }
    parse_time(text)
        .map(WaitFor::Time)
        .map_err(|_| format!("`{text}` is neither a number of connections nor a time, as in 2 or 60s"))
}

impl HostArgs {
    /// How many connections there are to be before the first event.
    pub(crate) fn wanted(&self) -> u16 {
        let count = |it: &WaitFor| if let WaitFor::Connections(count) = it { Some(*count) } else { None };
        self.wait_for.iter().rev().find_map(count).unwrap_or(1)
    }

    /// How long they are waited for; without an end where no app is started here.
    pub(crate) fn patience(&self) -> Option<Duration> {
        self.patience_asked_for().or(self.run.as_ref().map(|_| DEFAULT_WAIT))
    }

    pub(crate) fn patience_asked_for(&self) -> Option<Duration> {
        let time = |it: &WaitFor| if let WaitFor::Time(time) = it { Some(*time) } else { None };
        self.wait_for.iter().rev().find_map(time)
    }
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Misbehaving on purpose")]
struct ConnectionFaultArgs {
    /// Drop every connection after this time, as in 10s
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    drop_after: Option<Duration>,
    /// How to drop it
    #[arg(long, value_name = "HOW", value_enum, default_value = "tcp", requires = "drop_after")]
    drop_how: DropHow,
    /// Let the endpoint fail N times, with this code (1000040343, after which the SDKs try again)
    #[arg(long, value_name = "N[:CODE]", default_value = "0", value_parser = endpoint_fails)]
    endpoint_fails: (u32, Option<u32>),
    /// Let it fail after K requests that were answered: a refused reconnect
    #[arg(long, value_name = "K", default_value_t = 0, requires = "endpoint_fails")]
    endpoint_fails_after: u32,
    /// Do not answer the SDKs' pings
    #[arg(long)]
    no_pong: bool,
}

fn endpoint_fails(text: &str) -> Result<(u32, Option<u32>), String> {
    let (count, code) = text.split_once(':').map_or((text, None), |(count, code)| (count, Some(code)));
    let number = |text: &str| text.parse().map_err(|_| "N or N:CODE, as in 2 or 1:1000040350".to_owned());
    Ok((number(count)?, code.map(number).transpose()?))
}

/// The app that is let in.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Secrets")]
struct AppArgs {
    /// Let in only this app (else code 403)
    #[arg(long = "app-id", value_name = "ID", help_heading = "Connections")]
    id: Option<String>,
    /// A file that holds the app secret
    #[arg(long = "app-secret-file", value_name = "FILE", conflicts_with = "secret")]
    secret_file: Option<InputPath>,
    /// Let in only who has this secret (else code 514); other users of this machine can see it in the process list
    #[arg(long = "app-secret", value_name = "SECRET")]
    secret: Option<String>,
}

impl Args {
    /// Which apps the gateway lets in, how it sends, and how it misbehaves.
    pub(crate) fn behaviour(&self) -> Result<Behaviour, CliError> {
        let host = &self.host;
        let wanted = host.wanted();
        if wanted > host.connections {
            return Err(CliError::usage_with(
                format!("`--wait-for {wanted}` waits for ever: `--connections` is {}", host.connections),
                "allow as many connections as are waited for",
            ));
        }
        if host.timeout.is_zero() {
            return Err(CliError::usage("a limit of 0 leaves no time for an ack; give another one"));
        }
        let app = &self.app;
        let (file, value) = (app.secret_file.as_deref(), app.secret.as_deref());
        let app_secret = keys::secret("app-secret", file, value, keys::EmptySecret::Warned)?;
        let mut id_seed = [0; 8];
        id_seed.copy_from_slice(&Machine.random()[..8]);
        let mut behaviour = Behaviour::new(u64::from_le_bytes(id_seed), || Machine.now_ms());
        behaviour.admission = Admission { app_id: app.id.clone(), app_secret };
        behaviour.connections = usize::from(host.connections);
        behaviour.pieces = host.split;
        behaviour.gap = host.split_gap;
        behaviour.ack_limit = host.timeout;
        behaviour.config = ClientConfig {
            reconnect_count: -1,
            reconnect_interval: host.reconnect_interval,
            reconnect_nonce: host.reconnect_nonce,
            ping_interval: host.ping_interval,
        };
        behaviour.seed = host.seed;
        behaviour.native_ping = behaviour.native_ping.min(Duration::from_secs(host.ping_interval.into()));
        behaviour.allowed_hosts.clone_from(&host.allow_host);
        let misbehaviour = &self.misbehaviour;
        behaviour.drop = misbehaviour.drop_after.map(|after| (after, misbehaviour.drop_how));
        let (count, code) = misbehaviour.endpoint_fails;
        behaviour.endpoint_failures =
            EndpointFailures { after: misbehaviour.endpoint_fails_after, count, code };
        behaviour.pong = if misbehaviour.no_pong { Pong::Withhold } else { Pong::Answer };
        Ok(behaviour)
    }
}
