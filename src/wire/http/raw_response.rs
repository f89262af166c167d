//! Reads HTTP/1.1 answers from a connection, each to its very end and not past it (RFC 9112).

use std::io;
use std::mem::MaybeUninit;

use httparse::{ParserConfig, Response, Status, parse_chunk_size};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::body::{MAX_BODY, header_of};
use crate::protocol::webhook::{Extent, Header, Reply};

/// The most that comes before the end of an answer's head, bytes: heads of 1xx go on for ever otherwise.
const MAX_HEAD: usize = 64 << 10;
const MAX_HEADERS: usize = 128;
/// How much there is memory for at least when more is read, bytes.
const READ: usize = 4 << 10;

/// Whether another request can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Yes,
    No,
}

/// Reads the answers of one connection.
pub(crate) struct AnswerReader<R> {
    pub(super) from: R,
    /// What came and was not used.
    pub(super) buffer: Vec<u8>,
    /// Whether a byte came since the last answer was asked for.
    pub(super) has_begun: bool,
}

/// What stands before a body.
struct Head {
    version: u8,
    status: u16,
    headers: Vec<Header>,
}

impl Head {
    /// The head at the beginning of `bytes` and its length; none if it goes on.
    fn parse(bytes: &[u8], limit: usize) -> io::Result<Option<(usize, Self)>> {
        let mut headers = [const { MaybeUninit::uninit() }; MAX_HEADERS];
        let mut response = Response::new(&mut []);
        let parsed = ParserConfig::default()
            .parse_response_with_uninit_headers(&mut response, bytes, &mut headers)
            .map_err(|error| invalid(&error.to_string()))?;
        let end = if let Status::Complete(end) = parsed { end } else { bytes.len() + 1 };
        if end > limit {
            let reason = format!("more than {} kB came before an answer", MAX_HEAD >> 10);
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let (true, Some(version), Some(status)) = (parsed.is_complete(), response.version, response.code)
        else {
            return Ok(None);
        };
        let headers = response.headers.iter().map(|it| header_of(it.name, it.value)).collect();
        Ok(Some((end, Self { version, status, headers })))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// The length of the body, where it is told; told more than once it is the same each time (RFC 9112, 6.3).
    fn length(&self) -> io::Result<Option<u64>> {
        let told = self.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let mut lengths = told.flat_map(|(_, value)| value.split(',')).map(|it| {
            let digits = Some(it.trim()).filter(|it| it.bytes().all(|it| it.is_ascii_digit()));
            digits.and_then(|it| it.parse::<u64>().ok()).ok_or_else(|| invalid("its length is no number"))
        });
        let Some(first) = lengths.next().transpose()? else { return Ok(None) };
        let mut others = lengths.map(|it| {
            it.and_then(|it| if it == first { Ok(()) } else { Err(invalid("it tells two lengths")) })
        });
        others.try_for_each(|it| it).map(|()| Some(first))
    }

    /// Whether one of the words of a header is this.
    fn says(&self, name: &str, word: &str) -> bool {
        self.header(name).is_some_and(|it| it.to_ascii_lowercase().contains(word))
    }
}

impl<R: AsyncRead + Unpin> AnswerReader<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, buffer: Vec::new(), has_begun: false }
    }

    /// Reads an answer. What is not HTTP is `InvalidData`; an end before the head is complete is `UnexpectedEof`.
    pub(crate) async fn read(&mut self) -> io::Result<(Reply, Keeps)> {
        self.has_begun = !self.buffer.is_empty();
        let mut left = MAX_HEAD;
        // 1xx but 101 announce an answer that is still to come; all of them together are no longer than a head may be.
        let head = loop {
            let (length, head) = self.parsed(|bytes| Head::parse(bytes, left)).await?;
            if head.status == 101 || !(100..200).contains(&head.status) {
                break head;
            }
            left -= length;
        };
        let is_chunked = head.says("transfer-encoding", "chunked");
        let length = if is_chunked { None } else { head.length()? };
        let mut body = Vec::new();
        let read = if is_chunked {
            self.read_chunks(&mut body).await
        } else if matches!(head.status, 101 | 204 | 304) {
            Ok(Extent::Whole)
        } else {
            match (self.take(length.unwrap_or(u64::MAX), &mut body).await, length) {
                (Err(error), None) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Extent::Whole),
                (read, _) => read,
            }
        };
        let extent = read.unwrap_or(Extent::Broken);
        let has_end = is_chunked || length.is_some() || matches!(head.status, 204 | 304);
        let is_kept = match head.version {
            0 => head.says("connection", "keep-alive"),
            _ => !head.says("connection", "close"),
        };
        let keeps = if has_end && is_kept && extent == Extent::Whole { Keeps::Yes } else { Keeps::No };
        Ok((Reply { status: head.status, headers: head.headers, body, extent }, keeps))
    }

    /// What `parse` makes of the next bytes once there are enough of them, and how many they are.
    async fn parsed<T>(
        &mut self,
        parse: impl Fn(&[u8]) -> io::Result<Option<(usize, T)>>,
    ) -> io::Result<(usize, T)> {
        loop {
            let found = if self.buffer.is_empty() { None } else { parse(&self.buffer)? };
            if let Some((length, found)) = found {
                self.buffer.drain(..length);
                return Ok((length, found));
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        self.buffer.reserve(READ);
        if self.from.read_buf(&mut self.buffer).await? == 0 {
            let reason = "connection closed before message completed";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
        }
        self.has_begun = true;
        Ok(())
    }

    /// Reads so many bytes of a body, as far as it may go.
    async fn take(&mut self, length: u64, body: &mut Vec<u8>) -> io::Result<Extent> {
        let mut left = length;
        loop {
            let size = self.buffer.len().min(MAX_BODY - body.len());
            let size = usize::try_from(left).map_or(size, |left| left.min(size));
            body.extend(self.buffer.drain(..size));
            left -= size as u64;
            if left == 0 {
                return Ok(Extent::Whole);
            }
            if body.len() == MAX_BODY {
                return Ok(Extent::Cut);
            }
            self.more().await?;
        }
    }

    async fn read_chunks(&mut self, body: &mut Vec<u8>) -> io::Result<Extent> {
        loop {
            let size = |bytes: &[u8]| match parse_chunk_size(bytes) {
                Ok(Status::Complete(found)) => Ok(Some(found)),
                Ok(Status::Partial) if bytes.len() < MAX_HEAD => Ok(None),
                _ => Err(invalid("the size of a chunk")),
            };
            let (_, size) = self.parsed(size).await?;
            if size > 0 {
                let extent = self.take(size, body).await?;
                if extent != Extent::Whole {
                    return Ok(extent);
                }
            }
            // After the last chunk trailers may stand; after any other only the end of its line.
            while !self.parsed(is_line_empty).await?.1 && size == 0 {}
            if size == 0 {
                return Ok(Extent::Whole);
            }
        }
    }
}

/// The length of the next line, and whether there is nothing in it.
fn is_line_empty(bytes: &[u8]) -> io::Result<Option<(usize, bool)>> {
    match bytes.iter().position(|it| *it == b'\n') {
        Some(end) => Ok(Some((end + 1, bytes[..end].trim_ascii().is_empty()))),
        None if bytes.len() < MAX_HEAD => Ok(None),
        None => Err(invalid("a line in its body")),
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the answer is not HTTP/1.1: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(text: &str) -> io::Result<(u16, String, Keeps, String)> {
        let mut reader = AnswerReader::new(text.as_bytes());
        let (reply, keeps) = reader.read().await?;
        let rest = String::from_utf8_lossy(&[&reader.buffer, reader.from].concat()).into_owned();
        Ok((reply.status, String::from_utf8(reply.body).unwrap(), keeps, rest))
    }

    fn whole(status: u16, body: &str, keeps: Keeps, rest: &str) -> (u16, String, Keeps, String) {
        (status, body.to_owned(), keeps, rest.to_owned())
    }

    #[tokio::test]
    async fn an_answer_ends_where_it_says_and_nothing_more_is_read() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP";
        assert_eq!(read(text).await.unwrap(), whole(200, "ok", Keeps::Yes, "HTTP"));
        let text = "HTTP/1.1 200\r\ntransfer-encoding: Chunked\r\n\r\n2;x=1\r\nok\r\n3\r\n!!!\r\n0\r\nTrailer: x\r\n\r\nHTTP";
        assert_eq!(read(text).await.unwrap(), whole(200, "ok!!!", Keeps::Yes, "HTTP"));
        let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(read(text).await.unwrap(), whole(204, "", Keeps::Yes, ""));
    }

    #[tokio::test]
    async fn a_connection_that_ends_is_told_from_one_that_is_kept() {
        let keeps = async |text: &str| read(text).await.unwrap().2;
        assert_eq!(
            keeps("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n").await,
            Keeps::No
        );
        assert_eq!(keeps("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").await, Keeps::No);
        assert_eq!(
            keeps("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n").await,
            Keeps::Yes
        );
        assert_eq!(read("HTTP/1.0 500 NO\r\n\r\nrest").await.unwrap(), whole(500, "rest", Keeps::No, ""));
    }

    #[tokio::test]
    async fn what_is_not_http_and_what_is_cut_are_errors() {
        for text in [
            "SSH-2.0-x\r\n\r\n",
            "HTTP/1.1 abc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
            "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok!",
            "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
        ] {
            assert_eq!(read(text).await.unwrap_err().kind(), io::ErrorKind::InvalidData, "{text}");
        }
        let twice = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2, 2\r\n\r\nok";
        assert_eq!(read(twice).await.unwrap(), whole(200, "ok", Keeps::Yes, ""));
        for text in ["", "HTTP/1.1 200 OK\r\nContent-Le"] {
            assert_eq!(read(text).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof, "{text}");
        }
        let endless = "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000);
        assert_eq!(read(&endless).await.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
