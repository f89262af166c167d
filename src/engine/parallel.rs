//! Work side by side, results in order: threads take one item each from one source, and what they made of it is handed
//! over in the source's order.

use std::collections::BTreeMap;
use std::iter;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many threads work side by side; `None` for as many as the machine has cores for us, which takes a while to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Threads(Option<NonZero<usize>>);

impl Threads {
    /// At least one.
    pub(crate) fn new(count: usize) -> Self {
        Self(Some(NonZero::new(count).unwrap_or(NonZero::<usize>::MIN)))
    }

    /// As many as the machine has cores for us.
    pub(crate) fn all() -> Self {
        Self(None)
    }

    pub(crate) fn count(self) -> usize {
        let count = self.0.or_else(|| thread::available_parallelism().ok());
        count.map_or(1, NonZero::get)
    }
}

/// Items that each thread may be ahead of the one whose turn it is; it bounds the memory.
const AHEAD: usize = 2;

/// Takes items from `next` until it has none, works on them with `work`, and hands the results to `take` in the order of
/// the items. `next` and `take` are never called by two threads at a time. When `take` breaks, the rest is left. The first
/// item waits for no other, and where it is all there is, no thread is begun.
pub(crate) fn in_order<T: Send, R: Send>(
    threads: Threads,
    next: impl FnMut() -> Option<T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let mut items = iter::from_fn(next);
    let Some(first) = items.next() else { return };
    if take(work(first)).is_break() {
        return;
    }
    let Some(second) = items.next() else { return };
    let mut items = iter::once(second).chain(items);
    let threads = threads.count();
    if threads == 1 {
        // A break ends it.
        let _ = items.try_for_each(|item| take(work(item)));
        return;
    }
    let pool = Pool {
        source: Mutex::new((0, || items.next())),
        take: Mutex::new(take),
        results: Mutex::new(Results { due: 0, made: BTreeMap::new(), is_serving: false, is_over: false }),
        served: Condvar::new(),
        bound: (threads * AHEAD) as u64,
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| pool.work(&work));
        }
        pool.work(&work);
    });
}

struct Pool<N, F, R> {
    /// The number of the next item, and where it comes from.
    source: Mutex<(u64, N)>,
    take: Mutex<F>,
    results: Mutex<Results<R>>,
    served: Condvar,
    bound: u64,
}

struct Results<R> {
    /// The number of the result whose turn it is.
    due: u64,
    /// Results that wait for their turn.
    made: BTreeMap<u64, R>,
    is_serving: bool,
    is_over: bool,
}

impl<T, R, N, F> Pool<N, F, R>
where
    N: FnMut() -> Option<T>,
    F: FnMut(R) -> ControlFlow<()>,
{
    fn work(&self, work: &impl Fn(T) -> R) {
        // A thread that panics must not leave the others waiting for its result.
        let end_on_panic = EndOnPanic(|| self.end());
        while let Some((number, item)) = self.next() {
            self.serve(number, work(item));
        }
        std::mem::forget(end_on_panic);
    }

    fn next(&self) -> Option<(u64, T)> {
        let mut source = lock(&self.source);
        if lock(&self.results).is_over {
            return None;
        }
        let (number, next) = &mut *source;
        let item = next()?;
        *number += 1;
        Some((*number - 1, item))
    }

    /// Keeps a result, and hands over all whose turn it is unless another thread is at it.
    fn serve(&self, number: u64, result: R) {
        let mut results = lock(&self.results);
        while number >= results.due + self.bound && !results.is_over {
            results = self.served.wait(results).unwrap_or_else(PoisonError::into_inner);
        }
        results.made.insert(number, result);
        if results.is_serving {
            return;
        }
        results.is_serving = true;
        let mut due = results.due;
        while let Some(result) = results.made.remove(&due).filter(|_| !results.is_over) {
            drop(results);
            let flow = lock(&self.take)(result);
            results = lock(&self.results);
            due += 1;
            results.due = due;
            results.is_over |= flow.is_break();
            self.served.notify_all();
        }
        results.is_serving = false;
    }

    fn end(&self) {
        lock(&self.results).is_over = true;
        self.served.notify_all();
    }
}

/// What a panicking thread left behind is not used: the panic goes on when all have ended.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct EndOnPanic<F: FnMut()>(F);

impl<F: FnMut()> Drop for EndOnPanic<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn run(threads: usize, count: u64, until: u64) -> Vec<u64> {
        let (mut source, mut taken) = (0..count, Vec::new());
        in_order(
            Threads::new(threads),
            || source.next(),
            // Odd items take longer, so that even ones are made too early.
            |item| {
                if item % 2 == 1 {
                    (0..20_000).fold(item, |sum, it| std::hint::black_box(sum + it - it))
                } else {
                    item
                }
            },
            |item| {
                taken.push(item);
                if item == until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        taken
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 5] {
            assert_eq!(run(threads, 500, u64::MAX), (0..500).collect::<Vec<_>>());
            assert!(run(threads, 0, 0).is_empty());
        }
    }

    #[test]
    fn nothing_is_handed_over_after_a_break() {
        for threads in [1, 2, 5] {
            assert_eq!(run(threads, 10_000, 70), (0..=70).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_hand_runs_far_ahead() {
        let (begun, ended) = (AtomicU64::new(0), AtomicU64::new(0));
        let mut source = 0..2_000_u64;
        in_order(
            Threads::new(4),
            || source.next(),
            |item| {
                let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - ended.load(Ordering::SeqCst);
                assert!(ahead <= 4 * AHEAD as u64 + 4, "{ahead}");
                item
            },
            |_| {
                ended.fetch_add(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
    }

    #[test]
    fn a_panic_ends_all_hands_and_goes_on() {
        let mut source = 0..1_000_u64;
        let run = || {
            in_order(
                Threads::new(3),
                || source.next(),
                |item| assert_ne!(item, 40),
                |()| ControlFlow::Continue(()),
            );
        };
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    }
}
