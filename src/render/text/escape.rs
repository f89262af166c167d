//! Foreign text in HTML, in XML and on a command line: shown as it is, and never obeyed.

use crate::mask::visible;

/// The text as one word of a shell's command line.
pub(crate) fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The text on one line, for an element or for an attribute in double quotes: nothing in it is taken for markup.
pub(crate) fn escaped(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text of several lines, each made safe by `escape`, with `end` between them.
pub(crate) fn lines(text: &str, escape: impl Fn(&str) -> String, end: &str) -> String {
    text.split('\n').map(escape).collect::<Vec<_>>().join(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_an_element_or_an_attribute() {
        let text = escaped("<script>alert(\"1\")</script> ' & \u{1b}[2J\u{202e}工单");
        assert_eq!(text, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; ' &amp; ␛[2J\u{fffd}工单");
    }
}
