//! What an input holds beside plain events: wrappers that events were taken out of, and documents that are left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::record::Ignored;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogWrapper {
    /// A request in our own raw record.
    RawRecord,
    Docker,
    /// A line of the container runtime interface.
    Cri,
    Prefix,
    JsonString,
}

impl LogWrapper {
    /// Every wrapper, in the order in which they are told, with what it is called and its key in JSON.
    const ALL: [(Self, &str, &str); 5] = [
        (Self::RawRecord, "raw record", "raw_record"),
        (Self::Docker, "docker json-file", "docker"),
        (Self::Cri, "CRI log", "cri"),
        (Self::Prefix, "text prefix", "prefix"),
        (Self::JsonString, "JSON string", "json_string"),
    ];

    /// What it is called: `docker json-file`.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Its key in JSON: `docker`.
    pub(crate) fn key(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// How many documents were taken out of wrappers, and what was passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unwrapped {
    counts: [u64; LogWrapper::ALL.len()],
    /// Lines of a log that hold no event.
    pub(crate) other_lines: u64,
    /// Lines of a raw record that hold no event: requests that were refused, URL checks, answers.
    pub(crate) not_received: u64,
}

impl Unwrapped {
    pub(crate) fn count(&mut self, wrapper: LogWrapper) {
        self.counts[wrapper as usize] += 1;
    }

    /// The wrappers that were met, and how many documents came out of each.
    pub(crate) fn by_wrapper(&self) -> impl Iterator<Item = (LogWrapper, u64)> {
        let counts = LogWrapper::ALL.iter().zip(self.counts).map(|(it, count)| (it.0, count));
        counts.filter(|(_, count)| *count > 0)
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(sum, count)| *sum += count);
        self.other_lines += other.other_lines;
        self.not_received += other.not_received;
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// So many types are counted one by one; what comes beyond them is counted together.
const MAX_TYPES: usize = 1_000;

/// Documents that are no events of ours and no errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Events of other products, by type.
    pub(crate) other_types: BTreeMap<Arc<str>, u64>,
    /// Documents in the middle of which their file ends.
    pub(crate) cut: u64,
}

impl LeftOut {
    pub(crate) fn count(&mut self, why: &Ignored) {
        match why {
            Ignored::OtherType(name) => {
                let is_new = !self.other_types.contains_key(name);
                let is_over = is_new && self.other_types.len() >= MAX_TYPES;
                let name = if is_over { Arc::from("…") } else { Arc::clone(name) };
                *self.other_types.entry(name).or_default() += 1;
            }
            Ignored::Cut => self.cut += 1,
            Ignored::Allowed => {}
        }
    }

    pub(crate) fn count_all(&self) -> u64 {
        self.other_types.values().sum::<u64>() + self.cut
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.other_types.is_empty() && self.cut == 0
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InputTally {
    /// Files; standard input and a sample count as one each.
    pub(crate) files: u64,
    pub(crate) unwrapped: Unwrapped,
}
