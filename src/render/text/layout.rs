//! Lines that fit: display width, breaks at blanks or commas, cuts with `…`. Colour has no width.

use unicode_width::UnicodeWidthChar as _;

/// The columns that rows for people are made for, and those of a text that is not shown on a terminal.
pub(crate) const WIDTH: usize = 80;

/// The columns a text takes; colour (SGR sequences) takes none, wide characters two.
pub(crate) fn width(text: &str) -> usize {
    steps(text).map(|(_, columns)| columns).sum()
}

/// The pieces of a text that cannot be divided, a character or a colour sequence, with their columns.
fn steps(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let sequence = if first == '\u{1b}' { rest.find('m').map(|at| at + 1) } else { None };
        let (step, after) = rest.split_at(sequence.unwrap_or(first.len_utf8()));
        rest = after;
        Some((step, if sequence.is_some() { 0 } else { first.width().unwrap_or(0) }))
    })
}

/// The text, cut at `max_width` columns with a `…` where it is wider.
pub(crate) fn fit(text: &str, max_width: usize) -> String {
    if width(text) <= max_width {
        return text.to_owned();
    }
    let (mut kept, mut used) = (String::new(), 0);
    for (step, columns) in steps(text) {
        if columns > 0 && used + columns >= max_width {
            break;
        }
        used += columns;
        kept.push_str(step);
    }
    kept.push('…');
    if kept.contains('\u{1b}') {
        kept.push_str("\u{1b}[0m");
    }
    kept
}

/// The end of a text of one style, cut at its beginning: of a path the file's name tells most.
pub(crate) fn fit_end(text: &str, max_width: usize) -> String {
    if width(text) <= max_width {
        return text.to_owned();
    }
    let mut used = 1;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > max_width {
            break;
        }
        from = at;
    }
    format!("…{}", &text[from..])
}

/// Where a line may end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    /// At any blank.
    Blank,
    /// At a blank; in a command in backticks only behind a `|`, so that it can be copied.
    Phrase,
    /// Behind a comma.
    Comma,
    /// Before a `·`.
    Dot,
}

/// Breaks `text` into lines of at most `max_width` columns; the first begins at column `first`, the others at `indent`,
/// which is put before them. What has no place to break is cut hard, so that no line is ever wider. None but the first
/// begins with `::`, which a workflow would obey.
pub(crate) fn wrap(text: &str, max_width: usize, first: usize, indent: usize, at: Break) -> Vec<String> {
    let parts: Vec<&str> = match at {
        Break::Blank => text.split_inclusive(' ').collect(),
        Break::Phrase => phrases(text),
        Break::Comma => text.split_inclusive(", ").collect(),
        Break::Dot => text.split_inclusive(" · ").collect(),
    };
    let blanks = " ".repeat(indent);
    let mut lines = vec![String::new()];
    let mut column = first;
    for part in parts {
        let trimmed = part.trim_end();
        if column + width(trimmed) > max_width
            && column > indent.max(if lines.len() == 1 { first } else { 0 })
        {
            lines.push(blanks.clone());
            column = indent;
        }
        if column + width(trimmed) <= max_width {
            push(&mut lines, part);
            column += width(part);
            continue;
        }
        if at != Break::Blank {
            // An item that is wider than a line is broken at its blanks.
            let mut inner = wrap(part, max_width, column, indent, Break::Blank).into_iter();
            push(&mut lines, &inner.next().unwrap_or_default());
            lines.extend(inner);
            column = lines.last().map_or(indent, |it| width(it));
            push(&mut lines, " ");
            column += 1;
            continue;
        }
        for (step, columns) in steps(part) {
            if column + columns > max_width && step != " " {
                lines.push(blanks.clone());
                column = indent;
            }
            push(&mut lines, step);
            column += columns;
        }
    }
    for (number, line) in lines.iter_mut().enumerate() {
        line.truncate(line.trim_end().len());
        if number > 0 && line.trim_start().starts_with("::") {
            *line = line.replacen(':', "\u{2236}", 1);
        }
    }
    lines
}

/// Words, and commands up to a `|`.
fn phrases(text: &str) -> Vec<&str> {
    let (mut phrases, mut from, mut at, mut in_command) = (Vec::new(), 0, 0, false);
    for word in text.split_inclusive(' ') {
        at += word.len();
        in_command ^= word.matches('`').count() % 2 == 1;
        if !in_command || word == "| " {
            phrases.push(&text[from..at]);
            from = at;
        }
    }
    phrases.push(&text[from..]);
    phrases
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// `left`, and `right` at `column`, or behind `left` where that is wider, or below at `indent` where neither fits.
pub(crate) fn beside(left: &str, column: usize, right: &str, max_width: usize, indent: usize) -> Vec<String> {
    if right.is_empty() {
        return vec![left.trim_end().to_owned()];
    }
    let (taken, wanted) = (width(left), width(right));
    if taken + 2 + wanted <= max_width {
        let start = column.max(taken + 2).min(max_width - wanted);
        return vec![format!("{left}{}{right}", " ".repeat(start - taken))];
    }
    let mut lines = wrap(right, max_width, indent, indent, Break::Blank);
    lines[0].insert_str(0, &" ".repeat(indent));
    lines.insert(0, left.to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_counts_columns_and_no_colour() {
        assert_eq!(width("\u{1b}[1;31m被a\u{1b}[0m"), 3);
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("被被被", 4), "被…");
        assert_eq!(fit_end("dir/file.json:1", 8), "….json:1");
        assert_eq!(width(&fit("\u{1b}[1mabcdef\u{1b}[0m", 4)), 4);
    }

    #[test]
    fn a_command_breaks_behind_a_pipe_and_elsewhere_only_where_it_is_wider_than_a_line() {
        let text = "take it out: `jq -c '.a | .b' FILE | helpdesk-evt validate -`";
        let told = ["take it out: `jq -c '.a |", "  .b' FILE |", "  helpdesk-evt validate -`"];
        assert_eq!(wrap(text, 26, 0, 2, Break::Phrase), told);
        let narrow = ["take it out:", "  `jq -c '.a |", "  .b' FILE |", "  helpdesk-evt", "  validate -`"];
        assert_eq!(wrap(text, 20, 0, 2, Break::Phrase), narrow);
    }

    #[test]
    fn lists_break_at_commas_and_nothing_is_wider_than_its_room() {
        let text = "1 created, 2 processing, 5 awaiting guest";
        let lines = wrap(text, 30, 5, 5, Break::Comma);
        assert_eq!(lines, ["1 created, 2 processing,", "     5 awaiting guest"]);
        for max_width in [10, 20, 33] {
            for at in [Break::Blank, Break::Phrase, Break::Comma, Break::Dot] {
                let text = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bb · cc 被机器人关闭被机器人关闭";
                for (number, line) in wrap(text, max_width, 4, 2, at).iter().enumerate() {
                    assert!(
                        width(line) + if number == 0 { 4 } else { 0 } <= max_width,
                        "{max_width}: {line}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_line_below_the_first_is_a_command_of_a_workflow() {
        assert_eq!(wrap("aaaa ::error::x", 12, 0, 2, Break::Blank), ["aaaa", "  \u{2236}:error::x"]);
        assert_eq!(wrap("aaaa::error", 4, 0, 0, Break::Blank), ["aaaa", "\u{2236}:er", "ror"]);
    }

    #[test]
    fn what_does_not_fit_beside_stands_below() {
        assert_eq!(beside("ab", 6, "cd", 10, 2), ["ab    cd"]);
        assert_eq!(beside("abcdefg", 6, "x", 10, 2), ["abcdefg  x"]);
        assert_eq!(beside("abcdefg", 6, "xyz", 10, 2), ["abcdefg", "  xyz"]);
    }
}
