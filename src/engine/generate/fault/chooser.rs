//! Which lines break, and how: spread evenly, every kind of fault before any comes again.

use super::members;
use crate::engine::generate::plan::Recipe;
use crate::engine::generate::rng::Rng;
use crate::report::Code;

/// A redelivery comes within this many lines of the first delivery.
const SOON: u64 = 1_000;

pub(crate) struct Faults {
    rng: Rng,
    lines: u64,
    broken: u64,
    /// The kinds still to come in this round.
    remaining: Vec<Code>,
    /// The last line that was left whole, and its number.
    whole: Vec<u8>,
    number: u64,
}

impl Faults {
    pub(crate) fn new(recipe: &Recipe) -> Self {
        Self {
            // A stream of its own: the lines that stay whole are those of the log without faults.
            rng: Rng::new(recipe.seed, 1),
            lines: recipe.events,
            broken: recipe.invalid.of(recipe.events),
            remaining: Vec::new(),
            whole: Vec::new(),
            number: 0,
        }
    }

    /// Breaks the line that begins at `start`, if it is its turn; what it is then. The newline stays.
    pub(crate) fn pass(&mut self, number: u64, start: usize, lines: &mut Vec<u8>) -> Option<Code> {
        if self.broken == 0 {
            return None;
        }
        // Of the lines left so many break, so this one does with that chance: the count comes out exactly.
        let hit = self.rng.below(self.lines) < self.broken;
        self.lines -= 1;
        if !hit {
            self.whole.clear();
            self.whole.extend_from_slice(&lines[start..]);
            self.number = number;
            return None;
        }
        self.broken -= 1;
        let code = self.next_kind(number);
        let mut line = lines.split_off(start);
        line.pop();
        if code == Code::DuplicateEvent {
            line.clear();
            line.extend_from_slice(self.whole.trim_ascii_end());
        } else {
            members::make(code, &mut line, &mut self.rng);
        }
        lines.append(&mut line);
        lines.push(b'\n');
        Some(code)
    }

    /// The next kind of fault. A redelivery needs something that was delivered lately.
    fn next_kind(&mut self, number: u64) -> Code {
        loop {
            let code = self.remaining.pop().unwrap_or_else(|| self.shuffle());
            if code != Code::DuplicateEvent || self.number > 0 && number - self.number < SOON {
                return code;
            }
        }
    }

    /// A new round; its first kind.
    fn shuffle(&mut self) -> Code {
        self.remaining = members::CODES.to_vec();
        self.rng.shuffle(&mut self.remaining);
        self.remaining.pop().unwrap_or(Code::JsonSyntax)
    }
}
