//! `--deny`, `--warn`, `--allow` and the `[lints]` table, into one set of levels.

use super::groups::LintArgs;
use crate::cli::CliError;
use crate::report::{Code, Level, Levels, nearest};

/// The levels of this run: the file first, then the flags, which win.
pub(crate) fn levels(args: &LintArgs, file: &[(String, Level)]) -> Result<Levels, CliError> {
    let mut levels = Levels::default();
    for (code, level) in file {
        set(&mut levels, "`[lints]` of the configuration file", code, *level)?;
    }
    let flags = [
        ("`--allow`", &args.allow, Level::Allow),
        ("`--warn`", &args.warn, Level::Warn),
        ("`--deny`", &args.deny, Level::Deny),
    ];
    for (by, codes, level) in flags {
        for code in codes.iter().flat_map(|it| it.split(',')) {
            set(&mut levels, by, code.trim(), level)?;
        }
    }
    Ok(levels)
}

/// Sets the level of a code that is named in `by`.
fn set(levels: &mut Levels, by: &str, slug: &str, level: Level) -> Result<(), CliError> {
    if slug == "warnings" {
        levels.set_warnings(level);
        return Ok(());
    }
    let code = Code::find(slug).ok_or_else(|| {
        let near = nearest(slug, Code::ALL.iter().map(|code| code.slug()));
        let hint = near.map_or(String::new(), |it| format!("did you mean `{it}`? "));
        CliError::usage_with(
            format!("{by}: `{slug}` is not a code"),
            format!("{hint}`helpdesk-evt explain` lists the codes; `warnings` stands for all warnings"),
        )
    })?;
    levels.set(code, level);
    Ok(())
}
