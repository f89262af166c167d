//! The stream of changes as server-sent events.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::api::{ControlApi, StreamMessage};

/// After so long without a message a comment is sent: a client that is gone is noticed by it.
const COMMENT_AFTER: Duration = Duration::from_secs(15);
/// How soon a browser comes back, ms.
const RETRY: &str = "retry: 500\n\n";

/// Begins a stream after the message of this id. It ends with the API's, or once nobody reads it.
pub(crate) fn stream<A: ControlApi>(api: Arc<A>, last: Option<String>) -> mpsc::Receiver<Bytes> {
    let (out, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let closed = out.clone();
        tokio::select! {
            () = closed.closed() => {}
            () = pump(&*api, last, out) => {}
        }
    });
    pieces
}

async fn pump<A: ControlApi>(api: &A, mut last: Option<String>, out: mpsc::Sender<Bytes>) {
    let mut text = RETRY.to_owned();
    loop {
        if out.send(Bytes::from(text)).await.is_err() {
            return;
        }
        text = match timeout(COMMENT_AFTER, api.next(last.clone())).await {
            Err(_) => ":\n\n".to_owned(),
            Ok(None) => return,
            Ok(Some(messages)) => {
                last = messages.last().map(|it| it.id.clone()).or(last);
                messages.iter().map(written).collect()
            }
        };
    }
}

fn written(message: &StreamMessage) -> String {
    let StreamMessage { event, id, data } = message;
    debug_assert!(!data.contains(['\n', '\r']), "a line end would end the data");
    format!("event: {event}\nid: {id}\ndata: {data}\n\n")
}
