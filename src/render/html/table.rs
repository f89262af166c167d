//! Tables of a page.

use super::escape::escaped;
use crate::render::text::Grid;

/// A cell of a table.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Text.
    Text(String),
    /// A number, at the right end of its column.
    Number(String),
    /// HTML that we made.
    Made(String),
    /// HTML that we made, in a cell of this class.
    Classed(&'static str, String),
}

/// A table that is written row by row.
pub(crate) struct Table {
    html: String,
}

impl Table {
    /// A table with these heads; none where they are empty.
    pub(crate) fn new(heads: &[&str]) -> Self {
        let mut html = "<div class=\"wide\"><table>\n".to_owned();
        if !heads.is_empty() {
            let heads = heads.iter().map(|it| format!("<th>{}</th>", escaped(it))).collect::<Vec<_>>();
            html.extend([format!("<tr>{}</tr>\n", heads.concat())]);
        }
        Self { html }
    }

    /// A table whose columns are numbers, all but the first.
    pub(crate) fn figures(heads: &[&str]) -> Self {
        Self::classed("figures", heads)
    }

    /// A table whose cells stand below each other on a narrow screen.
    pub(crate) fn stacked(heads: &[&str]) -> Self {
        Self::classed("stacked", heads)
    }

    fn classed(class: &str, heads: &[&str]) -> Self {
        let html = Self::new(heads).html.replacen("<table>", &format!("<table class=\"{class}\">"), 1);
        Self { html }
    }

    /// The same of a grid that was made for a terminal.
    pub(crate) fn of(grid: &Grid, headed: bool) -> String {
        let mut rows = grid.texts();
        let mut table = Self::figures(&if headed { rows.next().unwrap_or_default() } else { Vec::new() });
        for row in rows {
            let cell = |(at, text): (usize, &str)| match at {
                0 => Cell::Text(text.to_owned()),
                _ => Cell::Number(text.to_owned()),
            };
            table.row(row.into_iter().enumerate().map(cell));
        }
        table.finish()
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.html.push_str(&row(cells));
    }

    /// Adds rows that were made before.
    pub(crate) fn rows(&mut self, rows: &str) {
        self.html.push_str(rows);
    }

    /// The whole table.
    pub(crate) fn finish(self) -> String {
        self.html + "</table></div>\n"
    }
}

/// A row of a table.
pub(crate) fn row(cells: impl IntoIterator<Item = Cell>) -> String {
    let cells = cells.into_iter().map(|cell| match cell {
        Cell::Text(text) => format!("<td>{}</td>", escaped(&text)),
        Cell::Number(text) => format!("<td class=\"n\">{}</td>", escaped(&text)),
        Cell::Made(html) => format!("<td>{html}</td>"),
        Cell::Classed(class, html) => format!("<td class=\"{class}\">{html}</td>"),
    });
    format!("<tr>{}</tr>\n", cells.collect::<Vec<_>>().concat())
}
