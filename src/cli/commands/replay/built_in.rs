//! The receiver that `replay` brings along where no `--url` is named: on a free loopback port, with throw-away keys.

use crate::cli::deliver::{LocalReceiver, RunObserver};
use crate::cli::{CliError, Machine};
use crate::engine::deliver::Surroundings as _;
use crate::engine::receive::{EventReceiver, Misbehaviour, ReceiverPlan, RecordPlan};
use crate::engine::validate::Checker;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::report::Levels;
use crate::wire::Target;
use crate::wire::http::Limits;

const PATH: &str = "/webhook/event";
const HOST: &str = "127.0.0.1";

/// Keys that nobody has used before; what the user gave stays.
pub(crate) fn keys(given: &Keys) -> Keys {
    let fresh = || Secret::new(Machine.id());
    let encrypt_key = given.encrypt_key().cloned().unwrap_or_else(fresh);
    let token = given.verification_token().cloned().unwrap_or_else(fresh);
    Keys::new(Some(encrypt_key), Some(token))
}

/// Starts the receiver on a free port, beside the run of `observer`: where it is. It runs until the observer is dropped.
pub(crate) async fn start(
    observer: &mut RunObserver,
    keys: &Keys,
    levels: Levels,
) -> Result<Target, CliError> {
    let plan = ReceiverPlan {
        path: PATH.to_owned(),
        keys: keys.clone(),
        checker: Checker::new(levels, None),
        misbehaviour: Misbehaviour::default(),
        record: RecordPlan::default(),
    };
    let (receiver, arrivals, _) = EventReceiver::open(plan, || Machine.now_ms())?;
    let receiver = LocalReceiver::start(receiver, arrivals, HOST, 0, Limits::default()).await?;
    let target = receiver.url.parse().expect("a bound address makes a URL");
    observer.beside = Some(receiver);
    observer.tally(|summary| {
        summary.deliveries.get_or_insert_default();
    });
    Ok(target)
}
