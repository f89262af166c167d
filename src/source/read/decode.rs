//! Unpacks compressed text.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::GzDecoder;

use crate::source::Packing;

/// Unpacks `read`. Damage shows when it is read.
pub(crate) fn unpacked(packing: Packing, read: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    Ok(match packing {
        Packing::Plain => read,
        Packing::Gzip => Box::new(GzipMembers::of(BufReader::with_capacity(64 << 10, read))),
        Packing::Other(name, tool) => return Err(unsupported(&format!("it is {name} data"), tool)),
        Packing::Zstd => Box::new(ZstdFrames(zstd::stream::read::Decoder::new(read)?)),
    })
}

/// Data that is whole and that is not unpacked here: what it is, and the tool that does it.
fn unsupported(what: &str, tool: &str) -> io::Error {
    let message = format!("{what}; unpack it first, as in `{tool} FILE | helpdesk-evt validate -`");
    io::Error::new(ErrorKind::Unsupported, message)
}

/// Data that is packed again: what unpacks the outer layer, so that the inner one is read.
pub(crate) fn packed_twice(inner: Packing, outer: Packing) -> io::Error {
    let tool = match (inner, outer) {
        // It unpacks what is around it, too.
        (Packing::Other("tar", tool), _) => tool,
        (_, Packing::Zstd) => "zstd -dc",
        _ => "gunzip -c",
    };
    unsupported(&format!("it is {} data inside {} data", inner.name(), outer.name()), tool)
}

/// The members of a gzip file, one after the other. Zeros behind the last one, with which archives and tapes fill their
/// blocks, are passed over.
struct GzipMembers<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> GzipMembers<R> {
    fn of(read: R) -> Self {
        Self { member: Some(GzDecoder::new(read)) }
    }
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let bytes = member.read(into)?;
            if bytes > 0 || into.is_empty() {
                return Ok(bytes);
            }
            let Some(mut rest) = self.member.take().map(GzDecoder::into_inner) else { break };
            if !ends(&mut rest)? {
                self.member = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}

/// Whether nothing but zeros follows; they are passed over.
fn ends(read: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let rest = read.fill_buf()?;
        if rest.is_empty() {
            return Ok(true);
        }
        let zeros = rest.iter().take_while(|byte| **byte == 0).count();
        if zeros == 0 {
            return Ok(false);
        }
        read.consume(zeros);
    }
}

/// The frames of a zstd file. One whose window is larger than 128 MiB is not damaged: it is not unpacked, so that memory
/// stays bounded.
struct ZstdFrames<R>(R);

impl<R: Read> Read for ZstdFrames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| {
            let is_large = error.to_string().contains("too much memory");
            if is_large {
                unsupported("it is zstd data with a window larger than 128 MiB", "zstd -dc --long=31")
            } else {
                error
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> (Packing, io::Result<String>) {
        let packing = Packing::of(&bytes);
        let mut read = unpacked(packing, Box::new(Cursor::new(bytes))).unwrap();
        let mut text = String::new();
        (packing, read.read_to_string(&mut text).map(|_| text))
    }

    #[test]
    fn gzip_of_two_members_is_one_text() {
        let (packing, text) = read([gzip(b"{}\n"), gzip(b"[]")].concat());
        assert_eq!((packing, text.unwrap().as_str()), (Packing::Gzip, "{}\n[]"));
    }

    #[test]
    fn zstd_of_two_frames_is_one_text() {
        let frame = |text: &[u8]| zstd::encode_all(text, 1).unwrap();
        let (packing, text) = read([frame(b"{}\n"), frame(b"[]")].concat());
        assert_eq!((packing, text.unwrap().as_str()), (Packing::Zstd, "{}\n[]"));
    }

    #[test]
    fn plain_text_shorter_than_a_magic_number_is_read() {
        let (packing, text) = read(b"{}".to_vec());
        assert_eq!((packing, text.unwrap().as_str()), (Packing::Plain, "{}"));
    }

    #[test]
    fn packed_text_that_stops_in_the_middle_is_an_error() {
        let whole = gzip(b"{\"schema\":\"2.0\"}");
        assert!(read(whole[..whole.len() - 6].to_vec()).1.is_err());
        let whole = zstd::encode_all(&b"{\"schema\":\"2.0\"}"[..], 1).unwrap();
        assert!(read(whole[..whole.len() - 3].to_vec()).1.is_err());
    }

    #[test]
    fn zeros_behind_gzip_are_passed_over_and_other_bytes_are_damage() {
        let (_, text) = read([gzip(b"{}\n"), vec![0; 70_000]].concat());
        assert_eq!(text.unwrap(), "{}\n");
        let (_, text) = read([gzip(b"{}\n"), vec![0; 3], gzip(b"[]")].concat());
        assert_eq!(text.unwrap(), "{}\n[]");
        assert!(read([gzip(b"{}\n"), b"\0\0xx".to_vec()].concat()).1.is_err());
    }

    #[test]
    fn a_zstd_window_that_is_too_large_is_named_and_is_no_damage() {
        let mut packer = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        packer.window_log(28).unwrap();
        packer.include_contentsize(false).unwrap();
        packer.write_all(b"{}").unwrap();
        let error = read(packer.finish().unwrap()).1.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.to_string().contains("zstd -dc --long=31 FILE |"), "{error}");
    }
}
