//! Marks between words, and counts in words, in English and in Chinese.

use crate::model::Lang;
use crate::render::chinese::behind_number;

/// Punctuation: a Chinese mark holds its blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `: `.
    Colon,
    /// `, `.
    Comma,
    /// `; `.
    Semicolon,
}

impl Mark {
    /// The mark in `lang`.
    pub(crate) fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Colon, Lang::En) => ": ",
            (Self::Colon, Lang::Zh) => "：",
            (Self::Comma, Lang::En) => ", ",
            (Self::Comma, Lang::Zh) => "，",
            (Self::Semicolon, Lang::En) => "; ",
            (Self::Semicolon, Lang::Zh) => "；",
        }
    }

    /// The parts with the mark between them.
    pub(crate) fn joined(self, parts: impl IntoIterator<Item = String>, lang: Lang) -> String {
        parts.into_iter().collect::<Vec<_>>().join(self.text(lang))
    }
}

/// What stands behind the colon of a verdict: a Chinese colon holds its blank.
pub(crate) fn blank(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "" } else { " " }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 file`, `2,000 files`; `2,000 个文件`.
pub(crate) fn counted_in(count: u64, what: &'static str, lang: Lang) -> String {
    let plural = if count == 1 || lang == Lang::Zh { "" } else { "s" };
    format!("{} {}{plural}", grouped(count), behind_number(what, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        assert_eq!(
            [0, 7, 999, 1000, 123_456, 1_234_567].map(grouped).join(" "),
            "0 7 999 1,000 123,456 1,234,567"
        );
    }

    #[test]
    fn counts_are_said_in_both_languages() {
        assert_eq!(counted_in(1, "file", Lang::En), "1 file");
        assert_eq!(counted_in(2_000, "file", Lang::En), "2,000 files");
        assert_eq!(counted_in(2_000, "file", Lang::Zh), "2,000 个文件");
    }
}
