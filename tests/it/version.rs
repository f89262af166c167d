//! What the binary says of itself.

use std::env::consts::ARCH;

use crate::process::run;

#[test]
fn the_short_version_is_the_packages_and_the_long_one_adds_commit_and_target() {
    let name = concat!("helpdesk-evt ", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["-V"]).stdout, format!("{name}\n"));

    let long = run(&["--version"]).stdout;
    let built_from =
        long.strip_prefix(&format!("{name} (")).and_then(|it| it.strip_suffix(")\n")).unwrap_or(&long);
    let (commit, target) = built_from.split_once(' ').unwrap_or(("", built_from));
    assert!(
        commit.is_empty() || commit.len() >= 10 && commit.bytes().all(|it| it.is_ascii_hexdigit()),
        "{long}"
    );
    assert!(target.starts_with(ARCH) && target.split('-').count() >= 3, "{long}");
}
