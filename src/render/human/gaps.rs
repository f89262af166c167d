//! Gaps as rows, one a line below a line for each day: what was known of the ticket, and where the next event came from.

use crate::model::{EventRole, Lang};
use crate::render::text::layout::{beside, width};
use crate::render::text::{Noun, Paint, Phrase, Zone, counted_in, labels, short_id, time, visible};
use crate::report::{Gap, TicketGap, TicketList};

/// The width of a ticket's id.
const ID: usize = 19;
/// What does not fit into a row stands below it, from here on.
const INDENT: usize = 10;

/// The rows so far.
pub(crate) struct GapRows {
    lang: Lang,
    zone: Zone,
    paint: Paint,
    max_width: usize,
    day: Option<i64>,
    count: u64,
}

impl GapRows {
    pub(crate) fn new(zone: Zone, lang: Lang, paint: Paint, max_width: usize) -> Self {
        Self { lang, zone, paint, max_width, day: None, count: 0 }
    }

    pub(crate) fn row(&mut self, it: &TicketGap) -> Vec<String> {
        let (lang, paint, gap) = (self.lang, self.paint, &it.gap);
        let mut lines = Vec::new();
        let day = gap.at.and_then(|ms| self.zone.day(ms));
        if self.count == 0 || (day.is_some() && day != self.day) {
            lines.push(paint.dim(&format!("{} {}", self.zone.date(gap.at), self.zone.name())));
            self.day = day;
        }
        self.count += 1;
        let id = visible(&it.ticket_id);
        let id = if width(&id) > ID { short_id(&id) } else { id.into_owned() };
        let blanks = " ".repeat(ID.saturating_sub(width(&id)));
        let clock = paint.dim(&self.zone.clock(gap.at));
        let left = format!("{clock}  {id}{blanks}  {}", paint.warn(&states(gap, lang)));
        let between = gap.between_ms().map(|ms| format!("{} {}", Phrase::Within.text(lang), time::words(ms)));
        let place = format!("{}:{}", visible(&gap.place.file), gap.place.line);
        let end = between.into_iter().chain([paint.dim(&place)]).collect::<Vec<_>>().join("  ");
        lines.extend(beside(&left, 0, &end, self.max_width, INDENT).split('\n').map(str::to_owned));
        lines
    }

    /// `lost: at least 2 events in 1 ticket`, or that there is no gap.
    pub(crate) fn closing(&self, list: &TicketList) -> String {
        let lang = self.lang;
        let tickets = |count| counted_in(count, Noun::Ticket, lang);
        if self.count == 0 {
            return format!("{} {}", Phrase::NoGapIn.text(lang), tickets(list.tickets));
        }
        let events = counted_in(self.count, Noun::Event, lang);
        let (phrase, all) = (Phrase::Lost.text(lang), tickets(list.listed));
        match lang {
            Lang::En => format!("{phrase} {events} in {all}"),
            Lang::Zh => format!("{phrase}{all}，{events}"),
        }
    }
}

/// `processing ┆ awaiting guest`: the state that was known, and the one that the next event came from.
pub(crate) fn states(gap: &Gap, lang: Lang) -> String {
    let status = gap.status.map(|it| (labels::status(it.from, lang), labels::status(it.to, lang)));
    let stage = gap.stage.map(|it| (labels::stage(it.from, lang), labels::stage(it.to, lang)));
    let parts = [status, stage].into_iter().flatten().map(|(known, says)| format!("{known} ┆ {says}"));
    let mut parts: Vec<String> = parts.collect();
    if gap.role == EventRole::Message {
        parts.push(Phrase::ByMessage.text(lang).to_owned());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::gap;
    use crate::report::ListKind;

    #[test]
    fn a_gap_is_a_row_with_both_states_and_the_time_between() {
        let mut rows = GapRows::new(Zone::utc(), Lang::En, Paint::default(), 80);
        assert_eq!(
            rows.row(&gap()),
            [
                "2023-11-14 UTC",
                "22:41:02  7100000000000000340  processing ┆ awaiting guest",
                "          within 26 min 2 s  log.ndjson:18"
            ]
        );
        assert_eq!(rows.row(&gap()).len(), 2, "the day stands once");
        let list = TicketList { kind: ListKind::Gaps, tickets: 12, listed: 1, until: None };
        assert_eq!(rows.closing(&list), "lost: at least 2 events in 1 ticket");
        let none = GapRows::new(Zone::utc(), Lang::En, Paint::default(), 80).closing(&list);
        assert_eq!(none, "no event is missing in 12 tickets");
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        let mut it = gap();
        it.gap.role = EventRole::Message;
        it.gap.place.file = "a-folder-of-logs/of-a-help-desk/2023-11-14.ndjson".into();
        for lang in [Lang::En, Lang::Zh] {
            let mut rows = GapRows::new(Zone::utc(), lang, Paint::new(true), 80);
            for line in rows.row(&it) {
                assert!(width(&line) <= 80, "{line}");
            }
        }
    }
}
