//! The cases, in the order they are put: first what a receiver does all day, then forgeries, then load, and last what is
//! known to bring some receivers down. They stand in `cases.json`; to add one, add it there.

use std::sync::LazyLock;

use super::case::Case;

static CASES: LazyLock<Vec<Case>> =
    LazyLock::new(|| serde_json::from_str(include_str!("cases.json")).expect("the table of cases is one"));

pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    CASES.iter()
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
