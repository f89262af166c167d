//! The gaps in the lives of tickets, a row each: what is to be fetched again.

use crate::report::{Code, Gap, ListKind, Lived, Moment, TicketGap, TicketList};

/// The gaps of all lives in the order of time, and of how many tickets they are.
pub(crate) fn gaps(lives: impl Iterator<Item = Lived>, until: Option<i64>) -> (Vec<TicketGap>, TicketList) {
    let mut gaps = Vec::new();
    let mut list = TicketList { kind: ListKind::Gaps, tickets: 0, listed: 0, until };
    for lived in lives {
        list.tickets += 1;
        let before = gaps.len();
        gaps.extend(of(lived));
        list.listed += u64::from(gaps.len() > before);
    }
    gaps.sort_by_key(|it| it.gap.at);
    (gaps, list)
}

fn of(lived: Lived) -> impl Iterator<Item = TicketGap> {
    let Lived { ticket_id, moments, findings, .. } = lived;
    let gaps = moments.into_iter().filter_map(|it| if let Moment::Gap(gap) = it { Some(gap) } else { None });
    gaps.map(move |gap: Gap| {
        let tells = |it: &&_| is_of(it, &gap);
        let findings = findings.iter().filter(tells).cloned().collect();
        TicketGap { ticket_id: ticket_id.clone(), gap, findings }
    })
}

fn is_of(finding: &crate::report::Finding, gap: &Gap) -> bool {
    finding.code == Code::EventGap && finding.place == gap.place
}
