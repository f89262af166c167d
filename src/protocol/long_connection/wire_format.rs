//! Protocol buffers as bytes: tags, varints, lengths. As much of it as the frame of the long connection needs.

/// How deep groups may nest in a field nobody knows.
const MAX_DEPTH: usize = 16;

/// Why bytes are no protocol buffers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The bytes end within a field.
    #[error("the frame ends within a field; was it cut?")]
    Cut,
    /// A varint of more than 64 bits.
    #[error("a number of more than 64 bits")]
    Overflow,
    /// Field number 0, or one above 2^29 - 1.
    #[error("a field with the number {0}, which does not exist")]
    Number(u64),
    /// Wire types 6 and 7 do not exist; 4 ends a group that did not begin.
    #[error("a field of the wire type {0}, which does not exist here")]
    WireType(u8),
    /// Groups in groups in groups.
    #[error("groups nested deeper than {MAX_DEPTH}")]
    Depth,
    /// A known field that holds another kind of value.
    #[error("the field {0} holds another kind of value")]
    Kind(&'static str),
    /// A text that is not UTF-8.
    #[error("the field {0} is not UTF-8")]
    NotUtf8(&'static str),
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    /// Fixed numbers and groups: no field of ours has them.
    Skipped,
}

impl<'a> Value<'a> {
    pub(crate) fn varint(self, name: &'static str) -> Result<u64, FieldError> {
        match self {
            Self::Varint(value) => Ok(value),
            _ => Err(FieldError::Kind(name)),
        }
    }

    /// A negative number is written with all its 64 bits; the lower 32 count.
    pub(crate) fn int32(self, name: &'static str) -> Result<i32, FieldError> {
        #[expect(clippy::cast_possible_truncation, reason = "what the format says of int32")]
        self.varint(name).map(|it| it as i32)
    }

    pub(crate) fn bytes(self, name: &'static str) -> Result<&'a [u8], FieldError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(FieldError::Kind(name)),
        }
    }

    pub(crate) fn text(self, name: &'static str) -> Result<String, FieldError> {
        let text = std::str::from_utf8(self.bytes(name)?).map_err(|_| FieldError::NotUtf8(name))?;
        Ok(text.to_owned())
    }
}

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    pub(crate) number: u64,
    pub(crate) value: Value<'a>,
}

/// Reads one field after the other; after an error nothing more.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: u64) -> Result<&'a [u8], FieldError> {
        let count = usize::try_from(count).map_err(|_| FieldError::Cut)?;
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(FieldError::Cut)?;
        self.rest = rest;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u64, FieldError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(FieldError::Overflow);
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(FieldError::Overflow)
    }

    /// A field's number and wire type.
    fn tag(&mut self) -> Result<(u64, u8), FieldError> {
        let tag = self.varint()?;
        let number = tag >> 3;
        if number == 0 || number >= 1 << 29 {
            return Err(FieldError::Number(number));
        }
        Ok((number, tag.to_le_bytes()[0] & 7))
    }

    fn value(&mut self, number: u64, wire_type: u8) -> Result<Value<'a>, FieldError> {
        match wire_type {
            0 => self.varint().map(Value::Varint),
            1 => self.take(8).map(|_| Value::Skipped),
            2 => {
                let length = self.varint()?;
                self.take(length).map(Value::Bytes)
            }
            3 => self.skip_group(number).map(|()| Value::Skipped),
            5 => self.take(4).map(|_| Value::Skipped),
            other => Err(FieldError::WireType(other)),
        }
    }

    /// To the end of a group whose beginning has been read.
    fn skip_group(&mut self, number: u64) -> Result<(), FieldError> {
        let mut open = vec![number];
        while let Some(innermost) = open.last() {
            match self.tag()? {
                (number, 4) if number == *innermost => drop(open.pop()),
                (_, 4) => return Err(FieldError::WireType(4)),
                (_, 3) if open.len() == MAX_DEPTH => return Err(FieldError::Depth),
                (number, 3) => open.push(number),
                (number, other) => drop(self.value(number, other)?),
            }
        }
        Ok(())
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Field<'a>, FieldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.tag().and_then(|(number, wire_type)| {
            self.value(number, wire_type).map(|value| Field { number, value })
        });
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// Writes one field after the other.
pub(crate) struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    pub(crate) fn varint(&mut self, number: u8, value: u64) {
        self.raw(u64::from(number) << 3);
        self.raw(value);
    }

    pub(crate) fn int32(&mut self, number: u8, value: i32) {
        self.varint(number, i64::from(value).cast_unsigned());
    }

    pub(crate) fn bytes(&mut self, number: u8, bytes: &[u8]) {
        self.raw(u64::from(number) << 3 | 2);
        self.raw(bytes.len() as u64);
        self.out.extend_from_slice(bytes);
    }

    fn raw(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.out.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.out.push(value.to_le_bytes()[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> FieldError {
        Reader::new(bytes).find_map(Result::err).unwrap()
    }

    #[test]
    fn every_fault_has_a_name() {
        assert_eq!(fault(b"\x08"), FieldError::Cut);
        assert_eq!(fault(b"\x12\x05hi"), FieldError::Cut);
        assert_eq!(fault(b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), FieldError::Cut);
        assert_eq!(fault(b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), FieldError::Overflow);
        assert_eq!(fault(b"\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), FieldError::Overflow);
        assert_eq!(fault(b"\x00\x00"), FieldError::Number(0));
        assert_eq!(fault(b"\x0f"), FieldError::WireType(7));
        assert_eq!(fault(b"\x0c"), FieldError::WireType(4));
        assert_eq!(fault(b"\x0b\x14"), FieldError::WireType(4));
        assert_eq!(fault(b"\x0b"), FieldError::Cut);
        assert_eq!(fault(&vec![0x0b; 100_000]), FieldError::Depth);
    }

    #[test]
    fn a_value_of_another_kind_names_its_field() {
        assert_eq!(Value::Bytes(b"").varint("SeqID"), Err(FieldError::Kind("SeqID")));
        assert_eq!(Value::Varint(1).bytes("payload"), Err(FieldError::Kind("payload")));
        assert_eq!(Value::Bytes(b"\xff").text("key"), Err(FieldError::NotUtf8("key")));
    }

    #[test]
    fn negative_numbers_of_32_bits_are_read_in_both_spellings() {
        assert_eq!(Value::Varint(u64::MAX).int32("service"), Ok(-1));
        assert_eq!(Value::Varint(u64::from(u32::MAX)).int32("service"), Ok(-1));
    }
}
