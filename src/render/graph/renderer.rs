//! The changes of the status as a picture, whose edges say how often each happened.

use std::io::{self, Write};

use super::edges::StatusEdges;
use crate::model::Lang;
use crate::render::Renderer;
use crate::render::text::counted;
use crate::report::{Finding, Record, Summary};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Syntax {
    Mermaid,
    Dot,
}

/// The `mermaid` and `dot` formats. A picture is written at the end.
pub(crate) struct Graph<W> {
    out: W,
    syntax: Syntax,
    lang: Lang,
    edges: StatusEdges,
}

impl<W: Write> Graph<W> {
    pub(crate) fn new(out: W, syntax: Syntax, lang: Lang) -> Self {
        Self { out, syntax, lang, edges: StatusEdges::default() }
    }

    // A label may come from the configuration: in both its quotes are escaped.

    fn mermaid(&mut self) -> io::Result<()> {
        writeln!(self.out, "stateDiagram-v2")?;
        for (name, label) in self.edges.states(self.lang) {
            writeln!(self.out, "    state \"{}\" as {name}", label.replace('"', "#quot;"))?;
        }
        for (from, to, count) in self.edges.changes() {
            writeln!(self.out, "    {from} --> {to} : {count}")?;
        }
        Ok(())
    }

    fn dot(&mut self) -> io::Result<()> {
        writeln!(self.out, "digraph tickets {{\n    rankdir=LR;\n    node [shape=box, style=rounded];")?;
        for (name, label) in self.edges.states(self.lang) {
            let label = label.replace('\\', "\\\\").replace('"', "\\\"");
            writeln!(self.out, "    {name} [label=\"{label}\"];")?;
        }
        for (from, to, count) in self.edges.changes() {
            writeln!(self.out, "    {from} -> {to} [label=\"{count}\"];")?;
        }
        writeln!(self.out, "}}")
    }
}

impl<W: Write> Renderer for Graph<W> {
    fn show(&mut self, record: &Record, _: &[Finding]) -> io::Result<()> {
        self.edges.add(record);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.edges.finish(summary);
        let beside = counted::beside(summary, self.lang);
        match self.syntax {
            Syntax::Mermaid => self.mermaid()?,
            Syntax::Dot => self.dot()?,
        }
        if let Some(beside) = beside {
            let comment = if let Syntax::Mermaid = self.syntax { "    %%" } else { "//" };
            writeln!(self.out, "{comment} {beside}")?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{MS, Page, event, lived, moved, record, rendered, tally};

    #[test]
    fn edges_carry_counts_and_a_status_that_stays_has_none() {
        let odd = event(MS, (1, 1), (-3, 99), vec![]);
        let stays = event(MS, (2, 2), (2, 2), vec![]);
        let mut first = moved();
        first.key = Some(1);
        let records = [first.clone(), first, moved(), odd, stays].map(record);
        assert_eq!(
            rendered(&records, |page| Graph::new(page, Syntax::Mermaid, Lang::En)),
            "\
stateDiagram-v2
    state \"-3 unknown\" as sm3
    state \"1 created\" as s1
    state \"2 processing\" as s2
    state \"3 queueing\" as s3
    state \"99 unknown\" as s99
    sm3 --> s99 : 1
    s1 --> s3 : 2
"
        );
        assert_eq!(
            rendered(&[record(moved())], |page| Graph::new(page, Syntax::Dot, Lang::En)),
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
    }

    #[test]
    fn a_life_and_a_tally_make_the_same_kind_of_picture() {
        let make = |page| Graph::new(page, Syntax::Mermaid, Lang::Zh);
        let text = rendered(&[Record::Lived(Box::new(lived()))], make);
        assert!(text.contains("    state \"51 被客服关闭\" as s51\n"), "{text}");
        assert!(text.ends_with("    s51 --> s2 : 1\n"), "{text}");
        let page = Page::default();
        let summary = Summary { moved: Some(Box::new(tally())), ..Summary::default() };
        make(page.clone()).finish(&summary).unwrap();
        assert!(page.text().contains("    s3 --> s2 : 140\n"), "{}", page.text());
    }
}
