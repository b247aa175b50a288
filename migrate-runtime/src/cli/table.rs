//! Rows of text in aligned columns.

use clap::builder::styling::Style;

use super::output::PLAIN;

/// One cell: its text and its colour.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
    align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Align {
    Left,
    Right,
}

impl Cell {
    /// Text, aligned to the left.
    pub(crate) fn text(text: impl std::fmt::Display) -> Self {
        Self { text: text.to_string(), style: PLAIN, align: Align::Left }
    }

    /// A number, aligned to the right.
    pub(crate) fn number(number: impl std::fmt::Display) -> Self {
        Self { text: number.to_string(), style: PLAIN, align: Align::Right }
    }

    /// The same cell in another style.
    pub(crate) fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    fn width(&self) -> usize {
        self.text.chars().count()
    }

    fn padded(&self, width: usize) -> String {
        let Self { text, style, align } = self;
        let blanks = " ".repeat(width.saturating_sub(self.width()));
        match align {
            Align::Left => format!("{style}{text}{style:#}{blanks}"),
            Align::Right => format!("{blanks}{style}{text}{style:#}"),
        }
    }
}

/// The rows as lines: columns two blanks apart, indented by two, no blanks at the end.
pub(crate) fn lines(rows: &[Vec<Cell>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(Cell::width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[Cell], widths: &[usize]) -> String {
    let last = row.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |at| at + 1);
    let mut line = String::new();
    for (at, (cell, &width)) in row[..last].iter().zip(widths).enumerate() {
        // The last cell of a line is not padded: nothing stands behind it.
        let width = if at + 1 == last && cell.align == Align::Left { 0 } else { width };
        if width == 0 && at + 1 != last {
            continue;
        }
        line.push_str("  ");
        line.push_str(&cell.padded(width));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aligns_and_leaves_out_empty_columns() {
        let rows = [
            vec![Cell::number(7), Cell::text("héllo"), Cell::text(""), Cell::text("x")],
            vec![Cell::number(12), Cell::text("b"), Cell::text(""), Cell::text("")],
        ];
        assert_eq!(lines(&rows), ["   7  héllo  x", "  12  b"]);
    }

    #[test]
    fn nothing_is_no_lines() {
        assert!(lines(&[]).is_empty());
    }
}
