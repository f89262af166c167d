//! Foreign text in HTML: shown as it is, and never obeyed.

use crate::render::text::visible;

/// The text for an element or for an attribute in double quotes: nothing in it is taken for HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_an_element_or_an_attribute() {
        let text = escaped("<script>alert(\"1\")</script> ' & \u{1b}[2J\u{202e}工单");
        assert_eq!(text, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &#39; &amp; ␛[2J\u{fffd}工单");
    }
}
