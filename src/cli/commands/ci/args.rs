//! `helpdesk-evt ci`: judge an app in one command, as a step of a workflow.

use clap::ValueEnum;

use crate::cli::args::{InputPath, KeyArgs, OutputPath, TargetArgs, TokenArgs};
use crate::cli::launch::LaunchArgs;
use crate::model::Sdk;

/// Judge an app in one command: start it, check it, deliver to it, end it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  start the app, judge it, end it
    helpdesk-evt ci --run 'python app.py' \\
      --url http://127.0.0.1:7777/webhook/event
  with recorded events and a key, and what each step wrote
    helpdesk-evt ci captured/ --run 'node app.js' --url URL \\
      --encrypt-key-file key --keep reports
  an app that is started elsewhere
    helpdesk-evt ci captured/ --url URL --wait 60s \\
      --expect 'status: * -> closed'
  a workflow to begin with
    helpdesk-evt ci --init github > .github/workflows/helpdesk.yml

The exit code is the worst of the steps. What each step wrote (text, JSON,
JUnit, Markdown, HTML, the app's output) is kept in the folder of --keep; in a
GitHub workflow the summary of the step gets the Markdown.")]
pub(crate) struct Args {
    /// Events to deliver: files, folders, quoted globs [default: the bundled ones]
    #[arg(value_name = "PATH", display_order = 0, help_heading = "Input")]
    pub(crate) paths: Vec<InputPath>,
    #[command(flatten)]
    pub(crate) launch: LaunchArgs,
    #[command(flatten)]
    pub(crate) to: TargetArgs,
    /// The SDK the app is built on: its own deviations are said, and do not count as failures
    #[arg(long, value_enum, value_name = "SDK", help_heading = "Checks")]
    pub(crate) sdk: Option<Sdk>,
    /// Fail if no event changes this (repeatable), as in 'status: created -> closed'
    #[arg(long, value_name = "RULE", help_heading = "Checks")]
    pub(crate) expect: Vec<String>,
    /// Fail if an event changes this (repeatable)
    #[arg(long, value_name = "RULE", help_heading = "Checks")]
    pub(crate) forbid: Vec<String>,
    /// Keep what each step wrote in this folder
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) keep: Option<OutputPath>,
    /// Print a workflow that runs this command, and do nothing else
    #[arg(long, value_enum, value_name = "SERVICE", exclusive = true)]
    pub(crate) init: Option<Service>,
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    #[command(flatten)]
    pub(crate) token: TokenArgs,
}

/// A service that runs workflows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Service {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
}

impl Service {
    /// The workflow that `--init` prints.
    pub(crate) fn workflow(self) -> &'static str {
        match self {
            Self::Github => include_str!("github.yml"),
            Self::Gitlab => include_str!("gitlab.yml"),
        }
    }
}
