//! Unpacks compressed text.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use crate::source::Packing;

/// Unpacks `read`. Damage shows when it is read.
pub(crate) fn unpacked(packing: Packing, read: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    Ok(match packing {
        Packing::Plain => read,
        Packing::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(64 << 10, read))),
        Packing::Other(name) => {
            let tool = match name {
                "zip" => "unzip -p",
                "bzip2" => "bzip2 -dc",
                _ => "xz -dc",
            };
            let message =
                format!("it is {name} data; unpack it first, as in `{tool} FILE | helpdesk-evt validate -`");
            return Err(io::Error::new(io::ErrorKind::Unsupported, message));
        }
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::new(read)?),
    })
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
}
