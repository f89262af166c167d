//! Which encoding other than UTF-8 a JSON text is in.

/// It is told by the mark at the beginning, or by the zeros beside the first two characters, which are ASCII in JSON.
pub(crate) fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [0xff, 0xfe, 0, 0, ..]
        | [0, 0, 0xfe, 0xff, ..]
        | [1..=255, 0, 0, 0, 1..=255, ..]
        | [0, 0, 0, 1..=255, ..] => "UTF-32",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [1..=255, 0, 1..=255, 0, ..] | [0, 1..=255, 0, 1..=255, ..] => {
            "UTF-16"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_known_with_and_without_its_mark() {
        let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
        let (marked, plain) = (units("\u{feff}{\"a\""), units("{\"a\""));
        for text in [&marked, &plain] {
            let little: Vec<u8> = text.iter().flat_map(|it| it.to_le_bytes()).collect();
            let big: Vec<u8> = text.iter().flat_map(|it| it.to_be_bytes()).collect();
            assert_eq!([other_encoding(&little), other_encoding(&big)], [Some("UTF-16"); 2]);
            let little: Vec<u8> = text.iter().flat_map(|it| u32::from(*it).to_le_bytes()).collect();
            let big: Vec<u8> = text.iter().flat_map(|it| u32::from(*it).to_be_bytes()).collect();
            assert_eq!([other_encoding(&little), other_encoding(&big)], [Some("UTF-32"); 2]);
        }
        for text in ["", "{", "{\"a\":1}", "{\0", "\u{feff}{}"] {
            assert_eq!(other_encoding(text.as_bytes()), None, "{text:?}");
        }
    }
}
