//! Where a value comes from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::cli::{CliError, say};
use crate::render::text::Paint;
use crate::report::Exit;

/// Where the value of a flag comes from, if it has one that is not its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ValueOrigin {
    /// The command line.
    Flag,
    /// An environment variable of this name.
    Variable(String),
    /// A key of the configuration file.
    File {
        /// `format`, or `replay.rate`.
        key: String,
        path: PathBuf,
    },
}

impl fmt::Display for ValueOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("the command line"),
            Self::Variable(name) => write!(f, "`{name}`"),
            Self::File { key, path } => write!(f, "`{key}` in `{}`", path.display()),
        }
    }
}

/// The source of each flag that was given, by its long name.
#[derive(Debug, Default)]
pub(crate) struct ValueOrigins(BTreeMap<String, ValueOrigin>);

impl ValueOrigins {
    pub(crate) fn insert(&mut self, long: &str, source: ValueOrigin) {
        self.0.insert(long.to_owned(), source);
    }

    /// Whether the flag stands on the command line.
    pub(crate) fn is_flag(&self, long: &str) -> bool {
        self.0.get(long) == Some(&ValueOrigin::Flag)
    }

    /// Says an error, and where the values come from that it names.
    pub(crate) fn say(&self, error: &CliError, paint: Paint) -> Exit {
        let exit = error.say(paint);
        for note in self.notes(&error.to_string()) {
            say(&format!("  note: {note}"));
        }
        exit
    }

    /// A note for each flag that a message names and that was set elsewhere than on the command line.
    fn notes(&self, message: &str) -> Vec<String> {
        let named = |long: &str| {
            let flag = format!("--{long}");
            message.match_indices(&flag).any(|(at, _)| {
                let next = message[at + flag.len()..].chars().next();
                !next.is_some_and(|it| it.is_ascii_alphanumeric() || it == '-')
            })
        };
        let set = self.0.iter().filter(|(long, source)| **source != ValueOrigin::Flag && named(long));
        set.map(|(long, source)| format!("`--{long}` is set by {source}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_about_a_value_is_told_where_the_value_comes_from() {
        let mut sources = ValueOrigins::default();
        sources.insert("tz", ValueOrigin::Variable("HELPDESK_EVT_TZ".to_owned()));
        sources.insert("time", ValueOrigin::Variable("HELPDESK_EVT_TIME".to_owned()));
        sources.insert("format", ValueOrigin::Flag);
        assert_eq!(
            sources.notes("`--tz`: `Mars` is no zone; not --timeline, not --format"),
            ["`--tz` is set by `HELPDESK_EVT_TZ`"]
        );
    }
}
