//! A browser: Debian's Chromium, driven by a script with `playwright-core` and `axe-core`, pinned with hashes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::home::{Installation, apps, once, run, scratch, texts, version};

const LOCK: [&str; 2] = ["package.json", "package-lock.json"];

/// What starts a test of the live page.
pub(crate) fn command(test: &str) -> Command {
    static MODULES: Installation = Installation::new();
    let folder = MODULES.folder("browser", |folder| {
        let found = version("node", "--version", (20, 0))?;
        version(&chromium(), "--version", (120, 0))?;
        once(folder, &(found + "\n" + &texts(&apps("browser"), &LOCK)?), || {
            for file in LOCK {
                let from = apps("browser").join(file);
                fs::copy(&from, folder.join(file))
                    .map_err(|it| format!("cannot copy {}: {it}", from.display()))?;
            }
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            run(Command::new(npm)
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(folder))
        })
    });
    let mut command = Command::new("node");
    command.arg(apps("browser").join("page.mjs")).arg(test);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env("INTEROP_BROWSER_HOME", folder).env("INTEROP_CHROMIUM", found(&chromium()));
    command.env("INTEROP_PROGRAM", env!("CARGO_BIN_EXE_helpdesk-evt"));
    command.env("INTEROP_LOG", scratch().join("page.ndjson")).env("INTEROP_SHOTS", scratch());
    command
}

/// The browser's name: that of Debian's package, or what `INTEROP_CHROMIUM` says.
fn chromium() -> String {
    std::env::var("INTEROP_CHROMIUM").unwrap_or_else(|_| "chromium".to_owned())
}

/// Where the PATH has a program: Playwright wants to know.
fn found(program: &str) -> PathBuf {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).map(|it| it.join(program)).find(|it| it.is_file());
    found.unwrap_or_else(|| program.into())
}
