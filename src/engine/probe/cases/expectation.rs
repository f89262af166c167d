//! What cases expect, where that is documented, and the two shapes most of them have.

use crate::engine::probe::Act::Send;
use crate::engine::probe::{Case, Expect, Need, Request, Shape};
use crate::report::Weight::{self, Must};

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

pub(crate) const WITHDRAWAL: &str =
    "the notice by which lark-oapi 1.6.2 and 1.6.3 were withdrawn; observed with 1.6.3";

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

/// An event of another type than that of the other cases: an app need not handle it, but if it does.
pub(crate) const fn of_type(
    slug: &'static str,
    title: &'static str,
    shape: Shape,
    advice: &'static str,
) -> Case {
    let about = [advice, "What is not answered with 200 is sent again four times.", SEEN];
    Case { weight: Weight::Should, ..handled(slug, title, shape, about) }
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
