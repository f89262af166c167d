//! The receiver that `replay` brings along where no `--url` is named: on a free loopback port, with throw-away keys.

use super::error::CliError;
use super::reception::Reception;
use super::world::World;
use crate::engine::{BookPlan, Desk, DeskPlan, Manners, Surroundings as _};
use crate::model::Secret;
use crate::protocol::Keys;
use crate::wire::Limits;

const PATH: &str = "/webhook/event";
const HOST: &str = "127.0.0.1";

/// Keys that nobody has used before; what the user gave stays.
pub(super) fn keys(given: &Keys) -> Keys {
    let fresh = || Secret::new(format!("{:032x}", u128::from_be_bytes(World.random())));
    let encrypt_key = given.encrypt_key().cloned().unwrap_or_else(fresh);
    let token = given.verification_token().cloned().unwrap_or_else(fresh);
    Keys::new(Some(encrypt_key), Some(token))
}

/// Starts the receiver on a free port; it runs until it is dropped.
pub(super) async fn start(keys: &Keys) -> Result<Reception, CliError> {
    let plan = DeskPlan {
        path: PATH.to_owned(),
        keys: keys.clone(),
        manners: Manners::default(),
        book: BookPlan::default(),
    };
    let (desk, told, _) = Desk::open(plan, || World.now_ms())?;
    Ok(Reception::start((desk, told), (HOST, 0), Limits::default()).await?)
}
