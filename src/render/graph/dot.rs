//! The changes of the status as a Graphviz digraph, whose edges say how often each happened.

use std::io::{self, Write};

use super::edges::Edges;
use crate::model::Lang;
use crate::render::Renderer;
use crate::report::{Finding, Record, Summary};

/// The `dot` format. It is written at the end.
pub(crate) struct Dot<W> {
    out: W,
    lang: Lang,
    edges: Edges,
}

impl<W: Write> Dot<W> {
    /// Writes to `out`, with the labels in `lang`.
    pub(crate) fn new(out: W, lang: Lang) -> Self {
        Self { out, lang, edges: Edges::default() }
    }
}

impl<W: Write> Renderer for Dot<W> {
    fn show(&mut self, record: &Record, _: &[Finding]) -> io::Result<()> {
        self.edges.add(record);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.edges.finish(summary);
        writeln!(self.out, "digraph tickets {{\n    rankdir=LR;\n    node [shape=box, style=rounded];")?;
        for (name, label) in self.edges.states(self.lang) {
            writeln!(self.out, "    {name} [label=\"{}\"];", escaped(&label))?;
        }
        for (from, to, count) in self.edges.changes() {
            writeln!(self.out, "    {from} -> {to} [label=\"{count}\"];")?;
        }
        writeln!(self.out, "}}")?;
        self.out.flush()
    }
}

/// The text as the inside of a quoted string.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{moved, record, rendered};

    #[test]
    fn edges_carry_counts() {
        assert_eq!(
            rendered(&[record(moved())], |page| Dot::new(page, Lang::En)),
            "\
digraph tickets {
    rankdir=LR;
    node [shape=box, style=rounded];
    s1 [label=\"1 created\"];
    s3 [label=\"3 queueing\"];
    s1 -> s3 [label=\"1\"];
}
"
        );
        assert_eq!(escaped("a\"\\b"), "a\\\"\\\\b");
    }
}
