//! Times in another unit than ms, told by their size.

/// A time that is not in ms, by its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherUnit {
    Seconds,
    Microseconds,
    Nanoseconds,
}

impl OtherUnit {
    /// The unit that a time seems to be in, where it does not look like ms. Times of this century are 13 digits in ms;
    /// 10 are seconds, 16 microseconds, 19 nanoseconds.
    #[inline]
    pub(crate) fn of(time: i64) -> Option<Self> {
        match time {
            100_000_000..100_000_000_000 => Some(Self::Seconds),
            100_000_000_000_000..100_000_000_000_000_000 => Some(Self::Microseconds),
            100_000_000_000_000_000.. => Some(Self::Nanoseconds),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Microseconds => "microseconds",
            Self::Nanoseconds => "nanoseconds",
        }
    }

    pub(crate) fn ms(self, time: i64) -> i64 {
        match self {
            Self::Seconds => time * 1_000,
            Self::Microseconds => time / 1_000,
            Self::Nanoseconds => time / 1_000_000,
        }
    }
}
