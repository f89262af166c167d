//! Node: a folder with `node_modules`, pinned with hashes.

use std::fs;
use std::process::Command;

use super::home::{Installation, apps, once, run, texts, version};

const LOCK: [&str; 2] = ["package.json", "package-lock.json"];

/// What starts the program of this name.
pub(crate) fn command(program: &str) -> Command {
    static MODULES: Installation = Installation::new();
    let folder = MODULES.folder("node", |folder| {
        let found = version("node", "--version", (18, 0))?;
        once(folder, &(found + "\n" + &texts(&apps("node"), &LOCK)?), || {
            for file in LOCK {
                let from = apps("node").join(file);
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
    command.arg(apps("node").join(program).with_extension("mjs")).env("INTEROP_NODE_HOME", folder);
    command
}
