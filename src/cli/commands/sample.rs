//! `helpdesk-evt sample [NAME]`.

use std::io::{self, Write};

use crate::cli::output::stdout;
use crate::cli::{CliError, Context, beside};
use crate::report::{Code, Exit};
use crate::source;
use crate::source::SampleGroup;

/// List the bundled sample events, or print some.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The samples to print, exactly as they are bundled
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

pub(crate) fn run(args: &Args, _: &Context) -> Result<Exit, CliError> {
    // Every name is looked up first: a wrong one prints nothing.
    let samples = args
        .names
        .iter()
        .map(|name| source::find_sample(name).ok_or_else(|| source::unknown_sample(name)))
        .collect::<Result<Vec<_>, _>>()?;
    if samples.is_empty() {
        return list(&mut stdout::for_people()).map_err(CliError::stdout).map(|()| Exit::Clean);
    }
    let mut out = stdout::open();
    for sample in samples {
        out.write_all(sample.bytes).map_err(CliError::stdout)?;
    }
    out.flush().map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}

fn list(out: &mut impl Write) -> io::Result<()> {
    let groups = [
        (SampleGroup::Single, "Events"),
        (SampleGroup::Story, "\nStories: a ticket's whole life, one event a line"),
        (SampleGroup::Type, "\nOther event types"),
        (SampleGroup::Broken, "\nBroken: one fault each, named for its code"),
    ];
    for (group, title) in groups {
        writeln!(out, "{title}")?;
        for sample in source::samples().iter().filter(|it| it.group == group) {
            // A broken sample is named for its code, whose page says what it shows.
            let code = sample.name.strip_prefix("broken/").and_then(Code::find);
            let about = code.map_or(sample.about, |code| code.page().title());
            writeln!(out, "{}", beside(&format!("  {:<33} ", sample.name), about))?;
        }
    }
    out.flush()
}
