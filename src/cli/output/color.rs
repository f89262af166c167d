//! Decides once whether to paint.

use std::io::{self, IsTerminal as _};

use crate::render;
use crate::render::text::{ColorChoice, Paint};

fn decide(choice: ColorChoice, terminal: bool) -> Paint {
    Paint::new(render::text::decide(choice, terminal, |name| std::env::var(name).ok()))
}

pub(crate) fn for_stdout(choice: ColorChoice) -> Paint {
    decide(choice, io::stdout().is_terminal())
}

pub(crate) fn for_stderr(choice: ColorChoice) -> Paint {
    decide(choice, io::stderr().is_terminal())
}
