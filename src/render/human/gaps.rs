//! Gaps as rows, one a line below a line for each day: what was known of the ticket, and where the next event came from.

use super::dated_rows::DatedRows;
use super::life::spot;
use super::tally;
use crate::model::{EventRole, Lang, span};
use crate::render::Appearance;
use crate::render::text::{Mark, Zone, counted_in, labels, phrase};
use crate::report::{Gap, TicketGap, TicketList};

pub(crate) struct GapRows {
    rows: DatedRows,
    count: u64,
}

impl GapRows {
    pub(crate) fn new(zone: Zone, look: Appearance) -> Self {
        Self { rows: DatedRows::new(zone, look), count: 0 }
    }

    pub(crate) fn row(&mut self, it: &TicketGap) -> Vec<String> {
        let (Appearance { lang, paint, .. }, gap) = (self.rows.look, &it.gap);
        self.count += 1;
        let between = gap.between_ms().map(|ms| format!("{} {}", phrase("within", lang), span(ms, lang)));
        let end = between.into_iter().chain([paint.dim(&spot(&gap.place))]).collect::<Vec<_>>().join("  ");
        self.rows.row(gap.at, &it.ticket_id, &paint.warn(&states(gap, lang)), 0, &end)
    }

    /// `lost: at least 2 events in 1 ticket`, or that there is no gap.
    pub(crate) fn closing(&self, list: &TicketList) -> String {
        let lang = self.rows.look.lang;
        match self.count {
            0 => {
                let tickets = counted_in(list.tickets, "ticket", lang);
                format!("{} {tickets}", phrase("no event is missing in", lang))
            }
            events => tally::lost(events, list.listed, lang),
        }
    }
}

/// `processing ┆ awaiting guest`: the state that was known, and the one that the next event came from.
pub(crate) fn states(gap: &Gap, lang: Lang) -> String {
    let status = gap.status.map(|it| (labels::status(it.from, lang), labels::status(it.to, lang)));
    let stage = gap.stage.map(|it| (labels::stage(it.from, lang), labels::stage(it.to, lang)));
    let parts = [status, stage].into_iter().flatten().map(|(known, says)| format!("{known} ┆ {says}"));
    let by_message = (gap.role == EventRole::Message).then(|| phrase("seen by a message", lang).to_owned());
    Mark::Comma.joined(parts.chain(by_message), lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::gap;
    use crate::render::text::Paint;
    use crate::render::text::layout::width;
    use crate::report::ListKind;

    #[test]
    fn a_gap_is_a_row_with_both_states_and_the_time_between() {
        let mut rows = GapRows::new(Zone::utc(), Appearance::plain(80));
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
        let none = GapRows::new(Zone::utc(), Appearance::plain(80)).closing(&list);
        assert_eq!(none, "no event is missing in 12 tickets");
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        let mut it = gap();
        it.gap.role = EventRole::Message;
        it.gap.place.file = "a-folder-of-logs/of-a-help-desk/2023-11-14.ndjson".into();
        for lang in [Lang::En, Lang::Zh] {
            let mut rows = GapRows::new(
                Zone::utc(),
                Appearance { lang, paint: Paint::new(true), ..Appearance::plain(80) },
            );
            for line in rows.row(&it) {
                assert!(width(&line) <= 80, "{line}");
            }
        }
    }
}
