//! A picture of what commands leave on a terminal, with its colours: SVG, the same bytes for the same output.

use std::fmt::Write as _;
use std::path::Path;

use super::terminal::Session;

const COLUMNS: u16 = 80;
/// The size of a character, in units of the picture.
const WIDTH: u16 = 8;
const HEIGHT: u16 = 17;
const MARGIN: u16 = 16;

/// A run of characters that look the same.
#[derive(PartialEq)]
struct Look {
    colour: vt100::Color,
    bold: bool,
    dim: bool,
}

/// Runs each command line (`helpdesk-evt` left out) in `folder`, and draws them one below the other.
pub(crate) fn picture(folder: &Path, commands: &[&[&str]]) -> String {
    let mut rows = String::new();
    let mut line = 0;
    for command in commands {
        let _ = writeln!(
            rows,
            "{}",
            text(line, 0, r#" class="b""#, &format!("$ helpdesk-evt {}", command.join(" ")))
        );
        line += 1;
        let coloured = [*command, &["--color", "always"]].concat();
        let (parser, _) = Session::start(folder, "en", COLUMNS, &coloured).parsed();
        let screen = parser.screen();
        let all: Vec<String> = screen.rows(0, COLUMNS).collect();
        let used = all.iter().rposition(|row| !row.trim().is_empty()).map_or(0, |last| last + 1);
        for row in 0..u16::try_from(used).unwrap() {
            draw(screen, row, line, &mut rows);
            line += 1;
        }
        line += 1;
    }
    let (width, height) = (COLUMNS * WIDTH + 2 * MARGIN, line * HEIGHT + 2 * MARGIN);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<style>
text {{ font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre; }}
.b {{ font-weight: bold; }} .d {{ fill: #8b96a8; }}
.r {{ fill: #ff7b72; }} .g {{ fill: #7ee787; }} .y {{ fill: #e3b341; }} .c {{ fill: #79c0ff; }}
</style>
<rect width="{width}" height="{height}" rx="8" fill="#1c2128"/>
{rows}</svg>
"##
    )
}

fn draw(screen: &vt100::Screen, row: u16, line: u16, rows: &mut String) {
    let mut run: Option<(u16, Look, String)> = None;
    let mut finish = |run: Option<(u16, Look, String)>| {
        if let Some((column, look, shown)) = run
            && !shown.trim().is_empty()
        {
            let _ = writeln!(rows, "{}", text(line, column, &class(&look), shown.trim_end()));
        }
    };
    for column in 0..COLUMNS {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else {
            continue;
        };
        let look = Look { colour: cell.fgcolor(), bold: cell.bold(), dim: cell.dim() };
        let shown = if cell.has_contents() { cell.contents() } else { " " };
        match &mut run {
            Some((_, same, text)) if *same == look => text.push_str(shown),
            _ => finish(run.replace((column, look, shown.to_owned()))),
        }
    }
    finish(run);
}

fn class(look: &Look) -> String {
    let colour = match look.colour {
        vt100::Color::Idx(1 | 9) => "r",
        vt100::Color::Idx(2 | 10) => "g",
        vt100::Color::Idx(3 | 11) => "y",
        vt100::Color::Idx(4 | 6 | 12 | 14) => "c",
        _ if look.dim => "d",
        _ => "",
    };
    match (look.bold, colour) {
        (false, "") => String::new(),
        (bold, colour) => format!(r#" class="{}""#, [if bold { "b" } else { "" }, colour].join(" ").trim()),
    }
}

fn text(line: u16, column: u16, class: &str, shown: &str) -> String {
    let (x, y) = (MARGIN + column * WIDTH, MARGIN + line * HEIGHT + 13);
    let shown = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let length = unicode_columns(&shown) * WIDTH;
    format!(r#"<text x="{x}" y="{y}"{class} textLength="{length}">{shown}</text>"#)
}

/// Columns of a text whose `&`, `<` and `>` are escaped.
fn unicode_columns(escaped: &str) -> u16 {
    let plain = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    u16::try_from(plain.chars().count()).unwrap()
}
