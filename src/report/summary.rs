//! The tally that ends every run and becomes the exit code.

use std::sync::Arc;

use super::code::Severity;
use super::delivered::{Deliveries, Purpose};
use super::moves::{MovedTally, TicketList};
use super::probed::{ProbedTally, Verdict};
use super::received::{Receipt, ReceivedTally};
use super::record::{Checked, Record};
use super::unwrapped::{InputTally, LeftOut, Unwrapped};

/// How a run ended. The order is by weight: the worst wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    #[default]
    Clean,
    /// 1: findings, or an expectation missed.
    Findings,
    /// 2: usage or configuration; no input.
    Usage,
    /// 3: input that cannot be read.
    Unreadable,
    /// 4: the target could not be reached at all.
    Network,
    /// 130: SIGINT, after a clean stop.
    Interrupted,
    /// 143: SIGTERM, after a clean stop.
    Terminated,
    /// 143: SIGHUP, after a clean stop.
    HungUp,
    Bug,
}

impl Exit {
    /// The signal that asked for the end, where one did.
    pub(crate) fn signal(self) -> Option<&'static str> {
        match self {
            Self::Interrupted => Some("SIGINT"),
            Self::Terminated => Some("SIGTERM"),
            Self::HungUp => Some("SIGHUP"),
            _ => None,
        }
    }

    /// The code under which reports carry what fails a run and is no finding.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Clean | Self::Findings => Missed::CODE,
            Self::Usage => "usage",
            Self::Unreadable => "unreadable-input",
            Self::Network => "unreachable",
            Self::Interrupted | Self::Terminated | Self::HungUp => "interrupted",
            Self::Bug => "bug",
        }
    }

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Unreadable => 3,
            Self::Network => 4,
            Self::Interrupted => 130,
            Self::Terminated | Self::HungUp => 143,
            Self::Bug => 5,
        }
    }
}

/// The tally of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub documents: u64,
    pub files: u64,
    /// What was taken out of the wrappers of logs.
    pub unwrapped: Unwrapped,
    /// Documents that are no events of ours and no errors. They are not counted among the documents.
    pub left_out: LeftOut,
    /// Whether a filter asks about some of the events: what else the input holds is then not said to people.
    pub focused: bool,
    /// Documents with at least one error.
    pub faulty: u64,
    /// Those of them that were read as input: what a run of deliveries left out for it.
    pub faulty_inputs: u64,
    pub errors: u64,
    pub warnings: u64,
    pub notes: u64,
    /// Findings that were counted and not shown (`--max-findings`).
    pub hidden: u64,
    /// Whether the run stopped early (`--fail-fast`, a signal): what follows was not looked at.
    pub stopped: bool,
    /// What came to our receiver (`listen`).
    pub received: Option<ReceivedTally>,
    /// What the events changed, by `diff`.
    pub moved: Option<Box<MovedTally>>,
    /// The same where events or lives are shown: a page of them begins with it.
    pub pictured: Option<Box<MovedTally>>,
    /// The tickets that were listed (`diff --gaps`, `diff --open`).
    pub tickets: Option<TicketList>,
    /// The tally of the deliveries, where the command delivers.
    pub deliveries: Option<Deliveries>,
    /// What a receiver did with the cases put to it (`probe`).
    pub probed: Option<ProbedTally>,
    /// Whether a request was looked at (`verify`).
    pub verified: bool,
    /// Expectations that no event met (`diff --expect`).
    pub missed: Vec<Missed>,
    /// What else fails the run and is no finding.
    pub failures: Vec<Failure>,
    pub exit: Exit,
}

/// What fails a run and is no finding: what could not be done, or what was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub code: &'static str,
    /// The file it is about, where it is about one.
    pub file: Option<Arc<str>>,
    pub message: String,
    /// The way out, or what there was instead.
    pub help: Option<String>,
}

impl Failure {
    /// The failure of a run that ends with `exit`.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { code: exit.slug(), file: None, message: message.into(), help: None }
    }

    /// The message, and below it the way out.
    pub(crate) fn text(&self) -> String {
        let lines = [Some(&*self.message), self.help.as_deref()];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

/// An expectation that no event met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missed {
    /// The rule as the user wrote it.
    pub rule: String,
    /// The first file that was read, for reports that want a place.
    pub file: Arc<str>,
    /// What changed instead, `created -> queueing`, and how often; the most frequent first.
    pub seen: Vec<(String, u64)>,
}

impl Missed {
    /// The code under which reports carry it.
    pub(crate) const CODE: &str = "expectation-missed";

    pub(crate) fn message(&self) -> String {
        format!("no event matches `--expect \"{}\"`", self.rule)
    }

    /// `seen: created -> queueing ×1`; the first three.
    pub(crate) fn instead(&self) -> String {
        let each = self.seen.iter().take(3).map(|(change, count)| format!("{change} ×{count}"));
        let each: Vec<String> = each.collect();
        let more = if self.seen.len() > 3 { ", …" } else { "" };
        if each.is_empty() {
            "seen: no change".to_owned()
        } else {
            format!("seen: {}{more}", each.join(", "))
        }
    }
}

impl Summary {
    /// What fails the run and is no finding.
    pub(crate) fn failures(&self) -> Vec<Failure> {
        let missed = self.missed.iter().map(|it| Failure {
            file: Some(Arc::clone(&it.file)),
            help: Some(it.instead()),
            ..Failure::new(Exit::Findings, it.message())
        });
        let limits = self.deliveries.iter().flat_map(|it| &it.missed);
        let limits = limits.map(|it| Failure::new(Exit::Findings, format!("--fail-if {it}")));
        missed.chain(limits).chain(self.failures.iter().cloned()).collect()
    }

    pub(crate) fn fail(&mut self, exit: Exit, failure: Failure) {
        self.raise(exit);
        self.failures.push(failure);
    }

    /// Ends the run as a signal asks for it.
    pub(crate) fn interrupt(&mut self, exit: Exit) {
        let signal = exit.signal().unwrap_or("a signal");
        self.fail(exit, Failure::new(exit, format!("ended by {signal} before all was done")));
    }

    pub(crate) fn clean(&self) -> u64 {
        self.documents - self.faulty
    }

    pub(crate) fn read(&mut self, input: InputTally) {
        (self.files, self.unwrapped) = (input.files, input.unwrapped);
    }

    pub(crate) fn count(&mut self, record: &Record) {
        match record {
            Record::Checked(Checked { ignored: Some(why), .. }) if record.is_left_out() => {
                self.left_out.count(why);
            }
            Record::Checked(_) | Record::Moved(_) => self.documents += 1,
            // A life is told at the end, of documents that were counted when they were read.
            Record::Lived(_) | Record::Gap(_) | Record::Open(_) => {}
            Record::Delivered(it) => {
                self.documents += u64::from(it.is_final() && it.purpose == Purpose::Delivery);
                self.deliveries.get_or_insert_default().count(it);
            }
            Record::Received(received) => {
                self.received.get_or_insert_default().count(received);
                match received.receipt {
                    Receipt::UrlCheck { .. } => {}
                    // Where we deliver to ourselves, a document is counted as it is delivered.
                    Receipt::Event(_) => self.documents += u64::from(self.deliveries.is_none()),
                    Receipt::Refused(_) => self.raise(Exit::Findings),
                }
            }
            Record::Verified(it) => {
                self.documents += 1;
                self.verified = true;
                if !it.is_sound() {
                    self.raise(Exit::Findings);
                }
            }
            Record::Probed(probed) => {
                self.probed.get_or_insert_default().count(probed);
                if probed.verdict == Verdict::Fail {
                    self.raise(Exit::Findings);
                }
            }
        }
        let mut faulty = false;
        for finding in record.findings() {
            match finding.severity {
                Severity::Error => {
                    self.errors += 1;
                    faulty = true;
                }
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
        if faulty {
            self.faulty += u64::from(!matches!(record, Record::Lived(_) | Record::Gap(_)));
            self.faulty_inputs += u64::from(matches!(record, Record::Checked(_)));
            self.raise(Exit::Findings);
        }
    }

    /// Whether documents were read and none of them is an event of ours.
    pub(crate) fn lacks_events(&self) -> bool {
        self.documents == 0 && !self.left_out.is_empty()
    }

    pub(crate) fn raise(&mut self, exit: Exit) {
        self.exit = self.exit.max(exit);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::delivered::{Delivered, Next};
    use super::super::finding::Subject;
    use super::super::outcome::Outcome;
    use super::*;

    #[test]
    fn an_event_that_is_delivered_is_a_document_once_its_fate_is_decided() {
        let mut summary = Summary::default();
        for (purpose, next) in [
            (Purpose::Delivery, Next::Resend),
            (Purpose::Delivery, Next::Done),
            (Purpose::Duplicate, Next::Done),
            (Purpose::Delivery, Next::GaveUp),
        ] {
            let (event_id, ticket_id) = (None, None);
            summary.count(&Record::Delivered(Box::new(Delivered {
                subject: Subject { file: "a.json".into(), index: 0, line: 1, event_id, ticket_id },
                transition: None,
                at_ms: 0,
                attempt: 1,
                purpose,
                outcome: Outcome::Accepted,
                latency: Duration::ZERO,
                took: Duration::ZERO,
                late: None,
                said: None,
                answer: None,
                warnings: Vec::new(),
                next,
            })));
        }
        assert_eq!(summary.documents, 2);
    }

    #[test]
    fn a_missed_expectation_tells_the_three_most_frequent_changes_instead() {
        let instead = |count: u64| {
            let seen = (1..=count).map(|at| (format!("{at} -> 50"), 9 - at)).collect();
            Missed { rule: "status: * -> closed".to_owned(), file: "log.ndjson".into(), seen }.instead()
        };
        assert_eq!(instead(0), "seen: no change");
        assert_eq!(instead(3), "seen: 1 -> 50 ×8, 2 -> 50 ×7, 3 -> 50 ×6");
        assert_eq!(instead(4), "seen: 1 -> 50 ×8, 2 -> 50 ×7, 3 -> 50 ×6, …");
    }

    #[test]
    fn the_worst_exit_wins_in_the_documented_order() {
        let mut order =
            [Exit::Clean, Exit::Bug, Exit::Findings, Exit::Interrupted, Exit::Unreadable, Exit::Network];
        order.sort();
        assert_eq!(order.map(Exit::code), [0, 1, 3, 4, 130, 5]);
    }
}
