//! The `html` format: what is kept of the records until the end, and the page that is made of it then.

use std::io::{self, Write};

use super::cases::Cases;
use super::deliveries::Kept;
use super::page::{self, Head, Section, note};
use super::table::{Cell, Table, row};
use super::{lanes, statistics};
use crate::render::chinese::said;
use crate::render::human::{self, MovedStyle, probed, tally};
use crate::render::text::escape::escaped;
use crate::render::text::{CappedRows, Paint, counted, finding, phrase};
use crate::render::{Renderer, tables};
use crate::report::{Exit, Finding, Lived, MovedTally, Record, Summary};

/// How much of each list is kept, in bytes: a page stays below 5 MB.
const MAX_LIST_BYTES: usize = 1_000_000;

/// The `html` format. Of its style the zone and the language are read.
pub(crate) struct Html<W> {
    out: W,
    command: &'static str,
    style: MovedStyle,
    /// Lives that an operator has to look at, and the others.
    remarkable: CappedRows,
    lives: CappedRows,
    rows: CappedRows,
    heads: [&'static str; 6],
    findings: CappedRows,
    deliveries: Kept,
    cases: Cases,
}

impl<W: Write> Html<W> {
    /// Writes to `out`, at the end, for the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str, style: MovedStyle) -> Self {
        Self {
            out,
            command,
            style,
            remarkable: CappedRows::default(),
            lives: CappedRows::default(),
            rows: CappedRows::default(),
            heads: [""; 6],
            findings: CappedRows::default(),
            deliveries: Kept::default(),
            cases: Cases::default(),
        }
    }

    fn lived(&mut self, lived: &Lived) {
        let list = if lanes::is_remarkable(lived) { &mut self.remarkable } else { &mut self.lives };
        list.add(MAX_LIST_BYTES, || lanes::ticket(lived, &self.style));
    }

    fn row(&mut self, heads: [&'static str; 6], cells: [String; 6]) {
        let heads = heads.map(|it| phrase(it, self.style.lang));
        let cells = heads.into_iter().zip(cells).map(|(head, text)| Cell::Headed(head, text));
        self.rows.add(MAX_LIST_BYTES, || row(cells));
        self.heads = heads;
    }

    fn verdict(&self, summary: &Summary) -> String {
        let (lang, paint) = (self.style.lang, Paint::default());
        if let Some(tally) = &summary.probed {
            return probed::verdict(summary, tally, lang, paint);
        }
        match &summary.deliveries {
            Some(run) => human::counts(summary, run, lang, paint),
            None => counted::sentence(summary, lang, paint),
        }
    }

    fn sections(&self, summary: &Summary) -> Vec<Section> {
        let lang = self.style.lang;
        let mut sections = self.cases.sections(lang);
        if let Some(run) = &summary.deliveries {
            sections.extend(self.deliveries.sections(summary, run, lang));
        }
        sections.extend(counts(summary).map(|it| statistics::sections(it, lang)).into_iter().flatten());
        let is_first = self.remarkable.text.is_empty();
        let remarkable = "tickets with a gap, a duplicate, a late event or a reopening";
        let others = if is_first { "tickets" } else { "other tickets" };
        sections.push(self.drawn(remarkable, &self.remarkable, true));
        sections.push(self.drawn(others, &self.lives, is_first));
        let title = if summary.tickets.is_some() { "tickets" } else { "events" };
        sections.push(self.listed(title, &self.heads, &self.rows));
        let heads = ["severity", "code", "place", "what"].map(|it| phrase(it, lang));
        sections.push(self.listed("findings", &heads, &self.findings));
        sections
    }

    fn drawn(&self, title: &'static str, list: &CappedRows, is_first: bool) -> Section {
        let lang = self.style.lang;
        let has_key = is_first && !list.text.is_empty();
        let key = if has_key { lanes::key(lang) } else { String::new() };
        let note = note("counted, not drawn:", list.left_out, lang);
        Section::new(phrase(title, lang), format!("{key}{}{note}", list.text))
    }

    fn listed(&self, title: &'static str, heads: &[&str], list: &CappedRows) -> Section {
        let lang = self.style.lang;
        if list.text.is_empty() {
            return Section::new(phrase(title, lang), note("counted, not listed:", list.left_out, lang));
        }
        let mut table = Table::new("stacked", heads);
        table.rows(&list.text);
        Section::new(phrase(title, lang), table.finish() + &note("counted, not listed:", list.left_out, lang))
    }
}

/// The counts of the events of the page, where it is one of events.
fn counts(summary: &Summary) -> Option<&MovedTally> {
    summary.moved.as_deref().or(summary.pictured.as_deref()).filter(|it| it.events > 0)
}

impl<W: Write> Renderer for Html<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        for it in shown {
            self.findings.add(MAX_LIST_BYTES, || {
                row([
                    Cell::Text(it.severity.name().to_owned()),
                    Cell::Classed("t", it.code.slug().to_owned()),
                    Cell::Text(finding::place(&it.place) + &finding::inside(&it.place)),
                    Cell::Classed("words", escaped(&it.message)),
                ])
            });
        }
        match record {
            Record::Moved(it) => self.row(tables::EVENTS, tables::event(it, &self.style)),
            Record::Lived(it) => self.lived(it),
            Record::Gap(it) => self.row(tables::GAPS, tables::gap(it, &self.style)),
            Record::Open(it) => self.row(tables::OPEN, tables::open(it, &self.style)),
            Record::Delivered(it) => self.deliveries.add(it),
            Record::Probed(it) => self.cases.add(it, self.style.lang),
            Record::Checked(_) | Record::Received(_) | Record::Verified(_) => {}
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let lang = self.style.lang;
        let moved = counts(summary);
        let mut lines = moved.map(|it| tally::head(it, lang)).unwrap_or_default();
        if moved.is_some() && self.style.zone.name() != "UTC" {
            lines.push(self.style.zone.name());
        }
        if summary.deliveries.is_some() {
            lines.extend(counted::beside(summary, lang));
        }
        lines.extend(summary.failures().iter().map(|it| said(&it.text(), lang).replace('\n', "; ")));
        let target = Some(&*self.cases.target).filter(|it| !it.is_empty());
        let head = Head {
            command: self.command,
            target,
            verdict: self.verdict(summary),
            is_good: summary.exit == Exit::Clean,
            lines,
            lang,
        };
        let sections = self.sections(summary);
        page::write(&mut self.out, &head, &sections)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::render::fixture::{
        delivered, event, finding as found, gap, lived, moved, open_ticket, probed as case, record, rendered,
        tally as counts,
    };
    use crate::report::{Code, Next, Outcome, Verdict};

    fn page(command: &'static str, records: &[Record]) -> String {
        rendered(records, |page| Html::new(page, command, MovedStyle::default()))
    }

    fn life(ticket: usize) -> Record {
        let ticket_id = format!("71000000000000{ticket:05}");
        Record::Lived(Box::new(Lived { ticket_id, ..lived() }))
    }

    #[test]
    fn ten_thousand_tickets_are_all_counted_and_the_page_stays_below_5_mb() {
        let records: Vec<Record> = (0..10_000).map(life).collect();
        let text = page("diff", &records);
        assert!(text.len() < 5_000_000, "{}", text.len());
        let drawn = text.matches("<article>").count();
        let rest = crate::render::text::grouped(10_000 - drawn as u64);
        assert!(drawn > 100 && text.contains(&format!("counted, not drawn: {rest}</p>")), "{drawn}");
    }

    #[test]
    fn a_page_loads_nothing_runs_nothing_and_is_the_same_each_time() {
        let records = [life(1), record(moved())];
        let text = page("diff", &records);
        assert!(text.contains("content=\"default-src 'none'; style-src 'sha256-"), "{text}");
        for foreign in ["<script", "http:", "https:", "url(", "@import", "style=", "<link", "<img"] {
            assert!(!text.contains(foreign), "{foreign}");
        }
        assert_eq!(text, page("diff", &records));
    }

    #[test]
    fn what_is_foreign_is_text() {
        let nasty = "<script>x</script>\"'>";
        let mut it = event(1_700_000_000_000, (1, 2), (1, 3), vec![found(Code::StatusUnknown)]);
        it.transition.ticket_id = nasty.to_owned();
        it.subject.file = nasty.into();
        it.findings[0].message = nasty.to_owned();
        let mut life = lived();
        life.ticket_id = nasty.to_owned();
        let mut sent = delivered(Outcome::Refused { status: 500 }, Next::GaveUp);
        sent.said = Some(nasty.to_owned());
        sent.answer = Some(format!("{nasty}\n{nasty}").into());
        sent.warnings = vec![nasty.to_owned()];
        let records = [
            record(it),
            Record::Lived(Box::new(life)),
            Record::Delivered(Box::new(sent)),
            case(Verdict::Fail, Some(nasty)),
        ];
        for records in [&records[..2], &records[2..3], &records[3..]] {
            let text = page("diff", records);
            assert!(!text.contains("<script") && text.contains("&lt;script&gt;"), "{text}");
        }
    }

    #[test]
    fn a_finding_in_opened_text_has_both_places() {
        let mut opened = found(Code::StatusUnknown);
        opened.place.opened = Some(4);
        let text = page("diff", &[record(event(1_700_000_000_000, (1, 2), (1, 3), vec![opened]))]);
        assert!(text.contains("<td>fixtures/closed.json:4:1 (at 27:17 in the text opened"), "{text}");
    }

    #[test]
    fn a_run_of_deliveries_has_its_latencies_its_outcomes_and_its_failures() {
        let mut failed = delivered(Outcome::Refused { status: 500 }, Next::GaveUp);
        failed.said = Some("no handler".to_owned());
        let records = [
            Record::Delivered(Box::new(delivered(Outcome::Accepted, Next::Done))),
            Record::Delivered(Box::new(failed.clone())),
            Record::Delivered(Box::new(failed)),
        ];
        let text = page("replay", &records);
        for part in [
            "<p class=\"verdict good\">failed: 1 of 3 delivered, 2 × 500</p>",
            "the platform's limit, 3 s",
            "<td>500</td><td class=\"n\">2</td><td class=\"n\">66.7 %</td>",
            "<td class=\"bad\">refused with 500</td><td class=\"n\">2</td>",
            "<div>“no handler”</div>",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn a_probe_has_each_case_and_what_to_do() {
        let text = page("probe", &[case(Verdict::Pass, None), case(Verdict::Fail, Some("Compare <it>."))]);
        for part in [
            "<h1>helpdesk-evt probe http://127.0.0.1:7777/</h1>",
            "<a class=\"bad\" href=\"#forged-body\" title=\"refuses a forged body\">✗ forged-body</a>",
            "<td data-head=\"expected: \">a refusal: 4xx or 5xx</td>",
            "<td data-head=\"came: \">200 in 3 ms␛[2J</td>",
            "<div>Compare &lt;it&gt;.</div>",
            "failed: 1 of 2 (1 passed)",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn lists_of_tickets_and_a_tally_are_shown() {
        let text = page("diff", &[Record::Gap(Box::new(gap()))]);
        assert!(text.contains("<th>last known at</th>") && text.contains("<h2>findings</h2>"), "{text}");
        let text = page("diff", &[Record::Open(Box::new(open_ticket()))]);
        assert!(text.contains("<th>waiting</th>"), "{text}");
        let fixture = crate::render::fixture::Page::default();
        let mut html =
            Html::new(fixture.clone(), "diff", MovedStyle { lang: Lang::Zh, ..MovedStyle::default() });
        html.finish(&Summary { moved: Some(Box::new(counts())), ..Summary::default() }).unwrap();
        let text = fixture.text();
        assert!(text.contains("<html lang=\"zh\">") && text.contains("<h2>状态变化</h2>"), "{text}");
    }
}
