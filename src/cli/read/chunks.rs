//! The chunks of the input, until a signal comes: what may wait is read on a thread of its own.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;

use crate::cli::Stop;
use crate::cli::signal::STOP_POLL;
use crate::source::{Blocks, Chunk, InputError, InputRequest};

/// How many chunks are read ahead of what is taken.
const CHUNKS_AHEAD: usize = 2;

pub(crate) struct Chunks {
    from: From,
    stop: Stop,
}

enum From {
    Files(Box<Blocks>),
    /// A pipe, a terminal, a device: each read may take for ever.
    Stream(Receiver<Chunk>),
}

impl Chunks {
    pub(crate) fn of(request: InputRequest, stop: &Stop) -> Result<Self, InputError> {
        let blocks = request.blocks(Box::new(io::stdin()))?;
        Ok(Self { from: From::Files(Box::new(blocks)), stop: stop.clone() })
    }

    /// Goes on on a thread of its own.
    fn read_aside(&mut self) {
        let (send, chunks) = sync_channel(CHUNKS_AHEAD);
        let From::Files(blocks) = std::mem::replace(&mut self.from, From::Stream(chunks)) else { return };
        // It ends with the input, with the receiver, or with the process: a read that waits cannot be called off.
        thread::spawn(move || {
            for chunk in *blocks {
                if send.send(chunk).is_err() {
                    break;
                }
            }
        });
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if self.stop.exit().is_some() {
                return None;
            }
            match &mut self.from {
                From::Files(blocks) => {
                    if !blocks.may_wait() {
                        return blocks.next();
                    }
                    self.read_aside();
                }
                From::Stream(chunks) => match chunks.recv_timeout(STOP_POLL) {
                    Ok(chunk) => return Some(chunk),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            }
        }
    }
}
