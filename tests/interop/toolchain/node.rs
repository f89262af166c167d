//! Node: a folder with `node_modules`, pinned with hashes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::home::{Installation, apps, once, run, texts, version};

const LOCK: [&str; 2] = ["package.json", "package-lock.json"];

/// What starts the program of this name.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(apps("node").join(program).with_extension("mjs")).env("INTEROP_NODE_HOME", home());
    command
}

/// The folder of the modules of the SDK.
pub(crate) fn modules() -> PathBuf {
    home().join("node_modules")
}

fn home() -> &'static Path {
    static MODULES: Installation = Installation::new();
    install(&MODULES, "node")
}

/// Vitest, and the folder of its modules.
pub(crate) fn vitest() -> (Command, PathBuf) {
    static MODULES: Installation = Installation::new();
    program(install(&MODULES, "vitest"), "vitest/vitest.mjs")
}

/// The compiler of TypeScript, and the folder of its modules with the type of an issue of Code Climate.
pub(crate) fn code_climate() -> (Command, PathBuf) {
    static MODULES: Installation = Installation::new();
    program(install(&MODULES, "codequality"), "typescript/bin/tsc")
}

/// A program of the modules in this folder, and the modules.
fn program(folder: &Path, name: &str) -> (Command, PathBuf) {
    let modules = folder.join("node_modules");
    let mut command = Command::new("node");
    command.arg(modules.join(name));
    (command, modules)
}

/// The folder in which the modules of a lock file are.
fn install<'i>(installation: &'i Installation, name: &str) -> &'i Path {
    installation.folder(name, |folder| {
        let found = version("node", "--version", (18, 0))?;
        once(folder, &(found + "\n" + &texts(&apps(name), &LOCK)?), || {
            for file in LOCK {
                let from = apps(name).join(file);
                fs::copy(&from, folder.join(file))
                    .map_err(|it| format!("cannot copy {}: {it}", from.display()))?;
            }
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            run(Command::new(npm)
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(folder))
        })
    })
}
