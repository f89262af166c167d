//! `helpdesk-evt completions SHELL`.

use std::io::{self, Write as _};

use clap::Command;
use clap_complete::Shell;

use super::{bash, fish, values, zsh};
use crate::cli::{CliError, Context};
use crate::report::Exit;

/// The program as the shell knows it.
const PROGRAM: &str = "helpdesk-evt";

/// Print the completion script of a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Exit, CliError> {
    let script = script(args.shell, values::with_values((context.program)()));
    io::stdout().lock().write_all(script.as_bytes()).map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}

fn script(shell: Shell, mut program: Command) -> String {
    program.set_bin_name(PROGRAM);
    program.build();
    if shell == Shell::Bash {
        return bash::script(&program);
    }
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, PROGRAM, &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Fish => script + &fish::positionals(&program),
        Shell::Zsh => zsh::with_prefixes(&script),
        _ => script,
    }
}
