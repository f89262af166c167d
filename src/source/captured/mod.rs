//! One captured request: an HTTP message, a curl command line, a line of our raw record, or a body alone.

mod curl;
mod http_message;
mod raw_line;
mod read;
mod request;
mod shell_words;

pub(crate) use read::read;
pub(crate) use request::{CapturedRequest, header};
