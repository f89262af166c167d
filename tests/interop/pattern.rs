//! Texts with parts that are another each time.

/// Whether a text is this one, in which each `*` stands for anything.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, mut rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    while let Some((part, after)) = rest.split_once('*') {
        let Some((_, left)) = text.split_once(part) else { return false };
        (rest, text) = (after, left);
    }
    text.ends_with(rest)
}

#[test]
fn a_star_stands_for_anything() {
    for (pattern, text) in [("", ""), ("*", ""), ("*", "x"), ("a*c", "abc"), ("*b*", "abc"), ("a*b*", "a--b")]
    {
        assert!(fits(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [("", "x"), ("a", "ab"), ("a*a", "a"), ("*b*b*", "abc"), ("b*", "abc")] {
        assert!(!fits(pattern, text), "{pattern} {text}");
    }
}
