//! The escapes of a workflow command. What a terminal would obey is shown, not sent: the commands stand in the log, too.

use crate::render::text::stand_in;

/// Escapes the text of a command.
pub(crate) fn data(text: &str) -> String {
    let shown: String = text.chars().map(|c| if c == '\n' { c } else { stand_in(c).unwrap_or(c) }).collect();
    shown.replace('%', "%25").replace('\n', "%0A")
}

/// Escapes the value of a property.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
