//! The cases, in the order they are put: first what a receiver does all day, then forgeries, then load, and last what is
//! known to bring some receivers down. To add one, add an entry to its group.

use super::{basic, forgeries, load, robustness};
use crate::engine::probe::Act::Send;
use crate::engine::probe::{Case, Expect, Need, Request, Shape};
use crate::report::Weight::{self, Must};

/// Every case, in order.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    [basic::CASES, forgeries::CASES, load::CASES, robustness::CASES].into_iter().flatten()
}

/// What an event case expects.
pub(crate) const HANDLED: &str = "200 within 3 s";
/// What a forgery expects.
pub(crate) const REFUSED: &str = "a refusal: 4xx or 5xx";
/// What is not seen from the documentation but from deliveries.
pub(crate) const SEEN: &str = "published captures of deliveries";
pub(crate) const DELIVERY: &str =
    "the vendor's page on receiving events: 200 within 3 s, otherwise it is sent again";
pub(crate) const SIGNATURE: &str =
    "the vendor's page on verifying events: SHA-256 of timestamp, nonce, encrypt key and raw body";
pub(crate) const URL_CHECK: &str =
    "the vendor's page on the request URL: the same value back as JSON within 1 s";
pub(crate) const TOKEN: &str = "the vendor's page on verifying events: the token in the body is the app's";
pub(crate) const OBSERVED: &str = "observed with the official Python, Node, Go and Java SDKs";

pub(crate) const KEY: &[Need] = &[Need::EncryptKey];

/// An event that must be handled.
pub(crate) const fn handled(
    slug: &'static str,
    title: &'static str,
    shape: Shape,
    about: [&'static str; 3],
) -> Case {
    let [advice, why, reference] = about;
    Case {
        slug,
        title,
        weight: Must,
        expected: HANDLED,
        advice,
        why,
        reference,
        needs: &[],
        act: Send(Request::Event(shape), Expect::Handled),
    }
}

/// A request that must not go through.
pub(crate) const fn refused(
    slug: &'static str,
    title: &'static str,
    weight: Weight,
    needs: &'static [Need],
    request: Request,
    about: [&'static str; 3],
) -> Case {
    let [advice, why, reference] = about;
    let act = Send(request, Expect::Refused);
    Case { slug, title, weight, expected: REFUSED, advice, why, reference, needs, act }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_case_is_unique_and_says_everything() {
        let slugs: BTreeSet<_> = cases().map(|it| it.slug).collect();
        let titles: BTreeSet<_> = cases().map(|it| it.title).collect();
        assert_eq!((slugs.len(), titles.len()), (cases().count(), cases().count()));
        for case in cases() {
            assert!(case.slug.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", case.slug);
            assert!(case.title.chars().count() <= 45, "{} is too long for its column", case.title);
            for text in [case.expected, case.advice, case.why, case.reference] {
                assert!(!text.is_empty() && text.chars().count() <= 120, "{}: {text}", case.slug);
            }
            assert!(case.advice.ends_with('.') && case.why.ends_with('.'), "{}", case.slug);
        }
    }

    #[test]
    fn what_may_end_a_receiver_comes_last() {
        let slugs: Vec<_> = cases().map(|it| it.slug).collect();
        assert!(slugs.ends_with(&["undecryptable", "alive"]));
    }
}
