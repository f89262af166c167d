//! The long connection: endpoint, frames, messages.

mod endpoint;
mod frame;
mod messages;
mod wire_format;

pub use endpoint::{Admission, Credentials, Denial, ENDPOINT_PATH, endpoint_denied, endpoint_granted};
pub use frame::{Frame, FrameError, FrameHeader, MAX_FRAME};
pub use messages::{Ack, ClientConfig, Dispatch, FromClient, pong};
