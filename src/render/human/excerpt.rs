//! The source around a finding, drawn with line numbers and carets. With `human`, the door of `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer as Pen, Snippet};

use crate::render::text::{Paint, stand_in, visible};
use crate::report::{Excerpt, Finding, Severity};

/// A pen in the colours of `paint`, for `width` columns.
pub(crate) fn pen(paint: Paint, width: usize) -> Pen {
    let dim = Style::new().effects(Effects::DIMMED);
    let strong = |colour: AnsiColor| colour.on_default().effects(Effects::BOLD);
    let pen = if paint.is_enabled() { Pen::styled() } else { Pen::plain() };
    if paint.is_enabled() {
        pen.error(strong(AnsiColor::Red))
            .warning(strong(AnsiColor::Yellow))
            .note(strong(AnsiColor::Blue))
            .line_num(dim)
            .hyperlink(false)
            .term_width(width)
    } else {
        pen.term_width(width)
    }
}

/// The level of a severity.
pub(crate) fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The excerpt with its carets, then what is documented and the way out. Empty where there is none of these.
pub(crate) fn draw(pen: &Pen, finding: &Finding) -> String {
    let mut group = Group::with_level(level(finding.severity));
    if let Some(excerpt) = &finding.excerpt {
        let Window { text, highlight } = Window::of(excerpt);
        let label = (!finding.pointer.is_empty()).then(|| format!("at {}", visible(&finding.pointer)));
        let mark = AnnotationKind::Primary.span(highlight).label(label);
        let line = usize::try_from(excerpt.first_line).unwrap_or(usize::MAX);
        group = group.element(Snippet::source(text).line_start(line).fold(false).annotation(mark));
    }
    let notes = [("documented", &finding.documented), ("help", &finding.help)];
    let notes = notes.into_iter().filter_map(|(name, text)| {
        let text = visible(text.as_deref()?);
        Some(Element::from(Level::NOTE.with_name(name).message(text)))
    });
    let group = group.elements(notes);
    if group.is_empty() { String::new() } else { pen.render(&[group]) }
}

/// The digits of the greatest line number drawn; the column of the gutter's bar is one further.
pub(crate) fn gutter(finding: &Finding) -> usize {
    let Some(excerpt) = &finding.excerpt else { return 0 };
    let breaks = trimmed(&excerpt.text).matches('\n').count() as u64;
    (excerpt.first_line + breaks).to_string().len()
}

fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

/// An excerpt as it is drawn: `…` where it was cut, and nothing in it that a terminal would obey.
#[derive(Debug, PartialEq, Eq)]
struct Window {
    text: String,
    highlight: Range<usize>,
}

impl Window {
    fn of(excerpt: &Excerpt) -> Self {
        let source = trimmed(&excerpt.text);
        let mut text = String::with_capacity(source.len() + 8);
        if excerpt.at_start {
            text.push_str("… ");
        }
        let (mut start, mut end) = (None, None);
        for (at, c) in source.char_indices() {
            if start.is_none() && at + c.len_utf8() > excerpt.highlight.start {
                start = Some(text.len());
            }
            if end.is_none() && at >= excerpt.highlight.end {
                end = Some(text.len());
            }
            let kept = c == '\n' || c == '\t' || source[at..].starts_with("\r\n");
            text.push(if kept { c } else { stand_in(c).unwrap_or(c) });
        }
        let start = start.unwrap_or(text.len());
        let end = end.unwrap_or(text.len()).max(start);
        if excerpt.at_end {
            text.push_str(" …");
        }
        Self { text, highlight: start..end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(text: &str, highlight: Range<usize>, cut: bool) -> Window {
        Window::of(&Excerpt { first_line: 1, text: text.to_owned(), at_start: cut, at_end: cut, highlight })
    }

    #[test]
    fn the_highlight_follows_what_is_put_in_place_of_other_text() {
        let shown = window("a\u{1b}b\u{9b}c", 2..3, true);
        assert_eq!(shown.text, "… a␛b\u{fffd}c …");
        assert_eq!(&shown.text[shown.highlight], "b");
    }

    #[test]
    fn a_highlight_beyond_the_text_or_inside_a_character_does_no_harm() {
        assert_eq!(window("ab\r\n", 40..50, false), Window { text: "ab".to_owned(), highlight: 2..2 });
        let shown = window("工单", 1..2, false);
        assert_eq!(&shown.text[shown.highlight], "工");
        assert_eq!(window("", 0..0, false), Window { text: String::new(), highlight: 0..0 });
    }
}
