//! `helpdesk-evt man [COMMAND]`: a page for the program, and one for each command.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use crate::cli::args::OutputPath;
use crate::cli::{CliError, Context};
use crate::report::{Exit, nearest};

/// Print the man page, or that of a command.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  read one
    helpdesk-evt man replay | man -l -
  install all
    helpdesk-evt man --all ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// The command, as in `replay` or `config show`
    #[arg(value_name = "COMMAND", conflicts_with = "all")]
    command: Vec<String>,
    /// Write the page of the program and that of every command into this folder instead
    #[arg(long, value_name = "DIR")]
    all: Option<OutputPath>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Exit, CliError> {
    let mut program = whole((context.program)().disable_help_subcommand(true));
    program.build();
    if let Some(folder) = &args.all {
        fs::create_dir_all(folder).map_err(|source| CliError::unwritable(folder, source))?;
        write_all(&program, folder).map_err(|(path, source)| CliError::unwritable(&path, source))?;
        return Ok(Exit::Clean);
    }
    let page = page(find(&program, &args.command)?).map_err(CliError::stdout)?;
    io::stdout().lock().write_all(&page).map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}

/// The manual has no short form: every flag is explained.
fn whole(command: Command) -> Command {
    let command = command.mut_args(|arg| arg.hide_short_help(false)).subcommand_help_heading("COMMANDS");
    command.mut_subcommands(whole)
}

fn find<'c>(program: &'c Command, words: &[String]) -> Result<&'c Command, CliError> {
    words.iter().try_fold(program, |command, word| {
        command.find_subcommand(word).ok_or_else(|| {
            let near = nearest(word, command.get_subcommands().map(Command::get_name));
            let help = near.map_or_else(
                || "`helpdesk-evt --help` lists the commands".to_owned(),
                |it| format!("did you mean `{it}`?"),
            );
            CliError::usage_with(format!("`{word}` is not a command"), help)
        })
    })
}

/// Writes the page of a command and those of the commands below it, each under the name that `man` looks for.
fn write_all(command: &Command, folder: &Path) -> Result<(), (PathBuf, io::Error)> {
    let path = folder.join(Man::new(command.clone()).get_filename());
    let written = page(command).and_then(|page| fs::write(&path, page));
    written.map_err(|source| (path, source))?;
    command.get_subcommands().try_for_each(|it| write_all(it, folder))
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let source = concat!("helpdesk-evt ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(source).manual("helpdesk-evt");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    let text = command.get_after_long_help().or_else(|| command.get_after_help());
    out.extend(text.map_or(String::new(), |it| sections(&it.to_string())).bytes());
    let name = command.get_display_name().unwrap_or_default();
    if name.contains("helpdesk-evt-") {
        writeln!(out, ".SH \"SEE ALSO\"\n\\fBhelpdesk\\-evt\\fR(1): the exit codes, and the environment")?;
    } else {
        man.render_version_section(&mut out)?;
    }
    Ok(out)
}

/// The text below a help as sections: a line at the margin that ends with a colon is a heading. Lines stay as they are.
fn sections(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.strip_suffix(':').filter(|it| !it.starts_with(' ') && it.len() < 20) {
            Some(heading) => lines.push(format!(".SH \"{}\"\n.nf", heading.to_uppercase())),
            None if lines.is_empty() => lines.push(format!(".SH NOTES\n.nf\n{}", escaped(line))),
            None => lines.push(escaped(line)),
        }
    }
    if lines.is_empty() { String::new() } else { lines.join("\n") + "\n.fi\n" }
}

/// A line as roff shows it: no character of it is a command.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_a_help_becomes_sections_whose_lines_stay() {
        assert_eq!(
            sections("Examples:\n  a folder\n    x --y \\\n\nIt ends."),
            ".SH \"EXAMPLES\"\n.nf\n  a folder\n    x \\-\\-y \\e\n\nIt ends.\n.fi\n"
        );
        assert_eq!(escaped(".x"), "\\&.x");
    }
}
