//! An app as a process of ours: in a group of its own, its output kept, ended with everything it started.

use std::collections::VecDeque;
use std::fmt;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::group;
use crate::cli::{CliError, say, signal};
use crate::mask::Mask;
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::text::visible;
use crate::report::{Exit, Failure};

/// How long an app may take to end when it is asked to, and how long where a second signal does not wait.
const TERM_WAIT: Duration = Duration::from_secs(5);
const SHORT_WAIT: Duration = Duration::from_millis(200);
/// How long its output is read after its end.
const OUTPUT_WAIT: Duration = Duration::from_secs(1);
const EXIT_POLL: Duration = Duration::from_millis(20);
/// How many lines of its output are kept, how many are shown, and how much of one is kept and read, in bytes.
const MAX_LINES: usize = 2_000;
const SHOWN_LINES: usize = 12;
const MAX_LINE: usize = 4_096;
const MAX_READ: u64 = 64 << 10;

/// An app that was started here. Dropping it ends it.
pub(crate) struct AppProcess {
    child: Child,
    output: Arc<Mutex<VecDeque<String>>>,
    readers: Vec<JoinHandle<()>>,
    ending: Option<AppEnding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AppEnding {
    /// By itself, before it was asked to.
    ByItself(String),
    /// When it was asked to, after so long.
    Asked(Duration),
    /// It did not end within so long after it was asked to, and was killed.
    Killed(Duration),
}

impl fmt::Display for AppEnding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByItself(how) => write!(f, "ended by itself ({how})"),
            Self::Asked(took) => write!(f, "ended on SIGTERM after {:.1} s", took.as_secs_f64()),
            Self::Killed(after) => {
                write!(f, "was killed: it did not end on SIGTERM within {:.1} s", after.as_secs_f64())
            }
        }
    }
}

impl AppEnding {
    /// How it ended, where it was by itself.
    pub(crate) fn by_itself(self) -> Option<String> {
        if let Self::ByItself(how) = self { Some(how) } else { None }
    }
}

/// What a run fails by whose app has ended before it was asked to.
pub(crate) fn ended_by_itself(how: &str) -> Failure {
    Failure::new(Exit::Findings, format!("the app ended by itself ({how})"))
}

impl AppProcess {
    /// What it prints is kept without the secrets of `mask`.
    pub(crate) fn start(command: &str, mask: &Mask) -> Result<Self, CliError> {
        let spawned =
            shell(command).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child =
            spawned.map_err(|error| CliError::usage(format!("`--run` cannot be started: {error}")))?;
        let output = Arc::<Mutex<VecDeque<String>>>::default();
        let stdout = child.stdout.take().map(|it| keep(it, &output, mask.clone()));
        let stderr = child.stderr.take().map(|it| keep(it, &output, mask.clone()));
        let readers = stdout.into_iter().chain(stderr).collect();
        Ok(Self { child, output, readers, ending: None })
    }

    pub(crate) fn has_ended(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        let how = words(status);
        self.ending.get_or_insert_with(|| AppEnding::ByItself(how.clone()));
        Some(how)
    }

    /// Ends it: asks, waits, kills; nothing of its group is left.
    pub(crate) fn stop(&mut self) -> AppEnding {
        if let Some(ending) = self.ending.clone().filter(|it| !matches!(it, AppEnding::ByItself(_))) {
            return ending;
        }
        let ending = match self.has_ended() {
            Some(how) => AppEnding::ByItself(how),
            None => self.ask(),
        };
        // What it started may have outlived it.
        group::kill(&self.child);
        self.read_to_the_end();
        self.ending = Some(ending.clone());
        ending
    }

    /// Waits for what it printed last. A process that left the group may hold its output open: not for long.
    fn read_to_the_end(&self) {
        let begun = Instant::now();
        while begun.elapsed() < OUTPUT_WAIT && !self.readers.iter().all(JoinHandle::is_finished) {
            thread::sleep(EXIT_POLL);
        }
    }

    fn ask(&mut self) -> AppEnding {
        let begun = Instant::now();
        group::terminate(&self.child);
        while begun.elapsed() < if signal::came_again() { SHORT_WAIT } else { TERM_WAIT } {
            // The shell may have ended before what it runs.
            let has_ended = matches!(self.child.try_wait(), Ok(Some(_)));
            if has_ended && !group::is_there(&self.child) {
                return AppEnding::Asked(begun.elapsed());
            }
            thread::sleep(EXIT_POLL);
        }
        group::kill(&self.child);
        // It cannot refuse that; where it is lost, there is nothing to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
        AppEnding::Killed(begun.elapsed())
    }

    /// Ends it after a run with this exit. What went wrong with it is said, and is a finding where it ended by itself.
    pub(crate) fn conclude(mut self, exit: Exit, lang: Lang) -> Exit {
        let ending = self.stop();
        let by_itself = matches!(ending, AppEnding::ByItself(_));
        if by_itself || exit != Exit::Clean {
            say(&format!("{}{}", said(&format!("the app {ending}"), lang), self.tail()));
        } else if matches!(ending, AppEnding::Killed(_)) {
            say(&said(&format!("warning: the app {ending}"), lang));
        }
        if by_itself { exit.max(Exit::Findings) } else { exit }
    }

    /// Everything it printed that is kept, line by line.
    pub(crate) fn output(&self) -> Vec<String> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The end of what it printed, to stand below a message; nothing where it printed nothing.
    pub(crate) fn tail(&self) -> String {
        let lines = self.output();
        if lines.is_empty() {
            return String::new();
        }
        let shown = lines.iter().rev().take(SHOWN_LINES).rev().map(|it| format!("\n    | {}", visible(it)));
        format!("\n  the app's last lines:{}", shown.collect::<String>())
    }
}

impl Drop for AppProcess {
    fn drop(&mut self) {
        if !matches!(self.ending, Some(AppEnding::Asked(_) | AppEnding::Killed(_))) {
            self.stop();
        }
    }
}

/// Keeps the lines of a stream until its end.
fn keep(
    stream: impl Read + Send + 'static,
    output: &Arc<Mutex<VecDeque<String>>>,
    mask: Mask,
) -> JoinHandle<()> {
    let output = Arc::clone(output);
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while let Ok(1..) = reader.by_ref().take(MAX_READ).read_until(b'\n', &mut line) {
            // Masked before it is cut: half a secret is not known as one.
            let mut text = mask.text(&plain(&String::from_utf8_lossy(&line)));
            if text.len() > MAX_LINE {
                text.truncate(text.floor_char_boundary(MAX_LINE));
                text.push('…');
            }
            let mut lines = output.lock().unwrap_or_else(PoisonError::into_inner);
            if lines.len() == MAX_LINES {
                lines.pop_front();
            }
            lines.push_back(text);
            drop(lines);
            if line.pop() != Some(b'\n') && reader.skip_until(b'\n').is_err() {
                return;
            }
            line.clear();
        }
    })
}

/// A line without its end, and without the colours that are meant for a terminal: `ESC [ 3 5 m`.
fn plain(line: &str) -> String {
    let mut parts = line.trim_end().split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| match part.find(|c: char| !c.is_ascii_digit() && c != ';') {
        Some(end) if part[end..].starts_with('m') => kept + &part[end + 1..],
        _ => kept + "\u{1b}[" + part,
    })
}

fn words(status: ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    // A command of its own takes the shell's place, so that its end is seen at once.
    let is_simple = !command.contains(|c: char| ";|&<>()$`\n{}!".contains(c))
        && command.split_whitespace().next().is_some_and(|it| !it.contains('=') && !BUILT_IN.contains(&it));
    let text = if is_simple { format!("exec {command}") } else { command.to_owned() };
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(text);
    group::lead(&mut shell);
    shell
}

/// Words that the shell itself understands.
#[cfg(unix)]
const BUILT_IN: [&str; 12] =
    ["exit", "cd", ".", ":", "exec", "eval", "trap", "if", "while", "for", "case", "until"];

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.arg("/C").arg(command);
    group::lead(&mut shell);
    shell
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_ended_with_what_it_started_and_its_output_is_kept() {
        let mut app = AppProcess::start("echo hello; sleep 1000 & wait", &Mask::default()).unwrap();
        while app.output().is_empty() {
            thread::sleep(EXIT_POLL);
        }
        assert_eq!(app.tail(), "\n  the app's last lines:\n    | hello");
        assert!(matches!(app.stop(), AppEnding::Asked(_)));
        assert!(matches!(app.stop(), AppEnding::Asked(_)), "it ends only once");
    }

    #[test]
    fn an_app_that_does_not_end_when_it_is_asked_to_is_killed_behind_its_shell_too() {
        let stubborn = "sh -c 'trap \"\" TERM; echo up; while :; do sleep 0.1; done'; true";
        let mut app = AppProcess::start(stubborn, &Mask::default()).unwrap();
        while app.output().is_empty() {
            thread::sleep(EXIT_POLL);
        }
        assert!(matches!(app.stop(), AppEnding::Killed(_)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_has_ended_and_was_not_waited_for_does_not_run() {
        let mut child = shell("true").spawn().unwrap();
        while group::is_there(&child) {
            thread::sleep(EXIT_POLL);
        }
        child.wait().unwrap();
        let app = AppProcess::start("sleep 1000", &Mask::default()).unwrap();
        assert!(group::is_there(&app.child));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_has_a_name_that_is_cut_within_a_character_runs() {
        let named = "printf x事件接收服务器 >/proc/$$/comm; echo named; kill -STOP $$";
        let app = AppProcess::start(named, &Mask::default()).unwrap();
        while app.output().is_empty() {
            thread::sleep(EXIT_POLL);
        }
        assert!(group::is_there(&app.child));
        group::kill(&app.child);
    }

    #[test]
    fn a_line_that_is_cut_is_cut_behind_its_secrets() {
        let mask = Mask::new(["synthetic-secret"]);
        let long = "printf '%04090d%s%070000d\\nend' 0 synthetic-secret 0";
        let mut app = AppProcess::start(long, &mask).unwrap();
        while app.has_ended().is_none() {
            thread::sleep(EXIT_POLL);
        }
        app.stop();
        assert_eq!(app.output(), [format!("{}[redac…", "0".repeat(4090)), "end".to_owned()]);
    }

    #[test]
    fn the_colours_of_an_apps_log_are_left_out_and_nothing_else() {
        assert_eq!(plain("\u{1b}[35m\u{1b}[1mPOST /\u{1b}[0m 500\n"), "POST / 500");
        assert_eq!(plain("\u{1b}[2Jx\u{1b}["), "\u{1b}[2Jx\u{1b}[");
    }

    #[test]
    fn an_app_that_ends_by_itself_says_how() {
        let mut app = AppProcess::start("exit 3", &Mask::default()).unwrap();
        while app.has_ended().is_none() {
            thread::sleep(EXIT_POLL);
        }
        assert_eq!(app.stop().to_string(), "ended by itself (exit code 3)");
    }
}
