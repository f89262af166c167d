//! The body of an answer: whole, or as it comes.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::mpsc;

use crate::wire::http::Whole;

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    /// In one piece.
    Whole(Whole),
    /// In pieces, until the sender is dropped.
    Pieces(mpsc::Receiver<Bytes>),
}

impl From<String> for ResponseBody {
    fn from(text: String) -> Self {
        Self::Whole(text.into_bytes().into())
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Whole(whole) => Pin::new(whole).poll_frame(context),
            Self::Pieces(pieces) => pieces.poll_recv(context).map(|it| it.map(|it| Ok(Frame::data(it)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        if let Self::Whole(whole) = self { whole.is_end_stream() } else { false }
    }

    fn size_hint(&self) -> SizeHint {
        if let Self::Whole(whole) = self { whole.size_hint() } else { SizeHint::default() }
    }
}
