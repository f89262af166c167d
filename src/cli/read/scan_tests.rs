//! The same documents, findings and places come out, however many threads read: one document after the other
//! without the screen, or in blocks of any size on several threads with it.

use std::io::{self, Cursor, Read, Write as _};

use super::*;
use crate::engine::generate::{Recipe, generate};
use crate::engine::validate::Validation;
use crate::report::Ignored;
use crate::source::{Blocks, InputRequest};

/// A text that is read in pieces of sizes that look random.
struct Pieces(Cursor<Vec<u8>>, u64, u64);

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 = self.1.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let size = usize::try_from((self.1 >> 33) % self.2).unwrap() + 1;
        let size = size.min(into.len());
        self.0.read(&mut into[..size])
    }
}

/// What was told of a document: where it stands, and what came of it.
type Examined = (Origin, Validation);

#[derive(Default)]
struct Notes(Vec<Examined>, Vec<String>, u64);

impl Notes {
    fn note(&mut self, origin: Origin, mut verdict: Validation) -> ControlFlow<()> {
        // The screen keeps no places of numbers.
        verdict.stage = None;
        self.0.push((origin, verdict));
        ControlFlow::Continue(())
    }
}

struct Recorder<'c>(&'c Checker, Notes);

impl DocumentVisitor<JudgedEarly<Validation>> for Recorder<'_> {
    fn clean(
        &mut self,
        clean: &Clean,
        text: &[u8],
        origin: &Origin,
        row: Option<FormattedRow<'_>>,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        assert!(row.is_none());
        let verdict = self.0.clean(origin, text, clean.from, &clean.seen);
        assert_eq!(verdict.mark, clean.mark);
        let document = document();
        assert_eq!(document.bytes, text[clean.from..clean.to]);
        assert_eq!(Origin { map: None, ..document.origin.clone() }, Origin { map: None, ..origin.clone() });
        self.1.2 += 1;
        self.1.note(document.origin, verdict)
    }

    fn other(
        &mut self,
        event_type: &[u8],
        _: &Origin,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        self.1.2 += 1;
        let document = document();
        let verdict = self.0.check(&document);
        assert_eq!(
            verdict.checked.ignored,
            Some(Ignored::OtherType(str::from_utf8(event_type).unwrap().into()))
        );
        self.1.note(document.origin, verdict)
    }

    fn judged(&mut self, early: JudgedEarly<Validation>, origin: &Origin) -> ControlFlow<()> {
        assert_eq!(early.entry.origin.offset, origin.offset);
        assert_eq!(early.wrapper.is_some(), origin.map.is_some());
        let lines = origin.line - early.entry.origin.line;
        self.1.2 += 1;
        self.1.note(origin.clone(), early.judged.moved(origin.index, lines))
    }

    fn entry(&mut self, entry: Document) -> ControlFlow<()> {
        let verdict = self.0.check(&entry);
        self.1.note(entry.origin, verdict)
    }

    fn prefetch(&mut self, _: &Clean, _: &[u8]) {}

    fn passed(&mut self, _: u64) {}

    fn trouble(&mut self, error: InputError) -> ControlFlow<()> {
        self.1.1.push(error.to_string());
        ControlFlow::Continue(())
    }
}

fn request() -> InputRequest {
    InputRequest { paths: vec!["-".into()], ..InputRequest::default() }
}

fn side_by_side(checker: &Checker, blocks: Blocks, threads: usize) -> Notes {
    let mut recorder = Recorder(checker, Notes::default());
    let judge = |entry: &Document| checker.check_line(entry);
    scan(
        blocks,
        Unwrap::Auto,
        Threads::new(threads),
        checker,
        judge,
        |_, _| FormattedRows::default(),
        &mut recorder,
    );
    recorder.1
}

fn one_by_one(checker: &Checker, text: &[u8]) -> Notes {
    let mut notes = Notes::default();
    for entry in request().open(Box::new(Cursor::new(text.to_vec()))).unwrap() {
        match entry {
            Ok(entry) => {
                let verdict = checker.look_closer(&entry);
                let _ = notes.note(entry.origin, verdict);
            }
            Err(error) => notes.1.push(error.to_string()),
        }
    }
    notes
}

fn log() -> Vec<Vec<u8>> {
    let recipe = Recipe::new(30, 120, 5, 1_704_067_200_000, 1_706_745_600_000).unwrap();
    let mut log = Vec::new();
    generate(&recipe, &mut log, &mut Vec::new()).unwrap();
    log.trim_ascii_end().split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

const PRETTY: &[u8] = include_bytes!("../../../samples/bot-closes.json");
const OTHER: &[u8] = br#"{"schema":"2.0","header":{"event_id":"e","token":"","create_time":"1","event_type":"im.message.receive_v1","tenant_key":"","app_id":""},"event":{}}"#;
const PACKED: &[u8] = include_bytes!("../../../samples/broken/encrypted-body.json");

const SEED: u64 = 88_172_645_463_325_252;

fn roll(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 20).unwrap()
}

/// A line as docker writes it, or a piece of one.
fn docker(line: &[u8], ends: bool) -> Vec<u8> {
    let text = String::from_utf8_lossy(line).into_owned() + if ends { "\n" } else { "" };
    let text = serde_json::to_string(&text).unwrap();
    format!("{{\"log\":{text},\"stream\":\"stdout\",\"time\":\"2023-11-14T22:13:20Z\"}}").into_bytes()
}

/// A text of clean events and of all that may stand between them.
fn text(lines: &[Vec<u8>], mut roll: impl FnMut() -> usize) -> Vec<u8> {
    let mut text = if roll().is_multiple_of(5) { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    for _ in 0..roll() % 24 {
        let line = &lines[roll() % lines.len()];
        match roll() % 20 {
            19 => text.extend_from_slice(OTHER),
            16 => text.extend(docker(line, true)),
            17 => text.extend([&b"2023-11-14T22:13:20.000000001Z stdout F "[..], line].concat()),
            18 => {
                let (a, b) = line.split_at(roll() % line.len());
                text.extend([docker(a, roll().is_multiple_of(9)), b"\n".to_vec(), docker(b, true)].concat());
            }
            0 => text.extend_from_slice(&line[..roll() % line.len()]),
            1 => text.extend_from_slice(&line[roll() % line.len()..]),
            2 => text.extend_from_slice(PRETTY),
            3 => text.extend([&b"["[..], line, b",\n", line, b"]"].concat()),
            4 => text.extend([&b"[\n  "[..], line, b",\n", line, b"\n]"].concat()),
            5 => text.extend([&b"{\"a\":\n"[..], line, b"}"].concat()),
            6 => text.extend([line.as_slice(), line].concat()),
            7 => text.extend([&b"{}\n"[..], b"  ", line, b" \t"].concat()),
            8 => text.extend_from_slice(PACKED),
            9 => text.extend(String::from_utf8_lossy(line).replace("\"stage\":1", "\"stage\":3").bytes()),
            10 => text.extend_from_slice(&PRETTY[..roll() % PRETTY.len()]),
            11 => text.extend([line.as_slice(), b" x"].concat()),
            _ => text.extend_from_slice(line),
        }
        text.extend_from_slice(
            [&b"\n"[..], b"\n", b"\n", b"\r\n", b"\n\n", b"", b" ", b"\x0c\n"][roll() % 8],
        );
    }
    text
}

#[test]
fn blocks_of_any_size_on_several_threads_tell_what_one_reader_tells() {
    let (lines, checker, mut elsewhere, mut state) = (log(), Checker::default(), 0, SEED);
    for round in 0..400 {
        let text = text(&lines, || roll(&mut state));
        let expected = one_by_one(&checker, &text);
        for (threads, size) in [(1, 1 << 20), (2, 900), (3, 40)] {
            let pieces = Pieces(Cursor::new(text.clone()), round, size);
            let notes = side_by_side(&checker, request().blocks(Box::new(pieces)).unwrap(), threads);
            let context = || String::from_utf8_lossy(&text).into_owned();
            let differs = notes.0.iter().zip(&expected.0).find(|(told, expected)| told != expected);
            assert_eq!(differs, None, "{}", context());
            assert_eq!(notes.0.len(), expected.0.len(), "{}", context());
            assert_eq!(notes.1, expected.1, "{}", context());
            elsewhere += notes.2;
        }
    }
    assert!(elsewhere > 2_000, "the quick way was hardly taken: {elsewhere}");
}

#[test]
fn a_file_of_many_blocks_with_lines_of_any_length_is_read_as_a_whole() {
    let (lines, checker) = (log(), Checker::default());
    let mut text = Vec::new();
    for (at, line) in lines.iter().cycle().take(1_500).enumerate() {
        text.extend_from_slice(line);
        if at % 400 == 7 {
            // Longer than what is kept of a line, and once longer than a block.
            let name = "x".repeat(if at == 407 { 400_000 } else { 70_000 });
            text.extend(format!("\n{{\"schema\":\"{name}\"}}").bytes());
        }
        text.extend_from_slice(if at % 3 == 0 { b"\r\n" } else { b"\n" });
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.ndjson");
    std::fs::File::create(&path).unwrap().write_all(&text).unwrap();
    let expected = one_by_one(&checker, &text);
    assert_eq!(expected.0.len(), 1_504);
    for threads in [1, 2] {
        let request = InputRequest { paths: vec![path.clone()], ..InputRequest::default() };
        let notes = side_by_side(&checker, request.blocks(Box::new(io::empty())).unwrap(), threads);
        assert_eq!(notes.0.len(), expected.0.len());
        for ((origin, verdict), (theirs, expected)) in notes.0.iter().zip(&expected.0) {
            let places = (origin.index, origin.offset, origin.line, origin.column);
            assert_eq!(places, (theirs.index, theirs.offset, theirs.line, theirs.column));
            let lines =
                |it: &Validation| it.checked.findings.iter().map(|it| it.place.line).collect::<Vec<_>>();
            assert_eq!((lines(verdict), verdict.mark), (lines(expected), expected.mark));
        }
    }
}
