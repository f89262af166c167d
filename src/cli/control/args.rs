//! The flags of the live page and of the control API.

/// How a run can be watched and steered while it goes on.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(next_help_heading = "Watching and steering")]
pub(crate) struct ControlArgs {
    /// Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port
    #[arg(
        long,
        value_name = "PORT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "7780",
        conflicts_with = "control"
    )]
    pub(crate) ui: Option<u16>,
    /// Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token
    /// that is printed
    #[arg(long, value_name = "PORT")]
    pub(crate) control: Option<u16>,
}

/// How a run begins that delivers.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(next_help_heading = "Watching and steering")]
pub(crate) struct HoldArgs {
    /// Begin held: deliver nothing before a release, from the page or by the API
    #[arg(long, requires = "ControlArgs")]
    pub(crate) hold: bool,
}

impl ControlArgs {
    /// Whether anything watches.
    pub(crate) fn is_asked_for(self) -> bool {
        self.ui.or(self.control).is_some()
    }
}
