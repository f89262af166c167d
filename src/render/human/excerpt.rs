//! A finding with its source: the line it points into, the caret below it, what is documented and the way out.

use crate::render::Appearance;
use crate::render::text::causes::FindingCause;
use crate::render::text::layout::{Break, fit, fit_end, width, wrap};
use crate::render::text::{Paint, finding, visible};
use crate::report::{Excerpt, Finding, Severity};

/// How wide a column of line numbers is at least.
const GUTTER: usize = 2;

/// The lines of a finding, at most `max_width` columns wide; only its place may be wider, for a path that is cut cannot be
/// opened.
pub(crate) fn lines(it: &Finding, cause: Option<&FindingCause>, look: Appearance) -> Vec<String> {
    let (paint, max_width) = (look.paint, look.width);
    let weight = format!("{}[{}]", it.severity.name(), it.code.slug());
    let start = width(&weight) + 2;
    let message = wrap(&visible(&it.message), max_width, start, 2, Break::Blank);
    let weight = match it.severity {
        Severity::Error => paint.strong(&weight),
        Severity::Warning => paint.warn(&weight),
        Severity::Note => paint.note(&weight),
    };
    let mut lines: Vec<String> = message.iter().map(|line| paint.strong(line)).collect();
    lines[0] = format!("{weight}: {}", lines[0]);
    let view = it.excerpt.as_ref().map(|excerpt| View::of(excerpt, max_width));
    let gutter = view.as_ref().map_or(GUTTER, |view| view.gutter);
    let opened = finding::inside(&it.place);
    let blanks = " ".repeat(gutter);
    lines.push(format!("{blanks}{} {}{opened}", paint.dim("-->"), finding::place(&it.place)));
    let bar = paint.dim(&format!("{blanks} |"));
    if let Some(view) = view {
        lines.push(bar.clone());
        lines.extend(view.lines(&it.pointer, paint, max_width));
        lines.push(bar);
    }
    let mut note = |name: &str, text: &str, at: Break| {
        let head = format!("{blanks} = {name}");
        let indent = width(&head);
        let mut broken = wrap(text, max_width, indent, indent.min(max_width / 3), at);
        broken[0] = format!("{}{}", paint.dim(&head), broken[0]);
        lines.append(&mut broken);
    };
    if let Some(text) = it.documented_line() {
        note("documented: ", &visible(&text), Break::Comma);
    }
    if let Some(text) = &it.help {
        note("help: ", &visible(text), Break::Phrase);
    }
    if let Some(others) = cause.and_then(FindingCause::others) {
        note("", &others, Break::Comma);
    }
    lines
}

/// The line of an excerpt that holds the highlight, cut to its width, with nothing in it that a terminal would obey.
struct View {
    /// The number of the line; none where only a part of it is shown, for the place says which.
    number: Option<u64>,
    gutter: usize,
    before: String,
    marked: String,
    after: String,
}

impl View {
    fn of(excerpt: &Excerpt, max_width: usize) -> Self {
        let source = excerpt.text.as_str();
        let start = source.floor_char_boundary(excerpt.highlight.start);
        let end = source.floor_char_boundary(excerpt.highlight.end).max(start);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let line = source[..line_start].matches('\n').count() as u64;
        let last = line_end == source.len();
        let (cut_start, cut_end) = (excerpt.at_start && line == 0, excerpt.at_end && last);
        let number = (!cut_start && !cut_end).then_some(excerpt.first_line + line);
        let gutter = number.map_or(GUTTER, |it| it.to_string().len().max(GUTTER));
        let max_width = max_width.saturating_sub(gutter + 3).max(20);
        let marked = shown(&source[start..end.min(line_end)]);
        let marked = fit(&marked, max_width * 2 / 3);
        let before = shown(&source[line_start..start]);
        let after = shown(&source[end.min(line_end)..line_end]);
        let before = head(&before, cut_start, max_width.saturating_sub(width(&marked)) / 2);
        let left = max_width.saturating_sub(width(&before) + width(&marked));
        Self { number, gutter, before, marked, after: tail(after.trim_end(), cut_end, left) }
    }

    fn lines(&self, pointer: &str, paint: Paint, max_width: usize) -> Vec<String> {
        let Self { number, gutter, before, marked, after } = self;
        let number = number.map_or(String::new(), |it| it.to_string());
        // The parts may make a command to a runner of CI that none of them is.
        let source = format!("{before}{marked}{after}");
        let source = visible(&source);
        let bar = |number: &str| paint.dim(&format!("{number:>gutter$} |"));
        let indent = width(before);
        let carets = "^".repeat(width(marked).max(1));
        let label = if pointer.is_empty() { String::new() } else { format!("at {}", visible(pointer)) };
        let max_width = max_width.saturating_sub(gutter + 3);
        let mut lines = vec![format!("{} {source}", bar(&number)).trim_end().to_owned()];
        let mark = format!("{} {}{}", bar(""), " ".repeat(indent), paint.bad(&carets));
        if label.is_empty() {
            lines.push(mark);
        } else if indent + carets.len() + 1 + width(&label) <= max_width {
            lines.push(format!("{mark} {label}"));
        } else {
            lines.push(mark);
            let label = fit_end(&label, max_width);
            lines.push(format!("{} {}{label}", bar(""), " ".repeat(max_width - width(&label))));
        }
        lines
    }
}

/// The text before the highlight: its end, as far as it fits.
fn head(text: &str, is_cut: bool, max_width: usize) -> String {
    if !is_cut && width(text) <= max_width {
        return text.to_owned();
    }
    let kept = fit_end(text, max_width.saturating_sub(if width(text) < max_width { 2 } else { 1 }));
    format!("… {}", kept.trim_start_matches('…'))
}

/// The text behind the highlight: its beginning, up to a comma where one is near the end of the width.
fn tail(text: &str, is_cut: bool, max_width: usize) -> String {
    if !is_cut && width(text) <= max_width {
        return text.to_owned();
    }
    let kept = fit(text, max_width.saturating_sub(if width(text) < max_width { 2 } else { 1 }));
    let kept = kept.trim_end_matches('…');
    let kept = match kept.rfind(',') {
        Some(comma) if width(&kept[..=comma]) * 3 >= width(kept) => &kept[..=comma],
        _ => kept,
    };
    format!("{kept} …")
}

/// The text as it is shown: tabs are blanks.
fn shown(text: &str) -> String {
    visible(&text.replace('\t', "    ").replace('\r', " ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{cut_finding, finding};
    use crate::report::Code;

    fn drawn(it: &Finding, max_width: usize) -> String {
        lines(it, None, Appearance::plain(max_width)).join("\n")
    }

    #[test]
    fn a_finding_shows_its_source_its_place_and_the_way_out() {
        assert_eq!(
            drawn(&finding(Code::StatusUnknown), 80),
            "\
error[status-unknown]: `status` is 99, which is not a documented ticket status
  --> fixtures/closed.json:27:17
   |
27 |       \"status\": 99,
   |                 ^^ at /event/object/status
   |
   = documented: 1 created, 2 processing
   = help: `helpdesk-evt explain status-unknown`"
        );
    }

    #[test]
    fn a_cut_line_is_shown_around_its_highlight_and_ends_at_a_comma() {
        let source =
            "00000000000340\",\"updated_at\":\"1700000000000\"},\"old_object\":{\"stage\":1,\"status\":1}}";
        let text = drawn(&cut_finding(source, "\"1700000000000\""), 60);
        assert!(
            text.contains("\n   | … 340\",\"updated_at\":\"1700000000000\"},\"old_object\":{\"s …\n"),
            "{text}"
        );
        assert!(text.contains("\n   |                     ^^^^^^^^^^^^^^^\n"), "{text}");
        let text = drawn(&cut_finding(source, "\"1700000000000\""), 80);
        assert!(text.contains("\"old_object\":{\"stage\":1, …\n"), "{text}");
    }

    #[test]
    fn carets_stand_below_wide_characters_and_no_line_is_too_wide() {
        for max_width in 40..=200 {
            let source = "\"name\":\"工单客服🙂\",\"status\":\"九十九\",\"chat_id\":\"oc_0\"";
            let text = drawn(&cut_finding(source, "\"九十九\""), max_width);
            let lines: Vec<&str> =
                text.lines().filter_map(|line| line.split_once("| ")).map(|it| it.1).collect();
            let before = lines[0].split("\"九十九\"").next().unwrap();
            assert_eq!(width(before), lines[1].find('^').unwrap(), "{text}");
            assert_eq!(lines[1].matches('^').count(), 8, "{text}");
            assert!(text.lines().all(|line| width(line) <= max_width || line.contains("-->")), "{text}");
        }
        for text in ["abcd", "abcde", "abcdef", "abcdefg"] {
            assert!(width(&tail(text, true, 6)) <= 6 && width(&head(text, true, 6)) <= 6, "{text}");
        }
    }

    #[test]
    fn no_runner_of_ci_finds_a_command_where_the_highlight_parts_it() {
        let mut it = cut_finding("\"a\":##[error]x", "#");
        assert!(drawn(&it, 80).contains("| … \"a\":# #[error]x …\n   |       ^"), "{}", drawn(&it, 80));
        it.excerpt.as_mut().unwrap().highlight = 6..7;
        assert!(!drawn(&it, 80).contains("##["), "{}", drawn(&it, 80));
    }

    #[test]
    fn an_empty_excerpt_and_a_highlight_past_the_end_do_no_harm() {
        for (text, highlight) in [("", 0..0), ("{", 1..1), ("{", 7..9), ("a\n", 2..2), ("工单", 1..2)] {
            let mut odd = finding(Code::JsonSyntax);
            let text = text.to_owned();
            odd.excerpt = Some(Excerpt { first_line: 1, text, at_start: false, at_end: false, highlight });
            assert!(drawn(&odd, 20).contains('^'));
        }
    }

    #[test]
    fn of_an_object_over_several_lines_the_first_is_marked() {
        let mut broad = finding(Code::MissingField);
        let text = "  \"object\": {\n    \"stage\": 2\n  }";
        let highlight = text.find('{').unwrap()..text.len();
        broad.excerpt =
            Some(Excerpt { first_line: 9, text: text.to_owned(), at_start: false, at_end: false, highlight });
        assert!(drawn(&broad, 80).contains("\n 9 |   \"object\": {\n   |             ^ at /event"));
    }

    #[test]
    fn only_the_caret_is_red() {
        let text = lines(
            &finding(Code::StatusUnknown),
            None,
            Appearance { paint: Paint::new(true), ..Appearance::plain(80) },
        )
        .join("\n");
        assert_eq!(text.matches("\u{1b}[1;31m").count(), 1, "{text:?}");
        assert!(text.contains("\u{1b}[1;31m^^\u{1b}[0m at "), "{text:?}");
    }
}
