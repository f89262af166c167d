//! Numbers that look random and are the same for a seed on every machine: no floats, and no crate that could change
//! its mind. `xoshiro256++` seeded by `splitmix64`, both by Blackman and Vigna, who put them in the public domain.

#[derive(Clone, Debug)]
pub(crate) struct Rng([u64; 4]);

impl Rng {
    /// The stream `stream` of `seed`: streams of one seed have nothing to do with each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut state = mix(seed).wrapping_add(stream);
        Self(std::array::from_fn(|_| {
            let word = mix(state);
            state = state.wrapping_add(GOLDEN);
            word
        }))
    }

    pub(crate) fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// A number below `end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        scale(self.next(), end)
    }

    pub(crate) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(usize::try_from(self.below(list.len() as u64)).unwrap_or(0))
    }

    /// Puts a list into an order of chance.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, usize::try_from(self.below(last as u64 + 1)).unwrap_or(0));
        }
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// One step of `splitmix64`: 64 bits that depend on every bit of `state`.
pub(crate) fn mix(state: u64) -> u64 {
    let mut bits = state.wrapping_add(GOLDEN);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Maps 64 random bits to a number below `end`.
pub(crate) fn scale(bits: u64, end: u64) -> u64 {
    ((u128::from(bits) * u128::from(end)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_algorithms() {
        let mut state = 1_477_776_061_723_855_037_u64;
        let words: [u64; 3] = std::array::from_fn(|_| {
            let word = mix(state);
            state = state.wrapping_add(GOLDEN);
            word
        });
        assert_eq!(words, [1_985_237_415_132_408_290, 2_979_275_885_539_914_483, 13_511_426_838_097_143_398]);
        assert_eq!(mix(0), 0xE220_A839_7B1D_CDAF);
        let mut rng = Rng([1, 2, 3, 4]);
        let rolls: [u64; 5] = std::array::from_fn(|_| rng.next());
        assert_eq!(
            rolls,
            [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205]
        );
    }

    #[test]
    fn a_number_below_an_end_is_below_it_and_reaches_all() {
        let mut rng = Rng::new(7, 0);
        let mut seen = [false; 6];
        for _ in 0..200 {
            seen[usize::try_from(rng.below(6)).unwrap()] = true;
        }
        assert!(seen.iter().all(|it| *it));
        assert_eq!(rng.below(0), 0);
        assert_eq!((scale(0, 9), scale(u64::MAX, 9)), (0, 8));
    }
}
