//! What `diff` shows as Markdown: a table of events, a table a ticket's life, the tally, and the findings at the end.

use std::io::{self, Write};

use super::rows::{self, MAX_BYTES, escaped, finding};
use crate::model::Lang;
use crate::render::human::{MovedStyle, life, tally};
use crate::render::text::{CappedRows, Grid, Mark, Paint, counted, labels, phrase};
use crate::render::{Renderer, tables};
use crate::report::{Finding, Lived, MovedTally, Record, Summary};

/// The width of a chart in a code block.
const WIDTH: usize = 80;

/// The `markdown` format. Of its style the zone and the language are read.
pub(crate) struct MarkdownMoved<W> {
    out: W,
    command: &'static str,
    style: MovedStyle,
    begun: bool,
    in_table: bool,
    /// The findings, which stand at the end.
    findings: CappedRows,
}

impl<W: Write> MarkdownMoved<W> {
    /// Writes to `out`; the heading names the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str, style: MovedStyle) -> Self {
        Self { out, command, style, begun: false, in_table: false, findings: CappedRows::default() }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        writeln!(self.out, "### {} {}\n", crate::render::json::TOOL, self.command)
    }

    /// A row of a table of events or tickets, before the first one the head.
    fn row(&mut self, heads: [&'static str; 6], cells: &[String; 6]) -> io::Result<()> {
        if !std::mem::replace(&mut self.in_table, true) {
            let (lang, zone) = (self.style.lang, self.style.zone.name());
            self.head(&heads.map(|it| match it {
                "time" | "since" => format!("{} ({zone})", phrase(it, lang)),
                _ => phrase(it, lang).to_owned(),
            }))?;
        }
        self.line(cells)
    }

    fn head<const N: usize>(&mut self, names: &[String; N]) -> io::Result<()> {
        self.line(names)?;
        writeln!(self.out, "|{}", " --- |".repeat(N))
    }

    fn lived(&mut self, lived: &Lived) -> io::Result<()> {
        self.end_table()?;
        let (lang, head) = (self.style.lang, life::head(lived, &self.style, Paint::default()));
        writeln!(self.out, "#### {}\n", escaped(&head))?;
        self.head(&tables::MOMENTS.map(|it| phrase(it, lang).to_owned()))?;
        for moment in &lived.moments {
            self.line(&tables::moment(moment, &self.style))?;
        }
        let unknown = || phrase("unknown", lang).to_owned();
        let status = lived.status.map_or_else(unknown, |it| labels::status(it, lang));
        let now = [status].into_iter().chain(lived.stage.map(|it| labels::stage(it, lang)));
        let now = Mark::Comma.joined(now, lang);
        let head = if lang == Lang::En { "Now" } else { phrase("now", lang) };
        writeln!(self.out, "\n{head}{}{}\n", Mark::Colon.text(lang), escaped(&now))
    }

    fn tally(&mut self, moved: &MovedTally) -> io::Result<()> {
        self.end_table()?;
        let head = escaped(&Mark::Semicolon.joined(tally::head(moved, self.style.lang), self.style.lang));
        writeln!(self.out, "{head}\n")?;
        for part in tally::parts(moved, self.style.lang) {
            writeln!(self.out, "#### {}\n", escaped(phrase(part.title, self.style.lang)))?;
            self.grid(&part.grid, part.headed)?;
            writeln!(self.out)?;
        }
        for (title, chart) in tally::charts(moved, self.style.lang, WIDTH) {
            writeln!(self.out, "#### {title}\n\n```text\n{}\n```\n", chart.join("\n"))?;
        }
        Ok(())
    }

    fn grid(&mut self, grid: &Grid, headed: bool) -> io::Result<()> {
        let mut rows = grid.texts();
        let count = grid.texts().map(|row| row.len()).max().unwrap_or(0);
        let head = if headed { rows.next().unwrap_or_default() } else { vec![""; count] };
        let sides: String = (0..count).map(|at| if at == 0 { " --- |" } else { " ---: |" }).collect();
        let line = |row: &[&str]| row.iter().map(|it| escaped(it)).collect::<Vec<_>>().join(" | ");
        writeln!(self.out, "| {} |\n|{sides}", line(&head))?;
        for row in rows {
            writeln!(self.out, "| {} |", line(&row))?;
        }
        Ok(())
    }

    fn line<const N: usize>(&mut self, cells: &[String; N]) -> io::Result<()> {
        writeln!(self.out, "| {} |", cells.each_ref().map(|it| escaped(it)).join(" | "))
    }

    fn end_table(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.in_table) { writeln!(self.out) } else { Ok(()) }
    }
}

impl<W: Write> Renderer for MarkdownMoved<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        self.begin()?;
        for it in shown {
            self.findings.add(MAX_BYTES, || finding(it));
        }
        match record {
            Record::Moved(it) => self.row(tables::EVENTS, &tables::event(it, &self.style)),
            Record::Lived(it) => self.lived(it),
            Record::Gap(it) => self.row(tables::GAPS, &tables::gap(it, &self.style)),
            Record::Open(it) => self.row(tables::OPEN, &tables::open(it, &self.style)),
            _ => Ok(()),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        self.end_table()?;
        if let Some(moved) = &summary.moved {
            self.tally(moved)?;
        }
        let lang = self.style.lang;
        let findings = rows::findings(summary, &self.findings, lang);
        if !findings.is_empty() {
            write!(self.out, "#### {}\n\n{findings}", phrase("findings", lang))?;
        }
        if let Some(hidden) = counted::hidden(summary) {
            writeln!(self.out, "{hidden}\n")?;
        }
        writeln!(self.out, "{}", escaped(&counted::sentence(summary, lang, Paint::default())))?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::render::fixture::{
        MS, Page, event, finding, gap, lived, moved, open_ticket, record, rendered, tally as counts,
    };
    use crate::report::Code;

    fn page(records: &[Record]) -> String {
        rendered(records, |page| MarkdownMoved::new(page, "diff", MovedStyle::default()))
    }

    #[test]
    fn events_are_one_table_and_findings_another() {
        let mut odd = event(MS, (2, 2), (5, 51), vec![finding(Code::StatusUnknown)]);
        odd.transition.ticket_id = "a|b\n".to_owned();
        let text = page(&[record(moved()), record(odd)]);
        let expected = "\
### helpdesk-evt diff

| time (UTC) | ticket | stage | status | move | place |
| --- | --- | --- | --- | --- | --- |
| 2023-11-14 22:13:20.000 | 7100000000000000340 | bot → human | created → queueing | handed over | \
fixtures/closed.json:1 |
| 2023-11-14 22:13:20.000 | a\\|b␊ | human | awaiting guest → closed by agent | closed by agent | \
fixtures/closed.json:1 |

#### findings

| severity | code | place | message |
| --- | --- | --- | --- |
| error | status-unknown |";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("|\n\nfailed: 1 of 2 events invalid (1 error)\n"), "{text}");
    }

    #[test]
    fn a_life_is_a_table_with_its_gap() {
        let text = page(&[Record::Lived(Box::new(lived()))]);
        assert!(text.contains("| ┆ |  |  | gap: an event is missing; the next came"), "{text}");
        assert!(text.contains("reopened, after 23 h 32 min | log.ndjson:21 |\n\nNow: processing, human\n"));
    }

    #[test]
    fn gaps_and_open_tickets_are_tables() {
        let text = page(&[Record::Gap(Box::new(gap()))]);
        let row = "| time (UTC) | ticket | last known, then from | last known at | time between | place |\n\
                   | --- | --- | --- | --- | --- | --- |\n| 2023-11-14 22:41:02.000 | 7100000000000000340 | \
                   processing ┆ awaiting guest | 2023-11-14 22:15:00.000 | 26 min 2 s | log.ndjson:18 |\n";
        assert!(text.contains(row), "{text}");
        let text = page(&[Record::Open(Box::new(open_ticket()))]);
        let row = "| 7100000000000000340 | queueing | human | ≥ 26 min 2 s | 2023-11-14 22:13:20.000 | log.ndjson:4 |\n";
        assert!(text.contains("| waiting | since (UTC) | place |\n") && text.contains(row), "{text}");
    }

    #[test]
    fn in_chinese_its_heads_its_times_and_its_marks_are() {
        let style = MovedStyle { lang: Lang::Zh, ..MovedStyle::default() };
        let records = [Record::Gap(Box::new(gap())), Record::Lived(Box::new(lived()))];
        let text = rendered(&records, |page| MarkdownMoved::new(page, "diff", style));
        assert!(
            text.contains("| 时间 (UTC) | 工单 | 最后已知，之后来自 | 最后已知时间 | 间隔 | 位置 |\n"),
            "{text}"
        );
        assert!(text.contains(" | 26 分 2 秒 | log.ndjson:18 |\n"), "{text}");
        assert!(
            text.contains("| 重新打开，历时 23 小时 32 分 | log.ndjson:21 |\n\n现为：处理中，人工\n"),
            "{text}"
        );
    }

    #[test]
    fn a_tally_has_tables_and_a_chart() {
        let out = Page::default();
        let summary = Summary { moved: Some(Box::new(counts())), ..Summary::default() };
        MarkdownMoved::new(out.clone(), "diff", MovedStyle::default()).finish(&summary).unwrap();
        let text = out.text();
        assert!(
            text.contains("#### changes of the stage\n\n|  |  |\n| --- | ---: |\n| bot → human | 150 |\n"),
            "{text}"
        );
        assert!(text.contains("| reopened | 10 | of 200 | 5.0 % |\n"), "{text}");
        assert!(text.contains("```text\n2023-11-13     40  ██"), "{text}");
    }
}
