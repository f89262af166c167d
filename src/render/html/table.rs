//! Tables of a page.

use crate::render::human::tally::TallyTable;
use crate::render::text::escape::escaped;

#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    /// A number, at the right end of its column.
    Number(String),
    /// Text below this head, which stands before it where rows are stacked.
    Headed(&'static str, String),
    /// HTML that we made, in a cell of this class.
    Classed(&'static str, String),
}

pub(crate) struct Table {
    html: String,
}

impl Table {
    /// A table of a class with these heads; none where they are empty. The columns of `figures` are numbers, all but the
    /// first; the cells of `stacked` stand below each other on a narrow screen.
    pub(crate) fn new(class: &str, heads: &[&str]) -> Self {
        let mut html = format!("<div class=\"wide\" tabindex=\"0\"><table class=\"{class}\">\n");
        if !heads.is_empty() {
            let head = |it: &&str| match *it {
                "" => "<td></td>".to_owned(),
                it => format!("<th>{}</th>", escaped(it)),
            };
            html.extend([format!("<tr>{}</tr>\n", heads.iter().map(head).collect::<Vec<_>>().concat())]);
        }
        Self { html }
    }

    /// A table that was made for a terminal, with one more cell in a row where there is one.
    pub(crate) fn of(part: &TallyTable, more: impl Fn(usize) -> Option<Cell>) -> String {
        let mut rows = part.grid.texts();
        let heads = if part.headed { rows.next().unwrap_or_default() } else { Vec::new() };
        let mut table = Self::new("figures", &heads);
        for (number, row) in rows.enumerate() {
            let cell = |(at, text): (usize, &str)| match at {
                0 => Cell::Text(text.to_owned()),
                _ => Cell::Number(text.to_owned()),
            };
            table.row(row.into_iter().enumerate().map(cell).chain(more(number)));
        }
        table.finish()
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.html.push_str(&row(cells));
    }

    pub(crate) fn rows(&mut self, rows: &str) {
        self.html.push_str(rows);
    }

    pub(crate) fn finish(self) -> String {
        self.html + "</table></div>\n"
    }
}

pub(crate) fn row(cells: impl IntoIterator<Item = Cell>) -> String {
    let cells = cells.into_iter().map(|cell| match cell {
        Cell::Text(text) => format!("<td>{}</td>", escaped(&text)),
        Cell::Number(text) => format!("<td class=\"n\">{}</td>", escaped(&text)),
        Cell::Headed(head, text) => {
            format!("<td data-head=\"{}: \">{}</td>", escaped(head), escaped(&text))
        }
        Cell::Classed(class, html) => format!("<td class=\"{class}\">{html}</td>"),
    });
    format!("<tr>{}</tr>\n", cells.collect::<Vec<_>>().concat())
}
