//! What stands behind a control server.

use std::future::Future;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Asset {
    /// Its path, from `/` on.
    pub(crate) path: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) text: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Read {
        /// The path below `/api/`.
        path: String,
    },
    Act {
        path: String,
        /// Its body, which is said to be JSON.
        body: Vec<u8>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiReply {
    pub(crate) status: u16,
    pub(crate) json: String,
}

/// A message of the stream of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StreamMessage {
    pub(crate) event: &'static str,
    /// What a client that comes back names as the last one it has.
    pub(crate) id: String,
    /// Its data, without line ends.
    pub(crate) data: String,
}

/// Answers the calls of a control server.
pub(crate) trait ControlApi: Send + Sync + 'static {
    fn call(&self, call: Call) -> impl Future<Output = ApiReply> + Send;

    /// The messages after the one of this id, as soon as there is one; `None` once there will be no more.
    fn next(&self, last: Option<String>) -> impl Future<Output = Option<Vec<StreamMessage>>> + Send;
}
