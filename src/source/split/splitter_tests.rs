//! The cutter, rule by rule.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::document_buffer::MAX_DOCUMENT;
use super::joiner::Joiner;
use crate::model::Document;
use crate::source::Unwrap;
use crate::source::read::{Chunking, InputStream, Pool};

/// Reads `text` in pieces of the sizes that `sizes` yields.
struct Pieces<F>(Vec<u8>, usize, F);

impl<F: FnMut() -> usize> Read for Pieces<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = (self.2)().min(into.len()).min(self.0.len() - self.1);
        into[..size].copy_from_slice(&self.0[self.1..self.1 + size]);
        self.1 += size;
        Ok(size)
    }
}

fn entries(read: impl Read + Send + 'static) -> Vec<Document> {
    let (pool, mut joiner, mut found) = (Pool::default(), Joiner::new(Unwrap::None), Vec::new());
    let mut stream = InputStream::new(Arc::from("f"), Box::new(read), Chunking::Available, false);
    loop {
        let block = stream.next(&pool).unwrap();
        let skipped = joiner.begin(&block);
        let mut keep = |entry| {
            found.push(entry);
            ControlFlow::Continue(())
        };
        assert!(joiner.feed(&block.text()[skipped..], &mut keep).is_continue());
        if block.ends {
            assert!(joiner.end(&block, |entry| keep(entry.unwrap())).is_continue());
            return found;
        }
    }
}

fn cut(text: &[u8]) -> Vec<Document> {
    entries(io::Cursor::new(text.to_vec()))
}

/// Every entry as `line:column@offset text`, after a check that index, offset and bytes agree with the text.
fn told(text: &str) -> Vec<String> {
    let cut = cut(text.as_bytes());
    cut.iter()
        .enumerate()
        .map(|(at, entry)| {
            let origin = &entry.origin;
            assert_eq!(origin.index, at as u64 + 1);
            let start = usize::try_from(origin.offset).unwrap();
            assert!(text.as_bytes()[start..].starts_with(&entry.bytes), "{entry:?} is not at its offset");
            let before = text[..start].trim_start_matches('\u{feff}');
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
            assert_eq!((origin.line, origin.column), (line, column), "{text:?}");
            format!("{line}:{column}@{start} {}", String::from_utf8_lossy(&entry.bytes))
        })
        .collect()
}

const BROKEN_PRETTY: &str = "{\n  \"a\": \"x\n  \"b\": {\n  }\n}\n{\n  \"c\": 1\n}\n";

/// A text and its entries.
const TABLE: &[(&str, &[&str])] = &[
    // Nothing.
    ("", &[]),
    (" \r\n\t\n", &[]),
    ("\u{feff}", &[]),
    ("[]", &[]),
    ("[\n\n]\n", &[]),
    // One document, concatenated ones, lines.
    ("{\"a\":1}", &["1:1@0 {\"a\":1}"]),
    ("\u{feff}{}\r\n{}", &["1:1@3 {}", "2:1@7 {}"]),
    ("{}{} {}\n", &["1:1@0 {}", "1:3@2 {}", "1:6@5 {}"]),
    ("{}\r\n\r\n {}\r\n", &["1:1@0 {}", "3:2@7 {}"]),
    ("{\"名\":\"😀\"} {}", &["1:1@0 {\"名\":\"😀\"}", "1:11@15 {}"]),
    ("{\n \"a\": [\n{}]\n}{\n}\n", &["1:1@0 {\n \"a\": [\n{}]\n}", "4:2@15 {\n}"]),
    ("{\n\"a\":\n{\n},\n\"b\":[\n{},\n{}\n]}\n", &["1:1@0 {\n\"a\":\n{\n},\n\"b\":[\n{},\n{}\n]}"]),
    ("{\"a\":\n 1}\n{}", &["1:1@0 {\"a\":\n 1}", "3:1@10 {}"]),
    ("{\"a\":\"}\\\"{\\\\\"}{}", &["1:1@0 {\"a\":\"}\\\"{\\\\\"}", "1:15@14 {}"]),
    ("{}[{}]{}", &["1:1@0 {}", "1:4@3 {}", "1:7@6 {}"]),
    // Lines that are no document.
    ("hello {}\n42\n  \"text\" \n{}", &["1:1@0 hello {}", "2:1@9 42", "3:3@14 \"text\"", "4:1@22 {}"]),
    ("\u{1e}{}\n\u{1e}{}\n", &["1:2@1 {}", "2:2@5 {}"]),
    (
        "\u{1e}{\"a\u{1e}{}\n\u{1e}{\"b\":\u{1e}{}\u{1e}{}",
        &["1:2@1 {\"a", "1:6@5 {}", "2:2@9 {\"b\":", "2:8@15 {}", "2:11@18 {}"],
    ),
    ("{\"a\":\"\u{1e}{}\"}\n", &["1:1@0 {\"a\":\"\u{1e}{}\"}"]),
    ("[INFO] {}\n[2023-11-14 22:13] x", &["1:1@0 [INFO] {}", "2:1@10 [2023-11-14 22:13] x"]),
    ("[ true , -1e-5]", &["1:3@2 true", "1:10@9 -1e-5"]),
    ("{} junk {}\n{}", &["1:1@0 {} junk {}", "2:1@11 {}"]),
    ("{},{}\n{}}\n{}", &["1:1@0 {},{}", "2:1@6 {}}", "3:1@10 {}"]),
    ("]\n}\n{}", &["1:1@0 ]", "2:1@2 }", "3:1@4 {}"]),
    // A line that was cut off.
    ("{\"a\":\"x\n{}\n", &["1:1@0 {\"a\":\"x", "2:1@8 {}"]),
    ("{\"a\":\"x\\\n{}\n", &["1:1@0 {\"a\":\"x\\", "2:1@9 {}"]),
    ("{\"a\":\"x\nhello\n{}\n", &["1:1@0 {\"a\":\"x", "2:1@8 hello", "3:1@14 {}"]),
    ("{\"a\":\r\n\r\n{}\n", &["1:1@0 {\"a\":", "3:1@9 {}"]),
    ("{\"a\":[1,\n{}\n", &["1:1@0 {\"a\":[1,", "2:1@9 {}"]),
    ("{\n{\"a\":1}\n{}\n", &["1:1@0 {", "2:1@2 {\"a\":1}", "3:1@10 {}"]),
    ("{\"a\":1", &["1:1@0 {\"a\":1"]),
    ("{\"a\":1,\n \"b\":\"x\n }\n}\n{}", &["1:1@0 {\"a\":1,\n \"b\":\"x\n }\n}", "5:1@21 {}"]),
    // A pretty document that is broken.
    (BROKEN_PRETTY, &["1:1@0 {\n  \"a\": \"x\n  \"b\": {\n  }\n}", "6:1@27 {\n  \"c\": 1\n}"]),
    ("{\n \"a\": \"x\n\n{}\n", &["1:1@0 {\n \"a\": \"x", "4:1@12 {}"]),
    ("{\n \"a\": \"x\n} junk\n{}\n", &["1:1@0 {\n \"a\": \"x\n} junk", "4:1@18 {}"]),
    ("{\n \"a\": {\n }\n{\n}\n", &["1:1@0 {\n \"a\": {\n }", "4:1@13 {\n}"]),
    ("{\n \"a\": {\n },\n{\n}\n", &["1:1@0 {\n \"a\": {\n },", "4:1@14 {\n}"]),
    // A top-level array.
    ("[{},{}]", &["1:2@1 {}", "1:5@4 {}"]),
    ("[\r\n  {},\r\n  {}\r\n]\r\n{}", &["2:3@5 {}", "3:3@12 {}", "5:1@19 {}"]),
    ("[1, \"a,]\\\"\" ,[2,[3]] ,null]", &["1:2@1 1", "1:5@4 \"a,]\\\"\"", "1:14@13 [2,[3]]", "1:23@22 null"]),
    ("[\"张\",{}]", &["1:2@1 \"张\"", "1:6@7 {}"]),
    ("[{},\n{},\n{}]\n{}", &["1:2@1 {}", "2:1@5 {}", "3:1@9 {}", "4:1@13 {}"]),
    ("[1][2] x\n{}", &["1:2@1 1", "1:5@4 2", "1:8@7 x", "2:1@9 {}"]),
    // An array that is broken: the bytes that are wrong are an entry, or the end of one.
    ("[{}", &["1:2@1 {}", "1:1@0 ["]),
    ("[", &["1:1@0 ["]),
    ("[1,", &["1:2@1 1", "1:1@0 ["]),
    ("[{\"a\":\"x", &["1:2@1 {\"a\":\"x"]),
    ("[{},]", &["1:2@1 {}", "1:4@3 ,]"]),
    ("[{},\n ]\n{}", &["1:2@1 {}", "1:4@3 ,\n ]", "3:1@8 {}"]),
    ("[,{}]", &["1:2@1 ,", "1:3@2 {}"]),
    ("[{},,{}]", &["1:2@1 {}", "1:5@4 ,", "1:6@5 {}"]),
    ("[{} {}]", &["1:2@1 {} {", "1:5@4 {}"]),
    ("[\n {}\n {}\n]", &["2:2@3 {}\n {", "3:2@7 {}"]),
    ("[{} x, {}]", &["1:2@1 {} x", "1:8@7 {}"]),
    ("[{}}, {}]", &["1:2@1 {}}", "1:7@6 {}"]),
    ("[1 2, {}]", &["1:2@1 1 2", "1:7@6 {}"]),
    ("[\"a\n, {}]", &["1:2@1 \"a", "2:3@6 {}"]),
    // A line that was an array and was cut off.
    ("[{}\n{}\n{}", &["1:2@1 {}", "1:1@0 [", "2:1@4 {}", "3:1@7 {}"]),
    ("[{},\n{}\n{}", &["1:2@1 {}", "2:1@5 {}", "1:1@0 [", "3:1@8 {}"]),
    ("[{},{\"a\":\"x\n{}\n{}", &["1:2@1 {}", "1:5@4 {\"a\":\"x", "2:1@12 {}", "3:1@15 {}"]),
    ("[{},{\"a\":\n\n{}\n{}", &["1:2@1 {}", "1:5@4 {\"a\":", "3:1@11 {}", "4:1@14 {}"]),
    // A broken element leaves the others alone.
    ("[\n{\"a\":\"x\n{},\n{}\n]\n{}", &["2:1@2 {\"a\":\"x", "3:1@10 {}", "4:1@14 {}", "6:1@19 {}"]),
    (
        "[\n  {\n    \"a\": \"x\n  },\n  {\n  }\n]\n{}",
        &["2:3@4 {\n    \"a\": \"x\n  }", "5:3@25 {\n  }", "8:1@33 {}"],
    ),
    ("[\n  {\n    \"a\": \"x\n]\n{}", &["2:3@4 {\n    \"a\": \"x", "5:1@20 {}"]),
    ("[\n {\n  \"a\": {\n  },\n {\n }\n]", &["2:2@3 {\n  \"a\": {\n  },", "5:2@20 {\n }"]),
];

#[test]
fn every_text_is_cut_where_the_table_says() {
    let wrong: Vec<_> = TABLE
        .iter()
        .map(|(text, expected)| (text, told(text), expected))
        .filter(|(_, told, expected)| told != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Numbers that look random and are the same in every run.
fn xorshift(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

#[test]
fn blanks_behind_a_bracket_tell_nothing_however_many_they_are() {
    let blanks = " ".repeat(5_000);
    assert_eq!(told(&format!("[{blanks}{{}}]")), ["1:5002@5001 {}"]);
    for text in ["INFO] {}", "12:00] {}"] {
        assert_eq!(told(&format!("[{blanks}{text}\n{{}}")).len(), 2);
    }
}

#[test]
fn the_size_of_the_reads_does_not_matter() {
    for (text, _) in TABLE {
        let whole = cut(text.as_bytes());
        for seed in 1..6 {
            let mut next = xorshift(seed * 0x9e37_79b9);
            let sizes = move || (next() % 5) as usize + 1;
            assert_eq!(entries(Pieces(text.as_bytes().to_vec(), 0, sizes)), whole, "{text:?}, seed {seed}");
        }
    }
}

#[test]
fn no_text_loses_a_byte_that_is_not_blank_or_a_mark_of_the_array() {
    let alphabet = b"{}[],:\"\\ \n\na1";
    let mut next = xorshift(7);
    for _ in 0..2_000 {
        let length = next() % 24;
        let text: Vec<u8> =
            (0..length).map(|_| alphabet[usize::try_from(next() % alphabet.len() as u64).unwrap()]).collect();
        let whole = cut(&text);
        let mut covered = vec![false; text.len()];
        for entry in &whole {
            let start = usize::try_from(entry.origin.offset).unwrap();
            assert!(text[start..].starts_with(&entry.bytes));
            assert!(!entry.bytes.is_empty() && !entry.is_cut());
            covered[start..start + entry.bytes.len()].fill(true);
        }
        for (byte, covered) in text.iter().zip(covered) {
            assert!(covered || b" \n[],".contains(byte), "{:?}", String::from_utf8_lossy(&text));
        }
        let mut sizes = xorshift(length + 1);
        assert_eq!(entries(Pieces(text, 0, move || (sizes() % 3) as usize + 1)), whole);
    }
}

#[test]
fn a_line_cut_off_anywhere_leaves_its_neighbours_alone() {
    let line = r#"{"schema":"2.0","header":{"a":"\"x"},"event":{"list":[{"b":1},{"c":[2]}]}}"#;
    for end in 1..line.len() {
        let text = format!("{line}\n{}\n{line}\n{line}\n", &line[..end]);
        let cut = cut(text.as_bytes());
        let whole = cut.iter().filter(|entry| entry.bytes == line.as_bytes()).count();
        assert_eq!((whole, cut.len()), (3, 4), "{text}");
    }
}

#[test]
fn a_last_line_cut_within_a_string_breaks_off_whether_or_not_a_line_break_follows() {
    let breaks_off = |ends: &str| {
        let cut = cut(format!("{{}}\n{{\"a\":\"x{ends}").as_bytes());
        cut.iter().map(|it| it.breaks_off).collect::<Vec<_>>()
    };
    for ends in ["", "\n", "\r\n", "\n \n"] {
        assert_eq!(breaks_off(ends), [false, true], "{ends:?}");
    }
    assert_eq!(breaks_off("\n{}"), [false, false, false]);
}

#[test]
fn a_document_over_the_limit_is_kept_in_part_and_reading_goes_on() {
    let size = MAX_DOCUMENT + 5_000_000;
    for (open, close) in [("{\"a\":\"", "\"}"), ("", "")] {
        let text = format!("{{}}\n{open}{}{close}\r\n {{}}\n", "x".repeat(size));
        let cut = cut(text.as_bytes());
        let sizes: Vec<_> = cut.iter().map(|entry| (entry.bytes.len(), entry.size)).collect();
        let whole = (size + open.len() + close.len()) as u64;
        assert_eq!(sizes, [(2, 2), (64 << 10, whole), (2, 2)]);
        assert!(cut[1].is_cut());
        assert_eq!((cut[2].origin.line, cut[2].origin.column, cut[2].origin.offset), (3, 2, 3 + whole + 3));
    }
}

#[test]
fn a_hundred_thousand_brackets_are_one_entry_of_the_array_they_open() {
    let text = format!("{}\n", "[".repeat(100_000));
    let cut = cut(text.as_bytes());
    assert_eq!((cut.len(), cut[0].bytes.len()), (1, 99_999));
}

#[test]
fn utf_16_is_one_entry_as_it_is() {
    let little: Vec<u8> = "{\"a\":1}\n{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}{}\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for text in [little, big] {
        let cut = cut(&text);
        assert_eq!((cut.len(), &cut[0].bytes), (1, &text));
    }
}

#[test]
fn bytes_that_are_not_utf_8_stay_as_they_are() {
    let cut = cut(b"{\"a\":\"\xff\xfe\"}\n\xff{}\n{}");
    let bytes: Vec<_> = cut.iter().map(|entry| entry.bytes.as_slice()).collect();
    assert_eq!(bytes, [&b"{\"a\":\"\xff\xfe\"}"[..], b"\xff{}", b"{}"]);
}
