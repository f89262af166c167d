//! The long connection: endpoint, frames, messages.

mod endpoint;
mod frame;
mod messages;

pub use endpoint::Admission;
pub(crate) use endpoint::{Credentials, Denial, ENDPOINT_PATH, endpoint_denied, endpoint_granted};
pub use frame::{Frame, FrameHeader};
pub(crate) use frame::{FrameError, MAX_FRAME};
pub use messages::ClientConfig;
pub(crate) use messages::{Ack, Dispatch, FromClient, pong};
