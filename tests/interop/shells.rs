//! The completion scripts in the shells themselves: what they offer, and that they offer files only where files belong.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::app::PLAIN;
use crate::binary::{command, run};
use crate::toolchain::scratch;

/// A file and a folder where the shells run.
const FILE: &str = "sentinel-file";
const FOLDER: &str = "sentinel-folder/";

/// The prompt of the shells.
const READY: &str = "READY>";

/// What is typed behind the program's name, and what is offered for it.
const OFFERED: &[(&str, &[&str])] = &[
    ("va", &["validate"]),
    ("validate --form", &["--format"]),
    ("validate --format ", &["human", "sarif"]),
    ("validate --report ", &["junit=", "sarif="]),
    ("validate --report junit=sent", &[FILE]),
    ("validate --sample han", &["handed-over"]),
    ("validate --deny status", &["status-unknown"]),
    ("validate sent", &[FILE, FOLDER]),
    ("validate -o sent", &[FILE]),
    ("explain status", &["status", "status-unknown"]),
    ("sample handed", &["handed-over"]),
    ("schema helpdesk.ticket.u", &["helpdesk.ticket.updated_v1"]),
    ("probe --only forg", &["forged-body"]),
    ("diff --where ", &["stage:", "status:"]),
    ("diff --tz Asia/Sh", &["Asia/Shanghai"]),
    ("replay --set sta", &["stage=", "status="]),
    ("ci --keep sent", &[FOLDER]),
    ("man rep", &["replay"]),
    ("config show va", &["validate"]),
    ("config ", &["init", "show"]),
];

/// What is typed where no file belongs.
const NO_FILES: &[&str] = &[
    "", "listen sent", "listen ", "explain sent", "sample sent", "schema sent", "man sent",
    "validate --format sent", "validate --report sent", "validate --sample sent", "validate --deny sent",
    "validate --jobs ", "replay --url sent", "replay --set sent", "diff --where ", "diff --tz sent",
    "probe --only sent",
];

/// The folder that a shell runs in, with the script and the binary at hand.
fn folder(shell: &str, script: &str) -> PathBuf {
    let folder = scratch().join(format!("shell-{shell}"));
    fs::create_dir_all(folder.join("run").join(FOLDER)).unwrap();
    fs::write(folder.join("run").join(FILE), "").unwrap();
    let finished = run(command("completions", PLAIN).arg(shell));
    fs::write(folder.join(script), finished.stdout).unwrap();
    folder
}

fn check(shell: &str, mut offered: impl FnMut(&str) -> Vec<String>) {
    for (typed, wanted) in OFFERED {
        let words = offered(typed);
        for it in *wanted {
            // What is begun before the `=` is repeated by some shells.
            let found = words.iter().any(|word| word == it || word.ends_with(&format!("={it}")));
            assert!(found, "{shell}: `{typed}` offers {words:?}, and not {it}");
        }
    }
    for typed in NO_FILES {
        let words = offered(typed);
        assert!(!words.iter().any(|word| word.contains(FILE)), "{shell}: `{typed}` offers files: {words:?}");
    }
}

/// A shell on a terminal, which is asked to list what it would offer.
struct Interactive {
    child: Child,
    terminal: File,
    asked: usize,
}

impl Interactive {
    /// Starts it and has it do `setup`; Control-G is to list.
    fn start(shell: &str, arguments: &[&str], folder: &Path, setup: &str) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        // No list is too long for it, and no line is broken.
        tcsetwinsize(&terminal, Winsize { ws_row: 1_000, ws_col: 1_000, ws_xpixel: 0, ws_ypixel: 0 })
            .unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let open = || {
            let path = Path::new(OsStr::from_bytes(name.as_bytes()));
            Stdio::from(OpenOptions::new().read(true).write(true).open(path).unwrap())
        };
        let mut command = Command::new(shell);
        command.args(arguments).current_dir(folder.join("run")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
        command.env("TERM", "xterm").env("LANG", "C.UTF-8").env("INPUTRC", "/dev/null");
        let child = command.stdin(open()).stdout(open()).stderr(open()).spawn();
        let child = child.unwrap_or_else(|it| panic!("the interop suite needs `{shell}` on the PATH: {it}"));
        drop(command);
        let mut started = Self { child, terminal: File::from(terminal), asked: 0 };
        started.tell(setup);
        started
    }

    /// Has it run a line; everything it shows until then.
    fn tell(&mut self, line: &str) -> String {
        self.asked += 1;
        // Before the prompt is there the terminal, and not the shell, reads the keys.
        let is_done = |shown: &[u8], mark: &str| {
            String::from_utf8_lossy(shown).split_once(mark).is_some_and(|(_, rest)| rest.contains(READY))
        };
        let mark = format!("mark-{}.", self.asked);
        // Control-U takes away what was typed; the mark is written otherwise than it is shown.
        writeln!(self.terminal, "{line}\u{15}echo mark-''{}.", self.asked).unwrap();
        let mut shown = Vec::new();
        let mut buffer = [0; 1 << 14];
        while !is_done(&shown, &mark) {
            let count = self.terminal.read(&mut buffer).unwrap();
            assert!(count > 0, "the shell ended: {}", String::from_utf8_lossy(&shown));
            shown.extend_from_slice(&buffer[..count]);
        }
        String::from_utf8_lossy(&shown).into_owned()
    }

    /// The words of the list that it shows for what is typed behind the program's name.
    fn offered(&mut self, typed: &str) -> Vec<String> {
        let shown = self.tell(&format!("helpdesk-evt {typed}\u{7}"));
        // A shell may go up again after the list, and write over the line that was typed.
        let lines = shown.split(['\n', '\r']).map(without_escapes);
        let own = ["helpdesk-evt ", "mark-", READY];
        let lines = lines.filter(|it| !own.iter().any(|own| it.contains(own)));
        lines.flat_map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    }
}

impl Drop for Interactive {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The text without what moves the cursor or sets a colour: from ESC to the letter that ends it.
fn without_escapes(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        let end = part.find(|c: char| c.is_ascii_alphabetic() || c == '=' || c == '>');
        kept + end.map_or("", |end| &part[end + 1..])
    })
}

#[test]
fn bash_offers_names_and_files_where_they_belong() {
    let folder = folder("bash", "script");
    let setup = "PS1='READY>'; bind 'set enable-bracketed-paste off'; bind 'set completion-query-items 0'; \
                 bind 'set page-completions off'; bind '\"\\C-g\": possible-completions'; source ../script\n";
    let mut bash = Interactive::start("bash", &["--norc", "--noprofile", "-i"], &folder, setup);
    check("bash", |typed| bash.offered(typed));
}

#[test]
fn zsh_offers_names_and_files_where_they_belong() {
    let folder = folder("zsh", "_helpdesk-evt");
    let setup = "PROMPT='READY>'; unsetopt prompt_sp prompt_cr; unset zle_bracketed_paste; LISTMAX=100000; \
                 fpath=(${PWD:h} $fpath); autoload -Uz compinit; compinit -u -D; bindkey '^G' list-choices\n";
    let mut zsh = Interactive::start("zsh", &["-f", "-i"], &folder, setup);
    check("zsh", |typed| zsh.offered(typed));
}

#[test]
fn fish_offers_names_and_files_where_they_belong() {
    let folder = folder("fish", "script");
    check("fish", |typed| {
        let mut fish = Command::new("fish");
        fish.args(["--no-config", "-c", "source ../script; complete -C $argv[1]"]);
        fish.arg(format!("helpdesk-evt {typed}")).current_dir(folder.join("run")).env("HOME", &folder);
        let finished = run(&mut fish);
        // A candidate, and what it is behind a tab.
        finished.stdout.lines().filter_map(|it| Some(it.split('\t').next()?.to_owned())).collect()
    });
}
