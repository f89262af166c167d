//! Which severity a code has in this run: `--deny`, `--warn`, `--allow` and the `[lints]` table.

use std::collections::HashMap;

use super::code::{Code, Severity};

/// What a user can say of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// An error.
    Deny,
    /// A warning.
    Warn,
    /// Not reported.
    Allow,
}

/// The severities of this run.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    said: HashMap<Code, Level>,
    warnings: Option<Level>,
}

impl Levels {
    /// Sets the level of one code; a later call wins.
    pub fn set(&mut self, code: Code, level: Level) {
        self.said.insert(code, level);
    }

    /// Sets the level of everything that is a warning otherwise (`--deny warnings`).
    pub fn set_warnings(&mut self, level: Level) {
        self.warnings = Some(level);
    }

    /// The severity `code` has now, or `None` where it is allowed.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        let level = match self.said.get(&code) {
            Some(Level::Warn) if self.warnings == Some(Level::Deny) => Some(Level::Deny),
            Some(level) => Some(*level),
            None if code.severity() == Severity::Warning => self.warnings,
            None => None,
        };
        match level {
            None => Some(code.severity()),
            Some(Level::Deny) => Some(Severity::Error),
            Some(Level::Warn) => Some(Severity::Warning),
            Some(Level::Allow) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_said_by_name_outranks_the_group() {
        let mut levels = Levels::default();
        levels.set_warnings(Level::Deny);
        levels.set(Code::IdPrefix, Level::Allow);
        assert_eq!(levels.severity(Code::IdPrefix), None);
        assert_eq!(levels.severity(Code::NoTransition), Some(Severity::Error));
        assert_eq!(levels.severity(Code::DuplicateEvent), Some(Severity::Note));
    }
}
