//! A Mermaid state diagram.

use std::io::{self, Write};

use super::edges::Edges;
use crate::model::Lang;

pub(crate) fn write(out: &mut impl Write, edges: &Edges, lang: Lang) -> io::Result<()> {
    writeln!(out, "stateDiagram-v2")?;
    // A label may come from the configuration.
    for (name, label) in edges.states(lang) {
        writeln!(out, "    state \"{}\" as {name}", label.replace('"', "#quot;"))?;
    }
    for (from, to, count) in edges.changes() {
        writeln!(out, "    {from} --> {to} : {count}")?;
    }
    Ok(())
}
