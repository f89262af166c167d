//! `helpdesk-evt man`: the whole manual in one page.

use std::io::{self, Write};

use crate::cli::CliError;
use crate::report::Exit;

/// Print the man page.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(command: clap::Command) -> Result<Exit, CliError> {
    let mut page = Vec::new();
    render(command, &mut page).map_err(CliError::stdout)?;
    io::stdout().lock().write_all(&page).map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}

/// The page of the program, and after it a section for each command.
fn render(mut command: clap::Command, out: &mut impl Write) -> io::Result<()> {
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    for sub in command.get_subcommands().filter(|it| it.get_name() != "help") {
        let name = format!("helpdesk-evt {}", sub.get_name());
        writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
        out.write_all(section(sub.clone().bin_name(name))?.as_bytes())?;
    }
    man.render_extra_section(out)?;
    man.render_version_section(out)
}

/// The description of one command, its headings one level down; what holds for all commands stands once, above.
fn section(command: clap::Command) -> io::Result<String> {
    let man = clap_mangen::Man::new(command.mut_args(|arg| {
        let everywhere = matches!(arg.get_long(), Some("help" | "color" | "lang"));
        arg.hide(everywhere)
    }));
    let mut text = Vec::new();
    man.render_description_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_options_section(&mut text)?;
    Ok(String::from_utf8_lossy(&text).replace("\n.SH ", "\n.SS "))
}
