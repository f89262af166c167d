//! What an input is known by again: a digest of all its bytes, the same on every machine. The only door of `xxhash_rust`.

use xxhash_rust::xxh3::Xxh3;

use super::block::Block;

/// The digest of the inputs read so far (XXH3, 64 bits); no protection against those who look for collisions.
#[derive(Clone, Default)]
pub struct Imprint(Xxh3);

impl Imprint {
    /// Goes on with a block; blocks come in order, cut anywhere.
    pub fn add(&mut self, block: &Block) {
        self.0.update(block.text());
        if block.ends {
            // Where one input ends and the next begins is a part of what they are.
            let length = block.offset + block.text().len() as u64;
            self.0.update(&length.to_le_bytes());
        }
    }

    /// 16 hex digits.
    pub fn digits(&self) -> String {
        format!("{:016x}", self.0.digest())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};
    use std::sync::Arc;

    use super::super::block::Pool;
    use super::super::stream::{Patience, Stream};
    use super::*;

    fn imprint(files: &[&[u8]], patience: Patience) -> String {
        let (pool, mut imprint) = (Pool::default(), Imprint::default());
        for file in files {
            // Two readers, so that impatience cuts it in two.
            let (left, right) = file.split_at(file.len() / 2);
            let read = Cursor::new(left.to_vec()).chain(Cursor::new(right.to_vec()));
            let mut stream = Stream::new(Arc::from("f"), Box::new(read), patience, false);
            loop {
                let block = stream.next(&pool).unwrap();
                imprint.add(&block);
                if block.ends {
                    break;
                }
            }
        }
        imprint.digits()
    }

    #[test]
    fn it_is_of_the_bytes_and_the_files_and_of_nothing_else() {
        let whole = imprint(&[b"{\"a\":1}\n{\"b\":2}\n"], Patience::Chunk);
        assert_eq!(whole, imprint(&[b"{\"a\":1}\n{\"b\":2}\n"], Patience::None));
        assert_ne!(whole, imprint(&[b"{\"a\":1}\n", b"{\"b\":2}\n"], Patience::Chunk));
        assert_ne!(whole, imprint(&[b"{\"a\":1}\n{\"b\":3}\n"], Patience::Chunk));
        // Part of the contract: machines that share an input may run different versions.
        assert_eq!(imprint(&[], Patience::Chunk), "2d06800538d394c2", "XXH3 of nothing, as published");
    }
}
