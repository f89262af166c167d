//! Documents for the proof: clean ones, broken in ways that parsers and checks disagree on.

/// Chance that is the same for the same seed.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Texts that stand where a number may.
const NUMBERS: &[&str] = &[
    "0", "-0", "1", "2", "3", "5", "9", "50", "51", "52", "53", "99", "-1", "-2", "01", "00", "1.0", "1.5",
    "1e0", "1E2", "2e400", "+1", ".5", "5.", "0x1", "1700000000", "170000000000", "1700000000000",
    "1700000000000000", "1700000000000000000", "99999999", "100000000", "99999999999", "100000000000",
    "99999999999999", "100000000000000", "123456789012345678", "1234567890123456789", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "-9223372036854775808", "null", "true", "false", "\"1\"",
    "[]", "{}", "[1]", "\"\"",
];

/// Texts that stand where a text may.
const TEXTS: &[&[u8]] = &[
    b"\"\"",
    b"\"-\"",
    b"\"x\"",
    b"\"2.0\"",
    b"\"2.1\"",
    b"\"helpdesk.ticket.updated_v1\"",
    b"\"helpdesk.ticket.created_v1\"",
    b"\"helpdesk.example.none_v1\"",
    b"\"im.message.receive_v1\"",
    b"\"APPROVED\"",
    b"\"DELETED\"",
    b"\"cli_1\"",
    b"\"ou_1\"",
    b"\"on_1\"",
    b"\"oc_1\"",
    b"\"cli\"",
    b"\"1700000000\"",
    b"\"1700000000000\"",
    b"\"0001700000000000\"",
    b"\"17000000000000000\"",
    b"\"12a\"",
    b"\"123456789012345678901\"",
    b"\"\\u0041\"",
    b"\"\\u00e9\\n\\t\\\\\\/\\\"\"",
    b"\"\\ud83d\\ude00\"",
    b"\"\\ud83d\"",
    b"\"\\ude00x\"",
    b"\"\\uD7FF\\uE000\"",
    b"\"\\u12\"",
    b"\"\\q\"",
    b"\"\\u00zz\"",
    b"\"\xc3\xa9\"",
    b"\"\xf0\x9f\x98\x80\"",
    b"\"\xff\"",
    b"\"\xc3\"",
    b"\"\xed\xa0\x80\"",
    b"\"\xc0\xaf\"",
    b"\"a\x00b\"",
    b"\"a\tb\"",
    b"\"a\nb\"",
    b"\"a\x7fb\"",
    b"\"\\\"",
    b"null",
    b"1",
    b"true",
    b"[\"a\"]",
    b"{\"a\":\"b\"}",
];

/// Bytes that mean something to a parser, or nothing.
const BYTES: &[u8] = b"{}[]:,\"\\ \t\r\n0123456789.-+eEnulltrueabc\x00\x1f\x7f\x80\xc3\xff/_";

/// Members that may be put in.
const MEMBERS: &[&str] = &[
    "\"stage\":1,",
    "\"status\":50,",
    "\"closed_at\":1706000000000,",
    "\"closed_at\":-1,",
    "\"closed_at\":0,",
    "\"score\":3,",
    "\"score\":4,",
    "\"solve\":2,",
    "\"channel\":77,",
    "\"staus\":1,",
    "\"type\":\"event\",",
    "\"customized_fields\":[],",
    "\"customized_fields\":[{\"id\":\"1\",\"editable\":true}],",
    "\"token\":\"\",",
    "\"sta\\u0074us\":1,",
    "\"encrypt\":\"AA==\",",
    "\"agents\":[],",
    "\"updated_at\":1,",
    "\"\":0,",
    "\"header\":{},",
    "\"event\":{},",
    "\"type\":\"url_verification\",",
    "\"event_type\":\"drive.file.edit_v1\",",
];

/// A document made of `base` by one to three changes.
pub(crate) fn mutated(base: &[u8], others: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let mut text = base.to_vec();
    for _ in 0..=[0, 0, 0, 1, 2][rng.below(5)] {
        match rng.below(12) {
            0 => flip(&mut text, rng),
            1 => cut(&mut text, rng),
            2 => splice(&mut text, others, rng),
            3 | 4 => replace(&mut text, rng, is_number, |rng| rng.pick(NUMBERS).as_bytes().to_vec()),
            5 | 6 => replace(&mut text, rng, is_text, |rng| rng.pick(TEXTS).to_vec()),
            7 => white(&mut text, rng),
            8 => member(&mut text, rng),
            9 => swap(&mut text, rng),
            10 => drop_member(&mut text, rng),
            _ => digit(&mut text, rng),
        }
    }
    text
}

/// Bytes of any kind, or of those that make JSON.
pub(crate) fn random(rng: &mut Rng) -> Vec<u8> {
    let (length, any) = (rng.below(80), rng.below(4) == 0);
    let byte = |rng: &mut Rng| {
        if any { u8::try_from(rng.below(256)).unwrap() } else { BYTES[rng.below(BYTES.len())] }
    };
    (0..length).map(|_| byte(rng)).collect()
}

fn place(text: &[u8], rng: &mut Rng) -> usize {
    rng.below(text.len().max(1)).min(text.len().saturating_sub(1))
}

fn flip(text: &mut Vec<u8>, rng: &mut Rng) {
    let (at, byte) = (place(text, rng), BYTES[rng.below(BYTES.len())]);
    match rng.below(3) {
        _ if text.is_empty() => text.push(byte),
        0 => text[at] = byte,
        1 => text.insert(at, byte),
        _ => drop(text.remove(at)),
    }
}

fn cut(text: &mut Vec<u8>, rng: &mut Rng) {
    let at = place(text, rng);
    if rng.below(2) == 0 {
        text.truncate(at);
    } else {
        text.extend_from_slice(rng.pick(&[&b" "[..], b"\n", b",", b"}", b"{}", b"\0"]));
    }
}

fn splice(text: &mut Vec<u8>, others: &[Vec<u8>], rng: &mut Rng) {
    let other = &others[rng.below(others.len())];
    let (at, from) = (place(text, rng), place(other, rng));
    text.truncate(at);
    text.extend_from_slice(&other[from..]);
}

/// The bounds of values: texts with their quotes, and everything else between structure.
fn values(text: &[u8]) -> Vec<std::ops::Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let from = at;
        at += 1;
        if text[from] == b'"' {
            while at < text.len() && text[at] != b'"' {
                at += if text[at] == b'\\' { 2 } else { 1 };
            }
            at = (at + 1).min(text.len());
            found.push(from..at);
        } else if !b"{}[]:, \t\r\n".contains(&text[from]) {
            while at < text.len() && !b"{}[]:,\" \t\r\n".contains(&text[at]) {
                at += 1;
            }
            found.push(from..at);
        }
    }
    found
}

fn is_number(text: &[u8]) -> bool {
    text.first().is_some_and(|it| *it == b'-' || it.is_ascii_digit())
}

fn is_text(text: &[u8]) -> bool {
    text.first() == Some(&b'"')
}

fn replace(text: &mut Vec<u8>, rng: &mut Rng, fits: fn(&[u8]) -> bool, new: impl Fn(&mut Rng) -> Vec<u8>) {
    let mut spans = values(text);
    spans.retain(|it| fits(&text[it.clone()]));
    // A key is seldom worth a change: the values behind them are.
    spans.retain(|it| text.get(it.end) != Some(&b':') || rng.below(12) == 0);
    if !spans.is_empty() {
        let span = spans.swap_remove(rng.below(spans.len()));
        let value = new(rng);
        text.splice(span, value);
    }
}

fn digit(text: &mut [u8], rng: &mut Rng) {
    let digits: Vec<_> = (0..text.len()).filter(|at| text[*at].is_ascii_digit()).collect();
    if !digits.is_empty() {
        text[digits[rng.below(digits.len())]] = b'0' + u8::try_from(rng.below(10)).unwrap();
    }
}

fn white(text: &mut Vec<u8>, rng: &mut Rng) {
    for _ in 0..=rng.below(4) {
        let mut at = place(text, rng);
        while at > 0 && rng.below(8) > 0 && !text.get(at).is_some_and(|it| b"{}[]:,".contains(it)) {
            at -= 1;
        }
        let white = rng.pick(&[&b" "[..], b"\t", b"\r\n", b"\n", b"  ", b"\x0b", b"\xc2\xa0"]);
        text.splice(at..at, white.iter().copied());
    }
}

fn member(text: &mut Vec<u8>, rng: &mut Rng) {
    let brackets: Vec<_> = (0..text.len()).filter(|at| text[*at] == b'{').collect();
    if !brackets.is_empty() {
        let at = brackets[rng.below(brackets.len())] + 1;
        text.splice(at..at, rng.pick(MEMBERS).bytes());
    }
}

fn swap(text: &mut Vec<u8>, rng: &mut Rng) {
    let spans = values(text);
    if spans.len() > 2 {
        let (a, b) = (rng.below(spans.len()), rng.below(spans.len()));
        let (a, b) = (spans[a.min(b)].clone(), spans[a.max(b)].clone());
        if a.end <= b.start {
            let (left, right) = (text[a.clone()].to_vec(), text[b.clone()].to_vec());
            text.splice(b, left);
            text.splice(a, right);
        }
    }
}

fn drop_member(text: &mut Vec<u8>, rng: &mut Rng) {
    let commas: Vec<_> = (0..text.len()).filter(|at| text[*at] == b',').collect();
    if commas.len() > 1 {
        let at = rng.below(commas.len() - 1);
        text.drain(commas[at]..commas[at + 1]);
    }
}
