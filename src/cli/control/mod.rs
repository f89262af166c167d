//! `--control` and `--ui`: one API over a run, for programs and for the live page.

mod api;
mod args;
mod disturbances;
mod gate;
mod live;
mod messages;
mod on_demand;
mod session;

pub(crate) use args::{ControlArgs, HoldArgs};
pub(crate) use disturbances::Disturbances;
pub(crate) use gate::Gated;
pub(crate) use live::WatchedRun;
pub(crate) use on_demand::{DefaultTarget, OnDemand};
pub(crate) use session::{BoundControl, Control};
