//! `helpdesk-evt completions SHELL`.

use std::io::{self, Write as _};

use clap_complete::Shell;

use crate::cli::CliError;
use crate::report::Exit;

/// Print the completion script of a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell: bash, zsh, fish, powershell or elvish
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args, command: &mut clap::Command) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "helpdesk-evt", &mut script);
    if args.shell == Shell::Bash {
        // The generator names the branches of a program with a hyphen otherwise than it looks them up.
        script =
            String::from_utf8_lossy(&script).replace("helpdesk__subcmd__evt", "helpdesk__evt").into_bytes();
    }
    io::stdout().lock().write_all(&script).map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}
