use super::*;

/// A reader that reads once it is told to, and keeps what came.
#[derive(Clone, Default)]
struct SlowReader(Arc<(Mutex<Reading>, Condvar)>);

#[derive(Default)]
struct Reading {
    reads: bool,
    came: Vec<u8>,
}

impl SlowReader {
    fn read_on(&self) {
        self.0.0.lock().unwrap().reads = true;
        self.0.1.notify_all();
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.0.lock().unwrap().came.clone()).unwrap()
    }
}

impl Write for SlowReader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let state = self.0.1.wait_while(self.0.0.lock().unwrap(), |it| !it.reads);
        state.unwrap().came.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn line(count: u64) -> String {
    format!("skipped {count}\n")
}

#[test]
fn a_reader_that_does_not_read_holds_nothing_up_and_learns_what_it_missed() {
    let reader = SlowReader::default();
    let mut live = LiveStdout::new(reader.clone(), false, OnceClosed::GoOn, Some(line));
    let mut sink = live.sink();
    let long = "x".repeat(MAX_UNREAD / 4);
    // One is with the thread, four and a bit wait, the rest is left out.
    for number in 0..20 {
        writeln!(sink, "{number} {long}").unwrap();
        live.flush().unwrap();
    }
    reader.read_on();
    writeln!(sink, "the end").unwrap();
    live.finish().unwrap();
    let text = reader.text();
    let lines: Vec<&str> = text.lines().map(|it| it.split_once(' ').unwrap().0).collect();
    let shown = lines.iter().filter(|it| it.parse::<u32>().is_ok()).count();
    let missed: usize = text.lines().find_map(|it| it.strip_prefix("skipped ")).unwrap().parse().unwrap();
    assert_eq!(shown + missed, 20);
    assert!(text.ends_with("\nthe end\n") && lines[lines.len() - 2] == "skipped", "{lines:?}");
}

#[test]
fn a_reader_that_reads_gets_every_line_at_once() {
    let reader = SlowReader::default();
    reader.read_on();
    let mut live = LiveStdout::new(reader.clone(), false, OnceClosed::End, Some(line));
    for number in 0..1_000 {
        writeln!(live.sink(), "{number}").unwrap();
        live.flush().unwrap();
    }
    live.finish().unwrap();
    assert_eq!(reader.text().lines().count(), 1_000);
}

#[derive(Clone, Default)]
struct Writes(Arc<Mutex<Vec<usize>>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_pipe_gets_each_piece_as_it_came() {
    let writes = Writes::default();
    let mut piped = Piped::new(writes.clone());
    for _ in 0..100 {
        piped.write_all("x".repeat(40_000).as_bytes()).unwrap();
    }
    drop(piped);
    assert_eq!(*writes.0.lock().unwrap(), [40_000; 100]);
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_ends_a_run_or_is_passed_over_and_hides_no_verdict() {
    for once_closed in [OnceClosed::End, OnceClosed::GoOn] {
        let mut live = LiveStdout::new(Closed, false, once_closed, Some(line));
        writeln!(live.sink(), "line").unwrap();
        live.flush().ok();
        drop(live.shared.wait_while(live.shared.lock(), |it| !it.is_idle()));
        assert_eq!(live.flush().is_err(), once_closed == OnceClosed::End);
        live.finish().unwrap();
    }
}
