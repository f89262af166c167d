//! A value written in any of the ways in which requests, answers and our own output write text.

/// How many bytes at the beginning of `text` are `value`, each of its characters written as it is or escaped in any way.
pub(super) fn written_at(text: &[u8], value: &str) -> Option<usize> {
    let Some(c) = value.chars().next() else { return Some(0) };
    let (run, own) = (slashes(text), slashes(value.as_bytes()));
    // However often backslashes are doubled, and with the one before the next character.
    let doubled = || Some(run + written_at(&text[run..], &value[own..])?);
    let by_character = || {
        let len = character_at(text, c)?;
        Some(len + written_at(&text[len..], &value[c.len_utf8()..])?)
    };
    (own > 0 && run >= own).then(doubled).flatten().or_else(by_character)
}

/// How many backslashes a text begins with.
fn slashes(text: &[u8]) -> usize {
    text.iter().take_while(|it| **it == b'\\').count()
}

/// How many bytes at the beginning of `text` are this character: itself, or escaped as in JSON (also in a string of
/// JSON), in a URL (also twice), in HTML, in a string of Python, or in quoted-printable.
fn character_at(text: &[u8], c: char) -> Option<usize> {
    let mut utf8 = [0; 4];
    let utf8 = c.encode_utf8(&mut utf8).as_bytes();
    let escaped = match text.first()? {
        b'\\' => backslashed(text, c),
        b'%' | b'=' => hexed(text, utf8),
        b'&' => entity(text, c),
        b'+' if c == ' ' => Some(1),
        _ => None,
    };
    escaped.or_else(|| text.starts_with(utf8).then_some(utf8.len()))
}

/// `\u0041`, `\x41`, `\n` and the like, after any number of backslashes.
fn backslashed(text: &[u8], c: char) -> Option<usize> {
    let slashes = slashes(text);
    let rest = &text[slashes..];
    match (rest.first(), c) {
        (Some(b'u'), _) => {
            let mut units = [0; 2];
            let mut at = slashes;
            for (number, unit) in c.encode_utf16(&mut units).iter().enumerate() {
                if number > 0 {
                    at += self::slashes(&text[at..]);
                }
                let digits = text[at..].strip_prefix(b"u")?.get(..4)?;
                (number_of(digits, 16)? == u32::from(*unit)).then_some(())?;
                at += 5;
            }
            Some(at)
        }
        (Some(b'x'), _) if number_of(rest.get(1..3)?, 16) == Some(u32::from(c)) => Some(slashes + 3),
        (Some(b'n'), '\n')
        | (Some(b't'), '\t')
        | (Some(b'r'), '\r')
        | (Some(b'"'), '"')
        | (Some(b'/'), '/') => Some(slashes + 1),
        (_, '\\') => Some(slashes.min(2)),
        _ => None,
    }
}

/// `%41`, `%2541` or `=41`, byte by byte.
fn hexed(text: &[u8], utf8: &[u8]) -> Option<usize> {
    let mut at = 0;
    for byte in utf8 {
        let sign = *text.get(at)?;
        matches!(sign, b'%' | b'=').then_some(())?;
        at += 1;
        while sign == b'%' && text[at..].starts_with(b"25") && *byte != b'%' {
            at += 2;
        }
        (number_of(text.get(at..at + 2)?, 16)? == u32::from(*byte)).then_some(())?;
        at += 2;
    }
    Some(at)
}

/// `&#65;`, `&#x41;`, `&quot;` and the like.
fn entity(text: &[u8], c: char) -> Option<usize> {
    let end = text.iter().take(12).position(|it| *it == b';')?;
    let is_it = match &text[1..end] {
        [b'#', b'x' | b'X', digits @ ..] => number_of(digits, 16) == Some(u32::from(c)),
        [b'#', digits @ ..] => number_of(digits, 10) == Some(u32::from(c)),
        name => matches!(
            (name, c),
            (b"amp", '&') | (b"lt", '<') | (b"gt", '>') | (b"quot", '"') | (b"apos", '\'')
        ),
    };
    is_it.then_some(end + 1)
}

pub(super) fn number_of(digits: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}
