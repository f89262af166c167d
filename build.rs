//! Tells `--version` what was built: the commit, where one is known, and the target.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = env::var("TARGET").unwrap_or_default();
    let built_from =
        packaged().or_else(checked_out).map_or(target.clone(), |commit| format!("{commit} {target}"));
    println!("cargo::rustc-env=BUILT_FROM={built_from}");
}

/// The commit that cargo wrote into the package, where this is one unpacked.
fn packaged() -> Option<String> {
    let info = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, from_value) = info.split_once("\"sha1\": \"")?;
    from_value.get(..10).map(str::to_owned)
}

/// The commit of this checkout. A repository further up, as around vendored sources, is not ours.
fn checked_out() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    if Path::new(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "--short=10", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
