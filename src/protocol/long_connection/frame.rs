//! The frame of the long connection, one a binary message: protocol buffers version 2, package `pbbp2`, by hand.

use super::wire_format::{Field, FieldError, Reader, Value, Writer};

/// The largest frame that is read, bytes. What an app sends is small: pings, and acks with what a handler returned.
pub(crate) const MAX_FRAME: usize = 1 << 20;
/// The most headers a frame may have. The platform's have six.
const MAX_HEADERS: usize = 128;

/// A header of a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameHeader {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// A frame of the long connection, field for field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// 1, required: `SeqID`.
    pub seq_id: u64,
    /// 2, required: `LogID`.
    pub log_id: u64,
    /// 3, required: `service`, the `service_id` of the connection's URL.
    pub service: i32,
    /// 4, required: `method`, 0 control, 1 data.
    pub method: i32,
    /// 5: `headers`, in order.
    pub headers: Vec<FrameHeader>,
    /// 6: `payload_encoding`.
    pub payload_encoding: Option<String>,
    /// 7: `payload_type`.
    pub payload_type: Option<String>,
    /// 8: `payload`.
    pub payload: Option<Vec<u8>>,
    /// 9: `LogIDNew`.
    pub log_id_new: Option<String>,
}

/// Why bytes are no frame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// More bytes than are read.
    #[error("a frame of {bytes} bytes; the limit is {MAX_FRAME}")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// More headers than a frame may have.
    #[error("more than {MAX_HEADERS} headers in a frame")]
    TooManyHeaders,
    /// A required field that is absent. An encoder of protocol buffers version 3 leaves zeros out.
    #[error("the required field {0} is missing; is it encoded as proto2, zeros written?")]
    Missing(&'static str),
    /// Bytes that are no protocol buffers.
    #[error(transparent)]
    Field(#[from] FieldError),
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

    /// The bytes of the frame. The fields 1 to 4 are written even where they are 0: every SDK refuses a frame without
    /// them.
    pub fn encode(&self) -> Vec<u8> {
        let size = 64 + self.headers.iter().map(|it| 8 + it.key.len() + it.value.len()).sum::<usize>();
        let mut out = Writer::with_capacity(size + self.payload.as_ref().map_or(0, Vec::len));
        out.varint(1, self.seq_id);
        out.varint(2, self.log_id);
        out.int32(3, self.service);
        out.int32(4, self.method);
        for header in &self.headers {
            let mut inner = Writer::with_capacity(8 + header.key.len() + header.value.len());
            inner.bytes(1, header.key.as_bytes());
            inner.bytes(2, header.value.as_bytes());
            out.bytes(5, &inner.finish());
        }
        let texts = [(6, &self.payload_encoding), (7, &self.payload_type)];
        for (number, text) in texts.into_iter().filter_map(|(number, text)| Some((number, text.as_ref()?))) {
            out.bytes(number, text.as_bytes());
        }
        if let Some(payload) = &self.payload {
            out.bytes(8, payload);
        }
        if let Some(text) = &self.log_id_new {
            out.bytes(9, text.as_bytes());
        }
        out.finish()
    }

    /// Reads a frame. Fields nobody knows are skipped; of a field that comes twice the last counts.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        if bytes.len() > MAX_FRAME {
            return Err(FrameError::TooLarge { bytes: bytes.len() });
        }
        let mut frame = Self::default();
        let mut seen = [false; 4];
        for field in Reader::new(bytes) {
            let Field { number, value } = field?;
            match number {
                1 => frame.seq_id = value.varint("SeqID")?,
                2 => frame.log_id = value.varint("LogID")?,
                3 => frame.service = value.int32("service")?,
                4 => frame.method = value.int32("method")?,
                5 if frame.headers.len() == MAX_HEADERS => return Err(FrameError::TooManyHeaders),
                5 => frame.headers.push(header(value)?),
                6 => frame.payload_encoding = Some(value.text("payload_encoding")?),
                7 => frame.payload_type = Some(value.text("payload_type")?),
                8 => frame.payload = Some(value.bytes("payload")?.to_vec()),
                9 => frame.log_id_new = Some(value.text("LogIDNew")?),
                _ => {}
            }
            if let Some(seen) = usize::try_from(number).ok().and_then(|it| seen.get_mut(it.wrapping_sub(1))) {
                *seen = true;
            }
        }
        let names = ["SeqID", "LogID", "service", "method"];
        match names.into_iter().zip(seen).find(|(_, seen)| !seen) {
            Some((name, _)) => Err(FrameError::Missing(name)),
            None => Ok(frame),
        }
    }
}

fn header(value: Value<'_>) -> Result<FrameHeader, FrameError> {
    let (mut key, mut text) = (None, None);
    for field in Reader::new(value.bytes("headers")?) {
        let Field { number, value } = field?;
        match number {
            1 => key = Some(value.text("key")?),
            2 => text = Some(value.text("value")?),
            _ => {}
        }
    }
    Ok(FrameHeader {
        key: key.ok_or(FrameError::Missing("key"))?,
        value: text.ok_or(FrameError::Missing("value"))?,
    })
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
    fn a_missing_required_field_is_named() {
        let missing = |bytes: &[u8]| Frame::decode(bytes).unwrap_err();
        assert_eq!(missing(b""), FrameError::Missing("SeqID"));
        assert_eq!(missing(b"\x08\x01\x10\x01\x18\x01"), FrameError::Missing("method"));
        assert_eq!(missing(b"\x08\x00\x10\x00\x18\x00\x20\x00\x2a\x00"), FrameError::Missing("key"));
        assert_eq!(
            missing(b"\x08\x00\x10\x00\x18\x00\x20\x00\x2a\x02\x0a\x00"),
            FrameError::Missing("value")
        );
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
        let mut many = PING[..8].to_vec();
        many.extend(b"\x2a\x04\x0a\x00\x12\x00".repeat(MAX_HEADERS));
        assert_eq!(Frame::decode(&many).unwrap().headers.len(), MAX_HEADERS);
        many.extend_from_slice(b"\x2a\x04\x0a\x00\x12\x00");
        assert_eq!(Frame::decode(&many).unwrap_err(), FrameError::TooManyHeaders);
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
