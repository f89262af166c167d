//! How a receiver behaves towards the events it takes: well, or badly on purpose.

use std::time::Duration;

use crate::engine::Portion;
use crate::report::Mischief;

/// The behaviour that is asked for. It concerns events that are in order, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Misbehaviour {
    /// The HTTP status of an answer.
    pub respond: u16,
    /// How long an answer is held back.
    pub delay: Duration,
    /// How many deliveries are answered with 500 first, whichever events they carry.
    pub fail_first: u64,
    /// The share of deliveries whose connection is closed without an answer.
    pub drop: Portion,
    /// What the choice of the dropped ones starts from.
    pub seed: u64,
}

impl Default for Misbehaviour {
    /// 200 at once.
    fn default() -> Self {
        Self { respond: 200, delay: Duration::ZERO, fail_first: 0, drop: Portion::default(), seed: 0 }
    }
}

/// What becomes of one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Response {
    Acknowledge,
    Fail(u16, Mischief),
    Drop,
}

impl Misbehaviour {
    /// What becomes of the delivery of this number, from 0.
    pub(crate) fn response(&self, number: u64) -> Response {
        if number < self.fail_first {
            return Response::Fail(500, Mischief::FailedFirst);
        }
        if self.drop.holds(number, self.seed) {
            return Response::Drop;
        }
        match self.respond {
            200 => Response::Acknowledge,
            status => Response::Fail(status, Mischief::Responded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conducts(plan: &Misbehaviour, count: u64) -> Vec<Response> {
        (0..count).map(|number| plan.response(number)).collect()
    }

    #[test]
    fn the_first_fail_and_the_rest_is_as_asked() {
        let fail = Response::Fail(500, Mischief::FailedFirst);
        let plan = Misbehaviour { fail_first: 2, ..Misbehaviour::default() };
        assert_eq!(conducts(&plan, 3), [fail, fail, Response::Acknowledge]);
        let plan = Misbehaviour { respond: 503, ..Misbehaviour::default() };
        assert_eq!(conducts(&plan, 1), [Response::Fail(503, Mischief::Responded)]);
    }

    #[test]
    fn one_seed_drops_the_same_deliveries_again() {
        let plan = |seed| Misbehaviour { drop: "10%".parse().unwrap(), seed, ..Misbehaviour::default() };
        let dropped = conducts(&plan(7), 1000);
        assert_eq!(dropped, conducts(&plan(7), 1000));
        assert_ne!(dropped, conducts(&plan(8), 1000));
        let count = dropped.iter().filter(|it| **it == Response::Drop).count();
        assert!((60..140).contains(&count), "{count}");
        assert!(
            conducts(&Misbehaviour { drop: "all".parse().unwrap(), ..plan(7) }, 100)
                .iter()
                .all(|it| *it == Response::Drop)
        );
    }
}
