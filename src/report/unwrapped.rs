//! The wrappers of log files that events were taken out of.

/// What an event may be wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapper {
    /// A request in our own raw record.
    RawRecord,
    /// A line of docker's json-file.
    Docker,
    /// A line of the container runtime interface.
    Cri,
    /// A line that begins with text.
    Prefix,
    /// A JSON string that holds JSON.
    JsonString,
}

impl Wrapper {
    /// Every wrapper, in the order in which they are told.
    pub(crate) const ALL: [Self; 5] =
        [Self::RawRecord, Self::Docker, Self::Cri, Self::Prefix, Self::JsonString];

    /// What it is called: `docker json-file`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RawRecord => "raw record",
            Self::Docker => "docker json-file",
            Self::Cri => "CRI log",
            Self::Prefix => "text prefix",
            Self::JsonString => "JSON string",
        }
    }

    /// Its key in JSON: `docker`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::RawRecord => "raw_record",
            Self::Docker => "docker",
            Self::Cri => "cri",
            Self::Prefix => "prefix",
            Self::JsonString => "json_string",
        }
    }
}

/// How many documents were taken out of wrappers, and what was passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unwrapped {
    counts: [u64; Wrapper::ALL.len()],
    /// Lines of a log that hold no event.
    pub(crate) other_lines: u64,
    /// Lines of a raw record that hold no event: requests that were refused, URL checks, answers.
    pub(crate) not_received: u64,
}

impl Unwrapped {
    /// Counts a document out of `wrapper`.
    pub(crate) fn count(&mut self, wrapper: Wrapper) {
        self.counts[wrapper as usize] += 1;
    }

    /// The wrappers that were met, and how many documents came out of each.
    pub(crate) fn by_wrapper(&self) -> impl Iterator<Item = (Wrapper, u64)> {
        Wrapper::ALL.into_iter().zip(self.counts).filter(|(_, count)| *count > 0)
    }

    /// Adds what was opened elsewhere.
    pub(crate) fn add(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(sum, count)| *sum += count);
        self.other_lines += other.other_lines;
        self.not_received += other.not_received;
    }

    /// Whether nothing was opened and nothing passed over.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What was read in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InputTally {
    /// Files; standard input and a sample count as one each.
    pub(crate) files: u64,
    /// What was taken out of wrappers.
    pub(crate) unwrapped: Unwrapped,
}
