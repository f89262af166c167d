//! Aligned columns without borders, wide characters counted right. The only place that uses `comfy-table`, which lays out plain
//! text; colour is put on afterwards, so that it has no width.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell as Box, CellAlignment, Table};
use unicode_width::UnicodeWidthStr as _;

use super::paint::Paint;

const GAP: usize = 2;

/// What a cell means, as its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    Plain,
    Warn,
    Stage,
    Strong,
    Dim,
}

impl Role {
    pub(crate) fn dye(self, paint: Paint, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Warn => paint.warn(text),
            Self::Stage => paint.stage(text),
            Self::Strong => paint.strong(text),
            Self::Dim => paint.dim(text),
        }
    }
}

/// A cell of one line: the text must hold no line break and not begin or end with a blank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    role: Role,
    right: bool,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// Sets it at the right end of its column.
    pub(crate) fn right(self) -> Self {
        Self { right: true, ..self }
    }
}

/// A table that is laid out as a whole.
#[derive(Default)]
pub(crate) struct Grid {
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = Vec<&str>> {
        self.rows.iter().map(|row| row.iter().map(|cell| &*cell.text).collect())
    }

    pub(crate) fn width(&self) -> usize {
        self.lines(Paint::default()).iter().map(|line| line.width()).max().unwrap_or(0)
    }

    /// The lines, one a row, without blanks at their ends.
    pub(crate) fn lines(&self, paint: Paint) -> Vec<String> {
        let mut table = Table::new();
        table.load_style(NOTHING);
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| {
                let side = if cell.right { CellAlignment::Right } else { CellAlignment::Left };
                Box::new(&cell.text).set_alignment(side)
            }));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, u16::try_from(GAP).unwrap_or(2)));
        }
        let lines = table.lines();
        lines.zip(&self.rows).map(|(line, cells)| dyed(line.trim_end(), cells, paint)).collect()
    }
}

/// Puts the colour of each cell on its text in a line. Between two cells there are only blanks, so that the next
/// place of a cell's text is its own.
fn dyed(line: &str, cells: &[Cell], paint: Paint) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    for cell in cells.iter().filter(|cell| !cell.text.is_empty()) {
        let Some(at) = rest.find(&cell.text) else { continue };
        text.push_str(&rest[..at]);
        text.push_str(&cell.role.dye(paint, &cell.text));
        rest = &rest[at + cell.text.len()..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::default();
        grid.row([
            Cell::new("状态").role(Role::Dim),
            Cell::new("1").right(),
            Cell::new("b").role(Role::Warn),
        ]);
        grid.row([Cell::new("ab"), Cell::new("1,000").right(), Cell::default()]);
        grid.row([Cell::default(), Cell::default(), Cell::new("被机器人关闭")]);
        grid
    }

    #[test]
    fn columns_stand_right_with_wide_characters() {
        let plain = ["状态      1  b", "ab    1,000", "             被机器人关闭"];
        assert_eq!(grid().lines(Paint::default()), plain);
        assert_eq!(grid().width(), 25);
    }

    #[test]
    fn colour_takes_no_room() {
        let dyed = grid().lines(Paint::new(true));
        assert_eq!(dyed[0], "\u{1b}[2m状态\u{1b}[0m      1  \u{1b}[1;33mb\u{1b}[0m");
    }
}
