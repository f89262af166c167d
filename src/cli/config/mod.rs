//! Values that do not stand on the command line: of the environment, and of `helpdesk-evt.toml`.

mod blame;
mod environment;
mod file;
mod resolve;
mod setting;
mod source;

pub(crate) use environment::{Environment, settable};
pub(crate) use file::{FILE_NAME, File, SECRET_FLAGS};
pub(crate) use resolve::{Resolved, resolve};
pub(crate) use setting::settings;
pub(crate) use source::{ValueOrigin, ValueOrigins};
