//! Open tickets as a table, the one that waits longest first.

use super::dated_rows::ticket_id;
use crate::model::{Lang, span};
use crate::render::text::{Cell, Grid, Paint, Role, Zone, counted_in, grouped, labels, phrase, time};
use crate::report::{OpenTicket, TicketList};

pub(crate) struct OpenTable {
    lang: Lang,
    zone: Zone,
    grid: Grid,
}

impl OpenTable {
    pub(crate) fn new(zone: Zone, lang: Lang) -> Self {
        Self { lang, zone, grid: Grid::default() }
    }

    pub(crate) fn add(&mut self, it: &OpenTicket) {
        let lang = self.lang;
        if self.grid.is_empty() {
            let heads = ["ticket", "status", "stage", "waiting", "since"];
            self.grid.row(heads.map(|it| Cell::new(phrase(it, lang)).role(Role::Dim)));
        }
        self.grid.row([
            Cell::new(ticket_id(&it.ticket_id)),
            Cell::new(it.status.map(|it| labels::status(it, lang)).unwrap_or_default()),
            Cell::new(it.stage.map(|it| labels::stage(it, lang)).unwrap_or_default()).role(Role::Stage),
            Cell::new(waiting(it, lang)).role(Role::Strong),
            Cell::new(self.zone.seconds(it.since)).role(Role::Dim),
        ]);
    }

    pub(crate) fn lines(&self, paint: Paint) -> Vec<String> {
        self.grid.lines(paint)
    }

    /// `3 of 12 tickets open, waiting until 2023-11-14 22:41:02 +00:00, the youngest event`.
    pub(crate) fn closing(&self, list: &TicketList) -> String {
        let lang = self.lang;
        let tickets = counted_in(list.tickets, "ticket", lang);
        let open = grouped(list.listed);
        let open = match lang {
            Lang::En => format!("{open} of {tickets} open"),
            Lang::Zh => format!("{tickets}，{open} 个未关闭"),
        };
        if list.listed == 0 || list.until.is_none() {
            return open;
        }
        match lang {
            Lang::En => format!("{open}; waiting until {}, the last event", self.zone.moment(list.until)),
            Lang::Zh => format!("{open}；等待计至最后事件 {}", self.zone.moment(list.until)),
        }
    }
}

/// `26 min 2 s`, or `≥ 26 min 2 s` where it may be longer.
pub(crate) fn waiting(it: &OpenTicket, lang: Lang) -> String {
    let words = it.waiting_ms.map_or_else(|| time::NONE.to_owned(), |ms| span(ms, lang));
    if it.is_longer && it.waiting_ms.is_some() { format!("≥ {words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{MS, open_ticket};
    use crate::render::text::layout::width;
    use crate::report::ListKind;

    #[test]
    fn a_ticket_is_a_row_with_its_state_and_how_long_it_waits() {
        let mut table = OpenTable::new(Zone::utc(), Lang::En);
        table.add(&open_ticket());
        assert_eq!(
            table.lines(Paint::default()),
            [
                "ticket               status    stage  waiting       since",
                "7100000000000000340  queueing  human  ≥ 26 min 2 s  2023-11-14 22:13:20"
            ]
        );
        let list = TicketList { kind: ListKind::Open, tickets: 12, listed: 1, until: Some(MS) };
        let closing = "1 of 12 tickets open; waiting until 2023-11-14 22:13:20 +00:00, the last event";
        assert_eq!(table.closing(&list), closing);
        assert_eq!(table.closing(&TicketList { listed: 0, ..list }), "0 of 12 tickets open");
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        for lang in [Lang::En, Lang::Zh] {
            let mut table = OpenTable::new(Zone::utc(), lang);
            let long = "7".repeat(40);
            table.add(&OpenTicket { ticket_id: long, waiting_ms: Some(86_399_000), ..open_ticket() });
            assert!(table.lines(Paint::default()).iter().all(|line| width(line) <= 80));
        }
    }
}
