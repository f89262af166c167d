//! Colour as a value: roles, not colours, decided once. The only place that uses `colored`.

use colored::{ColoredString, Colorize as _};

/// What the user said of colour (`--color`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ColorChoice {
    /// Where the output is a terminal and the environment does not object.
    #[default]
    Auto,
    Always,
    Never,
}

/// Whether to colour. `--color` outranks the environment; in it, in this order: `NO_COLOR` (any text but the empty
/// one) forbids, `CLICOLOR_FORCE` (not 0) forces, `CLICOLOR=0` and `TERM=dumb` forbid; then a terminal decides.
pub(crate) fn decide(choice: ColorChoice, is_terminal: bool, env: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR").is_some() => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        ColorChoice::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        ColorChoice::Auto => is_terminal && set("TERM").is_none_or(|value| value != "dumb"),
    }
}

/// The paints by their roles. Without colour every role gives its text back as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paint {
    enabled: bool,
}

macro_rules! roles {
    ($($(#[$about:meta])+ $role:ident = $dye:expr;)+) => {
        impl Paint {
            $($(#[$about])+ pub(crate) fn $role(self, text: &str) -> String {
                self.dye(text, $dye)
            })+
        }
    };
}

roles! {
    /// Broken, or closing.
    bad = |text| text.red().bold();
    /// Likely a mistake.
    warn = |text| text.yellow().bold();
    /// Worth knowing.
    note = |text| text.blue().bold();
    /// Fine.
    good = |text| text.green();
    /// A stage of a ticket.
    stage = |text| text.cyan();
    /// A status of a ticket.
    status = |text| text.bold();
    /// The value that matters.
    strong = |text| text.bold();
    /// The rest.
    dim = |text| text.dimmed();
}

impl Paint {
    /// Paints that colour if `enabled`.
    pub(crate) fn new(enabled: bool) -> Self {
        if enabled {
            // `colored` decides by a global of its own when a text is shown. It is only ever switched on, and
            // without colour it is never asked: so the value alone decides.
            colored::control::set_override(true);
        }
        Self { enabled }
    }

    fn dye(self, text: &str, dye: fn(&str) -> ColoredString) -> String {
        if self.enabled && !text.is_empty() { dye(text).to_string() } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(is_terminal: bool, env: &[(&str, &str)]) -> bool {
        decide(ColorChoice::Auto, is_terminal, |name| {
            env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_pipe_gets_no_colour_and_a_terminal_does() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("TERM", "dumb")]));
    }

    #[test]
    fn the_environment_outranks_the_terminal() {
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]));
        assert!(!auto(true, &[("CLICOLOR", "0")]));
        assert!(auto(true, &[("CLICOLOR", "1")]));
        assert!(!auto(false, &[("CLICOLOR", "1")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    }

    #[test]
    fn the_flag_outranks_the_environment() {
        assert!(decide(ColorChoice::Always, false, |_| Some("1".to_owned())));
        assert!(!decide(ColorChoice::Never, true, |_| Some("1".to_owned())));
    }

    #[test]
    fn two_paints_of_different_mind_live_side_by_side() {
        let (plain, dyed) = (Paint::new(false), Paint::new(true));
        assert_eq!(plain.bad("no"), "no");
        assert_eq!(dyed.good("yes"), "\u{1b}[32myes\u{1b}[0m");
        assert_eq!(plain.dim("rest"), "rest");
    }
}
