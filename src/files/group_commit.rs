//! Many wait for one flush: a thread commits what it is handed in groups, and answers each of a group after that.

use std::io;
use std::iter::once;
use std::ops::ControlFlow;
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, JoinHandle};

use tokio::sync::oneshot;

/// The thread, seen from those who wait. Dropping it waits for the last group.
#[derive(Debug)]
pub(crate) struct GroupCommit<J, R> {
    /// `None` only while it ends.
    jobs: Option<Sender<(J, oneshot::Sender<R>)>>,
    thread: Option<JoinHandle<()>>,
}

impl<J: Send + 'static, R: Send + 'static> GroupCommit<J, R> {
    /// Starts the thread. `commit` takes at most `most` jobs together and gives the answer of each, in their order; with
    /// a break it is called no more.
    pub(crate) fn start<C>(most: usize, mut commit: C) -> io::Result<Self>
    where
        C: FnMut(&[J]) -> ControlFlow<Vec<R>, Vec<R>> + Send + 'static,
    {
        let (jobs, queue) = channel::<(J, oneshot::Sender<R>)>();
        let thread = Builder::new().name("commit".to_owned()).spawn(move || {
            while let Ok(first) = queue.recv() {
                let (group, waiting): (Vec<_>, Vec<_>) =
                    once(first).chain(queue.try_iter().take(most - 1)).unzip();
                let committed = commit(&group);
                let is_last = committed.is_break();
                let (ControlFlow::Break(answers) | ControlFlow::Continue(answers)) = committed;
                for (waits, answer) in waiting.into_iter().zip(answers) {
                    // Who waited may be gone; the job is done all the same.
                    let _ = waits.send(answer);
                }
                if is_last {
                    return;
                }
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Waits until a job is committed; `None` where the thread has ended.
    pub(crate) async fn commit(&self, job: J) -> Option<R> {
        let (answer, committed) = oneshot::channel();
        self.jobs.as_ref()?.send((job, answer)).ok()?;
        committed.await.ok()
    }
}

impl<J, R> Drop for GroupCommit<J, R> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic there has been shown.
            let _ = thread.join();
        }
    }
}
