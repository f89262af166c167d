//! The frame of the long connection, one a binary message: protocol buffers version 2, package `pbbp2`.

use prost::Message as _;

/// The largest frame that is read, bytes. What an app sends is small: pings, and acks with what a handler returned.
pub(crate) const MAX_FRAME: usize = 1 << 20;

/// A header of a frame.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct FrameHeader {
    /// Its name.
    #[prost(string, required, tag = "1")]
    pub key: String,
    /// Its value.
    #[prost(string, required, tag = "2")]
    pub value: String,
}

/// A frame of the long connection, field for field. A required field is written even where it is 0, for every SDK
/// refuses a frame without it; where it is absent, it is read as 0, for encoders of version 3 leave zeros out.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Frame {
    /// `SeqID`.
    #[prost(uint64, required, tag = "1")]
    pub seq_id: u64,
    /// `LogID`.
    #[prost(uint64, required, tag = "2")]
    pub log_id: u64,
    /// `service`, the `service_id` of the connection's URL.
    #[prost(int32, required, tag = "3")]
    pub service: i32,
    /// `method`, 0 control, 1 data.
    #[prost(int32, required, tag = "4")]
    pub method: i32,
    /// `headers`, in order.
    #[prost(message, repeated, tag = "5")]
    pub headers: Vec<FrameHeader>,
    /// `payload_encoding`.
    #[prost(string, optional, tag = "6")]
    pub payload_encoding: Option<String>,
    /// `payload_type`.
    #[prost(string, optional, tag = "7")]
    pub payload_type: Option<String>,
    /// `payload`.
    #[prost(bytes = "vec", optional, tag = "8")]
    pub payload: Option<Vec<u8>>,
    /// `LogIDNew`.
    #[prost(string, optional, tag = "9")]
    pub log_id_new: Option<String>,
}

/// Why bytes are no frame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    #[error("a frame of {bytes} bytes; the limit is {MAX_FRAME}")]
    TooLarge { bytes: usize },
    #[error("{0}")]
    Unreadable(#[from] prost::DecodeError),
}

impl Frame {
    /// The value of the first header of this key.
    pub fn header(&self, key: &str) -> Option<&str> {
        self.headers.iter().find(|it| it.key == key).map(|it| it.value.as_str())
    }

    /// The same frame with another header at the end.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.headers.push(FrameHeader { key: key.to_owned(), value: value.into() });
        self
    }

    /// The bytes of the frame.
    pub fn encode(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    /// Reads a frame. Unknown fields are skipped; of a field that comes twice the last counts.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        if bytes.len() > MAX_FRAME {
            return Err(FrameError::TooLarge { bytes: bytes.len() });
        }
        Ok(prost::Message::decode(bytes)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ping as the SDKs send it.
    const PING: &[u8] = b"\x08\x00\x10\x00\x18\x01\x20\x00\x2a\x0c\x0a\x04type\x12\x04ping";

    fn full() -> Frame {
        Frame {
            seq_id: u64::MAX,
            log_id: 300,
            service: -1,
            method: 1,
            headers: Vec::new(),
            payload_encoding: Some("identity".to_owned()),
            payload_type: Some(String::new()),
            payload: Some(vec![0, 255, 128]),
            log_id_new: Some("日志".to_owned()),
        }
        .with("type", "event")
        .with("", "工单")
    }

    #[test]
    fn zeros_of_required_fields_are_written() {
        let ping = Frame { service: 1, ..Frame::default() }.with("type", "ping");
        assert_eq!(ping.encode(), PING);
        assert_eq!(Frame::decode(PING).unwrap(), ping);
        assert_eq!(Frame::default().encode(), b"\x08\x00\x10\x00\x18\x00\x20\x00");
    }

    #[test]
    fn every_field_has_its_bytes_and_comes_back() {
        let bytes = full().encode();
        let mut golden = b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x10\xac\x02".to_vec();
        golden.extend_from_slice(b"\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x20\x01");
        golden.extend_from_slice(b"\x2a\x0d\x0a\x04type\x12\x05event\x2a\x0a\x0a\x00\x12\x06");
        golden.extend_from_slice("工单".as_bytes());
        golden.extend_from_slice(b"\x32\x08identity\x3a\x00\x42\x03\x00\xff\x80\x4a\x06");
        golden.extend_from_slice("日志".as_bytes());
        assert_eq!(bytes, golden);
        assert_eq!(Frame::decode(&bytes).unwrap(), full());
    }

    #[test]
    fn absent_fields_are_zeros_and_empty_texts() {
        assert_eq!(Frame::decode(b"").unwrap(), Frame::default());
        // A ping of an encoder that leaves zeros out.
        let ping = Frame::decode(b"\x18\x01\x2a\x0c\x0a\x04type\x12\x04ping").unwrap();
        assert_eq!(ping.encode(), PING);
        let header = Frame::decode(b"\x2a\x02\x0a\x00").unwrap();
        assert_eq!(header, Frame::default().with("", ""));
    }

    #[test]
    fn what_is_no_frame_is_an_error() {
        for bytes in [
            &b"\xff\xff"[..],
            b"\x08",
            b"\x12\x05hi",
            b"\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
            b"\x0f",
            b"\x0a\x01a",
            b"\x32\x01\xff",
            &b"\x4b".repeat(1_000),
        ] {
            assert!(matches!(Frame::decode(bytes), Err(FrameError::Unreadable(_))), "{bytes:?}");
        }
    }

    #[test]
    fn unknown_fields_of_every_wire_type_are_skipped() {
        let mut bytes = PING.to_vec();
        // 16 varint, 17 fixed64, 18 bytes, 19 a group that holds another, 20 fixed32.
        bytes.extend_from_slice(b"\x80\x01\x07\x89\x01\x00\x00\x00\x00\x00\x00\x00\x00\x92\x01\x02hi");
        bytes.extend_from_slice(b"\x9b\x01\x0b\x08\x05\x0c\x9c\x01\xa5\x01\x00\x00\x00\x00");
        assert_eq!(Frame::decode(&bytes).unwrap(), Frame::decode(PING).unwrap());
    }

    #[test]
    fn what_is_too_large_is_refused_before_it_is_read() {
        let bytes = vec![0x0a; MAX_FRAME + 1];
        assert_eq!(Frame::decode(&bytes).unwrap_err(), FrameError::TooLarge { bytes: MAX_FRAME + 1 });
    }

    #[test]
    fn no_bytes_make_it_panic_and_what_is_read_is_written_as_the_same_frame() {
        let mut random = fastrand::Rng::with_seed(7);
        let full = full().encode();
        for round in 0..20_000 {
            let mut bytes = if round % 2 == 0 {
                let length = random.usize(..64);
                std::iter::repeat_with(|| random.u8(..)).take(length).collect()
            } else {
                full.clone()
            };
            for _ in 0..random.usize(..4) {
                if !bytes.is_empty() {
                    let at = random.usize(..bytes.len());
                    bytes[at] = random.u8(..);
                    bytes.truncate(bytes.len() - random.usize(..bytes.len().min(3)));
                }
            }
            if let Ok(frame) = Frame::decode(&bytes) {
                assert_eq!(Frame::decode(&frame.encode()).unwrap(), frame);
            }
        }
    }
}
