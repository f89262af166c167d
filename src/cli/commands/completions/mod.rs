//! `completions`: its run, the values that complete each flag, and what each shell wants beside the generator's script.

mod bash;
mod fish;
mod run;
mod values;
mod zsh;

pub(crate) use run::{Args, run};
