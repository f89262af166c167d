//! A process and everything it started, as a group of its own: to be signalled together.

pub(crate) use system::{is_there, kill, lead, terminate};

#[cfg(unix)]
mod system {
    use std::fs;
    use std::os::unix::process::CommandExt as _;
    use std::process::{Child, Command};

    use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

    /// Has a command begin a group.
    pub(crate) fn lead(command: &mut Command) {
        command.process_group(0);
    }

    pub(crate) fn terminate(child: &Child) {
        send(child, Signal::TERM);
    }

    pub(crate) fn kill(child: &Child) {
        send(child, Signal::KILL);
    }

    pub(crate) fn is_there(child: &Child) -> bool {
        id(child).is_some_and(|group| test_kill_process_group(group).is_ok() && runs(group))
    }

    /// Whether something of a group runs, as far as the system tells. What has ended and was not waited for is still there
    /// for a signal: for ever, where the first process of a container waits for none.
    fn runs(group: Pid) -> bool {
        let told = (fs::metadata("/proc/self/stat"), fs::read_dir("/proc"));
        let (Ok(_), Ok(processes)) = told else { return true };
        let group = group.to_string();
        // 12 (name) S 11 GROUP
        processes.flatten().filter_map(|it| fs::read(it.path().join("stat")).ok()).any(|it| {
            // A name may be cut within a character.
            let text = String::from_utf8_lossy(&it);
            let mut fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
            fields.next() != Some("Z") && fields.nth(1) == Some(&*group)
        })
    }

    /// A group that is gone needs no signal.
    fn send(child: &Child, signal: Signal) {
        if let Some(group) = id(child) {
            let _ = kill_process_group(group, signal);
        }
    }

    fn id(child: &Child) -> Option<Pid> {
        i32::try_from(child.id()).ok().and_then(Pid::from_raw)
    }
}

/// Without groups the process itself is killed, by its owner.
#[cfg(not(unix))]
mod system {
    use std::process::{Child, Command};

    pub(crate) fn lead(_: &mut Command) {}

    pub(crate) fn terminate(_: &Child) {}

    pub(crate) fn kill(_: &Child) {}

    pub(crate) fn is_there(_: &Child) -> bool {
        false
    }
}
