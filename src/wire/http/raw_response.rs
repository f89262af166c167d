//! Reads one HTTP/1.1 answer from a connection, to its very end and not past it (RFC 9112).

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use crate::protocol::webhook::{Extent, Header, Reply};

/// The most that is read of a head, and of a body, bytes: an answer here is a few dozen.
const MAX_HEAD: u64 = 64 << 10;
const MAX_BODY: u64 = 1 << 20;
/// The most headers that are read.
const MAX_HEADERS: usize = 128;

/// Whether another request can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Yes,
    No,
}

/// Reads an answer. What is not HTTP is `InvalidData`; an end before the head is complete is `UnexpectedEof`.
pub(crate) async fn read_answer<R: AsyncBufRead + Unpin>(from: &mut R) -> io::Result<(Reply, Keeps)> {
    // 1xx announce an answer that is still to come; all of them together are no longer than a head may be.
    let mut left = MAX_HEAD;
    let (version, status, headers) = loop {
        let head = read_head(from, &mut left).await?;
        if !(100..200).contains(&head.1) {
            break head;
        }
    };
    let find = |name: &str| {
        headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_lowercase())
    };
    let connection = find("connection").unwrap_or_default();
    let mut keeps = match version {
        0 if connection.contains("keep-alive") => Keeps::Yes,
        1 if !connection.contains("close") => Keeps::Yes,
        _ => Keeps::No,
    };
    let length = find("content-length")
        .map(|it| it.trim().parse::<u64>().map_err(|_| invalid("its length is no number")));
    let (body, extent) = if find("transfer-encoding").is_some_and(|it| it.contains("chunked")) {
        read_chunks(from).await?
    } else if status == 204 || status == 304 {
        (Vec::new(), Extent::Whole)
    } else if let Some(length) = length.transpose()? {
        read_exactly(from, length).await?
    } else {
        keeps = Keeps::No;
        read_to_end(from).await?
    };
    if extent != Extent::Whole {
        keeps = Keeps::No;
    }
    Ok((Reply { status, headers, body, extent }, keeps))
}

/// The minor version, the status and the headers, their names as they were written.
async fn read_head<R: AsyncBufRead + Unpin>(
    from: &mut R,
    left: &mut u64,
) -> io::Result<(u8, u16, Vec<Header>)> {
    let mut head = Vec::new();
    loop {
        let line = read_line(from, left).await?;
        head.extend_from_slice(&line);
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(&head).map_err(|error| invalid(&error.to_string()))?;
    let (true, Some(version), Some(status)) = (parsed.is_complete(), response.version, response.code) else {
        return Err(invalid("its first line"));
    };
    let ours = |it: &httparse::Header<'_>| {
        (it.name.to_owned().into(), String::from_utf8_lossy(it.value).into_owned().into())
    };
    Ok((version, status, response.headers.iter().map(ours).collect()))
}

/// A line with its end.
async fn read_line<R: AsyncBufRead + Unpin>(from: &mut R, left: &mut u64) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let read = (&mut *from).take(*left).read_until(b'\n', &mut line).await?;
    *left -= read as u64;
    match line.last() {
        Some(b'\n') => Ok(line),
        _ if *left == 0 => Err(invalid("its head is too long")),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

async fn read_chunks<R: AsyncBufRead + Unpin>(from: &mut R) -> io::Result<(Vec<u8>, Extent)> {
    let mut body = Vec::new();
    loop {
        let line = read_line(from, &mut MAX_HEAD.clone()).await?;
        let Ok(httparse::Status::Complete((_, size))) = httparse::parse_chunk_size(&line) else {
            return Err(invalid("the size of a chunk"));
        };
        if size > MAX_BODY - body.len() as u64 {
            return Ok((body, Extent::Cut));
        }
        let (chunk, extent) = read_exactly(from, size).await?;
        body.extend(chunk);
        if extent != Extent::Whole {
            return Ok((body, extent));
        }
        // After the last chunk trailers may stand; after any other only the end of its line.
        while !read_line(from, &mut MAX_HEAD.clone()).await?.trim_ascii().is_empty() && size == 0 {}
        if size == 0 {
            return Ok((body, Extent::Whole));
        }
    }
}

async fn read_exactly<R: AsyncBufRead + Unpin>(from: &mut R, length: u64) -> io::Result<(Vec<u8>, Extent)> {
    let mut body = Vec::new();
    (&mut *from).take(length.min(MAX_BODY)).read_to_end(&mut body).await?;
    let extent = match body.len() as u64 {
        read if read == length => Extent::Whole,
        MAX_BODY => Extent::Cut,
        _ => Extent::Broken,
    };
    Ok((body, extent))
}

async fn read_to_end<R: AsyncBufRead + Unpin>(from: &mut R) -> io::Result<(Vec<u8>, Extent)> {
    let mut body = Vec::new();
    (&mut *from).take(MAX_BODY).read_to_end(&mut body).await?;
    let extent = if body.len() as u64 == MAX_BODY { Extent::Cut } else { Extent::Whole };
    Ok((body, extent))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the answer is not HTTP/1.1: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(text: &str) -> io::Result<(u16, String, Keeps, String)> {
        let mut from = text.as_bytes();
        let (reply, keeps) = read_answer(&mut from).await?;
        let rest = String::from_utf8_lossy(from).into_owned();
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
        for text in ["SSH-2.0-x\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"] {
            assert_eq!(read(text).await.unwrap_err().kind(), io::ErrorKind::InvalidData, "{text}");
        }
        for text in ["", "HTTP/1.1 200 OK\r\nContent-Le"] {
            assert_eq!(read(text).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof, "{text}");
        }
        let endless = "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000);
        assert_eq!(read(&endless).await.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
