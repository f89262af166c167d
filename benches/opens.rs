//! The lower bound for single files: opens each file it is given, reads it whole and closes it, on all cores, and looks at
//! nothing of what it read.

use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Mutex;
use std::thread;

fn main() -> io::Result<()> {
    let files = Mutex::new(env::args_os().skip(1).collect::<Vec<_>>().into_iter());
    let next = || files.lock().ok().and_then(|mut files| files.next());
    let read = || -> io::Result<u64> {
        let (mut buffer, mut sum) = (vec![0; 64 << 10], 0);
        while let Some(path) = next() {
            let mut file = File::open(path)?;
            loop {
                match file.read(&mut buffer)? {
                    0 => break,
                    bytes => sum += bytes as u64,
                }
            }
        }
        Ok(sum)
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(read)).collect();
        let mut sum = read()?;
        for other in others {
            sum += other.join().unwrap_or(Ok(0))?;
        }
        if sum == 0 { Err(io::Error::other("there was nothing to read")) } else { Ok(()) }
    })
}
