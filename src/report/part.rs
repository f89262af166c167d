//! The tallies of all shards of one input, put together: what one run over all of it would have said.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::{Checked, Exit, MovedTally, Shard, Summary};

/// What a run over one shard said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What messages call it: its file.
    pub name: String,
    /// Which shard it is of.
    pub shard: Shard,
    /// The documents of the whole input, where the run came to its end.
    pub read: Option<u64>,
    /// What that input is known by, likewise.
    pub input: Option<String>,
    /// What narrows the documents that it counts.
    pub filters: Vec<String>,
    /// Its tally.
    pub summary: Summary,
    /// The documents it showed, each with the place of its file in the order of the input.
    pub checked: Vec<(u64, Checked)>,
}

/// What the parts come to together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// The tally over all.
    pub summary: Summary,
    /// The documents that were shown, in the order of the input.
    pub checked: Vec<Checked>,
}

/// Why parts are no whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// The input was cut in another way.
    #[error(
        "`{name}` is of shard {shard}, `{first}` of shard {first_shard}; all must be shards of the same number"
    )]
    OtherCount {
        /// One of them.
        name: String,
        /// Its shard.
        shard: Shard,
        /// The first.
        first: String,
        /// Its shard.
        first_shard: Shard,
    },
    /// A shard is there twice.
    #[error("shard {shard} is there twice, as `{first}` and as `{second}`; name each output once")]
    Twice {
        /// The shard.
        shard: Shard,
        /// Its first file.
        first: String,
        /// Its second.
        second: String,
    },
    /// Shards are not there.
    #[error("{}", missing(numbers, *count))]
    Missing {
        /// Their numbers.
        numbers: Vec<u32>,
        /// How many shards there are.
        count: u32,
    },
    /// Days were counted in different zones.
    #[error("`{name}` counts days in {zone}, `{first}` in {first_zone}; run all shards with the same --tz")]
    OtherZone {
        /// One of them.
        name: String,
        /// Its zone.
        zone: String,
        /// Another.
        first: String,
        /// Its zone.
        first_zone: String,
    },
    /// The documents were chosen in another way.
    #[error("`{name}` was made {filters}, `{first}` {first_filters}; run all shards with the same filters")]
    OtherFilters {
        /// One of them.
        name: String,
        /// Its filters, in words.
        filters: String,
        /// The first.
        first: String,
        /// Its filters, in words.
        first_filters: String,
    },
    /// The input was not the same, though as many documents.
    #[error(
        "`{name}` is of another input than `{first}`: the bytes differ; run all shards over the same files, in the same order"
    )]
    OtherBytes {
        /// One of them.
        name: String,
        /// Another.
        first: String,
    },
    /// The input was not the same.
    #[error(
        "`{name}` is of an input of {read} documents, `{first}` of {first_read}; run all shards over the same files"
    )]
    OtherInput {
        /// One of them.
        name: String,
        /// The documents of its input.
        read: u64,
        /// Another.
        first: String,
        /// The documents of that one.
        first_read: u64,
    },
}

/// How many missing shards are named.
const NAMED: usize = 10;

fn missing(numbers: &[u32], count: u32) -> String {
    if let [number] = numbers {
        return format!("shard {number} of {count} is missing; run it, and name its output, too");
    }
    let named: Vec<String> = numbers.iter().take(NAMED).map(u32::to_string).collect();
    let more = numbers.len() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("shards {}{more} of {count} are missing; run them, and name their outputs, too", named.join(", "))
}

impl Whole {
    /// Puts the parts together, which must be all shards of one input, each once, in any order. The worst exit wins.
    pub fn of(mut parts: Vec<Part>) -> Result<Self, MergeError> {
        complete(&mut parts)?;
        let zone = one_zone(&parts)?;
        one_choice(&parts)?;
        one_input(&parts)?;
        let mut whole = Self::default();
        let (mut moved, mut checked) = (MovedTally::default(), Vec::new());
        for part in parts {
            add(&mut whole.summary, &part.summary);
            if let Some(other) = &part.summary.moved {
                moved.absorb(other);
            }
            checked.extend(part.checked);
        }
        moved.zone = zone;
        whole.summary.moved = Some(Box::new(moved));
        checked.sort_by_key(|(place, it)| (*place, it.subject.index));
        whole.checked = checked.into_iter().map(|(_, it)| it).collect();
        Ok(whole)
    }
}

/// Sorts the parts by their numbers; there must be each of them once.
fn complete(parts: &mut [Part]) -> Result<(), MergeError> {
    let Some((name, first_shard)) = parts.first().map(|it| (it.name.clone(), it.shard)) else {
        return Err(MergeError::Missing { numbers: vec![1], count: 1 });
    };
    let count = first_shard.count();
    if let Some(other) = parts.iter().find(|it| it.shard.count() != count) {
        let (name, first, shard) = (other.name.clone(), name, other.shard);
        return Err(MergeError::OtherCount { name, shard, first, first_shard });
    }
    parts.sort_by_key(|it| it.shard.index());
    if let Some([one, two]) = parts.array_windows().find(|[one, two]| one.shard == two.shard) {
        let (first, second) = (one.name.clone(), two.name.clone());
        return Err(MergeError::Twice { shard: one.shard, first, second });
    }
    let mut there = parts.iter().map(|it| it.shard.index()).peekable();
    let numbers: Vec<u32> = (1..=count).filter(|number| there.next_if_eq(number).is_none()).collect();
    if numbers.is_empty() { Ok(()) } else { Err(MergeError::Missing { numbers, count }) }
}

/// The zone of the days. Where a shard has none, its zone does not matter.
fn one_zone(parts: &[Part]) -> Result<Option<String>, MergeError> {
    let zones = |of_all: bool| {
        parts.iter().filter_map(move |part| {
            let moved = part.summary.moved.as_ref().filter(|it| of_all || !it.days.is_empty())?;
            Some((&part.name, moved.zone.as_ref()?))
        })
    };
    let Some((first, zone)) = zones(false).next() else {
        return Ok(zones(true).next().map(|it| it.1.clone()));
    };
    match zones(false).find(|it| it.1 != zone) {
        None => Ok(Some(zone.clone())),
        Some((name, other)) => Err(MergeError::OtherZone {
            name: name.clone(),
            zone: other.clone(),
            first: first.clone(),
            first_zone: zone.clone(),
        }),
    }
}

/// Shards that saw different inputs make no whole. Of those that could not read everything the exit tells.
fn one_input(parts: &[Part]) -> Result<(), MergeError> {
    let whole = parts.iter().filter(|it| it.summary.exit <= Exit::Findings);
    let mut reads = whole.clone().filter_map(|it| Some((&it.name, it.read?)));
    let Some((first, first_read)) = reads.next() else { return Ok(()) };
    if let Some((name, read)) = reads.find(|it| it.1 != first_read) {
        let (name, first) = (name.clone(), first.clone());
        return Err(MergeError::OtherInput { name, read, first, first_read });
    }
    let mut inputs = whole.filter_map(|it| Some((&it.name, it.input.as_ref()?)));
    let Some((first, input)) = inputs.next() else { return Ok(()) };
    match inputs.find(|it| it.1 != input) {
        None => Ok(()),
        Some((name, _)) => Err(MergeError::OtherBytes { name: name.clone(), first: first.clone() }),
    }
}

/// All must have chosen their documents in the same way.
fn one_choice(parts: &[Part]) -> Result<(), MergeError> {
    let Some(first) = parts.first() else { return Ok(()) };
    let Some(other) = parts.iter().find(|it| it.filters != first.filters) else { return Ok(()) };
    let words = |part: &Part| match part.filters.as_slice() {
        [] => "without a filter".to_owned(),
        filters => format!("with `{}`", filters.join(" ")),
    };
    Err(MergeError::OtherFilters {
        name: other.name.clone(),
        filters: words(other),
        first: first.name.clone(),
        first_filters: words(first),
    })
}

/// Adds a shard's tally. Every shard reads every file.
fn add(all: &mut Summary, one: &Summary) {
    all.documents += one.documents;
    all.files = all.files.max(one.files);
    all.faulty += one.faulty;
    all.errors += one.errors;
    all.warnings += one.warnings;
    all.notes += one.notes;
    all.hidden += one.hidden;
    all.stopped |= one.stopped;
    all.raise(one.exit);
}

impl MovedTally {
    /// Adds the tally of another log. No ticket may be in both.
    pub fn absorb(&mut self, other: &Self) {
        self.events += other.events;
        self.tickets += other.tickets;
        self.duplicates += other.duplicates;
        self.changed += other.changed;
        self.handed_over += other.handed_over;
        self.closed += other.closed;
        self.reopened += other.reopened;
        count(&mut self.stages, &other.stages);
        count(&mut self.statuses, &other.statuses);
        count(&mut self.closed_by, &other.closed_by);
        count(&mut self.days, &other.days);
        for (code, stays) in &other.stays {
            self.stays.entry(*code).or_default().merge(stays);
        }
    }
}

fn count<K: Ord + Copy, V: AddAssign + Copy + Default>(all: &mut BTreeMap<K, V>, more: &BTreeMap<K, V>) {
    for (key, count) in more {
        *all.entry(*key).or_default() += *count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Durations, Subject};

    fn part(index: u32, count: u32) -> Part {
        let moved = MovedTally {
            events: u64::from(index),
            tickets: 1,
            statuses: [((1, 2), 1), ((i64::from(index), 50), 1)].into(),
            stays: [(1, Durations::of([(u64::from(index), 1, u128::from(index))], u64::from(index)))].into(),
            zone: Some("UTC".to_owned()),
            days: [(19_000, 1)].into(),
            ..MovedTally::default()
        };
        let subject = |file: &str, index| Checked {
            subject: Subject { file: file.into(), index, line: 1, event_id: None, ticket_id: None },
            findings: Vec::new(),
        };
        let at = u64::from(index);
        let moved = Some(Box::new(moved));
        Part {
            name: format!("{index}.json"),
            shard: Shard::new(index, count).unwrap(),
            read: Some(9),
            input: Some("00000000000000ab".to_owned()),
            filters: Vec::new(),
            summary: Summary { documents: at, files: 2, moved, ..Summary::default() },
            checked: vec![(1, subject("b", 9 - at)), (2, subject("a", at))],
        }
    }

    fn parts() -> Vec<Part> {
        vec![part(3, 3), part(1, 3), part(2, 3)]
    }

    fn said(change: impl FnOnce(&mut Vec<Part>)) -> String {
        let mut parts = parts();
        change(&mut parts);
        Whole::of(parts).unwrap_err().to_string()
    }

    #[test]
    fn the_whole_is_the_sum_of_its_parts_in_the_order_of_the_input() {
        let whole = Whole::of(parts()).unwrap();
        let summary = &whole.summary;
        assert_eq!(
            (summary.documents, summary.files, summary.exit, summary.stopped),
            (6, 2, Exit::Clean, false)
        );
        let moved = summary.moved.as_ref().unwrap();
        assert_eq!((moved.events, moved.tickets, moved.statuses[&(1, 2)], moved.days[&19_000]), (6, 3, 3, 3));
        assert_eq!((moved.stays[&1].count(), moved.stays[&1].sum(), moved.stays[&1].max()), (3, 6, 3));
        let order: Vec<_> = whole.checked.iter().map(|it| (&*it.subject.file, it.subject.index)).collect();
        assert_eq!(order, [("b", 6), ("b", 7), ("b", 8), ("a", 1), ("a", 2), ("a", 3)]);
        assert_eq!(summary.sharded, None);
    }

    #[test]
    fn what_is_no_whole_says_which_part_is_wrong() {
        assert!(said(|parts| drop(parts.pop())).starts_with("shard 2 of 3 is missing;"));
        assert!(said(|parts| parts.truncate(1)).starts_with("shards 1, 2 of 3 are missing;"));
        assert!(said(|parts| *parts = vec![part(1, 40)]).contains("10, 11 and 29 more of 40"));
        assert!(said(|parts| parts.push(part(1, 3))).starts_with("shard 1 of 3 is there twice, as `1.json`"));
        let count = said(|parts| parts[1] = part(4, 4));
        assert!(count.starts_with("`4.json` is of shard 4 of 4, `3.json` of shard 3 of 3;"), "{count}");
        let read = said(|parts| parts[2].read = Some(8));
        assert!(read.starts_with("`2.json` is of an input of 8 documents, `1.json` of 9;"), "{read}");
        let bytes = said(|parts| parts[2].input = Some("00000000000000cd".to_owned()));
        assert!(
            bytes.starts_with("`2.json` is of another input than `1.json`: the bytes differ;"),
            "{bytes}"
        );
        let filters = said(|parts| parts[2].filters = vec!["--ticket 7".to_owned(), "--ticket 8".to_owned()]);
        assert!(
            filters.starts_with("`2.json` was made with `--ticket 7 --ticket 8`, `1.json` without a filter;"),
            "{filters}"
        );
        assert!(Whole::of(Vec::new()).is_err());
    }

    #[test]
    fn days_of_different_zones_are_not_added() {
        let zone =
            |part: &mut Part| part.summary.moved.as_mut().unwrap().zone = Some("Asia/Tokyo".to_owned());
        let other = said(|parts| zone(&mut parts[1]));
        assert!(other.starts_with("`2.json` counts days in UTC, `1.json` in Asia/Tokyo;"), "{other}");
        let mut parts = parts();
        zone(&mut parts[1]);
        parts[1].summary.moved.as_mut().unwrap().days.clear();
        assert_eq!(Whole::of(parts).unwrap().summary.moved.unwrap().zone.as_deref(), Some("UTC"));
    }

    #[test]
    fn the_worst_exit_wins_and_excuses_a_part_that_could_not_read_everything() {
        let mut parts = parts();
        (parts[0].summary.exit, parts[0].read) = (Exit::Unreadable, Some(3));
        (parts[1].summary.exit, parts[1].summary.stopped, parts[1].read) = (Exit::Findings, true, None);
        let whole = Whole::of(parts).unwrap();
        assert_eq!((whole.summary.exit, whole.summary.stopped), (Exit::Unreadable, true));
    }
}
