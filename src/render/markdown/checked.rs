//! Findings as a Markdown table, for the step summary of GitHub Actions.

use std::io::{self, Write};

use crate::render::text::{counted, finding, visible};
use crate::report::Finding;

/// How much is written, in bytes: GitHub refuses a step summary of more than 1 MiB as a whole.
pub(crate) const MAX_BYTES: usize = 1_000_000;

/// The head of a table of findings.
pub(crate) const HEAD: &str = "| severity | code | place | message |\n| --- | --- | --- | --- |\n";

/// A table that is written row by row.
pub(crate) struct FindingsTable<W> {
    out: W,
    command: &'static str,
    written: usize,
    left_out: u64,
}

impl<W: Write> FindingsTable<W> {
    /// Writes to `out`; the heading names the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str) -> Self {
        Self { out, command, written: 0, left_out: 0 }
    }

    /// Adds a finding, up to `MAX_BYTES`.
    pub(crate) fn row(&mut self, finding: &Finding) -> io::Result<()> {
        if self.written == 0 {
            self.heading()?;
            self.put(HEAD)?;
        }
        let row = row(finding);
        if self.left_out == 0 && self.written + row.len() <= MAX_BYTES {
            self.put(&row)
        } else {
            self.left_out += 1;
            Ok(())
        }
    }

    /// Its writer, for a page of another kind.
    pub(crate) fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Ends it with the tally.
    pub(crate) fn finish(&mut self, sentence: &str) -> io::Result<()> {
        if self.written == 0 {
            self.heading()?;
        } else {
            self.put("\n")?;
        }
        if self.left_out > 0 {
            let more = counted::counted(self.left_out, "more finding");
            self.put(&format!("… and {more}: they do not fit here\n\n"))?;
        }
        self.put(&format!("{}\n", escaped(sentence)))?;
        self.out.flush()
    }

    fn heading(&mut self) -> io::Result<()> {
        self.put(&format!("### {} {}\n\n", crate::render::json::TOOL, self.command))
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        self.written += text.len();
        self.out.write_all(text.as_bytes())
    }
}

pub(crate) fn row(finding: &Finding) -> String {
    let opened = if finding.place.opened { finding::OPENED } else { "" };
    format!(
        "| {} | {} | {}{} | {} |\n",
        finding.severity.name(),
        finding.code.slug(),
        escaped(&finding::place(&finding.place)),
        escaped(opened),
        escaped(&finding.message),
    )
}

/// The text as it is: nothing in it is taken for Markdown, HTML or the end of a cell.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' | '>' | '$' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Page, finding};
    use crate::report::Code;

    fn table(findings: usize, message: &str) -> String {
        let page = Page::default();
        let mut table = FindingsTable::new(page.clone(), "validate");
        let mut row = finding(Code::StatusUnknown);
        row.message = message.to_owned();
        for _ in 0..findings {
            table.row(&row).unwrap();
        }
        table.finish("1 event: 1 clean").unwrap();
        page.text()
    }

    #[test]
    fn nothing_in_a_message_breaks_out_of_its_cell() {
        let text = table(1, "a|b\n<img src=x> [x](y) `c`");
        assert!(text.contains("| a\\|b␊&lt;img src=x\\> \\[x\\](y) \\`c\\` |\n"), "{text}");
        assert!(text.ends_with("|\n\n1 event: 1 clean\n"), "{text}");
    }

    #[test]
    fn it_stays_below_what_github_takes_and_says_what_is_missing() {
        let text = table(1_200, &"x".repeat(1_000));
        assert!(text.len() < 1 << 20);
        assert!(text.contains("… and ") && text.contains("more findings: they do not fit"));
    }

    #[test]
    fn without_findings_there_is_no_table() {
        assert_eq!(table(0, ""), "### helpdesk-evt validate\n\n1 event: 1 clean\n");
    }
}
