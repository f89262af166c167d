//! A Graphviz digraph.

use std::io::{self, Write};

use super::edges::Edges;
use crate::model::Lang;

pub(crate) fn write(out: &mut impl Write, edges: &Edges, lang: Lang) -> io::Result<()> {
    writeln!(out, "digraph tickets {{\n    rankdir=LR;\n    node [shape=box, style=rounded];")?;
    for (name, label) in edges.states(lang) {
        writeln!(out, "    {name} [label=\"{}\"];", escaped(&label))?;
    }
    for (from, to, count) in edges.changes() {
        writeln!(out, "    {from} -> {to} [label=\"{count}\"];")?;
    }
    writeln!(out, "}}")
}

/// The text as the inside of a quoted string.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_the_inside_of_a_quoted_string() {
        assert_eq!(escaped("a\"\\b"), "a\\\"\\\\b");
    }
}
