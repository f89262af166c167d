//! Text from foreign files, made safe to show: what a terminal or a runner of CI would obey is shown, not sent.

use std::borrow::Cow;

/// What the runners of GitHub and Azure obey anywhere in a line, and how it is shown.
const COMMANDS: [(&str, &str); 2] = [("##[", "# #["), ("##vso[", "# #vso[")];

/// The text on one line: every control character (line breaks among them) is replaced by something to see, and nothing in
/// it is a command to a runner of CI.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.contains("##") {
        let parted = |text: String, (command, shown)| text.replace(command, shown);
        return Cow::Owned(COMMANDS.into_iter().fold(without_controls(text).into_owned(), parted));
    }
    without_controls(text)
}

fn without_controls(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| stand_in(c).is_some()) {
        Cow::Owned(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What is shown in place of `c`: the control picture of a C0 character, U+FFFD for C1 characters and for the
/// direction marks that make text read otherwise than it is.
pub(crate) fn stand_in(c: char) -> Option<char> {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fffe}'
        | '\u{ffff}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_gets_through() {
        let nasty: String =
            (0..=0x9f_u32).chain([0x202e, 0x2066, 0xffff]).filter_map(char::from_u32).collect();
        let shown = visible(&nasty);
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
        assert!(shown.starts_with('␀'));
        assert_eq!(shown.chars().count(), nasty.chars().count());
    }

    #[test]
    fn no_runner_of_ci_finds_a_command() {
        assert_eq!(visible("a ##[error]b ##vso[task.x]c"), "a # #[error]b # #vso[task.x]c");
        assert_eq!(visible("###[stop-commands]\n## [x]"), "## #[stop-commands]␊## [x]");
    }

    #[test]
    fn plain_text_is_left_alone() {
        assert!(matches!(visible("工单 🙂 `status`"), Cow::Borrowed("工单 🙂 `status`")));
    }
}
