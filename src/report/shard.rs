//! One of the parts of an input that several processes share among themselves, and what a run of one says of it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A part of the input: number `index` of `count`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shard {
    index: u32,
    count: u32,
}

/// Why a text or two numbers are no shard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// It is not two numbers with a slash between them.
    #[error("`{0}` is not a shard; write I/N, as in 2/3 for the second of three")]
    Form(String),
    /// Nothing can be cut into no part.
    #[error("there are no 0 shards; `1/1` is all of the input")]
    None,
    /// Shards count from 1.
    #[error(
        "shards count from 1: of {0} they are 1/{0} to {0}/{0}; where a scheduler counts from 0, write $((INDEX + 1))/{0}"
    )]
    Zero(u32),
    /// It is beyond the last.
    #[error("there is no shard {index} of {count}: they are 1/{count} to {count}/{count}")]
    Beyond {
        /// The number.
        index: u32,
        /// How many there are.
        count: u32,
    },
}

impl Shard {
    /// Shard `index`, from 1, of `count`.
    pub fn new(index: u32, count: u32) -> Result<Self, ShardError> {
        match (index, count) {
            (_, 0) => Err(ShardError::None),
            (0, _) => Err(ShardError::Zero(count)),
            _ if index > count => Err(ShardError::Beyond { index, count }),
            _ => Ok(Self { index, count }),
        }
    }

    /// Its number, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Whether what has this hash is its; of the shards of one count exactly one says so. Part of the contract: machines
    /// that share an input may run different versions.
    pub fn holds(self, hash: u64) -> bool {
        hash % u64::from(self.count) == u64::from(self.index - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let number = |text: &str| {
            let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if is_plain { text.parse::<u32>().ok() } else { None }
        };
        let parts = text.split_once('/').and_then(|(index, count)| number(index).zip(number(count)));
        let (index, count) = parts.ok_or_else(|| ShardError::Form(text.to_owned()))?;
        Self::new(index, count)
    }
}

/// What a run over one shard says of itself, so that it can be put together with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharded {
    /// Which shard.
    pub shard: Shard,
    /// The documents of the whole input, those of the other shards among them; `None` where the run did not come to its
    /// end.
    pub read: Option<u64>,
    /// What the whole input is known by again; `None` where it was not read to its end.
    pub input: Option<String>,
    /// What narrows the documents that count, as flags: `--since 2024-01-10T00:00:00.000+00:00`.
    pub filters: Vec<String>,
    /// The files that its records are of, in the order of the input: the place of each among the files that hold
    /// documents, from 1, and its name. Only where the records are to be put together with those of the other shards.
    pub files: Vec<(u64, Arc<str>)>,
}

impl Sharded {
    /// A run over this shard, of which nothing is known yet.
    pub fn of(shard: Shard) -> Self {
        Self { shard, read: None, input: None, filters: Vec::new(), files: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_number_of_another() {
        let shard: Shard = "2/3".parse().unwrap();
        assert_eq!((shard.index(), shard.count(), shard.to_string()), (2, 3, "2 of 3".to_owned()));
        assert_eq!("1/1".parse(), Shard::new(1, 1));
        assert_eq!("4294967295/4294967295".parse(), Shard::new(u32::MAX, u32::MAX));
    }

    #[test]
    fn what_is_no_shard_names_the_way_out() {
        let said = |text: &str| text.parse::<Shard>().unwrap_err().to_string();
        for text in ["", "2", "a/b", "1/", "/3", "1/2/3", "+1/3", " 1/3", "1 /3", "-1/3", "1/4294967296"] {
            assert_eq!(
                said(text),
                format!("`{text}` is not a shard; write I/N, as in 2/3 for the second of three")
            );
        }
        assert!(said("0/3").contains("they are 1/3 to 3/3; where a scheduler counts from 0"));
        assert!(said("4/3").contains("no shard 4 of 3: they are 1/3 to 3/3"));
        assert!(said("1/0").contains("no 0 shards"));
    }

    #[test]
    fn every_hash_is_of_exactly_one_shard() {
        for count in 1..20 {
            for hash in [0, 1, 2, 18, 19, 20, u64::MAX - 1, u64::MAX] {
                let holders = (1..=count).filter(|index| Shard::new(*index, count).unwrap().holds(hash));
                assert_eq!(holders.count(), 1, "{hash} of {count}");
            }
        }
    }
}
